"""Random calendars and questions around the days on which clocks do odd things; from a seed, so that they can be told again."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, NamedTuple

from supportpolicy.clock import Clock, Horizon
from supportpolicy.clock.instants import to_epoch
from supportpolicy.clock.vector_calendars import clock_of
from tests.clock.oracle import WEEKDAYS, Days, Walk

SPOTS = {
    "Africa/Cairo": ("2014-05-16", "2014-06-27", "2023-04-28", "2023-10-27"),  # midnight; off for Ramadan in 2014
    "Africa/Casablanca": ("2012-07-20", "2018-05-13", "2024-03-10", "2024-04-14"),  # four changes a year
    "America/Asuncion": ("2013-03-24", "2024-10-06"),  # at midnight
    "America/Caracas": ("2007-12-09", "2016-05-01"),  # by half an hour
    "America/Havana": ("2024-03-10", "2024-11-03"),  # midnight does not exist; back into the same date
    "America/Los_Angeles": ("2021-03-14", "2023-11-05"),
    "America/New_York": ("2024-03-10", "2024-11-03"),
    "America/Santiago": ("2022-09-11", "2024-04-07"),
    "America/St_Johns": ("2010-11-07", "2011-03-13", "2024-11-03"),  # back at one minute past midnight
    "Antarctica/Troll": ("2024-03-31", "2024-10-27"),  # by two hours
    "Asia/Beirut": ("2022-03-27", "2023-03-30", "2023-10-29"),
    "Asia/Gaza": ("2023-04-29", "2024-04-20"),
    "Asia/Kathmandu": ("2024-02-28",),
    "Asia/Pyongyang": ("2015-08-15", "2018-05-05"),  # back over midnight by half an hour
    "Asia/Tehran": ("2022-03-22", "2022-09-22"),
    "Australia/Lord_Howe": ("2024-04-07", "2024-10-06"),  # by half an hour
    "Europe/Dublin": ("2023-03-26", "2025-10-26"),  # winter time is the daylight saving
    "Europe/London": ("2020-02-29",),
    "Pacific/Apia": ("2011-12-30", "2012-04-01"),  # a date that never was
    "Pacific/Chatham": ("2024-04-07", "2024-09-29"),
    "Pacific/Kwajalein": ("1993-08-21",),  # another
}
"""Zone -> dates. All lie in the past: what a government has done stays, what it will do changes with each edition of tzdata."""

REACH = 10
"""Days that the oracle walks on either side of a spot."""


class Spot(NamedTuple):
    zone: str
    date: dt.date

    @property
    def window(self) -> tuple[int, int]:
        """Minutes since 1970."""
        middle = to_epoch(dt.datetime(self.date.year, self.date.month, self.date.day, tzinfo=dt.UTC)) // 60
        return middle - REACH * 1440, middle + REACH * 1440

    def horizon(self, days: int = 60) -> Horizon:
        return Horizon(self.date - dt.timedelta(days), self.date + dt.timedelta(days))


ALL_SPOTS = tuple(Spot(zone, dt.date.fromisoformat(date)) for zone, dates in SPOTS.items() for date in dates)


class Maker:
    """Draws calendars and instants for one spot."""

    def __init__(self, seed: int, spot: Spot | None = None) -> None:
        self.random = random.Random(seed)
        self.spot = spot or self.random.choice(ALL_SPOTS)

    def calendar(self, kinds: str = "week union stretches") -> Any:
        kind = self.random.choice(kinds.split())
        if kind == "union":
            members = [self.calendar("week week stretches") for _ in range(self.random.randint(1, 3))]
            return {"union": members, "timezone": self.zone()}
        calendar = self.week()
        if kind == "stretches":
            calendar["stretches"] = [self.stretch() for _ in range(self.random.randint(1, 2))]
        return calendar

    def with_business_days(self, calendar: Any) -> Any:
        if self.random.random() < 0.4:
            days = self.random.choice((WEEKDAYS[:5], WEEKDAYS[5:], tuple(self.random.sample(WEEKDAYS, 3))))
            calendar["business_days"] = sorted(days, key=WEEKDAYS.index)
        way = self.random.choice(("same-time", "same-time", "close", self.random.choice((60, 480, 720))))
        if way != "same-time" or self.random.random() < 0.5:
            calendar["business_day"] = way
        return calendar

    def zone(self) -> str:
        """That of the spot as a rule, else one of two others: walking a zone takes the oracle long."""
        other = "Europe/Dublin" if self.spot.date.day % 2 else "Asia/Kathmandu"
        return self.random.choice((self.spot.zone, self.spot.zone, other))

    def week(self) -> dict[str, Any]:
        pick = self.random
        usual = pick.choice(
            (
                [["09:00", "17:00"]],
                [["09:00", "12:30"], ["13:30", "16:00"]],
                [["00:00", "06:00"], ["22:00", "24:00"]],
                [["00:00", "24:00"]],
                [["00:30", "02:15"], ["02:30", "03:30"]],
                [["23:00", "24:00"]],
                [["00:00", "00:45"]],
            )
        )
        week = {day: usual for day in WEEKDAYS if pick.random() < 0.75}
        for day in WEEKDAYS:
            if pick.random() < 0.2:
                week[day] = self.spans()
        dates = pick.sample(range(-9, 10), pick.randint(0, 4))
        if pick.random() < 0.3:
            dates = sorted({*dates, 0})
        closed, hours = [], {}
        for date in ((self.spot.date + dt.timedelta(day)).isoformat() for day in dates):
            if pick.random() < 0.5:
                closed.append(date)
            else:
                hours[date] = self.spans()
        return {"timezone": self.zone(), "week": week, "closed": sorted(closed), "hours": dict(sorted(hours.items()))}

    def spans(self) -> list[list[str]]:
        edges = sorted(self.random.sample(range(289), 2 * self.random.randint(1, 3)))
        times = [f"{edge // 12:02}:{edge % 12 * 5:02}" for edge in edges]
        return [[times[index], times[index + 1]] for index in range(0, len(times), 2)]

    def stretch(self) -> list[str]:
        pick = self.random
        if pick.random() < 0.4:
            return ["sun", "14:00", self.zone(), "fri", "17:00", self.zone()]
        start, end = pick.sample(range(7), 2) if pick.random() < 0.8 else [pick.randrange(7)] * 2
        times = [f"{pick.randrange(24):02}:{pick.choice((0, 10, 30, 45)):02}" for _ in range(2)]
        zones = [self.zone(), self.zone()]
        if start == end and times[0] == times[1]:
            times = ["09:00", "10:00"]
        return [WEEKDAYS[start], times[0], zones[0], WEEKDAYS[end], times[1], zones[1]]

    def instant(self, low: int = -7, high: int = 6) -> int:
        """Seconds since 1970, often close to the middle, now and then not on a minute."""
        pick = self.random
        middle = sum(self.spot.window) // 2
        if pick.random() < 0.3:
            low, high = -1, 2
        minute = middle + pick.randrange(low * 1440, high * 1440, pick.choice((1, 5, 15, 60)))
        return minute * 60 + (pick.randrange(60) if pick.random() < 0.2 else 0)

    def seconds(self) -> int:
        amount = self.random.choice((1, 15, 30, 60, 90, 240, 480, 600, 1440, 2880)) * 60
        return amount + (self.random.randrange(60) if self.random.random() < 0.2 else 0)

    def pauses(self) -> list[tuple[int, int | None]]:
        """On whole minutes, sometimes overlapping, in no order; the last of them sometimes without an end."""
        found: list[tuple[int, int | None]] = []
        for _ in range(self.random.randint(0, 3)):
            begins = self.instant() // 60 * 60
            found.append((begins, begins + self.random.choice((0, 10, 60, 240, 900, 2880)) * 60))
        if found and self.random.random() < 0.2:
            found[-1] = (found[-1][0], None)
        return found

    def clock(self, calendar: Any, days: int = 60) -> Clock:
        return clock_of(calendar, self.spot.horizon(days))

    def walk(self, calendar: Any) -> Walk:
        return Walk(calendar, *self.spot.window)

    def days(self, calendar: Any) -> Days:
        return Days(self.walk(calendar))
