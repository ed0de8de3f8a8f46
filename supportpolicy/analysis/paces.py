"""Promises compared at every instant of the horizon; what was worked out once is kept."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from supportpolicy.analysis.circumstances import Circumstances
from supportpolicy.analysis.hours import Amount
from supportpolicy.analysis.straight import Straight, by_dates, reckoned, slower, straight
from supportpolicy.clock.walls import Piece
from supportpolicy.compiled.tables import Target
from supportpolicy.engine.due import Counting


class Paces:
    """When promises are due, as straight pieces, by what they promise and the calendar they count on."""

    def __init__(self, circumstances: Circumstances) -> None:
        self.circumstances = circumstances
        self._straight: dict[Hashable, list[Straight]] = {}
        self._slower: dict[Hashable, list[Piece]] = {}

    def slower(self, one: Target, one_on: Counting, other: Target, other_on: Counting) -> list[Piece]:
        """The starts from which the first is due later than the second. Raises NotStraight."""
        key = _key(one, one_on), _key(other, other_on)
        found = self._slower.get(key)
        if found is None:
            found = self._slower[key] = slower(self.straight(one, one_on), self.straight(other, other_on))
        return found

    def straight(self, target: Target, counting: Counting) -> list[Straight]:
        """When a promise is due from every start. Raises NotStraight."""
        key = _key(target, counting)
        found = self._straight.get(key)
        if found is None:
            amount = self.circumstances.due(target, counting)
            found = self._straight[key] = list(self._pieces(amount, counting, by_date=target.by is not None))
        return found

    def _pieces(self, amount: Amount, counting: Counting, *, by_date: bool) -> Iterator[Straight]:
        within = self.circumstances.seasons.within
        days = counting.clock.days
        if amount.seconds is not None:
            return straight(amount.openings, amount.seconds)
        if by_date and days is not None:
            return by_dates(amount.moment, days.offsets, within)
        return reckoned(amount, within)


def _key(target: Target, counting: Counting) -> Hashable:
    return target.at_most, target.by, counting.name
