"""SP309: holidays are used, but the lock does not hold them."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.holidays_used import known_holidays
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.lock import region_key

KIND = Kind(
    "SP309",
    "holidays-not-locked",
    "error",
    "A coverage uses the holidays of a country, and holidays.lock.yaml lacks them for some of the horizon.",
    "Dates of holidays change. The lock holds them as they were agreed, so that a change shows up in review.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2026-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
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
_REMEDY = "run 'supportpolicy lock', look at the dates, and commit holidays.lock.yaml"


def check(context: Context) -> Iterator[Diagnostic]:
    """Countries in use that the lock lacks, and a horizon that it does not reach. One finding each."""
    yield from context.lock_findings
    if context.lock_findings:
        return
    horizon = context.policy.header.horizon
    if horizon is None:
        return  # said by the check on policies without one; before it there is nothing to lock
    seen: set[str] = set()
    for days in known_holidays(context.policy):
        region = region_key(days.country, days.subdivision)
        if region in seen:
            continue
        seen.add(region)
        if context.lock is None:
            yield KIND.at(
                days.span, "the policy uses public holidays, and there is no holidays.lock.yaml", help=_REMEDY
            )
            return
        if region not in context.lock.regions:
            yield KIND.at(days.span, f"holidays.lock.yaml has no holidays of {region}", help=_REMEDY)
        elif horizon[0] < context.lock.first or horizon[1] > context.lock.last:
            reach = f"holidays.lock.yaml reaches from {context.lock.first} to {context.lock.last}, the horizon further"
            yield KIND.at(context.policy.header.horizon_span or days.span, reach, help=_REMEDY)
            return


CHECK = Check(KIND, check)
