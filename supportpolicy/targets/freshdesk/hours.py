"""Business hours: the API only reads them, so they are a file to type from and to compare with, and steps for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.document import Team
from supportpolicy.compiled.writing import pretty
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.targets.freshdesk.dialect import DAY_AND_NIGHT, DAYS
from supportpolicy.targets.interface import Task
from supportpolicy.targets.lowerings.using import clocks_in_use, promised

FILE = "business_hours.json"
_DAY = 1440
_SLA = ("sla",)


class Hours(NamedTuple):
    """Business hours, and whose they are."""

    calendar: Calendar
    teams: tuple[str, ...]
    default: bool = False


def hours_of(compiled: Compiled) -> tuple[Hours, ...]:
    """The business hours that promises count on: of teams, and day and night as the default for tickets without a group.

    None where all promises count around the clock.
    """
    teams: dict[str, list[str]] = {}
    for team in compiled.teams:
        name = hours_name(compiled, team)
        if name is not None:
            teams.setdefault(name, []).append(team.name)
    if not _in_hours(compiled):
        return ()
    always = Calendar(DAY_AND_NIGHT, "weekly", compiled.timezone or "Etc/UTC", (((0, _DAY),),) * 7)
    found = [Hours(one, tuple(teams[one.name])) for one in compiled.calendars if one.name in teams]
    return (*found, Hours(always, tuple(teams.get(DAY_AND_NIGHT, ())), default=True))


def hours_name(compiled: Compiled, team: Team) -> str | None:
    """The name of a team's business hours; None where no promise counts on them."""
    if team.coverage in (None, ALWAYS_OPEN):
        return DAY_AND_NIGHT if _in_hours(compiled) else None
    return team.coverage if team.coverage in clocks_in_use(compiled, _SLA) else None


def _in_hours(compiled: Compiled) -> bool:
    return any((target.clock or ALWAYS_OPEN) != ALWAYS_OPEN for _, target in promised(compiled))


def hours_file(hours: Sequence[Hours]) -> str:
    """All business hours as data. Days that are not there are closed."""
    return pretty([_plain(one) for one in hours]) + "\n"


def _plain(hours: Hours) -> dict[str, object]:
    calendar = hours.calendar
    return {
        "name": calendar.name,
        "default": hours.default,
        "time_zone": calendar.timezone or "Etc/UTC",
        "groups": list(hours.teams),
        "business_hours": {
            day: {"start_time": _wall(spans[0][0]), "end_time": _wall(spans[0][1])}
            for day, spans in zip(DAYS, calendar.week, strict=True)
            if spans
        },
        "holidays": [
            {"date": date, "name": day.name or "Closed"} for date, day in sorted(calendar.dates.items()) if not day.open
        ],
    }


def _wall(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours_tasks(hours: Sequence[Hours]) -> Iterator[Task]:
    """What to type for each."""
    for one in hours:
        calendar = one.calendar
        days = [
            f"{day.capitalize()}: {_wall(spans[0][0])} to {_wall(spans[0][1])}"
            if spans
            else f"{day.capitalize()}: closed"
            for day, spans in zip(DAYS, calendar.week, strict=True)
        ]
        closed = [f"{date} {day.name or 'Closed'}" for date, day in sorted(calendar.dates.items()) if not day.open]
        if calendar.name == DAY_AND_NIGHT:
            days = ["All seven days around the clock (24 hrs x 7 days), no holidays."]
        groups = f"Give them to the groups {', '.join(one.teams)}." if one.teams else "No group has them."
        yield Task(
            f"Set the business hours “{calendar.name}”",
            (
                f"Admin, Business Hours: name {calendar.name}, time zone {calendar.timezone or 'Etc/UTC'}.",
                *days,
                *([f"Holidays: {'; '.join(closed)}."] if closed else []),
                groups,
                *(["Make them the default: a ticket without a group counts on them."] if one.default else []),
                f"Put their id into the map file as `business_hours:{calendar.name}`.",
            ),
            (calendar.at,) if calendar.at else (),
            "Freshdesk's API reads business hours and does not write them.",
        )
