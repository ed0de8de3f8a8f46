"""Deadlines with pauses against the oracle, and what a pause means in words."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.clock import ALWAYS, BeyondHorizon, ClockError, Horizon, weekly_calendar, weekly_clock
from supportpolicy.clock.pauses import paused_due
from tests.clock.cases import Maker

THOROUGH = settings(derandomize=True, database=None, deadline=None, max_examples=50)
SEEDS = st.integers(0, 2**32)
CLOCK = weekly_clock(
    weekly_calendar("Europe/Dublin", [[(540, 1020)]] * 5 + [[]] * 2),
    Horizon(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
)


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}+00:00")


@THOROUGH
@given(SEEDS)
def test_pauses_of_open_time_are_those_of_the_walk(seed: int) -> None:
    maker = Maker(seed)
    calendar = maker.calendar()
    openings, walk = maker.clock(calendar).openings, maker.walk(calendar)
    for _ in range(8):
        start, seconds, pauses = maker.instant(), maker.seconds(), maker.pauses()
        expected = walk.deadline(start, seconds, walk.stopped(pauses))
        if expected is not None:
            assert paused_due(openings, start, openings.deadline(start, seconds), pauses) == expected


@THOROUGH
@given(SEEDS)
def test_pauses_of_any_deadline_are_those_of_the_walk(seed: int) -> None:
    maker = Maker(seed)
    calendar = maker.with_business_days(maker.calendar())
    clock, walked = maker.clock(calendar), maker.days(calendar)
    assert clock.days is not None
    for _ in range(8):
        start, pauses = maker.instant(), maker.pauses()
        due = walked.due(start, maker.random.randint(1, 3)) if maker.random.random() < 0.6 else walked.end_of_day(start)
        expected = None if due is None else walked.walk.paused(start, due, pauses)
        if due is not None and expected is not None:
            found = paused_due(clock.openings, start, due, pauses)
            assert (-1 if found is None else found) == expected, (calendar, start, due, pauses)


@THOROUGH
@given(SEEDS)
def test_a_pause_never_makes_a_target_due_earlier(seed: int) -> None:
    maker = Maker(seed)
    clock = maker.clock(maker.with_business_days(maker.calendar()))
    assert clock.days is not None
    for _ in range(8):
        start, pauses = maker.instant(), [(begins, ends or begins + 600) for begins, ends in maker.pauses()]
        with contextlib.suppress(BeyondHorizon):
            for due in (clock.days.due(start, 2), clock.days.end_of_day(start), clock.openings.deadline(start, 9000)):
                found = due
                for count in range(len(pauses) + 1):
                    before, now = found, paused_due(clock.openings, start, due, sorted(pauses)[:count])
                    assert now is not None and now >= before
                    found = now


def test_the_open_time_left_runs_on() -> None:
    start = _at("01-15 10:00")
    due = CLOCK.deadline(start, 4 * 3600)
    assert due == _at("01-15 14:00")
    assert CLOCK.paused(start, due, [(_at("01-15 11:00"), _at("01-15 12:00"))]) == _at("01-15 15:00")
    assert CLOCK.paused(start, due, [(_at("01-15 11:00"), _at("01-15 16:00"))]) == _at("01-16 11:00")
    assert CLOCK.paused(start, due, [(_at("01-15 11:00"), None)]) is None


def test_a_target_due_when_the_pause_begins_is_due() -> None:
    start, due = _at("01-15 10:00"), _at("01-15 14:00")
    assert CLOCK.paused(start, due, [(due, None)]) == due
    assert CLOCK.paused(start, due, [(_at("01-15 13:59"), None)]) is None


def test_a_business_day_runs_on_from_the_open_time_left() -> None:
    start = _at("01-15 10:00")
    due = CLOCK.business_days_after(start, 1)
    assert due == _at("01-16 10:00")  # from 16:00 that is an hour of Thursday and an hour of Friday
    assert CLOCK.paused(start, due, [(_at("01-15 16:00"), _at("01-19 12:00"))]) == _at("01-19 14:00")


def test_a_pause_at_night_changes_nothing() -> None:
    start = _at("01-16 18:00")
    due = CLOCK.business_days_after(start, 1)
    assert due == _at("01-20 09:00")  # an opening: from Saturday as much open time is left until Monday 17:00
    assert CLOCK.paused(start, due, [(_at("01-17 10:00"), _at("01-17 11:00"))]) == due
    assert CLOCK.paused(start, due, [(_at("01-19 17:00"), _at("01-20 08:00"))]) == due


def test_a_due_time_inside_a_pause_that_takes_no_open_time() -> None:
    assert CLOCK.paused(_at("01-16 18:00"), _at("01-20 09:00"), [(_at("01-19 18:00"), _at("01-20 09:30"))]) == _at(
        "01-20 09:30"
    )
    # Saturday's midnight end, with nothing left: at the first opening after the pause.
    assert CLOCK.paused(_at("01-16 18:00"), _at("01-18 00:00"), [(_at("01-17 18:00"), _at("01-18 12:00"))]) == _at(
        "01-19 09:00"
    )


def test_what_lies_before_the_start_does_not_count() -> None:
    start, due = _at("01-15 10:00"), _at("01-15 11:00")
    assert CLOCK.paused(start, due, [(_at("01-15 09:00"), _at("01-15 10:00"))]) == due
    assert CLOCK.paused(start, due, [(_at("01-15 09:00"), _at("01-15 10:30"))]) == _at("01-15 11:30")


def test_pauses_that_touch_are_one_even_when_nothing_is_left() -> None:
    pauses = [(_at("01-19 18:00"), _at("01-20 09:30")), (_at("01-20 09:30"), _at("01-20 10:00"))]
    assert CLOCK.paused(_at("01-16 18:00"), _at("01-20 09:00"), pauses) == _at("01-20 10:00")


def test_overlapping_pauses_count_once() -> None:
    pauses = [(_at("01-15 10:30"), _at("01-15 11:00")), (_at("01-15 10:00"), _at("01-15 10:45"))]
    assert ALWAYS.paused(_at("01-15 09:00"), _at("01-15 11:00"), pauses) == _at("01-15 12:00")


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ClockError):
        ALWAYS.paused(_at("01-15 09:00"), _at("01-15 11:00"), [(_at("01-15 10:00"), _at("01-15 09:30"))])
