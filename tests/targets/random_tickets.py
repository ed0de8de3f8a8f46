"""Tickets of all sorts for a policy: facts from the engine's own candidates, openings at random and at the edges of hours."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled.document import Fact
from supportpolicy.engine import Engine
from supportpolicy.engine.candidates import TooMany, candidates
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.questions import Scene
from supportpolicy.engine.values import Facts, Value

MARGIN = 2 * 86_400
"""At the ends of the horizon, where it is another date elsewhere."""


def tickets(engine: Engine, count: int, seed: int = 1) -> Iterator[Facts]:
    """So many tickets; the same ones for the same seed."""
    rng = random.Random(seed)
    instants = openings(engine)
    asked = {
        "status",
        *(column.fact for column in engine.compiled.columns),
        *(one.fact for one in engine.compiled.events),
    }
    facts = [one for one in engine.compiled.facts if one.name in asked and one.derived is None and one.name != OPENED]
    known = {one.name: _values(engine, one, instants[len(instants) // 2]) for one in facts}
    for _ in range(count):
        at = rng.choice(instants)
        ticket: dict[str, Value | None] = {OPENED: from_epoch(at)}
        for fact in facts:
            if rng.random() < 0.75:
                ticket[fact.name] = rng.choice(known[fact.name])
        yield ticket


def openings(engine: Engine) -> list[int]:
    """The first and last second of every opening, a minute around, and the last days of months; well within the horizon."""
    first, last = engine.compiled.horizon or ("2026-01-01", "2027-12-31")
    zone = engine.windows.zone.info
    low = to_epoch(dt.datetime.fromisoformat(first).replace(tzinfo=zone))
    high = to_epoch(dt.datetime.fromisoformat(last).replace(tzinfo=zone))
    edges: set[int] = set()
    for calendar in engine.compiled.calendars:
        if calendar.kind != "choose":
            for start, end in engine.clock(calendar.name).openings.pieces():
                edges |= {start - 1, start, start + 59, end - 60, end - 1, end}
    edges |= set(range(low, high, 40_009))
    return sorted(edge for edge in edges if low + MARGIN <= edge < high - MARGIN)


def _values(engine: Engine, fact: Fact, now: int) -> tuple[Value | None, ...]:
    if fact.name == "status":
        return ("new", "open", None)
    try:
        return candidates(engine, fact, Scene(now, {}, engine.windows))
    except TooMany:
        return (None,)
