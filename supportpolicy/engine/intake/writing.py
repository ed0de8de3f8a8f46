"""A typed ticket in our own form, as the published schema has it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from supportpolicy.engine.intake.times import in_text
from supportpolicy.engine.values import Money, Ticket, TicketEvent, Value


def to_json(ticket: Ticket) -> dict[str, Any]:
    """A ticket as plain data that JSON can hold; `read_ticket` makes the same ticket of it.

    Numbers and sums become text, so that they stay exact; durations are written to the second.
    """
    written: dict[str, Any] = {} if ticket.id is None else {"id": ticket.id}
    written["facts"] = {name: _value(value) for name, value in ticket.facts.items()}
    if ticket.history:
        written["events"] = [_event(event) for event in ticket.events]
    return written


def _event(event: TicketEvent) -> dict[str, Any]:
    written: dict[str, Any] = {"event": event.name, "at": _value(event.at)}
    for part in ("status", "field", "team"):
        if getattr(event, part) is not None:
            written[part] = getattr(event, part)
    if event.name == "changed":
        written["value"] = _value(event.value)
    return written


def _value(value: Value | None) -> Any:
    match value:
        case Money():
            return str(value)
        case Decimal():
            return str(value)
        case dt.timedelta():
            return in_text(value)
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
        case frozenset():
            return sorted(value)
        case _:
            return value
