"""Calendars as another library reads them: icalendar parses, recurring-ical-events makes events of what recurs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import icalendar
import recurring_ical_events

from supportpolicy.clock.pieces import joined

MARGIN = dt.timedelta(days=5)


class Shown(NamedTuple):
    """One event as the library gives it."""

    start: dt.datetime | dt.date
    end: dt.datetime | dt.date
    summary: str
    description: str
    free: bool


def shown(text: str, first: dt.date, last: dt.date) -> Iterator[Shown]:
    """Every event from some days before the first date to some days after the last."""
    calendar = icalendar.Calendar.from_ical(text.encode())
    for event in recurring_ical_events.of(calendar).between(first - MARGIN, last + MARGIN):
        yield Shown(
            event["DTSTART"].dt,
            event["DTEND"].dt,
            str(event["SUMMARY"]),
            str(event.get("DESCRIPTION", "")),
            str(event["TRANSP"]) == "TRANSPARENT",
        )


def busy(text: str, first: dt.date, last: dt.date) -> list[tuple[int, int]]:
    """When time is not free, in seconds since 1970."""
    pieces = []
    for event in shown(text, first, last):
        if event.free:
            assert not isinstance(event.start, dt.datetime)
        else:
            assert isinstance(event.start, dt.datetime) and isinstance(event.end, dt.datetime)
            pieces.append((int(event.start.timestamp()), int(event.end.timestamp())))
    return joined(pieces)
