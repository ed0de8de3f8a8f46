"""Business time by walking: every minute is looked at on its own, with the standard library's zones of `tzdata`.

Slow, and plain enough to be believed. It reads calendars as the vector files write them and shares no code with
`supportpolicy.clock`. Spans, pauses and changes of the clocks lie on whole minutes; starts may have seconds.
"""

from __future__ import annotations

import datetime as dt
from array import array
from functools import cache, lru_cache, reduce
from importlib.resources import files
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

BEFORE = 9 * 1440
"""What began so many minutes before a window may reach into it: a stretch is a week at most."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def zone(key: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key)


@lru_cache(maxsize=256)
def walls(key: str, low: int, high: int) -> array[int]:
    """For each minute since 1970 in [low, high) the local minute: the date's ordinal times 1440, plus its minute."""
    info = zone(key)
    found = array("i")
    for minute in range(low, high):
        local = dt.datetime.fromtimestamp(minute * 60, info)
        assert local.second == 0
        found.append(local.toordinal() * 1440 + local.hour * 60 + local.minute)
    return found


def local_minutes(key: str, low: int, high: int) -> array[int]:
    return walls(key, low - BEFORE, high)[BEFORE:]


@lru_cache(maxsize=128)
def minutes_of_dates(key: str, low: int, high: int) -> dict[int, list[int]]:
    """Local date, as an ordinal -> which minutes of the window it has."""
    found: dict[int, list[int]] = {}
    for index, wall in enumerate(local_minutes(key, low, high)):
        found.setdefault(wall // 1440, []).append(index)
    return found


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def open_minutes(calendar: Any, low: int, high: int) -> bytearray:
    """For each minute since 1970 in [low, high): is somebody there?"""
    if calendar == "always":
        return bytearray(b"\1") * (high - low)
    if "union" in calendar:
        members = [open_minutes(member, low, high) for member in calendar["union"]]
        one_or_other = reduce(or_, (int.from_bytes(member, "big") for member in members))
        return bytearray(one_or_other.to_bytes(high - low, "big"))
    own = local_minutes(calendar["timezone"], low, high)
    dates = range(min(own) // 1440, max(own) // 1440 + 1)
    days = {day: _day(calendar, dt.date.fromordinal(day)) for day in dates}
    found = bytearray([days[wall // 1440][wall % 1440] for wall in own])
    replaced = {dt.date.fromisoformat(day).toordinal() for day in [*calendar["closed"], *calendar["hours"]]}
    for stretch in calendar.get("stretches", ()):
        for index, inside in enumerate(_stretch(stretch, low, high)):
            if inside and own[index] // 1440 not in replaced:
                found[index] = 1
    return found


def _day(calendar: Any, date: dt.date) -> bytearray:
    if date.isoformat() in calendar["closed"]:
        spans = []
    elif date.isoformat() in calendar["hours"]:
        spans = calendar["hours"][date.isoformat()]
    else:
        spans = calendar["week"].get(WEEKDAYS[date.weekday()], [])
    found = bytearray(1440)
    for start, end in spans:
        for minute in range(minutes(start), minutes(end)):
            found[minute] = 1
    return found


def _stretch(stretch: list[str], low: int, high: int) -> bytearray:
    """Open while the first wall shows some start or later and the second less than the end that belongs to it."""
    start_day, start_time, start_zone, end_day, end_time, end_zone = stretch
    first, second = walls(start_zone, low - BEFORE, high), walls(end_zone, low - BEFORE, high)
    last_day, last_minute = WEEKDAYS.index(end_day), minutes(end_time)
    found = bytearray(high - low)
    for ordinal in range(first[0] // 1440, first[-1] // 1440 + 1):
        if dt.date.fromordinal(ordinal).weekday() != WEEKDAYS.index(start_day):
            continue
        begins = ordinal * 1440 + minutes(start_time)
        near = max(0, begins - first[0] - 1500)  # clocks never jump by more than a day and an hour
        reached = next((index for index in range(near, len(first)) if first[index] >= begins), None)
        if reached is None or first[0] > begins:
            continue
        shown = begins + second[reached] - first[reached]  # the second wall when the first shows the start
        ends = shown + 1
        while ends % 1440 != last_minute or dt.date.fromordinal(ends // 1440).weekday() != last_day:
            ends += 1
        for index in range(max(reached, BEFORE), min(reached + ends - shown + 1500, len(first))):
            if first[index] >= begins and second[index] < ends:
                found[index - BEFORE] = 1
    return found


class Walk:
    """Answers for one calendar over a window of minutes; None where the window is too short for one."""

    def __init__(self, calendar: Any, low: int, high: int) -> None:
        self.calendar = calendar
        self.low, self.high = low, high
        self.open = open_minutes(calendar, low, high)

    def deadline(self, start: int, seconds: int, stopped: bytearray | None = None) -> int | None:
        """Seconds since 1970 when so many seconds were open, and not stopped, since `start`."""
        at = start
        for index in range(start // 60 - self.low, len(self.open)):
            ends = (self.low + index + 1) * 60
            if self.open[index] and not (stopped and stopped[index]):
                if seconds <= ends - at:
                    return at + seconds
                seconds -= ends - at
            at = ends
        return None

    def open_between(self, start: int, end: int) -> int:
        found = 0
        for index in range(start // 60 - self.low, min((end - 1) // 60 - self.low + 1, len(self.open))):
            begins = (self.low + index) * 60
            if self.open[index]:
                found += min(end, begins + 60) - max(start, begins)
        return found

    def is_open(self, at: int) -> bool:
        return bool(self.open[at // 60 - self.low])

    def next_opening(self, at: int) -> int | None:
        return self.deadline(at, 0)

    def last_closing(self, at: int) -> int | None:
        for index in range(at // 60 - self.low, 0, -1):
            if self.open[index - 1] and not self.open[index]:
                return (self.low + index) * 60
        return None

    def next_closing(self, at: int) -> int | None:
        for index in range(at // 60 - self.low + 1, len(self.open)):
            if self.open[index - 1] and not self.open[index]:
                return (self.low + index) * 60
        return None

    def stopped(self, pauses: list[tuple[int, int | None]]) -> bytearray:
        """The minutes that lie in a pause."""
        found = bytearray(len(self.open))
        for begins, ends in pauses:
            for index in range(begins // 60 - self.low, len(found) if ends is None else ends // 60 - self.low):
                found[index] = 1
        return found

    def paused(self, start: int, due: int, pauses: list[tuple[int, int | None]]) -> int | None:
        """The due time with pauses. -1: never, a pause lasts."""
        stopped = self.stopped(pauses)
        at = start
        while at < due:  # to the first paused second that is open, or that has the due time in its pause
            index = at // 60 - self.low
            if stopped[index]:
                last = index
                while last < len(stopped) and stopped[last]:
                    last += 1
                if last == len(stopped):
                    return -1
                ends = (self.low + last) * 60
                if ends > due or any(self.open[index:last]):
                    return self.deadline(ends, self.open_between(at, due), stopped)
            at = (self.low + index + 1) * 60
        return due


class Days:
    """Business days by walking through local dates; a window's first and last date are left out, for want of their ends."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.walls = local_minutes(walk.calendar["timezone"], walk.low, walk.high)
        self.minutes = minutes_of_dates(walk.calendar["timezone"], walk.low, walk.high)
        edges = (self.walls[0] // 1440, self.walls[-1] // 1440)
        listed = walk.calendar.get("business_days")
        self.days = sorted(
            day
            for day, indexes in self.minutes.items()
            if edges[0] < day < edges[1]
            and (
                WEEKDAYS[dt.date.fromordinal(day).weekday()] in listed
                if listed
                else any(walk.open[index] for index in indexes)
            )
        )

    def due(self, start: int, count: int) -> int | None:
        way = self.walk.calendar.get("business_day", "same-time")
        if isinstance(way, int):
            return self.walk.deadline(start, count * way * 60)
        moved = self.walk.next_opening(start)
        if moved is None:
            return None
        wall = self.walls[moved // 60 - self.walk.low]
        day = self._after(wall // 1440, count)
        if day is None:
            return None
        if way == "close":
            return self._close(day)
        return self._same_time(day, wall % 1440, moved % 60)

    def _same_time(self, day: int, minute: int, second: int) -> int:
        """The first moment at which the walls of the date show the time or later, put into the hours of that date."""
        indexes = self.minutes[day]
        for position, index in enumerate(indexes):
            if self.walls[index] % 1440 >= minute:
                if self.walk.open[index]:
                    return self._instant(index) + (second if self.walls[index] % 1440 == minute else 0)
                for later in indexes[position:]:
                    if self.walk.open[later]:
                        return self._instant(later)
                break
        return self._close(day)

    def end_of_day(self, start: int) -> int | None:
        today = self._today(start)
        if today is None:
            return None
        if today in self.days and self._close(today) > start:
            return self._close(today)
        return self.end_of_next_day(start)

    def end_of_next_day(self, start: int) -> int | None:
        today = self._today(start)
        day = None if today is None else self._after(today, 1)
        return None if day is None else self._close(day)

    def _today(self, start: int) -> int | None:
        today = self.walls[start // 60 - self.walk.low] // 1440
        return today if self.walls[0] // 1440 < today < self.walls[-1] // 1440 else None

    def _after(self, today: int, count: int) -> int | None:
        """The count-th business day after a date; for a count of 0 the first that is not before."""
        day = today - 1 if count == 0 else today
        for _ in range(max(count, 1)):
            day += 1
            while day not in self.days:
                day += 1
                if day > self.walls[-1] // 1440:
                    return None
        return day

    def _close(self, day: int) -> int:
        indexes = self.minutes[day]
        return self._instant(max((index for index in indexes if self.walk.open[index]), default=indexes[-1]) + 1)

    def _instant(self, index: int) -> int:
        return (self.walk.low + index) * 60
