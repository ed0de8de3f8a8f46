"""Breaking a text into lines by the columns that a terminal takes for it, Japanese and Chinese too."""

from __future__ import annotations

import re
import textwrap

from supportpolicy.reporting.excerpt import columns
from supportpolicy.reporting.plain import visible

WIDTH = 88
"""Columns of a line of prose; longer lines are hard to read."""

_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# No line begins with what closes or continues, and none ends with what opens (JIS X 4051, the plainest part of it).
_NEVER_FIRST = frozenset("、。，．・：；？！ー々）」』】〉》〕］｝ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%…")
_NEVER_LAST = frozenset("（「『【〈《〔［｛")
_AFTER_A_SPACE = frozenset(":;?!»")
"""French puts a space before these, and no line begins with them either."""


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(columns, text))


def padded(text: str, width: int) -> str:
    """`text` with spaces behind it, up to `width` columns."""
    return text + " " * (width - width_of(text))


def wrapped(text: str, *, indent: str = "", first: str | None = None, width: int = WIDTH) -> list[str]:
    """The lines of a text, each paragraph broken at `width` columns, with an indent (`first`: that of the first line).

    What cannot be seen or would move the cursor is written as an escape.
    """
    lines: list[str] = []
    for paragraph in _BREAKS.split(text):
        shown = visible(paragraph.replace("\t", " ")).strip()
        lead = indent if lines or first is None else first
        lines += _lines(shown, lead, indent, width) if shown else ([""] if lines else [])
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _lines(text: str, first: str, indent: str, width: int) -> list[str]:
    if text.isascii():
        return textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    found: list[str] = []
    line, room = first, width - width_of(first)
    for piece in _pieces(text):
        wide = width_of(piece.rstrip())
        if wide > room and line.strip() and line not in (first, indent):
            found.append(line.rstrip())
            line, room = indent, width - width_of(indent)
            piece = piece.lstrip()
        line += piece
        room -= width_of(piece)
    return [*found, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """What stays together on a line: words with the spaces behind them, and single wide characters."""
    pieces: list[str] = []
    for character in text:
        before = pieces[-1] if pieces else ""
        last = before[-1:]
        together = bool(last) and (
            character == " "
            or character in _NEVER_FIRST
            or character in _AFTER_A_SPACE
            or last in _NEVER_LAST
            or columns(character) == 0
            or (last != " " and columns(last) < 2 and columns(character) < 2)
        )
        if together:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
