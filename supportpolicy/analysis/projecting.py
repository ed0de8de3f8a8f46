"""Which of some propositions can hold together: every combination there can be, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.analysis.space import Space

MOST_CASES = 512
"""Combinations that are gone through; past it nothing is claimed."""


class TooManyCases(Exception):
    """There are more combinations than are gone through."""


def projections(space: Space, assumed: Sequence[int], wanted: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """For each combination that can be, the propositions with a minus where they do not hold. Raises TooManyCases."""
    wanted = list(dict.fromkeys(wanted))
    this_search = space.solver.new()
    for _ in range(MOST_CASES):
        model = space.solver.model((*assumed, this_search))
        if model is None:
            return
        signed = tuple(literal if literal in model else -literal for literal in wanted)
        yield signed
        space.solver.add(-this_search, *(-literal for literal in signed))
    raise TooManyCases
