"""What a YAML text is made of, piece by piece: the pieces keep their characters, only what stands between them is form."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

import yaml
from yaml._yaml import CParser

Kind = Literal["open map", "open list", "close", "begin key", "dash", "colon", "scalar", "anchor", "alias", "start", "comma", "[", "]", "end"]  # fmt: skip
_KINDS: dict[type, Kind] = {
    yaml.BlockMappingStartToken: "open map",
    yaml.BlockSequenceStartToken: "open list",
    yaml.BlockEndToken: "close",
    yaml.KeyToken: "begin key",
    yaml.BlockEntryToken: "dash",
    yaml.ValueToken: "colon",
    yaml.ScalarToken: "scalar",
    yaml.AnchorToken: "anchor",
    yaml.AliasToken: "alias",
    yaml.DocumentStartToken: "start",
    yaml.FlowEntryToken: "comma",
    yaml.FlowSequenceStartToken: "[",
    yaml.FlowMappingStartToken: "[",
    yaml.FlowSequenceEndToken: "]",
    yaml.FlowMappingEndToken: "]",
    yaml.StreamEndToken: "end",
}
INVISIBLE = ("open map", "open list", "close", "begin key")
"""Kinds of tokens that take no characters: where a block begins and ends, and where a key comes."""
_KEEP = re.compile(r"[|>]\d?\+")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*")


class CannotFormat(Exception):
    """A text that is left as it is; says why, and on which line."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.why = why
        self.line = line


class Token(NamedTuple):
    """One piece: its characters by offset, and the line and column it begins at, both from 0."""

    kind: Kind
    start: int
    end: int
    line: int
    col: int
    style: str = ""
    """Of a scalar: `'`, `"`, `|`, `>` or nothing."""
    value: str = ""

    @property
    def keeps_breaks(self) -> bool:
        """Whether the empty lines after this text belong to it."""
        return self.style == "+"


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text that YAML can be made of; its lines end in line feeds. Raises CannotFormat."""
    parser = CParser(text)
    found: list[Token] = []
    try:
        while True:
            raw: Any = parser.get_token()
            if raw is None:
                return found
            if type(raw) is yaml.StreamStartToken:
                continue
            kind = _KINDS.get(type(raw))
            if kind is None or (kind == "begin key" and raw.start_mark.index != raw.end_mark.index):
                raise CannotFormat(_ODD, raw.start_mark.line + 1)
            if kind == "start" and found:
                raise CannotFormat(_ODD, raw.start_mark.line + 1)
            found.append(_token(kind, raw, text))
    except yaml.YAMLError:
        raise CannotFormat("it is not YAML; 'supportpolicy check' says where", 1) from None


_ODD = "it uses a part of YAML that a policy does not need, such as '?', '!', '%' or '...'"


def _token(kind: Kind, raw: Any, text: str) -> Token:
    start, end = raw.start_mark.index, raw.end_mark.index
    style, value = "", ""
    if kind == "scalar":
        style, value = raw.style or "", raw.value
        if style in ("|", ">"):
            style = "+" if _KEEP.match(text, start) or "+" in text[start : start + 3] else style
            end = _end_of_block(text, start, end, keep=style == "+")
    return Token(kind, start, end, raw.start_mark.line, raw.start_mark.column, style, value)


def _end_of_block(text: str, start: int, end: int, *, keep: bool) -> int:
    """Where the last line of a block of text ends; the parser counts the line feed and empty lines in."""
    if keep:
        return end - 1 if text[end - 1 : end] == "\n" else end
    written = text[start:end].rstrip("\n ")
    # Spaces at the end of the last line are part of the text.
    last = start + len(written)
    stop = text.find("\n", last, end)
    return end if stop < 0 else stop


def block_lines(text: str, token: Token) -> int:
    """The offset of the first line of a block of text, behind the line of its sign."""
    stop = text.find("\n", token.start, token.end)
    return token.end if stop < 0 else stop + 1


def comments_of(text: str, tokens: list[Token]) -> list[str]:
    """All comments in order, without spaces at their end."""
    found: list[str] = []
    done = 0
    for token in tokens:
        if token.kind in INVISIBLE:
            continue
        found += _comments(text[done : token.start])
        if token.style in ("|", ">", "+"):
            found += _comments(_HEADER.sub("", text[token.start : block_lines(text, token)]))
        done = max(done, token.end)
    return [*found, *_comments(text[done:])]


def _comments(gap: str) -> list[str]:
    return [line.strip() for line in gap.split("\n") if line.lstrip(" \t").startswith("#")]
