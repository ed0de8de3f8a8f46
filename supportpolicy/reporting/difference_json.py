"""What is different between two policies, as JSON."""

from __future__ import annotations

import json
from typing import Any

from supportpolicy.difference import LABELS, Change, Difference
from supportpolicy.reporting.difference_schema import SCHEMA_VERSION


def as_json(difference: Difference, old: str, new: str, version: str) -> str:
    """The changes as one document."""
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": "supportpolicy", "version": version},
        "old": {"policy": difference.old_name, "place": old},
        "new": {"policy": difference.new_name, "place": new},
        "summary": _counts(difference),
        "changes": [_change(change) for change in difference.changes],
        "unfinished": list(difference.unfinished),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _counts(difference: Difference) -> dict[str, int]:
    counts: dict[str, int] = {"changes": len(difference.changes)}
    counts.update((label, difference.count(label)) for label in LABELS)
    return counts


def _change(change: Change) -> dict[str, Any]:
    example = change.example
    return {
        "section": change.section,
        "what": change.what,
        "label": change.label,
        "old": change.old,
        "new": change.new,
        "where": list(change.where),
        "some": change.some,
        "direction": change.direction,
        "since": change.since,
        "details": list(change.details),
        "who": list(change.who),
        "opaque": change.opaque,
        "oldAt": change.old_at,
        "newAt": change.new_at,
        "example": None
        if example is None
        else {
            "ticket": example.ticket,
            "at": example.at,
            "old": example.old,
            "new": example.new,
            "oldAt": example.old_at,
            "newAt": example.new_at,
        },
    }
