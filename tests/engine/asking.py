"""From the words of a policy and a ticket to an answer of the engine."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from supportpolicy.engine import Answer, Engine, Money, Ticket, TicketEvent, Value, decide, prepare
from tests.compiler.building import compiled
from tests.compiler.oracle import Euros, Minutes, Raw

ZONE = ZoneInfo("Europe/Dublin")


@cache
def engine_of(text: str) -> Engine:
    """The engine of a policy without its head. Nothing in it may be wrong."""
    return prepare(compiled(text))


def local(text: str) -> dt.datetime:
    """A time on the wall of the policy's zone."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def event(name: str, at: str | dt.datetime, value: Value | None = None) -> TicketEvent:
    """`agent_reply`, `entered:STATUS`, `changed:FACT` with a value, `assigned:TEAM`."""
    instant = local(at) if isinstance(at, str) else at
    word, _, argument = name.partition(":")
    match word:
        case "entered":
            return TicketEvent(word, instant, status=argument)
        case "changed":
            return TicketEvent(word, instant, field=argument, value=value)
        case "assigned":
            return TicketEvent(word, instant, team=argument or None)
        case _:
            return TicketEvent(name, instant)


def ask(text: str, facts: dict[str, Value | None], *events: TicketEvent, at: str | dt.datetime | None = None) -> Answer:
    """The answer of a policy, without its head, to a ticket."""
    moment = local(at) if isinstance(at, str) else at
    return decide(engine_of(text), Ticket(facts, events), moment)


def eur(amount: str) -> Money:
    """A sum in euros."""
    return Money(Decimal(amount), "EUR")


def value_of(raw: Raw | None) -> Value | None:
    """A fact of the oracle's as the engine takes it."""
    if isinstance(raw, Euros):
        return Money(raw.amount, raw.currency)
    if isinstance(raw, Minutes):
        return dt.timedelta(minutes=raw.minutes)
    return raw


def values_of(facts: dict[str, Raw | None]) -> dict[str, Value | None]:
    """Facts of the oracle's as the engine takes them."""
    return {name: value_of(raw) for name, raw in facts.items()}
