"""Tickets that a program made itself, with typed facts: whether the policy knows what they speak of, in types that fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from supportpolicy.compiled.document import Fact
from supportpolicy.engine.intake.coercion import Blank
from supportpolicy.engine.intake.events import OPENED, EventReader
from supportpolicy.engine.intake.problems import Problem, Unfit, one_of, short, shown
from supportpolicy.engine.intake.words import Words
from supportpolicy.engine.values import Money, Ticket, TicketEvent, Value
from supportpolicy.language.builtin import EVENTS

_TYPES: Mapping[str, tuple[type, str]] = {
    "choice": (str, "a word"),
    "text": (str, "text"),
    "boolean": (bool, "True or False"),
    "number": (Decimal, "a Decimal"),
    "money": (Money, "a Money"),
    "time": (dt.datetime, "a datetime with a zone"),
    "duration": (dt.timedelta, "a timedelta"),
    "tags": (frozenset, "a frozenset of words"),
}
_BUILT_IN = tuple(event.name for event in EVENTS if event.name != OPENED)


def typed_problems(
    ticket: Ticket, facts: Mapping[str, Fact], events: EventReader, known: Callable[[str], str]
) -> Iterator[Problem]:
    """Everything that is wrong with a ticket made by hand.

    `known` says what is expected in the place of a fact that is none. Types are those of Value; words must stand as the
    policy has them, for nothing is made of them here.
    """
    name = "ticket" if ticket.id is None else f"ticket {ticket.id}"
    for fact, value in ticket.facts.items():
        if fact not in facts:
            yield Problem(name, fact, shown(value), known(fact))
        elif (expected := _misfit(facts[fact], value, events)) is not None:
            yield Problem(name, fact, _shown(facts[fact], value), expected)
    opened = ticket.facts.get(OPENED)
    before = opened if isinstance(opened, dt.datetime) and opened.utcoffset() is not None else None
    for number, event in enumerate(ticket.events):
        for part, found, expected in _event(event, facts, events):
            yield Problem(name, f"events[{number}].{part}", found, expected)
        if isinstance(event.at, dt.datetime) and event.at.utcoffset() is not None:
            if before is not None and event.at < before:
                wanted = "events in the order of time, none before the ticket was opened"
                yield Problem(name, f"events[{number}].at", event.at.isoformat(), wanted)
            before = event.at


def _misfit(fact: Fact, value: Value | None, events: EventReader) -> str | None:
    """What is expected in the place of a value; None where it fits."""
    kind, called = _TYPES[fact.type]
    if value is None:
        return None
    if not isinstance(value, kind):
        return called
    if isinstance(value, dt.datetime) and value.utcoffset() is None:
        return called
    try:
        taken = events.coercers[fact.name](value)
    except Unfit as problem:
        return str(problem)
    except Blank:
        return f"{called}, or None"
    return None if taken == value else shown(taken)


def _event(event: TicketEvent, facts: Mapping[str, Fact], events: EventReader) -> Iterator[tuple[str, str, str]]:
    """The part, what it is and what was expected."""
    if event.name == OPENED or event.name in events.own:
        yield "name", shown(event.name), f"the fact {events.own.get(event.name, OPENED)} in its place"
    elif event.name not in _BUILT_IN:
        yield "name", shown(event.name), one_of(str(event.name), _BUILT_IN)
    if not isinstance(event.at, dt.datetime) or event.at.utcoffset() is None:
        yield "at", shown(event.at), "a datetime with a zone"
    match event.name:
        case "entered":
            yield from _word("status", event.status, events.statuses)
        case "assigned" if event.team is not None:
            yield from _word("team", event.team, events.teams)
        case "changed":
            changed = facts.get(event.field or "")
            if changed is None or changed.name == OPENED:
                known = [name for name in facts if name != OPENED]
                yield "field", shown(event.field), one_of(str(event.field), known, "a fact that changes")
            elif (expected := _misfit(changed, event.value, events)) is not None:
                yield "value", _shown(changed, event.value), expected


def _word(part: str, word: str | None, words: Words) -> Iterator[tuple[str, str, str]]:
    if word not in words.exact:
        yield part, shown(word), one_of(str(word), words.listed)


def _shown(fact: Fact, value: Value | None) -> str:
    if fact.sensitive:
        return "not shown"
    return short(f"{value.amount} {value.currency}") if isinstance(value, Money) else shown(value)
