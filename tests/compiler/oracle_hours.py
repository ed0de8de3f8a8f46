"""Whether somebody is there, straight from the coverage as written: by asking about one instant, without a calendar."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from supportpolicy.language.hours import WeekEnd, WeekSpan
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import CoverageException, UnionCoverage, WeeklyCoverage, YearlyHolidays

DAY = 24 * 60


def is_open(policy: Policy, name: str, instant: dt.datetime) -> bool:
    """Open means: the local wall time lies in a half-open span of that local date."""
    if name == "always":
        return True
    coverage = policy.coverage[name]
    if isinstance(coverage, UnionCoverage):
        return any(is_open(policy, str(member), instant) for member in coverage.of)
    assert isinstance(coverage, WeeklyCoverage)
    return is_open_by_week(coverage, zone_of(policy, coverage), instant)


def is_open_by_week(coverage: WeeklyCoverage, zone: ZoneInfo, instant: dt.datetime) -> bool:
    """The same for hours by weekday."""
    local = instant.astimezone(zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    exception = exception_on(coverage, day)
    if exception is not None:
        return any(span.start <= minute < span.end for span in exception.spans)
    if is_holiday(coverage, day):
        return False
    for hours in coverage.week:
        for span in hours.spans:
            today = day.weekday() in hours.days and span.start <= minute < span.end
            # What began yesterday evening and goes on after midnight.
            since_yesterday = (day.weekday() - 1) % 7 in hours.days and minute + DAY < span.end
            if today or since_yesterday:
                return True
    return any(in_stretch(stretch, instant, zone) for stretch in coverage.stretches)


def is_business_day(policy: Policy, name: str, day: dt.date) -> bool:
    """A local date with any opening."""
    coverage = policy.coverage[name]
    assert isinstance(coverage, WeeklyCoverage)
    if coverage.business_days is not None:
        return day.weekday() in coverage.business_days and not is_holiday(coverage, day)
    return opens(coverage, zone_of(policy, coverage), day)


@cache
def opens(coverage: WeeklyCoverage, zone: ZoneInfo, day: dt.date) -> bool:
    """Whether there is a quarter of an hour of the date at which somebody is there."""
    times = (dt.datetime.combine(day, dt.time(*divmod(minute, 60)), zone) for minute in range(0, DAY, 15))
    return any(is_open_by_week(coverage, zone, time) for time in times)


def zone_of(policy: Policy, coverage: WeeklyCoverage) -> ZoneInfo:
    """Its own zone, else the one that every end of its spans names, else the policy's."""
    if coverage.timezone is not None:
        return ZoneInfo(str(coverage.timezone))
    named = {str(end.zone) for span in coverage.stretches for end in (span.start, span.end)}
    return ZoneInfo(named.pop() if len(named) == 1 and "None" not in named else str(policy.header.timezone))


def exception_on(coverage: WeeklyCoverage, day: dt.date) -> CoverageException | None:
    for exception in coverage.exceptions:
        if any(dates.first <= day <= dates.last for dates in exception.dates):
            return exception
    return None


def is_holiday(coverage: WeeklyCoverage, day: dt.date) -> bool:
    return any(
        isinstance(holidays, YearlyHolidays) and (day.month, day.day) in holidays.days for holidays in coverage.holidays
    )


def in_stretch(stretch: WeekSpan, instant: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether the last end that came before the instant is the opening one."""
    return last_time(stretch.start, instant, zone) > last_time(stretch.end, instant, zone)


def last_time(end: WeekEnd, instant: dt.datetime, zone: ZoneInfo) -> float:
    """When this weekday and time came last, at the instant or before it."""
    own = ZoneInfo(end.zone) if end.zone is not None else zone
    day = instant.astimezone(own).date()
    for back in range(9):
        candidate = day - dt.timedelta(days=back)
        first = candidate if end.minute < DAY else candidate - dt.timedelta(days=1)
        if first.weekday() == end.weekday:
            moment = dt.datetime.combine(candidate, dt.time(*divmod(end.minute % DAY, 60)), own)
            if moment.timestamp() <= instant.timestamp():
                return moment.timestamp()
    raise AssertionError
