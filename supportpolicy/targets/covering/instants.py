"""Instants around every edge of a calendar: openings and closings, changes of the clocks, dates, ends of the horizon."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import DAY, day_number
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.walls import Offsets
from supportpolicy.clock.zones import zone_offsets
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine import Engine
from supportpolicy.engine.calendars import ALWAYS_OPEN

_MINUTE, _HOUR, _WEEK = 60, 3_600, 7 * DAY
_NOON, _EVENING = 12 * _HOUR, 20 * _HOUR
_MOST_SEASONS = 2
"""Ordinary weeks of each zone: one of each offset that it has within a year."""


class Span(NamedTuple):
    """Within what instants are looked for, both ends included."""

    first: int
    last: int

    def has(self, at: int) -> bool:
        """Whether an instant lies in it."""
        return self.first <= at <= self.last


def plain_calendars(engine: Engine, name: str | None) -> tuple[str, ...]:
    """The calendars that a clock can be: itself, or those that a fact chooses among; `always` among them."""
    calendars = {one.name: one for one in engine.compiled.calendars}
    found: dict[str, None] = {}
    names = [name or ALWAYS_OPEN]
    while names:
        one = calendars.get(names.pop())
        if one is None:
            found[ALWAYS_OPEN] = None
        elif one.kind == "choose":
            names += [*one.cases.values(), *((one.otherwise,) if one.otherwise else (ALWAYS_OPEN,))]
        else:
            found[one.name] = None
    return tuple(sorted(found))


def edges_of(engine: Engine, name: str, span: Span) -> tuple[int, ...]:
    """Instants worth asking about for one calendar, the most telling kinds first. Raises ClockError."""
    members = list(_members(engine, name))
    zones = sorted({zone for one in members for zone in _zones(one)} or {engine.windows.zone.key})
    offsets = [zone_offsets(zone, span.first - 16 * DAY, span.last + 16 * DAY) for zone in zones]
    openings = None if name == ALWAYS_OPEN else engine.clock(name).openings
    changes = sorted({at for one in offsets for at in one.starts[1:] if span.has(at)})
    dates = sorted({(date, one.timezone or engine.windows.zone.key) for one in members for date in one.dates})
    days = [(day_number(dt.date.fromisoformat(date)), offsets[zones.index(zone)]) for date, zone in dates]
    near = [day * DAY for day, _ in days]
    found: dict[int, None] = {}
    for one in offsets:
        for start in _ordinary_weeks(one, near, changes, span):
            found.update(dict.fromkeys(_around_week(openings, start)))
    for day, zone in days:
        found.update(dict.fromkeys(_around_day(openings, zone, day, span)))
    for at in changes:
        found.update(dict.fromkeys(_around_change(openings, at)))
    found.update(dict.fromkeys(_ends(openings, span)))
    return tuple(at for at in found if span.has(at))


def _members(engine: Engine, name: str) -> Iterator[Calendar]:
    for one in engine.compiled.calendars:
        if one.name == name:
            yield one
            for member in one.union:
                yield from _members(engine, member)


def _zones(calendar: Calendar) -> Iterator[str]:
    if calendar.timezone is not None:
        yield calendar.timezone
    for stretch in calendar.stretches:
        yield from (stretch.start_zone, stretch.end_zone)


def _ordinary_weeks(zone: Offsets, dates: list[int], changes: list[int], span: Span) -> Iterator[int]:
    """The start of a week of each offset in which nothing special happens, else of any; instants of local Mondays."""
    seen: set[int] = set()
    fallback: int | None = None
    monday = span.first - (span.first // DAY + 3) % 7 * DAY + _WEEK
    monday -= monday % DAY
    while monday + 9 * DAY < span.last and len(seen) < _MOST_SEASONS:
        ahead = zone.wall(monday) - monday
        start = monday - ahead
        if fallback is None and span.has(start):
            fallback = start
        busy = _any_in(dates, monday - 2 * DAY, monday + 10 * DAY) or _any_in(
            changes, start - 2 * DAY, start + 10 * DAY
        )
        if ahead not in seen and not busy:
            seen.add(ahead)
            yield start
        monday += _WEEK
    if not seen:
        yield fallback if fallback is not None else span.first


def _any_in(places: list[int], low: int, high: int) -> bool:
    return bisect_left(places, low) < bisect_right(places, high)


def _around_week(openings: OpenIntervals | None, start: int) -> Iterator[int]:
    """Around each opening and closing of a week; without hours a night and a day."""
    if openings is None:
        yield from (start, start + _NOON, start + 5 * DAY + _NOON)
        return
    low, high = bisect_right(openings.ends, start), bisect_left(openings.starts, start + _WEEK)
    for opens, closes in zip(openings.starts[low:high], openings.ends[low:high], strict=True):
        yield from _around(opens)
        yield from _around(closes)
        yield (opens + closes) // 2 // _MINUTE * _MINUTE
    yield from (start + day * DAY + _HOUR * (3 + day) for day in range(7))


def _around(at: int) -> Iterable[int]:
    return at - _MINUTE, at - 1, at, at + _MINUTE


def _around_day(openings: OpenIntervals | None, zone: Offsets, day: int, span: Span) -> Iterator[int]:
    """Late on the last open day before a date, on it by day and in the evening, around its own hours, and after it."""
    if not span.has(day * DAY):
        return
    pieces = zone.pieces(day)
    if not pieces:
        return
    start, end = pieces[0][0], pieces[-1][1]
    yield from (start + _NOON, start, start + _EVENING, end - 1)
    if openings is None:
        return
    yield from _nearest(openings, start, end)
    low, high = bisect_right(openings.ends, start), bisect_left(openings.starts, end)
    for opens, closes in zip(openings.starts[low:high], openings.ends[low:high], strict=True):
        yield from (opens - 1, opens, closes - _MINUTE, closes)


def _nearest(openings: OpenIntervals, start: int, end: int) -> Iterator[int]:
    """The last closing before, less a minute, and the first opening after, and a minute more."""
    before = bisect_right(openings.ends, start) - 1
    if before >= 0:
        yield openings.ends[before] - _MINUTE
    after = bisect_left(openings.starts, end)
    if after < len(openings.starts):
        yield from (openings.starts[after], openings.starts[after] + _MINUTE)


def _around_change(openings: OpenIntervals | None, at: int) -> Iterator[int]:
    """Around the hour in which clocks change, and the hours of the days beside it."""
    yield from (at - 1, at, at + _HOUR, at - 2 * DAY, at + 2 * DAY)
    if openings is None:
        return
    yield from _nearest(openings, at, at)
    low, high = bisect_right(openings.ends, at - 2 * DAY), bisect_left(openings.starts, at + 2 * DAY)
    for opens, closes in zip(openings.starts[low:high], openings.ends[low:high], strict=True):
        yield from (opens - _MINUTE, opens, closes - _MINUTE, closes)


def _ends(openings: OpenIntervals | None, span: Span) -> Iterator[int]:
    """The first and the last instants."""
    yield from (span.first, span.first + DAY + _NOON, span.last, span.last - DAY, span.last - 3 * DAY + _HOUR)
    if openings is None:
        return
    for at in (span.first, span.last - 2 * DAY):
        try:
            yield openings.next_opening(at)
            yield openings.next_closing(at) - _MINUTE
        except ClockError:
            continue
