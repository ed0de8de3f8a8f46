"""From what a helpdesk exports to a typed value, or a sentence that says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from supportpolicy.compiled.document import Fact
from supportpolicy.diagnostics import Span
from supportpolicy.engine.intake import times
from supportpolicy.engine.intake.mapping import FactSource
from supportpolicy.engine.intake.problems import TooManyDigits, Unfit
from supportpolicy.engine.intake.words import Words, as_text, language, words_of
from supportpolicy.engine.values import Money, Value
from supportpolicy.language.amounts import parse_money
from supportpolicy.language.currencies import MINOR_UNITS
from supportpolicy.language.malformed import Malformed

Coercer = Callable[[Any], "Value | None"]

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?\Z", re.ASCII)
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)
_LONGEST: Final = 40
_LARGEST: Final = Decimal("1e30")
_SMALLEST_EXPONENT: Final = -30
_AT_MOST: Final = "a number of at most 30 digits before the point and 30 after it"
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_NOWHERE = Span("", 1, 1, 1, 1)


class Blank(Exception):
    """An empty text that says nothing: the fact is missing."""


def coercer_of(fact: Fact, words: Collection[str], source: FactSource | None, zone: ZoneInfo | None) -> Coercer:
    """What makes a fact's value. `words` are those that the policy names; a fact that lists its values has no others."""
    match fact.type:
        case "choice":
            known = words_of(fact.values or words, closed=bool(fact.values))
            return partial(_language if fact.name == "language" else _choice, known)
        case "boolean":
            return _blank(boolean)
        case "number":
            return _blank(number)
        case "money":
            return _blank(partial(money, source.currency if source is not None else None))
        case "time":
            return _blank(partial(_instant, zone))
        case "duration":
            return _blank(partial(_duration, source))
        case "tags":
            return tags
        case _:
            return text


def boolean(raw: Any) -> bool:
    """true and false, as such or as text: true, yes, 1, false, no, 0 in any case. Raises Unfit."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        word = raw.strip().lower()
        if word in _YES or word in _NO:
            return word in _YES
    elif (isinstance(raw, int) or (isinstance(raw, Decimal) and raw.is_finite())) and raw in (0, 1):
        return raw == 1
    raise Unfit("true or false")


def number(raw: Any) -> Decimal:
    """A number, as such or as text with a point: 12, "12.5". Raises Unfit."""
    if isinstance(raw, float):
        raw = repr(raw)  # the shortest decimal that is this float; what it was made of is known no better
    if isinstance(raw, str):
        raw = raw.strip()
        if len(raw) > _LONGEST or not _NUMBER.match(raw):
            advice = ", written with a point and without separators" if "," in raw[:_LONGEST] else ""
            raise Unfit(f"a number such as 12 or 12.5{advice}")
        raw = Decimal(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        if abs(raw) >= _LARGEST:
            raise Unfit("a number of at most 30 digits")
        return Decimal(raw)
    if isinstance(raw, TooManyDigits):
        raise Unfit(_AT_MOST)
    if not isinstance(raw, Decimal) or not raw.is_finite():
        raise Unfit("a number such as 12 or 12.5")
    return _in_bounds(raw)


def money(currency: str | None, raw: Any) -> Money:
    """A sum: "200 EUR", {"amount": "200", "currency": "EUR"}, or a bare number where the mapping names a currency.

    Raises Unfit, also for a float: what it was before it became binary cannot be known to the cent. And for a negative
    sum: no rule speaks of one, and a share of it would be paid the wrong way.
    """
    found = _money(currency, raw)
    if found.amount < 0:
        raise Unfit("a sum that is not negative")
    return found


def _money(currency: str | None, raw: Any) -> Money:
    if isinstance(raw, Money):
        raw = {"amount": raw.amount, "currency": raw.currency}
    if isinstance(raw, dict):
        if raw.keys() != {"amount", "currency"}:
            raise Unfit('a sum such as "200 EUR" or {"amount": "200.00", "currency": "EUR"}')
        return Money(_amount(raw["amount"]), _currency(raw["currency"]))
    if isinstance(raw, str) and not _AMOUNT.match(raw.strip()):
        return _money_text(raw.strip())
    amount = _amount(raw)
    if currency is None:
        raise Unfit('a sum with its currency, such as "200 EUR", or a field mapping that names the currency')
    return Money(amount, currency)


def tags(raw: Any) -> frozenset[str]:
    """Words in a list, or in text with commas between them. Raises Unfit."""
    if isinstance(raw, str):
        raw = _clean(raw).split(",")
    if not isinstance(raw, (list, tuple, set, frozenset)):
        raise Unfit("a list of words, or words with commas between them")
    words: set[str] = set()
    for item in raw:
        try:
            words.add(_clean(as_text(item)))
        except Unfit:
            raise Unfit("a list of words, or words with commas between them") from None
    return frozenset(words - {""})


def text(raw: Any) -> str:
    """Free words; a number is taken as its digits. Raises Unfit."""
    if isinstance(raw, str):
        return _clean(raw)
    if isinstance(raw, bool):
        raise Unfit("text")
    try:
        return as_text(raw)
    except Unfit:
        raise Unfit("text") from None


def _choice(words: Words, raw: Any) -> str:
    if raw == "":
        raise Blank
    return _clean(words.word(raw))


def _language(words: Words, raw: Any) -> str:
    if raw == "":
        raise Blank
    return language(raw, words)


def _instant(zone: ZoneInfo | None, raw: Any) -> Value:
    return times.instant(raw.strip() if isinstance(raw, str) else raw, zone)


def _duration(source: FactSource | None, raw: Any) -> Value:
    return times.duration(raw.strip() if isinstance(raw, str) else raw, source.unit if source is not None else None)


def _blank(coercer: Coercer) -> Coercer:
    """The same, but that an empty text says nothing."""

    def coerced(raw: Any) -> Value | None:
        if isinstance(raw, str) and not raw.strip():
            raise Blank
        return coercer(raw)

    return coerced


def _clean(words: str) -> str:
    """Text that can be written down again. Raises Unfit."""
    if "\0" in words:
        raise Unfit("text without NUL characters")
    try:
        words.encode()
    except UnicodeEncodeError:
        raise Unfit("text of whole characters; half of a surrogate pair stands in it") from None
    return words


def _amount(raw: Any) -> Decimal:
    if isinstance(raw, float):
        raise Unfit("an exact amount: text or Decimal, for a float is not exact to the cent")
    if isinstance(raw, str) and (len(raw) > _LONGEST or not _AMOUNT.match(raw.strip())):
        raise Unfit("an amount such as 19.90")
    if isinstance(raw, bool):
        raise Unfit('a sum such as "200 EUR"')
    try:
        return number(raw)
    except Unfit:
        raise Unfit('a sum such as "200 EUR"') from None


def _currency(raw: Any) -> str:
    if not isinstance(raw, str) or raw.strip().upper() not in MINOR_UNITS:
        raise Unfit("a currency code such as EUR")
    return raw.strip().upper()


def _money_text(words: str) -> Money:
    sign, positive = ("-", words[1:]) if words.startswith("-") else ("", words)
    try:
        parsed = parse_money(positive, _NOWHERE)
        return Money(_in_bounds(Decimal(sign + parsed.number)), parsed.currency)
    except Malformed as problem:
        raise Unfit(f'a sum such as "200 EUR" ({problem.help})') from None
    except InvalidOperation:  # pragma: no cover - the pattern of sums lets only digits through
        raise Unfit('a sum such as "200 EUR"') from None


def _in_bounds(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if value.copy_abs() >= _LARGEST or not isinstance(exponent, int) or exponent < _SMALLEST_EXPONENT:
        raise Unfit(_AT_MOST)
    return value
