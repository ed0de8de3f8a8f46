"""The JSON Schema of test files, for editors. It knows no policy, so that names are only texts to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportpolicy.language.schema import SCHEMA_BASE
from supportpolicy.testing import parts
from supportpolicy.testing.parts import Part
from supportpolicy.testing.vocabulary import FLAGS, TABLE_OF

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WORD: Schema = {"type": ["string", "number"]}
_INSTANT: Schema = {"$ref": "#/$defs/instant"}
_FORMS: Mapping[str, Schema] = {
    "instant": _INSTANT,
    "word": _WORD,
    "words": {"anyOf": [_WORD, {"type": "array", "items": _WORD}]},
    "amount": _TEXT,
    "money": {"type": "string", "examples": ["20.00 EUR"]},
    "number": {"anyOf": [{"type": "number"}, {"const": "none"}]},
    "points": {"anyOf": [{"type": "object", "additionalProperties": {"type": "number"}}, {"const": "none"}]},
    "text": _TEXT,
    "steps": {"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/step"}, "minItems": 1}, {"const": "none"}]},
}
_ATTRIBUTES: Mapping[str, str] = {
    "tier": "The customer's tier.",
    "severity": "How grave the problem is, after caps and emergencies.",
    "reply_language": "The language of our answer.",
    "language_level": "How well the customer's language is served.",
    "emergency": "Whether the ticket is an emergency.",
    "claimed": "Whether the customer called it an emergency.",
    "channel_support": "Whether the channel serves this customer at that moment: yes, closed, not_for_you or none.",
    "redirect": "The channel that the customer is sent to.",
    "team": "The team that has the ticket.",
    "queue": "The queue it stands in.",
    "sla": "The promise it is under.",
}


def tests_schema() -> Schema:
    """The schema of one test file."""
    facts: Schema = {"type": "object", "description": "Facts by name; null is known to be absent."}
    ticket: Schema = {
        "description": "The facts of a ticket, or the name of one under 'tickets'.",
        "anyOf": [_TEXT, facts],
    }
    every_case: dict[str, Schema] = {
        "name": {**_TEXT, "description": "What it shows, in words."},
        "ticket": ticket,
        "with": {**facts, "description": "Facts that replace or add to those of the ticket."},
        "without": {**_FORMS["words"], "description": "Facts that are taken out of the ticket."},
        "events": {"type": "array", "description": "What happened to the ticket.", "items": {"$ref": "#/$defs/event"}},
        "at": {
            **_INSTANT,
            "description": "The moment for which the answer is asked; else the last event, or the opening.",
        },
        "clause": {
            **_FORMS["words"],
            "description": "The published clauses that this shows, such as 'gitlab-support 4'.",
        },
        "expect": {"$ref": "#/$defs/expect"},
    }
    test = {
        **every_case,
        "cases": {
            "type": "array",
            "description": "Cases that add to what the test says.",
            "items": _closed("One case.", every_case),
        },
        "table": _closed(
            "Cases in rows.",
            {
                "given": {**_FORMS["words"], "description": "Names of facts, or at, one for each of the first cells."},
                "expect": {**_FORMS["words"], "description": "What is expected, one for each of the other cells."},
                "rows": {"type": "array", "description": "The cases.", "items": {"type": "array"}},
            },
            ("given", "expect", "rows"),
        ),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}/tests.schema.json",
        "title": "Tests of a support policy",
        **_closed(
            "A file of policy tests.",
            {
                "tickets": {
                    "type": "object",
                    "description": "Tickets by name. A file without tests lends them to all files of the folder.",
                    "additionalProperties": facts,
                },
                "tests": {"type": "array", "description": "The tests.", "items": _closed("One test.", test, ("name",))},
            },
        ),
        "$defs": {
            "instant": _instant(),
            "event": _event(),
            "expect": _expect(),
            "step": _closed("One step of a timeline; what is written is compared.", _properties(parts.STEP)),
        },
    }


def _instant() -> Schema:
    relative = {
        "after": {**_TEXT, "description": "So much elapsed time after it, such as 90m."},
        "before": {**_TEXT, "description": "So much elapsed time before it, such as 30d."},
        "of": {**_TEXT, "description": "What it counts from: opened (the default), now, or a time fact of the ticket."},
    }
    return {
        "description": "A wall time of the policy's zone (2026-06-05 14:00) or of another (2026-06-05 14:00 Asia/Tokyo), an "
        "instant with its offset, a date, or {after: 90m}.",
        "anyOf": [
            {"type": "string", "examples": ["2026-06-05 14:00"]},
            _closed("Counted from another moment.", relative),
        ],
    }


def _event() -> Schema:
    return _closed(
        "Something that happened.",
        {
            "event": {
                "type": "string",
                "description": "agent_reply, customer_reply, entered:STATUS, changed:FACT, assigned, solved …",
            },
            "at": _INSTANT,
            "after": {**_TEXT, "description": "So much elapsed time after the opening, such as 10m."},
            "of": {**_TEXT, "description": "What 'after' counts from, where that is not the opening."},
            "value": {"description": "Of changed: the new value; null where it was taken away."},
            "team": {**_TEXT, "description": "Of assigned: the team."},
        },
        ("event",),
    )


def _expect() -> Schema:
    properties: dict[str, Schema] = {
        name: {
            "type": ["boolean", "string"] if name in FLAGS else ["string", "number"],
            "description": _ATTRIBUTES[name],
        }
        for name in TABLE_OF
    }
    properties["rules"] = {
        "type": "object",
        "description": "The rule that won, by table; none where no rule did.",
        "additionalProperties": _WORD,
    }
    run = {"run": {"type": "integer", "minimum": 1, "description": "Which run is meant; else the last."}}
    properties["targets"] = _by_name(
        "Promises by metric: the due time, none, a state, or a mapping.",
        [_INSTANT, *_several({**_properties(parts.TARGET), **run})],
    )
    properties["timelines"] = _by_name(
        "Timelines by name: a state, none, or a mapping.", [_TEXT, *_several({**_properties(parts.TIMELINE), **run})]
    )
    for name in parts.ASKING:
        properties[name] = {
            "description": f"What is answered by {name}: a decision, 'not asked', or a mapping.",
            "anyOf": [
                {"enum": [*parts.DECISIONS, parts.NOT_ASKED]},
                _closed("The decision.", _properties(parts.DECISION)),
            ],
        }
    for name, part in parts.LISTS.items():
        properties[name] = {**_FORMS["words"], "description": part.about}
    properties["messages"] = {
        "description": parts.LISTS["messages"].about,
        "anyOf": [*_FORMS["words"]["anyOf"], {"type": "object", "additionalProperties": _TEXT}],
    }
    properties["coverage"] = _by_name(
        "Hours by coverage: open, closed, or a mapping.",
        [{"enum": ["open", "closed"]}, _closed("Its hours.", _properties(parts.HOURS))],
    )
    return _closed("What the policy must answer; only what is written is compared.", properties)


def _several(properties: Mapping[str, Schema]) -> list[Schema]:
    one = _closed("One run.", properties)
    return [one, {"type": "array", "items": one}]


def _by_name(description: str, forms: list[Schema]) -> Schema:
    return {"type": "object", "description": description, "additionalProperties": {"anyOf": forms}}


def _properties(shapes: Mapping[str, Part]) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for name, part in shapes.items():
        form: Schema = (
            {"enum": [*part.values, *(() if "none" in part.values else ("none",))]}
            if part.values
            else _FORMS[part.form]
        )
        found[name] = {**form, "description": part.about}
    return found


def _closed(description: str, properties: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    schema: Schema = {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return {**schema, "required": list(required)} if required else schema
