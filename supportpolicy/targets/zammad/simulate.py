"""What Zammad does with exported files, by its documentation. Reads the files only, and nothing of the renderer.

A ticket is made with attributes and tags. All active triggers are looked at in the alphabetical order of their names, and each whose
condition holds is carried out before the next is looked at. With recursive triggers, Zammad begins anew after each, with those
that were not carried out yet, ten times at most within each other. Then the first SLA by name whose condition holds is the
ticket's, else the last one without a condition; its times count on its calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts
from supportpolicy.targets.desks.tags import NO_TEAM, class_tag, decided_tag
from supportpolicy.targets.desks.tickets import Tickets
from supportpolicy.targets.expected import BEYOND, opening
from supportpolicy.targets.interface import Ask, Aspects, Files
from supportpolicy.targets.zammad.dialect import (
    DESK,
    METRICS,
    OBJECT_OF,
    SEVERITY_ATTRIBUTE,
    attribute_name,
    priority_name,
)
from supportpolicy.targets.zammad.reading import Sla, Trigger, system_of
from supportpolicy.targets.zammad.selecting import Ticket

STARTING = ("first_response", "resolve")
"""Metrics whose clock starts when a ticket is made."""
DEEPEST = 10
"""How often the triggers begin anew within each other, where they do."""


def read(files: Files, engine: Engine) -> Ask:
    """The system that the files make, ready to take tickets. Raises ValueError where they are not what Zammad takes."""
    return _asking(files, engine, recursive=False)


def read_recursive(files: Files, engine: Engine) -> Ask:
    """The same with recursive triggers switched on."""
    return _asking(files, engine, recursive=True)


def expected(engine: Engine) -> Ask:
    """The same aspects by the engine."""
    return opening(engine, STARTING)


def _asking(files: Files, engine: Engine, *, recursive: bool) -> Ask:
    try:
        system = system_of(files, engine.clocks.horizon)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"a request is not as Zammad takes it: {error!r}") from error
    tickets = Tickets(engine, DESK, lambda name, word: class_tag(name, word) in system.tags)
    levels = engine.compiled.severity_levels
    names = {key: _field(*key) for key in tickets.keys}
    no_team = decided_tag("team", NO_TEAM)
    metrics = [name for name in STARTING if name in engine.metrics]

    def ask(facts: Facts) -> Aspects:
        opened = facts.get(OPENED)
        assert isinstance(opened, dt.datetime)
        start = to_epoch(opened)
        made = tickets.made(facts, start)
        fields = {names[key]: word for key, word in made.fields.items()}
        texts = {name: text.casefold() for name, text in made.texts.items()}
        tags = made.tags | {class_tag(*one) for one in made.classes}
        ticket = Ticket(fields, texts, tags, start)
        if recursive:
            _again(system.triggers, ticket, set(), 1)
        else:
            once(system.triggers, ticket)
        sla = sla_of(system.slas, ticket)
        group = fields.get("ticket.group_id")
        found: dict[str, str | int | None] = {
            "team": group if group is not None else (NO_TEAM if no_team in ticket.tags else None),
            "severity": _severity(fields, levels),
        }
        for name in metrics:
            minutes = sla.times.get(METRICS[name]) if sla is not None else None
            found[f"due {name}"] = None if sla is None or minutes is None else due(sla, start, minutes)
        return found

    return ask


def _field(home: str, fact: str) -> str:
    """What conditions call the attribute of a fact."""
    return "ticket.create_article_type_id" if home == "channel" else f"{OBJECT_OF[home][1]}.{attribute_name(fact)}"


def once(triggers: Sequence[Trigger], ticket: Ticket) -> None:
    """Let the triggers run over a new ticket, which they change."""
    for trigger in triggers:
        if trigger.ruled_out_by.isdisjoint(ticket.tags) and trigger.asks(ticket):
            trigger.carry_out(ticket)


def _again(triggers: Sequence[Trigger], ticket: Ticket, fired: set[str], depth: int) -> None:
    for trigger in triggers:
        if trigger.name not in fired and trigger.asks(ticket):
            fired.add(trigger.name)
            trigger.carry_out(ticket)
            if depth < DEEPEST:
                _again(triggers, ticket, fired, depth + 1)


def sla_of(slas: Sequence[Sla], ticket: Ticket) -> Sla | None:
    """The first whose condition holds; else the last one without any."""
    fallback = None
    for sla in slas:
        if sla.asks is None:
            fallback = sla
        elif sla.asks(ticket):
            return sla
    return fallback


def due(sla: Sla, start: int, minutes: int) -> int | str:
    """When a time of an SLA is reached, in seconds since 1970."""
    try:
        return sla.hours.deadline(start, 60 * minutes)
    except ClockError:
        return BEYOND


def _severity(fields: Mapping[str, str], levels: tuple[str, ...]) -> str | None:
    """The level, if the priority says the same; else what is odd about it."""
    level, priority = fields.get(f"ticket.{SEVERITY_ATTRIBUTE}"), fields.get("ticket.priority_id")
    if level is None:
        return None if priority is None else f"none, with priority {priority}"
    wanted = priority_name(level, levels) if level in levels else None
    return level if wanted == priority else f"{level} with priority {priority}"
