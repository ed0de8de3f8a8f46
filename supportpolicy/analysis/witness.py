"""The smallest ticket that shows something, tried on the engine.

A model of the propositions is a candidate only. Values are found for its classes, the engine is asked, and what turns out
to be impossible goes back as a clause. Then facts are dropped one by one as long as the ticket still shows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.analysis.domains import Domain
from supportpolicy.analysis.moments import Vector
from supportpolicy.analysis.space import Space
from supportpolicy.analysis.values import Impossible, Values
from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.engine.course import course_of
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.prepared import OPENED, Engine
from supportpolicy.engine.values import Ticket, TicketEvent, Value
from supportpolicy.engine.walk import Course

MOST_TRIES = 200
"""Models that are tried; past it nothing is claimed."""
NOTHING: Mapping[str, Value | None] = {}
_NOTE = "internal_note"
"""An event that changes nothing but lets the ticket be sorted."""

Shows = Callable[[Course], bool]
"""Whether the course of a ticket shows what is looked for."""


class Witness(NamedTuple):
    """A ticket and a moment that show something."""

    facts: Mapping[str, Value | None]
    """Without `opened`."""
    opened: dt.datetime
    at: dt.datetime
    """Later than `opened` where it takes a moment after the opening."""

    def ticket(self) -> Ticket:
        """The ticket, with an event at the moment where that lies after the opening."""
        events = () if self.at == self.opened else (TicketEvent(_NOTE, self.at),)
        return Ticket({**self.facts, OPENED: self.opened}, events)


class Search(NamedTuple):
    """What came of looking for a ticket."""

    witness: Witness | None
    certain: bool
    """Where there is no witness: whether there is no such ticket. Else too many were tried in vain."""


class Witnesses:
    """Looks for tickets in one space. What was found impossible is kept in it."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.engine: Engine = space.engine
        self._values = Values(space.engine)
        absent = [domain.places for domain in space.domains.by_fact.values()]
        space.solver.prefer([space.fact_column(place).classes[0] for places in absent for place in places])

    def find(
        self,
        literals: Sequence[int],
        shows: Shows,
        fixed: Mapping[str, Value | None] = NOTHING,
        *,
        complete: bool = False,
        unknown: Collection[str] = (),
        tries: int = MOST_TRIES,
    ) -> Search:
        """A ticket for which all literals hold and that shows something, as small as can be.

        `fixed` are facts with this very value and no other of its class. `complete`: facts that are not there are known
        to be absent, for tables that would ask for them; those of which it does not matter are left out again, and so are
        those in `unknown` from the beginning.
        """
        this_search = self.space.solver.new()
        absent = self._absent(unknown) if complete else NOTHING
        certain = True
        for _ in range(tries):
            model = self.space.model([*literals, this_search])
            if model is None:
                return Search(None, certain)
            chosen = self._chosen(model)
            impossible: tuple[str, ...] = ()
            built = False
            for opened, at in self._moments(model):
                facts = self._values.facts(chosen, at)
                if isinstance(facts, Impossible):
                    impossible = facts.facts
                    continue
                built = True
                witness = Witness({**absent, **facts, **fixed}, from_epoch(opened), from_epoch(at))
                if self.tried(witness, shows):
                    return Search(self.smallest(witness, shows), certain=True)
            if built:
                # No moment was right, or what was put together of single facts does not go together: not again here.
                certain = False
                every = tuple(domain.fact for domain in chosen)
                open_facts = tuple(domain.fact for domain in chosen if not domain.exact)
                self._rule_out(model, chosen, every if complete else open_facts or every, -this_search)
            elif impossible:
                self._rule_out(model, chosen, impossible)
            else:
                break
        return Search(None, certain=False)

    def _absent(self, unknown: Collection[str]) -> Mapping[str, Value | None]:
        facts = self.engine.facts.values()
        skipped = {OPENED, *unknown}
        return {fact.name: None for fact in facts if fact.derived is None and fact.name not in skipped}

    def tried(self, witness: Witness, shows: Shows) -> bool:
        """Whether the engine says so too."""
        try:
            ticket = witness.ticket()
            return shows(course_of(self.engine, ticket, to_epoch(witness.opened), to_epoch(witness.at)))
        except (EngineError, ClockError):
            return False

    def smallest(self, witness: Witness, shows: Shows) -> Witness:
        """Without anything that can be left out."""
        if witness.at != witness.opened:
            for moment in (witness.opened, witness.at):
                at_once = witness._replace(opened=moment, at=moment)
                if self.tried(at_once, shows):
                    witness = at_once
                    break
        smaller = True
        while smaller:
            smaller = False
            for name in sorted(witness.facts):
                facts = {other: value for other, value in witness.facts.items() if other != name}
                without = witness._replace(facts=facts)
                if self.tried(without, shows):
                    witness, smaller = without, True
        return witness

    def _chosen(self, model: frozenset[int]) -> dict[Domain, Vector]:
        return {
            domain: tuple(self.space.fact_column(place).class_in(model) for place in domain.places)
            for domain in self.space.domains.by_fact.values()
        }

    def _moments(self, model: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Openings and moments of the kinds that a model chose, at once where it can be."""
        space = self.space
        opened, now = (
            tuple(space.fact_column(place).class_in(model) for place in places)
            for places in (space.moments.opened_places, space.moments.now_places)
        )
        for one, other, instants in space.moments.both:
            if space.moments.opened[one].vector == opened and space.moments.now[other].vector == now:
                yield from ((instant, instant) for instant in instants)
        first = next(kind.instants for kind in space.moments.opened if kind.vector == opened)
        later = next(kind.instants for kind in space.moments.now if kind.vector == now)
        yield from ((start, at) for at in reversed(later) for start in first[:2] if start < at)

    def _rule_out(
        self, model: frozenset[int], chosen: Mapping[Domain, Vector], facts: Sequence[str], *unless: int
    ) -> None:
        """Never try this combination again, at moments of this kind."""
        space = self.space
        literals = [
            space.fact_column(place).classes[number]
            for domain, vector in chosen.items()
            if domain.fact in facts
            for place, number in zip(domain.places, vector, strict=True)
        ]
        swept = (*space.moments.opened_places, *space.moments.now_places)
        literals += [space.fact_column(place).classes[space.fact_column(place).class_in(model)] for place in swept]
        space.solver.add(*(-literal for literal in literals), *unless)


def wins(table: str, rule: int) -> Shows:
    """Whether this rule of a sorting table wins."""
    return lambda course: course.sorted.won.get(table) == rule
