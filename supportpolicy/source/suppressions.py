"""Comments that switch off one finding at one place, with a reason and perhaps a last day.

    team: night-crew   # supportpolicy: ignore[SP201] until 2027-03-31: the team starts in spring

On a line of its own the comment speaks for the next line that is not a comment. Codes or names, several by commas.
`ignore-file[...]` speaks for the whole file.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.source import kinds
from supportpolicy.source.node import Node

_MARK = "supportpolicy:"
_COMMENT = re.compile(r"#\s*supportpolicy:\s*ignore", re.IGNORECASE)
_FORM = re.compile(
    r"#\s*supportpolicy:\s*(?P<word>ignore(?:-file)?)\s*(?:\[(?P<codes>[^\]]*)\])?"
    r"(?:\s*until\s+(?P<until>\S+?):?(?=\s|$))?\s*:?\s*(?P<reason>.*)",
    re.IGNORECASE,
)
_SHAPE = "write '# supportpolicy: ignore[SP201] the reason', or with a last day: 'ignore[SP201] until 2027-03-31: the reason'"


class Suppression(NamedTuple):
    """One comment: which codes or names it switches off, on which line (0: the whole file), and until which day."""

    span: Span
    codes: frozenset[str]
    line: int
    until: datetime.date | None
    reason: str


def find_suppressions(
    text: str, path: str, root: Node | None, report: Callable[[Diagnostic], None]
) -> tuple[Suppression, ...]:
    """Every suppressing comment of a file; malformed ones go to `report`."""
    if _MARK not in text:
        return ()
    lines = text.split("\n")
    inside = _text_spans(root) if root else []
    found: list[Suppression] = []
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if not match or any(_within(span, number, match.start() + 1) for span in inside):
            continue
        form = _FORM.match(line, match.start())
        span = Span(path, number, match.start() + 1, number, len(line.rstrip()) + 1)
        assert form is not None
        parsed = _parsed(form, span, report)
        if parsed is None:
            continue
        codes, until, reason = parsed
        target = 0 if form["word"].lower() == "ignore-file" else _speaks_for(lines, number, match.start())
        found.append(Suppression(span, codes, target, until, reason))
    return tuple(found)


def apply_suppressions(
    findings: Iterable[Diagnostic], suppressions: Iterable[Suppression], today: datetime.date
) -> tuple[list[Diagnostic], int]:
    """Findings that stay, with those about the comments themselves, and how many were switched off.

    `today` decides which dates have passed; a comment is still good on its last day.
    """
    active: dict[tuple[str, int], list[Suppression]] = {}
    expired: list[Suppression] = []
    every = list(suppressions)
    for suppression in every:
        if suppression.until is not None and today > suppression.until:
            expired.append(suppression)
        else:
            active.setdefault((suppression.span.path, suppression.line), []).append(suppression)
    kept: list[Diagnostic] = []
    used: set[Suppression] = set()
    switched_off = 0
    for finding in findings:
        span = finding.span
        candidates = active.get((span.path, span.line), []) + active.get((span.path, 0), [])
        hit = next((s for s in candidates if finding.code in s.codes or finding.name in s.codes), None)
        if hit is None or finding.code in _OWN_CODES:
            kept.append(finding)
        else:
            used.add(hit)
            switched_off += 1
    for suppression in expired:
        kept.append(
            kinds.EXPIRED_SUPPRESSION.at(
                suppression.span,
                f"this was switched off until {suppression.until}, which has passed",
                help="mend what it hides, or give a new day and reason",
            )
        )
    for suppression in every:
        if suppression not in used and suppression not in expired:
            codes = ", ".join(sorted(suppression.codes))
            kept.append(
                kinds.UNUSED_SUPPRESSION.at(
                    suppression.span, f"there is no {codes} here to switch off", help="remove the comment"
                )
            )
    return kept, switched_off


_OWN_CODES = frozenset({kinds.UNUSED_SUPPRESSION.code, kinds.EXPIRED_SUPPRESSION.code, kinds.BAD_SUPPRESSION.code})


def _parsed(
    form: re.Match[str], span: Span, report: Callable[[Diagnostic], None]
) -> tuple[frozenset[str], datetime.date | None, str] | None:
    def refuse(message: str) -> None:
        report(kinds.BAD_SUPPRESSION.at(span, message, help=_SHAPE))

    codes = frozenset(code.strip() for code in (form["codes"] or "").split(",") if code.strip())
    if not codes:
        refuse("this comment does not say which code it switches off")
        return None
    until: datetime.date | None = None
    if form["until"]:
        try:
            until = datetime.date.fromisoformat(form["until"])
        except ValueError:
            refuse(f"'{form['until']}' is not a date")
            return None
    reason = form["reason"].strip()
    if not reason:
        refuse("this comment gives no reason")
        return None
    return codes, until, reason


def _speaks_for(lines: list[str], number: int, comment_start: int) -> int:
    if lines[number - 1][:comment_start].strip():
        return number
    for later in range(number, len(lines)):
        stripped = lines[later].strip()
        if stripped and not stripped.startswith("#"):
            return later + 1
    return number


def _text_spans(root: Node) -> list[Span]:
    """Places of quoted and block text, where a '#' begins no comment."""
    spans: list[Span] = []
    todo = [root]
    while todo:
        node = todo.pop()
        if node.quoted:
            spans.append(node.span)
        todo.extend(node.entries.values() if node.entries else node.items or ())
    return spans


def _within(span: Span, line: int, col: int) -> bool:
    return (span.line, span.col) <= (line, col) < (span.end_line, span.end_col)
