"""Amounts of time, money and shares, as people write them: `30m`, `4h`, `1bd`, `200 EUR`, `15%`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.currencies import MINOR_UNITS
from supportpolicy.language.malformed import Malformed

Unit = Literal["minutes", "days", "business_days"]

AMOUNT_PATTERN = r"^(\d+h)?(\d+m)?$|^\d+d$|^\d+bd$"
OPEN_TIME_PATTERN = r"^(\d+h)?(\d+m)?$"
MONEY_PATTERN = r"^\d+(\.\d+)? [A-Z]{3}$"
PERCENT_PATTERN = r"^\d+(\.\d+)?%$"

_MOST_MINUTES = 10 * 366 * 24 * 60

_OPEN_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?\Z", re.ASCII)
_DAYS = re.compile(r"(\d+)(bd|d)\Z", re.ASCII)
_LOOSE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-z ]*?)\.?\s*\Z", re.IGNORECASE)
_MONEY = re.compile(r"(\d+(?:\.\d+)?) ([A-Z]{3})\Z", re.ASCII)
_LOOSE_MONEY = re.compile(r"\s*([€$£¥]|[A-Za-z]{3})?\s*(\d[\d.,' ]*?)\s*([€$£¥]|[A-Za-z]{3})?\s*\Z")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%\Z", re.ASCII)
_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "$": "USD"}
_UNITS = {
    "": "m",
    "min": "m",
    "mins": "m",
    "minute": "m",
    "minutes": "m",
    "m": "m",
    "h": "h",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "d": "d",
    "day": "d",
    "days": "d",
    "bd": "bd",
    "business day": "bd",
    "business days": "bd",
    "working day": "bd",
    "working days": "bd",
    "workday": "bd",
    "workdays": "bd",
    "business hours": "h",
    "business hour": "h",
}


class Amount(NamedTuple):
    """An amount of time. Minutes and hours are both counted in minutes of open time."""

    number: int
    unit: Unit
    text: str
    span: Span


class Money(NamedTuple):
    """A sum of money: a decimal number as text, never a float, and an ISO 4217 code."""

    number: str
    currency: str
    text: str
    span: Span


class Percent(NamedTuple):
    """A share: `15%` has the number `15`."""

    number: str
    text: str
    span: Span


def parse_amount(text: str, span: Span) -> Amount:
    """`30m`, `4h`, `1h30m`, `7d` (24 hours each, or local dates in a window), `1bd`. Raises Malformed."""
    match = _OPEN_TIME.match(text)
    if match and text:
        minutes = 60 * int(match[1] or 0) + int(match[2] or 0)
        _not_too_long(minutes, text)
        return Amount(minutes, "minutes", text, span)
    match = _DAYS.match(text)
    if match:
        _not_too_long(int(match[1]) * 1440, text)
        return Amount(int(match[1]), "days" if match[2] == "d" else "business_days", text, span)
    raise Malformed(f"'{text}' is not an amount of time", _amount_help(text))


def parse_money(text: str, span: Span) -> Money:
    """`200 EUR` or `19.90 EUR`: a number, one space, an ISO 4217 code. Raises Malformed."""
    match = _MONEY.match(text)
    if not match:
        raise Malformed(f"'{text}' is not a sum of money", _money_help(text))
    number, currency = match[1], match[2]
    if currency not in MINOR_UNITS:
        raise Malformed(
            f"'{currency}' is not a currency", "use an ISO 4217 code such as EUR, USD, GBP or JPY", match.start(2), 3
        )
    if len(number) > 20:
        raise Malformed(f"'{number}' is more money than there is", "write a smaller sum")
    return Money(number, currency, text, span)


def parse_percent(text: str, span: Span) -> Percent:
    """`15%`. Raises Malformed."""
    match = _PERCENT.match(text)
    if not match:
        number = re.match(r"\s*(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)?\s*\Z", text)
        advice = f"write {number[1]}%" if number else "write a number and a percent sign, for example 15%"
        raise Malformed(f"'{text}' is not a share in percent", advice)
    if len(match[1]) > 12:
        raise Malformed(f"'{text}' is too long a number", "write a share such as 15%")
    return Percent(match[1], text, span)


def _not_too_long(minutes: int, text: str) -> None:
    if minutes > _MOST_MINUTES:
        raise Malformed(f"'{text}' is more than ten years", "write a shorter time")


def _amount_help(text: str) -> str:
    general = "write 30m for minutes, 4h for hours, 1bd for business days, 7d for days of 24 hours"
    match = _LOOSE.match(text)
    if not match:
        return general
    number, word = match[1].replace(",", "."), " ".join(match[2].lower().split())
    if word in ("w", "week", "weeks") and number.isdigit():
        return f"write {int(number) * 7}d, or {int(number) * 5}bd for working weeks"
    if word in ("s", "sec", "secs", "second", "seconds"):
        return "whole minutes are the smallest amount: write for example 1m"
    unit = _UNITS.get(word)
    if unit is None:
        return general
    if "." in number:
        minutes = float(number) * {"m": 1, "h": 60}.get(unit, 0)
        if minutes and minutes == int(minutes) and minutes < _MOST_MINUTES:
            hours, rest = divmod(int(minutes), 60)
            return f"write {f'{hours}h' if hours else ''}{f'{rest}m' if rest else ''}"
        return general
    if unit == "d" and word in ("day", "days"):
        return f"write {number}d for {'a day' if number == '1' else 'days'} of 24 hours, {number}bd for business days"
    if not word:
        return f"say of what: {number}m for minutes, {number}h for hours, {number}bd for business days"
    return f"write {number}{unit}"


def _money_help(text: str) -> str:
    match = _LOOSE_MONEY.match(text)
    if match:
        currency = match[3] or match[1]
        number = re.sub(r"[' ]", "", match[2])
        if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
            number = number.replace(",", "")
        number = number.replace(",", ".")
        if re.fullmatch(r"\d+(\.\d+)?", number):
            code = _SYMBOLS.get(currency, currency.upper()) if currency else "EUR"
            if currency:
                return f"write {number} {code}"
            return f"write the currency too: {number} {code}"
    return "write a number, a space and a currency code, for example 200 EUR"
