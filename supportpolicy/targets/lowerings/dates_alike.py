"""Local dates that stand for all others: what is due from a date depends only on the hours from there until it is due."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from supportpolicy.analysis.hours import Moment
from supportpolicy.clock.business_days import BusinessDays
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.walls import Piece


class Dates(NamedTuple):
    """The local dates of a calendar, and how each of them looks."""

    instants: tuple[Piece, ...]
    ends: tuple[int, ...]
    looks: tuple[Hashable, ...]
    """Equal where the openings, turns of the clocks and business days of two dates are the same."""


def dates_of(days: BusinessDays, openings: Sequence[OpenIntervals], within: Piece) -> Dates:
    """The dates of a calendar within some instants, by their openings on one or more calendars."""
    dates = [
        (day, (max(pieces[0][0], within[0]), min(pieces[-1][1], within[1])))
        for day in range(days.offsets.day(within[0]), days.offsets.day(within[1] - 1) + 1)
        if (pieces := days.offsets.pieces(day))
    ]
    business = frozenset(days.days)
    return Dates(
        tuple(instants for _, instants in dates),
        tuple(high for _, (_, high) in dates),
        tuple(
            (day in business, high - low, _turns(days, low, high), tuple(_openings(one, low, high) for one in openings))
            for day, (low, high) in dates
        ),
    )


def that_differ(moment: Moment, dates: Dates) -> Iterator[tuple[Piece, int | None]]:
    """The instants of dates, one of each sort, in order, with the latest due time of each.

    Two dates are of one sort where all dates from there to the latest due time look the same. Dates whose due time is not
    known are given all.
    """
    seen: set[Hashable] = set()
    for place, (low, high) in enumerate(dates.instants):
        if low >= high:
            continue
        leads = moment(high - 1)
        if leads is not None:
            sort = dates.looks[place : bisect_left(dates.ends, leads) + 1]
            if sort in seen:
                continue
            seen.add(sort)
        yield (low, high), leads


def _turns(days: BusinessDays, low: int, high: int) -> tuple[int, ...]:
    starts = days.offsets.starts
    return tuple(start - low for start in starts[bisect_left(starts, low) : bisect_left(starts, high)])


def _openings(openings: OpenIntervals, low: int, high: int) -> tuple[Piece, ...]:
    first, last = bisect_right(openings.ends, low), bisect_left(openings.starts, high)
    return tuple(
        (max(start, low) - low, min(end, high) - low)
        for start, end in zip(openings.starts[first:last], openings.ends[first:last], strict=True)
    )
