"""Matchers as Alertmanager reads them: `name="word"`, `!=`, `=~`, `!~`, several joined by commas.

Source of each rule: configuration.md of 0.25, <matcher>. A label that is missing is the same as one with an empty word; an
expression must match the whole word; within quotes a backslash makes the next quote, backslash or n itself or a line break.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_NAME = re.compile(r"\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*", re.ASCII)
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n"}


class Matcher(NamedTuple):
    """One test of one label."""

    name: str
    operator: str
    value: str
    pattern: re.Pattern[str] | None = None

    def holds(self, labels: Mapping[str, str]) -> bool:
        """Whether an alert with these labels passes."""
        word = labels.get(self.name, "")
        found = self.pattern.fullmatch(word) is not None if self.pattern is not None else word == self.value
        return found != self.operator.startswith("!")

    @property
    def text(self) -> str:
        """How Alertmanager names it in the key of a group."""
        return f"{self.name}{self.operator}{self.value!r}"


def parsed(text: str) -> list[Matcher]:
    """The matchers of one line. Raises ValueError for what Alertmanager refuses."""
    rest = text.strip()
    if rest.startswith("{") and rest.endswith("}"):
        rest = rest[1:-1]
    found: list[Matcher] = []
    while rest.strip():
        head = _NAME.match(rest)
        if head is None:
            raise ValueError(f"'{text}' is not a matcher")
        value, rest = _value(rest[head.end() :], text)
        found.append(_matcher(head[1], head[2], value, text))
        rest = rest.strip()
        if rest:
            if not rest.startswith(","):
                raise ValueError(f"'{text}' has something after the value")
            rest = rest[1:]
    if not found:
        raise ValueError("an empty matcher")
    return found


def _value(rest: str, whole: str) -> tuple[str, str]:
    """The value at the beginning, and what follows it."""
    if not rest.startswith('"'):
        bare, comma, after = rest.partition(",")
        if '"' in bare:
            raise ValueError(f"'{whole}' has a quote within a value")
        return bare.strip(), comma + after
    found: list[str] = []
    place = 1
    while place < len(rest):
        char = rest[place]
        if char == '"':
            return "".join(found), rest[place + 1 :]
        if char == "\\" and place + 1 < len(rest):
            following = rest[place + 1]
            found.append(_ESCAPES.get(following, char + following))
            place += 2
            continue
        found.append(char)
        place += 1
    raise ValueError(f"'{whole}' has a quote that is not closed")


def _matcher(name: str, operator: str, value: str, whole: str) -> Matcher:
    if not operator.endswith("~"):
        return Matcher(name, operator, value)
    try:
        return Matcher(name, operator, value, re.compile(value))
    except re.error as bad:
        raise ValueError(f"'{whole}' is no expression: {bad}") from None
