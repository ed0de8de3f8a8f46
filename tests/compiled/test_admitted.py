"""Ranges of classes do what sets of classes do, and each set has one way to be written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.compiled.admitted import (
    Admitted,
    admits,
    all_but,
    as_ranges,
    both,
    classes_in,
    either,
    is_canonical,
)

SIZE = 12
SETS = st.frozensets(st.integers(0, SIZE - 1))
repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=300)


@pytest.mark.parametrize(
    ("classes", "ranges"),
    [
        ([], ()),
        ([4], ((4, 4),)),
        ([5, 0, 2, 1, 2], ((0, 2), (5, 5))),
        ([1, 3, 5], ((1, 1), (3, 3), (5, 5))),
        (range(1, 2_001), ((1, 2_000),)),
    ],
    ids=["none", "one", "in any order", "with gaps", "many"],
)
def test_classes_as_ranges(classes: list[int], ranges: Admitted) -> None:
    assert as_ranges(classes) == ranges
    assert list(classes_in(ranges)) == sorted(set(classes))


@pytest.mark.parametrize(
    ("ranges", "canonical"),
    [
        ((), True),
        (((0, 11),), True),
        (((0, 0), (2, 2)), True),
        (((0, 0), (1, 1)), False),
        (((0, 3), (2, 5)), False),
        (((4, 5), (0, 1)), False),
        (((3, 2),), False),
        (((-1, 2),), False),
        (((0, 12),), False),
    ],
)
def test_what_is_canonical(ranges: Admitted, canonical: bool) -> None:
    assert is_canonical(ranges, SIZE) is canonical


@repeatable
@given(SETS, SETS)
def test_they_are_sets(left: frozenset[int], right: frozenset[int]) -> None:
    mine, yours = as_ranges(left), as_ranges(right)
    assert [number for number in range(-1, SIZE + 1) if admits(mine, number)] == sorted(left)
    for found, expected in (
        (mine, left),
        (both(mine, yours), left & right),
        (either([*yours, *mine]), left | right),
        (all_but(mine, SIZE), frozenset(range(SIZE)) - left),
    ):
        assert set(classes_in(found)) == expected
        assert is_canonical(found, SIZE)


@repeatable
@given(st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).map(sorted).map(tuple)))
def test_ranges_that_touch_and_overlap_are_joined(ranges: list[tuple[int, int]]) -> None:
    found = either(ranges)
    assert is_canonical(found, SIZE)
    assert set(classes_in(found)) == {number for low, high in ranges for number in range(low, high + 1)}
