"""Calendars as schedules: a weekly schedule and holidays, in requests of their own.

Minutes of a week count from Sunday 00:00 of the schedule's own zone; an interval lies within one date and ends at 24:00 at the
latest, which is minute 0 of the next day. Holidays are whole days, from and to included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.targets.zendesk.conditions import Ref
from supportpolicy.targets.zendesk.promises import DAY_AND_NIGHT
from supportpolicy.targets.zendesk.requests import Request
from supportpolicy.targets.zendesk.zones import NAME_OF

_DAY = 1440
_PATH = "/api/v2/business_hours/schedules"


def schedule_requests(calendar: Calendar) -> Iterator[Request]:
    """A schedule, its week and its holidays."""
    name = f"schedule:{calendar.name}"
    title = f"Policy {calendar.name}"
    at = (calendar.at,) if calendar.at else ()
    zone = NAME_OF[calendar.timezone or "Etc/UTC"]
    body = {"schedule": {"name": title, "time_zone": zone}}
    yield Request(name, "POST", _PATH, body, "schedule", title, at)
    intervals = [{"start_time": start, "end_time": end} for start, end in intervals_of(calendar)]
    path = Ref(name, f"{_PATH}/{{id}}/workweek")
    yield Request(name, "PUT", path, {"workweek": {"intervals": intervals}}, "schedule", title, at)
    for holiday, first, last, line in holidays_of(calendar):
        one = {"name": holiday, "start_date": first.isoformat(), "end_date": last.isoformat()}
        path = Ref(name, f"{_PATH}/{{id}}/holidays")
        where = f"{title}: {holiday} {first}"
        yield Request(name, "POST", path, {"holiday": one}, "holiday", where, (line,) if line else at)


def intervals_of(calendar: Calendar) -> list[tuple[int, int]]:
    """The open spans of a week in minutes since Sunday 00:00, in order."""
    return sorted(
        ((day + 1) % 7 * _DAY + start, (day + 1) % 7 * _DAY + end)
        for day, spans in enumerate(calendar.week)
        for start, end in spans
    )


def holidays_of(calendar: Calendar) -> Iterator[tuple[str, dt.date, dt.date, str]]:
    """Closed dates with their names: neighbours with the same name are one holiday. Other dates are as usual by now."""
    found: list[tuple[str, dt.date, dt.date, str]] = []
    for text, day in sorted(calendar.dates.items()):
        if day.open:
            continue
        date, name = dt.date.fromisoformat(text), (day.name or "Closed")[:100]
        if found and found[-1][0] == name and date - found[-1][2] == dt.timedelta(1):
            found[-1] = (name, found[-1][1], date, found[-1][3])
        else:
            found.append((name, date, date, day.at))
    yield from found


def day_and_night(compiled: Compiled) -> Calendar:
    """The calendar that is open all week."""
    zone = compiled.timezone if compiled.timezone in NAME_OF else "Etc/UTC"
    return Calendar(DAY_AND_NIGHT, "weekly", zone, (((0, _DAY),),) * 7)


def all_schedules(calendars: Iterable[Calendar]) -> tuple[Request, ...]:
    """The requests of all schedules."""
    return tuple(request for calendar in calendars for request in schedule_requests(calendar))
