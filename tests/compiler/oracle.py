"""What a policy says about a ticket, straight from the words of the language: slow, plain, and by no compiled form.

Nothing here may come from the compiler or from the compiled policy: the two are held against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from supportpolicy.language.conditions import Condition, Group, Named, Test, Value
from supportpolicy.language.policy import Policy
from supportpolicy.language.reading import About
from supportpolicy.language.sections.sorting import Route
from tests.compiler.oracle_hours import is_business_day, is_open


class Euros(NamedTuple):
    """A sum of money of any currency, named for the usual one."""

    amount: Decimal
    currency: str


class Minutes(NamedTuple):
    """A duration."""

    minutes: int


Raw: TypeAlias = "str | bool | Decimal | Euros | Minutes | frozenset[str] | dt.datetime"
Ticket: TypeAlias = "Mapping[str, Raw | None]"
"""Facts as a ticket brings them; None is known to be absent, which no default fills."""


class Oracle:
    """Answers for one ticket at one instant."""

    def __init__(self, policy: Policy, ticket: Ticket, now: dt.datetime) -> None:
        self.policy = policy
        self.now = now
        self.zone = ZoneInfo(str(policy.header.timezone))
        self.facts: dict[str, Raw] = {name: value for name, value in ticket.items() if value is not None}
        self.facts["now"] = now
        for name, field in policy.fields.items():
            if field.default is not None and name not in ticket:
                self.facts[str(name)] = like(field.type, field.default.text)
        for derived in policy.facts.values():
            value = self.derived(derived.how, [str(name) for name in derived.of])
            if value is not None:
                self.facts[str(derived.name)] = value

    def derived(self, how: str, names: list[str]) -> Raw | None:
        there = [self.facts[name] for name in names if name in self.facts]
        if how in ("latest_of", "earliest_of"):
            times = [value for value in there if isinstance(value, dt.datetime)]
            if not times:
                return None
            return max(times) if how == "latest_of" else min(times)
        if len(there) < len(names):
            return None
        sums = [value for value in there if isinstance(value, Euros)]
        if sums:
            same = len({value.currency for value in sums}) == 1
            return Euros(sum((v.amount for v in sums), Decimal(0)), sums[0].currency) if same else None
        return sum((value for value in there if isinstance(value, Decimal)), Decimal(0))

    def route(self) -> str | None:
        """The first routing rule that applies."""
        for rule in self.policy.routing:
            won = self.route_of(rule)
            if won is not None:
                return won
        return None

    def route_of(self, rule: Route) -> str | None:
        """The rule's name where it applies; of a grid, with its cell."""
        if not self.in_force(rule.head.about) or not self.holds(rule.head.when):
            return None
        if rule.team is not None:
            return str(rule.head.name)
        for cell in rule.head.grid.cells if rule.head.grid is not None else ():
            grid = rule.head.grid
            assert grid is not None
            if self.plain(str(grid.down)) == cell.down and self.plain(str(grid.across)) == cell.across:
                return f"{rule.head.name}: {cell.down}, {cell.across}"
        return None

    def plain(self, name: str) -> str | None:
        value = self.facts.get(name)
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else None

    def in_force(self, about: About) -> bool:
        """From the local midnight of one date, until that of another."""
        if about.effective is None:
            return True
        today = self.now.astimezone(self.zone).date()
        start, end = about.effective.start, about.effective.end
        return (start is None or start <= today) and (end is None or today < end)

    def holds(self, condition: Condition) -> bool:
        """Whether a condition is true."""
        if isinstance(condition, Group):
            if condition.how == "all":
                return all(self.holds(part) for part in condition.parts)
            some = any(self.holds(part) for part in condition.parts)
            return some if condition.how == "any" else not some
        if isinstance(condition, Named):
            return any(self.holds(self.policy.conditions[name].when) for name in condition.names)
        return self.test(condition)

    def test(self, test: Test) -> bool:
        """One test. Every test on a missing fact is false; `not` is the exact negation of `is`."""
        value = self.facts.get(test.field)
        if test.operator == "present":
            return (value is not None) == (test.values[0].text == "true")
        if test.operator == "not":
            return not self.test(test._replace(operator="is"))
        if value is None:
            return False
        if test.operator == "outside":
            return not self.test(test._replace(operator="during"))
        each = (self.one(value, test, wanted) for wanted in test.values)
        return all(each) if test.operator == "has_all" else any(each)

    def one(self, value: Raw, test: Test, wanted: Value) -> bool:
        operator = test.operator
        if operator in ("has", "has_all"):
            return isinstance(value, frozenset) and wanted.text in value
        if operator == "mentions":
            return isinstance(value, str) and wanted.text.casefold() in value.casefold()
        if operator == "during":
            assert isinstance(value, dt.datetime)
            return is_open(self.policy, wanted.text, value)
        if operator in ("within", "in_next", "older_than"):
            assert isinstance(value, dt.datetime)
            return self.window(operator, value, wanted.text)
        other = self.facts.get(wanted.text) if wanted.kind == "field" else None
        if wanted.kind == "field" and other is None:
            return False
        if operator in ("before", "after"):
            assert isinstance(value, dt.datetime)
            if isinstance(other, dt.datetime):
                return value < other if operator == "before" else value > other
            midnight = dt.datetime.combine(dt.date.fromisoformat(wanted.text), dt.time(), self.zone)
            return value < midnight if operator == "before" else value >= midnight
        compared = other if other is not None else alike(value, wanted.text)
        if operator == "is":
            return compared == value
        if isinstance(value, str):
            ranks = [str(word) for word in self.policy.fields[test.field].values]
            assert isinstance(compared, str)
            if value not in ranks or compared not in ranks:
                return False
            return ordered(operator, -ranks.index(value), -ranks.index(compared))
        both = numbers(value, compared)
        return both is not None and ordered(operator, *both)

    def window(self, operator: str, then: dt.datetime, text: str) -> bool:
        past = then <= self.now
        if operator == "older_than":
            return past and not self.window("within", then, text)
        if past != (operator == "within"):
            return False
        first, last = sorted((then, self.now))
        if text.endswith("bd"):
            return self.business_days(first, last) <= int(text[:-2])
        if text.endswith("d"):
            return (self.day(last) - self.day(first)).days <= int(text[:-1])
        minutes = like("duration", text)
        assert isinstance(minutes, Minutes)
        return last.timestamp() - first.timestamp() <= minutes.minutes * 60

    def day(self, instant: dt.datetime) -> dt.date:
        return instant.astimezone(self.zone).date()

    def business_days(self, first: dt.datetime, last: dt.datetime) -> int:
        """Business days after the first date, the last one included."""
        calendar = str(self.policy.header.business_day_calendar)
        count, day = 0, self.day(first)
        while day < self.day(last):
            day += dt.timedelta(days=1)
            count += is_business_day(self.policy, calendar, day)
        return count


def ordered(operator: str, left: Decimal | int, right: Decimal | int) -> bool:
    return {"at_least": left >= right, "at_most": left <= right, "above": left > right, "below": left < right}[operator]


def numbers(left: Raw, right: Raw) -> tuple[Decimal | int, Decimal | int] | None:
    """What is compared; nothing where the currencies differ."""
    if isinstance(left, Euros) and isinstance(right, Euros):
        return (left.amount, right.amount) if left.currency == right.currency else None
    if isinstance(left, Minutes) and isinstance(right, Minutes):
        return left.minutes, right.minutes
    assert isinstance(left, Decimal) and isinstance(right, Decimal)
    return left, right


def alike(value: Raw, text: str) -> Raw:
    """The words of a value as a fact of the same kind as another."""
    for kind, type_ in ((bool, "boolean"), (Decimal, "number"), (Euros, "money"), (Minutes, "duration")):
        if isinstance(value, kind):
            return like(type_, text)
    return text


def like(type_: str, text: str) -> Raw:
    """The words of a value as a fact."""
    match type_:
        case "boolean":
            return text.lower() == "true"
        case "number":
            return Decimal(int(text, 16) if text.startswith("0x") else text)
        case "money":
            amount, _, currency = text.partition(" ")
            return Euros(Decimal(amount), currency)
        case "duration":
            hours, _, rest = text.rpartition("h")
            return Minutes(60 * int(hours or 0) + int(rest.removesuffix("m") or 0))
        case _:
            return text
