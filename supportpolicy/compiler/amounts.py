"""Amounts, sums and payments of the language as the compiled policy writes them."""

from __future__ import annotations

from decimal import Decimal

from supportpolicy.compiled import tables
from supportpolicy.language.amounts import Amount, Money
from supportpolicy.language.sections import payment


def duration(amount: Amount | None) -> tables.Duration | None:
    """An amount of time in its unit."""
    if amount is None:
        return None
    match amount.unit:
        case "minutes":
            return tables.Duration(minutes=amount.number)
        case "days":
            return tables.Duration(days=amount.number)
        case "business_days":
            return tables.Duration(business_days=amount.number)


def payment_of(written: payment.Payment | None) -> tables.Payment | None:
    """How a sum is worked out."""
    if written is None:
        return None
    bands, each = written.bands, written.each
    return tables.Payment(
        of=_sum(written.of),
        times=None if written.times is None else str(written.times),
        share=None if written.share is None else written.share.number,
        unused=None if written.pro_rata is None else str(written.pro_rata.unused),
        total=None if written.pro_rata is None else str(written.pro_rata.total),
        bands_by=None if bands is None else str(bands.by),
        bands=tuple(
            tables.Band(_limit(band.up_to), _sum(band.pay), None if band.share is None else band.share.number)
            for band in (bands.bands if bands is not None else ())
        ),
        each=None
        if each is None
        else tables.Each(_sum_needed(each.pay), str(each.of), _limit(each.per), _limit(each.beyond), each.started),
        less=tuple(_sum_needed(part) for part in written.less),
        at_least=_sum(written.at_least),
        at_most=_sum(written.at_most),
    )


def money(written: Money) -> tables.Sum:
    """A sum as written."""
    return tables.Sum(written.number, written.currency)


def _sum(written: payment.Sum | None) -> tables.Sum | None:
    return None if written is None else _sum_needed(written)


def _sum_needed(written: payment.Sum) -> tables.Sum:
    if written.money is not None:
        return money(written.money)
    return tables.Sum(name=str(written.name))


def _limit(written: payment.Limit | None) -> tables.Limit | None:
    if written is None:
        return None
    if isinstance(written, Money):
        return tables.Limit(money=money(written))
    if isinstance(written, Amount):
        return tables.Limit(time=duration(written))
    return tables.Limit(number=plain_number(written))


def plain_number(text: str) -> str:
    """One way of writing for equal numbers: 200.00, 2e2 and 0xC8 are all 200."""
    sign = "-" if text.startswith("-") else ""
    digits = text.lstrip("+-").lower()
    if digits.startswith(("0x", "0o")):
        digits = str(int(digits, 0))
    elif "e" in digits:
        # Through a float first: no exponent, however large, may write out a number of that length.
        digits = format(Decimal(repr(float(digits))), "f")
    whole, _, part = digits.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return number if number == "0" else sign + number
