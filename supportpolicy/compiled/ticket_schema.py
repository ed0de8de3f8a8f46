"""The schema of a ticket under one policy; for a policy without anything, its general form."""

from __future__ import annotations

from typing import Any

from supportpolicy.compiled.document import Compiled, Fact
from supportpolicy.language.builtin import EVENTS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_BASE = "https://supportpolicy.dev/schemas/v1"
_INSTANT: dict[str, Any] = {
    "type": "string",
    "format": "date-time",
    "description": "An instant with its offset (RFC 3339), such as 2026-06-05T14:30:00Z.",
    "examples": ["2026-06-05T14:30:00Z"],
}
_FACT_TYPES: dict[str, dict[str, Any]] = {
    "choice": {"type": "string"},
    "boolean": {"type": "boolean"},
    "number": {"type": "number"},
    "text": {"type": "string"},
    "money": {"type": "string", "pattern": r"^\d+(\.\d+)? [A-Z]{3}$", "examples": ["200 EUR"]},
    "time": _INSTANT,
    "duration": {"type": "string", "pattern": r"^(\d+h)?(\d+m)?$", "examples": ["90m"]},
    "tags": {"type": "array", "items": {"type": "string"}},
}


def ticket_schema(compiled: Compiled) -> dict[str, Any]:
    """JSON Schema of a ticket: facts by name, and what happened to it so far."""
    properties = {fact.name: _fact(fact) for fact in compiled.facts if fact.derived is None}
    return {
        "$schema": _DRAFT,
        "$id": f"{_BASE}/ticket.schema.json",
        "title": f"Ticket under {compiled.name}" if compiled.name else "Ticket",
        "type": "object",
        "description": "What is known of a ticket. A missing fact is left out; null says that it is known to be absent.",
        "properties": {
            "id": {"type": ["string", "integer"], "description": "The ticket's number in the helpdesk."},
            "facts": {
                "type": "object",
                "description": "Facts by name.",
                "properties": properties,
                "additionalProperties": not compiled.facts,
            },
            "events": {
                "type": "array",
                "description": "What happened, in the order of time.",
                "items": _event(compiled),
            },
        },
        "required": ["facts"],
        "additionalProperties": False,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    schema = dict(_FACT_TYPES[fact.type])
    if fact.type == "choice" and fact.values:
        schema = {"enum": list(fact.values)}
    described = {"description": fact.about} if fact.about else {}
    # null is a fact of its own: known to be absent.
    return {"anyOf": [schema, {"type": "null"}], **described}


def _event(compiled: Compiled) -> dict[str, Any]:
    names = [*(event.name for event in EVENTS), *(event.name for event in compiled.events)]
    return {
        "type": "object",
        "properties": {
            "event": {"enum": names} if compiled.name else {"type": "string", "examples": names},
            "at": _INSTANT,
            "status": {"type": "string", "description": "Of entered: the status that was taken."},
            "field": {"type": "string", "description": "Of changed: the fact that changed."},
            "value": {"description": "Of changed: its new value; null for none."},
            "team": {"type": "string", "description": "Of assigned: the team."},
        },
        "required": ["event", "at"],
        "additionalProperties": False,
    }
