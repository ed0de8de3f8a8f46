"""A figure with its target, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """One figure. Without a target it is there to be read."""

    figure: str
    target: str
    measured: str
    ratio: str = ""
    met: bool | None = None


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    words = {True: "yes", False: "NO", None: ""}
    cells = [("Figure", "Target", "Measured", "Ratio", "Met")]
    cells += [(row.figure, row.target, row.measured, row.ratio, words[row.met]) for row in rows]
    widths = [max(len(cell[column]) for cell in cells) for column in range(5)]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def milliseconds(seconds: float) -> str:
    """A short time."""
    return f"{seconds * 1000:.0f} ms"
