"""Opening hours from compiled calendars: weeks and dates, stretches, unions, choices."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar, Stretch

DAY = 24 * 60


def calendar_of(compiled: Compiled, name: str) -> Calendar:
    return next(calendar for calendar in compiled.calendars if calendar.name == name)


def open_at(compiled: Compiled, name: str, instant: dt.datetime) -> bool:
    """Whether the calendar is open at an instant."""
    calendar = calendar_of(compiled, name)
    if calendar.kind == "union":
        return any(open_at(compiled, member, instant) for member in calendar.union)
    assert calendar.kind == "weekly" and calendar.timezone is not None
    local = instant.astimezone(ZoneInfo(calendar.timezone))
    minute = local.hour * 60 + local.minute
    special = calendar.dates.get(local.date().isoformat())
    pieces = calendar.week[local.weekday()] if special is None else special.open
    if any(start <= minute < end for start, end in pieces):
        return True
    return special is None and any(_inside(stretch, instant) for stretch in calendar.stretches)


def business_dates(compiled: Compiled, name: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """The business days after the first date, up to and including the last."""
    calendar = calendar_of(compiled, name)
    found = []
    for step in range(1, (last - first).days + 1):
        day = first + dt.timedelta(days=step)
        special = calendar.dates.get(day.isoformat())
        if special.open if special is not None else calendar.week[day.weekday()]:
            found.append(day)
    return found


def _inside(stretch: Stretch, instant: dt.datetime) -> bool:
    """Some week's stretch has begun and not ended; its two ends are told in their own zones."""
    monday = instant.astimezone(ZoneInfo(stretch.start_zone)).date()
    monday -= dt.timedelta(days=monday.weekday())
    ends = [_moment(monday, weeks, stretch.end_day, stretch.end_minute, stretch.end_zone) for weeks in range(-2, 4)]
    for weeks in (-1, 0, 1):
        start = _moment(monday, weeks, stretch.start_day, stretch.start_minute, stretch.start_zone)
        if start <= instant < next(end for end in ends if end > start):
            return True
    return False


def _moment(monday: dt.date, weeks: int, day: int, minute: int, zone: str) -> dt.datetime:
    date = monday + dt.timedelta(days=7 * weeks + day + minute // DAY)
    return dt.datetime.combine(date, dt.time(*divmod(minute % DAY, 60)), ZoneInfo(zone)).astimezone(dt.UTC)
