"""Comments that switch off one finding at one place, with a reason and perhaps a last day.

    team: night-crew   # supportpolicy: ignore[SP201] until 2027-03-31: the team starts in spring

On a line of its own the comment speaks for the next line that is not a comment. Codes or names, several by commas.
`ignore-file[...]` speaks for the whole file.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic, Remedy, Span
from supportpolicy.source import kinds
from supportpolicy.source.limits import shown
from supportpolicy.source.node import Node

_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*supportpolicy:[ \t]*ignore(?!\w)", re.IGNORECASE | re.MULTILINE)
_FORM = re.compile(
    r"#\s*supportpolicy:\s*(?P<word>ignore(?:-file)?)\s*(?:\[(?P<codes>[^\]]*)\])?"
    r"(?:\s*until\s+(?P<until>\S+?):?(?=\s|$))?\s*:?\s*(?P<reason>.*)",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"SP[0-9]+", re.IGNORECASE)
_SHAPE = (
    "write '# supportpolicy: ignore[SP201] the reason', "
    "or with a last day '# supportpolicy: ignore[SP201] until 2027-03-31: the reason'"
)


class Suppression(NamedTuple):
    """One comment: which codes or names it switches off, on which line (0: the whole file), and until which day."""

    span: Span
    codes: frozenset[str]
    line: int
    until: date | None
    reason: str


def find_suppressions(
    text: str, path: str, root: Node | None, report: Callable[[Diagnostic], None]
) -> tuple[Suppression, ...]:
    """Every suppressing comment of a file; malformed ones go to `report`."""
    if root is None or not _COMMENT.search(text):
        return ()
    lines = text.split("\n")
    inside = _text_spans(root, lines)
    starts = [(span.line, span.col) for span in inside]

    def is_text(line: int, col: int) -> bool:
        index = bisect.bisect_right(starts, (line, col))
        return index > 0 and (line, col) < (inside[index - 1].end_line, inside[index - 1].end_col)

    followed_by = _next_content(lines)
    found: list[Suppression] = []
    for number, line in enumerate(lines, 1):
        match = next((m for m in _COMMENT.finditer(line) if not is_text(number, m.start() + 1)), None)
        if match is None:
            continue
        form = _FORM.match(line, match.start())
        span = Span(path, number, match.start() + 1, number, len(line.rstrip()) + 1)
        assert form is not None
        parsed = _parsed(form, span, report)
        if parsed is None:
            continue
        codes, until, reason = parsed
        target = number if line[: match.start()].strip() else followed_by[number]
        if form["word"].lower() == "ignore-file":
            target = 0
        found.append(Suppression(span, codes, target, until, reason))
    return tuple(found)


def apply_suppressions(
    findings: Iterable[Diagnostic],
    suppressions: Iterable[Suppression],
    today: date,
    elsewhere: Collection[str] = (),
) -> tuple[list[Diagnostic], int]:
    """Findings that stay, with those about the comments themselves, and how many were switched off.

    `today` decides which dates have passed; a comment is still good on its last day. `elsewhere` are codes and names that
    are looked for by another command, so that a comment which names them may well be of use there.
    """
    every = list(suppressions)
    expired = {each for each in every if each.until is not None and today > each.until}
    active: dict[tuple[str, int, str], Suppression] = {}
    for suppression in every:
        if suppression not in expired:
            for code in suppression.codes:
                active.setdefault((suppression.span.path, suppression.line, code), suppression)
    kept: list[Diagnostic] = []
    used: dict[Suppression, set[str]] = {}
    switched_off = 0
    for finding in findings:
        path, line = finding.span.path, finding.span.line
        places = ((path, where, named) for where in (line, 0) for named in (finding.code, finding.name))
        hit = next((active[place] for place in places if place in active), None)
        if hit is None or finding.code in _OWN_CODES:
            kept.append(finding)
        else:
            used.setdefault(hit, set()).update((finding.code, finding.name))
            switched_off += 1
    for suppression in every:
        idle = suppression.codes.difference(used.get(suppression, ()), elsewhere)
        if suppression in expired:
            kept.append(
                kinds.EXPIRED_SUPPRESSION.at(
                    suppression.span,
                    f"this was switched off until {suppression.until}, which has passed",
                    help="mend what it hides and remove the comment, or give a new day and reason",
                )
            )
        elif idle:
            codes = ", ".join(sorted(idle))
            kept.append(
                kinds.UNUSED_SUPPRESSION.at(
                    suppression.span,
                    f"there is no {codes} here to switch off",
                    help="remove the comment" if idle == suppression.codes else f"remove {codes} from the comment",
                    remedy=Remedy("", True, old=codes, how="comment"),
                )
            )
    return kept, switched_off


_OWN_CODES = frozenset({kinds.UNUSED_SUPPRESSION.code, kinds.EXPIRED_SUPPRESSION.code, kinds.BAD_SUPPRESSION.code})


def _parsed(
    form: re.Match[str], span: Span, report: Callable[[Diagnostic], None]
) -> tuple[frozenset[str], date | None, str] | None:
    def refuse(message: str) -> None:
        report(kinds.BAD_SUPPRESSION.at(span, message, help=_SHAPE))

    words = [word.strip() for word in (form["codes"] or "").split(",")]
    codes = frozenset(word.upper() if _CODE.fullmatch(word) else word.lower() for word in words if word)
    if not codes:
        refuse("this comment does not say in square brackets which code it switches off")
        return None
    until: date | None = None
    if form["until"]:
        try:
            until = date.fromisoformat(form["until"]) if _DATE.fullmatch(form["until"]) else None
        except ValueError:
            until = None
        if until is None:
            refuse(f"'{shown(form['until'])}' is not a date that exists, written as year-month-day")
            return None
    reason = form["reason"].strip()
    if not reason:
        refuse("this comment gives no reason")
        return None
    return codes, until, reason


def _next_content(lines: list[str]) -> list[int]:
    """For each line number, the first line after it that holds more than a comment; itself where there is none."""
    after, last = [0] * (len(lines) + 1), 0
    for number in range(len(lines), 0, -1):
        after[number] = last or number
        stripped = lines[number - 1].strip()
        if stripped and not stripped.startswith("#"):
            last = number
    return after


def _text_spans(root: Node, lines: list[str]) -> list[Span]:
    """Places of keys and of quoted and block text, where a '#' begins no comment; in order, and none in another."""
    spans: set[Span] = set()
    todo, seen = [root], {id(root)}
    while todo:
        node = todo.pop()
        if node.quoted:
            is_block = lines[node.span.line - 1][node.span.col - 1 : node.span.col] in ("|", ">")
            # The line of the '|' itself may end in a comment.
            spans.add(node.span._replace(line=node.span.line + 1, col=1) if is_block else node.span)
        spans.update((node.keys or {}).values())
        for child in node.entries.values() if node.entries else node.items or ():
            if id(child) not in seen:
                seen.add(id(child))
                todo.append(child)
    return sorted(spans)
