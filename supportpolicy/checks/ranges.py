"""Stretches of numbers, sums, durations and times, as the operators of conditions say them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import parse_amount, parse_money
from supportpolicy.language.hours import parse_date
from supportpolicy.language.malformed import Malformed

if TYPE_CHECKING:
    from decimal import Decimal

_NOWHERE = Span("", 1, 1, 1, 1)
_LONGEST = 40
"""Characters of a number that is still compared; longer ones are not worth the time."""


class Range(NamedTuple):
    """From one number to another, in a unit; None is no limit. Numbers in two units cannot be compared."""

    low: Decimal | None
    high: Decimal | None
    with_low: bool = True
    with_high: bool = True
    unit: str = ""
    """A currency, `date`, or how long ago in minutes, days or business days; empty for numbers."""
    money: bool = False

    def within(self, other: Range) -> bool:
        """Whether every number of this one is in the other."""
        return self.unit == other.unit and self._not_below(other) and self._not_above(other)

    def apart_from(self, other: Range) -> bool:
        """Whether no number is in both. A sum has one currency, so sums in two currencies are never both."""
        if self.unit != other.unit:
            return self.money and other.money
        return self._ends_before(other) or other._ends_before(self)

    def _not_below(self, other: Range) -> bool:
        if other.low is None:
            return True
        if self.low is None:
            return False
        return self.low > other.low or (self.low == other.low and (other.with_low or not self.with_low))

    def _not_above(self, other: Range) -> bool:
        if other.high is None:
            return True
        if self.high is None:
            return False
        return self.high < other.high or (self.high == other.high and (other.with_high or not self.with_high))

    def _ends_before(self, other: Range) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.with_high and other.with_low))


def range_of(fact_type: str, operator: str, word: str) -> Range | None:
    """What an operator with a value admits; None where it is no stretch, or the value does not fit the fact."""
    from decimal import Decimal, InvalidOperation

    try:
        if operator in ("within", "older_than", "in_next"):
            amount = parse_amount(word, _NOWHERE)
            number, unit = Decimal(amount.number), f"{amount.unit} ago"
            if operator == "within":
                return Range(Decimal(0), number, unit=unit)
            if operator == "older_than":
                return Range(number, None, with_low=False, unit=unit)
            return Range(-number, Decimal(0), unit=unit)
        if operator in ("before", "after"):
            day = Decimal(parse_date(word).toordinal())
            return (
                Range(None, day, with_high=False, unit="date")
                if operator == "before"
                else Range(day, None, unit="date")
            )
        if len(word) > _LONGEST:
            return None
        unit, money = "", False
        if fact_type == "money":
            found = parse_money(word, _NOWHERE)
            number, unit, money = Decimal(found.number), found.currency, True
        elif fact_type == "duration":
            amount = parse_amount(word, _NOWHERE)
            number, unit = Decimal(amount.number), amount.unit
        elif fact_type == "number" and "e" not in word.lower():
            number = Decimal(word)
        else:
            return None
    except (Malformed, InvalidOperation):
        return None
    if not number.is_finite():
        return None
    match operator:
        case "is":
            return Range(number, number, unit=unit, money=money)
        case "at_least" | "above":
            return Range(number, None, with_low=operator == "at_least", unit=unit, money=money)
        case "at_most" | "below":
            return Range(None, number, with_high=operator == "at_most", unit=unit, money=money)
    return None
