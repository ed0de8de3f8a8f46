"""How the compiled policy is meant to be used: facts to classes, classes to masks, the lowest bit to the rule.

Nothing here may come from what was written: only the compiled document is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import admits
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import (
    ABSENT,
    FLAG_NO,
    FLAG_YES,
    Column,
    Probe,
    class_of_range,
    class_of_value,
    cut_key,
)
from supportpolicy.compiled.tables import Rule, Table
from tests.compiler.lookup_hours import business_dates, open_at
from tests.compiler.oracle import Euros, Minutes, Raw, Ticket

Classes = dict[str, int]


class Lookup:
    """Answers for one ticket at one instant."""

    def __init__(self, compiled: Compiled, ticket: Ticket, now: dt.datetime) -> None:
        self.compiled = compiled
        self.now = now
        self.zone = ZoneInfo(compiled.timezone or "Etc/UTC")
        self.values: dict[str, Raw | None] = {"now": now}
        for fact in compiled.facts:
            if fact.name in ticket:
                self.values[fact.name] = ticket[fact.name]
            elif fact.default is not None:
                self.values[fact.name] = _parsed(fact.type, fact.default)
        for fact in compiled.facts:
            if fact.derived is not None:
                self.values[fact.name] = self._derived(fact)
        self.classes: Classes = {column.id: self.class_of(column) for column in compiled.columns}

    def decide(self, name: str, value: str | None) -> None:
        """An earlier stage has decided an attribute."""
        self.values[name] = value
        for column in self.compiled.columns:
            if column.fact == name:
                self.classes[column.id] = self.class_of(column)

    def class_of(self, column: Column) -> int:
        """The class of the ticket in a column."""
        value = self.values.get(column.fact)
        if value is None:
            return ABSENT
        if column.kind == "flag":
            assert column.probe is not None
            return FLAG_YES if self._probe(column, column.probe, value) else FLAG_NO
        if column.kind == "values":
            return class_of_value(column, _word(value))
        if isinstance(value, Euros):
            if value.currency != column.currency:
                return column.size - 1
            value = value.amount
        keys = [cut_key(cut, column.type) for cut in column.cuts]
        return class_of_range(column, keys, self._on_the_line(value))

    def _on_the_line(self, value: Raw) -> Decimal | str:
        if isinstance(value, Minutes):
            return Decimal(value.minutes)
        if isinstance(value, dt.datetime):
            return value.astimezone(self.zone).date().isoformat()
        assert isinstance(value, Decimal)
        return value

    def _probe(self, column: Column, probe: Probe, value: Raw) -> bool:
        operator, operand = probe
        if operator == "present":
            return True
        if operator == "has":
            return isinstance(value, frozenset) and operand in value
        if operator == "mentions":
            return isinstance(value, str) and operand in value.casefold()
        if operator == "during":
            assert isinstance(value, dt.datetime)
            return open_at(self.compiled, operand, value)
        if operator in ("within", "in_next", "older_than"):
            assert isinstance(value, dt.datetime)
            return self._window(operator, operand, value)
        other = self.values.get(operand)
        if column.type == "choice" and operator != "equals":
            ranks = next(fact.values for fact in self.compiled.facts if fact.name == column.fact)
            if value not in ranks or other not in ranks:
                return False
            # The highest stands first.
            return _against(operator, Decimal(-ranks.index(str(value))), Decimal(-ranks.index(str(other))))
        return _against(operator, value, other)

    def _window(self, operator: str, operand: str, value: dt.datetime) -> bool:
        ahead = value > self.now
        if operator == "in_next":
            return ahead and self._near(self.now, value, operand)
        return not ahead and self._near(value, self.now, operand) == (operator == "within")

    def _near(self, first: dt.datetime, last: dt.datetime, operand: str) -> bool:
        start, end = (instant.astimezone(self.zone).date() for instant in (first, last))
        if operand.endswith("bd"):
            calendar = self.compiled.business_day_calendar
            assert calendar is not None
            return len(business_dates(self.compiled, calendar, start, end)) <= int(operand[:-2])
        if operand.endswith("d"):
            return end <= start + dt.timedelta(days=int(operand[:-1]))
        limit = _parsed("duration", operand)
        assert isinstance(limit, Minutes)
        # Instants are UTC here: two of one zone would be subtracted by their clock faces.
        return last.astimezone(dt.UTC) - first.astimezone(dt.UTC) <= dt.timedelta(minutes=limit.minutes)

    def _derived(self, fact: Fact) -> Raw | None:
        parts = [self.values.get(name) for name in fact.of]
        known = [part for part in parts if part is not None]
        if fact.derived == "sum_of":
            if len(known) < len(parts):
                return None
            if fact.type == "money":
                sums = [part for part in known if isinstance(part, Euros)]
                currency = sums[0].currency
                if any(part.currency != currency for part in sums):
                    return None
                return Euros(sum((part.amount for part in sums), Decimal(0)), currency)
            return sum((part for part in known if isinstance(part, Decimal)), Decimal(0))
        times = sorted(part for part in known if isinstance(part, dt.datetime))
        return (times[-1] if fact.derived == "latest_of" else times[0]) if times else None


def winner(table: Table, classes: Classes) -> Rule | None:
    """The first rule that holds: the lowest bit of the AND of the masks."""
    left = _left(table, classes)
    lowest = left & -left
    return table.rules[table.bits[lowest.bit_length() - 1]] if left else None


def winners(table: Table, classes: Classes) -> list[str]:
    """Every rule that holds, of a table whose rules all count."""
    left = _left(table, classes)
    return list(dict.fromkeys(table.rules[rule].name for bit, rule in enumerate(table.bits) if left >> bit & 1))


def holds(rule: Rule, classes: Mapping[str, int]) -> bool:
    """Whether all parts of a rule hold, by their classes and not by the masks."""
    return all(
        any(all(admits(admitted, classes[column]) for column, admitted in one.items()) for one in part.any)
        for part in rule.parts
    )


def _left(table: Table, classes: Classes) -> int:
    left = (1 << len(table.bits)) - 1
    for column, masks in table.masks.items():
        left &= int(masks[classes[column]], 16)
    return left


def _against(operator: str, value: Raw, other: Raw | None) -> bool:
    if other is None:
        return False
    if operator == "equals":
        return value == other
    if operator in ("before", "after"):
        assert isinstance(value, dt.datetime) and isinstance(other, dt.datetime)
        return value < other if operator == "before" else other < value
    if isinstance(value, Euros):
        assert isinstance(other, Euros)
        if value.currency != other.currency:
            return False
    difference = _amount(value) - _amount(other)
    if operator in ("above", "below"):
        return difference > 0 if operator == "above" else difference < 0
    return difference >= 0 if operator == "at_least" else difference <= 0


def _amount(value: Raw) -> Decimal:
    if isinstance(value, Euros):
        return value.amount
    if isinstance(value, Minutes):
        return Decimal(value.minutes)
    assert isinstance(value, Decimal)
    return value


def _word(value: Raw) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    assert isinstance(value, str)
    return value


def _parsed(type_: str, text: str) -> Raw:
    if type_ == "number":
        return Decimal(text)
    if type_ == "money":
        amount, currency = text.split()
        return Euros(Decimal(amount), currency)
    if type_ == "duration":
        hours, minutes = text.split("h") if "h" in text else ("0", text)
        return Minutes(int(hours) * 60 + int(minutes.rstrip("m") or "0"))
    return text.lower() == "true" if type_ == "boolean" else text
