"""Coverages to calendars: weeks cut at midnight, holidays and exceptions as dates, zones by fact as a choice."""

from __future__ import annotations

import datetime as dt

from supportpolicy.compiled.calendars import Calendar, Day, People, Stretch
from supportpolicy.compiled.tables import Duration
from supportpolicy.compiler.amounts import duration
from supportpolicy.compiler.places import Places
from supportpolicy.language.amounts import Amount
from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.hours import DAY_MINUTES, WeekSpan
from supportpolicy.language.lock import OBSERVED, Lock, region_key, without_observed
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import (
    ChosenCoverage,
    Coverage,
    CoverageException,
    PeopleThere,
    UnionCoverage,
    WeeklyCoverage,
    YearlyHolidays,
    dates_between,
)

DEFAULT_HORIZON = (dt.date(2020, 1, 1), dt.date(2035, 12, 31))
"""The dates for which yearly days off are worked out where a policy has no horizon."""

Pieces = tuple[tuple[int, int], ...]


def calendars_of(policy: Policy, lock: Lock | None, places: Places) -> tuple[Calendar, ...]:
    """Every coverage as a calendar, `always` first; by name."""
    found = [Calendar(ALWAYS_OPEN, "weekly", "Etc/UTC", ((((0, DAY_MINUTES),),) * 7))]
    for name in sorted(policy.coverage):
        found.extend(_calendars(policy.coverage[name], policy, lock, places))
    return tuple(found)


def _calendars(coverage: Coverage, policy: Policy, lock: Lock | None, places: Places) -> list[Calendar]:
    at = places.at(coverage.name.span)
    if isinstance(coverage, ChosenCoverage):
        cases = {str(value): str(target) for value, target in coverage.cases}
        otherwise = None if coverage.otherwise is None else str(coverage.otherwise)
        return [Calendar(str(coverage.name), "choose", by=str(coverage.by), cases=cases, otherwise=otherwise, at=at)]
    way, length = _business_day(coverage.business_day)
    days = coverage.business_days or ()
    if isinstance(coverage, UnionCoverage):
        zone = None if coverage.timezone is None else str(coverage.timezone)
        return [
            Calendar(
                str(coverage.name),
                "union",
                zone,
                business_days=days,
                business_day=way,
                business_day_length=length,
                union=tuple(str(member) for member in coverage.of),
                about=coverage.about,
                at=at,
            )
        ]
    if coverage.zone_by is None:
        return [_weekly(coverage, str(coverage.name), _zone(coverage, policy), policy, lock, places)]
    by = coverage.zone_by
    zones = list(dict.fromkeys([*(str(zone) for zone in by.among), str(by.otherwise)]))
    names = {zone: f"{coverage.name} in {zone}" for zone in zones}
    chosen = Calendar(
        str(coverage.name), "choose", by=str(by.field), cases=names, otherwise=names[str(by.otherwise)], at=at
    )
    return [chosen, *(_weekly(coverage, names[zone], zone, policy, lock, places) for zone in zones)]


def _zone(coverage: WeeklyCoverage, policy: Policy) -> str:
    if coverage.timezone is not None:
        return str(coverage.timezone)
    ends = {end.zone for span in coverage.stretches for end in (span.start, span.end)}
    if len(ends) == 1 and None not in ends:
        return str(ends.pop())
    return str(policy.header.timezone) if policy.header.timezone is not None else "Etc/UTC"


def _weekly(
    coverage: WeeklyCoverage, name: str, zone: str, policy: Policy, lock: Lock | None, places: Places
) -> Calendar:
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for hours in coverage.week:
        for day in hours.days:
            for span in hours.spans:
                _add(week, day, span.start, span.end)
    stretches: list[Stretch] = []
    for stretch in coverage.stretches:
        _add_stretch(week, stretches, stretch, zone)
    way, length = _business_day(coverage.business_day)
    return Calendar(
        name,
        "weekly",
        zone,
        tuple(_joined(pieces) for pieces in week),
        tuple(stretches),
        _dates(coverage, policy, lock, places),
        coverage.business_days or (),
        way,
        length,
        _people(coverage.people),
        about=coverage.about,
        at=places.at(coverage.name.span),
    )


def _add(week: list[list[tuple[int, int]]], day: int, start: int, end: int) -> None:
    """A span of a day; what passes midnight belongs to the next date."""
    week[day].append((start, min(end, DAY_MINUTES)))
    if end > DAY_MINUTES:
        week[(day + 1) % 7].append((0, end - DAY_MINUTES))


def _add_stretch(week: list[list[tuple[int, int]]], stretches: list[Stretch], span: WeekSpan, zone: str) -> None:
    start_zone, end_zone = span.start.zone or zone, span.end.zone or zone
    if (start_zone, end_zone) != (zone, zone):
        start, end = span.start, span.end
        stretches.append(Stretch(start.weekday, start.minute, start_zone, end.weekday, end.minute, end_zone))
        return
    minute = span.start.weekday * DAY_MINUTES + span.start.minute
    last = span.end.weekday * DAY_MINUTES + span.end.minute
    if last <= minute:
        last += 7 * DAY_MINUTES
    while minute < last:
        day, within = divmod(minute, DAY_MINUTES)
        until = min(last, (day + 1) * DAY_MINUTES)
        week[day % 7].append((within, until - day * DAY_MINUTES))
        minute = until


def _joined(pieces: list[tuple[int, int]]) -> Pieces:
    found: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return tuple(found)


def _dates(coverage: WeeklyCoverage, policy: Policy, lock: Lock | None, places: Places) -> dict[str, Day]:
    first, last = policy.header.horizon or DEFAULT_HORIZON
    days: dict[dt.date, Day] = {}
    by_name: dict[str, list[dt.date]] = {}
    for holidays in coverage.holidays:
        at = places.at(holidays.span)
        if isinstance(holidays, YearlyHolidays):
            for year in range(first.year, last.year + 1):
                for month, number in holidays.days:
                    if (month, number) == (2, 29) and not _leap(year):
                        continue
                    day = dt.date(year, month, number)
                    if first <= day <= last:
                        days.setdefault(day, Day((), "holiday", holidays.name, "closed", at=at))
                        by_name.setdefault(holidays.name or "", []).append(day)
            continue
        region = region_key(holidays.country, holidays.subdivision)
        locked = lock.regions.get(region, {}) if lock is not None else {}
        for day, names in locked.items():
            every = [name for name in names if holidays.observed or not name.endswith(OBSERVED)]
            for name in every:
                by_name.setdefault(without_observed(name), []).append(day)
            kept = [name for name in every if _wanted(without_observed(name), holidays.only, holidays.without)]
            if kept and first <= day <= last:
                days.setdefault(day, Day((), "holiday", "; ".join(kept), "closed", at=at))
    for exception in coverage.exceptions:
        for day in _exception_dates(exception, by_name, first, last):
            if first <= day <= last:
                days[day] = _exception(exception, days.get(day), places)
    return {day.isoformat(): days[day] for day in sorted(days)}


def _wanted(name: str, only: tuple[str, ...], without: tuple[str, ...]) -> bool:
    return (not only or name in only) and name not in without


def _exception_dates(
    exception: CoverageException, by_name: dict[str, list[dt.date]], first: dt.date, last: dt.date
) -> list[dt.date]:
    """The dates of an exception; of a range only those from first to last, however long it is."""
    found = [day for dates in exception.dates for day in dates_between(max(dates.first, first), min(dates.last, last))]
    return found + [day for name in exception.holidays for day in by_name.get(str(name), [])]


def _exception(exception: CoverageException, holiday: Day | None, places: Places) -> Day:
    return Day(
        _joined([(span.start, span.end) for span in exception.spans]),
        "exception",
        exception.why or (holiday.name if holiday is not None else None),
        exception.cover if exception.spans else "closed",
        _people(exception.people),
        places.at(exception.span),
    )


def _people(people: PeopleThere | None) -> People | None:
    if people is None:
        return None
    return People(people.number, None if people.share is None else people.share.number)


def _business_day(way: str | Amount) -> tuple[str, Duration | None]:
    return (way, None) if isinstance(way, str) else ("open-time", duration(way))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
