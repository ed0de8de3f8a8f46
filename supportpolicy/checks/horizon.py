"""SP307: dates outside the horizon. SP308: holidays without a horizon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.holidays_used import country_holidays
from supportpolicy.diagnostics import Diagnostic, Kind, Span
from supportpolicy.language.policy import Policy
from supportpolicy.language.reading import About
from supportpolicy.language.sections.coverage import WeeklyCoverage

OUTSIDE = Kind(
    "SP307",
    "outside-horizon",
    "warning",
    "A date lies outside the horizon of the policy.",
    "Calendars are worked out for the horizon only, so the date has no effect.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2026-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2025-12-24, open: closed}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2026-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-24, open: closed}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)
MISSING = Kind(
    "SP308",
    "no-horizon",
    "error",
    "The policy uses public holidays and has no horizon.",
    "Holidays are known for some years only; the horizon says for which dates the policy speaks.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-12-24..2026-12-26
dates: {IE: {2026-12-25: Christmas Day}}
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-12-24..2026-12-26
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-12-24..2026-12-26
dates: {IE: {2026-12-25: Christmas Day}}
""",
)


def check_missing(context: Context) -> Iterator[Diagnostic]:
    """Holidays without a horizon, said once."""
    if context.policy.header.horizon is None and not context.policy.incomplete:
        for days in country_holidays(context.policy):
            yield MISSING.at(
                days.span,
                "public holidays need a horizon, and the policy has none",
                help="say in the header for which dates it speaks: horizon: 2026-01-01..2028-12-31",
            )
            return


def check_outside(context: Context) -> Iterator[Diagnostic]:
    """Dates that the horizon leaves out."""
    horizon = context.policy.header.horizon
    if horizon is None:
        return
    first, last = horizon
    for start, end, span in _dates(context.policy):
        if (start is not None and start > last) or (end is not None and end < first):
            yield OUTSIDE.at(
                span, f"this lies outside the horizon, {first} to {last}", help="remove it, or widen the horizon"
            )


def _dates(policy: Policy) -> Iterator[tuple[dt.date | None, dt.date | None, Span]]:
    for coverage in policy.coverage.values():
        if isinstance(coverage, WeeklyCoverage):
            for exception in coverage.exceptions:
                yield from ((dates.first, dates.last, dates.span) for dates in exception.dates)
    for about in _abouts(policy):
        if about.effective is not None:
            end = about.effective.end
            yield about.effective.start, None if end is None else end - dt.timedelta(days=1), about.effective.span


def _abouts(policy: Policy) -> Iterator[About]:
    tables = (policy.tiers, policy.routing, policy.sla, policy.refunds, policy.requests, policy.identity)
    for rules in tables:
        yield from (rule.head.about for rule in rules)
    yield from (ladder.about for ladder in policy.escalation)


CHECKS = (Check(OUTSIDE, check_outside), Check(MISSING, check_missing))
