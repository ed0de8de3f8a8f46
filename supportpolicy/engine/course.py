"""The course of a ticket: its events in order, until the moment asked for. All instants in seconds since 1970."""

from __future__ import annotations

import datetime as dt

from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine.metric_runs import latest
from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.values import Ticket, TicketEvent
from supportpolicy.engine.walk import Course, Walk


def course_of(engine: Engine, ticket: Ticket, opened: int | None, at: int) -> Course:
    """Walk through the events of a ticket until `at`. Without `opened` nothing starts and it is only sorted."""
    walk = Walk(engine, ticket, at if opened is None else opened)
    walk.open(started=opened is not None)
    for moment, event in _events(engine, ticket, walk.begin, at):
        walk.steps(moment, including=False)
        walk.happens(moment, event)
    walk.steps(at, including=True)
    return walk.course(opened, at)


def _events(engine: Engine, ticket: Ticket, opened: int, at: int) -> list[tuple[int, TicketEvent | str]]:
    """What happens after the opening, in order; the policy's own events by name."""
    found: list[tuple[int, TicketEvent | str]] = [(to_epoch(event.at), event) for event in ticket.events]
    for own in engine.compiled.events:
        value = ticket.facts.get(own.fact)
        if isinstance(value, dt.datetime) and (instant := to_epoch(value)) > opened:
            found.append((instant, own.name))
    if len(found) > 1:
        found.sort(key=lambda one: one[0])
    return [one for one in found if one[0] <= at]


def share_at(course: Course, metric: str, percent: int, scale: int) -> int | None:
    """The instant at a share of a metric's target, as things stand at the end of a course."""
    run = latest(course.metrics, metric)
    return None if run is None or not run.open else run.at_share(course.statuses, percent, scale)
