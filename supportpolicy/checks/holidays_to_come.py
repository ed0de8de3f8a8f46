"""SP316: a year of the horizon for which the lock knows no holidays. SP317: days off by hand that end before the horizon."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.holidays_used import known_holidays
from supportpolicy.diagnostics import Diagnostic, Kind, Span, quoted_list
from supportpolicy.language.lock import region_key
from supportpolicy.language.sections.coverage import WeeklyCoverage

NO_YEAR = Kind(
    "SP316",
    "year-without-holidays",
    "warning",
    "The lock has holidays of a country for some years of the horizon, and not one for another year.",
    "Some countries announce their holidays year by year, so lists of them end early. In the year that is missing every "
    "holiday counts as a working day, and promises are broken on it.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-01-01..2027-12-31
dates: {IE: {2026-12-25: Christmas Day}}
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-01-01..2027-12-31
dates: {IE: {2026-12-25: Christmas Day, 2027-12-25: Christmas Day}}
""",
)
RUN_OUT = Kind(
    "SP317",
    "days-off-run-out",
    "warning",
    "A coverage lists its days off date by date, and the list ends a year or more before the horizon.",
    "Helpdesks that keep holidays by hand reach about two years ahead; then Christmas comes and every clock runs through it.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions: [{dates: [2026-01-01, 2026-05-01, 2026-08-03, 2026-12-24..2026-12-25], open: closed}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions:
      - {dates: [2026-01-01, 2026-05-01, 2026-08-03, 2026-12-24..2026-12-25], open: closed}
      - {dates: [2027-01-01, 2027-08-02, 2027-12-24], open: closed}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)

_A_LIST = 5
"""So many closed days in a year are a list of holidays; fewer are the odd day off."""
_LONGEST = 60
"""Days of one range that are still holidays; longer ones are a closed season."""


def check_years(context: Context) -> Iterator[Diagnostic]:
    """Regions of the lock with whole years of the horizon that are empty; each region once."""
    horizon, lock = context.policy.header.horizon, context.lock
    if horizon is None or lock is None:
        return
    years = _whole_years(max(horizon[0], lock.first), min(horizon[1], lock.last))
    seen: set[str] = set()
    for days in known_holidays(context.policy):
        region = region_key(days.country, days.subdivision)
        if region in seen or not lock.regions.get(region):
            continue
        seen.add(region)
        known = {day.year for day in lock.regions[region]}
        missing = [str(year) for year in years if year not in known]
        if missing:
            yield NO_YEAR.at(
                days.country.span,
                f"holidays.lock.yaml has no holiday of {region} in {quoted_list(missing, last='and')}",
                help="find out the dates and give them as exceptions, or end the horizon before that year",
            )


def check_run_out(context: Context) -> Iterator[Diagnostic]:
    """Coverages without holidays whose closed dates end before the last whole year of the horizon."""
    horizon = context.policy.header.horizon
    if horizon is None:
        return
    years = _whole_years(*horizon)
    if not years:
        return
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, WeeklyCoverage) or coverage.holidays:
            continue
        closed: Counter[int] = Counter()
        latest: tuple[dt.date, Span] | None = None
        for exception in coverage.exceptions:
            if exception.spans:
                continue
            for dates in exception.dates:
                if (dates.last - dates.first).days < _LONGEST:
                    for step in range((dates.last - dates.first).days + 1):
                        closed[(dates.first + dt.timedelta(step)).year] += 1
                if latest is None or dates.last > latest[0]:
                    latest = (dates.last, dates.span)
        if latest is None or latest[0].year >= years[-1] or latest[0].year < horizon[0].year:
            continue
        if max(closed.values(), default=0) >= _A_LIST:
            yield RUN_OUT.at(
                latest[1],
                f"this is the last day off of '{coverage.name}', and the horizon reaches to {horizon[1]}",
                help=f"add the days off of {years[-1]}, or use the list of a country: holidays: [{{country: IE}}]",
            )


def _whole_years(first: dt.date, last: dt.date) -> list[int]:
    start = first.year if (first.month, first.day) == (1, 1) else first.year + 1
    end = last.year if (last.month, last.day) == (12, 31) else last.year - 1
    return list(range(start, end + 1))


CHECKS = (Check(NO_YEAR, check_years), Check(RUN_OUT, check_run_out))
