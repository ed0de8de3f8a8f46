"""A covering set of tickets: whatever exported files can get wrong, some ticket of it is treated otherwise.

Tickets are found by the masks of the tables, class by class, and filled with real values; see `targets.covering`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from random import Random

from supportpolicy.clock.instants import day_number, from_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.candidates import midnight
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts, Value
from supportpolicy.engine.walk import promises
from supportpolicy.targets.covering.domains import domains_of
from supportpolicy.targets.covering.instants import Span
from supportpolicy.targets.covering.kinds_of_openings import openings_of_each_kind
from supportpolicy.targets.covering.promises import Crossing, last_openings, latest_of
from supportpolicy.targets.covering.rules import of_table
from supportpolicy.targets.covering.search import Search
from supportpolicy.targets.covering.starts import of_other_starts
from supportpolicy.targets.covering.tables import ADJUSTING, Held, held_table
from supportpolicy.targets.covering.values import moved, wanted_together

MOST_TICKETS = 20_000
"""Tickets of a cover, whatever the policy's size."""
CHANCES = 400
"""Tickets over all facts and instants that are drawn, beside those that were thought of."""
_MOST_AT_EDGES, _MORE_AT_EDGES = 6_000, 1_500
"""Tickets at the edges of calendars that promises count on, and of those that rules and timelines ask beside them. Where
there are more edges each still comes once."""
_SEED = 20260711


def cover_of(engine: Engine, limit: int = MOST_TICKETS) -> tuple[Facts, ...]:
    """The tickets, each with `opened`; the same for the same policy. Raises ClockError for hours that cannot be worked out."""
    tables = _tables(engine)
    used = _used(engine, tables.values())
    span = _span(engine)
    lasts = last_openings(engine, span)
    latest = latest_of(span, lasts)
    openings = openings_of_each_kind(engine, used, span, latest)
    together = wanted_together(way for held in tables.values() for ways in held.ways for way in ways)
    domains = domains_of(engine, used, _choosing(engine, used), openings, together)
    search = Search(engine, tables, domains)
    kept: dict[object, Facts] = {}

    def keep(tickets: Iterable[Facts], most: int) -> None:
        for facts in tickets:
            if len(kept) >= most:
                return
            kept.setdefault(_key(facts), facts)

    crossing = Crossing(search, span, lasts)
    # Tickets that were thought of come first, for they are simpler to read; room is left for those that are drawn.
    most = limit - min(CHANCES, limit // 4)
    keep(_each_value(search), most)
    keep(_of_rules(search), max(most * 7 // 10, len(kept)))
    keep(of_other_starts(search), max(most * 8 // 10, len(kept)))
    passed: set[str] = set()
    for cases in (crossing.of_promises(), crossing.of_tests(tables.values()), crossing.of_timelines()):
        room = min((most - len(kept)) * 2 // 3, _MOST_AT_EDGES if not passed else _MORE_AT_EDGES)
        keep(crossing.tickets(cases, room, passed), most)
        passed.update(cases)
    keep(_by_chance(search, span._replace(last=latest)), limit)
    return tuple(kept.values())


def _tables(engine: Engine) -> dict[str, Held]:
    early = [*engine.first_names, *(name for name in ADJUSTING if name in engine.lookups)]
    late = [*engine.last_names, *(name for name in ("timelines",) if name in engine.lookups)]
    found = {name: held_table(engine, name, late=False) for name in early}
    return {**found, **{name: held_table(engine, name, late=True) for name in late}}


def _used(engine: Engine, tables: Iterable[Held]) -> tuple[int, ...]:
    return tuple(sorted({place for held in tables for place, _ in held.lookup.masks}))


def _choosing(engine: Engine, used: Iterable[int]) -> tuple[str, ...]:
    """Facts that choose the hours on which something counts."""
    clocks: set[str | None] = {one.timeline.clock for one in engine.runs}
    sla = engine.lookups.get("sla")
    for rule in sla.rules if sla is not None else ():
        clocks.update(target.clock for target in rule.outcome.targets if promises(target))
    if TEAM in clocks:
        clocks.update(team.coverage for team in engine.teams.values())
    for place in used:
        probe = engine.compiled.columns[place].probe
        if probe is not None and probe.operator == "during":
            clocks.add(probe.operand)
    names = {fact for clock in clocks if clock and clock != TEAM for fact in engine.clocks.depends_on(clock)}
    return tuple(sorted(names))


def _span(engine: Engine) -> Span:
    horizon = engine.clocks.horizon
    first = midnight(engine, day_number(horizon.first) + 1)
    return Span(first, max(first, midnight(engine, day_number(horizon.last)) - 1))


def _key(facts: Facts) -> object:
    return frozenset(facts.items())


def _of_rules(search: Search) -> Iterator[Facts]:
    for held in search.tables.values():
        for found in of_table(search, held):
            facts = search.facts(found)
            if facts is not None:
                yield facts


def _each_value(search: Search) -> Iterator[Facts]:
    """Each value that is told from others, by itself."""
    base = search.domains[search.opening].options[0].values
    for domain in search.domains:
        for option in domain.options:
            yield {**base, **option.values}


def _by_chance(search: Search, span: Span) -> Iterator[Facts]:
    """Tickets over all facts at once, at any instant."""
    chance = Random(_SEED)
    ordinary = search.domains[search.opening].options[0].values[OPENED]
    assert isinstance(ordinary, dt.datetime)
    for _ in range(CHANCES):
        values: dict[str, Value | None] = {}
        at = chance.randrange(span.first, max(span.first + 1, span.last))
        opened = from_epoch(at - at % 60)
        for domain in search.domains:
            option = chance.choice(domain.options)
            if chance.random() < 0.75:
                values.update(moved(option.values, opened - ordinary, domain.relative))
        values[OPENED] = opened
        yield values
