"""One source line as a terminal shows it, and the carets that go under it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.reporting.plain import visible_character

WIDEST = 160
"""Terminal columns that an excerpt may take; longer lines are cut around the span."""
_BEFORE = 60
_TAB = 4
_MARKS = 8
"""How many combining marks beyond an edge of the window are still shown."""
_JOINERS = "\u200c\u200d"


class Excerpt(NamedTuple):
    """A line and what stands under it, both without the line number."""

    line: str
    carets: str


class _Cell(NamedTuple):
    """One character as shown: its text, and how many columns that takes."""

    text: str
    width: int


def excerpt(line: str, span: Span) -> Excerpt:
    """The part of `line` that shows the beginning of `span`, with carets under exactly its characters.

    A span over several lines is underlined to the end of the first. An empty one gets a single caret.
    """
    start = min(max(span.col - 1, 0), len(line))
    end = min(span.end_col - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    end = max(end, start)
    # A line of a megabyte is not measured as a whole, and not once for each of its findings.
    offset = max(0, start - WIDEST)
    text = line[offset : start + WIDEST + 2 * _MARKS]
    start, end = start - offset, min(end - offset, len(text))
    plain = text.isascii() and text.isprintable()
    cells = [] if plain else _cells(text)
    first, last = _plain_window(len(text), start) if plain else _window(cells, start)
    left = "…" if offset + first else ""
    right = "…" if offset + last < len(line) else ""
    end = max(min(end, last), start)
    if plain:
        shown, before, width = text[first:last], start - first, end - start
    else:
        shown = "".join(cell.text for cell in cells[first:last])
        before, width = _width(cells[first:start]), _width(cells[start:end])
    column = len(left) + before
    if end > start and not width:
        # Only combining marks: they are drawn on the character before them.
        column = max(column - 1, 0)
    return Excerpt(f"{left}{shown}{right}".rstrip(), " " * column + "^" * max(width, 1))


def _cells(text: str) -> list[_Cell]:
    cells: list[_Cell] = []
    column = 0
    for character in text:
        if character == "\t":
            width = _TAB - column % _TAB
            cell = _Cell(" " * width, width)
        else:
            cell = _cell(character)
        cells.append(cell)
        column += cell.width
    return cells


@lru_cache(maxsize=4096)
def _cell(character: str) -> _Cell:
    shown = visible_character(character)
    return _Cell(shown, columns(character) if shown == character else len(shown))


def columns(character: str) -> int:
    """How wide a terminal draws a character, after Unicode's TR11 (east_asian_width) and its combining marks."""
    if character.isascii():
        return 1
    # Only here, so that plain text never loads the tables.
    import unicodedata

    if unicodedata.category(character) in {"Mn", "Me"} or character in _JOINERS or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(cells: list[_Cell], start: int) -> tuple[int, int]:
    """Which cells are shown: all that fit, else some before `start` and as many as fit after it."""
    # A mark without width counts as one here, or a line of nothing else would never be cut.
    costs = [max(cell.width, 1) for cell in cells]
    if sum(costs) <= WIDEST:
        return 0, len(cells)
    room = WIDEST - 2
    first, spent = start, 0
    while first > 0 and spent + costs[first - 1] <= _BEFORE:
        first -= 1
        spent += costs[first]
    last = start
    while last < len(cells) and spent + costs[last] <= room:
        spent += costs[last]
        last += 1
    while last == len(cells) and first > 0 and spent + costs[first - 1] <= room:
        first -= 1
        spent += costs[first]
    # Marks stay with the character they are drawn on.
    for _ in range(_MARKS):
        if 0 < first < len(cells) and not cells[first].width:
            first -= 1
        if last < len(cells) and not cells[last].width:
            last += 1
    return first, last


def _plain_window(length: int, start: int) -> tuple[int, int]:
    """What `_window` finds where every character takes one column."""
    if length <= WIDEST:
        return 0, length
    room = WIDEST - 2
    first = max(0, start - _BEFORE)
    last = min(length, first + room)
    return (max(0, last - room) if last == length else first), last


def _width(cells: list[_Cell]) -> int:
    return sum(cell.width for cell in cells)
