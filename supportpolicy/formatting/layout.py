"""Indentation by two, one space behind a colon and a dash, at most one empty line. Only what stands between the pieces
of a file changes; blocks stay blocks, and brackets brackets."""

from __future__ import annotations

import re

from supportpolicy.formatting.edits import Edit
from supportpolicy.formatting.gaps import Gap, Level, over_lines
from supportpolicy.formatting.tokens import INVISIBLE, Token, block_lines

_STEP = 2
_LEAD = re.compile(r"\n([ \t]*)(?=[^ \t\n])")
_DIGIT = re.compile(r"[|>][-+]?[1-9]")


def layout_edits(text: str, tokens: list[Token]) -> list[Edit]:
    """The edits after which the text has its usual form."""
    walk = _Walk(text, _tall(tokens))
    for token in tokens:
        walk.take(token)
    return [edit for edit in walk.edits if text[edit.start : edit.end] != edit.text]


def _tall(tokens: list[Token]) -> set[int]:
    """The outermost keys, by offset, that have a block under them."""
    found: set[int] = set()
    depth, key = 0, -1
    begins = False
    for token in tokens:
        if token.kind in ("open map", "open list"):
            depth += 1
            if depth > 1 and key >= 0:
                found.add(key)
        elif token.kind == "close":
            depth -= 1
        elif token.kind == "begin key":
            begins = depth == 1
        elif begins and depth == 1:
            key, begins = token.start, False
        elif token.kind == "dash" and depth == 1:
            found.add(key)
    return found


class _Walk:
    """The way through the tokens: which blocks are open, and how far everything has moved."""

    def __init__(self, text: str, tall: set[int]) -> None:
        self.text = text
        self.tall = tall
        self.edits: list[Edit] = []
        self.levels: list[Level] = []
        self.around: list[Level] = []
        self.before: Token | None = None
        self.at_key = False
        self.brackets: list[int] = []
        """For each open bracket, how far the lines in it move."""
        self.shift = 0
        """How far the last piece moves to the right."""
        self.line_shift = 0
        """How far the first piece of its line does."""
        self.outer_key = -1

    def take(self, token: Token) -> None:
        """Go past one token."""
        if token.kind in INVISIBLE:
            self.mark(token)
            return
        if token.kind == "dash" and not self.brackets and (not self.levels or self.levels[-1].kind == "map"):
            # A list in the column of its key.
            self.levels.append(Level("list", token.col, self.deeper(), bare=True))
        gap = self.text[self.before.end if self.before else 0 : token.start]
        self.write(token, self.between(token, gap), gap)
        if token.style in ("|", ">", "+"):
            self.block(token)
        elif token.kind == "scalar" and "\n" in self.text[token.start : token.end]:
            self.continued(token)
        if token.kind == "[":
            self.brackets.append(self.inner_shift(token))
        elif token.kind == "]":
            self.brackets.pop()
        self.before, self.around = token, list(self.levels)
        self.at_key = False

    def mark(self, token: Token) -> None:
        if self.brackets:
            return
        if token.kind in ("close", "begin key") and self.levels and self.levels[-1].bare:
            self.levels.pop()
        if token.kind == "close":
            self.levels.pop()
        elif token.kind == "begin key":
            self.at_key = True
        else:
            self.levels.append(Level("map" if token.kind == "open map" else "list", token.col, self.deeper()))

    def deeper(self) -> int:
        """The column at which a block begins that is opened here."""
        return self.levels[-1].new + _STEP if self.levels else 0

    def between(self, token: Token, gap: str) -> str:
        """What is to stand before a token."""
        before = self.before
        broken = "\n" in gap
        if token.kind == "end":
            return over_lines(gap, self.gap(token, 0, last=True)) if self.text else ""
        if before is None:
            return over_lines(f"{gap}" if gap else "", self.gap(token, 0, first=True))
        if self.brackets:
            return self.inside(token, gap, broken)
        if token.kind == "colon":
            return ""
        begins = self.at_key or token.kind == "dash"
        if begins and before.kind == "dash" and not gap.strip():
            return " "
        if begins and broken:
            return over_lines(gap, self.gap(token, self.levels[-1].new))
        if broken:
            return over_lines(gap, self.gap(token, self.deeper()))
        return " "

    def gap(self, token: Token, new: int, *, first: bool = False, last: bool = False) -> Gap:
        before = self.before
        apart = False
        if self.at_key and len(self.levels) == 1 and before is not None and before.kind != "start":
            apart = token.start in self.tall or self.outer_key in self.tall
        if self.at_key and len(self.levels) == 1:
            self.outer_key = token.start
        old = -1 if last else token.col
        keeps = before is not None and before.keeps_breaks
        return Gap(old, new, self.around, first, last, apart, keeps)

    def inside(self, token: Token, gap: str, broken: bool) -> str:
        """Between brackets: lines stay, and move as a whole; on one line there is one way to put spaces."""
        if broken:
            least = self.levels[-1].new if self.levels else 0
            least += 0 if token.kind == "]" or not self.levels else _STEP
            return self.moved(gap, self.brackets[-1], least)
        assert self.before is not None
        if token.kind in ("comma", "colon", "]") or self.before.kind == "[":
            return gap if self.before.kind == "colon" else ""
        return " "

    def inner_shift(self, token: Token) -> int:
        """How far lines within a bracket move: with the bracket where they are aligned to it, else with its line."""
        line = self.text.find("\n", token.end)
        hanging = not self.text[token.end : line if line >= 0 else len(self.text)].strip()
        return self.line_shift if hanging else self.shift

    def write(self, token: Token, new: str, old: str) -> None:
        self.edits.append(Edit(token.start - len(old), token.start, new))
        if "\n" in old or "\n" in new or self.before is None:
            column = len(new) - new.rfind("\n") - 1
            self.shift = self.line_shift = column - token.col
        else:
            self.shift += len(new) - len(old)

    def moved(self, text: str, shift: int, least: int) -> str:
        """Lines moved to the right or left, none before a column; spaces at their ends are lost."""
        rows = text.split("\n")
        for index, row in enumerate(rows[1:], 1):
            bare = row.strip(" \t")
            if bare or index == len(rows) - 1:
                rows[index] = " " * max(len(row) - len(row.lstrip(" \t")) + shift, least) + bare
            else:
                rows[index] = ""
        behind = rows[0].strip(" \t")
        rows[0] = f"{rows[0][: len(rows[0]) - len(rows[0].lstrip())] or '  '}{behind}" if behind else ""
        return "\n".join(rows)

    def continued(self, token: Token) -> None:
        """The further lines of a text in quotes, or in none."""
        level = self.levels[-1] if self.levels else Level("map", 0, 0)
        before = self.text.rfind("\n", 0, token.start) + 1
        if self.brackets:
            shift = self.brackets[-1]
        elif not self.text[before : token.start].strip():
            shift = self.shift  # it begins its line, and its other lines go with it
        else:
            shift = level.new - level.old
        for lead in _LEAD.finditer(self.text, token.start, token.end):
            column = max(len(lead[1]) + shift, level.new + _STEP)
            self.edits.append(Edit(lead.start(1), lead.end(1), " " * column))

    def block(self, token: Token) -> None:
        """The lines of a text after `|` or `>`: they move as a whole."""
        level = self.levels[-1]
        begin = block_lines(self.text, token)
        lines = self.text[begin : token.end].split("\n") if begin < token.end else []
        first = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)
        shift = level.new + _STEP - first
        if _DIGIT.match(self.text, token.start):
            shift = level.new - level.old
        offset = begin
        for line in lines:
            if line.strip(" ") or len(line) > first:
                spaces = len(line) - len(line.lstrip(" "))
                self.edits.append(Edit(offset, offset + spaces, " " * max(spaces + shift, 0)))
            elif line:
                self.edits.append(Edit(offset, offset + len(line), ""))
            offset += len(line) + 1
