"""Random routing tables over one small policy, and random tickets near every edge that its rules may name.

All of it follows from one number: many cases a second matter more here than small counterexamples.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from random import Random
from typing import Any

from supportpolicy.language import Policy
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry
from supportpolicy.language.sections.facts import NamedCondition, read_named_condition
from supportpolicy.language.sections.sorting import Route, read_route
from supportpolicy.source import read_bytes_as_policy
from tests.compiler.building import written
from tests.compiler.oracle import Euros, Minutes, Raw

BASE = """\
business_day_calendar: office
fields:
  plan: {type: choice, values: [free, team, enterprise], default: free}
  topic: {type: choice, values: [billing, refund, shipping]}
  urgency: {type: choice, values: [now, soon, later], ranked: true}
  wanted: {type: choice, values: [later, now, never], ranked: true}
  paid: {type: boolean}
  score: {type: number, default: 3}
  limit: {type: number}
  order.total: {type: money}
  order.postage: {type: money, default: 10.00 EUR}
  wait: {type: duration}
  patience: {type: duration}
  delivered: {type: time}
  parcel: {type: time}
  note: {type: text}
facts:
  start: {latest_of: [delivered, parcel]}
  first: {earliest_of: [delivered, parcel]}
  cost: {sum_of: [order.total, order.postage]}
  points: {sum_of: [score, limit]}
coverage:
  office:
    open: {mon-thu: 09:00-17:30, fri: [09:00-12:00, 13:00-16:00]}
    holidays: [{every_year: [12-25, 12-26]}]
    exceptions: [{dates: 2026-12-24, open: 09:00-13:00}, {dates: 2026-03-27..2026-03-29, open: closed}]
  night: {timezone: America/Denver, open: {mon-sun: 22:00-06:00}, holidays: [{every_year: 01-01}]}
  week: {open: sun 14:00 America/Los_Angeles - fri 17:00 Europe/Dublin}
  weekend: {open: fri 18:00 - mon 06:00}
  any: {union: [office, weekend]}
"""
CONDITIONS = ("first", "second")
ZONE = "Europe/Dublin"
INSTANTS = [
    dt.datetime.fromisoformat(f"{text}+00:00")
    for text in (
        "2026-03-26T10:00",
        "2026-03-27T23:59",
        "2026-03-28T23:59:59",
        "2026-03-29T00:30",
        "2026-03-29T23:00",
        "2026-04-01T08:00",
        "2026-04-01T09:30",
        "2026-04-02T16:30",
        "2026-06-30T22:59",
        "2026-06-30T23:00",
        "2026-12-24T12:59",
        "2026-12-24T13:00",
        "2026-12-25T10:00",
        "2026-12-31T23:30",
        "2027-01-01T05:00",
        "2027-01-03T21:00",
    )
]
DATES = ("2026-03-28", "2026-03-29", "2026-04-01", "2026-07-01", "2027-01-01")
WINDOWS = ("1h", "1h30m", "26h", "0d", "1d", "3d", "30d", "0bd", "1bd", "3bd")
NUMBERS = ("2", "2.5", "2.50", "3", "10")
SUMS = ("10 EUR", "10.00 EUR", "200 EUR", "10 USD", "210 EUR")
DURATIONS = ("30m", "60m", "1h", "1h30m")
TEXTS = ("hello", "Hello", "STRASSE 5", "my Lawyer", "")
PHRASES = ("lawyer", "straße", "HELLO")
TAGS = ("vip", "gold", "Vip")
LANGUAGES = ("en", "en-GB", "de")
COVERAGES = ("office", "night", "week", "weekend", "any", "always")
COMPARED = ("at_least", "at_most", "above", "below")


class Case:
    """A policy and tickets to ask it about, all from one number."""

    def __init__(self, seed: int, tickets: int = 12) -> None:
        random = Random(seed)
        self.seed = seed
        self.named = {"first": condition(random, ()), "second": condition(random, ("first",))}
        self.rules = rules(random)
        self.policy = with_rules(self.rules, self.named)
        self.tickets = [ticket(random) for _ in range(tickets)]

    def __repr__(self) -> str:
        return f"Case({self.seed}): {json.dumps({'routing': self.rules, 'conditions': self.named}, ensure_ascii=False)}"


def _some(random: Random, values: tuple[str, ...]) -> Any:
    """One value or a list."""
    return (
        random.choice(values)
        if random.random() < 0.5
        else random.sample(values, random.randint(1, min(3, len(values))))
    )


def _compared(random: Random, values: tuple[str, ...], other: str, operators: tuple[str, ...] = COMPARED) -> Any:
    def operand() -> Any:
        return {"field": other} if random.random() < 0.3 else random.choice(values)

    match random.randrange(7):
        case 0 | 1:
            return _some(random, values)
        case 2:
            return {"not": _some(random, values)}
        case 3:
            return {"present": random.random() < 0.5}
        case 4:
            return random.choice(({"field": other}, {"not": {"field": other}}, [values[0], {"field": other}]))
        case _:
            return {
                operator: operand() for operator in random.sample(operators, min(len(operators), random.randint(1, 2)))
            }


def _time(random: Random, other: str) -> Any:
    operator = random.choice(("within", "in_next", "older_than", "before", "after", "during", "outside", "present"))
    match operator:
        case "present":
            return {operator: random.random() < 0.5}
        case "during" | "outside":
            return {operator: _some(random, COVERAGES)}
        case "before" | "after":
            return {operator: {"field": other} if random.random() < 0.3 else random.choice(DATES)}
        case _:
            return {operator: random.choice(WINDOWS)}


_EQUAL = {
    "plan": (("free", "team", "enterprise"), "topic"),
    "topic": (("billing", "refund", "shipping"), "plan"),
    "language": (LANGUAGES, "topic"),
    "note": (TEXTS[:4], "subject"),
}
_NUMBERED = {
    "score": (NUMBERS, "limit"),
    "points": (NUMBERS, "limit"),
    "order.total": (SUMS, "order.postage"),
    "cost": (SUMS, "order.total"),
    "wait": (DURATIONS, "patience"),
}
_TIMES = {"delivered": "parcel", "start": "opened", "first": "now", "opened": "now", "now": "delivered"}
TESTED = (*_EQUAL, *_NUMBERED, *_TIMES, "paid", "tags", "urgency")


def test_of(random: Random, name: str) -> Any:
    """A test of a fact, as it would be written."""
    if name == "note" and random.random() < 0.5:
        return {"mentions": _some(random, PHRASES)}
    if name in _EQUAL:
        return _compared(random, *_EQUAL[name], ("not",))
    if name in _NUMBERED:
        return _compared(random, *_NUMBERED[name])
    if name in _TIMES:
        return _time(random, _TIMES[name])
    if name == "urgency":
        return _compared(random, ("now", "soon", "later"), "wanted")
    if name == "paid":
        value = random.random() < 0.5
        return random.choice((value, {"not": value}, {"field": "asks_for_human"}, {"present": value}))
    return random.choice(
        ({"has": _some(random, TAGS)}, {"has_all": _some(random, TAGS)}, {"present": random.random() < 0.5})
    )


def condition(random: Random, names: tuple[str, ...] = CONDITIONS, depth: int = 2) -> dict[str, Any]:
    """A `when`, as it would be written."""
    found: dict[str, Any] = {}
    for name in random.sample(TESTED, random.choice((0, 1, 1, 1, 2))):
        found[name] = test_of(random, name)
    if names and random.random() < 0.15:
        found["is"] = _some(random, names)
    while depth and (not found or random.random() < 0.3):
        group = random.choice(("any_of", "all_of", "none_of"))
        found[group] = [condition(random, names, depth - 1) for _ in range(random.randint(1, 3))]
    return found or {"topic": "billing"}


def rules(random: Random) -> list[dict[str, Any]]:
    """A routing table, as it would be written."""
    found: list[dict[str, Any]] = []
    for number in range(random.randint(1, 6)):
        rule: dict[str, Any] = {"name": f"rule {number}", "team": "desk"}
        if random.random() < 0.9:
            rule["when"] = condition(random)
        if random.random() < 0.25:
            window = {"from": random.choice(DATES[:3]), "until": random.choice(DATES[3:])}
            rule["effective"] = {key: window[key] for key in random.choice((("from",), ("until",), tuple(window)))}
        if random.random() < 0.15:
            del rule["team"]
            cells = {word: random.choice("ab") for word in ("true", "false")}
            rule["grid"] = {"down": "topic", "across": "paid", "cells": {"billing": cells, "refund": cells}}
        found.append(rule)
    return found


_VALUES: dict[str, tuple[Raw, ...]] = {
    "plan": ("free", "team", "enterprise"),
    "topic": ("billing", "refund", "shipping"),
    "language": (*LANGUAGES, "billing"),
    "urgency": ("now", "soon", "later"),
    "wanted": ("now", "later", "never"),
    "paid": (True, False),
    "asks_for_human": (True, False),
    "score": tuple(Decimal(text) for text in ("1", "2", "2.5", "2.51", "3", "10", "16")),
    "limit": tuple(Decimal(text) for text in ("0", "-0.5", "2", "3")),
    "order.total": tuple(Euros(Decimal(a), c) for a in ("9.99", "10", "200", "200.01") for c in ("EUR", "USD", "GBP")),
    "order.postage": (Euros(Decimal(10), "EUR"), Euros(Decimal(5), "USD"), Euros(Decimal(0), "EUR")),
    "wait": tuple(Minutes(number) for number in (0, 30, 31, 60, 90, 600)),
    "patience": (Minutes(30), Minutes(60)),
    "delivered": tuple(INSTANTS),
    "parcel": tuple(INSTANTS),
    "opened": tuple(INSTANTS),
    "note": TEXTS,
    "subject": TEXTS,
    "tags": (frozenset[str](), frozenset({"vip"}), frozenset({"gold", "Vip"}), frozenset(TAGS)),
}


def ticket(random: Random) -> tuple[dict[str, Raw | None], dt.datetime]:
    """Facts, some missing, some known to be absent, and an instant."""
    facts: dict[str, Raw | None] = {}
    for name, values in _VALUES.items():
        if random.random() < 0.8:
            facts[name] = random.choice(values) if random.random() < 0.95 else None
    return facts, random.choice(INSTANTS)


_BASE: list[Policy] = []


def with_rules(rules: list[dict[str, Any]], named: dict[str, dict[str, Any]]) -> Policy:
    """The small policy with these rules and conditions. Its shape is right by construction, so it is not checked."""
    if not _BASE:
        _BASE.append(written(BASE))
    text = json.dumps({"routing": rules, "conditions": named}, ensure_ascii=False)
    root = read_bytes_as_policy(text.encode(), "policy.yaml").files[0].root
    assert root is not None
    listed, by_name = root.get("routing"), root.get("conditions")
    assert listed is not None and by_name is not None
    routes: tuple[Route, ...] = tuple(read_route(Entry(node)) for node in listed.items or ())
    found: dict[str, NamedCondition] = {}
    for name, node in (by_name.entries or {}).items():
        found[name] = read_named_condition(Name(name, node.span), node)
    return _BASE[0]._replace(routing=routes, conditions=found)
