"""At which instants of the horizon some propositions can hold: every one of them, as ranges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supportpolicy.analysis.moments import Vector
from supportpolicy.analysis.space import Space
from supportpolicy.clock.pieces import joined
from supportpolicy.clock.walls import Piece


class Season(NamedTuple):
    """A range of instants that are alike in all that the policy asks about the moment."""

    start: int
    end: int
    opened: Vector
    now: Vector


class Seasons:
    """The whole horizon as seasons, one after another."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.within: Piece = space.moments.first, space.moments.last + 1
        self._all = list(_seasons(space))
        self._starts = [one.start for one in self._all]
        self._at_once: dict[tuple[int, ...], list[Piece]] = {}
        self._later: dict[tuple[int, ...], list[Piece]] = {}

    def at(self, instant: int) -> Season:
        """The season of an instant of the horizon."""
        return self._all[bisect_right(self._starts, instant) - 1]

    def at_opening(self, literals: Sequence[int]) -> list[Piece]:
        """The instants at which a ticket can be opened for which these hold at once."""
        key = tuple(literals)
        found = self._at_once.get(key)
        if found is None:
            kinds = dict.fromkeys((one.opened, one.now) for one in self._all)
            fitting = {
                kind for kind in kinds if self.space.possible([*literals, *self.opened(kind[0]), *self.now(kind[1])])
            }
            pieces = ((one.start, one.end) for one in self._all if (one.opened, one.now) in fitting)
            found = self._at_once[key] = joined(pieces)
        return found

    def later(self, literals: Sequence[int]) -> list[Piece]:
        """The instants at which these can hold for a ticket that was opened then or before."""
        key = tuple(literals)
        found = self._later.get(key)
        if found is None:
            first: dict[Vector, int] = {}
            for one in self._all:
                first.setdefault(one.opened, one.start)
            pieces: list[Piece] = []
            for now in dict.fromkeys(one.now for one in self._all):
                begins = [
                    start
                    for opened, start in first.items()
                    if self.space.possible([*literals, *self.opened(opened), *self.now(now)])
                ]
                if begins:
                    pieces += [(max(one.start, min(begins)), one.end) for one in self._all if one.now == now]
            found = self._later[key] = joined(pieces)
        return found

    def openings_before(self, instant: int, literals: Sequence[int]) -> Iterator[int]:
        """Instants at which a ticket may have been opened for which these hold at `instant`; the instant itself first."""
        now = self.now(self.at(instant).now)
        tried: set[Vector] = set()
        for one in [self.at(instant), *reversed(self._all[: bisect_right(self._starts, instant)])]:
            if one.opened in tried:
                continue
            tried.add(one.opened)
            if self.space.possible([*literals, *self.opened(one.opened), *now]):
                yield instant if one.start <= instant < one.end else one.start

    def opened(self, vector: Vector) -> list[int]:
        """That a ticket was opened at a moment of this kind."""
        return self._literals(self.space.moments.opened_places, vector)

    def now(self, vector: Vector) -> list[int]:
        """That the decision is made at a moment of this kind."""
        return self._literals(self.space.moments.now_places, vector)

    def _literals(self, places: tuple[int, ...], vector: Vector) -> list[int]:
        return [self.space.fact_column(place).classes[number] for place, number in zip(places, vector, strict=True)]


def _seasons(space: Space) -> Iterator[Season]:
    moments = space.moments
    starts = [start for start, _, _ in moments.changes]
    ends = [*starts[1:], moments.last + 1]
    for (start, opened, now), end in zip(moments.changes, ends, strict=True):
        yield Season(start, end, opened, now)
