"""What a proof finds, and what it needs to say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from supportpolicy.analysis.space import Space
from supportpolicy.analysis.witness import Witness, Witnesses
from supportpolicy.diagnostics import Diagnostic, Span

Place = Callable[[str], Span]
"""`file:line` of the compiled policy -> where that is in the files."""


class Proving(NamedTuple):
    """A policy about which things are to be proved."""

    space: Space
    witnesses: Witnesses
    place: Place


class Proved(NamedTuple):
    """A finding, with the ticket that shows it where there is one to show."""

    finding: Diagnostic
    witness: Witness | None = None
    opaque: bool = False
    """Whether it rests on free text or on a comparison of two facts, of which every answer is thought possible."""


def places_in(texts: Mapping[str, str]) -> Place:
    """Where the lines of a compiled policy stand in its files, each without the space around it."""
    lines = {path: text.splitlines() for path, text in texts.items()}

    def place(at: str) -> Span:
        path, _, number = at.rpartition(":")
        line = int(number) if number.isdigit() else 1
        found = next((known for known in lines if known == path or known.endswith("/" + path)), path)
        text = lines[found][line - 1] if found in lines and line <= len(lines[found]) else ""
        bare = text.strip()
        start = len(text) - len(text.lstrip()) + 1 if bare else 1
        return Span(found, line, start, line, start + len(bare))

    return place
