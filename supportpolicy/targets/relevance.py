"""Which tickets of a cover have to do with a rule, a calendar or a timeline, by how the policy as written treats them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, zip_longest
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine import Engine
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.outline import Outline, Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts
from supportpolicy.engine.walk import promises
from supportpolicy.targets.in_use import parts_of
from supportpolicy.targets.touched import RuleKey, Touched, key_of

MOST_LOOKED_AT = 2_000
"""Tickets of the cover that are sorted; those after them come last for every change."""
MOST_OF_A_PROMISE = 5
"""Tickets of one promise and team where hours differ."""


class _Seen(NamedTuple):
    """Tickets by their places in the cover."""

    by_name: Mapping[object, list[int]]
    by_promise: Mapping[tuple[RuleKey, str | None], list[int]]
    """By the promise and the team."""


class Relevance:
    """The tickets of a cover by what they have to do with, under the policy as written. Worked out when it is asked for first."""

    def __init__(self, engine: Engine, cover: Sequence[Facts] | Callable[[Engine], Sequence[Facts]]) -> None:
        self.engine = engine
        self._cover = cover
        self._outlines = Outlines(engine)
        self._timelines = {run.timeline.name: run.timeline for run in engine.runs}
        self._inner = parts_of_all(engine.compiled)

    @cached_property
    def cover(self) -> Sequence[Facts]:
        """The tickets."""
        return self._cover(self.engine) if callable(self._cover) else self._cover

    @cached_property
    def _seen(self) -> _Seen:
        by_name: dict[object, list[int]] = {}
        by_promise: dict[tuple[RuleKey, str | None], list[int]] = {}
        for place, facts in enumerate(islice(self.cover, MOST_LOOKED_AT)):
            try:
                outline = self._outlines.of(facts)
            except (EngineError, ClockError):
                continue
            for name in self._names(outline):
                by_name.setdefault(name, []).append(place)
            promise = dict(zip(self._outlines.tables, outline.won, strict=True)).get("sla", NO_RULE)
            if promise != NO_RULE:
                rule = self.engine.lookups["sla"].rules[promise]
                team = self._outlines.decided(outline).get("team")
                by_promise.setdefault((key_of("sla", rule), team), []).append(place)
        return _Seen(by_name, by_promise)

    def places(self, touched: Touched) -> list[int]:
        """The tickets that have to do with something that is touched, by their places: those with most of it first."""
        counts: dict[int, int] = {}
        for name in touched.names:
            for place in self._seen.by_name.get(name, ()):
                counts[place] = counts.get(place, 0) + 1
        return sorted(counts, key=lambda place: (-counts[place], place))

    def counting_on(self, policy: Compiled, calendars: frozenset[str]) -> list[int]:
        """The tickets to which a policy promises something that counts on some calendars: one of each promise and team, then
        the next ones; promises that start with the ticket first."""
        inner = parts_of_all(policy)
        coverages = {team.name: team.coverage for team in policy.teams}
        starting = {one.name for one in policy.metrics if OPENED in one.starts_on}
        targets = {key_of("sla", rule): rule.outcome.targets for rule in policy.table("sla").rules}
        found: list[tuple[bool, list[int]]] = []
        for (promise, team), places in self._seen.by_promise.items():
            metrics = {
                one.metric
                for one in targets.get(promise, ())
                if promises(one)
                and (clock := coverages.get(team or "") if one.clock == TEAM else one.clock) is not None
                and not calendars.isdisjoint(inner.get(clock, ()))
            }
            if metrics:
                found.append((metrics.isdisjoint(starting), places))
        found.sort(key=lambda one: one[0])
        rounds = zip_longest(*(islice(places, MOST_OF_A_PROMISE) for _, places in found))
        return [place for one in rounds for place in one if place is not None]

    def _names(self, outline: Outline) -> set[object]:
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


def parts_of_all(compiled: Compiled) -> dict[str, frozenset[str]]:
    """Each calendar, with itself and all that it is made of or may be."""
    calendars = {one.name: one for one in compiled.calendars}
    return {name: frozenset(_inner(calendars, name)) for name in calendars}


def _inner(calendars: Mapping[str, Calendar], name: str) -> Iterator[str]:
    yield name
    if name in calendars:
        for part in parts_of(calendars[name]):
            yield from _inner(calendars, part)
