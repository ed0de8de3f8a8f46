"""What is wrong with a ticket, in words that name the ticket, the field, the value and what was expected."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from supportpolicy.diagnostics import closest, quoted_list

_MOST_SHOWN = 60
_MOST_BITS = 200


class Problem(NamedTuple):
    """One thing that is wrong with a ticket."""

    ticket: str
    """Which ticket: `ticket 4711`, `line 3`, `line 3, ticket 4711`."""
    field: str
    """A fact, a part of an event such as `events[2].at`, or `the ticket` itself."""
    value: str
    """What was there, as it may be shown."""
    expected: str

    def __str__(self) -> str:
        return f"{self.ticket}: {self.field} is {self.value}; expected {self.expected}"


class BadTicket(Exception):
    """A ticket that cannot be taken; carries everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Unfit(ValueError):
    """A value does not fit; its text says what was expected, and `at` where inside a value of several parts."""

    def __init__(self, expected: str, at: str = "") -> None:
        super().__init__(expected)
        self.at = at


class Unusable:
    """What JSON can write and a ticket cannot hold, such as NaN; kept until it is known whose value it is."""

    def __init__(self, text: str) -> None:
        self.text = text


class TooManyDigits(Unusable):
    """A number with more digits than anybody means; `text` says how many."""


def shown(value: Any) -> str:
    """A value as a message repeats it: on one line, short, whatever it is."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{short(value)}"'
        case int():
            return str(value) if value.bit_length() < _MOST_BITS else "a very large number"
        case Decimal():
            return short(str(value))
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case Unusable():
            return short(value.text)
        case _:
            return short(repr(value)) if isinstance(value, float) else f"a {type(value).__name__}"


def one_of(word: str, known: Collection[str], what: str = "") -> str:
    """What was expected of a word that is none of the known ones, with the one that was probably meant."""
    near = closest(word[:_MOST_SHOWN], known)
    hint = f" (did you mean '{near}'?)" if near is not None else ""
    if not what:
        return f"one of {_listed(known)}{hint}"
    return f"{what}{hint}" if hint or not known else f"{what}: {_listed(known)}"


def _listed(names: Collection[str]) -> str:
    return quoted_list(names) if len(names) > 12 else ", ".join(names)


def short(text: str) -> str:
    """Text as a message repeats it: cut, and without what cannot be printed."""
    text = text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
