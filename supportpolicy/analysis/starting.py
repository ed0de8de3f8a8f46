"""How something starts that runs on a clock, and the events of a ticket that start it at a given instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.tickets_at import Story
from supportpolicy.clock.instants import from_epoch
from supportpolicy.clock.walls import Piece
from supportpolicy.engine import Engine, Value
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import TicketEvent

AT_ONCE = frozenset((OPENED, "emergency"))
"""What may come with the opening itself."""
BY_US = frozenset(("agent_reply", "internal_note", "acknowledged", "assigned", "solved", "closed"))
"""What only somebody of the team does, and so while the team is there."""
_PLAIN = BY_US | {"customer_reply", "bot_reply"}


class Start(NamedTuple):
    """What starts it."""

    event: str
    at_opening: bool
    by_us: bool


def starts_of(engine: Engine, events: Sequence[str]) -> Iterator[Start]:
    """The ways in which it may start; only the opening, where that is among them. Names of metrics are what meets them."""
    plain = list(dict.fromkeys(_plain(engine, events)))
    if any(event in AT_ONCE for event in plain):
        yield Start(next(event for event in plain if event in AT_ONCE), at_opening=True, by_us=False)
        return
    for event in plain:
        yield Start(event, at_opening=False, by_us=event in BY_US)


def _plain(engine: Engine, events: Iterable[str]) -> Iterator[str]:
    for event in events:
        metric = engine.metrics.get(event)
        if metric is None:
            yield event
        else:
            yield from (one for one in metric.met_by if one not in engine.metrics)


def pieces_of(seasons: Seasons, start: Start, literals: Sequence[int]) -> list[Piece]:
    """The instants at which it can start for a ticket for which these hold."""
    return seasons.at_opening(literals) if start.at_opening else seasons.later(literals)


def stories(
    seasons: Seasons, start: Start, instant: int, literals: Sequence[int], facts: dict[str, Value | None], at: int
) -> Iterator[Story]:
    """Tickets in which it starts at an instant, and that are looked at later, at `at`."""
    if start.at_opening:
        yield Story(instant, at, (), facts)
        return
    engine, when = seasons.space.engine, from_epoch(instant)
    name, _, argument = start.event.partition(":")
    own = next((one for one in engine.compiled.events if one.name == start.event), None)
    for opened in (*_an_hour_before(seasons, instant, literals), *seasons.openings_before(instant, literals)):
        first = from_epoch(opened)
        if own is not None:
            yield Story(opened, at, (), {**facts, own.fact: when})
        elif name == "entered":
            yield Story(opened, at, (TicketEvent(name, when, status=argument),), facts)
        elif name == "reopened":
            yield Story(opened, at, (TicketEvent("solved", first), TicketEvent(name, when)), facts)
        elif name == "customer_reply":
            yield Story(opened, at, (TicketEvent("agent_reply", first), TicketEvent(name, when)), facts)
        elif name in _PLAIN:
            yield Story(opened, at, (TicketEvent(name, when),), facts)


def _an_hour_before(seasons: Seasons, instant: int, literals: Sequence[int]) -> Iterator[int]:
    earlier = instant - 3600
    if earlier >= seasons.within[0]:
        kinds = [*seasons.opened(seasons.at(earlier).opened), *seasons.now(seasons.at(instant).now)]
        if seasons.space.possible([*literals, *kinds]):
            yield earlier
