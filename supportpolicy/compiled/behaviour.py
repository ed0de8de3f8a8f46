"""What of a compiled policy changes answers: everything but words, places, and the order of what has none."""

from __future__ import annotations

from typing import Any

from supportpolicy.compiled.document import Compiled

PLACES_AND_WORDS: dict[str, frozenset[str]] = {
    "Compiled": frozenset({"description", "messages", "guidance", "hashes"}),
    "Data": frozenset({"holidays"}),  # the dates themselves are in the calendars
    "Rule": frozenset({"why", "source", "owner"}),
    "Part": frozenset({"text"}),
    "Decision": frozenset({"customer_reason"}),
    "Fact": frozenset({"ask", "about"}),
    "Step": frozenset({"note"}),
    "Action": frozenset({"does"}),
    "Channel": frozenset({"about", "for_whom"}),
    "Day": frozenset({"name"}),
    **{kind: frozenset({"about"}) for kind in ("Calendar", "Metric", "Event", "Status", "Team", "Role", "Language")},
}
"""By type, what says things to people and changes no answer. `at` is left out of every type."""

_DERIVED = frozenset({"bits", "masks"})
"""Of a table: worked out from the parts of its rules, in their order."""

_UNORDERED = ("teams", "languages", "channels", "timelines", "guarantees")
"""Sections whose entries are found by name, wherever they stand."""


def behaviour_of(compiled: Compiled) -> Any:
    """The policy as plain data, reduced to what changes answers."""
    sorted_: dict[str, Any] = {name: _by_name(getattr(compiled, name)) for name in _UNORDERED}
    tables = tuple(
        table._replace(rules=_by_name(table.rules)) if table.mode == "all" else table for table in compiled.tables
    )
    facts = tuple(fact if fact.ranked else fact._replace(values=tuple(sorted(fact.values))) for fact in compiled.facts)
    plain = _plain(compiled._replace(**sorted_, tables=tables, facts=facts))
    # Reopening is written among the guidance, and yet decides what a reply does.
    if "lifecycle" in compiled.guidance:
        plain["lifecycle"] = compiled.guidance["lifecycle"]
    return plain


def _plain(value: Any) -> Any:
    fields = getattr(value, "_fields", None)
    if fields is not None:
        kind = type(value).__name__
        left_out = PLACES_AND_WORDS.get(kind, frozenset())
        if kind == "Table":
            left_out = _DERIVED
        return {
            name: _plain(part)
            for name, part in zip(fields, value, strict=True)
            if name != "at" and name not in left_out and part != value._field_defaults.get(name, _NO_DEFAULT)
        }
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    return str(value) if isinstance(value, str) else value


def _by_name(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=lambda item: str(item.name)))


_NO_DEFAULT = object()
