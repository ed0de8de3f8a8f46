"""Whether two calendars are open at the same moments, however they are written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.pieces import clipped
from supportpolicy.clock.walls import Piece
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine import Engine
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.errors import EngineError


class Span(NamedTuple):
    """The instants that both policies speak of, in seconds since 1970."""

    first: int
    last: int


class Hours:
    """The hours of both policies, each calendar worked out once."""

    def __init__(self, old: Engine, new: Engine, span: Span) -> None:
        self.old, self.new, self.span = old, new, span
        self._same: dict[tuple[str, str], bool] = {}
        self._pieces: dict[tuple[bool, str], tuple[Piece, ...] | None] = {}

    def pieces(self, name: str, *, old: bool) -> tuple[Piece, ...] | None:
        """When a calendar is open; None where that depends on the ticket or cannot be worked out."""
        key = (old, name)
        if key not in self._pieces:
            self._pieces[key] = self._opened(self.old if old else self.new, name)
        return self._pieces[key]

    def same(self, old: str, new: str) -> bool:
        """Whether a calendar of the old policy and one of the new are open at the same moments, for every ticket."""
        key = (old, new)
        if key not in self._same:
            self._same[key] = self._compared(old, new)
        return self._same[key]

    def same_days(self, old: str, new: str) -> bool:
        """Whether they also count the same business days in the same way."""
        one, other = calendar(self.old, old), calendar(self.new, new)
        return (
            self.same(old, new)
            and (one is None) == (other is None)
            and (one is None or other is None or _counting(one) == _counting(other))
        )

    def _compared(self, old: str, new: str) -> bool:
        one, other = calendar(self.old, old), calendar(self.new, new)
        if one is not None and other is not None and "choose" in (one.kind, other.kind):
            return self._chosen_alike(one, other)
        left, right = self.pieces(old, old=True), self.pieces(new, old=False)
        return left is not None and left == right

    def _chosen_alike(self, one: Calendar, other: Calendar) -> bool:
        if one.kind != other.kind or one.by != other.by:
            return False
        for value in {*one.cases, *other.cases}:
            if not self._case_alike(one.cases.get(value, one.otherwise), other.cases.get(value, other.otherwise)):
                return False
        return self._case_alike(one.otherwise, other.otherwise)

    def _case_alike(self, old: str | None, new: str | None) -> bool:
        return old == new if old is None or new is None else self.same(old, new)

    def _opened(self, engine: Engine, name: str) -> tuple[Piece, ...] | None:
        if name == ALWAYS_OPEN:
            return ((self.span.first, self.span.last),)
        try:
            openings = engine.clock(name).openings
        except (ClockError, EngineError):
            return None
        first = bisect_left(openings.ends, self.span.first + 1)
        last = bisect_left(openings.starts, self.span.last)
        pieces = list(zip(openings.starts[first:last], openings.ends[first:last], strict=True))
        return tuple(clipped(pieces, (self.span.first, self.span.last)))


def calendar(engine: Engine, name: str) -> Calendar | None:
    """A calendar by its name; None for `always`."""
    return next((one for one in engine.compiled.calendars if one.name == name), None)


def _counting(one: Calendar) -> tuple[object, ...]:
    return one.timezone, one.business_days, one.business_day, one.business_day_length


def renamed(hours: Hours) -> Mapping[str, str]:
    """Calendars of the old policy that the new one has under another name alone: old name -> new name."""
    before = {one.name for one in hours.old.compiled.calendars}
    after = {one.name for one in hours.new.compiled.calendars}
    free = [one.name for one in hours.new.compiled.calendars if one.name not in before]
    found: dict[str, str] = {}
    for one in hours.old.compiled.calendars:
        if one.name in after:
            continue
        match = next((name for name in free if hours.same_days(one.name, name)), None)
        if match is not None:
            free.remove(match)
            found[one.name] = match
    return found
