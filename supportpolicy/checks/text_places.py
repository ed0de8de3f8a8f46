"""Where in the file a piece of a message stands."""

from __future__ import annotations

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Words
from supportpolicy.language.policy import Policy


def piece_of(words: Words, start: int, length: int, policy: Policy) -> Span:
    """The place of some characters of a text: of a text over several lines the line that has them, if there is one."""
    span = words.span
    if span.line == span.end_line:
        quoted = span.end_col - span.col == len(words.text) + 2
        return span.inside(start + int(quoted), length)
    piece = words.text[start : start + length]
    source = next((source for source in policy.files if source.path == span.path), None)
    lines = source.text.split("\n")[span.line - 1 : span.end_line] if source is not None else []
    # How often it came before in the text, so that of two the right one is found.
    before = words.text.count(piece, 0, start)
    for number, line in enumerate(lines, span.line):
        at = line.find(piece, span.col - 1 if number == span.line else 0)
        while at >= 0:
            if before == 0:
                return Span(span.path, number, at + 1, number, at + 1 + len(piece))
            before -= 1
            at = line.find(piece, at + len(piece))
    return span
