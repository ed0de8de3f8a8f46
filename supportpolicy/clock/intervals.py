"""Open intervals with running totals: deadlines, open time, openings and closings, each by bisection.

Everything is in whole seconds since 1970; `supportpolicy.clock.clocks` is the same with datetimes. Intervals are
half-open: at its closing instant a calendar is closed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple, NoReturn

from supportpolicy.clock.errors import BeyondHorizon, ClockError
from supportpolicy.clock.pieces import clipped, joined
from supportpolicy.clock.walls import Piece


class OpenIntervals(NamedTuple):
    """When somebody is there: sorted disjoint intervals that do not touch, and what is known beyond them: nothing."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    totals: tuple[int, ...]
    """Open seconds from the first interval to the end of each."""
    known_from: int
    known_until: int
    """The calendar is known in [known_from, known_until). An interval that meets an edge is cut there."""
    first: dt.date
    last: dt.date
    """The local dates that an error names: the horizon as people wrote it."""

    def deadline(self, start: int, seconds: int) -> int:
        """The instant by which so many open seconds have run since `start`.

        Out of hours the count starts at the next opening. A deadline that falls exactly on closing stays there. No
        seconds at all: `start` itself where it is open, else the next opening, which is where a count would start.
        Raises BeyondHorizon; ClockError for a negative amount.
        """
        if seconds <= 0:
            if seconds < 0:
                raise ClockError("an amount of time cannot be negative")
            return self.next_opening(start)
        starts, ends, totals, known_from, known_until, _, _ = self  # the call that is made most; each name counts
        if not known_from <= start < known_until:
            self._beyond()
        index = bisect_right(starts, start) - 1
        if index >= 0:
            left = ends[index] - start
            if left >= seconds:
                return start + seconds
            seconds += totals[index] - left if left > 0 else totals[index]
        index = bisect_left(totals, seconds)  # left: a total that is met exactly is met at that closing
        if index == len(totals):
            self._beyond()
        return ends[index] - totals[index] + seconds

    def deadlines(self, start: int, amounts: Sequence[int]) -> list[int]:
        """`deadline` for several amounts from one start; the start is looked up once. Raises as `deadline` does."""
        starts, ends, totals, known_from, known_until, _, _ = self
        if not known_from <= start < known_until:
            self._beyond()
        index = bisect_right(starts, start) - 1
        run = 0  # open seconds until the start
        if index >= 0:
            left = ends[index] - start
            run = totals[index] - left if left > 0 else totals[index]
        found: list[int] = []
        last = len(totals)
        for seconds in amounts:
            if seconds <= 0:
                found.append(self.deadline(start, seconds))
                continue
            wanted = run + seconds
            index = bisect_left(totals, wanted)
            if index == last:
                self._beyond()
            found.append(ends[index] - totals[index] + wanted)
        return found

    def open_between(self, start: int, end: int) -> int:
        """Open seconds in [start, end). Raises BeyondHorizon; ClockError where `end` comes before `start`."""
        if end < start:
            raise ClockError("the end comes before the start")
        return self.elapsed(end) - self.elapsed(start)

    def elapsed(self, instant: int) -> int:
        """Open seconds from the start of what is known until an instant. Raises BeyondHorizon."""
        if not self.known_from <= instant <= self.known_until:
            self._beyond()
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return 0
        end = self.ends[index]
        return self.totals[index] if end <= instant else self.totals[index] - (end - instant)

    def is_open(self, instant: int) -> bool:
        """Whether somebody is there at an instant. Raises BeyondHorizon."""
        index = bisect_right(self.starts, self._known(instant)) - 1
        return index >= 0 and instant < self.ends[index]

    def next_opening(self, instant: int) -> int:
        """The first open instant that is not before this one: itself where it is open. Raises BeyondHorizon."""
        index = bisect_right(self.ends, self._known(instant))
        if index == len(self.ends):
            self._beyond()
        return max(instant, self.starts[index])

    def next_closing(self, instant: int) -> int:
        """The first closing after an instant: of the interval it lies in, or of the next. Raises BeyondHorizon."""
        index = bisect_right(self.ends, self._known(instant))
        if index == len(self.ends) or self.ends[index] == self.known_until:
            self._beyond()  # an end at the edge of what is known is a cut and not a closing
        return self.ends[index]

    def last_closing(self, instant: int) -> int:
        """The last closing that is not after an instant, whether or not it is open then. Raises BeyondHorizon."""
        index = bisect_right(self.ends, self._known(instant)) - 1
        if index < 0:
            self._beyond()
        return self.ends[index]

    def pieces(self) -> list[Piece]:
        """The intervals themselves."""
        return list(zip(self.starts, self.ends, strict=True))

    def _known(self, instant: int) -> int:
        if not self.known_from <= instant < self.known_until:
            self._beyond()
        return instant

    def _beyond(self) -> NoReturn:
        raise BeyondHorizon(self.first, self.last)


def open_intervals(pieces: Iterable[Piece], known: Piece, first: dt.date, last: dt.date) -> OpenIntervals:
    """Intervals from pieces in any order, which may overlap and are clipped to `known`; the dates are for errors."""
    kept = clipped(joined(pieces), known)
    starts, ends = zip(*kept, strict=True) if kept else ((), ())
    totals = tuple(accumulate(map(sub, ends, starts)))
    return OpenIntervals(starts, ends, totals, *known, first, last)


def union_intervals(members: Sequence[OpenIntervals]) -> OpenIntervals:
    """Open when any member is; known where all are. Raises ClockError for no members, or for no time known to all."""
    if not members:
        raise ClockError("a union needs at least one calendar")
    known = max(member.known_from for member in members), min(member.known_until for member in members)
    if known[0] >= known[1]:
        raise ClockError("the calendars of a union must be known for the same dates")
    first, last = max(member.first for member in members), min(member.last for member in members)
    return open_intervals((piece for member in members for piece in member.pieces()), known, first, last)
