"""The compiled policy to JSON: canonical bytes, and the two hashes over them."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
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


def pretty(plain: Any) -> str:
    """JSON for people: objects and lists that fit on a line stay there, and so does any list of numbers or ranges."""
    return _laid_out(plain, "")[0]


def _laid_out(plain: Any, indent: str) -> tuple[str, str | None]:
    """The JSON as it is to be written; and once more all on one line, if it is short enough to be part of one."""
    room = MOST_WIDTH - len(indent)
    if not isinstance(plain, (dict, list)) or _numbers(plain):
        text = encode_basestring(plain) if isinstance(plain, str) else json.dumps(plain)
        return text, text if len(text) <= room else None
    inner = indent + "  "
    opening, closing = "{}" if isinstance(plain, dict) else "[]"
    names = [f"{encode_basestring(key)}: " for key in plain] if isinstance(plain, dict) else [""] * len(plain)
    parts = list(plain.values()) if isinstance(plain, dict) else plain
    cells = [_laid_out(part, inner) for part in parts]
    # What does not fit on a line of its own, further in, does not fit on this one either.
    whole = [name + line for name, (_, line) in zip(names, cells, strict=True) if line is not None]
    short = f"{opening}{', '.join(whole)}{closing}" if len(whole) == len(cells) else None
    if short is not None and len(short) > room:
        short = None
    if not cells or (short is not None and not any(isinstance(part, dict) and len(part) > 2 for part in parts)):
        return short or opening + closing, short
    rows = ",\n".join(f"{inner}{name}{text}" for name, (text, _) in zip(names, cells, strict=True))
    return f"{opening}\n{rows}\n{indent}{closing}", short


def _numbers(plain: Any) -> bool:
    """Whether this is a list of numbers, or of short lists of them."""
    return isinstance(plain, list) and all(
        isinstance(part, int) or (isinstance(part, list) and len(part) == 2 and all(isinstance(n, int) for n in part))
        for part in plain
    )


def _sha256(plain: Any) -> str:
    import hashlib

    return hashlib.sha256(canonical(plain)).hexdigest()
