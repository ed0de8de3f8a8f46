"""What is certain of two conditions, against every ticket that there can be in a small world."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.checks.overlaps import (
    ALL,
    MOST_PAIRS,
    Overlaps,
    Tickets,
    among,
    certainly_disjoint,
    certainly_within,
    relation,
    with_words,
    words_asked,
)
from supportpolicy.diagnostics import Span
from supportpolicy.language import load
from supportpolicy.language.conditions import Condition, Group, Named, Value
from supportpolicy.language.conditions import Test as FactTest
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.scope import scope_of
from supportpolicy.source import read_policy
from tests.helpers.examples import write_example

_HERE = Span("", 1, 1, 1, 1)
_HEAD = """supportpolicy: 1
name: acme
fields:
  colour: {type: choice, values: [red, green, blue], ranked: true}
  loud: {type: boolean}
  size: {type: number}
  paid: {type: money}
  bought: {type: time}
conditions:
  warm: {colour: red}
  large: {size: {above: 2}}
  odd: {none_of: [{is: warm}, {is: large}]}
"""
_WORLD = [
    {"colour": colour, "loud": loud, "size": size}
    for colour, loud, size in itertools.product(
        (None, "red", "green", "blue"), (None, "true", "false"), (None, 1, 2, 3)
    )
]
"""Every ticket, as far as conditions of the properties can tell."""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return _policy(_HEAD, tmp_path_factory.mktemp("world"))


def _policy(text: str, folder: Path) -> Policy:
    write_example(text, folder)
    loaded = load(read_policy(folder))
    assert list(loaded.findings) == []
    return loaded.policy


def _two(one: str, other: str, folder: Path) -> tuple[Tickets, Tickets]:
    found = _policy(f"{_HEAD}  one: {one}\n  other: {other}\n", folder)
    overlaps = Overlaps(found, scope_of(found))
    return overlaps.tickets(found.conditions["one"].when), overlaps.tickets(found.conditions["other"].when)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("{colour: [red, green]}", "{colour: {not: blue, present: true}}", "unknown"),
        ("{colour: {at_least: green}}", "{colour: [green, red]}", "same"),
        ("{colour: {above: blue}}", "{colour: blue}", "disjoint"),
        ("{colour: red}", "{colour: {not: red}}", "disjoint"),
        ("{colour: red}", "{colour: {present: false}}", "disjoint"),
        ("{loud: {not: true}}", "{loud: false}", "unknown"),
        ("{loud: true, colour: red}", "{colour: red, loud: true}", "same"),
        ("{loud: true, colour: red}", "{is: warm, loud: true}", "same"),
        ("{is: odd}", "{colour: red}", "disjoint"),
        ("{is: odd}", "{size: 3}", "disjoint"),
        ("{is: [warm, large]}", "{is: odd}", "disjoint"),
        ("{size: {at_most: 2}}", "{size: {above: 2}}", "disjoint"),
        ("{size: {at_most: 2}}", "{size: {at_least: 2}}", "unknown"),
        ("{size: 2}", "{size: 2.0}", "same"),
        ("{paid: {at_most: 200 EUR}}", "{paid: {above: 200.00 EUR}}", "disjoint"),
        ("{paid: {at_most: 200 EUR}}", "{paid: {at_most: 200 USD}}", "disjoint"),
        ("{paid: {at_most: 200 EUR}}", "{paid: {at_least: 200 EUR}}", "unknown"),
        ("{bought: {within: 30d}}", "{bought: {older_than: 30d}}", "disjoint"),
        ("{bought: {within: 30d}}", "{bought: {older_than: 30bd}}", "unknown"),
        ("{bought: {within: 30d}}", "{bought: {in_next: 30d}}", "unknown"),
        ("{bought: {before: 2026-01-01}}", "{bought: {after: 2026-01-01}}", "disjoint"),
        ("{bought: {before: 2026-01-02}}", "{bought: {after: 2026-01-01}}", "unknown"),
        ("{tags: {has: a}}", "{tags: {has: b}}", "unknown"),
        ("{tags: {has: a}}", "{none_of: [{tags: {has: [a, b]}}]}", "disjoint"),
        ("{tags: {has_all: [a, b]}}", "{tags: {has: b}, all_of: [{tags: {has: a}}]}", "same"),
        ("{subject: {mentions: Refund}}", "{subject: {mentions: refund}}", "same"),
        ("{subject: {mentions: refund}}", "{subject: {mentions: money}}", "unknown"),
        ("{channel: {field: request}}", "{channel: {field: request}}", "same"),
        ("{channel: {field: request}}", "{channel: {field: language}}", "unknown"),
        ("{channel: {field: request}}", "{channel: {present: false}}", "disjoint"),
        ("{any_of: [{colour: red}, {colour: red, loud: true}]}", "{colour: red}", "same"),
        ("{colour: red, none_of: [{is: warm}]}", "{loud: true}", "unknown"),
    ],
)
def test_the_relation_of_two_conditions(one: str, other: str, expected: str, tmp_path: Path) -> None:
    first, second = _two(one, other, tmp_path)
    assert relation(first, second) == expected
    assert relation(second, first) == expected


def test_of_circles_and_of_very_many_alternatives_nothing_is_said(tmp_path: Path) -> None:
    many = "{all_of: [" + ", ".join(f"{{any_of: [{{size: {n}}}, {{colour: red}}]}}" for n in range(60)) + "]}"
    first, second = _two("{is: other}", "{is: one}", tmp_path / "circle")
    assert first.alternatives is None
    assert relation(first, second) == "unknown"
    first, _ = _two("{any_of: [" + ", ".join(f"{{size: {n}}}" for n in range(60)) + "]}", many, tmp_path / "many")
    assert first.alternatives is None
    assert not certainly_disjoint(first, first)
    assert certainly_within(first, ALL)


def test_words_are_taken_apart(tmp_path: Path) -> None:
    first, second = _two("{colour: {at_least: green}, loud: true}", "{any_of: [{loud: true}, {size: 1}]}", tmp_path)
    assert first.alone is not None
    assert words_asked(first.alone, "colour") == frozenset({"red", "green"})
    assert words_asked(first.alone, "size") is None
    assert second.alone is None
    assert among(first, with_words("colour", ["green", "blue"])) == among(with_words("colour", ["green"]), first)


_TESTS = st.one_of(
    st.tuples(st.just("colour"), st.sampled_from(["is", "not"]), st.lists(st.sampled_from(["red", "green", "blue"]), min_size=1, max_size=2)),
    st.tuples(st.just("colour"), st.sampled_from(["at_least", "above", "at_most", "below"]), st.sampled_from([["red"], ["green"]])),
    st.tuples(st.just("loud"), st.sampled_from(["is", "not"]), st.sampled_from([["true"], ["false"]])),
    st.tuples(st.just("size"), st.sampled_from(["is", "not", "at_least", "above", "at_most", "below"]), st.sampled_from([["1"], ["2"], ["3"]])),
    st.tuples(st.sampled_from(["colour", "loud", "size"]), st.just("present"), st.sampled_from([["true"], ["false"]])),
)  # fmt: skip


def _test(parts: tuple[str, str, list[str]]) -> Condition:
    field, word, words = parts
    operator: Any = word
    kind: Any = "number" if field == "size" else "text"
    return FactTest(Name(field, _HERE), operator, tuple(Value(word, kind, _HERE) for word in words), _HERE)


_CONDITIONS = st.recursive(
    st.one_of(
        _TESTS.map(_test),
        st.lists(st.sampled_from(["warm", "large", "odd"]), min_size=1, max_size=2).map(
            lambda names: Named(tuple(Name(name, _HERE) for name in names), _HERE)
        ),
    ),
    lambda inner: st.builds(
        Group, st.sampled_from(["all", "any", "none"]), st.lists(inner, max_size=3).map(tuple), st.none()
    ),
    max_leaves=6,
)


def _holds(condition: Condition, ticket: Mapping[str, Any], policy: Policy) -> bool:
    if isinstance(condition, Named):
        return any(_holds(policy.conditions[name].when, ticket, policy) for name in condition.names)
    if isinstance(condition, Group):
        parts = [_holds(part, ticket, policy) for part in condition.parts]
        return all(parts) if condition.how == "all" else any(parts) if condition.how == "any" else not any(parts)
    value, words = ticket[condition.field], [value.text for value in condition.values]
    if condition.operator == "present":
        return (value is not None) == (words[0] == "true")
    if condition.operator == "not":
        return str(value) not in words
    if value is None:
        return False
    if condition.operator == "is":
        return str(value) in words
    # Of ranked words the first is the highest.
    ranks = {"red": 3, "green": 2, "blue": 1}
    number, limit = ranks.get(value, value), ranks.get(words[0]) or int(words[0])
    held: dict[str, bool] = {
        "at_least": number >= limit,
        "above": number > limit,
        "at_most": number <= limit,
        "below": number < limit,
    }
    return held[condition.operator]


@given(_CONDITIONS, _CONDITIONS)
def test_what_is_said_is_so_for_every_ticket(policy: Policy, one: Condition, other: Condition) -> None:
    overlaps = Overlaps(policy, scope_of(policy))
    first, second = overlaps.tickets(one), overlaps.tickets(other)
    is_first = [_holds(one, ticket, policy) for ticket in _WORLD]
    is_second = [_holds(other, ticket, policy) for ticket in _WORLD]
    if certainly_disjoint(first, second):
        assert not any(a and b for a, b in zip(is_first, is_second, strict=True))
    if certainly_within(first, second):
        assert all(b for a, b in zip(is_first, is_second, strict=True) if a)
    together = among(first, second)
    if not any(a and b for a, b in zip(is_first, is_second, strict=True)) and together.alternatives is not None:
        assert relation(together, ALL) == "unknown"
    opposite = overlaps.tickets(Group("none", (one,), None))
    if len(first.alternatives or ()) * len(opposite.alternatives or ()) in range(1, MOST_PAIRS + 1):
        assert certainly_disjoint(first, opposite)
    if first.alternatives is not None and len(first.alternatives) ** 2 <= MOST_PAIRS:
        assert certainly_within(first, first)
