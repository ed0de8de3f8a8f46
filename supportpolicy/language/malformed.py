"""A value whose characters do not mean anything: the error of the small parsers."""

from __future__ import annotations


class Malformed(ValueError):
    """Text that is not what it should be.

    `message` says what is wrong, `help` what to write; `start` and `length` count characters of the text, and a
    length of 0 means all of it.
    """

    def __init__(self, message: str, help: str, start: int = 0, length: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.start = start
        self.length = length


MOST_CHARACTERS = 100
"""Far beyond any time, date or sum: Python refuses to read thousands of digits, and patterns for advice grow slow."""


def not_too_long(text: str, what: str, example: str) -> None:
    """Refuse a value that nobody would write. Raises Malformed."""
    if len(text) > MOST_CHARACTERS:
        raise Malformed(f"this is too long for {what}", f"write {example}")
