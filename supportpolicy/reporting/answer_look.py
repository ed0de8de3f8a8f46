"""How the parts of an answer are set as text: what they share in words, columns and tones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.reporting.plain import one_line
from supportpolicy.reporting.wall_times import WallTimes
from supportpolicy.reporting.wrapping import padded, width_of, wrapped

# ANSI "select graphic rendition" (ECMA-48 8.3.117), as in the text of findings.
RESET = "\x1b[0m"
BOLD = "\x1b[1m"
DIM = "\x1b[2m"
RED = "\x1b[1;31m"
YELLOW = "\x1b[1;33m"
GREEN = "\x1b[1;32m"

MOST = 5
"""How many entries of a long list are shown where not all are wanted."""


class Look(NamedTuple):
    """What an answer is set with."""

    compiled: Compiled
    times: WallTimes
    color: bool = False
    verbose: bool = False
    """Whether long lists are shown whole."""

    def paint(self, tone: str, text: str) -> str:
        """`text` in a tone, where colours are wanted."""
        return f"{tone}{text}{RESET}" if self.color and tone and text else text

    def heading(self, text: str) -> str:
        """The heading of a part."""
        return self.paint(BOLD, text)


def rows(cells: Iterable[Sequence[str]], indent: str = "  ") -> list[str]:
    """Cells in aligned columns, two spaces between them. The last column is as wide as it is.

    Cells must not be coloured: codes would be counted as text.
    """
    shown = [[one_line(cell) for cell in row] for row in cells]
    most = max((len(row) for row in shown), default=0)
    widths = [max((width_of(row[place]) for row in shown if place < len(row)), default=0) for place in range(most)]
    return [
        (indent + "  ".join(padded(cell, widths[place]) for place, cell in enumerate(row))).rstrip() for row in shown
    ]


def line(text: str, *, indent: str, first: str | None = None) -> list[str]:
    """`text` without line breaks of its own, wrapped."""
    return wrapped(one_line(text), indent=indent, first=first)


def labelled(pairs: Iterable[tuple[str, str]], indent: str = "  ") -> list[str]:
    """Labels with their texts beside them, aligned, long texts wrapped; pairs without a text are left out."""
    kept = [(label, text) for label, text in pairs if text]
    width = max((width_of(label) for label, _ in kept), default=0)
    lines: list[str] = []
    for label, text in kept:
        lead = f"{indent}{padded(one_line(label), width)}  "
        lines += line(text, first=lead, indent=" " * width_of(lead)) or [lead.rstrip()]
    return lines


def words(names: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    items = list(names)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def plain_name(name: str) -> str:
    """A name of the language as a label: `first_response` -> `first response`."""
    return name.replace("_", " ")


def placed(text: str, at: str) -> str:
    """A text with the `file:line` it comes from."""
    return f"{text} ({at})" if at else text
