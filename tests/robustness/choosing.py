"""Choices drawn from hypothesis one by one, in words."""

from collections.abc import Sequence
from functools import cache
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


_whole_numbers = cache(st.integers)
_bytes = cache(st.binary)
_texts = cache(st.text)


class Chooser:
    """Draws small choices, with what `st.composite` hands to a function."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._draw(_whole_numbers(least, most))

    def one_of(self, values: Sequence[T]) -> T:
        """One of some values."""
        return values[self.number(0, len(values) - 1)] if len(values) > 1 else values[0]

    def rarely(self, one_in: int) -> bool:
        """True about once in so many times."""
        return self.number(1, one_in) == one_in

    def odd(self) -> Any:
        """Something that does not belong here."""
        return self.one_of(WRONG_KINDS) if self.rarely(2) else self.one_of(ODD_TEXTS)

    def bytes(self, most: int) -> bytes:
        """Any bytes."""
        return self._draw(_bytes(max_size=most))

    def text(self, most: int) -> str:
        """Any characters."""
        return self._draw(_texts(max_size=most))
