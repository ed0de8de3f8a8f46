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
