"""Which tickets of a cover have to do with a rule, a calendar or a timeline, by how the policy as written treats them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from supportpolicy.clock import ClockError
from supportpolicy.engine import Engine
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.outline import Outline, Outlines
from supportpolicy.engine.values import Facts
from supportpolicy.targets.touched import Touched, key_of

MOST_LOOKED_AT = 2_000
"""Tickets of the cover that are sorted; those after them come last for every change."""


class Relevance:
    """The tickets of a cover by what they have to do with."""

    def __init__(self, engine: Engine, cover: Sequence[Facts]) -> None:
        self.engine = engine
        self.cover = cover
        self._outlines = Outlines(engine)
        self._timelines = {run.timeline.name: run.timeline for run in engine.runs}
        self._inner = {
            name: frozenset(_inner(engine, name)) for name in (one.name for one in engine.compiled.calendars)
        }
        self._by_name: dict[object, list[int]] = {}
        for place, facts in enumerate(islice(cover, MOST_LOOKED_AT)):
            for name in self._names(facts):
                self._by_name.setdefault(name, []).append(place)

    def places(self, touched: Touched) -> list[int]:
        """The tickets that have to do with something that is touched, by their places: those with most of it first."""
        counts: dict[int, int] = {}
        for name in touched.names:
            for place in self._by_name.get(name, ()):
                counts[place] = counts.get(place, 0) + 1
        return sorted(counts, key=lambda place: (-counts[place], place))

    def _names(self, facts: Facts) -> set[object]:
        try:
            outline = self._outlines.of(facts)
        except (EngineError, ClockError):
            return set()
        names: set[object] = set()
        clocks: set[str] = set()
        for table, place in zip(self._outlines.tables, outline.won, strict=True):
            if place != NO_RULE:
                rule = self.engine.lookups[table].rules[place]
                names.add(key_of(table, rule))
                clocks.update(target.clock for target in rule.outcome.targets if target.clock is not None)
        for timeline, _, _ in outline.steps:
            names.add(timeline)
            clocks.add(self._timelines[timeline].clock)
        if TEAM in clocks:
            clocks.add(self._team_hours(outline) or TEAM)
        return names.union(*(self._inner.get(clock, frozenset((clock,))) for clock in clocks))

    def _team_hours(self, outline: Outline) -> str | None:
        team = self.engine.teams.get(self._outlines.decided(outline).get("team", ""))
        return None if team is None else team.coverage


def _inner(engine: Engine, name: str) -> Iterator[str]:
    """A calendar and those that it is made of."""
    yield name
    calendar = next((one for one in engine.compiled.calendars if one.name == name), None)
    if calendar is not None:
        for part in (*calendar.union, *calendar.cases.values(), *((calendar.otherwise,) if calendar.otherwise else ())):
            yield from _inner(engine, part)
