"""Real values of facts, with the classes that they give: what tickets are put together from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import FLAG_YES, Column
from supportpolicy.engine import Engine, EngineError
from supportpolicy.engine.candidates import OTHER_WORDS, TooMany, candidates
from supportpolicy.engine.prepared import NOW
from supportpolicy.engine.questions import Scene
from supportpolicy.engine.values import Value

_PLAIN_WORD = "something-else"


def values_of(
    engine: Engine, fact: Fact, now: int, kin: tuple[str, ...], together: Iterable[frozenset[int]]
) -> tuple[Value, ...]:
    """Values of a fact in every class that its columns tell apart, rising where they can be ordered; never absence.

    `kin` are facts that it is compared with. `together`: places of flags that some rule wants to be yes at once.
    """
    columns = engine.compiled.columns
    own = [column for column in columns if column.fact == fact.name]
    if fact.type in ("tags", "text") and sum(column.probe is not None for column in own) > _MOST_FLAGS:
        return tuple(dict.fromkeys(_with_flags(fact, columns, own, together)))
    scene = Scene(now, {NOW: from_epoch(now)}, engine.windows)
    try:
        found = [value for value in candidates(engine, fact, scene, kin) if value is not None]
    except (TooMany, EngineError, ClockError):
        found = []
    if fact.type == "number":
        found += _beside(own)
        return tuple(dict.fromkeys(sorted(found, key=_number)))
    if fact.type in ("choice", "text"):
        return tuple(_PLAIN_WORD if value == OTHER_WORDS[0] else value for value in found)
    return tuple(dict.fromkeys(found))


_MOST_FLAGS = 5
"""Flags of one fact that are tried in every combination."""


def _beside(columns: list[Column]) -> list[Value]:
    """Every cut, and what lies one unit of its last digit beside it: where a wrong limit shows."""
    found: list[Value] = []
    for column in columns:
        for cut in column.cuts:
            number = Decimal(cut.value)
            exponent = number.normalize().as_tuple().exponent
            unit = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
            found += (number - unit, number, number + unit)
    return found


def _number(value: Value) -> Decimal:
    assert isinstance(value, Decimal)
    return value


def _with_flags(
    fact: Fact, columns: tuple[Column, ...], own: list[Column], together: Iterable[frozenset[int]]
) -> Iterable[Value]:
    """Nothing, each word alone, those that some rule wants together, and all."""
    mine = {column.probe for column in own if column.probe is not None and column.probe.operator in _WORDY}
    words = {probe.operand for probe in mine}
    sets: list[Iterable[str]] = [(), *((word,) for word in sorted(words))]
    for places in sorted(together, key=sorted):
        wanted = [columns[place] for place in sorted(places) if place < len(columns)]
        sets.append([one.probe.operand for one in wanted if one.fact == fact.name and one.probe in mine])
    sets.append(sorted(words))
    for chosen in sets:
        yield frozenset(chosen) if fact.type == "tags" else " / ".join(chosen) or _PLAIN_WORD
    if fact.type == "text":
        for column in own:
            yield from column.values


_WORDY = ("has", "mentions")


def wanted_together(alternatives: Iterable[Mapping[int, tuple[tuple[int, int], ...]]]) -> set[frozenset[int]]:
    """Places of columns that some alternative wants to be yes."""
    return {
        frozenset(place for place, admitted in one.items() if admitted == ((FLAG_YES, FLAG_YES),))
        for one in alternatives
    }


def is_relative(columns: Iterable[Column]) -> bool:
    """Whether a time is asked how far it lies from the moment, so that its values move with the opening."""
    return any(column.probe is not None and column.probe.operator in _WINDOWS for column in columns)


_WINDOWS = ("within", "in_next", "older_than")


def moved(values: Mapping[str, Value | None], by: dt.timedelta, names: Iterable[str]) -> dict[str, Value | None]:
    """Facts with some of their instants moved."""
    found = dict(values)
    for name in names:
        value = found.get(name)
        if isinstance(value, dt.datetime):
            found[name] = value + by
    return found
