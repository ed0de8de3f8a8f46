"""Two tickets of one instant that differ in some facts, made of one model and tried on the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from supportpolicy.analysis.domains import Domain
from supportpolicy.analysis.moments import Vector
from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.showing import in_flow
from supportpolicy.analysis.space import Space
from supportpolicy.analysis.twins import Twin
from supportpolicy.analysis.values import Impossible, Values
from supportpolicy.analysis.witness import Witness
from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.prepared import NOW, OPENED
from supportpolicy.engine.sorting import Sorted, sort_ticket
from supportpolicy.engine.values import Value

MOST_TRIES = 12

Facts = Mapping[str, "Value | None"]
ShowsBoth = Callable[[Sorted, Sorted], bool]


class Pair(NamedTuple):
    """Two tickets, as the engine sorts them at one instant."""

    witness: Witness
    other_facts: Facts
    one: Sorted
    other: Sorted
    at: int

    def other_in_words(self, engine: Engine) -> str:
        """The second ticket on one line."""
        return in_flow(engine, self.witness._replace(facts=self.other_facts))


class TwoTickets:
    """Makes pairs of tickets for given instants."""

    def __init__(self, seasons: Seasons, twin: Twin) -> None:
        self.seasons = seasons
        self.space = seasons.space
        self.twin = twin
        self.engine = seasons.space.engine
        self._values = Values(self.engine)

    def find(
        self, literals: tuple[int, ...], at: int, fixed: tuple[Facts, Facts], shows: ShowsBoth, *, at_once: bool
    ) -> Pair | None:
        """The smallest pair of an instant that shows something, opened then or before."""
        opened = at if at_once else next(self.seasons.openings_before(at, literals), None)
        if opened is None:
            return None
        solver = self.space.solver
        kinds = [
            *self.seasons.opened(self.seasons.at(opened).opened),
            *self.seasons.now(self.seasons.at(at).now),
        ]
        tries = solver.new()
        for _ in range(MOST_TRIES):
            model = solver.model([*literals, *kinds, tries])
            if model is None:
                return None
            chosen = self._chosen(self.space, model, frozenset(self.space.domains.by_fact))
            others = self._chosen(self.twin, model, self.twin.free)
            try:
                first, second = self._values.facts(chosen, at), self._values.facts(others, at)
            except (EngineError, ClockError):
                return None
            if not isinstance(first, Impossible) and not isinstance(second, Impossible):
                shared = {name: value for name, value in first.items() if name not in self.twin.free}
                pair = self._tried({**first, **fixed[0]}, {**shared, **second, **fixed[1]}, opened, at, shows)
                if pair is not None:
                    return self._smallest(pair, opened, shows)
            combination = [
                -space.fact_column(place).classes[number]
                for space, facts in ((self.space, chosen), (self.twin, others))
                for domain, vector in facts.items()
                if not domain.exact
                for place, number in zip(domain.places, vector, strict=True)
            ]
            if not combination:
                return None
            solver.add(-tries, *combination)
        return None

    def _chosen(self, space: Space, model: frozenset[int], names: frozenset[str]) -> dict[Domain, Vector]:
        return {
            domain: tuple(space.fact_column(place).class_in(model) for place in domain.places)
            for name, domain in space.domains.by_fact.items()
            if name in names and name not in (OPENED, NOW)
        }

    def _tried(self, one: Facts, other: Facts, opened: int, at: int, shows: ShowsBoth) -> Pair | None:
        start = from_epoch(opened)
        try:
            first = sort_ticket(self.engine, {**one, OPENED: start}, at)
            second = sort_ticket(self.engine, {**other, OPENED: start}, at)
            witness = Witness(one, start, _later(start, at))
            return Pair(witness, other, first, second, at) if shows(first, second) else None
        except (EngineError, ClockError):
            return None

    def _smallest(self, pair: Pair, opened: int, shows: ShowsBoth) -> Pair:
        """Without any fact that can be left out: of both where both have it."""
        smaller = True
        while smaller:
            smaller = False
            for one, other in _smaller(pair.witness.facts, pair.other_facts, self.twin.free):
                without = self._tried(one, other, opened, pair.at, shows)
                if without is not None:
                    pair, smaller = without, True
                    break
        return pair


def _smaller(one: Facts, other: Facts, free: frozenset[str]) -> Iterator[tuple[Facts, Facts]]:
    for name in sorted({*one, *other}):
        rest = {key: value for key, value in one.items() if key != name}
        others = {key: value for key, value in other.items() if key != name}
        yield rest, others
        if name in free and name in one:
            yield rest, other
        if name in free and name in other:
            yield one, others


def _later(opened: dt.datetime, at: int) -> dt.datetime:
    return max(opened, from_epoch(at))
