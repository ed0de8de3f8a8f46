"""A calendar of the policy as events: weekly hours, dates that have others, days off, and stretches over days.

Times are local wherever programs cannot read them in two ways. The length of a weekly event in local time is taken as
elapsed by some programs (RFC 5545, 3.8.5.3) and as shown by the clocks by others; that makes a difference only where
clocks change between its beginning and its end, or near them. Such dates are taken out of the weekly event and written
as events of their own in UTC, as the engine reckons them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from supportpolicy.clock import Horizon, Stretch
from supportpolicy.clock.instants import DAY, date_of, day_number, weekday_of
from supportpolicy.clock.pieces import clipped, joined, without
from supportpolicy.clock.stretches import stretch_pieces
from supportpolicy.clock.walls import Offsets, Piece
from supportpolicy.compiled.calendars import Calendar, Day
from supportpolicy.targets.icalendar.dialect import UTC

_WEEK = 7 * DAY
_MINUTE = 60


class Wall(NamedTuple):
    """A moment as local clocks show it; 1440 minutes are the end of the day."""

    day: dt.date
    minute: int
    zone: str


class Event(NamedTuple):
    """One event. It happens once, weekly on some weekdays until an instant, or `times` times a week apart."""

    key: str
    """What it is about; unique within its calendar, and the same in every export while the hours are the same."""
    start: Wall | int | dt.date
    """A wall; an instant in seconds since 1970; or a date, of an event of a whole day."""
    end: Wall | int | None
    about: str = ""
    """What tells it from usual hours: nothing for those."""
    details: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    until: int = 0
    """Of a weekly event: the beginning of the last time."""
    skips: tuple[Wall, ...] = ()
    """Times at which the weekly event does not happen."""
    times: int = 1


class _Frame(NamedTuple):
    """What the events of one calendar are worked out from."""

    calendar: Calendar
    zone: str
    offsets: Offsets
    known: Piece
    first: int
    last: int
    """Day numbers of the horizon, both included."""
    dates: dict[int, Day]


def events_of(calendar: Calendar, horizon: Horizon) -> list[Event]:
    """All events of a weekly calendar over a horizon. Its timed events are exactly when it is open."""
    zone = calendar.timezone or UTC
    offsets = horizon.offsets(zone)
    dates = {day_number(dt.date.fromisoformat(date)): day for date, day in calendar.dates.items()}
    first, last = day_number(horizon.first), day_number(horizon.last)
    frame = _Frame(calendar, zone, offsets, horizon.known(offsets), first, last, dates)
    return [*_weekly(frame), *_stretches(frame, horizon), *_dated(frame)]


def _weekly(frame: _Frame) -> Iterator[Event]:
    """One event for each span of the week, with the weekdays that have it; and the dates on which clocks change."""
    spans: dict[tuple[int, int], list[int]] = {}
    for weekday, hours in enumerate(frame.calendar.week):
        for span in hours:
            spans.setdefault(span, []).append(weekday)
    for (start, end), weekdays in sorted(spans.items(), key=lambda item: (item[1], item[0])):
        days = [day for day in range(frame.first, frame.last + 1) if weekday_of(day) in weekdays]
        plain = {day: at for day in days if (at := _plainly(frame, day, start, end)) is not None}
        usual = [day for day in plain if day not in frame.dates]
        if usual:
            taken = set(usual)
            kept = [day for day in days if usual[0] <= day <= usual[-1]]
            yield Event(
                f"{start}-{end} on {''.join(map(str, weekdays))}",
                _wall(frame, usual[0], start),
                _wall(frame, usual[0], end),
                details=_usual_people(frame.calendar),
                weekdays=tuple(weekdays),
                until=plain[usual[-1]],
                skips=tuple(_wall(frame, day, start) for day in kept if day not in taken),
            )
        for day in days:
            if day not in plain and day not in frame.dates:
                yield from _in_utc(frame, day, start, end, "", _usual_people(frame.calendar))


def _dated(frame: _Frame) -> Iterator[Event]:
    """The dates that differ: whole days off, and the hours of short ones."""
    for number, day in sorted(frame.dates.items()):
        date = date_of(number)
        name = " ".join((day.name or "").split())
        if not day.open:
            about = name if day.kind == "holiday" and name else "closed"
            yield Event(f"off {date}", date, None, about, (name,) if name and name != about else ())
            continue
        skeleton = day.cover == "skeleton"
        details = tuple(line for line in (name, _people_there(frame.calendar, day)) if line)
        for start, end in day.open:
            about = "skeleton crew" if skeleton else "other hours"
            if _plainly(frame, number, start, end) is None:
                yield from _in_utc(frame, number, start, end, about, details)
            else:
                walls = _wall(frame, number, start), _wall(frame, number, end)
                yield Event(f"{start}-{end} on {date}", *walls, about, details)


def _stretches(frame: _Frame, horizon: Horizon) -> Iterator[Event]:
    """Stretches between zones, in UTC: weeks in a row with the same times are one event that comes again."""
    if not frame.calendar.stretches:
        return
    off = joined(piece for day in frame.dates for piece in frame.offsets.pieces(day))
    for place, stretch in enumerate(frame.calendar.stretches):
        found = joined(stretch_pieces((Stretch(*stretch),), horizon))
        pieces = clipped(without(found, off), frame.known)
        for run in _runs(pieces):
            start, end = run[0]
            details = _usual_people(frame.calendar)
            key = f"stretch {place} {date_of(start // DAY)} {start % DAY}"
            yield Event(key, start, end, details=details, times=len(run))


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces in groups in which each comes a week after the one before and is as long."""
    numbered = enumerate(pieces)
    for _, group in groupby(numbered, lambda item: (item[1][0] - item[0] * _WEEK, item[1][1] - item[1][0])):
        yield [piece for _, piece in group]


def _in_utc(frame: _Frame, day: int, start: int, end: int, about: str, details: tuple[str, ...]) -> Iterator[Event]:
    for number, (opens, closes) in enumerate(_pieces(frame, day, start, end)):
        yield Event(f"{start}-{end} on {date_of(day)} {number}", opens, closes, about, details)


def _pieces(frame: _Frame, day: int, start: int, end: int) -> list[Piece]:
    """The instants at which local clocks show the span on that date, within what is known."""
    midnight = day * DAY
    found: list[Piece] = []
    for low, high, ahead in frame.offsets.between(midnight - 2 * DAY, midnight + 3 * DAY):
        opens, closes = midnight + start * _MINUTE - ahead, midnight + end * _MINUTE - ahead
        found.append((max(low, opens), min(high, closes)))
    return clipped(joined(found), frame.known)


def _plainly(frame: _Frame, day: int, start: int, end: int) -> int | None:
    """The instant at which the span begins on that date; None where a program might read its local times otherwise.

    That is so where clocks change while it lasts, or so close to it that one of its times comes twice or never.
    """
    pieces = _pieces(frame, day, start, end)
    if len(pieces) != 1 or pieces[0][1] - pieces[0][0] != (end - start) * _MINUTE:
        return None
    opens, closes = pieces[0]
    before = None
    for low, _, ahead in frame.offsets.between(opens - 2 * DAY, closes + 2 * DAY):
        if before is not None:
            margin = abs(ahead - before)
            if opens - margin <= low <= closes + margin:
                return None
        before = ahead
    return opens


def _wall(frame: _Frame, day: int, minute: int) -> Wall:
    return Wall(date_of(day), minute, frame.zone)


def _usual_people(calendar: Calendar) -> tuple[str, ...]:
    people = calendar.people
    return (f"People there: {people.number}.",) if people is not None and people.number is not None else ()


def _people_there(calendar: Calendar, day: Day) -> str:
    """How many people are wanted on a date that differs."""
    if day.people is None:
        return ""
    if day.people.number is not None:
        return f"People wanted: {day.people.number}."
    usual = calendar.people.number if calendar.people is not None else None
    return f"People wanted: {day.people.share}% of the usual{f' {usual}' if usual is not None else ''}."
