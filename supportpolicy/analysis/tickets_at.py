"""A ticket for one instant, tried on the engine: what is claimed of an hour is shown by a ticket of that hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.analysis.domains import Domain
from supportpolicy.analysis.moments import Vector
from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.values import Impossible, Values
from supportpolicy.analysis.witness import Witness
from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.engine.course import course_of
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.prepared import NOW, OPENED
from supportpolicy.engine.values import Ticket, TicketEvent, Value
from supportpolicy.engine.walk import Course

MOST_TRIES = 24
"""Models that are tried for one instant."""

Shows = Callable[[Course], bool]


class Story(NamedTuple):
    """When a ticket is opened, what happens to it, and when it is looked at; in seconds since 1970."""

    opened: int
    at: int
    events: tuple[TicketEvent, ...] = ()
    facts: Mapping[str, Value | None] = {}
    """Facts that it must have."""


class Told(NamedTuple):
    """A ticket with its story, as the engine went through it."""

    facts: Mapping[str, Value | None]
    story: Story
    course: Course

    @property
    def witness(self) -> Witness | None:
        """The ticket, where its opening says everything."""
        opened, at = from_epoch(self.story.opened), from_epoch(self.story.at)
        return None if self.story.events else Witness(self.facts, opened, at)


class Tickets:
    """Makes tickets that are opened at given instants."""

    def __init__(self, seasons: Seasons) -> None:
        self.seasons = seasons
        self.space = seasons.space
        self._values = Values(self.space.engine)

    def first(self, literals: Sequence[int], stories: Iterable[Story], sorted_at: int, shows: Shows) -> Told | None:
        """The smallest ticket of the first story that shows something; `sorted_at` is when the literals must hold."""
        for story in stories:
            found = self._tell(literals, story, sorted_at, shows)
            if found is not None:
                return found
        return None

    def _tell(self, literals: Sequence[int], story: Story, sorted_at: int, shows: Shows) -> Told | None:
        space, solver = self.space, self.space.solver
        kinds = [
            *self.seasons.opened(self.seasons.at(story.opened).opened),
            *self.seasons.now(self.seasons.at(sorted_at).now),
        ]
        tries = solver.new()  # what is ruled out here is ruled out for this instant alone
        for _ in range(MOST_TRIES):
            model = solver.model([*literals, *kinds, tries])
            if model is None:
                return None
            chosen: dict[Domain, Vector] = {
                domain: tuple(space.fact_column(place).class_in(model) for place in domain.places)
                for domain in space.domains.by_fact.values()
            }
            wanted = {domain: vector for domain, vector in chosen.items() if domain.fact not in (OPENED, NOW)}
            try:
                facts = self._values.facts(wanted, sorted_at)
            except (EngineError, ClockError):
                return None  # too near to an end of the horizon
            if isinstance(facts, Impossible):
                blamed: Sequence[str] = facts.facts
            else:
                told = self._tried({**facts, **story.facts}, story, shows)
                if told is not None:
                    return self._smallest(told, shows)
                blamed = [domain.fact for domain in chosen if not domain.exact]
            combination = [
                -space.fact_column(place).classes[number]
                for domain, vector in chosen.items()
                if domain.fact in blamed
                for place, number in zip(domain.places, vector, strict=True)
            ]
            if not combination:
                return None
            solver.add(-tries, *combination)
        return None

    def _tried(self, facts: Mapping[str, Value | None], story: Story, shows: Shows) -> Told | None:
        ticket = Ticket({**facts, OPENED: from_epoch(story.opened)}, story.events)
        try:
            course = course_of(self.space.engine, ticket, story.opened, story.at)
            return Told(facts, story, course) if shows(course) else None
        except (EngineError, ClockError):
            return None

    def _smallest(self, told: Told, shows: Shows) -> Told:
        smaller = True
        while smaller:
            smaller = False
            for name in sorted(told.facts):
                facts = {other: value for other, value in told.facts.items() if other != name}
                without = self._tried(facts, told.story, shows)
                if without is not None:
                    told, smaller = without, True
        return told
