"""From what would mend a finding to characters: how the place is written decides, its quotes, its commas, its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from supportpolicy.diagnostics import Diagnostic, Fix, Remedy, Span
from supportpolicy.formatting.edits import Lines

_AS_IT_IS = re.compile(r"(?!-\s|\?\s)[^\s\"'\[\]{},#&*!|>%@`:](?:[^\s\[\]{},:#]|:(?=\S)|(?<=\S)#| (?=[^\s#]))*")
"""Text that needs no quotes anywhere, between brackets neither."""
_INSIDE_QUOTES = re.compile(r"[^\"'\\\n]*")
_CODES = re.compile(r"\[([^\]]*)\]")
_LONGEST_SHOWN = 40


def settled(findings: Iterable[Diagnostic], texts: Mapping[str, str]) -> list[Diagnostic]:
    """The findings, each with the fix that its remedy comes to at its place; without one where that is not plain.

    `texts` are the files by the path that spans carry, lines ended by a line feed.
    """
    lines: dict[str, Lines] = {}
    done: list[Diagnostic] = []
    for finding in findings:
        remedy = finding.remedy
        if remedy is not None and finding.fix is None:
            span = remedy.span or finding.span
            if span.path not in lines and span.path in texts:
                lines[span.path] = Lines(texts[span.path])
            if span.path in lines:
                finding = finding._replace(fix=fix_of(remedy, span, lines[span.path]))
        done.append(finding)
    return done


def fix_of(remedy: Remedy, span: Span, lines: Lines) -> Fix | None:
    """The fix that a remedy comes to, or None where the place is written in a way that leaves it open."""
    match remedy.how:
        case "word" | "part" | "yaml":
            found = _replaced(remedy, span, lines)
        case "remove":
            found = _removed(span, lines)
        case _:
            found = _comment(remedy, span, lines)
    if found is None:
        return None
    where, replacement = found
    return Fix(where, replacement, _described(lines.slice(where).strip(), replacement.strip()), remedy.sure)


def _replaced(remedy: Remedy, span: Span, lines: Lines) -> tuple[Span, str] | None:
    written, old, new = lines.slice(span), remedy.old, remedy.instead
    if remedy.how == "yaml":
        fits = not old or written in (old, f"'{old}'", f'"{old}"')
        return (span, new) if fits and written[:1] not in ("*", "&") else None
    if not old or "\n" in old or "\n" in new:
        return None
    if written == old and remedy.how == "word":
        if _AS_IT_IS.fullmatch(new):
            return span, new
        return (span, f'"{_escaped(new)}"') if _is_whole(span, lines) else None
    if not _INSIDE_QUOTES.fullmatch(new):
        return None
    # In quotes, or a word within a longer text: a placeholder of a message, the argument of an event.
    if written.count(old) != 1 or written.startswith(("*", "&")):
        return None
    at = written.index(old)
    before, after = written[at - 1 : at] if at else "", written[at + len(old) : at + len(old) + 1]
    if (before.isalnum() and old[0].isalnum()) or (after.isalnum() and old[-1].isalnum()):
        return None
    begin = _moved(span, written[:at])
    return span._replace(line=begin[0], col=begin[1], end_line=begin[0], end_col=begin[1] + len(old)), new


def _is_whole(span: Span, lines: Lines) -> bool:
    """Whether nothing stands beside the characters that could be part of the same value."""
    before = lines.text[: lines.offset(span.line, span.col)][-1:]
    after = lines.text[lines.offset(span.end_line, span.end_col) :][:1]
    return before in ("", " ", "\n", "[", "{", ",") and after in ("", " ", "\n", "]", "}", ",", ":")


def _moved(span: Span, over: str) -> tuple[int, int]:
    breaks = over.count("\n")
    return span.line + breaks, len(over) - over.rfind("\n") if breaks else span.col + len(over)


def _removed(span: Span, lines: Lines) -> tuple[Span, str] | None:
    """The span without which the item or entry at `span` is gone, with one comma or its whole lines."""
    text = lines.text
    start, end = lines.offset(span.line, span.col), lines.offset(span.end_line, span.end_col)
    if "#" in text[start:end] or text[start : start + 1] in ("&", ""):
        return None
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    before, after = text[line_start:start], text[end:line_end]
    if re.fullmatch(r" *(?:- )?", before) and not after.strip():
        # The first entry of an item stands behind its dash; without it the dash would be left alone.
        if "-" in before and text[start:end].count("\n"):
            return None
        last = min(line_end + 1, len(text))
        return Span(span.path, span.line, 1, *_place(text, last)), ""
    comma = re.match(r" *, *(?=[^\s#])", after)
    if comma and re.search(r"[\[{,] *\Z", before):
        return span._replace(end_col=span.end_col + comma.end()), ""
    comma = re.search(r" *, *\Z", before)
    if comma and re.match(r" *[\]},](?! *#)", after):
        return span._replace(col=span.col - len(comma[0])), ""
    return None


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _comment(remedy: Remedy, span: Span, lines: Lines) -> tuple[Span, str] | None:
    """A comment without some of its codes, or nothing of it and of the spaces before it."""
    written = lines.slice(span)
    codes = _CODES.search(written)
    if codes is None:
        return None
    lost = {code.strip().casefold() for code in remedy.old.split(",")}
    kept = [part.strip() for part in codes[1].split(",") if part.strip() and part.strip().casefold() not in lost]
    if kept:
        return span.inside(codes.start(1), len(codes[1])), ", ".join(kept)
    start = lines.offset(span.line, 1)
    before = lines.text[start : lines.offset(span.line, span.col)]
    if before.strip():
        return span._replace(col=len(before.rstrip()) + 1), ""
    if lines.offset(span.line + 1, 1) == len(lines.text) and not lines.text.endswith("\n"):
        return span._replace(col=1), ""
    return Span(span.path, span.line, 1, span.line + 1, 1), ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _described(old: str, new: str) -> str:
    if old and old.split() == new.split():
        return "write spaces instead of tabs"
    if "\n" in old or "\n" in new or len(old) > _LONGEST_SHOWN or len(new) > _LONGEST_SHOWN:
        return "change these lines" if new else "remove this"
    return f"write {new} instead of {old}" if new else f"remove {old}"
