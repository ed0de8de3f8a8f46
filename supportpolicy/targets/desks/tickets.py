"""A policy's ticket as a new ticket at a desk: what forms and integrations would have written into fields and tags."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from supportpolicy.compiled.partition import Column, class_of_value
from supportpolicy.engine import Engine
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.desks.asking import Desk, home_of, tag_of_class
from supportpolicy.targets.zendesk.chosen import chosen_columns


class Made(NamedTuple):
    """A new ticket."""

    fields: dict[tuple[str, str], str]
    """Home and fact -> word; `("channel", "")` has the desk's own word."""
    texts: dict[str, str]
    """`subject` and `body`."""
    tags: set[str]


class Tickets:
    """Makes tickets of one policy for a desk whose rules ask for some tags."""

    def __init__(self, engine: Engine, desk: Desk, asked: Collection[str]) -> None:
        self._engine = engine
        self._desk = desk
        self._fields: dict[str, str] = {}
        self._tags: list[tuple[int, tuple[str | None, ...]]] = []
        self._chosen: list[tuple[Column, tuple[str | None, ...]]] = []
        own = len(engine.compiled.columns)
        for place, column in enumerate((*engine.compiled.columns, *chosen_columns(engine.compiled))):
            home = home_of(desk, column, engine.facts.get(column.fact))
            if home in ("decided", "severity"):
                continue
            tags = (None, *(tag_of_class(column, number) for number in range(1, column.size)))
            wanted = tuple(tag if tag in asked else None for tag in tags)
            if any(wanted) and place < own:
                self._tags.append((place, wanted))
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
        found = {names[classes[place]] for place, names in self._tags}
        for column, names in self._chosen:
            value = facts.get(column.fact)
            found.add(None if value is None else names[class_of_value(column, word_of(value))])
        words = facts.get("tags")
        tags = {tag for tag in found if tag is not None} | (words if isinstance(words, frozenset) else set())
        texts = {name: _text(facts.get(name)) for name in ("subject", "body")}
        return Made(fields, texts, tags)


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def word_of(value: Value) -> str:
    """A value as the policy writes it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
