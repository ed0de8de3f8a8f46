"""Choices drawn from hypothesis one by one, in words."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

ODD_TEXTS = (
    "",
    " ",
    "no",
    "null",
    "~",
    "22:00",
    "0123",
    "1e3",
    "-1",
    "99999999999999999999",
    "25:00",
    "2026-02-30",
    "9999-12-31",
    "0000-00-00",
    "0m",
    "999999999h",
    "1bd",
    "-5d",
    "1000%",
    "1.5.5",
    "200 XXX",
    "1e400 EUR",
    "{requester.first_name}",
    "{",
    "a\nb",
    "\t",
    "\u00e9\u0301",
    "日本語",
    "\U0001f600",
    "\u202e",
    "\u2028",
    "\x85",
    "e" * 200,
    "mon-fri",
    "sun 23:59 - sun 23:59",
    "entered:",
    "changed:nothing",
    "entered:entered:open",
    "always",
    "team",
    "otherwise",
    "none",
)
"""Values that are easily taken for something else."""
WRONG_KINDS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    10**40,
    1.5,
    -0.0,
    float("inf"),
    float("nan"),
    [],
    {},
    [[]],
    [{}],
)


class Chooser:
    """Draws small choices; fewer and earlier ones are what hypothesis shrinks towards."""

    def __init__(self, data: st.DataObject) -> None:
        self._draw = data.draw

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._draw(st.integers(least, most))

    def one_of(self, values: Sequence[T]) -> T:
        """One of some values."""
        return values[self.number(0, len(values) - 1)]

    def rarely(self, one_in: int) -> bool:
        """True about once in so many times; hypothesis prefers False."""
        return self.number(1, one_in) == one_in

    def odd(self) -> Any:
        """Something that does not belong here."""
        return self.one_of(WRONG_KINDS) if self.rarely(2) else self.one_of(ODD_TEXTS)

    def bytes(self, most: int) -> bytes:
        """Any bytes."""
        return self._draw(st.binary(max_size=most))

    def text(self, most: int) -> str:
        """Any characters."""
        return self._draw(st.text(max_size=most))
