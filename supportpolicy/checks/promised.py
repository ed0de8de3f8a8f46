"""What `sla` promises to which tickets, and which of two times is certainly the longer one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from supportpolicy.checks.context import Context
from supportpolicy.checks.overlaps import ALL, Overlaps, Tickets, among, with_words
from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount
from supportpolicy.language.builtin import ALWAYS_OPEN, METRICS, TEAM_CLOCK
from supportpolicy.language.conditions import Condition
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import ChosenCoverage
from supportpolicy.language.sections.sla import BY_PHRASES, OTHERWISE_ROW, Promise, Row, Target, rows_of
from supportpolicy.language.walk import named_in, tests_in

MOST, MOST_LOOKED_UP = 5_000, 200_000
"""Conditions that one check compares, and words that it looks up. A policy of thousands of promises must not take seconds;
past this a check stays silent."""

BUILT_IN_METRICS = tuple(metric.name for metric in METRICS)

_DAY = 24 * 60


class Promised(NamedTuple):
    """A row of a promise with the tickets it is for; rules above that may take some of them are left aside."""

    promise: Promise
    row: Row
    tickets: Tickets

    def target(self, metric: str) -> Target | None:
        """What is promised of a metric, where any time is."""
        return next((target for target in self.row.targets if target.metric == metric and target.promised), None)


def promised_of(context: Context) -> tuple[Promised, ...]:
    """Every row of every promise, in the order in which they are asked."""
    kept = context.overlaps.kept
    if "promised" not in kept:
        kept["promised"] = tuple(_promised(context.policy, context.overlaps))
    found: tuple[Promised, ...] = kept["promised"]
    return found


def _promised(policy: Policy, overlaps: Overlaps) -> Iterator[Promised]:
    for promise in policy.sla:
        tickets = overlaps.tickets(promise.head.when)
        given = [value for value in rows_of(promise) if value != OTHERWISE_ROW]
        for row in promise.rows:
            if promise.rows_by is None or row.value is None:
                own = ALL
            elif row.value == OTHERWISE_ROW:
                own = with_words(promise.rows_by, given, wanted=False) if given else ALL
            else:
                own = with_words(promise.rows_by, [row.value])
            yield Promised(promise, row, among(tickets, own))


def pauses_of(promise: Promise, target: Target) -> frozenset[str]:
    """Statuses during which the clock of a target stands still."""
    return frozenset(promise.pause_while if target.pause_while is None else target.pause_while)


def place_of(target: Target) -> Span:
    """The characters of the time that is promised."""
    return target.at_most.span if target.at_most is not None else target.span


def words_of(target: Target) -> str:
    """The promised time as it was written."""
    return target.at_most.text if target.at_most is not None else str(target.by)


def longer(one: Amount, clock: str, other: Amount, other_clock: str, times: int = 1) -> bool:
    """Whether the first time is certainly more than `times` the other, on their clocks, for one and the same ticket."""
    if one.unit == other.unit and clock == other_clock:
        return one.number > times * other.number
    # A clock that stands still at times is never faster than one that runs always.
    if other_clock != ALWAYS_OPEN or "business_days" in (one.unit, other.unit):
        return False
    return _minutes(one) > times * _minutes(other)


def slower(one: Promised, target: Target, other: Promised, than: Target) -> bool:
    """Whether the first target is certainly due later than the other, of one and the same ticket."""
    if target.clock is None or than.clock is None:
        return False
    if not pauses_of(one.promise, target) >= pauses_of(other.promise, than):
        return False
    if target.at_most is not None and than.at_most is not None:
        return longer(target.at_most, target.clock, than.at_most, than.clock)
    if target.by in BY_PHRASES and than.by in BY_PHRASES and target.clock == than.clock:
        return BY_PHRASES.index(target.by) > BY_PHRASES.index(than.by)
    return False


def clock_depends_on(policy: Policy, clock: str | None, fact: str) -> bool:
    """Whether a clock may be another one for tickets that differ in a decided attribute alone."""
    if clock == TEAM_CLOCK:
        hours = {team.coverage for team in policy.teams.values()}
        asked = {"emergency", "claimed", "channel_support", fact}
        return len(hours) > 1 and any(not asked.isdisjoint(facts_read(policy, r.head.when)) for r in policy.routing)
    coverage = policy.coverage.get(clock) if clock is not None else None
    return isinstance(coverage, ChosenCoverage) and coverage.by in ("team", fact)


def facts_read(policy: Policy, condition: Condition) -> frozenset[str]:
    """Every fact that a condition reads, also through the conditions it names."""
    read: set[str] = set()
    todo, seen = [condition], set[str]()
    while todo:
        part = todo.pop()
        read.update(test.field for test in tests_in(part))
        for name in (str(name) for named in named_in(part) for name in named.names):
            if name not in seen and name in policy.conditions:
                seen.add(name)
                todo.append(policy.conditions[name].when)
    return frozenset(read)


def _minutes(amount: Amount) -> int:
    return amount.number * (_DAY if amount.unit == "days" else 1)
