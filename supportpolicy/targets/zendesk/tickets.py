"""A policy's ticket as a new ticket in Zendesk: what forms and integrations would have written into fields and tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from supportpolicy.compiled.partition import Column, class_of_value
from supportpolicy.engine import Engine
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.zendesk.carried import Home, field_of, home_of, tag_of_class
from supportpolicy.targets.zendesk.chosen import chosen_columns
from supportpolicy.targets.zendesk.conditions import Ref
from supportpolicy.targets.zendesk.dialect import FACT_TAGS, NO_VIA, VIA, option_tag
from supportpolicy.targets.zendesk.reading import Account


class _Put(NamedTuple):
    """One fact, and the field it goes to."""

    fact: str
    field: str
    text: Callable[[Value], str]


class Tickets:
    """Makes tickets of one policy for one account."""

    def __init__(self, engine: Engine, account: Account) -> None:
        self._engine = engine
        self._account = account
        self._puts: list[_Put] = []
        self._tags: list[tuple[int, tuple[str | None, ...]]] = []
        self._chosen: list[tuple[Column, tuple[str | None, ...]]] = []
        columns = (*engine.compiled.columns, *chosen_columns(engine.compiled))
        for place, column in enumerate(columns):
            fact = engine.facts.get(column.fact)
            home = home_of(column, fact)
            if home == "decided":
                continue
            tags = (None, *(tag_of_class(column, number) for number in range(1, column.size)))
            asked = tuple(tag if tag in account.tags else None for tag in tags)
            if any(asked) and place < len(engine.compiled.columns):
                self._tags.append((place, asked))
            elif any(asked):
                self._chosen.append((column, asked))
            if home in ("locale", "checkbox", "option", "organization", "user"):
                field = field_of(column, home)
                whole = column.type == "boolean" and "false" not in column.values
                name = field.name if isinstance(field, Ref) else field
                self._puts.append(_Put(column.fact, name, _text(column.fact, home, whole=whole)))
        self._schedules = [(name, account.schedules.get(name)) for name in account.asked_schedules]

    def made(self, given: Facts, start: int) -> tuple[dict[str, str], set[str]]:
        """Fields and tags of a ticket that is made at an instant (seconds since 1970)."""
        facts = completed(self._engine, given, start)
        classes = classes_of(self._engine, given, facts, start)
        fields = {"update_type": "Create", "status": "new"}
        tags: set[str] = set()
        for fact, field, text in self._puts:
            value = facts.get(fact)
            if value is not None:
                fields[field] = text(value)
        for place, names in self._tags:
            tag = names[classes[place]]
            if tag is not None:
                tags.add(tag)
        for column, names in self._chosen:
            value = facts.get(column.fact)
            tag = None if value is None else names[class_of_value(column, word_of(value))]
            if tag is not None:
                tags.add(tag)
        self._texts(facts, fields)
        channel = facts.get("channel")
        ids = VIA.get(channel, ()) if isinstance(channel, str) else ()
        fields["via_id"] = ids[-1] if ids else NO_VIA
        words = facts.get("tags")
        if isinstance(words, frozenset):
            tags.update(word for word in words if not word.startswith(FACT_TAGS))
        if self._schedules:
            open_now = [name for name, hours in self._schedules if hours is not None and hours.is_open(start)]
            fields["within"] = "\n".join(open_now)
        return fields, tags

    def _texts(self, facts: Mapping[str, Value | None], fields: dict[str, str]) -> None:
        """The subject, and what a condition on the comment of a new ticket looks at: the subject and the message."""
        subject, body = facts.get("subject"), facts.get("body")
        fields["subject"] = subject if isinstance(subject, str) else ""
        fields["comment"] = fields["subject"] + "\n" + (body if isinstance(body, str) else "")


def word_of(value: Value) -> str:
    """A value as the policy writes it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _text(fact: str, home: Home, *, whole: bool) -> Callable[[Value], str]:
    """A value as its field has it. `whole`: a checkbox."""

    def text(value: Value) -> str:
        word = word_of(value)
        if home == "locale":
            return f"locale:{word}"
        return word if whole else option_tag(fact, word)

    return text
