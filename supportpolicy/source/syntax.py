"""What the YAML parser's short messages mean to somebody who has never seen one."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from supportpolicy.diagnostics import Diagnostic, Related, Remedy, Span
from supportpolicy.source import kinds
from supportpolicy.source.limits import shown
from supportpolicy.source.syntax_table import MEANINGS, Point

_DIRECTIVE = ("a policy has no lines that begin with '%'", "remove the line, or put the text in quotes")
_LONGEST_KEY = 1024
"""YAML 1.2.2, 7.4.2."""
_CLOSING = {"[": "]", "{": "}"}
_LEADING_TAB = re.compile(r"^ *\t[ \t]*(?=[^ \t\n#])", re.MULTILINE)
_TAB_BEFORE = re.compile(r"^ *\t[ \t]*(?=[^ \t\n])")
"""The same, before comments too."""
_KEY_BEFORE = re.compile(r"""[ ]*(?:-[ ]+)*[^\s#\[{-].*?:[ ]""")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_NO_SPACE = re.compile(r"[\w-]+:\S")


class Around(NamedTuple):
    """What the parser was in the middle of when it gave up."""

    bracket: Span | None = None
    """The innermost '[' or '{' that is still open."""
    closed: Span | None = None
    """The value read last, where it was one in quotes, brackets or braces."""


class _Place(NamedTuple):
    """Where the parser gave up, and what it said."""

    path: str
    lines: list[str]
    problem: str
    context: str
    line: int
    """From 0, as `col`."""
    col: int
    begun: tuple[int, int] | None
    """Line and column of what it could not finish."""
    at_end: bool
    """Whether nothing follows."""

    @property
    def rest(self) -> str:
        return self.lines[self.line][self.col :]

    @property
    def char(self) -> str:
        return self.rest[:1]

    def span(self, point: Point = "here") -> Span:
        line, col = self.start(point)
        text = self.lines[line][col:].rstrip()
        if point in ("word", "word from"):
            word = _WORD.match(text)
            length = word.end() if word else min(len(text), 1)
        else:
            length = len(text) if point in ("line", "line from") else min(len(text), 1)
        return Span(self.path, line + 1, col + 1, line + 1, col + 1 + length)

    def before(self, col: int) -> Span:
        """From the first character of the line to `col`."""
        first = min(_indent(self.lines[self.line]), col)
        return Span(self.path, self.line + 1, first + 1, self.line + 1, col + 1)

    def start(self, point: Point) -> tuple[int, int]:
        return self.begun if "from" in point and self.begun is not None else (self.line, self.col)


def explain_yaml_error(error: yaml.YAMLError, text: str, path: str, around: Around) -> Diagnostic:
    """A finding for what the parser could not read, at the characters that a person would have to change."""
    place = _place(error, text, path)
    return (
        _tab(place, around)
        or _tag_or_directive(place)
        or _open_quote(place)
        or _after_closing(place, around)
        or _open_bracket(place, around)
        or _colon(place)
        or _dash_or_bracket(place, around)
        or _by_words(place)
    )


def _place(error: yaml.YAMLError, text: str, path: str) -> _Place:
    lines = text.split("\n")
    mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    line, col, at_end = _position(mark or context_mark, lines)
    begun = _position(context_mark, lines)[:2] if context_mark is not None else None
    problem = str(getattr(error, "problem", None) or error)
    return _Place(path, lines, problem, str(getattr(error, "context", None) or ""), line, col, begun, at_end)


def _position(mark: Any, lines: list[str]) -> tuple[int, int, bool]:
    """Line and column from 0, and whether the end is reached: then the place is behind the last thing written."""
    if mark is None:
        return 0, 0, False
    line = min(mark.line, len(lines) - 1)
    col = min(mark.column, len(lines[line])) if line == mark.line else len(lines[line])
    if lines[line][col:].strip(" ") or any(later.strip() for later in lines[line + 1 :]):
        return line, col, False
    while line and not lines[line].strip():
        line -= 1
    return line, min(col, len(lines[line].rstrip())) if line == mark.line else len(lines[line].rstrip()), True


def _tab(place: _Place, around: Around) -> Diagnostic | None:
    """A tab at the place, or one that indents its line. Tabs elsewhere are allowed, so they are never spoken of."""
    indent = _LEADING_TAB.match(place.lines[place.line])
    if place.char == "\t":
        col = place.col
    elif indent is not None and around.bracket is None and "quoted" not in place.context and place.col >= indent.end():
        col = indent[0].index("\t")
    elif "found a tab character" in place.problem:  # on a line that is otherwise empty
        col = place.lines[place.line].find("\t")
    else:
        return None
    others = sum(1 for number, line in enumerate(place.lines) if number != place.line and _LEADING_TAB.match(line))
    also = f" (as on {others} more line{'s' if others > 1 else ''})" if others else ""
    line = place.line + 1
    return kinds.TAB.at(
        Span(place.path, line, col + 1, line, col + 2),
        f"a tab stands where YAML wants spaces{also}",
        help="replace tabs by spaces, two for each level; most editors have a command for it",
        remedy=_spaces(place, Span(place.path, line, col + 1, line, col + 2)),
    )


def _spaces(place: _Place, tab: Span) -> Remedy | None:
    """Two spaces for each tab that indents a line. Sure only where no line is indented by spaces: else who knows how
    wide the author's tabs are?"""
    indented = [number for number, line in enumerate(place.lines) if _TAB_BEFORE.match(line)]
    if not indented:
        return Remedy(" ", True, how="yaml", span=tab)
    first, last = indented[0], indented[-1]
    lines = place.lines[first : last + 1]
    replaced = [_TAB_BEFORE.sub(lambda found: found[0].replace("\t", "  "), line) for line in lines]
    sure = not any(re.match(r"\t* +\t*[^\s#]", line) for line in place.lines)
    span = Span(place.path, first + 1, 1, last + 1, len(place.lines[last]) + 1)
    return Remedy("\n".join(replaced), sure, how="yaml", span=span)


def _tag_or_directive(place: _Place) -> Diagnostic | None:
    if "directive" in place.context + place.problem or "incompatible YAML document" in place.problem:
        return kinds.SYNTAX.at(place.span("line from"), _DIRECTIVE[0], help=_DIRECTIVE[1])
    if "<document start>" in place.problem and place.lines[0].startswith("%"):
        return kinds.SYNTAX.at(
            Span(place.path, 1, 1, 1, len(place.lines[0].rstrip()) + 1), _DIRECTIVE[0], help=_DIRECTIVE[1]
        )
    if "tag" in place.context + place.problem:
        span = place.span("word from")
        return tag_finding(span, place.lines[span.line - 1][span.col - 1 : span.end_col - 1])
    return None


def tag_finding(span: Span, word: str) -> Diagnostic:
    """The finding for a YAML tag, which `word` begins with."""
    return kinds.TAG.at(
        span,
        f"'{shown(word)}' begins with '!', which makes it a YAML tag, and a policy has none",
        help="remove it; put it in quotes if it is meant as text",
    )


def _open_quote(place: _Place) -> Diagnostic | None:
    """A quotation that the end of the file closes: what helps is where it began."""
    if place.problem in ("found unexpected end of stream", "found unexpected document indicator"):
        return kinds.SYNTAX.at(
            place.span("word from").inside(0, 1),
            "this quotation mark is never closed",
            help="add the closing quotation mark at the end of the text",
        )
    return None


def _after_closing(place: _Place, around: Around) -> Diagnostic | None:
    """Text behind a closing quotation mark or bracket: `'Don't worry'`, `{name}, hello`."""
    closed = around.closed
    if (
        closed is None
        or place.at_end
        or closed.end_line != place.line + 1
        or closed.end_col > place.col + 1
        or place.lines[place.line][closed.end_col - 1 : place.col].strip()
        or place.char in "]}"
        or "did not find expected" not in place.problem
    ):
        return None
    mark = place.lines[place.line][closed.end_col - 2]
    related: tuple[Related, ...] = ()
    what = "text goes on after the closing quotation mark"
    if mark in "]}":
        if around.bracket is not None:
            return None
        what = f"text goes on after the closing '{mark}'"
        advice = 'put quotes around the whole value if it is text, such as "{{name}}, hello"'
    elif closed.line != closed.end_line:
        related = (Related(closed._replace(end_line=closed.line, end_col=closed.col + 1), "the quotation begins here"),)
        advice = "add the closing quotation mark where the text should end"
    elif mark == "'":
        advice = "write an apostrophe inside single quotes twice (''), or put the text in double quotes"
    else:
        advice = 'put quotes around the whole value; inside double quotes, a quotation mark is written \\"'
    return kinds.SYNTAX.at(place.span("word"), what, help=advice, related=related)


def _open_bracket(place: _Place, around: Around) -> Diagnostic | None:
    """A bracket that is not closed: the file ends, or a line follows that stands no deeper than the bracket's line."""
    bracket = around.bracket
    if bracket is None or place.char in ("]", "}"):
        return None
    opened, line = place.lines[bracket.line - 1], place.lines[place.line]
    outside = place.line + 1 > bracket.line and _indent(line) <= _indent(opened)
    if not place.at_end and not outside:
        return None
    mark = opened[bracket.col - 1]
    related: tuple[Related, ...] = ()
    if not place.at_end:
        related = (Related(place.before(len(line.rstrip())), "this line no longer belongs to it"),)
    return kinds.SYNTAX.at(
        bracket,
        f"this '{mark}' is never closed",
        help=f"add the closing '{_CLOSING.get(mark, mark)}'; put the value in quotes if '{mark}' belongs to the text",
        related=related,
    )


def _colon(place: _Place) -> Diagnostic | None:
    line = place.lines[place.line]
    if "could not find expected ':'" in place.problem:
        return _no_colon(place.span("line from"), place.lines)
    if "mapping values are not allowed" not in place.problem:
        return None
    if _KEY_BEFORE.match(line[: place.col]):
        return kinds.SYNTAX.at(
            place.span(),
            "a second ': ' stands on this line",
            help="put the text in quotes; if a new key is meant, begin a new line",
        )
    if place.col > _LONGEST_KEY:
        return kinds.SYNTAX.at(
            place.before(place.col),
            "this key is longer than 1,024 characters",
            help="put the text in quotes behind a short key",
        )
    above = next((number for number in range(place.line - 1, -1, -1) if place.lines[number].strip()), None)
    if above is not None and _indent(place.lines[above]) == _indent(line) and _has_no_key(place.lines[above].strip()):
        return _no_colon(place._replace(line=above, col=_indent(line)).span("line"), place.lines)
    if re.match(r" *-[^- ]", line):
        return kinds.SYNTAX.at(
            place.before(_indent(line) + 1),
            "this dash has no space after it",
            help="begin each item of a list with '- '",
            remedy=Remedy("- ", False, old="-", how="part"),
        )
    return kinds.SYNTAX.at(
        place.before(place.col),
        "this key is indented deeper than the lines above allow",
        help="begin it in the same column as the keys it belongs with; if it belongs under the line above, "
        "that line ends with its colon",
    )


def _has_no_key(text: str) -> bool:
    return text[0] not in "-#'\"[]{}" and re.search(r":(?: |$)", text) is None


def _no_colon(span: Span, lines: list[str]) -> Diagnostic:
    found = _NO_SPACE.match(lines[span.line - 1], span.col - 1)
    if found:
        key = found[0][:-1]
        return kinds.SYNTAX.at(
            span,
            "the colon has no space after it",
            help="write 'key: value', with a space after the colon",
            remedy=Remedy(f"{key} ", False, old=key, how="part"),
        )
    return kinds.SYNTAX.at(
        span,
        "this line has no ': ' after its key",
        help="write 'key: value'; indent the line if it continues the text above it",
    )


def _dash_or_bracket(place: _Place, around: Around) -> Diagnostic | None:
    """Characters that mean something in YAML, at a place where they cannot."""
    if "did not find expected" not in place.problem:
        return None
    if place.char and place.char in "]}":
        if around.bracket is None:
            what, advice = f"this '{place.char}' closes nothing", "remove it, or put the text in quotes"
        else:
            opened = place.lines[around.bracket.line - 1][around.bracket.col - 1]
            what = f"'{place.char}' stands where '{_CLOSING.get(opened, opened)}' would close the '{opened}'"
            advice = "close brackets in the opposite order of opening them"
        related = (Related(around.bracket, "this bracket is still open"),) if around.bracket else ()
        return kinds.SYNTAX.at(place.span(), what, help=advice, related=related)
    is_item = re.match(r"-(?:\s|$)", place.rest) is not None
    if is_item and around.bracket is not None:
        return kinds.SYNTAX.at(
            place.span(),
            "a '- ' item stands inside brackets",
            help="inside brackets there are only commas between the items; close the bracket first if it ends above",
        )
    if is_item and "expected key" in place.problem:
        return kinds.SYNTAX.at(
            place.span("line"),
            "a list item stands where a key belongs",
            help="put it under the key whose list it belongs to; that key's line ends with its colon",
        )
    if place.char == ":" and "did not find expected ','" in place.problem and around.bracket is not None:
        if around.bracket.line <= place.line and not re.search(r"[,{[]", place.lines[place.line][: place.col]):
            return kinds.SYNTAX.at(
                place.before(place.col),
                "a comma is missing between this and the line above",
                help="inside brackets each item but the last ends with a comma",
            )
        return kinds.SYNTAX.at(
            place.span(),
            "a second colon stands in this item",
            help="put the text in quotes, or add a comma",
        )
    if place.char == "," and "node content" in place.problem and around.bracket is not None:
        return kinds.SYNTAX.at(
            place.span(), "a value is missing here", help="write a value, or remove the comma that is too many"
        )
    return None


def _by_words(place: _Place) -> Diagnostic:
    for words, point, meaning, advice in MEANINGS:
        if words in place.problem:
            line, col = place.start(point)
            char = f"'{place.lines[line][col : col + 1]}'"
            return kinds.SYNTAX.at(
                place.span(point), meaning.replace("{char}", char), help=advice.replace("{char}", char)
            )
    return kinds.SYNTAX.at(place.span(), f"this is not YAML: {place.problem}", help="put the value in quotes")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
