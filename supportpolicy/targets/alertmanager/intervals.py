"""Calendars as Alertmanager's time intervals: a list of which any may hold, each of weekdays, times, dates and a location.

There is no "but not" in it. So a week holds in the months without a date of its own, and in every other month it lists the
days on which it holds. Dates with hours of their own follow, and dates without any are in no part at all.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.clock.zones import load_zone
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine.calendars import ALWAYS_OPEN, DEFAULT_HORIZON, Clocks
from supportpolicy.targets.alertmanager.dialect import LAST_YEAR, WEEKDAYS

Span = tuple[int, int]
Spans = tuple[Span, ...]
"""Half-open, in minutes of a local day."""
Part = dict[str, Any]
"""One element of a time interval, as it is written."""

UTC = "Etc/UTC"
_DAY = 1440


def parts_of(compiled: Compiled, name: str) -> list[Part] | None:
    """A calendar as a time interval; None where it is always open, or is chosen by a fact of the ticket."""
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    return _parts(compiled, calendars, name)


def _parts(compiled: Compiled, calendars: Mapping[str, Calendar], name: str) -> list[Part] | None:
    calendar = calendars.get(name)
    if name == ALWAYS_OPEN or calendar is None or calendar.kind == "choose":
        return None
    if calendar.kind == "union":
        members = [_parts(compiled, calendars, member) for member in calendar.union]
        return None if None in members else [part for member in members if member is not None for part in member]
    first, last = horizon_of(compiled)
    pieces = Clocks(compiled).clock(name).openings.pieces()
    if calendar.stretches:
        return list(_dated(_by_date(pieces)))
    return [*(parts := _Week(calendar, first, last)).parts(), *_dated(_by_date(parts.last_days(pieces)))]


def horizon_of(compiled: Compiled) -> tuple[dt.date, dt.date]:
    """The first and the last date that the policy knows."""
    if compiled.horizon is None:
        return DEFAULT_HORIZON
    first, last = compiled.horizon
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


class _Week:
    """A week in one zone, with dates of its own."""

    def __init__(self, calendar: Calendar, first: dt.date, last: dt.date) -> None:
        self.zone = calendar.timezone or UTC
        self.week = _week(calendar)
        days = {dt.date.fromisoformat(date): day.open for date, day in calendar.dates.items()}
        self.own = {date: spans for date, spans in days.items() if first <= date <= last}
        self.years = first.year, last.year
        months = {(date.year, date.month) for date in self.own}
        self.miscounted = {day for year, month in months if _miscounted(day := _last_day(year, month), self.zone)}

    def parts(self) -> Iterator[Part]:
        """Everything but the days that Alertmanager cannot find by their number."""
        for weekdays, spans in self.week.items():
            missing = {date for date in {*self.own, *self.miscounted} if WEEKDAYS[date.weekday()] in weekdays}
            touched = sorted({(date.year, date.month) for date in missing})
            for months, years in _plain_months(*self.years, frozenset(touched)):
                yield _part(spans, self.zone, weekdays=weekdays, months=months, years=years)
            for year, month in touched:
                left = [day for day in _month(year, month) if day not in missing]
                if left:
                    yield _part(spans, self.zone, weekdays=weekdays, days=left)
        yield from _dated({day: spans for day, spans in self.own.items() if day not in self.miscounted}, self.zone)

    def last_days(self, pieces: Iterable[Span]) -> Iterator[Span]:
        """What is open, in instants, on the days that it cannot find: these are written in UTC, whose days it can count."""
        info = load_zone(self.zone).info
        edges = [
            (to_epoch(dt.datetime(*day.timetuple()[:3], tzinfo=info)), day + dt.timedelta(days=1))
            for day in sorted(self.miscounted)
        ]
        ends = [(start, to_epoch(dt.datetime(*after.timetuple()[:3], tzinfo=info))) for start, after in edges]
        for low, high in pieces if ends else ():
            for start, end in ends:
                if max(low, start) < min(high, end):
                    yield max(low, start), min(high, end)


def _week(calendar: Calendar) -> dict[tuple[str, ...], Spans]:
    """Weekdays with the same hours together; those without any are left out."""
    by_spans: dict[Spans, list[str]] = {}
    for name, spans in zip(WEEKDAYS, calendar.week or ((),) * 7, strict=True):
        if spans:
            by_spans.setdefault(spans, []).append(name)
    return {tuple(names): spans for spans, names in by_spans.items()}


def _plain_months(first: int, last: int, touched: frozenset[tuple[int, int]]) -> list[tuple[list[int], list[str]]]:
    """Months without a date of their own, with the years in which they have none. The years around are all such."""
    by_months: dict[tuple[int, ...], list[int]] = {}
    for year in range(first, last + 1):
        months = tuple(month for month in range(1, 13) if (year, month) not in touched)
        if months:
            by_months.setdefault(months, []).append(year)
    around = [f"1:{first - 1}", f"{last + 1}:{LAST_YEAR}"]
    found: list[tuple[list[int], list[str]]] = [([], around)] if tuple(range(1, 13)) not in by_months else []
    for months, years in by_months.items():
        whole = len(months) == 12
        found.append(([] if whole else list(months), _ranges(years) + (around if whole else [])))
    return found


def _part(
    spans: Spans,
    zone: str,
    *,
    weekdays: Sequence[str] = (),
    days: Sequence[dt.date] = (),
    months: Sequence[int] = (),
    years: Sequence[str] = (),
) -> Part:
    """One part, its keys in the order of the documentation. `days` are of one month."""
    part: Part = {"times": [{"start_time": _clock(low), "end_time": _clock(high)} for low, high in spans]}
    if weekdays and len(weekdays) < 7:
        part["weekdays"] = list(weekdays)
    if days:
        part["days_of_month"] = _ranges([day.day for day in days])
        months, years = [days[0].month], [str(days[0].year)]
    if months:
        part["months"] = _ranges(months)
    if years:
        part["years"] = list(years)
    part["location"] = zone
    return part


def _dated(days: Mapping[dt.date, Spans], zone: str = UTC) -> Iterator[Part]:
    """Dates with hours of their own, those of a month with the same hours together."""
    grouped: dict[tuple[int, int, Spans], list[dt.date]] = {}
    for day in sorted(days):
        if days[day]:
            grouped.setdefault((day.year, day.month, days[day]), []).append(day)
    for (_, _, spans), found in grouped.items():
        yield _part(spans, zone, days=found)


def _by_date(pieces: Iterable[Span]) -> dict[dt.date, Spans]:
    """Instants as spans of dates in UTC, in minutes; what begins or ends within a minute is widened to it."""
    found: dict[dt.date, list[Span]] = {}
    for start, end in pieces:
        low, high = start // 60, -(-end // 60)
        while low < high:
            until = min(high, low - low % _DAY + _DAY)
            day = from_epoch(low * 60).date()
            found.setdefault(day, []).append((low % _DAY, (until - 1) % _DAY + 1))
            low = until
    return {day: tuple(spans) for day, spans in found.items()}


def _miscounted(day: dt.date, zone: str) -> bool:
    """Of the last day of a month: whether Alertmanager takes the month to be a day shorter, and never finds it by number.

    It divides the hours of a month by 24 (timeinterval.go, daysInMonth), and a month in which clocks go forward has an
    hour too few.
    """
    info = load_zone(zone).info
    start = dt.datetime(day.year, day.month, 1, tzinfo=info)
    following = day + dt.timedelta(days=1)
    end = dt.datetime(following.year, following.month, 1, tzinfo=info)
    return to_epoch(end) - to_epoch(start) < day.day * 86_400


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def _month(year: int, month: int) -> list[dt.date]:
    return [dt.date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Rising numbers as ranges, both ends included: 1:23, 25."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return [str(low) if low == high else f"{low}:{high}" for low, high in found]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
