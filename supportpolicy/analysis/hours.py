"""Starts from which an amount of time runs into hours in which nobody is there: exact, by arithmetic on intervals.

When something is due is a rising function of its start, linear between openings and closings. So the starts that run into
one closed stretch are a range, and its ends are where the function passes the ends of the stretch. Nothing is sampled. All
in seconds since 1970; ranges are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from supportpolicy.clock.instants import DAY
from supportpolicy.clock.intervals import OpenIntervals, open_intervals
from supportpolicy.clock.pieces import common
from supportpolicy.clock.walls import Piece

Moment = Callable[[int], "int | None"]
"""From a start to the instant that is reckoned from it; None where that is not known."""


class Amount(NamedTuple):
    """What is reckoned from a start on a calendar: so many open seconds, or anything else that never falls."""

    openings: OpenIntervals
    seconds: int | None
    """Open seconds; None: only `moment` knows."""
    moment: Moment
    turns: tuple[int, ...] = ()
    """Where local clocks are changed: between two of these `moment` never falls."""
    anywhere: bool = False
    """Whether the instant may lie outside the hours of the calendar."""


class Bad(NamedTuple):
    """Starts from which nobody is there in time."""

    start: int
    end: int
    opens: int
    """When somebody is there next: after the start, or after the instant that the step has."""
    known: bool = True
    """Whether somebody is there at `opens`; else it is only as far as the calendar is known."""


def closed(openings: OpenIntervals) -> list[Bad]:
    """The stretches in which nobody is there, as far as the calendar is known; the last may not end there."""
    ends = [openings.known_from, *openings.ends]
    starts = [*openings.starts, openings.known_until]
    last = len(starts) - 1
    return [
        Bad(low, high, high, place != last)
        for place, (low, high) in enumerate(zip(ends, starts, strict=True))
        if low < high
    ]


def both(members: Sequence[OpenIntervals]) -> OpenIntervals:
    """Open when all members are."""
    first = members[0]
    if len(members) == 1:
        return first
    known = max(one.known_from for one in members), min(one.known_until for one in members)
    pieces = first.pieces()
    for other in members[1:]:
        pieces = common(pieces, other.pieces())
    narrow = min(members, key=lambda one: one.known_until - one.known_from)
    return open_intervals(pieces, known, narrow.first, narrow.last)


def too_late(people: OpenIntervals, due: Amount, within: Piece) -> list[Bad]:
    """Starts from which something is due before anybody is there."""
    found: list[Bad] = []
    for gap in _where_it_runs(people, due):
        low, high = max(gap.start, within[0]), min(gap.end, within[1])
        for start, end in _between_turns(low, high, due.turns):
            until = _first(due, gap.opens, start, end)
            if until > start:
                found.append(Bad(start, until, gap.opens, gap.known))
    return found


def missed(people: OpenIntervals, step: Amount, within: Piece) -> list[Bad]:
    """Starts from which a step comes while nobody is there. Who leaves at that very second is still there."""
    found: list[Bad] = []
    for gap in _where_it_runs(people, step):
        if gap.end <= within[0]:
            continue
        after = gap.start if gap.start == people.known_from else gap.start + 1
        # A step never comes before its start.
        for start, end in _between_turns(within[0], min(gap.end, within[1]), step.turns):
            low = _first(step, after, start, end)
            high = _first(step, gap.end, low, end)
            if low < high:
                found.append(Bad(low, high, gap.opens, gap.known))
    return found


def total(pieces: Sequence[Piece]) -> int:
    """Seconds of pieces that do not overlap."""
    return sum(end - start for start, end in pieces)


def _between_turns(low: int, high: int, turns: tuple[int, ...]) -> Iterator[Piece]:
    if low >= high:
        return
    inner = turns[bisect_right(turns, low) : bisect_left(turns, high)]
    edges = (low, *inner, high)
    yield from pairwise(edges)


def _where_it_runs(people: OpenIntervals, amount: Amount) -> Iterator[Bad]:
    """The closed stretches in which the clock runs, or comes to its end after their beginning; nothing falls into others."""
    clock = amount.openings
    for gap in closed(people):
        place = bisect_right(clock.ends, gap.start)
        if amount.anywhere or (place < len(clock.ends) and clock.starts[place] < gap.end):
            yield gap


def _first(amount: Amount, instant: int, low: int, high: int) -> int:
    """The first start in [low, high) that leads to this instant or beyond, or to one that is not known; else `high`."""
    if amount.seconds is None:
        at = amount.moment(low) if low < high else None
        if at is None or at >= instant:
            return low
        low += 1
        while low < high:
            middle = (low + high) // 2
            at = amount.moment(middle)
            if at is None or at >= instant:
                high = middle
            else:
                low = middle + 1
        return low
    # No seconds at all come at the next opening: at the instant or later, once no open second before it is left.
    openings, last = amount.openings, instant if amount.seconds == 0 else instant - 1
    passed = openings.elapsed(_known(openings, last)) - max(0, amount.seconds - 1)
    return max(low, min(high, _reaches(openings, passed)))


def _known(openings: OpenIntervals, instant: int) -> int:
    return max(openings.known_from, min(openings.known_until, instant))


def _reaches(openings: OpenIntervals, passed: int) -> int:
    """The first instant by which so many open seconds have passed."""
    if passed <= 0:
        return openings.known_from
    place = bisect_left(openings.totals, passed)
    if place == len(openings.totals):
        return openings.known_until
    return openings.ends[place] - openings.totals[place] + passed


def hours_a_year(seconds: int, within: Piece) -> int:
    """So many seconds of a horizon as hours of a year, rounded up."""
    whole = within[1] - within[0]
    return -(-seconds * 365 * DAY // (whole * 3600)) if whole > 0 else 0


def last_words(people: OpenIntervals, due: Amount, within: Piece) -> list[Bad]:
    """The last minutes before somebody leaves, where what starts then is due before anybody is back."""
    found: list[Bad] = []
    places = {end: start for start, end in zip(people.starts, people.ends, strict=True)}
    for gap in closed(people):
        opened = places.get(gap.start, gap.start)
        start = max(opened, gap.start - 60)
        if not (opened < gap.start and within[0] <= start < within[1]):
            continue
        at = due.moment(start)
        if at is not None and gap.start < at < gap.opens:  # who leaves at that very second is still there
            found.append(Bad(start, gap.start, gap.opens, gap.known))
    return found


def broken(people: OpenIntervals, due: Amount, within: Piece, *, by_us: bool) -> list[Bad]:
    """Starts at any time from which nobody is there in time; of what only our own people start, the last minutes."""
    return last_words(people, due, within) if by_us else too_late(people, due, within)
