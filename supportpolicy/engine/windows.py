"""How far an instant lies from another: the windows of conditions (`within: 30d`) and bands."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from supportpolicy.clock import Clock
from supportpolicy.clock.instants import DAY, date_of
from supportpolicy.clock.zones import Zone
from supportpolicy.compiled.tables import Duration
from supportpolicy.engine.calendars import Clocks
from supportpolicy.engine.errors import BeyondPolicy, EngineError
from supportpolicy.engine.values import Value

_TEXT = re.compile(r"(?:(\d+)bd|(\d+)d|(?:(\d+)h)?(?:(\d+)m)?)\Z", re.ASCII)


class Windows(NamedTuple):
    """What windows are measured with: the policy's time zone and the calendar of its business days."""

    zone: Zone
    clocks: Clocks
    business_days: str | None

    def day(self, instant: int) -> int:
        """The local date of an instant in the policy's zone, in days since 1970."""
        try:
            return (instant + self.zone.offset(instant)) // DAY
        except (OverflowError, ValueError):  # the last day of the year 9999, as exports write it for "never"
            return instant // DAY

    def near(self, first: int, last: int, limit: Duration, fact: Callable[[str], Value | None]) -> bool:
        """Whether two instants, in seconds since 1970, the later one last, lie within an amount of time of each other.

        Minutes are elapsed time. Days are local dates: the first not counted, the last included. Business days
        likewise, those of the policy's `business_day_calendar`, which may be chosen by a fact of the ticket. Raises BeyondPolicy where its dates do not reach.
        """
        if limit.minutes is not None:
            return last - first <= 60 * limit.minutes
        start, end = self.day(first), self.day(last)
        if limit.days is not None:
            return end - start <= limit.days
        return self._business_days_near(start, end, limit.business_days or 0, fact)

    def business_clock(self, fact: Callable[[str], Value | None]) -> Clock:
        """The calendar of the policy's business days, for one ticket. Raises EngineError where there is none."""
        chosen = None if self.business_days is None else self.clocks.chosen(self.business_days, fact)
        if chosen is None:
            raise EngineError("business days are to be counted, and the policy has no calendar of them for this ticket")
        return self.clocks.clock(chosen)

    def _business_days_near(self, start: int, end: int, limit: int, fact: Callable[[str], Value | None]) -> bool:
        days = self.business_clock(fact).days
        if days is None:  # a calendar without dates of its own, such as `always`, has every date
            return end - start <= limit
        counted = bisect_right(days.days, end) - bisect_right(days.days, start)
        if counted > limit:
            return False  # however many more lie beyond what is known
        if start < days.first - 1 or end > days.last:
            far = start if start < days.first else end
            horizon = self.clocks.horizon
            raise BeyondPolicy(date_of(far).isoformat(), str(horizon.first), str(horizon.last))
        return True


def parse_duration(text: str) -> Duration:
    """`30m`, `1h30m`, `30d`, `5bd` as the compiled document writes the operand of a window."""
    match = _TEXT.match(text)
    if match is None:
        raise ValueError(f"'{text}' is not an amount of time")
    business, days, hours, minutes = match.groups()
    if business is not None:
        return Duration(business_days=int(business))
    if days is not None:
        return Duration(days=int(days))
    return Duration(minutes=60 * int(hours or 0) + int(minutes or 0))


@lru_cache(maxsize=1024)
def in_words(amount: Duration | None) -> str | None:
    """An amount of time as the language writes it: `30m`, `4h`, `1h30m`, `2d`, `1bd`."""
    if amount is None:
        return None
    if amount.business_days is not None:
        return f"{amount.business_days}bd"
    if amount.days is not None:
        return f"{amount.days}d"
    hours, minutes = divmod(amount.minutes or 0, 60)
    if hours and minutes:
        return f"{hours}h{minutes}m"
    return f"{hours}h" if hours else f"{minutes}m"


def open_minutes(amount: dt.timedelta) -> int:
    """Whole minutes of a duration."""
    return amount // dt.timedelta(minutes=1)
