"""What a test gives a ticket: facts by the types that the policy knows, and events."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, TypeAlias

from supportpolicy.compiled.document import Fact
from supportpolicy.diagnostics import Span, did_you_mean
from supportpolicy.engine.values import Money, Value
from supportpolicy.language import builtin
from supportpolicy.language.amounts import parse_money
from supportpolicy.language.malformed import Malformed
from supportpolicy.source import Node
from supportpolicy.testing import kinds
from supportpolicy.testing.mistakes import Mistake, entries_of, word_of, words_of
from supportpolicy.testing.moments import OPENED, Moment, read_moment, read_span_of_time
from supportpolicy.testing.vocabulary import NEVER_GIVEN, TABLE_OF, Vocabulary

Raw: TypeAlias = "Value | Moment | None"
"""A fact's value before moments are worked out; None is known to be absent."""


class Given(NamedTuple):
    """A fact as a test gives it."""

    value: Raw
    span: Span


class GivenEvent(NamedTuple):
    """An event as a test tells it."""

    name: str
    when: Moment
    status: str | None = None
    field: str | None = None
    value: Given | None = None
    team: str | None = None


def read_fact(node: Node, name: str, names: Vocabulary, key: Span) -> Given:
    """One fact of a ticket; `key` is the place of its name. Raises Mistake."""
    fact = known_fact(name, names, key)
    return Given(_value(node, fact, names), node.span)


def known_fact(name: str, names: Vocabulary, key: Span) -> Fact:
    """The fact of this name. Raises Mistake for one that a ticket cannot bring along."""
    fact = names.facts.get(name)
    if name in NEVER_GIVEN:
        raise Mistake(kinds.FACT.at(key, f"'{name}' is no fact of a ticket", help=NEVER_GIVEN[name]))
    if fact is None and name in TABLE_OF:
        raise Mistake(
            kinds.FACT.at(
                key,
                f"'{name}' is decided by the policy, and no fact that a ticket brings along",
                help=f"give the facts that lead to it; what is decided belongs under 'expect': {name}: …",
            )
        )
    if fact is None:
        raise Mistake(
            kinds.FACT.at(key, f"unknown fact '{name}'", help=did_you_mean(name, names.facts, what="the facts are"))
        )
    if fact.derived is not None:
        raise Mistake(
            kinds.FACT.at(
                key,
                f"'{name}' is worked out by the policy from other facts",
                help=f"give {', '.join(fact.of)} instead",
            )
        )
    return fact


def _value(node: Node, fact: Fact, names: Vocabulary) -> Raw:
    if node.kind == "scalar" and node.plain is None and not node.quoted:
        return None
    match fact.type:
        case "time":
            return read_moment(node, names.zone)
        case "duration":
            return read_span_of_time(node)
        case "tags":
            return frozenset(each.text for each in words_of(node, f"'{fact.name}'"))
    word = word_of(node, f"'{fact.name}'")
    match fact.type:
        case "choice":
            if fact.values and word not in fact.values:
                raise _unfit(
                    node,
                    f"'{word}' is no value of '{fact.name}'",
                    did_you_mean(word, fact.values, what="the values are"),
                )
            return word
        case "boolean":
            if not isinstance(node.plain, bool):
                raise _unfit(
                    node, f"'{fact.name}' is true or false, not '{word}'", "write true or false, without quotes"
                )
            return node.plain
        case "number":
            return _number(node, fact)
        case "money":
            return money_of(node)
    return word


def money_of(node: Node) -> Money:
    """A sum such as `20.00 EUR`. Raises Mistake."""
    word = word_of(node, "a sum of money")
    try:
        sum_ = parse_money(word, node.span)
    except Malformed as problem:
        raise _unfit(node, problem.message, problem.help) from None
    return Money(Decimal(sum_.number), sum_.currency)


def _number(node: Node, fact: Fact) -> Decimal:
    if isinstance(node.plain, bool) or not isinstance(node.plain, (int, float)):
        raise _unfit(node, f"'{fact.name}' is a number, not '{node.text}'", "write a number, without quotes")
    if isinstance(node.plain, int):
        return Decimal(node.plain)
    return Decimal(node.text)


def _unfit(node: Node, message: str, advice: str) -> Mistake:
    return Mistake(kinds.VALUE.at(node.span, message, help=advice))


_EVENT_KEYS = ("event", "at", "after", "of", "value", "team")
_EVENTS = {event.name: event.argument for event in builtin.EVENTS}


def read_event(node: Node, names: Vocabulary) -> GivenEvent:
    """One entry of `events`. Raises Mistake."""
    entries = entries_of(node, "an event")
    for key in entries:
        if key not in _EVENT_KEYS:
            raise Mistake.unknown_key(node, key, _EVENT_KEYS)
    event = entries.get("event")
    if event is None:
        raise Mistake(
            kinds.SHAPE.at(node.span, "this does not say what happened", help="write 'event: agent_reply' or the like")
        )
    if ("at" in entries) == ("after" in entries):
        raise Mistake(
            kinds.INSTANT.at(
                node.span,
                "this does not say when it happened",
                help="write one of 'at: 2026-06-05 14:00' and 'after: 90m'",
            )
        )
    when = read_moment(entries["at"], names.zone) if "at" in entries else _after(node, entries)
    name, _, argument = word_of(event, "an event").partition(":")
    _known_event(event, name, argument, names)
    value, team = entries.get("value"), entries.get("team")
    if value is not None and name != "changed":
        raise Mistake(
            kinds.KEY.at(node.key_span("value"), f"'{name}' has no value", help="a value belongs to 'changed:FACT'")
        )
    if team is not None and name != "assigned":
        raise Mistake(kinds.KEY.at(node.key_span("team"), f"'{name}' has no team", help="a team belongs to 'assigned'"))
    if team is not None and word_of(team, "a team") not in names.names["team"]:
        raise Mistake.unknown_name(team, "team", names.names["team"])
    if name == "entered":
        return GivenEvent(name, when, status=argument)
    if name == "changed":
        if value is None:
            raise Mistake(
                kinds.SHAPE.at(
                    node.span,
                    f"this does not say what '{argument}' changed to",
                    help="write 'value: …', or 'value: null' where it was taken away",
                )
            )
        return GivenEvent(name, when, field=argument, value=read_fact(value, argument, names, event.span))
    return GivenEvent(name, when, team=team.text if team is not None else None)


def _after(node: Node, entries: dict[str, Node]) -> Moment:
    of = entries.get("of")
    shift = read_span_of_time(entries["after"])
    return (
        Moment(entries["after"].span, shift=shift, of=word_of(of, "'of'"))
        if of is not None
        else Moment(entries["after"].span, shift=shift)
    )


def _known_event(event: Node, name: str, argument: str, names: Vocabulary) -> None:
    if name in names.events and not argument:
        raise Mistake(
            kinds.NAME.at(
                event.span,
                f"'{name}' is told by the time fact '{names.events[name]}'",
                help=f"give the ticket '{names.events[name]}'",
            )
        )
    wants = _EVENTS.get(name)
    if wants is None or name == "opened" or bool(wants) != bool(argument):
        known = [
            f"{known}:{wants.upper()}" if wants else known for known, wants in _EVENTS.items() if known != "opened"
        ]
        if name == "opened":
            raise Mistake(
                kinds.NAME.at(
                    event.span, "the ticket's opening is no event of its own", help="give the ticket 'opened'"
                )
            )
        raise Mistake(
            kinds.NAME.at(
                event.span, f"unknown event '{event.text}'", help=did_you_mean(event.text, known, what="the events are")
            )
        )
    place = event.span.inside(len(name) + 1, len(argument)) if not event.quoted else event.span
    if wants == "status" and argument not in names.names["status"]:
        raise Mistake(
            kinds.NAME.at(
                place,
                f"unknown status '{argument}'",
                help=did_you_mean(argument, sorted(names.names["status"]), what="the statuses are"),
            )
        )
    if wants == "field" and argument == OPENED:
        raise Mistake(
            kinds.NAME.at(place, "when a ticket was opened does not change", help="give the ticket another 'opened'")
        )
    if wants == "field":
        known_fact(argument, names, place)
