"""Sums that published guides, vendors and libraries got wrong, worked out once and kept; and the errors of the room."""

from __future__ import annotations

import datetime as dt
import pickle
import time as times  # only a monotonic stopwatch: see the test of speed

import pytest

from supportpolicy.clock import (
    ALWAYS,
    BeyondHorizon,
    BusinessDayRule,
    Clock,
    ClockError,
    Horizon,
    NaiveInstant,
    Stretch,
    union_clock,
    weekly_calendar,
    weekly_clock,
)
from supportpolicy.clock.intervals import union_intervals
from tests.clock.oracle import zone

YEAR = Horizon(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
NINE_TO_FIVE = [[(540, 1020)]] * 5 + [[]] * 2
HOUR = 3600
NEW_YORK = "America/New_York"


def _new_york(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone(NEW_YORK))


def _office(days: list[list[tuple[int, int]]] | None = None, **dates: str) -> Clock:
    closed: dict[dt.date, list[tuple[int, int]]] = {dt.date.fromisoformat(date): [] for date in dates.values()}
    return weekly_clock(weekly_calendar(NEW_YORK, days or NINE_TO_FIVE, closed), YEAR)


def test_friday_17_00_and_8_business_hours_is_monday_17_00() -> None:
    """P19: a guide gives Monday 09:00, and an hour on Friday that is not there."""
    start = _new_york("2026-01-16 17:00")
    assert _office().deadline(start, 8 * HOUR) == _new_york("2026-01-19 17:00")
    assert _office().open_between(start, _new_york("2026-01-16 23:59")) == 0


def test_a_day_of_24_office_hours_and_a_business_day() -> None:
    """P20: with office hours, one day of 24 hours from Friday 16:55 runs until Wednesday; a business day until Monday."""
    start = _new_york("2026-01-16 16:55")
    assert _office().deadline(start, 24 * HOUR) == _new_york("2026-01-21 16:55")
    assert _office().business_days_after(start, 1) == _new_york("2026-01-19 16:55")
    assert ALWAYS.deadline(start, 24 * HOUR) == _new_york("2026-01-17 16:55")


def test_office_hours_just_before_closing_do_not_run_into_the_evening() -> None:
    """P34: 20 minutes from 16:55 are 5 on this day and 15 on the next."""
    assert _office().deadline(_new_york("2026-01-14 16:55"), 20 * 60) == _new_york("2026-01-15 09:15")


def test_sums_of_a_calculator_that_got_them_wrong() -> None:
    start = _new_york("2026-01-16 16:00")
    assert _office().deadline(start, 4 * HOUR) == _new_york("2026-01-19 12:00")
    assert _office().deadline(start, 40 * HOUR) == _new_york("2026-01-23 16:00")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [("2026-03-08 00:00", 7, "2026-03-08 05:00"), ("2026-11-01 00:00", 9, "2026-11-01 03:00")],
)
def test_elapsed_hours_when_clocks_change(start: str, hours: int, due: str) -> None:
    """Sunday 00:00 to 08:00: 4 hours end at 05:00 in spring, when the night has 7, and at 03:00 in autumn, when it has 9."""
    nights = _office([[]] * 6 + [[(0, 480)]])
    assert nights.deadline(_new_york(start), 4 * HOUR) == _new_york(due)
    assert nights.open_between(_new_york(start), _new_york(start) + dt.timedelta(hours=8)) == hours * HOUR


def test_an_exception_takes_the_tail_of_the_evening_before_and_the_next_date_keeps_its_own() -> None:
    nights = _office([[(0, 360), (1320, 1440)]] * 7, closed="2026-12-25")
    assert nights.last_closing(_new_york("2026-12-25 12:00")) == _new_york("2026-12-25 00:00")
    assert nights.next_opening(_new_york("2026-12-25 00:00")) == _new_york("2026-12-26 00:00")
    assert nights.next_closing(_new_york("2026-12-25 12:00")) == _new_york("2026-12-26 06:00")


def test_a_stretch_over_the_week_is_cut_by_a_date_of_the_calendar_s_own_zone() -> None:
    stretch = Stretch(6, 840, "America/Los_Angeles", 4, 1020, "America/Los_Angeles")
    calendar = weekly_calendar("Europe/Dublin", [[]] * 7, {dt.date(2026, 1, 14): [(540, 600)]}, [stretch])
    clock = weekly_clock(calendar, YEAR)
    dublin = zone("Europe/Dublin")

    def at(day: int, hour: int) -> dt.datetime:
        return dt.datetime(2026, 1, day, hour, tzinfo=dublin)

    assert clock.next_opening(at(11, 12)) == at(11, 22)
    assert clock.next_closing(at(12, 12)) == at(14, 0)
    assert [clock.is_open(at(14, hour)) for hour in (8, 9, 10, 23)] == [False, True, False, False]
    assert clock.next_opening(at(14, 12)) == at(15, 0)
    assert clock.next_closing(at(15, 12)) == at(17, 1)


def test_exceptions_act_on_the_members_of_a_union() -> None:
    union = union_clock([_office(closed="2026-01-14"), _office([[(600, 660)]] * 7)])
    assert union.open_between(_new_york("2026-01-14 00:00"), _new_york("2026-01-15 00:00")) == HOUR


def test_past_the_horizon_there_is_an_error_that_names_it() -> None:
    clock = _office()
    asked = [
        lambda: clock.deadline(_new_york("2026-12-31 16:00"), 2 * HOUR),
        lambda: clock.deadline(_new_york("2025-12-31 16:00"), 60),
        lambda: clock.open_between(_new_york("2026-12-31 16:00"), _new_york("2027-01-04 16:00")),
        lambda: clock.is_open(_new_york("2027-01-01 00:00")),
        lambda: clock.next_opening(_new_york("2026-12-31 17:00")),
        lambda: clock.last_closing(_new_york("2026-01-01 08:00")),
        lambda: clock.next_closing(_new_york("2026-12-31 17:00")),
        lambda: clock.business_days_after(_new_york("2026-12-31 16:00"), 1),
        lambda: clock.end_of_next_business_day(_new_york("2026-12-31 16:00")),
        lambda: clock.end_of_business_day(_new_york("2027-01-01 16:00")),
    ]
    for ask in asked:
        with pytest.raises(BeyondHorizon, match="from 2026-01-01 to 2026-12-31") as problem:
            ask()
        assert (problem.value.first, problem.value.last) == YEAR
    assert str(pickle.loads(pickle.dumps(problem.value))) == str(problem.value)
    assert clock.deadline(_new_york("2026-12-31 16:00"), HOUR) == _new_york("2026-12-31 17:00")


def test_an_instant_needs_an_offset_and_a_part_of_a_second_is_dropped() -> None:
    with pytest.raises(NaiveInstant, match="has no zone"):
        ALWAYS.is_open(dt.datetime(2026, 1, 1))  # noqa: DTZ001
    late = _new_york("2026-01-14 12:00:00.999999")
    assert _office().deadline(late, 60) == _new_york("2026-01-14 12:01")
    assert _office().deadline(late, 60).tzinfo is dt.UTC
    assert (
        ALWAYS.open_between(dt.datetime(1969, 12, 31, 23, 59, 59, tzinfo=dt.UTC), _new_york("1970-01-01 00:00"))
        == 18_001
    )


def test_questions_without_an_answer() -> None:
    clock = _office()
    for ask in (
        lambda: clock.deadline(_new_york("2026-01-14 12:00"), -1),
        lambda: clock.open_between(_new_york("2026-01-14 12:00"), _new_york("2026-01-14 11:00")),
        lambda: union_intervals([]),
        lambda: union_clock(
            [clock, weekly_clock(weekly_calendar("UTC", [[]] * 7), Horizon(*[dt.date(2024, 1, 1)] * 2))]
        ),
        lambda: union_clock([clock], "UTC", horizon=Horizon(*[dt.date(2024, 1, 1)] * 2)),
        lambda: weekly_calendar("UTC", [[]] * 6),
        lambda: weekly_calendar("UTC", [[(600, 600)]] * 7),
        lambda: weekly_calendar("UTC", [[(600, 1441)]] * 7),
        lambda: weekly_calendar("UTC", [[]] * 7, None, [Stretch(0, 600, "UTC", 7, 600, "UTC")]),
        lambda: weekly_calendar("UTC", [[]] * 7, None, [Stretch(6, 1440, "UTC", 0, 0, "UTC")]),
    ):
        with pytest.raises(ClockError):
            ask()


def test_a_calendar_that_never_opens() -> None:
    clock = weekly_clock(weekly_calendar("UTC", [[]] * 7), YEAR, BusinessDayRule((0,)))
    at = dt.datetime(2026, 1, 14, tzinfo=dt.UTC)
    assert not clock.is_open(at)
    assert clock.open_between(at, at + dt.timedelta(days=30)) == 0
    assert clock.end_of_business_day(at) == dt.datetime(2026, 1, 20, tzinfo=dt.UTC)
    with pytest.raises(BeyondHorizon):
        clock.deadline(at, 1)


def test_a_horizon_of_one_date_in_a_union_of_another_zone_has_no_whole_date() -> None:
    day = Horizon(dt.date(2026, 1, 14), dt.date(2026, 1, 14))
    union = union_clock([weekly_clock(weekly_calendar("UTC", NINE_TO_FIVE), day)], "Asia/Tokyo")
    at = dt.datetime(2026, 1, 14, 10, tzinfo=dt.UTC)
    assert union.is_open(at)
    for ask in (union.end_of_business_day, union.end_of_next_business_day, lambda at: union.business_days_after(at, 0)):
        with pytest.raises(BeyondHorizon):
            ask(at)


def test_dates_that_are_known_in_part_are_no_ground_for_an_answer() -> None:
    """From Tokyo the first date of a calendar in UTC is known from 09:00 on and the last until 09:00."""
    days = Horizon(dt.date(2026, 1, 14), dt.date(2026, 1, 15))
    whole_day = weekly_clock(weekly_calendar("UTC", [[(0, 1440)]] * 7), days)
    union = union_clock([whole_day], "Asia/Tokyo")
    at = dt.datetime(2026, 1, 14, 2, tzinfo=dt.UTC)
    for ask in (
        union.end_of_business_day,
        lambda at: union.business_days_after(at, 0),
        lambda at: union.business_days_after(at, 2),
    ):
        with pytest.raises(BeyondHorizon):
            ask(at)
    assert union.business_days_after(at, 1) == at + dt.timedelta(days=1)
    assert union.end_of_next_business_day(at) == dt.datetime(2026, 1, 15, 15, tzinfo=dt.UTC)


def test_three_years_of_a_calendar_are_made_in_milliseconds() -> None:
    """A wide margin, for busy machines: no work is done by the minute (1.6 million of them)."""
    calendar = weekly_calendar(NEW_YORK, NINE_TO_FIVE)
    began = times.perf_counter_ns()
    weekly_clock(calendar, Horizon(dt.date(2027, 1, 1), dt.date(2029, 12, 31)))
    assert times.perf_counter_ns() - began < 10_000_000_000
