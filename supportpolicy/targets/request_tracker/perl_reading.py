"""The exported configuration read back: a strict reader of the small part of Perl that it is written in.

It takes what Perl would take of these files and nothing else: a file that somebody edited by hand into something that this
reader does not know is refused, rather than understood otherwise than Perl would.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n]*)
  | (?P<single>'(?:[^'\\]|\\.)*')
  | (?P<double>"(?:[^"\\$@]|\\x\{[0-9a-f]+\})*")
  | (?P<set>Set\(%(?P<option>\w+),)
  | (?P<word>undef|use\ utf8;|1;(?=\s*\Z))
  | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?![\w.]))
  | (?P<sign>=>|[{}\[\](),;])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(['\\])")
_CODE = re.compile(r"\\x\{([0-9a-f]+)\}")
_MOST_NESTED = 60


class Token(NamedTuple):
    """A word of the file and the line on which it stands."""

    kind: str
    text: str
    line: int


def options_of(text: str) -> dict[str, dict[str, Any]]:
    """The options that a file sets, by name. Raises ValueError with a sentence where it is not what Perl would take."""
    return _Reader(_tokens(text)).file()


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"line {line} of the configuration cannot be read: {text[at : at + 40]!r}")
        kind = str(match.lastgroup if match.lastgroup != "option" else "set")
        if match["set"]:
            found.append(Token("set", match["option"], line))
        elif kind != "space":
            found.append(Token(kind, match.group(), line))
        line += match.group().count("\n")
        at = match.end()
    return found


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def file(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        if not self.took("use utf8;"):
            self.fail("the configuration must begin with 'use utf8;', or names are read as bytes")
        while self.peek().kind == "set":
            name = self.next().text
            if name in found:
                self.fail(f"%{name} is set twice")
            found[name] = self.pairs(")", 0)
            self.want(";")
        self.want("1;")
        if self.peek().kind != "end":
            self.fail("something stands after the end")
        return found

    def value(self, depth: int) -> Any:
        if depth > _MOST_NESTED:
            self.fail("too many brackets within each other")
        token = self.next()
        match token.kind:
            case "single":
                return _ESCAPED.sub(r"\1", token.text[1:-1])
            case "double":
                return _CODE.sub(lambda code: chr(int(code[1], 16)), token.text[1:-1])
            case "number":
                return Decimal(token.text) if "." in token.text else int(token.text)
        match token.text:
            case "undef":
                return None
            case "{":
                return self.pairs("}", depth + 1)
            case "[":
                return self.items(depth + 1)
        raise self.wrong(f"'{token.text}' is no value")

    def pairs(self, closing: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self.took(closing):
            key = self.value(depth)
            if not isinstance(key, (str, int)):
                self.fail("a key must be a string or a number")
            self.want("=>")
            if str(key) in found:
                self.fail(f"'{key}' is there twice")
            found[str(key)] = self.value(depth)
            if not self.took(","):
                self.want(closing)
                break
        return found

    def items(self, depth: int) -> list[Any]:
        found: list[Any] = []
        while not self.took("]"):
            found.append(self.value(depth))
            if not self.took(","):
                self.want("]")
                break
        return found

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("end", "the end of the file", 0)

    def next(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def took(self, text: str) -> bool:
        there = self.peek().text == text and self.peek().kind in {"sign", "word"}
        self.at += there
        return there

    def want(self, text: str) -> None:
        if not self.took(text):
            self.fail(f"'{text}' is missing before '{self.peek().text}'")

    def fail(self, why: str) -> NoReturn:
        raise self.wrong(why)

    def wrong(self, why: str) -> ValueError:
        line = self.tokens[min(self.at, len(self.tokens) - 1)].line if self.tokens else 1
        return ValueError(f"line {line} of the configuration cannot be read: {why}")
