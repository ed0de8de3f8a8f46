"""The compiled policy to JSON: canonical bytes, and the two hashes over them."""

from __future__ import annotations

import json
from typing import Any

from supportpolicy.compiled.behaviour import behaviour_of
from supportpolicy.compiled.document import Compiled, Hashes

MOST_WIDTH = 110
"""How long a line of the document may be."""


def to_plain(value: Any) -> Any:
    """Frozen types as plain JSON data; what equals its default (nothing, empty) is left out."""
    fields = getattr(value, "_fields", None)
    if fields is not None:
        defaults = value._field_defaults
        plain: dict[str, Any] = {}
        for name, part in zip(fields, value, strict=True):
            if name in defaults and part == defaults[name] and name != "format":
                continue
            plain[name] = to_plain(part)
        return plain
    if isinstance(value, (tuple, list)):
        return [to_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): to_plain(part) for key, part in value.items()}
    return str(value) if isinstance(value, str) else value


def write_compiled(compiled: Compiled) -> str:
    """The document as text: two spaces of indent, short lists on one line, keys in the order of the types."""
    return pretty(to_plain(compiled)) + "\n"


def with_hashes(compiled: Compiled) -> Compiled:
    """The policy with its hashes worked out."""
    document = _sha256(to_plain(compiled._replace(hashes=Hashes())))
    return compiled._replace(hashes=Hashes(behaviour=_sha256(behaviour_of(compiled)), document=document))


def canonical(plain: Any) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8: equal data, equal bytes."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def pretty(plain: Any, indent: str = "") -> str:
    """JSON for people: objects and lists that fit on a line stay there, and so does any list of numbers."""
    if isinstance(plain, (dict, list)) and plain:
        short = None if _nested(plain) else _one_line(plain, MOST_WIDTH - len(indent))
        if short is not None:
            return short
        if isinstance(plain, list) and all(isinstance(part, int) for part in plain):
            return json.dumps(plain)
        inner = indent + "  "
        if isinstance(plain, dict):
            rows = [
                f"{inner}{json.dumps(key, ensure_ascii=False)}: {pretty(part, inner)}" for key, part in plain.items()
            ]
            return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
        return "[\n" + ",\n".join(inner + pretty(part, inner) for part in plain) + f"\n{indent}]"
    return json.dumps(plain, ensure_ascii=False)


def _one_line(plain: Any, room: int) -> str | None:
    """The JSON on one line if it is no longer than this; long ones are given up early."""
    if isinstance(plain, dict):
        cells = [(f"{json.dumps(key, ensure_ascii=False)}: ", part) for key, part in plain.items()]
    elif isinstance(plain, list):
        cells = [("", part) for part in plain]
    else:
        text = json.dumps(plain, ensure_ascii=False)
        return text if len(text) <= room else None
    room -= 2 * len(cells) if cells else 2  # brackets, and a comma with a space between cells
    words: list[str] = []
    for key, part in cells:
        value = _one_line(part, room - len(key)) if room >= 0 else None
        if value is None:
            return None
        words.append(key + value)
        room -= len(words[-1])
    return ("{%s}" if isinstance(plain, dict) else "[%s]") % ", ".join(words)


def _nested(plain: Any) -> bool:
    parts = plain.values() if isinstance(plain, dict) else plain
    return any(isinstance(part, dict) and len(part) > 2 for part in parts)


def _sha256(plain: Any) -> str:
    import hashlib

    return hashlib.sha256(canonical(plain)).hexdigest()
