"""Columns as questions to a value: in which of its classes does it lie?"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from supportpolicy.clock.instants import day_number, to_epoch
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import FLAG_NO, FLAG_YES, Column, cut_key
from supportpolicy.compiled.tables import Duration
from supportpolicy.engine.values import Facts, Money, Value
from supportpolicy.engine.windows import Windows, parse_duration


class Scene(NamedTuple):
    """What a question may look at beside the value: the moment of the decision and the other facts."""

    now: int
    """Seconds since 1970."""
    facts: Facts
    windows: Windows


class Question(Protocol):
    """A column that can be asked for the class of a value that is there."""

    def class_of(self, value: Value, scene: Scene) -> int:
        """The number of the class, never that of absence."""


class Words(NamedTuple):
    """A column of words."""

    classes: Mapping[Value, int]

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        return self.classes.get(value, 1)


class Ranges(NamedTuple):
    """A column of numbers, durations (in minutes) or sums of one currency."""

    keys: tuple[tuple[Decimal, bool], ...]
    currency: str | None

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        if type(value) is Decimal:
            return 1 + bisect_right(self.keys, (value, False))
        if isinstance(value, Money):
            if value.currency != self.currency:
                return len(self.keys) + 2
            return 1 + bisect_right(self.keys, (value.amount, False))
        if isinstance(value, dt.timedelta):
            value = Decimal(value // dt.timedelta(microseconds=1)) / 60_000_000
        assert isinstance(value, Decimal)
        return 1 + bisect_right(self.keys, (value, False))


class Dates(NamedTuple):
    """A column of instants cut at local midnights of the policy's zone."""

    days: tuple[int, ...]

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        assert isinstance(value, dt.datetime)
        return 1 + bisect_right(self.days, scene.windows.day(to_epoch(value)))


class Present(NamedTuple):
    """A flag that asks for nothing but being there."""

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        return FLAG_YES


class Has(NamedTuple):
    """Whether a word is among the tags."""

    word: str

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        assert isinstance(value, frozenset)
        return FLAG_YES if self.word in value else FLAG_NO


class Mentions(NamedTuple):
    """Whether a text has a phrase in it, whatever the case of its letters."""

    phrase: str

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        assert isinstance(value, str)
        return FLAG_YES if self.phrase in value.casefold() else FLAG_NO


class During:
    """Whether somebody is there at an instant. Hours that are the same for every ticket are looked up once."""

    __slots__ = ("_openings", "calendar")

    def __init__(self, calendar: str) -> None:
        self.calendar = calendar
        self._openings: OpenIntervals | None = None

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        assert isinstance(value, dt.datetime)
        openings = self._openings
        if openings is None:
            clocks = scene.windows.clocks
            name = clocks.chosen(self.calendar, scene.facts.get)
            if name is None:
                return FLAG_NO  # no case fits the ticket: no hours are known, so nobody is there
            openings = clocks.clock(name).openings
            if not clocks.depends_on(self.calendar):
                self._openings = openings
        return FLAG_YES if openings.is_open(to_epoch(value)) else FLAG_NO


class Window(NamedTuple):
    """Whether an instant lies so near the moment of the decision: within, in_next or older_than."""

    operator: str
    limit: Duration

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        assert isinstance(value, dt.datetime)
        instant, now = to_epoch(value), scene.now
        if self.operator == "in_next":
            holds = instant > now and scene.windows.near(now, instant, self.limit, scene.facts.get)
        else:
            holds = instant <= now and scene.windows.near(instant, now, self.limit, scene.facts.get) == (
                self.operator == "within"
            )
        return FLAG_YES if holds else FLAG_NO


class Against(NamedTuple):
    """A comparison with another fact of the same kind; where that one is missing, no."""

    operator: str
    other: str
    ranks: tuple[str, ...]
    """Of ranked words: highest first."""

    def class_of(self, value: Value, scene: Scene) -> int:
        """See Question."""
        other = scene.facts.get(self.other)
        return FLAG_YES if other is not None and self._holds(value, other) else FLAG_NO

    def _holds(self, value: Value, other: Value) -> bool:
        if isinstance(value, Money) and isinstance(other, Money):
            return value.currency == other.currency and _compared(self.operator, value.amount, other.amount)
        if self.ranks:
            if value not in self.ranks or other not in self.ranks:
                return False
            # The highest stands first.
            return _compared(self.operator, -self.ranks.index(str(value)), -self.ranks.index(str(other)))
        for kind in (Decimal, dt.timedelta, dt.datetime):
            if isinstance(value, kind) and isinstance(other, kind):
                return _compared(self.operator, value, other)
        return self.operator == "equals" and value == other


def _compared(operator: str, value: Any, other: Any) -> bool:
    match operator:
        case "before" | "below":
            return bool(value < other)
        case "after" | "above":
            return bool(value > other)
        case "at_least":
            return bool(value >= other)
        case "at_most":
            return bool(value <= other)
        case _:
            return bool(value == other)


def question_of(column: Column, fact: Fact | None) -> Question:
    """A column as a question. `fact` is the one it is cut from; None for a decided attribute."""
    if column.probe is not None:
        return _probe(column.probe.operator, column.probe.operand, fact)
    if column.kind == "values":
        return Words(words_of(column))
    if column.type == "time":
        return Dates(tuple(day_number(dt.date.fromisoformat(cut.value)) for cut in column.cuts))
    keys = (cut_key(cut, column.type) for cut in column.cuts)
    return Ranges(tuple((Decimal(value), after) for value, after in keys), column.currency)


def words_of(column: Column) -> dict[Value, int]:
    """The named classes of a column of words; of a boolean by its truth values."""
    if column.type == "boolean":
        return {value == "true": number for number, value in enumerate(column.values, 2)}
    return {value: number for number, value in enumerate(column.values, 2)}


def _probe(operator: str, operand: str, fact: Fact | None) -> Question:
    match operator:
        case "present":
            return Present()
        case "has":
            return Has(operand)
        case "mentions":
            return Mentions(operand)
        case "during":
            return During(operand)
        case "within" | "in_next" | "older_than":
            return Window(operator, parse_duration(operand))
        case _:
            ranked = fact is not None and fact.type == "choice" and operator != "equals"
            return Against(operator, operand, fact.values if ranked and fact is not None else ())
