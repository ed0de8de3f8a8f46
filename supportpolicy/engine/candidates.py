"""Values that stand for all values of a fact: one at least in every class that the policy tells apart.

A fact may be cut by several columns at once (a date, a window, opening hours, a comparison). So real values around every
place where any answer changes are taken, and those that no column tells apart are dropped by whoever asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import TypeVar

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import DAY, date_of, day_number, from_epoch, to_epoch
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import Column
from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.questions import Scene
from supportpolicy.engine.values import Money, Value
from supportpolicy.engine.windows import parse_duration

MOST_WORDS = 8
"""Phrases of a text, or tags, that are tried in every combination; with more there is no exact answer."""
OTHER_WORD = "(something else)"
OTHER_CURRENCY = "XXX"
"""ISO 4217: no currency."""

_T = TypeVar("_T")
_SMALL = Decimal("0.001")
_CENT = Decimal("0.01")
_SECOND = 1


class TooMany(Exception):
    """A fact has more classes than can be tried."""


def candidates(engine: Engine, fact: Fact, scene: Scene) -> tuple[Value | None, ...]:
    """Values for a fact that is not known, None (absent) last. Raises TooMany."""
    columns = _columns(engine, fact)
    match fact.type:
        case "choice":
            found: Iterable[Value] = _choices(fact, columns, scene)
        case "boolean":
            found = (True, False)
        case "number":
            found = _numbers(columns, _SMALL, _others(columns, scene, Decimal))
        case "money":
            found = _sums(columns, _others(columns, scene, Money))
        case "duration":
            minutes = [Decimal(other // dt.timedelta(minutes=1)) for other in _others(columns, scene, dt.timedelta)]
            found = (dt.timedelta(minutes=int(number)) for number in _numbers(columns, Decimal(1), minutes))
        case "time":
            found = _instants(engine, columns, scene)
        case "tags":
            found = (frozenset(words) for words in _subsets(_operands(columns, "has")))
        case _:
            found = _texts(columns)
    return (*dict.fromkeys(found), None)


def _columns(engine: Engine, fact: Fact) -> list[Column]:
    """The columns in which a fact has a part: its own, and those of what is worked out from it."""
    names = {fact.name, *(other.name for other in engine.derived if fact.name in other.of)}
    return [
        column
        for column in engine.compiled.columns
        if column.fact in names or (column.probe is not None and column.probe.operand == fact.name)
    ]


def _choices(fact: Fact, columns: list[Column], scene: Scene) -> Iterator[Value]:
    yield from fact.values
    for column in columns:
        yield from column.values
    yield from _others(columns, scene, str)
    if not fact.values:
        yield OTHER_WORD


def _others(columns: list[Column], scene: Scene, kind: type[_T]) -> list[_T]:
    """Known facts with which this one is compared."""
    names = {name for column in columns if column.probe is not None for name in (column.fact, column.probe.operand)}
    return [value for name in sorted(names) if isinstance(value := scene.facts.get(name), kind)]


def _numbers(columns: list[Column], small: Decimal, others: list[Decimal]) -> Iterator[Decimal]:
    cuts = sorted({*(Decimal(cut.value) for column in columns for cut in column.cuts), *others})
    for cut in cuts:
        yield from (cut - small, cut, cut + small)
    if not cuts:
        yield Decimal(1)


def _sums(columns: list[Column], others: list[Money]) -> Iterator[Money]:
    currencies = sorted({column.currency for column in columns if column.currency} | {one.currency for one in others})
    for currency in currencies:
        amounts = [one.amount for one in others if one.currency == currency]
        for number in _numbers([one for one in columns if one.currency == currency], _CENT, amounts):
            yield Money(number, currency)
    yield Money(Decimal(1), OTHER_CURRENCY)


def _texts(columns: list[Column]) -> Iterator[str]:
    for column in columns:
        yield from column.values
    for words in _subsets(_operands(columns, "mentions")):
        yield " / ".join(words) or OTHER_WORD


def _operands(columns: list[Column], operator: str) -> list[str]:
    return [one.probe.operand for one in columns if one.probe is not None and one.probe.operator == operator]


def _subsets(words: list[str]) -> Iterator[tuple[str, ...]]:
    if len(words) > MOST_WORDS:
        raise TooMany
    for count in range(len(words) + 1):
        yield from combinations(words, count)


def _instants(engine: Engine, columns: list[Column], scene: Scene) -> Iterator[dt.datetime]:
    places = {scene.now}
    calendars: set[str] = set()
    for column in columns:
        places.update(_midnight(engine, day_number(dt.date.fromisoformat(cut.value))) for cut in column.cuts)
        if column.probe is None:
            continue
        operator, operand = column.probe
        if operator in ("within", "older_than", "in_next"):
            places.update(_edges(engine, scene, operator, operand))
        elif operator == "during":
            calendars.add(operand)
    places.update(to_epoch(other) for other in _others(columns, scene, dt.datetime))
    around = sorted({place + step for place in places for step in (-_SECOND, 0, _SECOND)})
    for place in around:
        yield from_epoch(place)
    for calendar in sorted(calendars):
        name = engine.clocks.chosen(calendar, scene.facts.get)
        if name is not None:
            for place in around:
                yield from _turns(engine, name, place)


def _turns(engine: Engine, calendar: str, place: int) -> Iterator[dt.datetime]:
    """The next opening and closing after a place: so both answers are tried between any two places."""
    openings = engine.clock(calendar).openings
    for turn in (openings.next_opening, openings.next_closing):
        try:
            yield from_epoch(turn(place))
        except ClockError:
            continue


def _edges(engine: Engine, scene: Scene, operator: str, operand: str) -> Iterator[int]:
    """Where the answer of a window changes."""
    limit, windows = parse_duration(operand), scene.windows
    ahead = operator == "in_next"
    if limit.minutes is not None:
        yield scene.now + (60 * limit.minutes if ahead else -60 * limit.minutes)
        return
    today = windows.day(scene.now)
    count = limit.days if limit.days is not None else limit.business_days or 0
    if limit.days is None and windows.business_days is not None:
        days = windows.business_clock(scene.facts.get).days
        if days is not None:
            listed = [day for day in days.days if (day > today if ahead else day <= today)]
            edge = listed[count : count + 1] if ahead else listed[-count - 1 : -count or None]
            for day in edge:
                yield from (_midnight(engine, day), _midnight(engine, day + 1))
            return
    yield _midnight(engine, today + count + 1 if ahead else today - count)


def _midnight(engine: Engine, day: int) -> int:
    """The first instant of a local date of the policy's zone."""
    zone = engine.windows.zone
    instant = day * DAY - zone.offset(day * DAY)
    for _ in range(2):
        instant = day * DAY - zone.offset(instant)
    while engine.windows.day(instant) < day:  # a midnight that the clocks jump over
        instant += 900
    return instant


def local_date(engine: Engine, instant: int) -> dt.date:
    """The date of an instant in the policy's zone."""
    return date_of(engine.windows.day(instant))
