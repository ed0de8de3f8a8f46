"""Exported files as the system that they make: what the model of Zammad works with.

Everything is read as Zammad documents it; what Zammad would refuse raises ValueError.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from supportpolicy.clock import ALWAYS, ClockError, Horizon, weekly_calendar, weekly_clock
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.targets.desks.reading import Account, text_of, whole
from supportpolicy.targets.interface import Files
from supportpolicy.targets.zammad.dialect import DAYS, METRICS, NOTE_LENGTH
from supportpolicy.targets.zammad.selecting import Known, Question, Ticket, question, ruled_out_by

_WALL = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_OBJECTS = {"Ticket": "ticket", "Organization": "organization", "User": "customer"}


class Trigger(NamedTuple):
    """An active trigger."""

    name: str
    ruled_out_by: frozenset[str]
    """Tags with which it does nothing."""
    asks: Question
    sets: Mapping[str, str]
    """Attribute -> value."""
    adds: frozenset[str]
    removes: frozenset[str]

    def carry_out(self, ticket: Ticket) -> None:
        """Change a ticket."""
        ticket.fields.update(self.sets)
        ticket.tags.update(self.adds)
        ticket.tags.difference_update(self.removes)


class Sla(NamedTuple):
    """An SLA."""

    asks: Question | None
    """None: it has no condition, and is the last resort."""
    times: Mapping[str, int]
    """In minutes, those that are set."""
    hours: OpenIntervals


class System(NamedTuple):
    """What a system has after the requests."""

    triggers: tuple[Trigger, ...]
    """In the order in which they are looked at."""
    slas: tuple[Sla, ...]
    tags: frozenset[str]
    """Tags that some condition asks about."""


def system_of(files: Files, horizon: Horizon) -> System:
    """The system that exported files make. `horizon` is for how long hours are worked out."""
    account = Account(files)
    known = Known(account, _attributes(account), dict(_calendars(account, horizon)), set())
    things = {
        kind: {reference.split(":", 1)[1] for reference, _ in account.requests(f"{file}.json", f"/api/v1/{path}")}
        for kind, file, path in (("group", "groups", "groups"), ("priority", "priorities", "ticket_priorities"))
    }
    triggers: dict[str, Trigger] = {}
    for _, body in account.requests("triggers.json", "/api/v1/triggers"):
        key = text_of(body["name"]).lower()
        if key in triggers:
            raise ValueError(f"there are two triggers called {body['name']}")
        trigger = _trigger(known, things, body)
        if body["active"] is True:
            triggers[key] = trigger
    slas = sorted(account.requests("slas.json", "/api/v1/slas"), key=lambda one: text_of(one[1]["name"]))
    return System(
        tuple(triggers[key] for key in sorted(triggers)),
        tuple(_sla(known, body) for _, body in slas),
        frozenset(known.asked),
    )


def _attributes(account: Account) -> frozenset[str]:
    found = set()
    for _, body in account.requests("object_attributes.json", "/api/v1/object_manager_attributes"):
        if body["data_type"] != "select" or body["active"] is not True:
            raise ValueError(f"{body['name']} is no choice")
        found.add(f"{_OBJECTS[body['object']]}.{text_of(body['name'])}")
    return frozenset(found)


def _trigger(known: Known, things: Mapping[str, set[str]], body: Mapping[str, Any]) -> Trigger:
    if body["activator"] != "action" or body["execution_condition_mode"] not in ("selective", "always"):
        raise ValueError(f"{body['name']} runs at no time that a trigger knows")
    if len(body["note"]) > NOTE_LENGTH:
        raise ValueError(f"the note of {body['name']} is too long")
    sets: dict[str, str] = {}
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    for name, change in body["perform"].items():
        value = change["value"]
        kind = {"ticket.group_id": "group", "ticket.priority_id": "priority"}.get(name)
        if name == "ticket.tags":
            tags = frozenset(tag.strip() for tag in text_of(value).split(","))
            if change["operator"] not in ("add", "remove"):
                raise ValueError(f"{change['operator']} is done to no tag")
            added, removed = (tags, removed) if change["operator"] == "add" else (added, tags)
        elif kind is not None:
            sets[name] = known.account.named(kind, value)
            if sets[name] not in things[kind]:
                raise ValueError(f"there is no {kind} {sets[name]}")
        elif name in known.attributes:
            sets[name] = text_of(value)
        else:
            raise ValueError(f"there is no attribute {name}")
    if not body["perform"]:
        raise ValueError(f"{body['name']} does nothing")
    asks = question(known, body["condition"], trigger=True)
    return Trigger(body["name"], ruled_out_by(body["condition"]), asks, sets, added, removed)


def _sla(known: Known, body: Mapping[str, Any]) -> Sla:
    times = {name: whole(body[name], 1) for name in METRICS.values() if body.get(name) is not None}
    if "response_time" in times and "update_time" in times:
        raise ValueError("an SLA has a time for the next response or one between updates, not both")
    calendar = known.account.named("calendar", body["calendar_id"])
    if calendar not in known.calendars:
        raise ValueError(f"there is no calendar {calendar}")
    asks = question(known, body["condition"], trigger=False) if body["condition"] else None
    return Sla(asks, times, known.calendars[calendar])


def _calendars(account: Account, horizon: Horizon) -> Iterator[tuple[str, OpenIntervals]]:
    for reference, body in account.requests("calendars.json", "/api/v1/calendars"):
        hours = body["business_hours"]
        if set(hours) != set(DAYS):
            raise ValueError(f"{reference} has not seven days")
        week = [_spans(hours[day]) for day in DAYS]
        if not any(week):
            raise ValueError(f"{reference} is never open")
        closed = [dt.date.fromisoformat(date) for date, day in body["public_holidays"].items() if day["active"] is True]
        if not closed and all(spans == [(0, 1440)] for spans in week):
            yield reference.split(":", 1)[1], ALWAYS.openings  # known for ever
            continue
        try:
            calendar = weekly_calendar(body["timezone"], week, dict.fromkeys(closed, ()))
            yield reference.split(":", 1)[1], weekly_clock(calendar, horizon).openings
        except ClockError as error:
            raise ValueError(str(error)) from error


def _spans(day: Mapping[str, Any]) -> list[tuple[int, int]]:
    if day["active"] is not True:
        return []
    found = []
    for start, end in day["timeframes"]:
        span = _minute(start), 1440 if end == "23:59" else _minute(end)
        if span[0] >= span[1]:
            raise ValueError(f"{start} to {end} is no span of a day")
        found.append(span)
    return found


def _minute(wall: str) -> int:
    match = _WALL.fullmatch(wall)
    minute = 60 * int(match[1]) + int(match[2]) if match else 1441
    if minute > 1440:
        raise ValueError(f"{wall} is no time of day")
    return minute
