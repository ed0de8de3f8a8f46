"""Quotes: none around a plain word, and else double ones."""

from __future__ import annotations

import re

from supportpolicy.formatting.edits import Edit
from supportpolicy.formatting.tokens import Token
from supportpolicy.source.scalars import resolve

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TAKEN_FOR_OTHERS = frozenset("y n yes no on off true false null".split())
"""Words that some readers of YAML do not take for words: quotes around them stay."""
_NEEDS_ITS_QUOTES = re.compile(r"[\"\\\n]|[^\x20-\x7e\u00a0-\ufefe\uff00-\ufffd]")


def quote_edits(text: str, tokens: list[Token]) -> list[Edit]:
    """The edits that take needless quotes away. Sentences keep theirs: there they are the author's taste."""
    found: list[Edit] = []
    for token in tokens:
        written = text[token.start : token.end]
        value = token.value
        plain = written[1:-1].replace("''", "'") if token.style == "'" else written[1:-1]
        if token.kind != "scalar" or token.style not in ("'", '"') or plain != value:
            continue
        if _WORD.fullmatch(value) and value.casefold() not in _TAKEN_FOR_OTHERS and resolve(value) == value:
            found.append(Edit(token.start, token.end, value))
        elif token.style == "'" and not _NEEDS_ITS_QUOTES.search(value):
            found.append(Edit(token.start, token.end, f'"{value}"'))
    return found
