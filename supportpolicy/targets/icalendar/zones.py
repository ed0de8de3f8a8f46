"""VTIMEZONE: what the clocks of a zone show over the horizon, from the packaged zone data.

Changes that fall by one rule every year, such as the last Sunday in March, are written as that rule; others, such as
those around Ramadan, date by date. Both are read from the transitions themselves, so they say exactly what those do.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from supportpolicy.clock.instants import DAY, date_of, day_number, from_epoch
from supportpolicy.clock.zones import load_zone, zone_offsets
from supportpolicy.targets.icalendar.dialect import DAYS, date_text, local_text, offset_text, utc_text


class _Change(NamedTuple):
    """A moment at which clocks change: what they show just before it, and the offsets on both sides."""

    instant: int
    before: int
    after: int
    name: str

    @property
    def day(self) -> dt.date:
        return date_of((self.instant + self.before) // DAY)

    @property
    def second(self) -> int:
        return (self.instant + self.before) % DAY


def timezone_lines(zone: str, first: dt.date, last: dt.date) -> list[str]:
    """The component of a zone, good for all instants from a year before the first date to a year after the last."""
    start = day_number(dt.date(first.year - 1, 1, 1)) * DAY
    until = day_number(dt.date(last.year + 2, 1, 1)) * DAY
    offsets = zone_offsets(zone, start, until)
    begins = _Change(start, offsets.ahead[0], offsets.ahead[0], _name(zone, start))
    groups: dict[tuple[int, int, str, int, int], list[_Change]] = {}
    changes = (
        _Change(instant, before, after, _name(zone, instant))
        for (before, after), instant in zip(pairwise(offsets.ahead), offsets.starts[1:], strict=True)
    )
    for change in changes:
        key = (change.before, change.after, change.name, change.day.month, change.second)
        groups.setdefault(key, []).append(change)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}", *_observance(begins, [])]
    for group in groups.values():
        rule = _yearly(group, last.year + 1)
        if rule is not None:
            lines.extend(_observance(group[0], [rule]))
        else:
            lines.extend(_observance(group[0], [f"RDATE:{local_text(one.day, one.second)}" for one in group[1:]]))
    return [*lines, "END:VTIMEZONE"]


def _observance(change: _Change, more: list[str]) -> list[str]:
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{local_text(change.day, change.second)}",
        f"TZOFFSETFROM:{offset_text(change.before)}",
        f"TZOFFSETTO:{offset_text(change.after)}",
        f"TZNAME:{change.name}",
        *more,
        f"END:{kind}",
    ]


def _yearly(group: Sequence[_Change], last_year: int) -> str | None:
    """The rule by which changes fall, one in each year; None for a single change, and for any that fall otherwise."""
    years = [one.day.year for one in group]
    if len(group) == 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    for place in (-1, 1, 2, 3, 4):
        day = group[0].day
        if all(one.day == _weekday_of_month(one.day.year, day.month, day.weekday(), place) for one in group):
            ends = "" if years[-1] >= last_year else f";UNTIL={utc_text(group[-1].instant)}"
            return f"RRULE:FREQ=YEARLY;BYMONTH={day.month};BYDAY={place}{DAYS[day.weekday()]}{ends}"
    return None


def _weekday_of_month(year: int, month: int, weekday: int, place: int) -> dt.date:
    """The first, second … or (-1) last weekday of a month."""
    if place > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (place - 1))
    last = dt.date(year, month, months.monthrange(year, month)[1])
    return last - dt.timedelta((last.weekday() - weekday) % 7)


def _name(zone: str, instant: int) -> str:
    """What people call the time then: IST, or +03 where they have no letters for it."""
    return from_epoch(instant).astimezone(load_zone(zone).info).tzname() or date_text(from_epoch(instant).date())
