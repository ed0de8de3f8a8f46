"""Tickets as the engine takes them: typed facts and what happened so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias


class Money(NamedTuple):
    """A sum of money: exact, in an ISO 4217 currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


Value: TypeAlias = "str | bool | Decimal | Money | dt.timedelta | dt.datetime | frozenset[str]"
"""A fact's value: choice and text are str, boolean bool, number Decimal, duration timedelta, time an aware datetime,
tags a frozenset of words."""

Facts: TypeAlias = "Mapping[str, Value | None]"
"""Facts by name. A missing one is unknown; None is known to be absent."""


class TicketEvent(NamedTuple):
    """Something that happened to a ticket at an instant."""

    name: str
    """A built-in event (opened, agent_reply, entered, changed, assigned …) without its argument."""
    at: dt.datetime
    status: str | None = None
    """Of `entered`: the status that was taken."""
    field: str | None = None
    """Of `changed`: the fact that changed."""
    value: Value | None = None
    """Of `changed`: its new value; None: known to be absent from now on."""
    team: str | None = None
    """Of `assigned`: the team; None where a single person was put in charge and the team stays."""


class Ticket(NamedTuple):
    """One ticket. Facts say how it was when it was opened; events say what changed after that."""

    facts: Facts
    events: tuple[TicketEvent, ...] = ()
    """In the order of time; of two at one instant the first comes first."""
    id: str | None = None
    history: bool = False
    """Whether the events are told: then counters such as `replies` start at 0 where they are not given."""
