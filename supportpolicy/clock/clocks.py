"""Clocks: calendars as the rest of the program asks them. Instants are aware datetimes; answers are in UTC.

A clock is immutable and knows nothing of policies, tickets or targets. An instant given with a part of a second counts
as the whole second before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from supportpolicy.clock.business_days import BusinessDays, Way, business_days
from supportpolicy.clock.errors import ClockError, NoBusinessDays
from supportpolicy.clock.horizon import Horizon
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.clock.intervals import OpenIntervals, open_intervals, union_intervals
from supportpolicy.clock.pauses import paused_due
from supportpolicy.clock.week import WeeklyCalendar, calendar_intervals


class BusinessDayRule(NamedTuple):
    """What a clock calls a business day."""

    weekdays: tuple[int, ...] = ()
    """The weekdays that count, open or not, 0 for Monday; none: the local dates with any open time do."""
    way: Way = "same-time"
    seconds: int = 0
    """Open seconds of one business day, for the way `open-time`."""


ANY_OPEN_DAY: Final = BusinessDayRule()
"""Every local date with any open time, and the same wall time: what holds where nothing is said."""


class Clock(NamedTuple):
    """When somebody is there, ready to be asked. Made by `weekly_clock` and `union_clock`; `ALWAYS` is one.

    Every question raises BeyondHorizon where the answer depends on dates that are not known, and NaiveInstant for a
    datetime without an offset.
    """

    openings: OpenIntervals
    days: BusinessDays | None = None
    """None: there are no local dates and so no business days."""

    def deadline(self, start: dt.datetime, seconds: int) -> dt.datetime:
        """When so many seconds of open time have run since `start`; see OpenIntervals.deadline."""
        return from_epoch(self.openings.deadline(to_epoch(start), seconds))

    def business_days_after(self, start: dt.datetime, count: int) -> dt.datetime:
        """So many business days after `start`, in the clock's way; see BusinessDays.due. Raises NoBusinessDays."""
        return from_epoch(self._days().due(to_epoch(start), count))

    def end_of_business_day(self, start: dt.datetime) -> dt.datetime:
        """The last close still ahead on the business day of `start`, else of the next. Raises NoBusinessDays."""
        return from_epoch(self._days().end_of_day(to_epoch(start)))

    def end_of_next_business_day(self, start: dt.datetime) -> dt.datetime:
        """The last close of the first business day after the local date of `start`. Raises NoBusinessDays."""
        return from_epoch(self._days().end_of_next_day(to_epoch(start)))

    def paused(
        self, start: dt.datetime, due: dt.datetime, pauses: Iterable[tuple[dt.datetime, dt.datetime | None]]
    ) -> dt.datetime | None:
        """When a target begun at `start`, and due at `due` without pauses, is due with them; see `paused_due`.

        `due` is an answer of this clock, of whatever kind. A pause is half-open; one without an end still lasts, and
        then the answer is None unless the target is due by its start.
        """
        given = [(to_epoch(begins), None if ends is None else to_epoch(ends)) for begins, ends in pauses]
        moved = paused_due(self.openings, to_epoch(start), to_epoch(due), given)
        return None if moved is None else from_epoch(moved)

    def open_between(self, start: dt.datetime, end: dt.datetime) -> int:
        """Seconds of open time from `start` to `end`. Raises ClockError where `end` comes first."""
        return self.openings.open_between(to_epoch(start), to_epoch(end))

    def is_open(self, instant: dt.datetime) -> bool:
        """Whether somebody is there; at a closing nobody is."""
        return self.openings.is_open(to_epoch(instant))

    def next_opening(self, instant: dt.datetime) -> dt.datetime:
        """The first open instant that is not before this one: itself where it is open."""
        return from_epoch(self.openings.next_opening(to_epoch(instant)))

    def next_closing(self, instant: dt.datetime) -> dt.datetime:
        """The first closing after an instant."""
        return from_epoch(self.openings.next_closing(to_epoch(instant)))

    def last_closing(self, instant: dt.datetime) -> dt.datetime:
        """The last closing that is not after an instant."""
        return from_epoch(self.openings.last_closing(to_epoch(instant)))

    def _days(self) -> BusinessDays:
        if self.days is None:
            raise NoBusinessDays("a clock without a time zone of its own has no days, and so no business days")
        return self.days


def weekly_clock(calendar: WeeklyCalendar, horizon: Horizon, business_day: BusinessDayRule = ANY_OPEN_DAY) -> Clock:
    """The clock of a weekly calendar over the local dates of a horizon. Raises ClockError for a rule that is none."""
    openings = calendar_intervals(calendar, horizon)
    return Clock(openings, business_days(openings, calendar.zone, *business_day))


def union_clock(
    members: Sequence[Clock],
    zone: str | None = None,
    business_day: BusinessDayRule = ANY_OPEN_DAY,
    *,
    horizon: Horizon | None = None,
) -> Clock:
    """Open when any member is, known where all are. Without a zone it has no business days.

    Dated hours are those of the members. `horizon` narrows it to local dates of `zone`, which a union of `always` alone
    needs before it can have business days. Raises UnknownZone, ClockError.
    """
    openings = union_intervals([member.openings for member in members])
    if zone is None:
        return Clock(openings)
    if horizon is not None:
        low, high = horizon.known(horizon.offsets(zone))
        known = max(low, openings.known_from), min(high, openings.known_until)
        if known[0] >= known[1]:
            raise ClockError(f"the members of the union are not known for {horizon.first}..{horizon.last}")
        openings = open_intervals(openings.pieces(), known, *horizon)
    return Clock(openings, business_days(openings, zone, *business_day))


_BEGINNING: Final = to_epoch(dt.datetime.min.replace(tzinfo=dt.UTC))
_END: Final = to_epoch(dt.datetime.max.replace(tzinfo=dt.UTC))

ALWAYS: Final = Clock(
    open_intervals([(_BEGINNING, _END)], (_BEGINNING, _END), dt.date.min, dt.date.max),
)
"""Day and night, without a zone, without business days, and without a horizon but that of dates themselves."""
