"""Agreement with another library, businesstimedelta, on the calendars that it knows: one span a day, and a lunch."""

from __future__ import annotations

import datetime as dt
import random

import businesstimedelta
import pytest
import pytz

from supportpolicy.clock import Clock, Horizon, weekly_calendar, weekly_clock

HORIZON = Horizon(dt.date(2022, 1, 1), dt.date(2024, 12, 31))
ZONES = ("America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Auckland")


def _both(pick: random.Random, zone: str) -> tuple[Clock, businesstimedelta.Rules]:
    days = sorted(pick.sample(range(7), pick.randint(1, 7)))
    opens, closes = pick.randrange(5 * 60, 11 * 60, 5), pick.randrange(14 * 60, 23 * 60, 5)
    lunch = pick.choice((None, pick.randrange(opens + 5, closes - 65, 5)))
    spans = [(opens, closes)] if lunch is None else [(opens, lunch), (lunch + 60, closes)]
    clock = weekly_clock(weekly_calendar(zone, [spans if day in days else [] for day in range(7)]), HORIZON)
    there = pytz.timezone(zone)
    rules = [businesstimedelta.WorkDayRule(_time(opens), _time(closes), days, tz=there)]
    if lunch is not None:
        rules.append(businesstimedelta.LunchTimeRule(_time(lunch), _time(lunch + 60), days, tz=there))
    return clock, businesstimedelta.Rules(rules)


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)


@pytest.mark.parametrize("zone", ZONES)
def test_deadlines_and_open_time_agree(zone: str) -> None:
    pick = random.Random(zone)
    for _ in range(8):
        clock, rules = _both(pick, zone)
        for _ in range(5):
            start = dt.datetime(2022, 2, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=pick.randrange(2 * 365 * 86_400))
            seconds = pick.choice((60, 900, 3600, 4 * 3600, 20 * 3600)) + pick.randrange(60)
            due = start + businesstimedelta.BusinessTimeDelta(rules, seconds=seconds)
            assert clock.deadline(start, seconds) == due
            end = start + dt.timedelta(seconds=pick.randrange(6 * 86_400))
            there = rules.difference(start, end)
            assert clock.open_between(start, end) == there.timedelta // dt.timedelta(seconds=1)
