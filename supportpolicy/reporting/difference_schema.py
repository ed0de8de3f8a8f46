"""The schema of what is different between two policies, as JSON."""

from __future__ import annotations

from typing import Any

from supportpolicy.language.schema import SCHEMA_BASE

SCHEMA_VERSION = 1
LABELS = ("contractual", "routing", "money", "wording", "internal")
SECTIONS = ("tickets", "calendars", "timelines", "prices", "people", "facts", "messages", "guidance", "policy")


def difference_schema() -> dict[str, Any]:
    """The schema of the document."""
    text: dict[str, Any] = {"type": "string"}
    maybe: dict[str, Any] = {"type": ["string", "null"]}
    texts = {"type": "array", "items": text}
    whole = {"type": "integer", "minimum": 0}
    place = {"type": "string", "description": "File and line within the policy; empty where there is none."}
    policy = _closed("One of the two policies.", {"policy": text, "place": text})
    example = _closed(
        "The smallest ticket that both engines treat so.",
        {"ticket": text, "at": maybe, "old": text, "new": text, "oldAt": place, "newAt": place},
    )
    change = _closed(
        "One thing that is different.",
        {
            "section": {"enum": list(SECTIONS)},
            "what": {"type": "string", "description": "A decided attribute, or the name of what changed."},
            "label": {"enum": list(LABELS)},
            "old": text,
            "new": text,
            "where": {**texts, "description": "Of tickets: the tests that all of them pass; none: every ticket."},
            "some": {"type": "boolean", "description": "Whether only some of those that pass the tests change so."},
            "direction": {"enum": ["better", "worse", "different", None]},
            "since": {**maybe, "description": "The local date from which it holds."},
            "details": texts,
            "who": texts,
            "opaque": {"type": "boolean", "description": "Whether it rests on free text or a comparison of two facts."},
            "oldAt": place,
            "newAt": place,
            "example": {"anyOf": [example, {"type": "null"}]},
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}/diff.schema.json",
        "title": "What is different between two policies",
        **_closed(
            "What `supportpolicy diff --output json` prints.",
            {
                "schemaVersion": {"const": SCHEMA_VERSION},
                "tool": _closed("What made this report.", {"name": text, "version": text}),
                "old": policy,
                "new": policy,
                "summary": _closed("Counts of changes, by label.", dict.fromkeys(("changes", *LABELS), whole)),
                "changes": {"type": "array", "items": change},
                "unfinished": {**texts, "description": "What could not be listed or settled, in words."},
            },
        ),
    }


def _closed(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
