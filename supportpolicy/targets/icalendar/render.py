"""Calendars as files: one for each coverage, each team with hours of its own, and each list of days off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.clock import Horizon
from supportpolicy.clock.instants import DAY, day_number
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine.calendars import DEFAULT_HORIZON, EDGE
from supportpolicy.targets.icalendar.dialect import DAYS, PRODUCT, UTC, date_text, local_text, utc_text
from supportpolicy.targets.icalendar.events import Event, Wall, events_of
from supportpolicy.targets.icalendar.lines import text, written
from supportpolicy.targets.icalendar.zones import timezone_lines
from supportpolicy.targets.in_use import coverages_in_use, file_names, members_of, parts_of, short_hash
from supportpolicy.targets.interface import Object, Rendered, Task, Wish

_NOTES = (
    "The calendars end with the policy's last date. Subscribe to the files at an address of your own rather than importing"
    " them: a program that imports a changed file again keeps what is no longer in it.",
    "Hours that pass midnight are two events that meet there, because a date of other hours replaces only its own.",
)


class _Book(NamedTuple):
    """What all files of an export share."""

    policy: str
    horizon: Horizon
    events: Mapping[str, Sequence[Event]]
    """Weekly calendar, by name -> its events."""
    members: Mapping[str, Sequence[Event]]
    """The same, for those in a union: some days longer on both sides, so that other zones leave no gap at its ends."""
    calendars: Mapping[str, Calendar]


def render(_: Wish, compiled: Compiled) -> Rendered:
    """The files of a policy: `coverage/`, `teams/` and `days-off/`, and a page that says what is what."""
    book = _book(compiled)
    used = [calendar for calendar in coverages_in_use(compiled) if calendar.kind != "choose"]
    names = file_names(calendar.name for calendar in used)
    files: dict[str, str] = {}
    objects: list[Object] = []
    for calendar in used:
        path = f"coverage/{names[calendar.name]}.ics"
        files[path] = _file(book, calendar.name, calendar.name, calendar.about or "")
        objects.append(Object(path, calendar.name, (calendar.at,) if calendar.at else (), "calendar of a coverage"))
        if any(not day.open for day in calendar.dates.values()):
            path = f"days-off/{names[calendar.name]}.ics"
            files[path] = _days_off(book, calendar)
            objects.append(Object(path, calendar.name, (calendar.at,) if calendar.at else (), "days off"))
    teams = [team for team in compiled.teams if team.coverage in names]
    team_names = file_names(team.name for team in teams)
    for team in teams:
        path = f"teams/{team_names[team.name]}.ics"
        lead = f"Lead: {team.lead}." if team.lead else ""
        files[path] = _file(book, team.coverage or "", team.name, " ".join(part for part in (team.about, lead) if part))
        objects.append(Object(path, team.name, (team.at,), "calendar of a team"))
    files["README.md"] = _page(compiled, names, team_names)
    return Rendered(dict(sorted(files.items())), tuple(objects), tuple(_tasks(compiled, names)), _NOTES)


def _book(compiled: Compiled) -> _Book:
    first, last = (dt.date.fromisoformat(day) for day in compiled.horizon) if compiled.horizon else DEFAULT_HORIZON
    horizon = Horizon(first, last)
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    used = coverages_in_use(compiled)
    joined = {one.name: one for union in used if union.kind == "union" for one in members_of(union.name, calendars)}
    wider = Horizon(first - EDGE, last + EDGE)
    return _Book(
        compiled.name,
        horizon,
        {one.name: events_of(one, horizon) for one in used if one.kind == "weekly"},
        {name: events_of(one, wider) for name, one in joined.items()},
        calendars,
    )


def _file(book: _Book, coverage: str, title: str, about: str) -> str:
    """The hours of a coverage under a title: its own events, or those of its members if it is a union."""
    union = book.calendars[coverage].kind == "union"
    parts = {
        one.name: (book.members if union else book.events)[one.name] for one in members_of(coverage, book.calendars)
    }
    found: list[str] = []
    for name, events in parts.items():
        label = f"{title} ({name})" if union else title
        for event in events:
            found.extend(_event(book, event, label, (title, name)))
    zones = dict.fromkeys(zone for events in parts.values() for zone in _zones_of(events))
    return _calendar(book, title, about, zones, found)


def _days_off(book: _Book, calendar: Calendar) -> str:
    found: list[str] = []
    for event in book.events[calendar.name]:
        if event.end is None:
            found.extend(_event(book, event, calendar.name, ("days off", calendar.name)))
    return _calendar(book, f"{calendar.name}: days off", "", (), found)


def _calendar(book: _Book, title: str, about: str, zones: Iterable[str], events: Iterable[str]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{text(title)}",
    ]
    if about:
        lines.append(f"X-WR-CALDESC:{text(about)}")
    for zone in zones:
        lines.extend(timezone_lines(zone, book.horizon.first, book.horizon.last))
    return written([*lines, *events, "END:VCALENDAR"])


def _event(book: _Book, event: Event, label: str, of: tuple[str, ...]) -> list[str]:
    """The lines of one event. Its UID is made of what it is about, its DTSTAMP of the policy's first date."""
    uid = short_hash(book.policy, *of, event.key, length=24)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}@supportpolicy",
        f"DTSTAMP:{utc_text(day_number(book.horizon.first) * DAY)}",
        *_when(event),
        f"SUMMARY:{text(f'{label}: {event.about}' if event.about else label)}",
    ]
    if event.details:
        lines.append("DESCRIPTION:" + text("\n".join(event.details)))
    lines.append("TRANSP:TRANSPARENT" if event.end is None else "TRANSP:OPAQUE")
    return [*lines, "END:VEVENT"]


def _when(event: Event) -> list[str]:
    if isinstance(event.start, dt.date):
        after = event.start + dt.timedelta(1)
        return [f"DTSTART;VALUE=DATE:{date_text(event.start)}", f"DTEND;VALUE=DATE:{date_text(after)}"]
    lines = [_moment("DTSTART", event.start)]
    if event.end is not None:
        lines.append(_moment("DTEND", event.end))
    if event.weekdays:
        days = ",".join(DAYS[day] for day in event.weekdays)
        lines.append(f"RRULE:FREQ=WEEKLY;UNTIL={utc_text(event.until)};BYDAY={days}")
    elif event.times > 1:
        lines.append(f"RRULE:FREQ=WEEKLY;COUNT={event.times}")
    lines.extend(_moment("EXDATE", skip) for skip in event.skips)
    return lines


def _moment(name: str, at: Wall | int) -> str:
    if isinstance(at, int):
        return f"{name}:{utc_text(at)}"
    return f"{name};TZID={at.zone}:{local_text(at.day, at.minute * 60)}"


def _zones_of(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        if isinstance(event.start, Wall):
            yield event.start.zone


def _tasks(compiled: Compiled, names: Mapping[str, str]) -> Iterator[Task]:
    """Hours that depend on a customer: a person takes the file of the case."""
    for calendar in coverages_in_use(compiled):
        if calendar.kind != "choose":
            continue
        cases = [(f"Where {calendar.by} is {value}", case) for value, case in calendar.cases.items()]
        if calendar.otherwise is not None:
            cases.append(("For everybody else", calendar.otherwise))
        steps = [
            f"{who}: coverage/{names[case]}.ics" if case in names else f"{who}: as for {case}" for who, case in cases
        ]
        yield Task(
            f"Take the calendar of {calendar.name} that fits the customer",
            tuple(steps),
            (calendar.at,) if calendar.at else (),
            "These hours depend on the customer, and a calendar program knows none.",
        )


def _page(compiled: Compiled, names: Mapping[str, str], team_names: Mapping[str, str]) -> str:
    """What lies in the folder, for people."""
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    first, last = compiled.horizon or tuple(day.isoformat() for day in DEFAULT_HORIZON)
    lines = [
        f"# Opening hours of {compiled.name}",
        "",
        f"From {first} to {last}. Busy time in these calendars is opening time; days off leave the time free.",
        "",
        "| calendar | file | hours of |",
        "| --- | --- | --- |",
    ]
    for name, short in names.items():
        made_of = ", ".join(parts_of(calendars[name])) or calendars[name].timezone or UTC
        lines.append(f"| {_cell(name)} | coverage/{short}.ics | {_cell(made_of)} |")
    for team in compiled.teams:
        if team.name in team_names:
            lines.append(
                f"| team {_cell(team.name)} | teams/{team_names[team.name]}.ics | {_cell(team.coverage or '')} |"
            )
    chosen = [calendar for calendar in coverages_in_use(compiled) if calendar.kind == "choose"]
    if chosen:
        lines.extend(["", "Hours that depend on the customer have a calendar for each case:", ""])
        for calendar in chosen:
            cases = [f"{value}: {case}" for value, case in calendar.cases.items()]
            rest = [f"everybody else: {calendar.otherwise}"] if calendar.otherwise else []
            lines.append(f"- {calendar.name}, by {calendar.by}: {'; '.join([*cases, *rest])}")
    return "\n".join([*lines, ""])


def _cell(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
