"""JSON back to the compiled policy: by the types themselves, so that reader, writer and schema cannot drift apart."""

from __future__ import annotations

import json
import math
import re
import types
import typing
from functools import cache
from typing import Any, get_args, get_origin

from supportpolicy.compiled.consistency import inconsistencies
from supportpolicy.compiled.document import FORMAT, Compiled
from supportpolicy.compiled.writing import with_hashes

MOST_LEVELS = 64
"""How deep a document may be nested; what the compiler writes stays far below."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class Unreadable(ValueError):
    """The text is not a compiled policy of a known version; the message says why and what to do."""


def read_compiled(text: str) -> Compiled:
    """A compiled policy from its JSON. Raises Unreadable; a newer format is refused by name."""
    try:
        plain = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"this is not JSON: {error}") from None
    _writable(plain)
    known = plain.get("format") if isinstance(plain, dict) else None
    if not isinstance(known, int) or isinstance(known, bool) or known < 1:
        raise Unreadable("this is not a compiled policy: it has no 'format'; make one with 'supportpolicy compile'")
    if known > FORMAT:
        raise Unreadable(
            f"this policy was compiled in format {known}, and this version of supportpolicy knows format {FORMAT}; "
            "update supportpolicy, or compile the policy again with this version"
        )
    compiled: Compiled = _read(Compiled, plain, "")
    for problem in inconsistencies(compiled):
        raise Unreadable(f"this is not what supportpolicy wrote: {problem}; make it anew with 'supportpolicy compile'")
    if compiled.hashes.document and with_hashes(compiled).hashes != compiled.hashes:
        raise Unreadable(
            "this was changed after it was compiled: its hashes do not fit what is in it; change the policy, and make it "
            "anew with 'supportpolicy compile'"
        )
    return compiled


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def _writable(plain: Any) -> None:
    """Refuse what JSON can hold and no compiled policy does: endless nesting, half characters, numbers beyond all."""
    todo: list[tuple[Any, int]] = [(plain, 0)]
    while todo:
        part, depth = todo.pop()
        if depth > MOST_LEVELS:
            raise Unreadable(f"this is nested more than {MOST_LEVELS} levels deep, and no compiled policy is")
        if isinstance(part, dict):
            todo.extend((inner, depth + 1) for pair in part.items() for inner in pair)
        elif isinstance(part, list):
            todo.extend((inner, depth + 1) for inner in part)
        elif isinstance(part, str) and not part.isascii() and _SURROGATE.search(part):
            raise Unreadable("this holds half a character (a lone surrogate), and no compiled policy does")
        elif isinstance(part, float) and not math.isfinite(part):
            raise Unreadable("this holds a number that is too large")


@cache
def fields_of(kind: type[Any]) -> dict[str, Any]:
    """The fields of one of the frozen types, with their types resolved."""
    hints = typing.get_type_hints(kind)
    return {name: hints[name] for name in kind._fields}


def _read(kind: Any, plain: Any, where: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _record(kind, plain, where)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if plain is None:
            return None
        return _read(next(part for part in arguments if part is not types.NoneType), plain, where)
    if origin is tuple:
        return _tuple(arguments, plain, where)
    if origin is dict:
        if not isinstance(plain, dict):
            raise Unreadable(f"{where or 'the document'} must be a mapping")
        return {key: _read(arguments[1], part, f"{where}/{key}") for key, part in plain.items()}
    if origin is typing.Literal:
        if plain not in arguments:
            raise Unreadable(f"{where} cannot be {plain!r}")
        return plain
    if kind is Any:
        return plain
    if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
        raise Unreadable(f"{where} must be of type {kind.__name__}")
    return plain


def _record(kind: Any, plain: Any, where: str) -> Any:
    if not isinstance(plain, dict):
        raise Unreadable(f"{where or 'the document'} must be a mapping")
    known = fields_of(kind)
    values: dict[str, Any] = {}
    for key, part in plain.items():
        if key not in known:
            raise Unreadable(f"{where}/{key} is not known in format {FORMAT}")
        values[key] = _read(known[key], part, f"{where}/{key}")
    missing = [name for name in known if name not in values and name not in kind._field_defaults]
    if missing:
        raise Unreadable(f"{where or 'the document'} lacks '{missing[0]}'")
    return kind(**values)


def _tuple(arguments: tuple[Any, ...], plain: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise Unreadable(f"{where} must be a list")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_read(arguments[0], part, f"{where}/{index}") for index, part in enumerate(plain))
    if len(plain) != len(arguments):
        raise Unreadable(f"{where} must have {len(arguments)} parts")
    return tuple(
        _read(kind, part, f"{where}/{index}") for index, (kind, part) in enumerate(zip(arguments, plain, strict=True))
    )
