"""Values that stand for all values of a fact: one at least in every class that the policy tells apart.

A fact may be cut by several columns at once (a date, a window, opening hours, a comparison). So real values around every
place where any answer changes are taken. Of facts that bear on each other (see kin.py) the places of all are taken, so that
whatever order or sum of theirs is possible is among the combinations. Those that no column tells apart are dropped by
whoever asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import chain, combinations, pairwise
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
MOST_PLACES = 500
"""Places around which values of one fact are tried; with more there is no exact answer."""
OTHER_WORDS = ("(something else)", "(yet something else)")
"""Two, for words that the policy does not name may be equal or not."""
OTHER_CURRENCY = "XXX"
"""ISO 4217: no currency."""

_T = TypeVar("_T")
_CENT = Decimal("0.01")
_HALF = Decimal("0.5")
_FAR = 10
_SECOND = 1


class TooMany(Exception):
    """A fact has more classes than can be tried."""


def candidates(engine: Engine, fact: Fact, scene: Scene, kin: Collection[str] = ()) -> tuple[Value | None, ...]:
    """Values for a fact that is not known, None (absent) last. Raises TooMany.

    `kin` are the other unknown facts that bear on it, by `kin_of`.
    """
    names = {fact.name, *kin, *(other.name for other in engine.derived if fact.name in other.of)}
    columns = [
        column
        for column in engine.compiled.columns
        if column.fact in names or (column.probe is not None and column.probe.operand in names)
    ]
    match fact.type:
        case "choice":
            found: Iterable[Value] = fact.values or _words(engine, fact, columns, scene)
        case "boolean":
            found = (True, False)
        case "number":
            found = _around(_places(engine, fact, _known(engine, columns, names, scene, Decimal), _cuts(columns)), None)
        case "money":
            found = _sums(engine, fact, columns, _known(engine, columns, names, scene, Money))
        case "duration":
            lengths = _known(engine, columns, names, scene, dt.timedelta)
            seconds = {name: Decimal(value // dt.timedelta(seconds=1)) for name, value in lengths.items()}
            places = _places(engine, fact, seconds, {60 * cut for cut in _cuts(columns)})
            found = (dt.timedelta(seconds=int(number)) for number in _around(places, Decimal(1)))
        case "time":
            found = _instants(engine, columns, _known(engine, columns, names, scene, dt.datetime).values(), scene)
        case "tags":
            found = (frozenset(words) for words in _subsets(_operands(columns, "has")))
        case _:
            found = _texts(engine, fact, columns, scene)
    return (*dict.fromkeys(found), None)


def _known(
    engine: Engine, columns: list[Column], names: Collection[str], scene: Scene, kind: type[_T]
) -> dict[str, _T]:
    """The known facts of a kind that have a part in any of these columns, or in what is worked out."""
    near = {part for whole in engine.derived if whole.name in names for part in whole.of}
    near.update(column.fact for column in columns)
    near.update(column.probe.operand for column in columns if column.probe is not None)
    return {name: value for name in sorted(near) if isinstance(value := scene.facts.get(name), kind)}


def _words(engine: Engine, fact: Fact, columns: list[Column], scene: Scene) -> Iterator[str]:
    """Words of a choice that does not list its values."""
    for column in columns:
        if column.kind == "values":
            yield from column.values
    for calendar in engine.compiled.calendars:
        if calendar.by == fact.name:
            yield from calendar.cases
    yield from _known(engine, columns, (fact.name,), scene, str).values()
    yield from OTHER_WORDS


def _cuts(columns: list[Column], currency: str | None = None) -> set[Decimal]:
    return {
        Decimal(cut.value)
        for column in columns
        for cut in column.cuts
        if column.type != "time" and column.currency == currency
    }


def _places(engine: Engine, fact: Fact, known: dict[str, Decimal], cuts: set[Decimal]) -> list[Decimal]:
    """Where an answer may change: at cuts, at known facts, and where a sum comes to one of these. Raises TooMany."""
    base = {*cuts, *known.values()}
    places = set(base)
    for whole in engine.derived:
        if whole.derived != "sum_of" or fact.name not in whole.of:
            continue
        rest = base | {Decimal(0)}
        for part in whole.of:
            if part != fact.name:
                parts = {known[part]} if part in known else base | {Decimal(0)}
                rest = {one - other for one in rest for other in parts}
                _not_too_many(rest)
        places |= rest
    _not_too_many(places)
    return sorted(places)


def _not_too_many(places: Collection[object]) -> None:
    if len(places) > MOST_PLACES:
        raise TooMany


def _around(places: list[Decimal], small: Decimal | None) -> Iterator[Decimal]:
    """Every place, something between any two, and something beyond the first and the last.

    `small` is the least distance of two values; None: there is none, so that one value between is enough.
    """
    if not places:
        places = [Decimal(1)]
    yield places[0] - _FAR
    for low, high in pairwise(places):
        yield low
        if small is None:
            yield (low + high) * _HALF
        elif low + small < high:
            yield from (low + small, high - small)
    yield from (places[-1], places[-1] + _FAR)


def _sums(engine: Engine, fact: Fact, columns: list[Column], known: dict[str, Money]) -> Iterator[Money]:
    currencies = {column.currency for column in columns if column.currency} | {one.currency for one in known.values()}
    for currency in sorted(currencies | {engine.compiled.currency or OTHER_CURRENCY}):
        amounts = {name: one.amount for name, one in known.items() if one.currency == currency}
        for number in _around(_places(engine, fact, amounts, _cuts(columns, currency)), _CENT):
            yield Money(number, currency)
    yield Money(Decimal(1), OTHER_CURRENCY)


def _texts(engine: Engine, fact: Fact, columns: list[Column], scene: Scene) -> Iterator[str]:
    yield from _words(engine, fact, columns, scene)
    for words in _subsets(_operands(columns, "mentions")):
        yield " / ".join(words) or OTHER_WORDS[0]


def _operands(columns: list[Column], operator: str) -> list[str]:
    return list(dict.fromkeys(one.probe.operand for one in columns if one.probe and one.probe.operator == operator))


def _subsets(words: list[str]) -> Iterator[tuple[str, ...]]:
    if len(words) > MOST_WORDS:
        raise TooMany
    for count in range(len(words) + 1):
        yield from combinations(words, count)


def _instants(
    engine: Engine, columns: list[Column], known: Iterable[dt.datetime], scene: Scene
) -> Iterator[dt.datetime]:
    places = {scene.now, *(to_epoch(one) for one in known)}
    for column in columns:
        if column.type == "time":
            places.update(midnight(engine, day_number(dt.date.fromisoformat(cut.value))) for cut in column.cuts)
        if column.probe is not None and column.probe.operator in ("within", "older_than", "in_next"):
            places.update(_edges(engine, scene, column.probe.operator, column.probe.operand))
    # A week beyond the first and the last lies whatever can happen there.
    places |= {min(places) - 8 * DAY, max(places) + 8 * DAY}
    _not_too_many(places)
    around = sorted({place + step for place in places for step in (-_SECOND, 0, _SECOND)})
    turns = (_turns(engine, name, place) for name in hours_of(engine, columns) for place in around)
    for place in sorted({*around, *chain.from_iterable(turns)}):
        yield from_epoch(place)


def hours_of(engine: Engine, columns: Iterable[Column]) -> tuple[str, ...]:
    """The calendars that columns ask about, each that a fact may choose among them."""
    found = (_cases(engine, one.probe.operand) for one in columns if one.probe and one.probe.operator == "during")
    return tuple(sorted(set(chain.from_iterable(found))))


def _cases(engine: Engine, name: str) -> Iterator[str]:
    calendar = next((one for one in engine.compiled.calendars if one.name == name), None)
    if calendar is None or calendar.kind != "choose":
        yield name
        return
    for case in (*calendar.cases.values(), *((calendar.otherwise,) if calendar.otherwise else ())):
        yield from _cases(engine, case)


def _turns(engine: Engine, calendar: str, place: int) -> Iterator[int]:
    """The next opening and closings after a place: so both answers are tried between any two places, before and after."""
    openings = engine.clock(calendar).openings
    try:
        yield openings.next_opening(place)
        closing = openings.next_closing(place)
        yield closing
        yield openings.next_opening(closing)
        yield openings.next_closing(closing)
    except ClockError:
        return


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
        days = windows.clocks.clock(windows.business_days).days
        if days is not None:
            listed = [day for day in days.days if (day > today if ahead else day <= today)]
            edge = listed[count : count + 1] if ahead else listed[-count - 1 : -count or None]
            for day in edge:
                yield from (midnight(engine, day), midnight(engine, day + 1))
            return
    yield midnight(engine, today + count + 1 if ahead else today - count)


def midnight(engine: Engine, day: int) -> int:
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
