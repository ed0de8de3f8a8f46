"""What this room refuses to answer. All are ValueErrors, so a caller may catch them as one."""

from __future__ import annotations

import datetime as dt


class ClockError(ValueError):
    """A question about time that has no right answer as it was put."""


class UnknownZone(ClockError):
    """A name that is no zone and no link of the packaged IANA database."""


class NaiveInstant(ClockError):
    """A datetime without an offset: nobody can say which instant it means."""


class NoBusinessDays(ClockError):
    """Business days of a clock without local dates: `always`, or a union that has no zone."""


class BeyondHorizon(ClockError):
    """The answer depends on dates outside those for which the calendar is known.

    `first` and `last` are those local dates, both included. Raised in place of a guess: past its horizon a calendar
    has no holidays, and a deadline without them would look right and be wrong.
    """

    def __init__(self, first: dt.date, last: dt.date) -> None:
        super().__init__(f"the calendar is known from {first} to {last}, and the answer depends on other days")
        self.first = first
        self.last = last

    def __reduce__(self) -> tuple[type[BeyondHorizon], tuple[dt.date, dt.date]]:
        return type(self), (self.first, self.last)
