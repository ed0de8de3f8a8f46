"""Office hours as the bodies of requests, and a checklist for everything that Intercom lets nobody send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar, Day
from supportpolicy.compiled.writing import pretty
from supportpolicy.targets.in_use import file_names
from supportpolicy.targets.intercom.checklist import tasks_of
from supportpolicy.targets.intercom.dialect import CLOSED, CUSTOM, DAY, EXCEPTIONS, HOURS_OF, SCHEDULES, VERSION
from supportpolicy.targets.interface import Object, Rendered, Wish
from supportpolicy.targets.lowerings.using import calendars_in_use

_NOTES = (
    "Conversations whose service level runs keep the deadline that they have; changed office hours count from the next one on.",
    "Office hours have no end: the week goes on after the policy's last date, but days off do not. Export again before that.",
    "A schedule and its days off are written as requests of the API, in the order in which they are to be sent.",
)


def render(wish: Wish, compiled: Compiled) -> Rendered:
    """`office-hours/NAME.json` for each calendar with hours of its own."""
    schedules = [one for one in calendars_in_use(compiled, HOURS_OF) if one.kind == "weekly"]
    names = file_names(one.name for one in schedules)
    files: dict[str, str] = {}
    objects: list[Object] = []
    missing: list[str] = []
    for calendar in schedules:
        path = f"office-hours/{names[calendar.name]}.json"
        reference = f"schedule:{calendar.name}"
        known = wish.ids.get(reference)
        if known is None:
            missing.append(reference)
        files[path] = pretty(_requests(calendar, known if known is not None else {"id_of": reference})) + "\n"
        objects.append(Object(path, calendar.name, (calendar.at,) if calendar.at else (), "office hours schedule"))
    tasks = tasks_of(compiled, {one.name: f"office-hours/{names[one.name]}.json" for one in schedules})
    return Rendered(files, tuple(objects), tasks, _NOTES, tuple(sorted(missing)))


def _requests(calendar: Calendar, schedule_id: str | Mapping[str, str]) -> dict[str, Any]:
    """The requests of one schedule. One that has an id already is changed, another one made."""
    made = isinstance(schedule_id, str)
    return {
        "intercom_version": VERSION,
        "schedule_id": schedule_id,
        "schedule": {
            "method": "PUT" if made else "POST",
            "path": f"{SCHEDULES}/{schedule_id}" if made else SCHEDULES,
            "body": {
                "name": calendar.name,
                "time_zone_name": calendar.timezone or "Etc/UTC",
                "time_intervals": [
                    _interval(weekday * DAY + start, weekday * DAY + end)
                    for weekday, spans in enumerate(calendar.week)
                    for start, end in spans
                ],
            },
        },
        "exceptions": {
            "method": "POST",
            "path": f"{SCHEDULES}/{schedule_id if made else '{schedule_id}'}{EXCEPTIONS}",
            "bodies": [_exception(date, day) for date, day in calendar.dates.items()],
        },
    }


def _exception(date: str, day: Day) -> dict[str, Any]:
    body: dict[str, Any] = {"exception_date": date, "exception_type": CUSTOM if day.open else CLOSED}
    if day.name:
        body["name"] = " ".join(day.name.split())
    if day.open:
        body["time_intervals"] = [_interval(start, end) for start, end in day.open]
    return body


def _interval(start: int, end: int) -> dict[str, int]:
    return {"start_minute": start, "end_minute": end}
