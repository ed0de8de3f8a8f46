"""What Intercom's office hours are by its own description of the API: the files alone say when it is open.

A week counts from Monday 0:00 on the clocks of the schedule's zone; an exception replaces the hours of its date; closed
dates have none. A file that the API would refuse is refused here too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from supportpolicy.clock.errors import UnknownZone
from supportpolicy.clock.instants import from_epoch
from supportpolicy.clock.zones import load_zone
from supportpolicy.engine import Engine
from supportpolicy.engine.values import Facts
from supportpolicy.targets.intercom.dialect import CLOSED, CUSTOM, DAY, GRID, HOURS_OF, WEEK
from supportpolicy.targets.interface import Ask, Aspects, Files
from supportpolicy.targets.lowerings.using import calendars_in_use
from supportpolicy.targets.open_at import known_of, open_at, opened_of

_Intervals = tuple[tuple[int, int], ...]
_SCHEDULE_KEYS = {"name", "time_zone_name", "time_intervals"}
_EXCEPTION_KEYS = {"exception_date", "exception_type", "name", "time_intervals"}


class _Schedule(NamedTuple):
    name: str
    zone: dt.tzinfo
    week: _Intervals
    dates: Mapping[str, _Intervals]

    def is_open(self, at: dt.datetime) -> bool:
        local = at.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        own = self.dates.get(local.date().isoformat())
        if own is not None:
            return _within(own, minute)
        return _within(self.week, local.weekday() * DAY + minute)


def read(files: Files, engine: Engine) -> Ask:
    """Whether each schedule is open when a ticket is: `open NAME`, 1 or 0. Raises ValueError as the API would refuse."""
    schedules = [
        _schedule(path, json.loads(text)) for path, text in sorted(files.items()) if path.startswith("office-hours/")
    ]

    known = known_of(engine, [one.name for one in schedules])

    def ask(facts: Facts) -> Aspects:
        at = opened_of(facts)
        if at is None:
            return {}
        instant = from_epoch(at)
        found: dict[str, str | int | None] = {}
        for one in schedules:
            low, high = known[one.name]
            if low <= at < high:
                found[f"open {one.name}"] = int(one.is_open(instant))
        return found

    return ask


def expected(engine: Engine) -> Ask:
    """The same by the policy."""
    return open_at(engine, [one.name for one in calendars_in_use(engine.compiled, HOURS_OF) if one.kind == "weekly"])


def _schedule(path: str, document: Any) -> _Schedule:
    body = document["schedule"]["body"]
    if set(body) != _SCHEDULE_KEYS:
        raise ValueError(f"{path}: a schedule has {', '.join(sorted(_SCHEDULE_KEYS))}, and nothing else")
    dates: dict[str, _Intervals] = {}
    for exception in document["exceptions"]["bodies"]:
        date, own = _exception(path, exception)
        if date in dates:
            raise ValueError(f"{path}: {date} has two exceptions")
        dates[date] = own
    week = _intervals(path, body["time_intervals"], WEEK)
    try:
        zone = load_zone(body["time_zone_name"]).info
    except UnknownZone as problem:
        raise ValueError(f"{path}: {problem}") from None
    return _Schedule(body["name"], zone, week, dates)


def _exception(path: str, body: Mapping[str, Any]) -> tuple[str, _Intervals]:
    date, kind = str(body.get("exception_date")), body.get("exception_type")
    if not set(body) <= _EXCEPTION_KEYS or dt.date.fromisoformat(date).isoformat() != date:
        raise ValueError(f"{path}: {date} is no exception of a date")
    if kind == CLOSED and "time_intervals" not in body:
        return date, ()
    if kind == CUSTOM and body.get("time_intervals"):
        return date, _intervals(path, body["time_intervals"], DAY)
    raise ValueError(f"{path}: {date} is neither closed without hours nor has hours of its own")


def _intervals(path: str, given: Sequence[Mapping[str, Any]], most: int) -> _Intervals:
    found = tuple((one["start_minute"], one["end_minute"]) for one in given)
    for start, end in found:
        if not 0 <= start < end <= most or start % GRID or end % GRID:
            raise ValueError(f"{path}: {start} to {end} is no interval of {most} minutes in steps of {GRID}")
    if any(before[1] > after[0] for before, after in pairwise(found)):
        raise ValueError(f"{path}: intervals overlap, or are not in order")
    return found


def _within(intervals: _Intervals, minute: int) -> bool:
    return any(start <= minute < end for start, end in intervals)
