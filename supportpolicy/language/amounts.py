"""Amounts of time, money and shares, as people write them: `30m`, `4h`, `1bd`, `200 EUR`, `15%`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from supportpolicy.diagnostics import Span, write
from supportpolicy.language.currencies import MINOR_UNITS
from supportpolicy.language.malformed import Malformed, not_too_long

Unit = Literal["minutes", "days", "business_days"]

AMOUNT_PATTERN = r"^(\d+h)?(\d+m)?$|^\d+d$|^\d+bd$"
OPEN_TIME_PATTERN = r"^(\d+h)?(\d+m)?$"
MONEY_PATTERN = r"^\d+(\.\d+)? [A-Z]{3}$"
PERCENT_PATTERN = r"^\d+(\.\d+)?%$"

_MOST_MINUTES = 10 * 366 * 24 * 60

_OPEN_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?\Z", re.ASCII)
_DAYS = re.compile(r"(\d+)(bd|d)\Z", re.ASCII)
_LOOSE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-z ]*?)\.?\s*\Z", re.IGNORECASE | re.ASCII)
_SEVERAL = re.compile(
    r"\s*(?:(\d+)\s*d(?:ays?)?)?[\s,]*(?:and)?\s*(\d+)\s*h(?:(?:ou)?rs?)?[\s,]*(?:and)?\s*(?:(\d+)\s*(?:m(?:in(?:ute)?s?)?)?)?\s*\Z",
    re.IGNORECASE | re.ASCII,
)
_LONG = {"month": 30, "months": 30, "mo": 30, "year": 365, "years": 365, "y": 365}
_MONEY = re.compile(r"(\d+(?:\.\d+)?) ([A-Z]{3})\Z", re.ASCII)
_LOOSE_MONEY = re.compile(r"\s*([€$£¥]|[A-Za-z]{3})?\s*(\d[\d.,' ]*?)\s*([€$£¥]|[A-Za-z]{3})?\s*\Z")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%\Z", re.ASCII)
_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "$": "USD"}
_CLEAR_SIGNS = ("€", "euro", "euros")
"""Signs and words that only one currency has; dollars, pounds and yen (or yuan) are several."""
_ONE_READING = re.compile(r"\d+(?:[.,]\d{1,2})?|\d{1,3}(?:([.,' ])\d{3})+(?!\1)[.,]\d{1,2}")
_CURRENCY_WORDS = {
    "dollar": "USD",
    "us dollar": "USD",
    "us$": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "pound sterling": "GBP",
    "sterling": "GBP",
    "yen": "JPY",
    "franc": "CHF",
    "rupee": "INR",
}
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
    not_too_long(text, "an amount of time", "30m, 4h, 1bd or 7d")
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
    not_too_long(text, "a sum of money", "a number, a space and a currency code, for example 200 EUR")
    match = _MONEY.match(text)
    if not match:
        raise Malformed(f"'{text}' is not a sum of money", _money_help(text))
    number, currency = match[1], match[2]
    if currency not in MINOR_UNITS:
        raise Malformed(f"'{currency}' is not a currency", _currency_help(currency), match.start(2), 3)
    if len(number) > 20:
        raise Malformed(f"'{number}' is more money than there is", "write a smaller sum")
    _not_too_fine(number, currency)
    return Money(number, currency, text, span)


def _not_too_fine(number: str, currency: str) -> None:
    """Refuse a sum that nobody can pay: with more decimal places than the currency has. Raises Malformed."""
    whole, _, places = number.partition(".")
    most = MINOR_UNITS[currency]
    if len(places) <= most:
        return
    has = f"no more than {most} decimal places" if most else "no decimal places"
    if places[most:].strip("0"):
        advice: str = f"round it to {most} decimal places" if most else f"round it to whole {currency}"
    else:
        exact = f"{whole}.{places[:most]}" if most else whole
        advice = write(f"{exact} {currency}", f"{number} {currency}")
    raise Malformed(f"{currency} has {has}, and '{number}' has {len(places)}", advice, 0, len(number))


def parse_percent(text: str, span: Span) -> Percent:
    """`15%`. Raises Malformed."""
    not_too_long(text, "a share in percent", "a number and a percent sign, for example 15%")
    match = _PERCENT.match(text)
    if not match:
        number = re.match(r"\s*(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)?\s*\Z", text)
        advice: str = "write a number and a percent sign, for example 15%"
        if number:
            advice = write(f"{number[1]}%", text, sure=text != number[1])
        if number and text == number[1] and 0 < float(text) <= 1:
            advice = f"write {float(text) * 100:g}%, or {text}% if so little is meant"
        raise Malformed(f"'{text}' is not a share in percent", advice)
    if len(match[1]) > 12:
        raise Malformed(f"'{text}' is too long a number", "write a share such as 15%")
    return Percent(match[1], text, span)


def parse_currency(text: str) -> str:
    """A code of ISO 4217 in its shape; whether it exists is for the check of currencies. Raises Malformed."""
    not_too_long(text, "the code of a currency", "a code such as EUR, USD, GBP or JPY")
    if not re.fullmatch(r"[A-Z]{3}", text, re.ASCII):
        raise Malformed(f"'{text}' is not the code of a currency", _currency_help(text))
    return text


def _currency_help(text: str) -> str:
    code = _code_of(text)
    if not code:
        return "use a code such as EUR, USD, GBP or JPY"
    return write(code, text, sure=text.strip().lower() in _CLEAR_SIGNS or text.strip().upper() == code)


def _code_of(text: str) -> str:
    """The code of a currency given by its sign, its name or in small letters; nothing where it is none of these."""
    word = text.strip().lower()
    code = _SYMBOLS.get(word) or _CURRENCY_WORDS.get(word.rstrip("s")) or word.upper()
    return code if code in MINOR_UNITS else ""


def _not_too_long(minutes: int, text: str) -> None:
    if minutes > _MOST_MINUTES:
        raise Malformed(f"'{text}' is more than ten years", "write a shorter time")


def _amount_help(text: str) -> str:
    general = "write 30m for minutes, 4h for hours, 1bd for business days, 7d for days of 24 hours"
    if text.strip().endswith("%"):
        return f"a share of a target is written 'at: {text.strip()}' with 'of: first_response'; an amount is 30m or 4h"
    several = _SEVERAL.match(text)
    clock = re.fullmatch(r"(\d+):(\d\d)", text, re.ASCII)
    if clock:
        return write(f"{int(clock[1])}h{int(clock[2])}m", text, sure=False)
    if " ".join(text.lower().split()) in ("nbd", "next business day", "next working day", "next day"):
        return write("1bd", text, sure=False, also=", or by: end of next business day")
    if several and several[1]:
        return (
            f"days and hours are not added up; write one of them, for example {24 * int(several[1]) + int(several[2])}h"
        )
    if several and several[3]:
        return write(f"{several[2]}h{several[3]}m", text, sure=text.strip()[-1:].isalpha())
    match = _LOOSE.match(text)
    if not match:
        inside = re.findall(r"(?<!\w)\d+(?:bd|[hmd])(?!\w)", text, re.ASCII)
        if len(inside) == 2 and "-" in text:
            return f"a promise is one amount: at_most: {inside[1]}; usually: {inside[0]} can stand beside it"
        return f"write {inside[0]} and nothing else" if len(inside) == 1 else general
    number, word = match[1].replace(",", "."), " ".join(match[2].lower().split())
    if word in ("w", "week", "weeks") and number.isdigit():
        return f"write {int(number) * 7}d, or {int(number) * 5}bd for working weeks"
    if word in _LONG and number.isdigit():
        return f"write days: {int(number) * _LONG[word]}d"
    if word in ("s", "sec", "secs", "second", "seconds"):
        return "whole minutes are the smallest amount: write for example 1m"
    unit = _UNITS.get(word)
    if unit is None:
        return general
    if "." in number:
        minutes = float(number) * {"m": 1, "h": 60}.get(unit, 0)
        if minutes and minutes == int(minutes) and minutes < _MOST_MINUTES:
            hours, rest = divmod(int(minutes), 60)
            amount = f"{f'{hours}h' if hours else ''}{f'{rest}m' if rest else ''}"
            # Three places may be thousands, as some countries write them.
            return write(amount, text, sure=bool(word) and len(number.partition(".")[2]) < 3)
        return general
    if unit == "d" and word in ("day", "days"):
        return f"write {number}d for {'a day' if number == '1' else 'days'} of 24 hours, {number}bd for business days"
    if word.startswith("business h"):
        return f"write {number}h, and name the hours that count with 'clock:'"
    if not word:
        return f"say of what: {number}m for minutes, {number}h for hours, {number}bd for business days"
    # A capital M is a month, or a million, as often as a minute.
    return write(f"{number}{unit}", text, sure=match[2].strip() != "M")


def _money_help(text: str) -> str:
    match = _LOOSE_MONEY.match(text)
    words = re.fullmatch(r"\s*(\d[\d.,' ]*?)\s*([A-Za-z$ ]+?)\s*", text)
    if match or words:
        currency = (match[3] or match[1]) if match else _code_of(words[2]) if words else ""
        number = re.sub(r"[' ]", "", match[2] if match else words[1] if words else "")
        if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+", number):
            number = number.replace(".", "")
        if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
            number = number.replace(",", "")
        number = number.replace(",", ".")
        if re.fullmatch(r"\d+(\.\d+)?", number):
            if match and not currency:
                return f"write the currency too: {number} EUR"
            code = _code_of(currency)
            if code:
                return write(f"{number} {code}", text, sure=_is_clear(text, currency))
    return "write a number, a space and a currency code, for example 200 EUR"


def _is_clear(text: str, currency: str) -> bool:
    """Whether a sum can be read in one way: its sign is of one currency, and no comma or point could mean thousands."""
    named = currency.lower() in _CLEAR_SIGNS or currency.upper() in MINOR_UNITS
    number = "".join(re.findall(r"[\d.,' ]+", text)).strip()
    return named and _ONE_READING.fullmatch(number) is not None
