"""When an amount of open time that starts at any instant runs out, as straight pieces: exact, nothing is sampled.

Between two openings or closings that it passes, the instant either moves with its start or stands still. All in seconds
since 1970; pieces are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from supportpolicy.analysis.hours import Amount, Moment
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.pieces import clipped, common, joined
from supportpolicy.clock.walls import Offsets, Piece


class Straight(NamedTuple):
    """Starts in [start, end) lead to `start + at`, moving with it, or all to `at`."""

    start: int
    end: int
    at: int
    moves: bool


def straight(openings: OpenIntervals, seconds: int) -> Iterator[Straight]:
    """The pieces of so many open seconds, in order of their starts; starts whose end is not known are left out."""
    starts, ends, totals = openings.starts, openings.ends, openings.totals
    before, passed, last = openings.known_from, 0, len(totals)
    for start, end, total in zip(starts, ends, totals, strict=True):
        place = bisect_left(totals, passed + seconds)
        if before < start and seconds == 0:
            yield Straight(before, start, start, moves=False)
        elif before < start and place < last:
            yield Straight(before, start, ends[place] - totals[place] + passed + seconds, moves=False)
        if seconds == 0:
            yield Straight(start, end, 0, moves=True)
        else:
            yield from _while_open(ends, totals, start, end, passed, seconds)
        before, passed = end, total


def _while_open(
    ends: tuple[int, ...], totals: tuple[int, ...], start: int, end: int, passed: int, seconds: int
) -> Iterator[Straight]:
    """Of starts within one opening, a piece for each opening in which the amount runs out."""
    at = start
    place = bisect_left(totals, passed + seconds)
    while at < end and place < len(totals):
        # A total that is met exactly is met at that closing.
        until = min(end, totals[place] - seconds - passed + start + 1)
        if at < until:
            yield Straight(at, until, ends[place] - totals[place] + passed - start + seconds, moves=True)
            at = until
        place += 1


def in_time(pieces: Sequence[Straight], seconds: int, people: Sequence[Piece]) -> list[Piece]:
    """The starts that lead to an instant within so many elapsed seconds, at which some people are there."""
    found: list[Piece] = []
    begins = [start for start, _ in people]
    for piece in pieces:
        if piece.moves:
            if piece.at <= seconds:
                first = max(0, bisect_left(begins, piece.start + piece.at) - 1)
                found += common([(piece.start, piece.end)], _moved(people, first, -piece.at, piece.end))
            continue
        place = bisect_left(begins, piece.at + 1) - 1
        if place >= 0 and piece.at < people[place][1]:
            found.append((max(piece.start, piece.at - seconds), piece.end))
    return joined(found)


def _moved(people: Sequence[Piece], first: int, by: int, until: int) -> list[Piece]:
    moved: list[Piece] = []
    for start, end in islice(people, first, None):
        if start + by >= until:
            break
        moved.append((start + by, end + by))
    return moved


def minute_in(piece: Piece) -> int:
    """The first whole minute of a range; its first second where it has none."""
    first = -(-piece[0] // 60) * 60
    return first if first < piece[1] else piece[0]


class NotStraight(Exception):
    """What is reckoned from a start is not made of straight pieces that can be told."""


def by_dates(moment: Moment, offsets: Offsets, within: Piece) -> Iterator[Straight]:
    """The pieces of what depends on the local date alone, and on whether the instant that this leads to has passed."""
    dates = range(offsets.day(within[0]), offsets.day(within[1] - 1) + 1)
    pieces = sorted(piece for date in dates for piece in offsets.pieces(date))
    for low, high in clipped(pieces, within):
        at = low
        while at < high:
            leads = moment(at)
            if leads is None:  # beyond what is known; so is all that comes later
                return
            end = leads if at < leads < high else high
            yield Straight(at, end, leads, moves=False)
            at = end


def reckoned(amount: Amount, within: Piece, *, one_date: bool = False) -> Iterator[Straight]:
    """The pieces of anything else that never falls between two turns of the clocks. Raises NotStraight.

    Of starts within `one_date` an instant that moves in one opening jumps nowhere before its closing: it can only stand
    still, at a time that the clocks jump over, and this is looked for instead of giving up.
    """
    openings, moment = amount.openings, amount.moment
    edges = sorted({*openings.starts, *openings.ends, *amount.turns, within[1]})
    at = within[0]
    while at < within[1]:
        edge = edges[bisect_right(edges, at)]
        leads = moment(at)
        if leads is None:  # beyond what is known; so is all that comes later
            return
        final = moment(edge - 1)
        if final == leads:
            yield Straight(at, edge, leads, moves=False)
            at = edge
            continue
        following = moment(at + 1)
        if following == leads:
            end = _stands(moment, at, edge, leads)
            yield Straight(at, end, leads, moves=False)
        elif following == leads + 1:
            end = _moves(moment, at, edge, leads, openings, one_date=one_date)
            yield Straight(at, end, leads - at, moves=True)
        else:
            end = at + 1
            yield Straight(at, end, leads, moves=False)
        at = end


def _stands(moment: Moment, low: int, edge: int, leads: int) -> int:
    """The first start before an edge that leads elsewhere; there is one."""
    high = edge - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if moment(middle) == leads else (low, middle)
    return high


def _moves(moment: Moment, low: int, edge: int, leads: int, openings: OpenIntervals, *, one_date: bool) -> int:
    """The first start, up to an edge, with which the instant does not move on."""
    place = bisect_right(openings.ends, leads)
    limit = openings.ends[place] if place < len(openings.ends) else None
    end = edge if limit is None else min(edge, low + limit - leads)
    if moment(end - 1) == leads + (end - 1 - low):
        return end
    if not one_date:
        raise NotStraight
    first, high = low, end - 1
    while high - first > 1:
        middle = (first + high) // 2
        first, high = (middle, high) if moment(middle) == leads + (middle - low) else (first, middle)
    return high


def slower(one: Sequence[Straight], other: Sequence[Straight]) -> list[Piece]:
    """The starts from which the first leads to a later instant than the second; where either is not known, none."""
    found: list[Piece] = []
    left = right = 0
    while left < len(one) and right < len(other):
        a, b = one[left], other[right]
        low, high = max(a.start, b.start), min(a.end, b.end)
        if low < high:
            if a.moves and not b.moves:
                low = max(low, b.at - a.at + 1)
            elif b.moves and not a.moves:
                high = min(high, a.at - b.at)
            elif a.at <= b.at:
                high = low
            if low < high:
                found.append((low, high))
        if a.end <= b.end:
            left += 1
        else:
            right += 1
    return joined(found)
