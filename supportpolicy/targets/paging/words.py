"""A ticket in the words of the contract: what an integration would write on its alerts at the opening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine, NoInstant
from supportpolicy.engine.course import course_of
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts, Ticket
from supportpolicy.targets.paging.contract import EMERGENCY, SIGNAL, Label, Signal


class Alert(NamedTuple):
    """One alert as it is sent."""

    labels: Mapping[str, str]
    """Never an empty word: a label without one is the same as no label."""
    starts_at: int
    """Seconds since 1970."""
    over: bool = False
    """Whether one of the events that end it early has come in the same moment: it ends as it begins."""


def alerts_of(engine: Engine, labels: Iterable[Label], signals: Iterable[Signal], facts: Facts) -> tuple[Alert, ...]:
    """The alerts that are sent as a ticket is opened, one for each signal that begins then. Raises NoInstant."""
    opened = facts.get(OPENED)
    if not isinstance(opened, dt.datetime):
        raise NoInstant
    start = to_epoch(opened)
    course = course_of(engine, Ticket(facts), start, start)
    written: dict[str, str] = {}
    for label in labels:
        if not label.column:
            word = course.team or ""
        else:
            classes = course.sorted.unadjusted if label.as_sorted else course.sorted.classes
            word = label.words[classes[engine.places[label.column]]]
        if word:
            written[label.name] = word
    came = _came(engine, course.facts, start, emergency=course.sorted.decided.get(EMERGENCY) == "true")
    return tuple(
        Alert({SIGNAL: one.name, **written}, start, any(came.get(name, start - 1) >= start for name in one.unless))
        for one in signals
        if _begins(one, came)
    )


def _came(engine: Engine, facts: Facts, start: int, *, emergency: bool) -> Mapping[str, int]:
    """The events that have come by the opening, with their instants."""
    came = {OPENED: start}
    status = facts.get("status")
    if isinstance(status, str):
        came[f"entered:{status}"] = start
    if emergency:
        came[EMERGENCY] = start
    for own in engine.compiled.events:
        value = facts.get(own.fact)
        if isinstance(value, dt.datetime) and (instant := to_epoch(value)) <= start:
            came[own.name] = instant
    return came


def _begins(signal: Signal, came: Mapping[str, int]) -> bool:
    begun = max((came[name] for name in signal.starts_on if name in came), default=None)
    if begun is None:
        return False
    ended = [name for name in signal.stops_on if came.get(name, begun - 1) >= begun]
    return all(came[name] == begun and name in signal.starts_on for name in ended)
