"""Values for facts that lie in wanted classes of the partition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled.admitted import Admitted, admits
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import FLAG_YES, Column
from supportpolicy.engine import Engine
from supportpolicy.engine.candidates import TooMany, candidates
from supportpolicy.engine.questions import Scene
from supportpolicy.engine.values import Money, Value
from supportpolicy.engine.windows import parse_duration

Wanted = Mapping[str, Admitted]
"""Column id -> classes; only columns of one fact."""

_OTHER_WORD: Mapping[str, str] = {"language": "pl", "customer.country": "NZ", "customer.timezone": "Pacific/Auckland"}
_HOUR = dt.timedelta(hours=1)


def value_in(
    engine: Engine, fact: Fact, wanted: Wanted, facts: Mapping[str, Value | None], now: dt.datetime
) -> Value | None:
    """A value of a fact whose class is wanted in every column; None where none was found."""
    columns = [column for column in engine.compiled.columns if column.fact == fact.name]
    scene = Scene(to_epoch(now), facts, engine.windows)
    for value in _natural(engine, fact, columns, wanted, facts, now):
        if _fits(engine, fact.name, value, wanted, scene):
            return value
    try:
        # Less natural values, on the very edge of every class.
        edges = candidates(engine, fact, scene)
    except TooMany:
        return None
    return next(
        (value for value in edges if value is not None and _fits(engine, fact.name, value, wanted, scene)), None
    )


def _fits(engine: Engine, name: str, value: Value, wanted: Wanted, scene: Scene) -> bool:
    cut = engine.cuts.get(name)
    if cut is None:
        return True
    columns = engine.compiled.columns
    for place, words in cut.words:
        admitted = wanted.get(columns[place].id)
        if admitted is not None and not admits(admitted, words.get(value, 1)):
            return False
    for place, question in cut.others:
        admitted = wanted.get(columns[place].id)
        if admitted is not None and not admits(admitted, question.class_of(value, scene)):
            return False
    return True


def _natural(
    engine: Engine,
    fact: Fact,
    columns: list[Column],
    wanted: Wanted,
    facts: Mapping[str, Value | None],
    now: dt.datetime,
) -> Iterator[Value]:
    others = [facts.get(column.probe.operand) for column in columns if column.probe is not None]
    for other in others:
        if other is not None:
            yield from _beside(other)
    match fact.type:
        case "boolean":
            yield from (True, False)
        case "choice":
            named = [value for column in columns for value in column.values]
            yield from dict.fromkeys((*fact.values, *named))
            yield from () if fact.values else (_OTHER_WORD.get(fact.name, "something-else"),)
        case "text":
            yield from _texts(columns, wanted)
        case "tags":
            yield frozenset(_operands(columns, wanted, "has"))
        case "time":
            yield from _times(columns, now, engine)
        case "duration":
            yield from (dt.timedelta(minutes=int(number)) for number in _numbers(columns) if number >= 0)
        case "number":
            yield from _numbers(columns)
        case "money":
            yield from _sums(columns, engine)


def _beside(other: Value) -> Iterator[Value]:
    """The same, a little more and a little less."""
    yield other
    if isinstance(other, Decimal):
        yield from (other + 1, other - 1)
    elif isinstance(other, Money):
        yield from (other._replace(amount=other.amount + 1), other._replace(amount=other.amount - 1))
    elif isinstance(other, dt.datetime | dt.timedelta):
        yield from (other + _HOUR, other - _HOUR)


def _texts(columns: list[Column], wanted: Wanted) -> Iterator[str]:
    said = _operands(columns, wanted, "mentions")
    yield f"It is about {' and '.join(said)}." if said else "Hello"
    yield from (value for column in columns for value in column.values)


def _operands(columns: list[Column], wanted: Wanted, operator: str) -> list[str]:
    """The words that must be there."""
    return [
        column.probe.operand
        for column in columns
        if column.probe is not None
        and column.probe.operator == operator
        and admits(wanted.get(column.id, ()), FLAG_YES)
        and not admits(wanted[column.id], 1)
    ]


def _numbers(columns: list[Column]) -> Iterator[Decimal]:
    """Numbers on both sides of every cut, from high to low, then the usual small ones."""
    cuts = sorted({Decimal(cut.value) for column in columns for cut in column.cuts}, reverse=True)
    for above, cut in zip((cuts[0] + 2 if cuts else Decimal(2), *cuts), cuts, strict=False):
        middle = (above + cut) / 2
        yield from (cut, middle.to_integral_value() if cut < middle.to_integral_value() < above else middle)
    yield from (cut - 1 for cut in cuts[-1:])
    yield from (Decimal(number) for number in (0, 1, 2, 5))


def _sums(columns: list[Column], engine: Engine) -> Iterator[Money]:
    own = [column.currency for column in columns if column.currency]
    for currency in dict.fromkeys((*own, engine.compiled.currency or "EUR")):
        some = [column for column in columns if column.currency in (currency, None)]
        yield from (
            Money(number.quantize(Decimal("0.01")), currency)
            for number in (Decimal(20), *_numbers(some))
            if number >= 0
        )
    yield from (Money(Decimal(20), currency) for currency in ("EUR", "USD", "GBP") if currency not in own)


def _times(columns: list[Column], now: dt.datetime, engine: Engine) -> Iterator[dt.datetime]:
    """Times around every limit and cut that the policy looks at, and some around now."""
    yield now - _HOUR
    limits: set[dt.timedelta] = set()
    for column in columns:
        if column.probe is not None and column.probe.operator in ("within", "in_next", "older_than"):
            amount = parse_duration(column.probe.operand)
            days = amount.days or 2 * (amount.business_days or 0)
            limits.add(dt.timedelta(minutes=amount.minutes) if amount.minutes else dt.timedelta(days=days))
    margins = (-dt.timedelta(days=2), -_HOUR, _HOUR, dt.timedelta(days=2))
    for limit in sorted(limits):
        yield from (now - limit + margin for margin in margins)
        yield from (now + limit + margin for margin in margins)
    zone = engine.windows.zone.info
    for column in columns:
        for cut in column.cuts:
            day = dt.datetime.fromisoformat(cut.value).replace(tzinfo=zone).astimezone(dt.UTC)
            yield from (day + 12 * _HOUR, day - 12 * _HOUR)
    # A week in steps of three hours has day and night, working days and weekend.
    yield from (now - 3 * number * _HOUR for number in range(60))


def moments_around(base: dt.datetime, columns: list[Column], zone: dt.tzinfo) -> Iterator[dt.datetime]:
    """Moments to try where a condition looks at when a ticket came: a week, then the days around every cut."""
    yield from (base + 3 * number * _HOUR for number in range(60))
    for column in columns:
        for cut in column.cuts:
            day = dt.datetime.fromisoformat(cut.value).replace(tzinfo=zone).astimezone(dt.UTC)
            yield from (day + 10 * _HOUR + number * dt.timedelta(days=1) for number in (-1, 0, 1))


def moment_fits(engine: Engine, name: str, moment: dt.datetime, wanted: Wanted, facts: Mapping[str, Any]) -> bool:
    """Whether `opened` or `now` at this moment lies in the wanted classes."""
    return _fits(engine, name, moment, wanted, Scene(to_epoch(moment), facts, engine.windows))
