"""Small random policies that decide about requests, and tickets of which some facts are hidden."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from random import Random
from typing import Any

from supportpolicy.language import Policy
from tests.compiler.oracle import Euros, Minutes, Raw
from tests.engine.random_stages import policy_of

BASE = """\
business_day_calendar: office
fields:
  kind: {type: choice, values: [a, b, c]}
  other: {type: choice, values: [b, c, d]}
  rank: {type: choice, values: [first, second, third], ranked: true}
  wanted: {type: choice, values: [second, third, fourth], ranked: true}
  ok: {type: boolean}
  sure: {type: boolean, default: true}
  x: {type: number}
  y: {type: number}
  z: {type: number, default: 3}
  m: {type: money}
  n: {type: money}
  t: {type: time}
  u: {type: time}
  wait: {type: duration}
  patience: {type: duration}
  note: {type: text}
facts:
  s: {sum_of: [x, y]}
  c: {sum_of: [m, n]}
  late: {latest_of: [t, u]}
  early: {earliest_of: [t, u]}
coverage:
  office: {open: {mon-fri: 09:00-17:00}, holidays: [{every_year: 03-31}]}
  night: {timezone: America/Denver, open: {mon-sun: 22:00-06:00}}
  theirs: {choose_by: customer.region, americas: night, emea: office}
  anywhere: {choose_by: customer.region, americas: night, otherwise: office}
roles: {boss: {}}
messages: {sorry: Sorry., fine: Fine.}
"""
NOWS = [
    dt.datetime.fromisoformat(f"{text}+00:00")
    for text in ("2026-03-27T10:00", "2026-03-28T23:59:59", "2026-03-30T16:00", "2026-04-01T08:00", "2026-04-01T07:59")
]
WINDOWS = ("1h", "1h30m", "0d", "1d", "2d", "1bd", "2bd")
DATES = ("2026-03-28", "2026-03-30", "2026-04-01")
NUMBERS = ("2", "3", "10")
SUMS = ("10 EUR", "10.01 EUR", "30 EUR", "10 USD")
DURATIONS = ("30m", "1h", "1h1m")
TAGS = ("vip", "gold")
PHRASES = ("lawyer", "press")
COMPARED = ("at_least", "at_most", "above", "below")
CHOICES = {"kind": ("a", "b", "c"), "other": ("b", "c", "d"), "rank": ("first", "second", "third")}
CHOICES["wanted"] = ("second", "third", "fourth")
REGIONS = ("americas", "emea", "apac")
TIMES = ("t", "u", "late", "early")
LEVELS = ("high", "normal", "low")
TABLES = ("refunds", "refunds", "requests", "identity")
HIDDEN = (
    "kind",
    "other",
    "rank",
    "wanted",
    "ok",
    "x",
    "y",
    "m",
    "n",
    "t",
    "u",
    "wait",
    "note",
    "tags",
    "customer.region",
)
"""Facts that may be unknown: those without a default."""


class Case:
    """A policy, and the whole truth about a ticket with what of it is hidden; all from one number."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.seed = seed
        self.table = random.choice(TABLES)
        self.sections = sections(random, self.table)
        self.policy: Policy = policy_of(self.sections, BASE)
        used = [name for name in HIDDEN if f'"{name}"' in json.dumps(self.sections) or random.random() < 0.1]
        used += [part for whole, parts in _PARTS.items() if f'"{whole}"' in json.dumps(self.sections) for part in parts]
        self.hidden = set(random.sample(sorted(set(used)), min(len(set(used)), random.choice((1, 1, 2, 2, 3)))))
        self.opened = random.choice(NOWS)
        self.now = self.opened if random.random() < 0.7 else self.opened + dt.timedelta(minutes=random.choice((1, 180)))
        self.truth = truth(random, self.opened, "refund" if self.table == "refunds" else "other")

    @property
    def known(self) -> dict[str, Raw | None]:
        """What the ticket says."""
        return {name: value for name, value in self.truth.items() if name not in self.hidden}

    def __repr__(self) -> str:
        return (
            f"Case({self.seed}): {json.dumps(self.sections)} hidden {sorted(self.hidden)} now {self.now} {self.truth}"
        )


_PARTS = {"s": ("x", "y"), "c": ("m", "n"), "late": ("t", "u"), "early": ("t", "u"), "theirs": ("customer.region",)}
_PARTS["anywhere"] = ("customer.region",)


def _some(random: Random, values: tuple[str, ...]) -> Any:
    return random.choice(values) if random.random() < 0.7 else random.sample(values, 2)


def _compared(random: Random, values: tuple[str, ...], *others: str) -> Any:
    operand: Any = {"field": random.choice(others)} if others and random.random() < 0.3 else random.choice(values)
    match random.randrange(6):
        case 0:
            return {"present": random.random() < 0.5}
        case 1:
            return operand
        case 2:
            return {"not": operand}
        case _:
            return {random.choice(COMPARED): operand}


def _time(random: Random, others: tuple[str, ...]) -> Any:
    operator = random.choice(("within", "in_next", "older_than", "before", "after", "during", "outside", "present"))
    match operator:
        case "present":
            return {operator: random.random() < 0.5}
        case "during" | "outside":
            return {operator: random.choice(("office", "night", "theirs", "anywhere"))}
        case "before" | "after":
            return {operator: {"field": random.choice(others)} if random.random() < 0.5 else random.choice(DATES)}
        case _:
            return {operator: random.choice(WINDOWS)}


def test_of(random: Random, name: str) -> Any:
    """A test of a fact, as it would be written."""
    match name:
        case "kind" | "other":
            either = "other" if name == "kind" else "kind"
            return random.choice(
                (
                    _some(random, CHOICES[name]),
                    {"not": _some(random, CHOICES[name])},
                    {"field": either},
                    {"present": True},
                )
            )
        case "rank" | "wanted":
            return _compared(random, CHOICES[name], "wanted" if name == "rank" else "rank")
        case "ok" | "sure":
            return random.choice((True, False, {"present": True}, {"not": True}))
        case "x" | "y" | "s":
            return _compared(random, NUMBERS, *(one for one in ("x", "y", "z") if one != name))
        case "m" | "n" | "c":
            return _compared(random, SUMS, *(one for one in ("m", "n") if one != name))
        case "wait":
            return _compared(random, DURATIONS, "patience")
        case "note":
            return {"mentions": random.choice(PHRASES)}
        case "tags":
            return random.choice(({"has": random.choice(TAGS)}, {"has_all": list(TAGS)}, {"present": True}))
        case "customer.region":
            return _some(random, REGIONS[:2])
        case "opened":
            return _time(random, ("t", "u"))
        case _:
            return _time(random, tuple(one for one in ("t", "u", "opened", "now") if one != name))


_TESTED = (
    *CHOICES,
    "ok",
    "ok",
    "sure",
    "x",
    "y",
    "s",
    "m",
    "n",
    "c",
    "wait",
    "note",
    "tags",
    "customer.region",
    "opened",
)
_READ = {
    "severity": ("tier",),
    "emergency": ("tier", "severity"),
    "adjust": ("tier", "severity", "emergency", "claimed"),
    "after": ("tier", "severity", "severity", "emergency", "claimed", "team"),
}
_DECIDED: dict[str, tuple[Any, ...]] = {
    "tier": ("gold", "silver"),
    "severity": LEVELS,
    "emergency": (True, False),
    "claimed": (True, False),
    "team": ("desk", "night"),
}


def condition(random: Random, stage: str, facts: list[str], depth: int = 1) -> dict[str, Any]:
    """A `when`, as it would be written, over a few facts."""
    found: dict[str, Any] = {}
    for name in random.sample(facts, min(len(facts), random.choice((0, 1, 1, 2)))):
        found[name] = test_of(random, name)
    decided = _READ.get(stage, ())
    if decided and random.random() < 0.4:
        name = random.choice(decided)
        value = random.choice(_DECIDED[name])
        found[name] = random.choice((value, {"not": value}, {"present": True}))
        if name == "severity" and random.random() < 0.4:
            found[name] = {random.choice(("at_least", "at_most")): value}
    if random.random() < 0.1:
        found["is"] = "named"
    if depth and (not found or random.random() < 0.25):
        parts = [condition(random, stage, facts, depth - 1) for _ in range(random.randint(1, 2))]
        found[random.choice(("any_of", "none_of"))] = parts
    return found or {facts[0]: test_of(random, facts[0])}


def sections(random: Random, table: str) -> dict[str, Any]:
    """A table that is asked, and perhaps stages that it reads."""
    facts = [
        *random.sample(sorted(set(_TESTED)), random.randint(2, 3)),
        *random.sample(TIMES, random.choice((0, 1, 2))),
    ]
    if "s" in facts or "c" in facts:
        facts = [name for name in facts if name not in ("note", "tags")]

    def when(stage: str, share: float = 0.9) -> dict[str, Any]:
        return {"when": condition(random, stage, facts)} if random.random() < share else {}

    plain = [name for name in facts if name not in TIMES] or facts
    found: dict[str, Any] = {"conditions": {"named": {plain[0]: test_of(random, plain[0])}}}
    if random.random() < 0.4:
        found["tiers"] = [{"name": name, **when("tier")} for name in ("gold", "silver")]
    found["severities"] = _severities(random, when) if random.random() < 0.5 else {"levels": list(LEVELS)}
    if random.random() < 0.3:
        found["emergency"] = _emergency(random, when)
    if random.random() < 0.3:
        found["routing"] = [{"name": f"to {team}", "team": team, **when("adjust")} for team in ("desk", "night")]
    rules = [_decision(random, number, table, facts) | when("after") for number in range(random.randint(1, 4))]
    if random.random() < 0.8:
        rules.append(_decision(random, len(rules), table, facts))
    found[table] = rules
    return found


def _severities(random: Random, when: Any) -> dict[str, Any]:
    rules = [{"level": random.choice(LEVELS), **when("severity")} for _ in range(random.randint(1, 3))]
    if random.random() < 0.5:
        rules[0] |= {"only_if": when("adjust", 1)["when"], "if_not": random.choice(LEVELS)}
    caps = [{"level": random.choice(LEVELS), **when("adjust", 1)} for _ in range(random.randint(0, 2))]
    return {"levels": list(LEVELS), "rules": rules, "at_most": caps}


def _emergency(random: Random, when: Any) -> dict[str, Any]:
    found = when("emergency", 1)
    if random.random() < 0.5:
        found["claimed"], found["if_not_one"] = when("emergency", 1)["when"], {"at_most": random.choice(LEVELS)}
    if random.random() < 0.5:
        found["severity"] = random.choice(LEVELS)
    return dict(found)


def _decision(random: Random, number: int, table: str, facts: list[str]) -> dict[str, Any]:
    rule: dict[str, Any] = {"name": f"rule {number}", "decision": random.choice(("approve", "deny", "review"))}
    if random.random() < 0.15:
        rule["say"] = random.choice(("sorry", "fine"))
    if random.random() < 0.15:
        rule["approver"] = "boss"
    if table == "identity":
        rule["verify"] = random.choice((["code"], {"any_of": ["code", "invoice"]}))
    elif random.random() < 0.3:
        rule["amount"] = random.choice(
            ("10 EUR", "10.00 EUR", "m", {"of": "m", "share": "50%"}, {"of": "m", "at_most": "10 EUR"})
        )
    return rule


def truth(random: Random, opened: dt.datetime, request: str) -> dict[str, Raw | None]:
    """Every fact of a ticket; None is known to be absent."""
    hours = [opened + dt.timedelta(hours=random.randint(-72, 72), seconds=random.choice((-1, 0, 1))) for _ in "tu"]
    amounts = [Euros(Decimal(random.choice(("9.99", "10", "10.01", "30", "45"))), random.choice(("EUR", "EUR", "USD")))]
    amounts.append(Euros(Decimal(random.choice(("0", "10", "20"))), "EUR"))
    found: dict[str, Raw | None] = {
        **{name: random.choice(values) for name, values in CHOICES.items()},
        "ok": random.random() < 0.5,
        "x": Decimal(random.choice(("1", "2", "2.5", "10", "11"))),
        "y": Decimal(random.choice(("0", "-1", "3", "7", "8"))),
        "m": amounts[0],
        "n": amounts[1],
        "t": hours[0],
        "u": random.choice((hours[1], hours[1], hours[0])),
        "wait": Minutes(random.choice((0, 30, 31, 60, 61, 90))),
        "patience": Minutes(random.choice((30, 61))),
        "note": random.choice(("my Lawyer", "the press and my lawyer", "hello")),
        "tags": random.choice((frozenset[str](), frozenset({"vip"}), frozenset(TAGS))),
        "customer.region": random.choice(REGIONS),
    }
    for name in list(found):
        if random.random() < 0.08 and name != "patience":
            found[name] = None
    return {**found, "opened": opened, "request": request}
