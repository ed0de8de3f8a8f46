"""Sets of classes of one column as ranges: short however fine the column is cut, and with one way to write each set."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

Admitted: TypeAlias = tuple[tuple[int, int], ...]
"""Classes as (lowest, highest), both included; rising, and with at least one class left out between any two."""


def admits(admitted: Admitted, number: int) -> bool:
    """Whether a class is among them."""
    if len(admitted) == 1:  # the usual case: one threshold, one word
        ((low, high),) = admitted
        return low <= number <= high
    # As many ranges as begin at or before the class; the last of them is the only one it can lie in.
    place = bisect_left(admitted, (number + 1, 0))
    return place > 0 and number <= admitted[place - 1][1]


def classes_in(admitted: Admitted) -> Iterator[int]:
    """The classes one by one, rising."""
    for low, high in admitted:
        yield from range(low, high + 1)


def as_ranges(classes: Iterable[int]) -> Admitted:
    """Classes in any order, also more than once, as ranges."""
    return either((number, number) for number in classes)


def either(ranges: Iterable[tuple[int, int]]) -> Admitted:
    """The classes that lie in any of some ranges; these may stand in any order, touch and overlap."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def both(left: Admitted, right: Admitted) -> Admitted:
    """The classes that are in the one and in the other."""
    found: list[tuple[int, int]] = []
    mine, yours = 0, 0
    while mine < len(left) and yours < len(right):
        low = max(left[mine][0], right[yours][0])
        high = min(left[mine][1], right[yours][1])
        if low <= high:
            found.append((low, high))
        if left[mine][1] < right[yours][1]:
            mine += 1
        else:
            yours += 1
    return tuple(found)


def all_but(admitted: Admitted, size: int) -> Admitted:
    """The classes of a column of this size that are not among them, absent included: `not` is the exact negation."""
    edges = [-1, *(edge for pair in admitted for edge in pair), size]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple((before + 1, after - 1) for before, after in gaps if before + 1 < after)


def is_canonical(admitted: Admitted, size: int) -> bool:
    """Whether these are ranges as they must be written, of classes of a column of this size."""
    fit = all(0 <= low <= high < size for low, high in admitted)
    return fit and all(before[1] + 1 < after[0] for before, after in pairwise(admitted))
