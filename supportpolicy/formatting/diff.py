"""What would change, for people: lines with a plus or a minus, as git shows them."""

from __future__ import annotations


def unified(path: str, old: str, new: str) -> str:
    """A unified diff of one file; nothing where the two are the same."""
    # Imported only where something is shown: a clean run never pays for it.
    from difflib import unified_diff

    rows: list[str] = []
    for row in unified_diff(_rows(old), _rows(new), path, path, n=2):
        rows.append(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n")
    return "".join(rows)


def _rows(text: str) -> list[str]:
    rows = text.split("\n")
    return [f"{row}\n" for row in rows[:-1]] + ([rows[-1]] if rows[-1] else [])
