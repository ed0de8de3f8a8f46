"""Characters that no reviewer can see."""

from __future__ import annotations

import re

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.source import kinds

_LINE_ENDS = "\x85\u2028\u2029"
# What YAML 1.2 allows in a stream (5.1), less the byte order mark in the middle of one, and less the three characters
# that some YAML readers and editors take for the end of a line and others do not.
_HIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def hidden_character(text: str, path: str) -> Diagnostic | None:
    """The first character that no reviewer can see and YAML does not allow, or does not treat like other tools do."""
    found = _HIDDEN.search(text)
    if found is None:
        return None
    before, code = text[: found.start()], f"U+{ord(found[0]):04X}"
    line, col = before.count("\n") + 1, found.start() - before.rfind("\n")
    what, advice = f"a control character ({code}) is hidden here", "delete it"
    if found[0] == "\0":
        what, advice = "this looks like a binary file", "a policy is plain text; check what was saved under this name"
    elif found[0] in _LINE_ENDS:
        what = f"a line separator ({code}) is hidden here"
        advice = "delete it, or press Enter in its place; it often comes along with text copied from elsewhere"
    return kinds.NOT_TEXT.at(Span(path, line, col, line, col + 1), what, help=advice)
