"""The published schema of a compiled policy, made from the types that read and write it."""

from __future__ import annotations

import types
import typing
from typing import Any, get_args, get_origin

from supportpolicy.compiled.document import FORMAT, Compiled
from supportpolicy.compiled.reading import fields_of

_BASIC: dict[type, str] = {str: "string", int: "integer", bool: "boolean", float: "number"}


def compiled_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the document that `compile` writes."""
    definitions: dict[str, Any] = {}
    root = _record(Compiled, definitions)
    root["properties"]["format"] = {"const": FORMAT, "description": "Version of this form."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://supportpolicy.dev/schemas/v1/compiled.schema.json",
        "title": "Compiled support policy",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _record(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    required = [name for name in kind._fields if name not in kind._field_defaults]
    if kind is Compiled:
        required = ["format", "name", "hashes"]
    schema: dict[str, Any] = {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {name: _schema(hint, definitions) for name, hint in fields_of(kind).items()},
        "additionalProperties": False,
    }
    if required:
        schema["required"] = required
    return schema


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}  # reserved first: a type may contain itself
            definitions[kind.__name__] = _record(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _schema(next(part for part in arguments if part is not types.NoneType), definitions)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return {"type": "array", "items": _schema(arguments[0], definitions)}
        return {
            "type": "array",
            "prefixItems": [_schema(part, definitions) for part in arguments],
            "items": False,
            "minItems": len(arguments),
        }
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    return {} if kind is Any else {"type": _BASIC[kind]}
