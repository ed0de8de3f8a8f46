"""A policy's hours as Request Tracker counts them, by arithmetic of intervals: what lowering and comparison reckon with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supportpolicy.clock import BeyondHorizon, ClockError, Horizon, weekly_calendar
from supportpolicy.clock.instants import DAY, day_number
from supportpolicy.clock.intervals import OpenIntervals, open_intervals
from supportpolicy.clock.pieces import joined, without
from supportpolicy.clock.week import calendar_intervals
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine.calendars import ALWAYS_OPEN, Clocks
from supportpolicy.targets.request_tracker.configuration import holidays_of


class Extent(NamedTuple):
    """How far, in elapsed seconds, a due time can lie from its start."""

    least: int
    most: int
    start: int
    """A start from which it is the most."""


def counted(clocks: Clocks, calendar: Calendar) -> OpenIntervals:
    """The openings of a calendar as RT counts them: those of the policy but for what its holidays take.

    Business::Hours takes the 86,401 seconds from the local midnight of a holiday on, whatever the day's length: the day after
    opens one second late if it opens at midnight; of a day with 25 hours the last stays open; after one with 23 hours, the
    first hour of the next day is closed. Checked with version 0.13.
    """
    openings = clocks.clock(calendar.name).openings
    if calendar.kind != "weekly" or calendar.stretches or not calendar.dates:
        return openings
    zone = calendar.timezone or "Etc/UTC"
    horizon = Horizon(openings.first, openings.last)
    holidays = holidays_of(calendar)
    others = {dt.date.fromisoformat(date): day.open for date, day in calendar.dates.items() if date not in holidays}
    usual = calendar_intervals(weekly_calendar(zone, calendar.week, others), horizon)
    offsets = horizon.offsets(zone)
    taken = []
    for date in holidays:
        midnight = offsets.first_from(day_number(dt.date.fromisoformat(date)), 0)
        if midnight is not None:
            taken.append((midnight, midnight + DAY + 1))
    known = openings.known_from, openings.known_until
    return open_intervals(without(usual.pieces(), joined(taken)), known, openings.first, openings.last)


def differing(clocks: Clocks, calendars: Iterable[Calendar]) -> dict[str, OpenIntervals]:
    """The calendars that RT counts otherwise than the policy, because of an edge of a holiday."""
    found: dict[str, OpenIntervals] = {}
    for calendar in calendars:
        if calendar.kind != "weekly" or calendar.stretches or calendar.name == ALWAYS_OPEN:
            continue
        openings = counted(clocks, calendar)
        if openings.pieces() != clocks.clock(calendar.name).openings.pieces():
            found[calendar.name] = openings
    return found


def within(openings: OpenIntervals, elapsed: int) -> int:
    """The least open time that there is in so much elapsed time, whenever that begins.

    The open time changes evenly but where the beginning or the end meets an opening or a closing, so it is least there.
    """
    edges = (*openings.starts, *openings.ends, openings.known_from, openings.known_until)
    starts = {start for edge in edges for start in (edge, edge - elapsed)}
    low, high = openings.known_from, openings.known_until - elapsed
    return min((openings.open_between(start, start + elapsed) for start in starts if low <= start <= high), default=0)


def extent(openings: OpenIntervals, seconds: int) -> Extent | None:
    """The least and the most time that so many open seconds take, over every start of what is known; None: they never end.

    Between openings and closings, of the start or of the due time, the time that it takes changes by the start alone; so it
    is enough to look there, and one second later.
    """
    found: list[tuple[int, int]] = []
    for start in _starts(openings, seconds):
        try:
            found.append((openings.deadline(start, seconds) - start, start))
        except (BeyondHorizon, ClockError):
            continue
    if not found:
        return None
    most, start = max(found)
    return Extent(min(found)[0], most, start)


def _starts(openings: OpenIntervals, seconds: int) -> Iterator[int]:
    edges = {openings.known_from, *openings.starts, *openings.ends}
    for end, total in zip(openings.ends, openings.totals, strict=True):
        edges.add(end)
        wanted = total - seconds  # the start from which the time runs out exactly at this closing
        if wanted >= 0:
            edges.add(openings.deadline(openings.known_from, wanted) if wanted else openings.known_from)
    for edge in edges:
        for start in (edge - 1, edge, edge + 1):
            if openings.known_from <= start < openings.known_until:
                yield start
