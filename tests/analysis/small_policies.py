"""Random policies small enough that every ticket there can be is tried, and what trying them all says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any, NamedTuple

from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.course import course_of
from supportpolicy.engine.decisions import decision_of
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.sorting import Sorted, sort_ticket
from supportpolicy.engine.values import Money, Ticket, Value
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy

OPENINGS = tuple(
    dt.datetime(2026, 3, day, hour, minute, tzinfo=dt.UTC)
    for day, hour, minute in ((2, 8, 59), (2, 9, 0), (2, 16, 59), (2, 17, 0), (7, 12, 0))
)
"""In hours and out of them, and the minutes around; the zone is UTC."""
_WORDS = {"plan": ("free", "paid"), "topic": ("a", "b", "c")}
_CUTS = (1, 5)
_AMOUNTS = ("50", "100")
TABLES = ("tier", "severity", "routing")


class Small(NamedTuple):
    """A policy and the number it was made of."""

    seed: int
    engine: Engine
    text: str

    def __repr__(self) -> str:
        return f"Small({self.seed}): {self.text}"


def small(seed: int) -> Small:
    """The policy of a number."""
    random = Random(seed)
    text = json.dumps(_policy(random))
    loaded = load(read_bytes_as_policy(text.encode(), "policy.yaml"))
    assert not loaded.findings, loaded.findings
    return Small(seed, prepare(compile_policy(loaded.policy)), text)


def _policy(random: Random) -> dict[str, Any]:
    levels = ["high", "low"]
    tiers = [{"name": f"t{n}", "when": _when(random)} for n in range(random.randint(1, 3))]
    tier = {"tier": [one["name"] for one in tiers]}
    severities = [
        {"name": f"s{n}", "level": random.choice(levels), "when": _when(random, tier)}
        for n in range(random.randint(1, 3))
    ]
    decided = {**tier, "severity": levels}
    routes = [
        {"name": f"r{n}", "team": random.choice(("x", "y")), "when": _when(random, decided)}
        for n in range(random.randint(2, 5))
    ]
    refunds = [
        {"name": f"m{n}", "decision": random.choice(("approve", "deny", "review")), "when": _money(random)}
        for n in range(random.randint(1, 3))
    ]
    guarantees = [
        {"name": "g", "when": _when(random, decided), "must": {"hold": _when(random, {**decided, "team": ["x", "y"]})}}
    ]
    if random.random() < 0.3:
        del routes[-1]["when"]
    caps = [{"level": "low", "when": _when(random, tier)}] if random.random() < 0.5 else []
    return {
        "supportpolicy": 1,
        "name": "small",
        "timezone": "UTC",
        "currency": "EUR",
        "horizon": "2026-01-01..2026-12-31",
        "fields": {
            "plan": {"type": "choice", "values": list(_WORDS["plan"])}
            | ({"default": "free"} if random.random() < 0.3 else {}),
            "topic": {"type": "choice", "values": list(_WORDS["topic"])},
            "vip": {"type": "boolean"},
            "seats": {"type": "number"},
            "total": {"type": "money"},
        },
        "coverage": {"office": {"timezone": "UTC", "open": {"mon-fri": "09:00-17:00"}}},
        "teams": [{"name": "x", "coverage": "always"}, {"name": "y", "coverage": "always"}],
        "tiers": tiers,
        "severities": {"levels": levels, "rules": severities, **({"at_most": caps} if caps else {})},
        "routing": routes,
        "refunds": refunds,
        "guarantees": guarantees,
    }


def _when(random: Random, decided: dict[str, list[str]] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    names = ["plan", "topic", "vip", "seats", "opened", *(decided or ())]
    for name in random.sample(names, random.randint(1, 3)):
        found[name] = _test(random, name, (decided or {}).get(name))
    if random.random() < 0.2:
        name, other = random.sample(["plan", "topic", "vip", "seats"], 2)
        return {"any_of": [found, {name: _test(random, name, None), other: _test(random, other, None)}]}
    return found


def _test(random: Random, name: str, decided: list[str] | None) -> Any:
    words = decided or _WORDS.get(name)
    if words is not None:
        chosen = random.sample(list(words), random.randint(1, min(2, len(words))))
        form = random.random()
        return {"not": chosen} if form < 0.3 else {"present": random.random() < 0.5} if form < 0.4 else chosen
    if name == "vip":
        return random.choice((True, False, {"not": True}, {"present": True}))
    if name == "opened":
        return {random.choice(("during", "outside")): "office"}
    return {random.choice(("at_least", "below", "above", "at_most")): random.choice(_CUTS)}


def _money(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in random.sample(["plan", "vip", "total"], random.randint(1, 2)):
        total = {random.choice(("at_most", "above")): f"{random.choice(_AMOUNTS)} EUR"}
        found[name] = total if name == "total" else _test(random, name, None)
    return found


# All tickets ---------------------------------------------------------------------------------------------------------

Facts = dict[str, "Value | None"]


def tickets() -> Iterator[tuple[Facts, dt.datetime]]:
    """Every ticket that these policies can tell apart, without what only refunds ask about."""
    plans: tuple[Value | None, ...] = (None, *_WORDS["plan"])
    topics: tuple[Value | None, ...] = (None, *_WORDS["topic"])
    seats = (None, *(Decimal(number) for cut in _CUTS for number in (cut - 1, cut, cut + 1)))
    for plan, topic, vip, seat, opened in product(plans, topics, (None, True, False), seats, OPENINGS):
        facts: Facts = {"plan": plan, "topic": topic, "vip": vip, "seats": seat}
        yield {name: value for name, value in facts.items() if value is not None}, opened
        if plan is None:  # a default does not fill what is known to be absent
            yield {"plan": None} | {name: value for name, value in facts.items() if value is not None}, opened


def all_sorted(engine: Engine) -> list[Sorted]:
    """How the engine sorts every ticket."""
    return [sort_ticket(engine, {**facts, "opened": opened}, to_epoch(opened)) for facts, opened in tickets()]


def refunds_of(engine: Engine) -> set[str]:
    """Every answer that the engine gives to requests for a refund, everything known, nothing, and all between."""
    missing = object()
    sums = [Money(Decimal(text), "EUR") for amount in _AMOUNTS for text in (amount, f"{amount}.01")]
    totals = [missing, None, Money(Decimal(1), "USD"), *sums]
    found: set[str] = set()
    for plan, vip, total in product([missing, None, *_WORDS["plan"]], [missing, None, True, False], totals):
        facts: Any = {"plan": plan, "vip": vip, "total": total}
        given = {name: value for name, value in facts.items() if value is not missing}
        ticket = Ticket({**given, "request": "refund", "opened": OPENINGS[0]})
        at = to_epoch(OPENINGS[0])
        said = decision_of(engine, course_of(engine, ticket, at, at), "refunds")
        assert said is not None
        found.add(f"{said.answer.decision} {said.answer.rule}")
    return found


def winners(engine: Engine, every: list[Sorted], table: str) -> set[int]:
    """The rules of a sorting table that win for some ticket; NO_RULE where none does for some."""
    return {one.won.get(table, NO_RULE) for one in every}


def holding(engine: Engine, every: list[Sorted], table: str) -> list[frozenset[int]]:
    """For each ticket the rules of a table that hold."""
    lookup = engine.lookups[table]
    return [
        frozenset(lookup.holding(one.unadjusted if table in ("tier", "severity") else one.classes)) for one in every
    ]
