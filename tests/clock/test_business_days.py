"""Business days against the oracle that walks through the dates, and the sentences of the language on them."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.clock import (
    ALWAYS,
    BeyondHorizon,
    BusinessDayRule,
    Clock,
    ClockError,
    Horizon,
    NoBusinessDays,
    union_clock,
    weekly_calendar,
    weekly_clock,
)
from tests.clock.cases import ALL_SPOTS, Maker, Spot

THOROUGH = settings(derandomize=True, database=None, deadline=None, max_examples=50)
SEEDS = st.integers(0, 2**32)
YEARS = Horizon(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
NINE_TO_FIVE = [[(540, 1020)]] * 5 + [[]] * 2


@THOROUGH
@given(SEEDS)
def test_business_days_are_those_of_the_walk(seed: int) -> None:
    _compare(Maker(seed))


@pytest.mark.parametrize("spot", ALL_SPOTS, ids=lambda spot: f"{spot.zone} {spot.date}")
def test_business_days_around_every_odd_day(spot: Spot) -> None:
    for seed in range(2):
        _compare(Maker(seed, spot))


def _compare(maker: Maker) -> None:
    calendar = maker.with_business_days(maker.calendar())
    found, walked = maker.clock(calendar).days, maker.days(calendar)
    assert found is not None
    for _ in range(12):
        start, count = maker.instant(), maker.random.randint(0, 4)
        pairs = (
            (walked.due(start, count), lambda: found.due(start, count)),  # noqa: B023
            (walked.end_of_day(start), lambda: found.end_of_day(start)),  # noqa: B023
            (walked.end_of_next_day(start), lambda: found.end_of_next_day(start)),  # noqa: B023
        )
        for expected, ask in pairs:
            if expected is not None:
                assert ask() == expected, (calendar, start, count)


@THOROUGH
@given(SEEDS)
def test_business_days_come_after_the_start_and_in_order(seed: int) -> None:
    maker = Maker(seed)
    days = maker.clock(maker.with_business_days(maker.calendar())).days
    assert days is not None
    for _ in range(12):
        start, count = maker.instant(), maker.random.randint(1, 4)
        with contextlib.suppress(BeyondHorizon):
            due = days.due(start, count)
            assert start < due <= days.due(start, count + 1)
            assert start < days.end_of_day(start) <= days.end_of_next_day(start)


def _clock(rule: BusinessDayRule | None = None, **dates: list[tuple[int, int]]) -> Clock:
    replaced = {dt.date.fromisoformat(key[1:].replace("_", "-")): spans for key, spans in dates.items()}
    calendar = weekly_calendar("Europe/Dublin", NINE_TO_FIVE, replaced)
    return weekly_clock(calendar, YEARS, rule or BusinessDayRule())


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}+00:00")  # in January and February Dublin is at UTC


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("01-15 11:20", 1, "01-16 11:20"),
        ("01-16 11:20", 1, "01-19 11:20"),  # Friday to Monday
        ("01-16 18:00", 1, "01-20 09:00"),  # out of hours: moves to Monday 09:00, then one on
        ("01-17 12:00", 1, "01-20 09:00"),
        ("01-15 17:00", 1, "01-19 09:00"),  # at its closing instant it is closed
        ("01-15 08:00", 1, "01-16 09:00"),
        ("01-15 11:20", 3, "01-20 11:20"),
    ],
)
def test_one_business_day_is_the_same_time_on_the_next(start: str, count: int, due: str) -> None:
    assert _clock().business_days_after(_at(start), count) == _at(due)


def test_if_closed_at_that_time_the_next_opening_of_the_day_else_its_close() -> None:
    clock = _clock(d2026_01_20=[(600, 720), (840, 960)])  # 10-12, 14-16
    for wall, due in (
        ("09:30", "10:00"),
        ("11:00", "11:00"),
        ("12:00", "14:00"),
        ("13:00", "14:00"),
        ("16:30", "16:00"),
    ):
        assert clock.business_days_after(_at(f"01-19 {wall}"), 1) == _at(f"01-20 {due}")


def test_a_business_day_that_is_a_close() -> None:
    clock = _clock(BusinessDayRule(way="close"), d2026_01_16=[(540, 780)])
    assert clock.business_days_after(_at("01-15 11:20"), 1) == _at("01-16 13:00")
    assert clock.business_days_after(_at("01-16 18:00"), 1) == _at("01-20 17:00")


def test_a_business_day_that_is_open_time() -> None:
    clock = _clock(BusinessDayRule(way="open-time", seconds=12 * 3600))
    assert clock.business_days_after(_at("01-15 11:00"), 1) == _at("01-16 15:00")
    assert clock.business_days_after(_at("01-15 11:00"), 2) == clock.deadline(_at("01-15 11:00"), 24 * 3600)


@pytest.mark.parametrize(
    ("start", "end", "next_end"),
    [
        ("01-15 08:00", "01-15 17:00", "01-16 17:00"),
        ("01-15 16:59", "01-15 17:00", "01-16 17:00"),
        ("01-15 17:00", "01-16 17:00", "01-16 17:00"),  # no close is still ahead on this day
        ("01-16 18:00", "01-19 17:00", "01-19 17:00"),  # Friday 18:00 and Saturday both give Monday
        ("01-17 10:00", "01-19 17:00", "01-19 17:00"),
    ],
)
def test_end_of_a_business_day(start: str, end: str, next_end: str) -> None:
    assert _clock().end_of_business_day(_at(start)) == _at(end)
    assert _clock().end_of_next_business_day(_at(start)) == _at(next_end)


def test_a_listed_date_without_an_opening_closes_at_its_midnight_end() -> None:
    clock = _clock(BusinessDayRule((0, 1, 2, 3, 4)), d2026_01_20=[])
    assert clock.business_days_after(_at("01-19 11:00"), 1) == _at("01-21 00:00")
    assert clock.end_of_next_business_day(_at("01-19 11:00")) == _at("01-21 00:00")
    assert clock.end_of_business_day(_at("01-20 11:00")) == _at("01-21 00:00")
    assert _clock(d2026_01_20=[]).business_days_after(_at("01-19 11:00"), 1) == _at("01-21 11:00")


def test_a_date_that_never_was_is_no_business_day() -> None:
    calendar = weekly_calendar("Pacific/Apia", [[(540, 1020)]] * 7)
    clock = weekly_clock(
        calendar, Horizon(dt.date(2011, 12, 1), dt.date(2012, 1, 31)), BusinessDayRule(tuple(range(7)))
    )
    thursday = dt.datetime(2011, 12, 29, 10, tzinfo=dt.timezone(dt.timedelta(hours=-10)))
    saturday = dt.datetime(2011, 12, 31, 10, tzinfo=dt.timezone(dt.timedelta(hours=14)))
    assert clock.business_days_after(thursday, 1) == saturday
    assert saturday - thursday == dt.timedelta(days=1)


def test_a_union_with_a_zone_has_business_days_and_one_without_has_none() -> None:
    sydney = weekly_clock(weekly_calendar("Australia/Sydney", NINE_TO_FIVE), YEARS)
    union = union_clock([_clock(), sydney], "Europe/Dublin")
    # Sydney's Friday ends at 06:00 in Dublin, Dublin's own at 17:00; Sydney's Monday begins on Dublin's Sunday at 22:00.
    assert union.end_of_business_day(_at("01-16 12:00")) == _at("01-16 17:00")
    assert union.end_of_next_business_day(_at("01-16 12:00")) == _at("01-19 00:00")
    for clock in (ALWAYS, union_clock([_clock(), sydney])):
        for ask in (
            clock.end_of_business_day,
            clock.end_of_next_business_day,
            lambda at, clock=clock: clock.business_days_after(at, 1),
        ):
            with pytest.raises(NoBusinessDays):
                ask(_at("01-16 12:00"))


def test_always_in_a_union_with_a_zone_counts_dates() -> None:
    clock = union_clock([ALWAYS], "Asia/Tokyo", horizon=YEARS)
    assert clock.business_days_after(_at("01-17 12:00"), 2) == _at("01-19 12:00")
    assert clock.end_of_business_day(_at("01-17 12:00")) == _at("01-17 15:00")  # midnight in Tokyo
    with pytest.raises(ClockError, match="years"):
        union_clock([ALWAYS], "Asia/Tokyo")
    with pytest.raises(BeyondHorizon, match="2026-01-01 to 2026-12-31"):
        clock.business_days_after(_at("12-31 12:00"), 2)


@pytest.mark.parametrize(
    "rule",
    [
        BusinessDayRule((7,)),
        BusinessDayRule(way="open-time"),
        BusinessDayRule(way="closes"),  # type: ignore[arg-type]
    ],
)
def test_rules_that_are_none(rule: BusinessDayRule) -> None:
    with pytest.raises(ClockError):
        _clock(rule)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ClockError):
        _clock().business_days_after(_at("01-15 11:00"), -1)
