"""What Freshdesk does with exported files, by its documentation. Reads the files only, and nothing of the renderer.

A ticket is made with fields. All active rules on ticket creation run from top to bottom, and each whose conditions hold is carried
out before the next is looked at (“execute all matching rules”). Then the first active SLA policy by position that applies to the
ticket is its own; the times of its priority count in the business hours of the ticket's group, else in the default ones, or
around the clock. What no SLA policy applies to is counted by the default one, which is no part of an export.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts
from supportpolicy.targets.desks.tags import NO_TEAM
from supportpolicy.targets.desks.tickets import Tickets
from supportpolicy.targets.expected import BEYOND, opening
from supportpolicy.targets.freshdesk.dialect import (
    DEFAULT_PRIORITY,
    DESK,
    METRICS,
    NUMBER_OF,
    RESOURCE_OF,
    SEVERITY_FIELD,
    TEAM_FIELD,
    class_field,
    fact_field,
)
from supportpolicy.targets.freshdesk.levels import priorities_of
from supportpolicy.targets.freshdesk.reading import Desk, Ticket, desk_of
from supportpolicy.targets.interface import Ask, Aspects, Files

STARTING = ("first_response", "resolve")
"""Metrics whose clock starts when a ticket is made."""
_GROUP, _TYPE, _PRIORITY = ("ticket", "group_id"), ("ticket", "ticket_type"), ("ticket", "priority")
_SEVERITY, _TEAM = ("ticket", SEVERITY_FIELD), ("ticket", TEAM_FIELD)


def read(files: Files, engine: Engine) -> Ask:
    """The account that the files make, ready to take tickets. Raises ValueError where they are not what Freshdesk takes."""
    try:
        desk = desk_of(files, engine.clocks.horizon)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"a request is not as Freshdesk takes it: {error!r}") from error
    tickets = Tickets(engine, DESK, lambda name, _: class_field(name) in desk.asked)
    names = {key: _field(*key) for key in tickets.keys}
    metrics = [name for name in STARTING if name in engine.metrics]
    numbers = {level: NUMBER_OF[name] for level, name in priorities_of(engine.compiled.severity_levels).items()}

    # Rules see fields and texts alone, and many tickets are alike in all of them.
    treated: dict[tuple[frozenset[tuple[tuple[str, str], str]], str, str], dict[tuple[str, str], str]] = {}

    def ask(facts: Facts) -> Aspects:
        opened = facts.get(OPENED)
        assert isinstance(opened, dt.datetime)
        start = to_epoch(opened)
        made = tickets.made(facts, start)
        fields = {names[key]: word for key, word in made.fields.items()}
        fields.update({("ticket", class_field(name)): word for name, word in made.classes})
        fields[_PRIORITY] = str(DEFAULT_PRIORITY)
        texts = {"subject": made.texts["subject"].casefold(), "description": made.texts["body"].casefold()}
        key = frozenset(fields.items()), texts["subject"], texts["description"]
        if key not in treated:
            ticket = Ticket(fields, texts)
            for rule in desk.rules:
                if rule.fits(ticket):
                    fields.update(rule.sets)
            treated[key] = fields
        fields = treated[key]
        found: dict[str, str | int | None] = {
            "team": _team(fields),
            "severity": _severity(fields, numbers),
        }
        for name in metrics:
            found[f"due {name}"] = due(desk, fields, METRICS[name], start)
        return found

    return ask


def expected(engine: Engine) -> Ask:
    """The same aspects by the engine."""
    return opening(engine, STARTING)


def _field(home: str, fact: str) -> tuple[str, str]:
    """Resource and name of the field of a fact."""
    return ("ticket", "source") if home == "channel" else (RESOURCE_OF[home], fact_field(fact))


def due(desk: Desk, fields: Mapping[tuple[str, str], str], metric: str, start: int) -> int | str | None:
    """When a time of a ticket's SLA policy is reached, in seconds since 1970; None where none applies to the ticket."""
    policy = next((one for one in desk.policies if fields.get(_TYPE) in one.types), None)
    if policy is None:
        return None
    priority = int(fields[_PRIORITY])
    seconds = policy.targets[priority][metric]
    if not policy.business_hours[priority]:
        return start + seconds
    group = fields.get(_GROUP)
    own = desk.hours_of[group] if group is not None else None
    hours = desk.default if own is None else own
    if hours is None:
        return None
    try:
        return hours.deadline(start, seconds)
    except ClockError:
        return BEYOND


def _team(fields: Mapping[tuple[str, str], str]) -> str | None:
    group = fields.get(_GROUP)
    return NO_TEAM if group is None and fields.get(_TEAM) == NO_TEAM else group


def _severity(fields: Mapping[tuple[str, str], str], numbers: Mapping[str, int]) -> str | None:
    """The level, if the priority says the same; else what is odd about it."""
    level, priority = fields.get(_SEVERITY), int(fields[_PRIORITY])
    wanted = DEFAULT_PRIORITY if level is None else numbers.get(level)
    return level if wanted == priority else f"{level} with priority {priority}"
