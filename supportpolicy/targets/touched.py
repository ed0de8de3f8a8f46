"""What one change touches of a policy: rules, calendars and timelines that are not the same before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.pieces import without
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule
from supportpolicy.engine import Engine
from supportpolicy.engine.errors import EngineError

RuleKey = tuple[str, str, str | None, str]
"""Table, name, row and line of a rule."""

MOST_MOMENTS = 6
"""Instants of one calendar around which tickets are opened."""
_BEFORE = 3600


class Touched(NamedTuple):
    """Names of what a change touches."""

    rules: frozenset[RuleKey]
    calendars: frozenset[str]
    timelines: frozenset[str]

    @property
    def names(self) -> frozenset[object]:
        """All of them."""
        return frozenset((*self.rules, *self.calendars, *self.timelines))


def key_of(table: str, rule: Rule) -> RuleKey:
    """A rule as it can be found again after it was edited."""
    return table, rule.name, rule.row, rule.at


def touched_by(before: Compiled, after: Compiled) -> Touched:
    """What differs between a policy before and after a change."""
    return Touched(
        frozenset(_rules(before, after)),
        _differing({one.name: one for one in before.calendars}, {one.name: one for one in after.calendars}),
        _differing({one.name: one for one in before.timelines}, {one.name: one for one in after.timelines}),
    )


def moments_apart(before: Engine, after: Engine, name: str) -> tuple[int, ...]:
    """Instants at or shortly before which the hours of a calendar begin to differ, the first ones; seconds since 1970."""
    try:
        old, new = before.clock(name).openings, after.clock(name).openings
    except (EngineError, ClockError):
        return ()
    known = max(old.known_from, new.known_from), min(old.known_until, new.known_until)
    pieces, others = old.pieces(), new.pieces()
    apart = sorted((*without(pieces, others)[:MOST_MOMENTS], *without(others, pieces)[:MOST_MOMENTS]))
    found = dict.fromkeys(start - back for start, _ in apart for back in (0, _BEFORE))
    return tuple(one for one in found if known[0] <= one < known[1])[:MOST_MOMENTS]


def _rules(before: Compiled, after: Compiled) -> Iterator[RuleKey]:
    tables = {table.name: table for table in after.tables}
    for table in before.tables:
        other = tables.get(table.name)
        if other is table or other is None:
            continue
        old = {key_of(table.name, rule): rule for rule in table.rules}
        new = {key_of(table.name, rule): rule for rule in other.rules}
        yield from (key for key in {**old, **new} if old.get(key) != new.get(key))


def _differing(old: dict[str, object], new: dict[str, object]) -> frozenset[str]:
    return frozenset(name for name in {**old, **new} if old.get(name) != new.get(name))
