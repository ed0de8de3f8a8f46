"""What a run has to say, before anybody decides how to write it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic, Kind, Span

TOOL_NAME = "supportpolicy"
HOME = "https://github.com/supportpolicy/supportpolicy"
_DOCS = f"{HOME}/blob/main/docs/checks/"


class Report(NamedTuple):
    """All findings of one run and what is needed to show them."""

    findings: tuple[Diagnostic, ...]
    """In the order they are to be shown."""
    texts: Mapping[str, str]
    """Text of the files by path, lines ended by a line feed; a path may be missing, then its lines are not shown."""
    files: int
    """How many files were read."""
    suppressed: int = 0
    """How many findings a comment switched off."""
    version: str = ""
    """Of the tool."""
    complete: bool = True
    """False where some file could not be read or understood, so that findings may be missing."""
    kinds: tuple[Kind, ...] = ()
    """Every code the tool knows, found or not."""
    known: int = 0
    """How many findings were left out because a baseline knows them."""
    unchanged: int = 0
    """How many findings were left out because they have nothing to do with what changed."""


class Counts(NamedTuple):
    """How many findings there are of each level."""

    error: int
    warning: int
    info: int


def counts(findings: Iterable[Diagnostic]) -> Counts:
    """Findings counted by level."""
    levels = [finding.level for finding in findings]
    return Counts(levels.count("error"), levels.count("warning"), levels.count("info"))


def counted(number: int, word: str, words: str | None = None) -> str:
    """`1 error`, `2 errors`; `info` has no plural. `words` is what more than one are called, where that is more than an s."""
    many = words if words is not None else word if word.endswith("info") else f"{word}s"
    return f"{number} {word if number == 1 else many}"


def tally(findings: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no findings`."""
    parts = [counted(number, level) for level, number in zip(Counts._fields, counts(findings), strict=True) if number]
    return ", ".join(parts) or "no findings"


def summary(report: Report) -> str:
    """One plain line about the whole run: `2 errors, 1 warning in 14 files (1 switched off)`."""
    line = f"{tally(report.findings)} in {counted(report.files, 'file')}"
    left_out = [
        f"{number} {what}"
        for number, what in (
            (report.suppressed, "switched off"),
            (report.known, "in the baseline"),
            (report.unchanged, "not of this change"),
        )
        if number
    ]
    if left_out:
        line += f" ({', '.join(left_out)})"
    mendable = sum(1 for finding in report.findings if finding.fix is not None and finding.fix.safe)
    if mendable:
        line += f"; 'supportpolicy check --fix' mends {mendable}"
    if not report.complete:
        line += "; not every file could be read, so there may be more"
    return line


def docs_url(code: str) -> str:
    """The page of one code."""
    return f"{_DOCS}{code}.md"


class Lines:
    """Lines of the report's files. A file is cut into lines once, and only when one of them is asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._cut: dict[str, list[str]] = {}

    def first_of(self, span: Span) -> str | None:
        """The line a span begins on, or None where the text is not at hand or has no such line."""
        lines = self._cut.get(span.path)
        if lines is None:
            text = self._texts.get(span.path)
            # Only line feeds count: the rarer separators of str.splitlines end no line for an editor.
            lines = self._cut[span.path] = [] if text is None else text.split("\n")
        return lines[span.line - 1].rstrip("\r") if 0 < span.line <= len(lines) else None
