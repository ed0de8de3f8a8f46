"""Instants and dates as whole numbers: seconds and days since 1970-01-01 in UTC, and back.

Inside the room everything is an int, so that nothing rounds and look-ups are bisections. At its surface instants are
aware datetimes, and answers are in UTC.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from supportpolicy.clock.errors import NaiveInstant

DAY: Final = 86_400
"""Seconds of a day of 24 hours."""
DAY_MINUTES: Final = 1440

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY: Final = 3  # 1970-01-01 was a Thursday, and Monday is 0


def to_epoch(instant: dt.datetime) -> int:
    """Whole seconds since 1970 of an aware datetime in any zone; a part of a second is dropped.

    Raises NaiveInstant for a datetime without an offset.
    """
    try:
        since = instant - _EPOCH  # exact, where timestamp() would go through a float
    except TypeError:
        raise NaiveInstant(f"{instant.isoformat()} has no zone; an instant needs one, such as +00:00") from None
    return since.days * DAY + since.seconds


def from_epoch(seconds: int) -> dt.datetime:
    """The aware datetime in UTC of whole seconds since 1970."""
    return _EPOCH + dt.timedelta(0, seconds)


def day_number(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - _EPOCH_DAY


def date_of(day: int) -> dt.date:
    """The date of a day number."""
    return dt.date.fromordinal(day + _EPOCH_DAY)


def weekday_of(day: int) -> int:
    """The weekday of a day number; Monday is 0."""
    return (day + _EPOCH_WEEKDAY) % 7
