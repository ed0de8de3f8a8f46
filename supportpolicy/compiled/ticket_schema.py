"""The schemas of a ticket and of the answer under one policy; for a policy without anything, their general forms."""

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
    "money": {"type": "string", "pattern": r"^-?\d+(\.\d+)? [A-Z]{3}$", "examples": ["200 EUR"]},
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


def answer_schema(compiled: Compiled) -> dict[str, Any]:
    """JSON Schema of the answer to one ticket."""
    decided = {"type": ["string", "null"]}
    reason = {"$ref": "#/$defs/reason"}
    return {
        "$schema": _DRAFT,
        "$id": f"{_BASE}/answer.schema.json",
        "title": f"Answer under {compiled.name}" if compiled.name else "Answer",
        "type": "object",
        "description": "What a policy says about a ticket at an instant, and why.",
        "properties": {
            "policy": {"type": "string", "description": "The policy's name."},
            "behaviour": {
                "type": "string",
                "description": "The policy's behaviour hash.",
                "pattern": "^([0-9a-f]{64})?$",
            },
            "ticket": {"type": ["string", "integer", "null"], "description": "The ticket's id."},
            "at": _INSTANT,
            "stages": {
                "type": "object",
                "description": "The outcome of each stage.",
                "properties": {
                    "tier": _among(compiled, "tier"),
                    "severity": _levels(compiled),
                    "reply_language": decided,
                    "emergency": {"type": "boolean"},
                    "claimed": {"type": "boolean"},
                    "channel_support": {"enum": ["yes", "closed", "not_for_you", "none", None]},
                    "team": _among(compiled, "routing", "team"),
                    "queue": decided,
                    "sla": decided,
                },
                "additionalProperties": False,
            },
            "targets": {
                "type": "array",
                "description": "Each promised metric with its due time.",
                "items": {
                    "type": "object",
                    "properties": {
                        "metric": {"type": "string"},
                        "target": {"type": "string"},
                        "clock": {"type": "string"},
                        "due": {"anyOf": [_INSTANT, {"type": "null"}]},
                        "state": {"enum": ["running", "paused", "met", "breached", "cancelled", "waiting"]},
                    },
                    "required": ["metric", "state"],
                },
            },
            "timelines": {"type": "array", "items": {"type": "object"}, "description": "What happens as time passes."},
            "decision": {
                "type": "object",
                "description": "The answer to a request; undecided where facts are missing that matter.",
                "properties": {
                    "decision": {"enum": ["approve", "deny", "review", "hand_over", "redirect", "undecided", "none"]},
                    "ask": {
                        "type": "array",
                        "items": {"type": "string"},
                        "description": "Facts to ask for, most useful first.",
                    },
                },
            },
            "messages": {"type": "array", "items": {"type": "object"}, "description": "What the customer is told."},
            "guidance": {"type": "object", "description": "Words and goals that apply."},
            "reasons": {"type": "array", "items": reason, "description": "Why, stage by stage, for colleagues."},
            "customer_reason": {"type": ["string", "null"], "description": "Why, in words a customer may read."},
        },
        "required": ["policy", "behaviour", "at", "stages"],
        "additionalProperties": False,
        "$defs": {
            "reason": {
                "type": "object",
                "properties": {
                    "stage": {"type": "string"},
                    "rule": {"type": ["string", "null"], "description": "The rule that won."},
                    "at": {"type": "string", "description": "file:line of the rule."},
                    "not": {
                        "type": "array",
                        "description": "Rules above it, each with the first test that failed.",
                        "items": {
                            "type": "object",
                            "properties": {
                                "rule": {"type": "string"},
                                "failed": {"type": "string"},
                                "at": {"type": "string"},
                            },
                        },
                    },
                },
                "required": ["stage"],
            }
        },
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


def _among(compiled: Compiled, table: str, attribute: str = "") -> dict[str, Any]:
    values = {rule.outcome.decides.get(attribute or table) for rule in compiled.table(table).rules}
    known = sorted(value for value in values if value is not None)
    return {"enum": [*known, None]} if known else {"type": ["string", "null"]}


def _levels(compiled: Compiled) -> dict[str, Any]:
    return {"enum": [*compiled.severity_levels, None]} if compiled.severity_levels else {"type": ["string", "null"]}
