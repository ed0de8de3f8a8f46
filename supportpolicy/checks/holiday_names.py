"""SP310: a holiday by a name that the lock does not have."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean
from supportpolicy.language.lock import Lock, region_key, without_observed
from supportpolicy.language.sections.coverage import CountryHolidays, WeeklyCoverage

KIND = Kind(
    "SP310",
    "unknown-holiday",
    "error",
    "A holiday is named that the country does not have within the horizon.",
    "The day would stay open, or closed, against what was meant.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-12-24..2026-12-26
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE, except: [Chrismas Day]}]}}
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
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE, except: [Christmas Day]}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-12-24..2026-12-26
dates: {IE: {2026-12-25: Christmas Day}}
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Names of holidays that do not occur."""
    if context.lock is None:
        return
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, WeeklyCoverage):
            continue
        everywhere: set[str] = set()
        locked = True
        for days in coverage.holidays:
            if not isinstance(days, CountryHolidays):
                everywhere.update([days.name] if days.name else [])
                continue
            names = _names(context.lock, days)
            locked = locked and names is not None
            everywhere.update(names or ())
            for name in (*days.only, *days.without):
                if names is not None and name not in names:
                    advice = did_you_mean(name, names, what=f"holidays of {days.country} are")
                    yield KIND.at(name.span, f"{days.country} has no holiday '{name}'", help=advice)
        for exception in coverage.exceptions:
            for name in exception.holidays:
                if locked and name not in everywhere:
                    advice = did_you_mean(name, everywhere, what="holidays of this coverage are")
                    yield KIND.at(name.span, f"this coverage has no holiday '{name}'", help=advice)


def _names(lock: Lock, days: CountryHolidays) -> set[str] | None:
    dates = lock.regions.get(region_key(days.country, days.subdivision))
    if dates is None:
        return None
    return {without_observed(name) for names in dates.values() for name in names}


CHECK = Check(KIND, check)
