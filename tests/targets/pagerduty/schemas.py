"""Exported bodies against PagerDuty's own schemas, and against what these leave open."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

_DATA = Path(__file__).parent / "data" / "schemas.json"


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return document


def problems(name: str, body: Any) -> list[str]:
    """What a body does not fit in, by the vendor's schema of this name."""
    schema = {**_document(), "$ref": f"#/components/schemas/{name}"}
    validator = jsonschema.Draft4Validator(schema)
    return [f"{list(one.absolute_path)}: {one.message}" for one in validator.iter_errors(body)]


def unknown_keys(name: str, body: dict[str, Any]) -> list[str]:
    """Keys at the top of a body that the schema does not name: it takes any, and the tool would ignore them."""
    return sorted(set(body) - set(_properties(_document()["components"]["schemas"][name])))


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        target: Any = _document()
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[int(part)] if isinstance(target, list) else target[part]
        return _properties(target)
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", ()):
        found |= _properties(part)
    return found
