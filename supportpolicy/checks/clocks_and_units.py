"""SP305: business days without a calendar that has them. SP306: days of 24 hours on opening hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.amounts import Amount
from supportpolicy.language.builtin import ALWAYS_OPEN, TEAM_CLOCK
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import UnionCoverage
from supportpolicy.language.sections.timelines import Step
from supportpolicy.language.walk import conditions_of, ladders_of, tests_in

NO_BUSINESS_DAYS = Kind(
    "SP305",
    "no-business-days",
    "error",
    "An amount in business days (bd) on a clock that has none: always, a union without a time zone, or no calendar at all.",
    "On a clock that never closes, no day ends; what 1bd means would be anybody's guess.",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 1bd}, clock: always}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
sla: [{name: all, targets: {first_response: 1bd}, clock: office}]
""",
)
DAYS_ON_HOURS = Kind(
    "SP306",
    "days-on-opening-hours",
    "error",
    "An amount in days of 24 hours (d) on a clock with opening hours.",
    "A day of 24 open hours is three office days long; a published guide that counted so was wrong by days.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
sla: [{name: all, targets: {first_response: 1d}, clock: office}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
sla: [{name: all, targets: {first_response: 8h}, clock: office}]
""",
)


class _Use(NamedTuple):
    amount: Amount
    clock: Name | None
    """None: no clock is named, which means always."""
    window: bool = False
    """Whether the amount measures dates, as in `within: 30d`; business days then follow the policy's own calendar."""


def check_business_days(context: Context) -> Iterator[Diagnostic]:
    """Amounts in bd where no business days are known."""
    if not context.complete("coverage"):
        return
    calendar = context.policy.header.business_day_calendar
    for use in _uses(context.policy):
        if use.amount.unit != "business_days":
            continue
        clock = calendar if use.window or use.clock is None else use.clock
        if clock == TEAM_CLOCK:
            yield from _team_clock(use.amount, context)
        elif clock is None:
            yield NO_BUSINESS_DAYS.at(
                use.amount.span,
                f"{use.amount.text}: no calendar says which days are business days",
                help="name one in the header: business_day_calendar: NAME of a coverage",
            )
        elif clock == ALWAYS_OPEN:
            days = use.amount.number
            yield NO_BUSINESS_DAYS.at(
                use.amount.span,
                f"{use.amount.text} on 'always': a clock that never stops has no business days",
                help=f"write {days * 24}h, or name a clock with opening hours",
            )
        else:
            coverage = context.policy.coverage.get(clock)
            if isinstance(coverage, UnionCoverage) and coverage.timezone is None:
                yield NO_BUSINESS_DAYS.at(
                    use.amount.span,
                    f"{use.amount.text} on '{clock}': a union has business days only in a time zone",
                    help=f"give '{clock}' a timezone, in whose dates the days are counted",
                )


def _team_clock(amount: Amount, context: Context) -> Iterator[Diagnostic]:
    """On the clock of whichever team has the ticket, some team must have business days at all."""
    teams = context.policy.teams.values()
    if teams and all(team.coverage in (None, ALWAYS_OPEN) for team in teams) and context.complete("teams"):
        yield NO_BUSINESS_DAYS.at(
            amount.span,
            f"{amount.text} on 'team': no team has opening hours, so none has business days",
            help=f"write {amount.number * 24}h, or give the teams a coverage with opening hours",
        )


def check_days(context: Context) -> Iterator[Diagnostic]:
    """Amounts in d on a clock that closes."""
    for use in _uses(context.policy):
        if use.amount.unit == "days" and not use.window and use.clock is not None and use.clock != ALWAYS_OPEN:
            number = use.amount.number
            yield DAYS_ON_HOURS.at(
                use.amount.span,
                f"{use.amount.text} is {'24 hours' if number == 1 else f'{number * 24} hours'}, and '{use.clock}' is not open all day",
                help=f"write {number * 8}h for open hours or {number}bd for business days",
            )


def _uses(policy: Policy) -> Iterator[_Use]:
    for promise in policy.sla:
        for row in promise.rows:
            for target in row.targets:
                if target.clock is None:
                    continue  # said by the check on targets without a clock
                for amount in (target.at_most, target.usually):
                    if amount is not None:
                        yield _Use(amount, target.clock)
    for _, ladder in ladders_of(policy):
        yield from _steps(ladder.steps, ladder.clock)
    if policy.emergency is not None:
        yield from _steps(policy.emergency.steps, policy.emergency.clock)
        updates = policy.emergency.update_customer
        if updates is not None:
            yield _Use(updates.every, updates.clock)
    for rule in (*policy.refunds, *policy.requests):
        for amount in (rule.paid_within, rule.wait):
            if amount is not None:
                yield _Use(amount, None, window=True)
    for identity in policy.identity:
        if identity.wait is not None:
            yield _Use(identity.wait, None, window=True)
    if policy.lifecycle is not None and policy.lifecycle.reopen is not None and policy.lifecycle.reopen.within:
        yield _Use(policy.lifecycle.reopen.within, None, window=True)
    conditions = [use.condition for use in conditions_of(policy)]
    conditions.extend(condition.when for condition in policy.conditions.values())
    for condition in conditions:
        yield from _windows(condition)


def _steps(steps: tuple[Step, ...], clock: Name | None) -> Iterator[_Use]:
    for step in steps:
        for amount in (step.after, step.every):
            if amount is not None:
                yield _Use(amount, clock)


def _windows(condition: Condition) -> Iterator[_Use]:
    for test in tests_in(condition):
        if test.operator not in ("within", "in_next", "older_than"):
            continue
        for value in test.values:
            if value.text.endswith("bd") and value.text[:-2].isdigit():
                number = int(value.text[:-2][:6])
                yield _Use(Amount(number, "business_days", value.text, value.span), None, window=True)


CHECKS = (Check(NO_BUSINESS_DAYS, check_business_days), Check(DAYS_ON_HOURS, check_days))
