"""What the YAML parser's short messages mean to somebody who has never seen one."""

from __future__ import annotations

import re
from typing import Any

import yaml

from supportpolicy.diagnostics import Diagnostic, Related, Span
from supportpolicy.source import kinds

# libyaml's own words (src/scanner.c, src/parser.c) -> (what is wrong, what to do).
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a ': ' stands where no key can begin",
        "check the indentation of this line, and put text that contains ': ' in quotes",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above it",
        "indent it like its neighbours; put text that begins with a quote, a brace or a bracket in quotes as a whole",
    ),
    (
        "did not find expected '-' indicator",
        "a list ends here in the wrong place",
        "begin each item of the list with '- ' in the same column",
    ),
    (
        "could not find expected ':'",
        "a key without ':' after it",
        "write 'key: value', with a space after the colon",
    ),
    (
        "did not find expected ',' or ']'",
        "a list in brackets is not closed",
        "separate its items by commas and end it with ']'",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping in braces is not closed",
        "separate its entries by commas and end it with '}'",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark is never closed",
        "add the closing quotation mark",
    ),
    (
        "found character that cannot start any token",
        "this character cannot begin a value",
        "put the value in quotes",
    ),
    (
        "found unknown escape character",
        "a backslash in double quotes begins a code, and this one does not exist",
        "write two backslashes, or use single quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list item begins where none can be",
        "put the list on the lines below its key, each item with '- '",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "a star or an ampersand begins a name in YAML, and none follows",
        "put the value in quotes",
    ),
    ("found undefined tag handle", "a word that begins with '!' is a YAML tag", "put the value in quotes"),
    (
        "did not find expected node content",
        "a value is missing here",
        "write a value, or remove the comma before this place",
    ),
    (
        "did not find expected <document start>",
        "nothing may follow the end of the policy here",
        "check the indentation: a line may stand too far to the left, or a bracket may close too early",
    ),
    (
        "found duplicate anchor",
        "the same anchor is set twice",
        "give the second one another name",
    ),
    (
        "did not find expected comment or line break",
        "something follows the '|' or '>' of a block of text",
        "begin the text on the next line, indented",
    ),
    (
        "found a tab character",
        "a tab stands where YAML wants spaces",
        "replace it by spaces",
    ),
)
_WHERE_FROM = {
    "while parsing a block mapping": "the mapping begins here",
    "while parsing a block collection": "the list begins here",
    "while parsing a flow sequence": "the list begins here",
    "while parsing a flow mapping": "the mapping begins here",
    "while scanning a quoted scalar": "the quotation begins here",
    "while scanning a simple key": "the key is here",
}
_LEADING_TAB = re.compile(r"^ *\t[ \t]*(?=[^ \t\n#])", re.MULTILINE)


def explain_yaml_error(error: yaml.YAMLError, text: str, path: str) -> Diagnostic:
    """A finding for what the parser could not read, at the character where it gave up."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    context = str(getattr(error, "context", "") or "")
    # An unclosed quotation is noticed at the end of the file; what helps is where it began.
    shown = context_mark if context_mark is not None and "quoted scalar" in context else mark
    span = _mark_span(shown or context_mark, text, path)
    related: tuple[Related, ...] = ()
    note = _WHERE_FROM.get(context)
    if note and context_mark is not None and shown is not context_mark:
        begun = _mark_span(context_mark, text, path)
        if begun.line != span.line:
            related = (Related(begun, note),)
    for words, meaning, advice in _MEANINGS:
        if words in problem:
            return kinds.SYNTAX.at(span, meaning, help=advice, related=related)
    return kinds.SYNTAX.at(span, f"this is not YAML: {problem}", help="put the value in quotes", related=related)


def stray_tab(text: str, path: str) -> Diagnostic | None:
    """The first tab that indents a line; asked only where the parser gave up, so tabs inside text never matter."""
    found = _LEADING_TAB.search(text)
    if found is None:
        return None
    position = text.index("\t", found.start())
    line = text.count("\n", 0, position) + 1
    col = position - (text.rfind("\n", 0, position) + 1) + 1
    more = len(_LEADING_TAB.findall(text)) - 1
    also = f" (as on {more} more line{'s' if more > 1 else ''})" if more else ""
    return kinds.TAB.at(
        Span(path, line, col, line, col + 1),
        f"a tab stands where YAML wants spaces{also}",
        help="replace tabs by spaces, two for each level; most editors have a command for it",
    )


def _mark_span(mark: Any, text: str, path: str) -> Span:
    if mark is None:
        return Span(path, 1, 1, 1, 1)
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1)
    col = mark.column
    if line != mark.line or (line and col == 0 and not lines[line].strip()):
        # Past the end: point behind the last thing that was written.
        while line and not lines[line].strip():
            line -= 1
        col = len(lines[line].rstrip())
    col = min(col, len(lines[line]))
    return Span(path, line + 1, col + 1, line + 1, min(col + 1, max(len(lines[line]), col)) + 1)
