"""Business time: calendars to open intervals to deadlines. Knows nothing of policy.

    hours = weekly_calendar("Europe/Dublin", [[(540, 1020)]] * 5 + [[]] * 2)
    clock = weekly_clock(hours, Horizon(date(2026, 1, 1), date(2028, 12, 31)))
    clock.deadline(start, 4 * 3600)

A `WeeklyCalendar` is plain data; a `Clock` is one worked out over a `Horizon`. Zones come from the `tzdata` package only.
"""

from supportpolicy.clock.business_days import Way
from supportpolicy.clock.clocks import ALWAYS, BusinessDayRule, Clock, union_clock, weekly_clock
from supportpolicy.clock.errors import BeyondHorizon, ClockError, NaiveInstant, NoBusinessDays, UnknownZone
from supportpolicy.clock.horizon import Horizon
from supportpolicy.clock.stretches import Stretch
from supportpolicy.clock.week import WeeklyCalendar, weekly_calendar

__all__ = [
    "ALWAYS",
    "BeyondHorizon",
    "BusinessDayRule",
    "Clock",
    "ClockError",
    "Horizon",
    "NaiveInstant",
    "NoBusinessDays",
    "Stretch",
    "UnknownZone",
    "Way",
    "WeeklyCalendar",
    "union_clock",
    "weekly_calendar",
    "weekly_clock",
]
