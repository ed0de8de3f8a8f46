"""The order of keys within a rule: its name first, then when it applies. Rules themselves never move."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from supportpolicy.formatting.edits import Edit
from supportpolicy.formatting.tokens import Token

Path: TypeAlias = "tuple[str, ...]"
Heads: TypeAlias = "Mapping[Path, tuple[str, ...]]"
"""For the items of a list, by the keys that lead to it: the keys that come first, in this order."""

MAY_PRECEDE = frozenset(("why", "source", "owner", "effective", "about", "tier", "level"))
"""Keys that may stand between those that come first: they say what a rule is called or why it is there."""


class _Entry(NamedTuple):
    key: str
    start: int
    """The offset of its key."""
    end: int
    """The offset behind its last piece."""


class _Open:
    def __init__(self, kind: str, path: Path) -> None:
        self.kind = kind
        self.path = path
        self.entries: list[_Entry] = []
        self.bare = False


def order_edits(text: str, tokens: list[Token], heads: Heads) -> list[Edit]:
    """The edits that bring the keys of rules in order. A rule whose lines cannot be told apart stays as it is."""
    found: list[Edit] = []
    for entries in _rules(tokens, heads):
        keys = [entry.key for entry, _ in entries]
        wanted = in_order(keys, entries[0][1])
        if wanted != keys:
            edit = _moved(text, [entry for entry, _ in entries], [keys.index(key) for key in wanted])
            if edit is not None:
                found.append(edit)
    return found


def in_order(keys: list[str], head: tuple[str, ...]) -> list[str]:
    """The keys with those of `head` moved up, as little as will do."""
    done = list(keys)
    place = 0
    for first in head:
        if first not in done:
            continue
        at = done.index(first)
        if first == head[0] or any(key not in MAY_PRECEDE for key in done[place:at]):
            while place < at and first != head[0] and done[place] in MAY_PRECEDE:
                place += 1
            done.insert(place, done.pop(at))
            at = place
        place = at + 1
    return done


def _rules(tokens: list[Token], heads: Heads) -> list[list[tuple[_Entry, tuple[str, ...]]]]:
    """The entries of each rule, with what comes first in it."""
    found: list[list[tuple[_Entry, tuple[str, ...]]]] = []
    stack: list[_Open] = []
    depth = 0
    at_key = False
    end = 0

    def close() -> None:
        done = stack.pop()
        if done.kind == "map":
            finish(done)
            head = heads.get(done.path)
            if head and len({entry.key for entry in done.entries}) == len(done.entries) > 1:
                found.append([(entry, head) for entry in done.entries])

    def finish(block: _Open) -> None:
        if block.entries:
            block.entries[-1] = block.entries[-1]._replace(end=end)

    for token in tokens:
        if depth or token.kind in ("[", "]"):
            depth += (token.kind == "[") - (token.kind == "]")
        elif token.kind in ("open map", "open list"):
            stack.append(_Open("map" if token.kind == "open map" else "list", _path(stack)))
        elif token.kind == "dash" and stack and stack[-1].kind == "map":
            stack.append(_Open("list", _path(stack)))
            stack[-1].bare = True
        elif token.kind in ("close", "begin key"):
            while stack and stack[-1].bare:
                close()
            if token.kind == "close":
                close()
            else:
                at_key = True
                finish(stack[-1])
        elif at_key and token.kind == "scalar":
            stack[-1].entries.append(_Entry(token.value, token.start, token.end))
            at_key = False
        if token.end > token.start:
            end = token.end
    return found


def _path(stack: list[_Open]) -> Path:
    if not stack:
        return ()
    top = stack[-1]
    return (*top.path, top.entries[-1].key if top.kind == "map" and top.entries else "[]")


def _moved(text: str, entries: list[_Entry], order: list[int]) -> Edit | None:
    """The whole lines of a rule with its entries in another order."""
    begin = text.rfind("\n", 0, entries[0].start) + 1
    indent = entries[0].start - begin
    if not re.fullmatch(r" *- +", text[begin : entries[0].start]):
        return None
    parts: list[str] = []
    done = begin
    for entry in entries:
        stop = text.find("\n", entry.end)
        stop = len(text) if stop < 0 else stop
        if not text[entry.end : stop].lstrip(" ").startswith("#") and text[entry.end : stop].strip():
            return None
        part = text[done:stop]
        before = text[done : entry.start]
        if entry is entries[0]:
            part = " " * indent + text[entry.start : stop]
        elif before != " " * indent and not re.fullmatch(rf"(?: *#[^\n]*\n)+ {{{indent}}}", before):
            return None  # with empty lines between entries, nobody knows whose the comments are
        parts.append(part)
        done = stop + 1
    if not parts[order[0]].lstrip(" ")[:1].isalnum():
        return None  # its comment would have to stand before the dash, where it speaks of the whole rule
    moved = "\n".join(parts[index] for index in order)
    return Edit(begin, done - 1, text[begin : entries[0].start] + moved[indent:])
