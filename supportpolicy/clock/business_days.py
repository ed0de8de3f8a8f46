"""Business days: which local dates they are, when they close, and the three ways of reckoning with them.

A business day is a local date with any open time, or, where weekdays are listed, every date of these weekdays, open or
not. Open time is cut at midnight, so the hours after midnight of a night shift make the next date a business day too,
and a day that is open through midnight closes at its midnight end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple, NoReturn

from supportpolicy.clock.errors import BeyondHorizon, ClockError
from supportpolicy.clock.horizon import Horizon
from supportpolicy.clock.instants import DAY, weekday_of
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.pieces import clipped
from supportpolicy.clock.walls import Offsets, Piece

Way = Literal["same-time", "close", "open-time"]
"""What one business day is: the same wall time, the close of a day, or so many open seconds."""


class BusinessDays(NamedTuple):
    """The business days of open intervals on the walls of one zone."""

    openings: OpenIntervals
    offsets: Offsets
    days: tuple[int, ...]
    """The business days among the dates that are wholly known, as day numbers."""
    first: int
    last: int
    """The dates that are wholly known, as day numbers."""
    way: Way = "same-time"
    seconds: int = 0
    """Open seconds of one business day, for `open-time`."""

    def due(self, start: int, count: int) -> int:
        """The instant so many business days after `start`.

        `same-time`: a start out of hours moves to the next opening; then its wall time on the count-th business day
        after; if closed at that time, the next opening of that day, else that day's close. A time that the clocks jump
        over is the instant of the jump; of one that comes twice, the first. `close`: the close of that day.
        `open-time`: so many times its open seconds. A count of 0 stands for the first business day not before.
        Raises BeyondHorizon; ClockError for a negative count.
        """
        if count < 0:
            raise ClockError("a number of business days cannot be negative")
        if self.way == "open-time":
            return self.openings.deadline(start, count * self.seconds)
        moved = self.openings.next_opening(start)
        day = self._nth_after(moved, count)
        if self.way == "close":
            return self.close(day)
        return self._same_time(day, self.offsets.wall(moved) % DAY)

    def end_of_day(self, start: int) -> int:
        """The last close still ahead on the business day of `start`, else of the next one. Raises BeyondHorizon."""
        today = self._whole(self._today(start))
        index = bisect_left(self.days, today)
        if index < len(self.days) and self.days[index] == today and (close := self.close(today)) > start:
            return close
        return self.end_of_next_day(start)

    def end_of_next_day(self, start: int) -> int:
        """The last close of the first business day after the local date of `start`, which is not moved first.

        Raises BeyondHorizon.
        """
        return self.close(self._nth(bisect_right(self.days, self._today(start))))

    def close(self, day: int) -> int:
        """The last close of a business day; the midnight end of one that never opens."""
        pieces = self.offsets.pieces(day)
        for low, high in reversed(pieces):
            index = bisect_left(self.openings.starts, high) - 1
            if index >= 0 and self.openings.ends[index] > low:
                return min(self.openings.ends[index], high)
        return pieces[-1][1]

    def _same_time(self, day: int, second: int) -> int:
        reached = self.offsets.first_from(day, second)
        if reached is not None:
            for low, high in self.offsets.pieces(day):
                opening = self._opening(max(low, reached), high)
                if opening is not None:
                    return opening
        return self.close(day)

    def _opening(self, low: int, high: int) -> int | None:
        """The first open instant in [low, high)."""
        index = bisect_right(self.openings.ends, low)
        if index == len(self.openings.ends) or self.openings.starts[index] >= high or low >= high:
            return None
        return max(low, self.openings.starts[index])

    def _today(self, start: int) -> int:
        known = self.openings
        if not known.known_from <= start < known.known_until:
            self._beyond()
        return self.offsets.day(start)

    def _whole(self, day: int) -> int:
        if not self.first <= day <= self.last:  # known in part only: whether it is a business day is not
            self._beyond()
        return day

    def _nth_after(self, instant: int, count: int) -> int:
        if count == 0:
            return self._nth(bisect_left(self.days, self._whole(self.offsets.day(instant))))
        return self._nth(bisect_right(self.days, self.offsets.day(instant)) + count - 1)

    def _nth(self, index: int) -> int:
        if index >= len(self.days):
            self._beyond()
        return self.days[index]

    def _beyond(self) -> NoReturn:
        raise BeyondHorizon(self.openings.first, self.openings.last)


def business_days(
    openings: OpenIntervals, zone: str, weekdays: tuple[int, ...] = (), way: Way = "same-time", seconds: int = 0
) -> BusinessDays:
    """The business days of intervals, by the local dates of `zone`; `weekdays` (0 is Monday) lists them instead.

    `seconds` are those of one business day and belong to `open-time`. Raises UnknownZone; ClockError for an unknown way,
    a weekday that does not exist, or `open-time` without a positive number of seconds.
    """
    if way not in ("same-time", "close", "open-time"):
        raise ClockError(f"'{way}' is no way of reckoning business days: same-time, close or open-time")
    if way == "open-time" and seconds <= 0:
        raise ClockError("a business day of open time needs some open time")
    if not set(weekdays) <= set(range(7)):
        raise ClockError("weekdays run from 0, Monday, to 6")
    known = openings.known_from, openings.known_until
    offsets = Horizon(openings.first, openings.last).offsets(zone)
    first, last = _whole_days(offsets, known)
    pieces = [known] if weekdays else openings.pieces()
    found = _dates(offsets, pieces)
    days = sorted(day for day in found if first <= day <= last and (not weekdays or weekday_of(day) in weekdays))
    return BusinessDays(openings, offsets, tuple(days), first, last, way, seconds)


def _dates(offsets: Offsets, pieces: Sequence[Piece]) -> set[int]:
    """The local dates of sorted pieces."""
    found: set[int] = set()
    for start, end, ahead in offsets.periods():
        for low, high in clipped(pieces, (start, end)):
            first, last = (low + ahead) // DAY, (high - 1 + ahead) // DAY
            if first == last:
                found.add(first)
            else:
                found.update(range(first, last + 1))
    return found


def _whole_days(offsets: Offsets, known: Piece) -> tuple[int, int]:
    """The first and the last local date all of whose instants are known; the last before the first: there is none."""
    whole = [
        day
        for edge in known
        for day in range(offsets.day(edge) - 2, offsets.day(edge) + 3)
        if all(known[0] <= low and high <= known[1] for low, high in offsets.pieces(day))
    ]
    return (min(whole), max(whole)) if whole else (0, -1)
