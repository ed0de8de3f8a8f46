"""A policy's ticket as a new ticket at a desk: what forms and integrations would have written into fields and tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from supportpolicy.compiled.partition import Column, class_of_value
from supportpolicy.engine import Engine
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.desks.asking import Desk, home_of, name_of_classes
from supportpolicy.targets.zendesk.chosen import chosen_columns

_Class: TypeAlias = "tuple[str, str]"


class Made(NamedTuple):
    """A new ticket."""

    fields: dict[tuple[str, str], str]
    """Home and fact -> word; `("channel", "")` has the desk's own word."""
    texts: dict[str, str]
    """`subject` and `body`."""
    classes: set[tuple[str, str]]
    """What an integration says, as far as anybody asks: name of a fact or question, and class in words."""
    tags: set[str]


class Tickets:
    """Makes tickets of one policy for a desk. `asked`: the classes that somebody asks about, by name and word."""

    def __init__(self, engine: Engine, desk: Desk, asked: Callable[[str, str], bool]) -> None:
        self._engine = engine
        self._desk = desk
        self._fields: dict[str, str] = {}
        self._classes: list[tuple[int, tuple[_Class | None, ...]]] = []
        self._chosen: list[tuple[Column, tuple[_Class | None, ...]]] = []
        own = len(engine.compiled.columns)
        for place, column in enumerate((*engine.compiled.columns, *chosen_columns(engine.compiled))):
            home = home_of(desk, column, engine.facts.get(column.fact))
            if home in ("decided", "severity"):
                continue
            name = name_of_classes(column)
            found = [(name, column.label(number)) for number in range(1, column.size)]
            wanted = (None, *(one if asked(*one) else None for one in found))
            if any(wanted) and place < own:
                self._classes.append((place, wanted))
            elif any(wanted):
                self._chosen.append((column, wanted))
            if home in ("ticket", "customer", "requester"):
                self._fields[column.fact] = home

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Home and fact of every field that a ticket may have."""
        return (("channel", ""), *((home, fact) for fact, home in self._fields.items()))

    def made(self, given: Facts, start: int) -> Made:
        """A ticket that is made at an instant (seconds since 1970)."""
        facts = completed(self._engine, given, start)
        classes = classes_of(self._engine, given, facts, start)
        fields: dict[tuple[str, str], str] = {}
        for fact, home in self._fields.items():
            value = facts.get(fact)
            if value is not None:
                fields[home, fact] = word_of(value)
        channel = facts.get("channel")
        known = self._desk.channels.get(channel, ()) if isinstance(channel, str) else ()
        fields["channel", ""] = known[0] if known else self._desk.no_channel
        found = {names[classes[place]] for place, names in self._classes}
        for column, names in self._chosen:
            value = facts.get(column.fact)
            found.add(None if value is None else names[class_of_value(column, word_of(value))])
        words = facts.get("tags")
        said = {one for one in found if one is not None}
        texts = {name: _text(facts.get(name)) for name in ("subject", "body")}
        return Made(fields, texts, said, set(words) if isinstance(words, frozenset) else set())


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def word_of(value: Value) -> str:
    """A value as the policy writes it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
