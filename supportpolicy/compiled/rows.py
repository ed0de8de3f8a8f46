"""Rows of a compiled policy as JSON, CSV and Markdown: files that a person can review and a program can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from supportpolicy.compiled.views import as_plain

HEADINGS = {
    "order": "#",
    "name": "rule",
    "start": "from",
    "pause_while": "pauses while",
    "at": "where",
}
"""Columns that read better under another name."""

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_json(rows: Sequence[NamedTuple], key: str, about: dict[str, Any]) -> str:
    """`{about..., key: [rows]}` as JSON."""
    import json

    return json.dumps({**about, key: [as_plain(row) for row in rows]}, indent=2, ensure_ascii=False) + "\n"


def as_csv(rows: Sequence[NamedTuple], fields: Sequence[str]) -> str:
    """RFC 4180, with a heading line; lists are joined by spaces. Cells that a spreadsheet would run are quoted by '."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([HEADINGS.get(field, field) for field in fields])
    for row in rows:
        writer.writerow([_harmless(_cell(value)) for value in row])
    return out.getvalue()


def as_markdown(rows: Sequence[NamedTuple], fields: Sequence[str], title: str) -> str:
    """A table under a heading; columns in which every cell is empty are left out."""
    kept = [index for index in range(len(fields)) if any(_cell(row[index]) for row in rows)]
    lines = [f"# {title}", ""]
    if not rows:
        return "\n".join([*lines, "None.", ""])
    lines.append("| " + " | ".join(HEADINGS.get(fields[index], fields[index]) for index in kept) + " |")
    lines.append("|" + " --- |" * len(kept))
    lines.extend("| " + " | ".join(_escaped(_cell(row[index])) for index in kept) + " |" for row in rows)
    return "\n".join([*lines, ""])


def _cell(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _harmless(cell: str) -> str:
    """Spreadsheets run cells that begin with these characters (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_RUN) else cell


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
