"""A finding and where it is: the same type for a tab in YAML and for a helpdesk's limit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Level = Literal["error", "warning", "info"]

LEVELS: tuple[Level, ...] = ("error", "warning", "info")
"""Highest first."""


class Span(NamedTuple):
    """Characters of one file: lines and columns count from 1, the end is the first character that is not part of it."""

    path: str
    """As a reader would type it: relative to the working folder where that is possible, with forward slashes."""
    line: int
    col: int
    end_line: int
    end_col: int

    def inside(self, start: int, length: int) -> Span:
        """The part of a one-line span that begins `start` characters in; the whole span where it is longer than a line."""
        if self.line != self.end_line:
            return self
        first = min(self.col + max(start, 0), self.end_col)
        return self._replace(col=first, end_col=max(first, min(first + length, self.end_col)))

    @property
    def place(self) -> str:
        """`path:line:col`."""
        return f"{self.path}:{self.line}:{self.col}"


class Related(NamedTuple):
    """Another place that a finding speaks of, and what is there."""

    span: Span
    message: str


class Fix(NamedTuple):
    """A replacement of the characters of `span` that removes the finding."""

    span: Span
    replacement: str
    description: str
    safe: bool = True
    """Whether the author cannot have meant anything else; where not, it is a guess or changes what the policy says."""


class Remedy(NamedTuple):
    """What would mend a finding, said before anybody has looked how the place is written; see `formatting.settling`."""

    instead: str
    """What belongs there: a word, or YAML."""
    sure: bool
    """As `Fix.safe`."""
    old: str = ""
    """The word that it replaces; for a comment the codes that it is to lose."""
    how: Literal["word", "part", "yaml", "remove", "comment"] = "word"
    """`word`: in place of `old`, in the quotes it has; `part`: in place of `old` within a text; `yaml`: in place of all
    characters; `remove`: the item or entry
    goes, with what separates it from its neighbours; `comment`: the comment goes, or loses some of its codes."""
    span: Span | None = None
    """Where, if not at the finding's own place."""


class Diagnostic(NamedTuple):
    """One finding: what is wrong, where exactly, and what to do about it."""

    code: str
    """`SP` and three digits; stable for ever."""
    name: str
    """The code's readable name, such as `unknown-team`."""
    level: Level
    message: str
    span: Span
    related: tuple[Related, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    remedy: Remedy | None = None
    """From which the fix is made."""


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings by place, then code, each once."""

    def key(finding: Diagnostic) -> tuple[str, int, int, str, str]:
        return (finding.span.path, finding.span.line, finding.span.col, finding.code, finding.message)

    once = {key(finding): finding for finding in findings}
    return [once[place] for place in sorted(once)]


def at_or_above(level: Level, threshold: Level) -> bool:
    """Whether `level` is at least as grave as `threshold`."""
    return LEVELS.index(level) <= LEVELS.index(threshold)
