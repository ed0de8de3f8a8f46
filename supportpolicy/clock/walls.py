"""What the clocks on the wall show: local dates and times over the offset periods of one zone.

Nothing here knows where the periods come from. Local seconds are instants plus the offset; a local date is a day number.
Where clocks go back, a local time comes twice; where they go forward, it does not come at all, and with it perhaps a
whole date. All functions therefore give instants as pieces and never assume that a day is 24 hours or one piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from supportpolicy.clock.instants import DAY

Piece = tuple[int, int]
"""A half-open range of instants, in seconds since 1970."""


class Offsets(NamedTuple):
    """Periods of equal offset, in order and without gaps; the last ends at `until`."""

    starts: tuple[int, ...]
    ahead: tuple[int, ...]
    """Seconds to add to an instant to get the local time, for each period."""
    until: int

    def wall(self, instant: int) -> int:
        """Local seconds since 1970-01-01T00:00 at an instant inside the range."""
        return instant + self.ahead[bisect_right(self.starts, instant) - 1]

    def day(self, instant: int) -> int:
        """The local date at an instant inside the range, as a day number."""
        return self.wall(instant) // DAY

    def between(self, start: int, until: int) -> Iterator[tuple[int, int, int]]:
        """The periods that meet [start, until), clipped to it: start, end, offset."""
        index = max(bisect_right(self.starts, start) - 1, 0)
        last = len(self.starts) - 1
        while index <= last and self.starts[index] < until:
            end = self.until if index == last else self.starts[index + 1]
            low, high = max(start, self.starts[index]), min(until, end)
            if low < high:
                yield low, high, self.ahead[index]
            index += 1

    def periods(self) -> Iterator[tuple[int, int, int]]:
        """All periods: start, end, offset."""
        return self.between(self.starts[0], self.until)

    def pieces(self, day: int) -> list[Piece]:
        """The instants of a local date: one piece as a rule, none for a date that was left out, two where clocks
        went back over midnight from within the next date."""
        alone = self._alone(day)
        if alone is not None:
            return [(day * DAY - alone, (day + 1) * DAY - alone)]
        found: list[Piece] = []
        for start, end, ahead in self.between((day - 2) * DAY, (day + 3) * DAY):
            low, high = max(start, day * DAY - ahead), min(end, (day + 1) * DAY - ahead)
            if low < high:
                if found and found[-1][1] == low:
                    found[-1] = (found[-1][0], high)
                else:
                    found.append((low, high))
        return found

    def _alone(self, day: int) -> int | None:
        """The offset of a local date if clocks are not changed for two days before and after it; as on most days."""
        index = bisect_right(self.starts, (day - 2) * DAY) - 1
        if index < 0:
            return None
        until = self.starts[index + 1] if index + 1 < len(self.starts) else self.until
        return self.ahead[index] if until >= (day + 3) * DAY else None

    def first_from(self, day: int, second: int) -> int | None:
        """The first instant of a local date at which its clocks show `second` of the day or later.

        Of a time that comes twice that is the first; for one left out, the instant of the change; None where the
        date ends before it, or does not exist.
        """
        wall = day * DAY + second
        alone = self._alone(day)
        if alone is not None:
            return wall - alone if second < DAY else None
        for start, end, ahead in self.between((day - 2) * DAY, (day + 3) * DAY):
            low = max(start, wall - ahead)
            if low < min(end, (day + 1) * DAY - ahead):
                return low
        return None

    def showing_from(self, wall: int) -> list[Piece]:
        """The instants of the range at which local clocks show `wall` (local seconds) or later."""
        found = ((max(start, wall - ahead), end) for start, end, ahead in self.periods())
        return [(low, high) for low, high in found if low < high]

    def showing_before(self, wall: int) -> list[Piece]:
        """The instants of the range at which local clocks show less than `wall` (local seconds)."""
        found = ((start, min(end, wall - ahead)) for start, end, ahead in self.periods())
        return [(low, high) for low, high in found if low < high]
