"""What can keep a sum from being worked out although every fact is known.

Only what the policy itself reckons with. That a ticket has a price of nothing, or two of its own sums in two currencies, is
a mistake in the ticket, and then `undecided` is the right answer: a person has to look. But where a rule asks whether a fact
is present, or names sums in a second currency, such tickets are expected, and every rule has to have an answer for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from supportpolicy.analysis.space import Space
from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import DAY, from_epoch, to_epoch
from supportpolicy.compiled.document import Fact, NamedPrices
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Duration, Limit, Payment, Sum
from supportpolicy.engine.candidates import TooMany, candidates, local_date
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.prepared import NOW
from supportpolicy.engine.questions import Scene, question_of
from supportpolicy.engine.sorting import completed
from supportpolicy.engine.values import Money, Value

MOST_MOMENTS = 24
"""Kinds of moments at which a limit that counts from now is tried."""
_SOME = Decimal(100)


class Obstacle(NamedTuple):
    """A way in which a sum may fail."""

    facts: Mapping[str, Value | None]
    """Facts with the very values that make it fail."""
    literals: tuple[int, ...]
    """What must hold besides."""
    advice: str
    others: frozenset[str] = frozenset()
    """The other facts that the sum needs; nothing is taken to be wrong with them."""


class Obstacles:
    """The ways in which the sums of one policy may fail."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.engine = space.engine
        self.prices = {price.name: price for price in self.engine.compiled.prices}
        self.may_be_absent = frozenset(_asked_for_presence(space))
        self.currencies = tuple(sorted(_currencies(space)))

    def of(self, payment: Payment) -> Iterator[Iterator[Obstacle]]:
        """By kind: what may fail in one payment. The first of each kind that turns out to be so is enough."""
        facts = [self.engine.facts[name] for name in _names(payment) if name in self.engine.facts]
        # Of the latest or earliest of several times one is enough; the others are better known to be absent.
        needed = frozenset(name for fact in facts for name in (fact.of if fact.derived == "sum_of" else (fact.name,)))
        for kind in (self._absent, self._in_another_currency, self._before_its_price, self._beyond_its_bands):
            yield (one._replace(others=needed - set(one.facts)) for one in kind(payment))

    # Kinds -------------------------------------------------------------------------------------------------------

    def _absent(self, payment: Payment) -> Iterator[Obstacle]:
        """Facts of which the policy asks somewhere whether they are there at all."""
        for name in _names(payment):
            fact = self.engine.facts.get(name)
            if fact is None or not self.may_be_absent & {name, *fact.of}:
                continue
            advice = f"add '{name}: {{present: true}}' to its 'when', and say in a rule below what is done where there is none"
            for facts in self._without(fact):
                yield Obstacle(facts, tuple(self._literals(facts, self.space.moments.first)), advice)

    def _in_another_currency(self, payment: Payment) -> Iterator[Obstacle]:
        """Money facts in a currency that the policy knows and the other sums of the payment are not in."""
        written = [one for one in map(self._currency, _sums(payment)) if one is not None]
        money = [fact for one in _sums(payment) if (fact := self._fact(one)) is not None and fact.type == "money"]
        for currency in self.currencies if written and money else ():
            if currency in written:
                continue
            facts: dict[str, Value | None] = {}
            literals: list[int] = []
            for fact in money:
                inside = list(self._in_currency(fact, currency))
                literals += inside
                if not inside:
                    parts = fact.of if fact.derived is not None else (fact.name,)
                    facts.update(dict.fromkeys(parts, Money(_SOME, currency)))
            advice = (
                f"ask in its 'when' for sums in {written[0]}, such as '{money[0].name}: {{at_least: 0 {written[0]}}}', and "
                f"write a rule for {currency}"
            )
            now = self.space.moments.first
            yield Obstacle(facts, (*literals, *self._literals(facts, now)), advice)

    def _before_its_price(self, payment: Payment) -> Iterator[Obstacle]:
        """Days of the horizon on which a named price is not in force yet."""
        for one in _sums(payment):
            price = self.prices.get(one.name or "")
            starts = _first_day(price)
            if price is None or starts is None:
                continue
            advice = f"let the first price of '{price.name}' begin earlier, or the rule later"
            for instant, literals in self._moments(MOST_MOMENTS**2):
                if local_date(self.engine, instant).isoformat() < starts:
                    yield Obstacle({}, literals, advice)

    def _beyond_its_bands(self, payment: Payment) -> Iterator[Obstacle]:
        """Values past the last row."""
        last = payment.bands[-1].up_to if payment.bands else None
        fact = self.engine.facts.get(payment.bands_by or "")
        if last is None or fact is None:
            return
        advice = "add a last row without 'up_to', or let the rule hold only up to there"
        moments = self._moments(MOST_MOMENTS) if fact.type == "time" else iter(((self.space.moments.first, ()),))
        for now, literals in moments:
            seen: set[tuple[int, ...]] = set()
            for value in self._beyond(fact, last, now):
                facts = self._worth(fact, value)
                where = tuple(self._literals(facts, now))
                if where not in seen:
                    seen.add(where)
                    yield Obstacle(facts, (*literals, *where), advice)

    # Values and propositions -------------------------------------------------------------------------------------

    def _beyond(self, fact: Fact, last: Limit, now: int) -> Iterator[Value]:
        try:
            known = candidates(self.engine, fact, Scene(now, {NOW: from_epoch(now)}, self.engine.windows))
        except TooMany:
            known = ()
        if last.number is not None:
            limit = Decimal(last.number)
            yield from (one for one in (limit + 1, *known) if isinstance(one, Decimal) and one > limit)
        elif last.money is not None:
            most = Money(Decimal(last.money.amount or 0), last.money.currency or "")
            over = (most._replace(amount=most.amount + 1), *known)
            yield from (
                one
                for one in over
                if isinstance(one, Money) and one.currency == most.currency and one.amount > most.amount
            )
        elif last.time is not None and fact.type == "duration":
            length = dt.timedelta(minutes=last.time.minutes or 0, days=last.time.days or 0)
            over_ = (length + dt.timedelta(minutes=1), *known)
            yield from (one for one in over_ if isinstance(one, dt.timedelta) and one > length)
        elif last.time is not None:
            days = last.time.days or (last.time.business_days or 0) * 2
            ago = now - 60 * (last.time.minutes or 0) - DAY * (days + 2)
            tried = (one for one in (from_epoch(ago), *known) if isinstance(one, dt.datetime))
            yield from (one for one in tried if not self._near(one, last.time, now))

    def _near(self, instant: dt.datetime, limit: Duration, now: int) -> bool:
        first, last = sorted((to_epoch(instant), now))
        try:
            return self.engine.windows.near(first, last, limit, lambda _: None)
        except (ClockError, EngineError):
            return True

    def _worth(self, fact: Fact, value: Value) -> dict[str, Value | None]:
        """Facts that make a fact have a value."""
        if fact.derived is None:
            return {fact.name: value}
        if fact.derived != "sum_of":
            return dict.fromkeys(fact.of, value)
        first, *others = fact.of
        nothing: Value = Money(Decimal(0), value.currency) if isinstance(value, Money) else Decimal(0)
        return {**dict.fromkeys(others, nothing), first: value}

    def _without(self, fact: Fact) -> Iterator[dict[str, Value | None]]:
        """Ways in which a fact is absent for certain."""
        if fact.derived is None:
            yield {fact.name: None}
        elif fact.derived == "sum_of":
            money = Money(_SOME, self.engine.compiled.currency or next(iter(self.currencies), "EUR"))
            some: Value = money if fact.type == "money" else _SOME
            for part in fact.of:
                if self.may_be_absent & {part, fact.name}:
                    yield {**dict.fromkeys(fact.of, some), part: None}
        elif fact.name in self.may_be_absent or self.may_be_absent.issuperset(fact.of):
            yield dict.fromkeys(fact.of)

    def _literals(self, facts: Mapping[str, Value | None], now: int) -> Iterator[int]:
        """The classes that facts have at a moment, and those of what is worked out of them alone."""
        engine = self.engine
        whole = completed(engine, facts, now)
        names = {*facts, *(one.name for one in engine.derived if set(one.of) <= set(facts))}
        scene = Scene(now, whole, engine.windows)
        for place, column in enumerate(engine.compiled.columns):
            if column.fact not in names or _compares(column):
                continue
            value = whole.get(column.fact)
            number = 0 if value is None else question_of(column, engine.facts[column.fact]).class_of(value, scene)
            yield self.space.fact_column(place).classes[number]

    def _in_currency(self, fact: Fact, currency: str) -> Iterator[int]:
        """That a money fact is in a currency, where the policy asks about it in that currency."""
        for place, column in enumerate(self.engine.compiled.columns):
            if column.fact == fact.name and column.kind == "ranges" and column.currency == currency:
                form = self.space.fact_column(place)
                yield self.space.solver.any_of(form.classes[1 : column.size - 1])

    def _moments(self, most: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The first instant of each kind of moment, and that the ticket is opened and asked at such a moment."""
        moments = self.space.moments
        for one, other, instants in islice(moments.both, most):
            opened, now = moments.opened[one].vector, moments.now[other].vector
            places = (*moments.opened_places, *moments.now_places)
            pairs = zip(places, (*opened, *now), strict=True)
            yield instants[0], tuple(self.space.fact_column(place).classes[number] for place, number in pairs)

    def _currency(self, written: Sum) -> str | None:
        price = self.prices.get(written.name or "")
        return written.currency if price is None else price.prices[0].price.currency

    def _fact(self, written: Sum) -> Fact | None:
        return None if written.name is None or written.name in self.prices else self.engine.facts.get(written.name)


def _sums(payment: Payment) -> Iterator[Sum]:
    """Every sum of a payment, limits of its rows not among them."""
    one_by_one = (payment.of, payment.at_least, payment.at_most, *payment.less, *(band.pay for band in payment.bands))
    yield from (one for one in one_by_one if one is not None)
    if payment.each is not None:
        yield payment.each.pay


def _names(payment: Payment) -> Sequence[str]:
    """Every name of a fact or price that a payment needs."""
    found = [one.name for one in _sums(payment)]
    found += [payment.times, payment.unused, payment.total, payment.bands_by]
    found += [payment.each.of] if payment.each is not None else []
    return list(dict.fromkeys(name for name in found if name is not None))


def _asked_for_presence(space: Space) -> Iterator[str]:
    """Facts of which some rule asks whether they are there.

    Of most facts that is a column of its own. Of numbers it is one test among others of their column, and two tests may come
    to the same (up to 5, or above 5); so the words of the condition are looked at, where `present` reads so.
    """
    compiled = space.engine.compiled
    yield from (one.fact for one in compiled.columns if one.probe is not None and one.probe.operator == "present")
    texts = [part.text for table in compiled.tables for rule in table.rules for part in rule.parts]
    for fact in compiled.facts:
        if fact.type in ("number", "duration"):
            asked = (f"{fact.name} is known", f"{fact.name} is missing")
            if any(one in text for text in texts for one in asked):
                yield fact.name


def _currencies(space: Space) -> set[str]:
    """Every currency that the policy speaks of."""
    compiled = space.engine.compiled
    found = {compiled.currency, *(column.currency for column in compiled.columns)}
    found |= {price.price.currency for named in compiled.prices for price in named.prices}
    for table in compiled.tables:
        for rule in table.rules:
            payment = None if rule.outcome.decision is None else rule.outcome.decision.amount
            found |= {one.currency for one in _sums(payment)} if payment is not None else set()
    return {one for one in found if one is not None}


def _first_day(price: NamedPrices | None) -> str | None:
    """The first day of a price; None where it has always been in force."""
    days = [] if price is None else [one.start for one in price.prices]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def _compares(column: Column) -> bool:
    """Whether the answer of a column may depend on other facts, or is of no single value."""
    return column.probe is not None and column.probe.operator not in ("present", "within", "in_next", "older_than")
