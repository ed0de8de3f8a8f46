"""Words that the author wrote, each with its place."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span


class Name(str):
    """A word of the policy: an ordinary string that also knows where it stands."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span) -> Name:
        """The word `text`, written at `span`."""
        self = super().__new__(cls, text)
        self.span = span
        return self


class Words(NamedTuple):
    """A piece of text for people, with its place. Never interpreted, but for placeholders in messages."""

    text: str
    span: Span
