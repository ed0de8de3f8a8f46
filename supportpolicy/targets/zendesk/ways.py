"""A rule's condition as the conditions of as few triggers as one `all` and one `any` list allow.

A trigger has one list of which all must hold and one of which any must; nothing nests. A rule that holds in several ways
becomes one trigger where the ways differ in one test each, else a trigger for each way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.compiled.tables import Rule
from supportpolicy.targets.zendesk.carried import Said, Words, said
from supportpolicy.targets.zendesk.conditions import Condition, tags_include

MOST_TESTS = 300
"""Tests of which any must hold, in one trigger."""


class Test(NamedTuple):
    """The conditions of one trigger."""

    every: tuple[Condition, ...]
    some: tuple[Condition, ...] = ()
    """Empty: nothing more is asked."""


def tests_of(words: Words, rule: Rule, *, graded: bool = False) -> list[Test]:
    """The conditions of the triggers of which at least one holds exactly where the rule does."""
    ways = alternatives_of(rule)
    if not ways:
        return []
    shared = {
        column: admitted for column, admitted in ways[0].items() if all(way.get(column) == admitted for way in ways)
    }
    rests = [{column: admitted for column, admitted in way.items() if column not in shared} for way in ways]
    if not all(rests):  # one way asks no more than all share
        return list(_split(words, [shared], graded))
    common = [said(words, column, admitted, graded=graded) for column, admitted in shared.items()]
    single = [way for way, rest in zip(ways, rests, strict=True) if len(rest) == 1 and _joins(words, rest, graded)]
    if len(single) < 2 or any(one.every is None for one in common):
        return list(_split(words, ways, graded))
    some: list[Condition] = []
    for rest in rests:
        if len(rest) == 1 and _joins(words, rest, graded):
            ((column, admitted),) = rest.items()
            some.extend(said(words, column, admitted, graded=graded).some or ())
    every = [condition for one in common for condition in one.every or ()]
    others = [way for way in ways if way not in single]
    found = [_test(every, chunk) for chunk in _chunks(_together(some))]
    return [*found, *_split(words, others, graded)]


def tests_of_way(words: Words, way: Mapping[str, Admitted]) -> list[Test]:
    """The conditions of triggers of which at least one holds exactly where all columns have one of their classes."""
    return list(_split(words, [way], graded=False))


def _joins(words: Words, rest: Mapping[str, Admitted], graded: bool) -> bool:
    return all(said(words, column, admitted, graded=graded).some is not None for column, admitted in rest.items())


def _split(words: Words, ways: Sequence[Mapping[str, Admitted]], graded: bool) -> Iterator[Test]:
    """A trigger, or several, for each way."""
    for way in ways:
        parts = [said(words, column, admitted, graded=graded) for column, admitted in way.items()]
        if any(part.every is None and not part.some for part in parts):
            continue  # one of its tests never holds
        every = [condition for part in parts for condition in part.every or ()]
        choices = sorted((_choice(part) for part in parts if part.every is None), key=len)
        some = choices.pop() if choices else ()
        for chosen in product(*choices):
            for chunk in _chunks(_together(some)) or [()]:
                yield _test([*every, *chosen], chunk)


def _test(every: Sequence[Condition], some: Sequence[Condition]) -> Test:
    """The conditions of a trigger, each once. A single one of which any must hold is one that must."""
    if len(some) == 1:
        every, some = [*every, *some], ()
    return Test(tuple(dict.fromkeys(every)), tuple(some))


def _chunks(some: Sequence[Condition]) -> list[Sequence[Condition]]:
    """A long list of which any must hold, as several: one rule of Zendesk may not be too large."""
    return [some[start : start + MOST_TESTS] for start in range(0, len(some), MOST_TESTS)]


def _choice(part: Said) -> tuple[Condition, ...]:
    return part.some or ()


def _together(some: Sequence[Condition]) -> tuple[Condition, ...]:
    """The same list with all its tests for tags in one: any of these tags."""
    tags = [one.value for one in some if (one.field, one.operator) == ("current_tags", "includes")]
    if len(tags) < 2:
        return tuple(dict.fromkeys(some))
    others = [one for one in some if (one.field, one.operator) != ("current_tags", "includes")]
    joined = tags_include(word for tag in tags if isinstance(tag, str) for word in tag.split())
    return tuple(dict.fromkeys([*others, joined]))
