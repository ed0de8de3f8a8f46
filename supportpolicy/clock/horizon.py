"""The dates for which a calendar is known, and the instants that these are."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from supportpolicy.clock.errors import ClockError
from supportpolicy.clock.instants import DAY, day_number
from supportpolicy.clock.walls import Offsets, Piece
from supportpolicy.clock.zones import zone_offsets

_MARGIN: Final = 16 * DAY
"""Looked at beyond the dates on both sides: more than the longest stretch, a week, and the widest offset."""
_FIRST_YEAR, _LAST_YEAR = 2, 9998


class Horizon(NamedTuple):
    """Local dates, both included."""

    first: dt.date
    last: dt.date

    def offsets(self, zone: str) -> Offsets:
        """The zone's offset periods over the dates, with a margin of two weeks on both sides.

        Raises UnknownZone; ClockError where the last date comes before the first, or a year cannot be reckoned with.
        """
        if self.last < self.first:
            raise ClockError(f"the horizon {self.first}..{self.last} ends before it begins")
        if self.first.year < _FIRST_YEAR or self.last.year > _LAST_YEAR:
            raise ClockError(f"a horizon lies within the years {_FIRST_YEAR} to {_LAST_YEAR}")
        return zone_offsets(zone, day_number(self.first) * DAY - _MARGIN, (day_number(self.last) + 1) * DAY + _MARGIN)

    def known(self, offsets: Offsets) -> Piece:
        """The instants at which all that went before and comes after, up to the edges, lies within the dates.

        Where clocks go back over midnight at an edge, the hour that belongs to neither side for good is left out:
        rather an error there than an answer from a date of which nothing is known.
        """
        start, until = offsets.starts[0], offsets.until
        earlier = offsets.showing_before(day_number(self.first) * DAY)
        later = offsets.showing_from((day_number(self.last) + 1) * DAY)
        return max((end for _, end in earlier), default=start), min((low for low, _ in later), default=until)
