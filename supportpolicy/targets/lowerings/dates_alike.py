"""Local dates that stand for all others: what is due from a date depends only on the hours from there until it is due."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence

from supportpolicy.analysis.hours import Moment
from supportpolicy.clock.business_days import BusinessDays
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.walls import Piece


def dates_that_differ(
    moment: Moment, days: BusinessDays, openings: Sequence[OpenIntervals], within: Piece
) -> Iterator[Piece]:
    """The instants of dates, one of each sort, in order.

    Two dates are of one sort where the dates from there to the latest due time have the same openings, turns of the clocks
    and business days. Dates whose due time is not known are given all.
    """
    dates = [
        (max(pieces[0][0], within[0]), min(pieces[-1][1], within[1]))
        for day in range(days.offsets.day(within[0]), days.offsets.day(within[1] - 1) + 1)
        if (pieces := days.offsets.pieces(day))
    ]
    business = [_is_business_day(days, low) for low, _ in dates]
    looks = [
        (its, high - low, _turns(days, low, high), tuple(_openings(one, low, high) for one in openings))
        for (low, high), its in zip(dates, business, strict=True)
    ]
    ends = [high for _, high in dates]
    seen: set[Hashable] = set()
    for place, (low, high) in enumerate(dates):
        if low >= high:
            continue
        leads = moment(high - 1)
        if leads is not None:
            sort = tuple(looks[place : bisect_left(ends, leads) + 1])
            if sort in seen:
                continue
            seen.add(sort)
        yield low, high


def _is_business_day(days: BusinessDays, instant: int) -> bool:
    day = days.offsets.day(instant)
    place = bisect_left(days.days, day)
    return place < len(days.days) and days.days[place] == day


def _turns(days: BusinessDays, low: int, high: int) -> tuple[int, ...]:
    starts = days.offsets.starts
    return tuple(start - low for start in starts[bisect_left(starts, low) : bisect_left(starts, high)])


def _openings(openings: OpenIntervals, low: int, high: int) -> tuple[Piece, ...]:
    first, last = bisect_right(openings.ends, low), bisect_left(openings.starts, high)
    return tuple(
        (max(start, low) - low, min(end, high) - low)
        for start, end in zip(openings.starts[first:last], openings.ends[first:last], strict=True)
    )
