"""A weekly calendar as plain data, and its open intervals over a horizon.

Open means: the local wall time lies in a half-open span of that local date. So a span is worked out on the wall of each
offset period and clipped to the period: an hour that comes twice is open twice, one that is left out is open never.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from supportpolicy.clock.errors import ClockError
from supportpolicy.clock.horizon import Horizon
from supportpolicy.clock.instants import DAY, DAY_MINUTES, day_number, weekday_of
from supportpolicy.clock.intervals import OpenIntervals, open_intervals
from supportpolicy.clock.pieces import clipped, joined, without
from supportpolicy.clock.stretches import Stretch, stretch_pieces
from supportpolicy.clock.walls import Offsets, Piece
from supportpolicy.clock.zones import load_zone

Spans = tuple[tuple[int, int], ...]
"""Half-open spans in minutes of a local day: sorted, disjoint, within 0 to 1440."""

_MINUTE: Final = 60


class WeeklyCalendar(NamedTuple):
    """Hours by weekday, dates that have others, and stretches over several days. Made by `weekly_calendar`."""

    zone: str
    days: tuple[Spans, ...]
    """Seven, Monday first."""
    dates: tuple[tuple[dt.date, Spans], ...] = ()
    """Dates whose hours are these and no others; no spans: closed all day. By date."""
    stretches: tuple[Stretch, ...] = ()


def weekly_calendar(
    zone: str,
    days: Sequence[Iterable[tuple[int, int]]],
    dates: Mapping[dt.date, Iterable[tuple[int, int]]] | None = None,
    stretches: Iterable[Stretch] = (),
) -> WeeklyCalendar:
    """A calendar from spans in any order, which may overlap.

    `days` are seven, Monday first. A span past midnight is written as two, each on its own date. `dates` replace all
    hours of their local date, those of stretches too, and leave the next date alone. Raises UnknownZone; ClockError
    for a span outside the day, or a week that has not seven days.
    """
    if len(days) != 7:
        raise ClockError("a week has seven days")
    load_zone(zone)
    kept = tuple(stretches)
    for stretch in kept:
        stretch.check()
    replaced = {date: _spans(spans) for date, spans in (dates or {}).items()}
    return WeeklyCalendar(zone, tuple(_spans(spans) for spans in days), tuple(sorted(replaced.items())), kept)


def calendar_intervals(calendar: WeeklyCalendar, horizon: Horizon) -> OpenIntervals:
    """When a calendar is open, over the local dates of a horizon. Raises ClockError for a horizon that is none."""
    offsets = horizon.offsets(calendar.zone)
    known = horizon.known(offsets)
    pieces = _hours(calendar, offsets, known)
    if calendar.stretches:
        # A replaced date takes the hours of stretches too, by the date on the walls of the calendar's own zone.
        cut = joined(piece for date, _ in calendar.dates for piece in offsets.pieces(day_number(date)))
        pieces.extend(without(joined(stretch_pieces(calendar.stretches, horizon)), cut))
    return open_intervals(pieces, known, horizon.first, horizon.last)


def _hours(calendar: WeeklyCalendar, offsets: Offsets, known: Piece) -> list[Piece]:
    week = [_seconds(spans) for spans in calendar.days]
    replaced = {day_number(date): _seconds(spans) for date, spans in calendar.dates}
    found: list[Piece] = []
    for start, end, ahead in offsets.between(*known):
        for day in range((start + ahead) // DAY, (end - 1 + ahead) // DAY + 1):
            spans = replaced[day] if day in replaced else week[weekday_of(day)]
            midnight = day * DAY - ahead
            day_pieces = [(midnight + opens, midnight + closes) for opens, closes in spans]
            inside = start <= midnight and midnight + DAY <= end
            found.extend(day_pieces if inside else clipped(day_pieces, (start, end)))
    return found


def _seconds(spans: Spans) -> list[tuple[int, int]]:
    return [(start * _MINUTE, end * _MINUTE) for start, end in spans]


def _spans(spans: Iterable[tuple[int, int]]) -> Spans:
    given = list(spans)
    for start, end in given:
        if not 0 <= start < end <= DAY_MINUTES:
            raise ClockError(f"a span of minutes {start} to {end} does not lie within a day of 0 to {DAY_MINUTES}")
    return tuple(joined(given))
