"""Stretches: open from a weekday and wall time in one zone to a weekday and wall time in another, every week.

One stretch is all instants at which the wall at its start shows the start or later, and the wall at its end less than
the end. With both ends in one zone that is what spans of the week in that zone say, twice-told hours included.
"""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.clock.errors import ClockError
from supportpolicy.clock.horizon import Horizon
from supportpolicy.clock.instants import DAY, DAY_MINUTES, day_number, weekday_of
from supportpolicy.clock.pieces import common
from supportpolicy.clock.walls import Offsets, Piece
from supportpolicy.clock.zones import load_zone

_WEEK_DAYS = 7


class Stretch(NamedTuple):
    """From one weekday (0 is Monday), minute of the local day and zone to another; a minute of 1440 is midnight's end."""

    start_day: int
    start_minute: int
    start_zone: str
    end_day: int
    end_minute: int
    end_zone: str

    def check(self) -> None:
        """Raises ClockError for a weekday or minute that does not exist, or equal ends; UnknownZone."""
        for day, minute, zone in (self[:3], self[3:]):
            load_zone(zone)
            if not (0 <= day < _WEEK_DAYS and 0 <= minute <= DAY_MINUTES):
                raise ClockError(
                    f"there is no weekday {day} with a minute {minute}; they run from 0 to 6 and 0 to 1440"
                )
        if self.start_zone == self.end_zone and _of_week(*self[:2]) == _of_week(*self[3:5]):
            raise ClockError("a stretch needs an end that differs from its start")


def stretch_pieces(stretches: tuple[Stretch, ...], horizon: Horizon) -> list[Piece]:
    """The instants of all stretches that meet the horizon, and some beyond its edges; unsorted."""
    return [piece for stretch in stretches for piece in _pieces(stretch, horizon)]


def _pieces(stretch: Stretch, horizon: Horizon) -> list[Piece]:
    from_walls, to_walls = horizon.offsets(stretch.start_zone), horizon.offsets(stretch.end_zone)
    first, last = day_number(horizon.first), day_number(horizon.last)
    found: list[Piece] = []
    # The earliest that can reach into the first date began a week and a date line before it.
    for day in range(first - _WEEK_DAYS - 2, last + 3):
        if weekday_of(day) != stretch.start_day:
            continue
        begins = day * DAY + stretch.start_minute * 60
        since = from_walls.showing_from(begins)
        ends = _end(stretch, begins, since[0][0], from_walls, to_walls)
        found.extend(common(since, to_walls.showing_before(ends)))
    return found


def _end(stretch: Stretch, begins: int, opening: int, from_walls: Offsets, to_walls: Offsets) -> int:
    """The local seconds of the end: the first such weekday and time after what the end's wall shows at the start.

    Both walls are read at one instant, so a start that the clocks jump over does not push the end on by a week.
    """
    shown = begins - (from_walls.wall(opening) - opening) + (to_walls.wall(opening) - opening)
    day = (shown // DAY) - 1
    while weekday_of(day) != stretch.end_day or day * DAY + stretch.end_minute * 60 <= shown:
        day += 1
    return day * DAY + stretch.end_minute * 60


def _of_week(day: int, minute: int) -> int:
    return (day * DAY_MINUTES + minute) % (_WEEK_DAYS * DAY_MINUTES)
