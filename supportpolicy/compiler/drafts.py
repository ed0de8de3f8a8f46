"""Rules on their way to a table: conditions as terms, outcomes already worked out."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.compiled.tables import Outcome
from supportpolicy.compiler.terms import Term


class DraftPart(NamedTuple):
    """One entry of a condition: its words, its place, its term."""

    text: str
    term: Term
    at: str


class DraftRule(NamedTuple):
    """A rule whose condition has not been cut yet."""

    name: str
    outcome: Outcome
    parts: tuple[DraftPart, ...] = ()
    row: str | None = None
    start: str | None = None
    until: str | None = None
    why: str | None = None
    source: str | None = None
    owner: str | None = None
    at: str = ""


class DraftTable(NamedTuple):
    """A table whose rules have not been cut yet."""

    name: str
    stage: str
    mode: str
    rules: tuple[DraftRule, ...]
