"""Findings that are known already: as a document that a repository keeps, and the comparison with what is found today.

A finding is recognised by its code, its file and the words of the line it begins on. So it stays known where lines are
put above it, or where its line is indented anew; it counts as new where its own line is changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic
from supportpolicy.reporting.report import Lines

VERSION = 1
_DIGITS = 16
_KEYS = ("code", "file", "line")


class Mark(NamedTuple):
    """How a finding is recognised."""

    code: str
    file: str
    """Relative to a folder that stays the same, with forward slashes."""
    line: str
    """A hash over the words of the line that the finding begins on."""


class Compared(NamedTuple):
    """Findings of today beside those that were known."""

    new: tuple[Diagnostic, ...]
    known: int
    gone: tuple[Mark, ...]
    """What was known and is not found any more, by file and code."""


class NoBaseline(ValueError):
    """A text that is no baseline; says why."""


def mark_of(finding: Diagnostic, lines: Lines, named: Callable[[str], str]) -> Mark:
    """How a finding is recognised. `named` gives the name of its file."""
    words = " ".join((lines.first_of(finding.span) or "").split())
    return Mark(finding.code, named(finding.span.path), sha256(words.encode("utf-8", "replace")).hexdigest()[:_DIGITS])


def compare(
    findings: Iterable[Diagnostic], known: Counter[Mark], lines: Lines, named: Callable[[str], str]
) -> Compared:
    """Tell new findings from known ones. Of findings that are marked alike, as many are known as were written down."""
    left = Counter(known)
    new: list[Diagnostic] = []
    for finding in findings:
        mark = mark_of(finding, lines, named)
        if left[mark] > 0:
            left[mark] -= 1
        else:
            new.append(finding)
    gone = sorted(left.elements(), key=lambda mark: (mark.file, mark.code, mark.line))
    return Compared(tuple(new), known.total() - len(gone), tuple(gone))


def baseline_text(findings: Iterable[Diagnostic], lines: Lines, named: Callable[[str], str]) -> str:
    """The document: one line for each finding, so that a review shows what was added and what was mended.

    The message is for readers; only code, file and line are compared.
    """
    rows = [
        json.dumps({**mark_of(finding, lines, named)._asdict(), "message": finding.message}, ensure_ascii=False)
        for finding in findings
    ]
    body = ",".join(f"\n    {row}" for row in rows) + ("\n  " if rows else "")
    return f'{{\n  "baselineVersion": {VERSION},\n  "findings": [{body}]\n}}\n'


def read_baseline(text: str) -> Counter[Mark]:
    """The marks of a document. Raises NoBaseline for anything that `baseline_text` cannot have written."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise NoBaseline("this is not JSON") from None
    if not isinstance(document, dict) or "baselineVersion" not in document:
        raise NoBaseline("this is not a baseline")
    if document["baselineVersion"] != VERSION:
        raise NoBaseline(f"its version is {document['baselineVersion']!r}, and this tool reads version {VERSION}")
    findings = document.get("findings")
    if not isinstance(findings, list):
        raise NoBaseline("it has no list of findings")
    marks: Counter[Mark] = Counter()
    for number, entry in enumerate(findings, 1):
        values = [entry.get(key) if isinstance(entry, dict) else None for key in _KEYS]
        if not all(isinstance(value, str) for value in values):
            raise NoBaseline(f"its finding number {number} has no {', '.join(_KEYS)}")
        marks[Mark(*[str(value) for value in values])] += 1
    return marks
