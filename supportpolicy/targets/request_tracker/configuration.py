"""Calendars and service levels as RT's options ServiceBusinessHours and ServiceAgreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from supportpolicy.compiled.calendars import Calendar
from supportpolicy.targets.request_tracker.dialect import WEEKDAYS
from supportpolicy.targets.request_tracker.levels import Level
from supportpolicy.targets.request_tracker.perl_writing import PerlValue

_SIXTH = Decimal("0.000001")
_ONE_SECOND = Decimal("0.016666666666666666")
"""The double next to 1/60, so that Perl's 60 times this is exactly 1."""


def hours_key(calendar: str) -> str:
    """The key of a calendar. RT takes '0' for no name at all, and 'Default' for the hours of levels that name none."""
    return f"hours {calendar}" if calendar in {"0", "Default"} else calendar


def business_hours(calendar: Calendar) -> dict[str, PerlValue]:
    """A weekly calendar of one zone: per weekday (0 is Sunday) one span with breaks, and the dates that are closed.

    Raises ValueError for hours that Request Tracker cannot say; lowering leaves none.
    """
    if calendar.kind != "weekly" or calendar.stretches:
        raise ValueError(f"the hours '{calendar.name}' are no week of one time zone")
    other = [date for date, day in calendar.dates.items() if day.open and day.open != _usual(calendar, date)]
    if other:
        raise ValueError(f"the hours '{calendar.name}' have a date with other hours, {other[0]}")
    week = calendar.week or ((),) * 7
    found: dict[str, PerlValue] = {}
    for place in (6, 0, 1, 2, 3, 4, 5):
        if week[place]:
            found[str((place + 1) % 7)] = _day(WEEKDAYS[place], week[place])
    holidays = holidays_of(calendar)
    if holidays:
        found["holidays"] = holidays
    return found


def holidays_of(calendar: Calendar) -> list[str]:
    """The dates that are closed and would be open by their weekday."""
    return [date for date, day in sorted(calendar.dates.items()) if not day.open and _usual(calendar, date)]


def _usual(calendar: Calendar, date: str) -> tuple[tuple[int, int], ...]:
    return calendar.week[dt.date.fromisoformat(date).weekday()] if calendar.week else ()


def agreement(level: Level, zone: str | None) -> dict[str, PerlValue]:
    """One service level."""
    found: dict[str, PerlValue] = {}
    if level.hours is None:
        found["StartImmediately"] = 1
    else:
        found |= {"BusinessHours": hours_key(level.hours), "Timezone": zone or "UTC"}
    for key, minutes, always in level.promised:
        found[key] = {"RealMinutes": minutes} if always else open_minutes(minutes)
    return found


def open_minutes(minutes: int) -> dict[str, PerlValue]:
    """So many minutes of business hours, due where the last of them ends.

    Business::Hours gives the business second number N, counted from 0, after N seconds: at closing that is the first second
    of the next opening, hours or days later. One second less is the last second that is promised, and one second of real
    time after it is where it ends. Half a second more keeps the number of the second from being rounded down to the one
    before; RT cuts it off.
    """
    if minutes == 0:
        return {"BusinessMinutes": 0}
    seconds = Decimal(60 * minutes - 1) + Decimal("0.5")
    return {"BusinessMinutes": (seconds / 60).quantize(_SIXTH), "RealMinutes": _ONE_SECOND}


def _day(name: str, spans: Sequence[tuple[int, int]]) -> dict[str, PerlValue]:
    found: dict[str, PerlValue] = {"Name": name, "Start": _clock(spans[0][0]), "End": _clock(spans[-1][1])}
    breaks = [{"Start": _clock(before[1]), "End": _clock(after[0])} for before, after in pairwise(spans)]
    if breaks:
        found["Breaks"] = breaks
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
