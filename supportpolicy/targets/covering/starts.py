"""Timelines that start or stop on something else than the opening, when that comes with the opening: a status, an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from supportpolicy.engine import Engine
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.covering.rules import of_table
from supportpolicy.targets.covering.search import Search

_ENTERED = "entered:"

_With: TypeAlias = "Callable[[Facts], dict[str, Value | None]]"


def of_other_starts(search: Search) -> Iterator[Facts]:
    """The tickets that reach and just miss each timeline, in each status and with each event that its timelines look at."""
    held = search.tables.get("timelines")
    if held is None:
        return
    additions = list(_additions(search.engine))
    if not additions:
        return
    for found in of_table(search, held):
        facts = search.facts(found)
        if facts is not None:
            for add in additions:
                yield {**facts, **add(facts)}


def _additions(engine: Engine) -> Iterator[_With]:
    """What a ticket may have at its opening that starts or stops something."""
    looked_at = dict.fromkeys(
        event
        for run in engine.runs
        for event in (
            *run.timeline.starts_on,
            *run.timeline.stops_on,
            *(one for s in run.timeline.steps for one in s.unless),
        )
    )
    own = {event.name: event.fact for event in engine.compiled.events}
    for event in looked_at:
        if event.startswith(_ENTERED):
            status = event.removeprefix(_ENTERED)
            yield _with_status(status)
        elif event in own:
            yield _with_event(own[event])


def _with_status(status: str) -> _With:
    return lambda _: {"status": status}


def _with_event(fact: str) -> _With:
    return lambda facts: {fact: facts[OPENED]}
