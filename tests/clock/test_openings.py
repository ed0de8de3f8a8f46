"""Deadlines, open time, openings and closings against the oracle that walks the minutes."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.clock import BeyondHorizon
from supportpolicy.clock.intervals import OpenIntervals
from tests.clock.cases import ALL_SPOTS, Maker, Spot

THOROUGH = settings(derandomize=True, database=None, deadline=None, max_examples=50)
SEEDS = st.integers(0, 2**32)
QUESTIONS = 12


@THOROUGH
@given(SEEDS)
def test_every_answer_is_that_of_the_walk(seed: int) -> None:
    _compare(Maker(seed))


@pytest.mark.parametrize("spot", ALL_SPOTS, ids=lambda spot: f"{spot.zone} {spot.date}")
def test_every_odd_day_with_every_kind_of_calendar(spot: Spot) -> None:
    for seed, kind in enumerate(("week", "union", "stretches")):
        _compare(Maker(seed, spot), kind)


def _compare(maker: Maker, kinds: str = "week union stretches") -> None:
    calendar = maker.calendar(kinds)
    openings, walk = maker.clock(calendar).openings, maker.walk(calendar)
    for _ in range(QUESTIONS):
        start, seconds = maker.instant(), maker.seconds()
        _same(walk.deadline(start, seconds), openings, "deadline", start, seconds)
        _same(walk.next_opening(start), openings, "next_opening", start)
        _same(walk.next_opening(start), openings, "deadline", start, 0)
        _same(walk.last_closing(start), openings, "last_closing", start)
        _same(walk.next_closing(start), openings, "next_closing", start)
        _same(walk.is_open(start), openings, "is_open", start)
        end = start + seconds
        _same(walk.open_between(start, end), openings, "open_between", start, end)


def _same(expected: Any, openings: OpenIntervals, question: str, *given_: int) -> None:
    if expected is not None:
        assert getattr(openings, question)(*given_) == expected, (question, *given_)


@THOROUGH
@given(SEEDS)
def test_all_open_minutes_of_a_window(seed: int) -> None:
    maker = Maker(seed)
    calendar = maker.calendar()
    openings, walk = maker.clock(calendar).openings, maker.walk(calendar)
    shown = bytearray(len(walk.open))
    for start, end in openings.pieces():
        assert (start % 60, end % 60) == (0, 0)
        for minute in range(max(start // 60, walk.low), min(end // 60, walk.high)):
            shown[minute - walk.low] = 1
    assert shown == walk.open


@THOROUGH
@given(SEEDS)
def test_laws_of_counting(seed: int) -> None:
    maker = Maker(seed)
    openings = maker.clock(maker.calendar()).openings
    for _ in range(QUESTIONS):
        start, later = sorted((maker.instant(), maker.instant()))
        one, two = sorted((maker.seconds(), maker.seconds()))
        with contextlib.suppress(BeyondHorizon):
            due = openings.deadline(start, one)
            assert openings.open_between(start, due) == one
            assert openings.is_open(due - 1)
            assert due <= openings.deadline(start, two)
            assert due <= openings.deadline(later, one)
            assert openings.deadline(due, two) == openings.deadline(start, one + two)
            assert openings.deadline(start, 0) <= openings.deadline(start, 1) - 1
            assert openings.open_between(start, later) + openings.open_between(later, later + one) == (
                openings.open_between(start, later + one)
            )


@THOROUGH
@given(SEEDS)
def test_a_short_horizon_answers_right_or_not_at_all(seed: int) -> None:
    maker = Maker(seed)
    calendar = maker.with_business_days(maker.calendar())
    short, long = maker.clock(calendar, 4), maker.clock(calendar, 60)
    assert short.days is not None and long.days is not None
    for _ in range(QUESTIONS):
        start, seconds, count = maker.instant(-7, 7), maker.seconds(), maker.random.randint(0, 3)
        asked = {
            "deadline": (start, seconds),
            "next_opening": (start,),
            "next_closing": (start,),
            "last_closing": (start,),
            "is_open": (start,),
            "open_between": (start, start + seconds),
        }
        for question, given_ in asked.items():
            with contextlib.suppress(BeyondHorizon):
                assert getattr(short.openings, question)(*given_) == getattr(long.openings, question)(*given_), question
        for question, given_ in {"due": (start, count), "end_of_day": (start,), "end_of_next_day": (start,)}.items():
            with contextlib.suppress(BeyondHorizon):
                assert getattr(short.days, question)(*given_) == getattr(long.days, question)(*given_), question


@THOROUGH
@given(SEEDS)
def test_a_horizon_is_used_to_its_edge(seed: int) -> None:
    maker = Maker(seed)
    calendar = maker.calendar("week stretches")
    short, long = maker.clock(calendar, 4).openings, maker.clock(calendar, 60).openings
    for _ in range(QUESTIONS):
        start, seconds = maker.instant(-4, 4), maker.seconds()
        with contextlib.suppress(BeyondHorizon):
            due = long.deadline(start, seconds)
            if short.known_from <= start < due <= short.known_until:
                assert short.deadline(start, seconds) == due
