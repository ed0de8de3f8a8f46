"""Data as Perl: the small part of the language that the exported configuration is written in.

`Set(%NAME, 'key' => value, ...);` with values that are whole numbers, decimal numbers, strings, lists and hashes. Strings
stand in single quotes; those with characters that cannot be printed in double quotes, each such character by its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

PerlValue: TypeAlias = "str | int | Decimal | Sequence[PerlValue] | Mapping[str, PerlValue] | None"

_WIDTH = 110


def string(text: str) -> str:
    """A string as a Perl literal that means exactly these characters, whatever they are."""
    if text.isprintable():
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    kept = (one if one.isascii() and (one.isalnum() or one in " .,:;-_/()") else f"\\x{{{ord(one):x}}}" for one in text)
    return '"' + "".join(kept) + '"'


def comment(text: str) -> str:
    """Words for people on one line, safe after `#`."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def value(data: PerlValue, indent: str = "") -> str:
    """A value, on one line where it fits."""
    if data is None:
        return "undef"
    if isinstance(data, str):
        return string(data)
    if isinstance(data, int):
        return str(int(data))
    if isinstance(data, Decimal):
        return f"{data:f}"
    inner = indent + "  "
    if isinstance(data, Mapping):
        rows = [f"{string(name)} => {value(part, inner)}" for name, part in data.items()]
        opening, closing = "{", "}"
    else:
        rows = [value(part, inner) for part in data]
        opening, closing = "[", "]"
    if not rows:
        return opening + closing
    line = f"{opening} {', '.join(rows)} {closing}"
    if len(line) + len(indent) <= _WIDTH and "\n" not in line:
        return line
    if all(isinstance(part, int) for part in (data.values() if isinstance(data, Mapping) else data)):
        return f"{opening}\n{_packed(rows, inner)}\n{indent}{closing}"
    return f"{opening}\n" + "".join(f"{inner}{row},\n" for row in rows) + f"{indent}{closing}"


def option(name: str, data: Mapping[str, PerlValue], notes: Mapping[str, str] | None = None) -> str:
    """A statement that sets an option of RT to a hash; `notes` are comments above its keys."""
    rows = []
    for key, part in data.items():
        note = (notes or {}).get(key)
        rows += [f"  # {comment(note)}\n"] if note else []
        rows.append(f"  {string(key)} => {value(part, '  ')},\n")
    return f"Set(%{name},\n{''.join(rows)});\n"


def _packed(rows: Sequence[str], indent: str) -> str:
    """Numbers, as many on a line as fit."""
    lines: list[str] = []
    current = indent
    for row in rows:
        if len(current) + len(row) + 2 > _WIDTH:
            lines.append(current.rstrip())
            current = indent
        current += f"{row}, "
    return "\n".join([*lines, current.rstrip()])
