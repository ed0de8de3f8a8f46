"""What stands between two pieces of a file over a line's end: a comment behind the first, empty lines, comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Level(NamedTuple):
    """A block that is open: the column its lines begin at, and the one at which they are to begin."""

    kind: str
    """`map` or `list`."""
    old: int
    new: int
    bare: bool = False
    """Whether it is a list that begins in the column of its key."""


class Gap(NamedTuple):
    """Where the next piece stands, and what surrounds it."""

    old: int
    """The column of the next piece."""
    new: int
    """The column at which it is to begin."""
    around: Sequence[Level]
    """The blocks that were open before, outermost first."""
    first: bool = False
    """Whether nothing stands before."""
    last: bool = False
    """Whether nothing follows."""
    apart: bool = False
    """Whether an empty line belongs before the next piece and its comments."""
    keeps: bool = False
    """Whether empty lines at the beginning are part of the text before."""


def over_lines(text: str, gap: Gap) -> str:
    """A gap with a line's end in it as it is to be: comments with what they belong to, one empty line at most."""
    behind, *lines = text.split("\n")
    if gap.first:
        behind, lines = "", [behind, *lines]
    own, following = _shared([line.strip(" \t") for line in lines[:-1]], _columns(lines[:-1]), gap)
    last = lines[-1].strip(" \t") if lines else ""
    if last:  # a comment that the file ends in
        following.append((gap.new, last))
    rows = _rows([*own, _BREAK, *following] if gap.apart and own and not gap.keeps else [*own, *following])
    if gap.apart and not own and not gap.keeps and (not rows or rows[0]):
        rows.insert(0, "")
    while rows and not rows[0] and (gap.first or gap.last) and not gap.keeps:
        rows.pop(0)
    while rows and not rows[-1] and gap.last:
        rows.pop()
    begin = [] if gap.first else [_behind(behind)]
    end = [""] if gap.last else [" " * gap.new]
    return "\n".join([*begin, *rows, *end])


_Row = tuple[int, str]
_BREAK: _Row = (0, "")


def _behind(text: str) -> str:
    """A comment behind a value keeps the spaces before it: they may align it with others."""
    comment = text.strip(" \t")
    if not comment:
        return ""
    spaces = text[: len(text) - len(text.lstrip(" \t"))]
    return (spaces if spaces and "\t" not in spaces else "  ") + comment


def _columns(lines: Sequence[str]) -> list[int]:
    return [len(line) - len(line.lstrip(" \t")) for line in lines]


def _shared(lines: Sequence[str], columns: Sequence[int], gap: Gap) -> tuple[list[_Row], list[_Row]]:
    """Comments that belong to the block before, and those that belong to the next piece, each with its new column."""
    own: list[_Row] = []
    for index, (line, col) in enumerate(zip(lines, columns, strict=True)):
        if not line:
            own.append(_BREAK)
            continue
        level = next((level for level in reversed(gap.around) if gap.old < level.old <= col), None)
        if level is None:
            # Empty lines just before it stand between the two.
            blank = bool(own) and not own[-1][1]
            while own and not own[-1][1]:
                own.pop()
            following: list[_Row] = [_BREAK] if blank else []
            return own, following + [(gap.new, text) if text else _BREAK for text in lines[index:]]
        own.append((level.new, line))
    following = []
    while own and not own[-1][1]:
        own.pop()
        following = [_BREAK]
    return own, following


def _rows(rows: Sequence[_Row]) -> list[str]:
    done: list[str] = []
    for col, text in rows:
        if text:
            done.append(" " * col + text)
        elif not done or done[-1]:
            done.append("")
    return done
