"""Which keys come first in the items of a list, as the schema has them: what a formatter brings in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from supportpolicy.language.sections import SECTIONS

_HEAD = ("name", "when")


def heads_of_rules() -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each list of things with names, by the keys that lead to its items (`[]` for any of them): what comes first."""
    return {path: head for section in SECTIONS for path, head in _heads(section.schema, (section.name,))}


def _heads(schema: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    if not isinstance(schema, dict):
        return
    keys = tuple(schema.get("properties", {}))
    if path[-1] == "[]" and keys[:1] == _HEAD[:1]:
        yield path, _HEAD if keys[:2] == _HEAD else _HEAD[:1]
    for key in keys:
        yield from _heads(schema["properties"][key], (*path, key))
    if "items" in schema:
        yield from _heads(schema["items"], (*path, "[]"))
