"""Replacing some characters of a text: nothing else changes, not even the ends of the lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from supportpolicy.diagnostics import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"


class Edit(NamedTuple):
    """Characters from `start` to `end`, counted from 0, and what is to stand in their place."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. ValueError where two of them touch the same characters."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits):
        if edit.start < done or edit.end < edit.start:
            raise ValueError("two edits of the same characters")
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join((*parts, text[done:]))


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """Edits that may all be made: of those that touch the same place, the first alone."""
    chosen: list[Edit] = []
    for edit in sorted(set(edits)):
        if not chosen or edit.start > chosen[-1].end:
            chosen.append(edit)
    return chosen


class Lines:
    """Where the lines of a text begin, whichever way they end."""

    def __init__(self, text: str) -> None:
        self.text = text
        # A byte order mark is no character of the first line for anybody who reads.
        first = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
        self._starts = [first, *(found.end() for found in _LINE_END.finditer(text))]

    @property
    def line_end(self) -> str:
        """How the lines of this text end: as its first one does."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def offset(self, line: int, col: int) -> int:
        """Characters before a place; the end of the text for a place behind it."""
        if line > len(self._starts):
            return len(self.text)
        return min(self._starts[line - 1] + col - 1, len(self.text))

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[self.offset(span.line, span.col) : self.offset(span.end_line, span.end_col)]

    def edit(self, span: Span, replacement: str) -> Edit:
        """A replacement of the characters of a span, with the line ends of this text."""
        text = replacement.replace("\n", self.line_end)
        return Edit(self.offset(span.line, span.col), self.offset(span.end_line, span.end_col), text)
