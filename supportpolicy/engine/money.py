"""How much is paid: the sums of a decision, exact to the end and rounded once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow, Underflow
from typing import NamedTuple, TypeAlias

from supportpolicy.compiled import tables
from supportpolicy.compiled.document import NamedPrices
from supportpolicy.engine.measures import Measure, Problem, Sources, Stated
from supportpolicy.engine.values import Money, Value
from supportpolicy.language.currencies import MINOR_UNITS

DIGITS = 60
"""More than any sum of real money needs; what needs more is a problem, never rounded on the way."""

_ZERO, _ONE, _TWO = Decimal(0), Decimal(1), Decimal(2)
_LOST = (Inexact, InvalidOperation, Overflow, Underflow)

Near: TypeAlias = "Callable[[dt.datetime, tables.Duration], bool]"
"""Whether an instant lies within an amount of time of now."""


class Paid(NamedTuple):
    """What a payment comes to. Without an amount, `missing` or `problem` says why, or both do."""

    amount: Money | None
    missing: tuple[str, ...] = ()
    """Facts that the sum needs and that are not known, in the order in which it needs them."""
    problem: str | None = None
    """Why there is no sum, whatever the missing facts are; in plain words."""


def pay(
    payment: tables.Payment,
    facts: Callable[[str], Value | None],
    prices: Mapping[str, NamedPrices],
    today: dt.date,
    near: Near,
) -> Paid:
    """The sum that a payment comes to, rounded half up to the currency's smallest coin; never below zero.

    The base (`of`, or the `pay` of the band that fits) is taken `times` times, then its `share`, the band's share and
    the unused part; `each` is added; what is kept back goes off; then the floor and, last, the cap. Where there is
    neither `of` nor a band that pays a sum, `each` is the base. `today` is the local date in the policy's zone. Nothing
    raises: what cannot be worked out exactly is a problem, and a fact that `facts` answers with None is missing.
    """
    context = Context(prec=DIGITS, rounding=ROUND_HALF_UP, traps=[])
    sources = Sources(context, facts, prices, today, near)
    try:
        parts = _parts(payment, sources)
        currency = _one_currency(parts)
        if sources.missing:
            return Paid(None, tuple(sources.missing))
        return Paid(Money(_amount(context, parts, currency), currency))
    except Problem as problem:
        return Paid(None, tuple(sources.missing), str(problem))


class _Parts(NamedTuple):
    """Everything that a sum is worked out from. None where it is not said, or missing."""

    base: Stated | None
    factors: tuple[Decimal, ...]
    over: Decimal
    """What the base is divided by at the end: 1, or the whole of which a part is unused."""
    each: Stated | None
    units: Decimal
    less: tuple[Stated, ...]
    floor: Stated | None
    cap: Stated | None

    def sums(self) -> Iterator[Stated]:
        """Every sum that takes part."""
        for part in (self.base, self.each, *self.less, self.floor, self.cap):
            if part is not None:
                yield part


def _parts(payment: tables.Payment, sources: Sources) -> _Parts:
    row = _row(payment, sources)
    base, share = _base(payment, row, sources)
    factors = [share]
    if payment.times is not None:
        factors.append(_times(payment.times, sources))
    if payment.share is not None:
        factors.append(_percent(payment.share, sources))
    over = _ONE
    if payment.unused is not None and payment.total is not None:
        unused, over = _unused(payment.unused, payment.total, sources)
        factors.append(unused)
    each, units = None, _ZERO
    if payment.each is not None:
        each, units = sources.sum(payment.each.pay), _units(payment.each, sources)
    elif payment.of is None and not payment.bands:
        raise Problem("the amount says neither 'of' nor 'bands' nor 'each'")
    less = tuple(part for part in map(sources.sum, payment.less) if part is not None)
    for part in less:
        if part.amount < 0:
            raise Problem(f"{part.label} is {part.amount} {part.currency}, and nothing below zero can be kept back")
    floor = sources.sum(payment.at_least) if payment.at_least is not None else None
    cap = sources.sum(payment.at_most) if payment.at_most is not None else None
    return _Parts(base, tuple(factors), over, each, units, less, floor, cap)


def _base(payment: tables.Payment, row: tables.Band | None, sources: Sources) -> tuple[Stated | None, Decimal]:
    """The base, and the share of it that its band leaves."""
    if row is not None and row.pay is not None:
        return sources.sum(row.pay), _ONE
    share = _percent(row.share, sources) if row is not None and row.share is not None else _ONE
    # Which band fits may not be known yet: then the base is asked for only where some band takes a share of it.
    needed = not payment.bands or row is not None or any(band.share is not None for band in payment.bands)
    if payment.of is not None:
        return (sources.sum(payment.of) if needed else None), share
    if payment.each is None and row is not None:
        raise Problem("the band that fits pays a share, and there is no sum that it is a share of")
    return None, share


def _row(payment: tables.Payment, sources: Sources) -> tables.Band | None:
    """The first band whose limit is not passed; None where there are no bands or the fact is missing."""
    if not payment.bands:
        return None
    if payment.bands_by is None:
        raise Problem("the bands do not say which fact they go by")
    measured = sources.measured(payment.bands_by)
    if measured is None:
        return None
    for band in payment.bands:
        if band.up_to is None or sources.within(measured, band.up_to):
            return band
    raise Problem(f"{payment.bands_by} is beyond the last band")


def _units(each: tables.Each, sources: Sources) -> Decimal:
    """How many units of the fact count: whole ones, and with `started` the one that has begun."""
    measured = sources.measured(each.of)
    if measured is None:
        return _ZERO
    if isinstance(measured, dt.datetime):
        raise Problem(f"{each.of} is a time, and a time cannot be counted")
    context = sources.context
    unit = sources.limit(each.per, measured) if each.per is not None else _unit(measured)
    if unit <= 0:
        raise Problem(f"{each.of} is counted in units of nothing")
    beyond = sources.limit(each.beyond, measured) if each.beyond is not None else _ZERO
    counted = context.max(context.subtract(measured.number, beyond), _ZERO)
    whole = context.divide_int(counted, unit)
    begun = each.started and bool(context.remainder(counted, unit))
    return context.add(whole, _ONE) if begun else whole


def _unit(measured: Measure) -> Decimal:
    if measured.kind == "time":
        raise Problem(f"{measured.name} is an amount of time, and 'per' does not say how long a unit is")
    return _ONE


def _times(times: str, sources: Sources) -> Decimal:
    if times.isdecimal():
        return sources.context.create_decimal(times)
    return _not_below_zero(times, sources.number(times))


def _unused(unused: str, total: str, sources: Sources) -> tuple[Decimal, Decimal]:
    part, whole = sources.number(unused), sources.number(total)
    if whole is not None and not whole:
        raise Problem(f"{total} is zero, so there is no part of it")
    _not_below_zero(unused, part)
    _not_below_zero(total, whole)
    if part is None or whole is None:
        return _ZERO, _ONE
    if part > whole:
        raise Problem(f"{unused} is {part}, more than {total}, which is {whole}")
    return part, whole


def _not_below_zero(name: str, number: Decimal | None) -> Decimal:
    if number is not None and number < 0:
        raise Problem(f"{name} is {number}, and cannot be below zero")
    return number if number is not None else _ZERO


def _percent(text: str, sources: Sources) -> Decimal:
    return sources.context.scaleb(sources.decimal(text), -2)


def _one_currency(parts: _Parts) -> str:
    """The currency of all sums; empty while none is known."""
    first: Stated | None = None
    for part in parts.sums():
        if part.currency not in MINOR_UNITS:
            raise Problem(f"{part.label} is in {part.currency}, which is not a currency")
        if first is None:
            first = part
        elif part.currency != first.currency:
            raise Problem(f"{first.shown} and {part.shown} are in different currencies; nothing is converted")
    return first.currency if first is not None else ""


def _amount(context: Context, parts: _Parts, currency: str) -> Decimal:
    """The sum. It is kept as a fraction over `parts.over`, so that nothing is divided before it is rounded."""
    over = parts.over
    added = context.multiply(parts.each.amount, parts.units) if parts.each is not None else _ZERO
    total = parts.base.amount if parts.base is not None else added
    for factor in parts.factors:
        total = context.multiply(total, factor)
    if parts.base is not None:
        total = context.add(total, context.multiply(added, over))
    for part in parts.less:
        total = context.subtract(total, context.multiply(part.amount, over))
    if parts.floor is not None:
        total = context.max(total, context.multiply(parts.floor.amount, over))
    if parts.cap is not None:
        total = context.min(total, context.multiply(parts.cap.amount, over))
    return _rounded(context, context.max(total, _ZERO), over, MINOR_UNITS[currency])


def _rounded(context: Context, total: Decimal, over: Decimal, places: int) -> Decimal:
    coins = context.scaleb(total, places)
    whole, rest = context.divide_int(coins, over), context.remainder(coins, over)
    twice = context.multiply(rest, _TWO)
    if any(context.flags[signal] for signal in _LOST):
        raise Problem("the sum has more digits than can be reckoned with exactly")
    if twice >= over:
        whole = context.add(whole, _ONE)
    amount = context.quantize(context.scaleb(whole, -places), Decimal((0, (1,), -places)))
    if any(context.flags[signal] for signal in _LOST):
        raise Problem("the sum has more digits than can be reckoned with exactly")
    return amount
