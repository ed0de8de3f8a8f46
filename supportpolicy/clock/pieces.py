"""Sets of instants as half-open pieces: joined, intersected, taken away. All are linear after one sort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supportpolicy.clock.walls import Piece


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The same instants as sorted disjoint pieces; pieces that touch become one, empty ones go."""
    found: list[Piece] = []
    last_start, last_end = 0, None
    for start, end in sorted(pieces):
        if start >= end:
            continue
        if last_end is None or start > last_end:
            found.append((start, end))
            last_start, last_end = start, end
        elif end > last_end:
            last_end = end
            found[-1] = (last_start, end)
    return found


def common(left: Sequence[Piece], right: Sequence[Piece]) -> list[Piece]:
    """The instants of both; each argument sorted and disjoint."""
    found: list[Piece] = []
    first = second = 0
    while first < len(left) and second < len(right):
        start = max(left[first][0], right[second][0])
        end = min(left[first][1], right[second][1])
        if start < end:
            found.append((start, end))
        if left[first][1] < right[second][1]:
            first += 1
        else:
            second += 1
    return found


def clipped(pieces: Sequence[Piece], to: Piece) -> list[Piece]:
    """The instants of sorted disjoint pieces that lie within one piece."""
    low, high = to
    found = [piece for piece in pieces if piece[1] > low and piece[0] < high]
    if found:
        found[0] = max(found[0][0], low), found[0][1]
        found[-1] = found[-1][0], min(found[-1][1], high)
    return found


def without(pieces: Sequence[Piece], cut: Sequence[Piece]) -> list[Piece]:
    """The instants of `pieces` that are not in `cut`; each argument sorted and disjoint."""
    found: list[Piece] = []
    index = 0
    for start, end in pieces:
        while index < len(cut) and cut[index][1] <= start:
            index += 1
        at, ahead = start, index
        while ahead < len(cut) and cut[ahead][0] < end:
            if at < cut[ahead][0]:
                found.append((at, cut[ahead][0]))
            at = cut[ahead][1]
            ahead += 1
        if at < end:
            found.append((at, end))
    return found
