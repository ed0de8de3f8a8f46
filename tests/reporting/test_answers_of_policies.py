"""Answers of the engine to many tickets, under every policy of this repository: valid, shown whole, the same each time."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact
from supportpolicy.engine import Engine, EngineError, Money, Ticket, TicketEvent, Value, decide, prepare
from supportpolicy.reporting.answer_json import answer_data, answer_line
from supportpolicy.reporting.answer_schema import answer_schema
from supportpolicy.reporting.answer_text import answer_text
from tests.compiled.policies import FOLDERS, compiled

TICKETS = 60
EVENTS = ("agent_reply", "customer_reply", "acknowledged", "internal_note", "solved", "reopened", "bot_reply", "closed")
GENERAL = jsonschema_rs.validator_for(answer_schema(Compiled()))


@cache
def engine(folder: str) -> Engine:
    return prepare(compiled(folder))


def ticket(policy: Compiled, seed: str) -> Ticket:
    """A ticket with facts and events drawn by lot."""
    chance = random.Random(seed)
    known = [fact for fact in policy.facts if fact.derived is None and fact.name not in ("opened", "now", "request")]
    share = chance.choice([0.1, 0.5, 0.9])
    first = dt.date.fromisoformat(policy.horizon[0]) if policy.horizon else dt.date(2026, 1, 1)
    begin = dt.datetime.combine(first, dt.time(13), dt.UTC) + dt.timedelta(days=100)
    facts: dict[str, Value | None] = {"opened": begin + dt.timedelta(minutes=chance.randrange(0, 60 * 24 * 30))}
    for fact in known:
        if chance.random() < share:
            facts[fact.name] = None if chance.random() < 0.1 else _value(fact, policy, begin, chance)
    requests = next((column.values for column in policy.columns if column.id == "request"), ())
    if requests and share == 0.9:  # where little is known, what must be asked takes long to find out
        facts["request"] = chance.choice(requests)
    at = facts["opened"]
    assert isinstance(at, dt.datetime)
    events: list[TicketEvent] = []
    for _ in range(chance.randrange(0, 6)):
        at += dt.timedelta(minutes=chance.randrange(1, 3000))
        if chance.random() < 0.2:
            status = chance.choice(policy.statuses).name
            events.append(TicketEvent("entered", at, status))
        elif policy.teams and chance.random() < 0.2:
            events.append(TicketEvent("assigned", at, team=chance.choice(policy.teams).name))
        else:
            events.append(TicketEvent(chance.choice(EVENTS), at))
    return Ticket(facts, tuple(events), seed, bool(events))


def _value(fact: Fact, policy: Compiled, begin: dt.datetime, chance: random.Random) -> Value:
    match fact.type:
        case "boolean":
            return chance.random() < 0.5
        case "number":
            return Decimal(chance.randrange(-5, 100)) / 2
        case "money":
            return Money(Decimal(chance.randrange(0, 90_000)) / 100, policy.currency or "EUR")
        case "time":
            return begin + dt.timedelta(hours=chance.randrange(-2000, 200))
        case "duration":
            return dt.timedelta(minutes=chance.randrange(0, 5000))
        case "tags":
            return frozenset(chance.sample(["a", "keep-open", "vip"], 2))
        case "choice" if fact.values:
            return chance.choice(fact.values)
    words = [word for column in policy.columns if column.fact == fact.name for word in column.values]
    return chance.choice([*words, "Ann"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_answers_are_valid_and_shown(folder: str) -> None:
    policy = compiled(folder)
    own = jsonschema_rs.validator_for(answer_schema(policy))
    answered = 0
    for number in range(TICKETS):
        asked = ticket(policy, f"{folder} {number}")
        try:
            answer = decide(engine(folder), asked)
        except EngineError:
            continue
        answered += 1
        data = answer_data(answer)
        for check in (own, GENERAL):
            problem = next(check.iter_errors(data), None)
            assert problem is None, (number, problem.instance_path, problem.message)
        assert json.loads(answer_line(answer)) == data
        for verbose in (False, True):
            text = answer_text(answer, policy, verbose=verbose)
            assert re.match(f"ticket {folder} {number}, by the policy ", text)
            _shows_what_matters(text, data)
        assert answer_line(decide(engine(folder), asked)) == answer_line(answer)
    assert answered > TICKETS // 2


def _shows_what_matters(text: str, data: dict[str, Any]) -> None:
    for name in ("team", "severity"):
        if data["stages"][name] not in (None, "none"):
            assert re.search(rf"^  {name} +{re.escape(data['stages'][name])}$", text, re.MULTILINE)
    for decision in (data["requests"], data["refunds"], data["identity"]):
        for question in decision["ask"] if decision else ():
            assert f". {question['fact']}" in text
    for timeline in data["timelines"]:
        assert timeline["name"].split()[0] in text
    for message in data["messages"]:
        assert message["name"] in text
