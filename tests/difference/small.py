"""Pairs of small random policies, all of whose tickets can be asked of the engine one by one."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Answer, Engine, Money, Ticket, Value, decide, prepare
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy

PLANS, TOPICS, LEVELS = ("free", "team", "big"), ("billing", "outage"), ("high", "normal", "low")
TIERS, TEAMS = ("gold", "silver", "basic"), ("front", "bill", "night")
OPENED = tuple(
    dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC) for day, hour in ((4, 11), (4, 22), (5, 11), (7, 11), (8, 11))
)
"""By day on a Wednesday, a Thursday, a Saturday and a Sunday, and one night."""
_MISSING = object()
FACTS: Mapping[str, tuple[object, ...]] = {
    "plan": (*PLANS, None, _MISSING),
    "topic": (*TOPICS, "something else", None),
    "vip": (True, False, None, _MISSING),
    "score": (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(3), Decimal(9), None),
    "request": ("refund", _MISSING),
}
Data = dict[str, Any]


def policy(random: Random) -> Data:
    """A small policy with every sorting stage that reads facts, and refunds."""
    fields: Data = {
        "plan": {"type": "choice", "values": list(PLANS)},
        "topic": {"type": "choice"},
        "vip": {"type": "boolean"},
        "score": {"type": "number"},
    }
    if random.random() < 0.4:
        fields["plan"]["default"] = random.choice(PLANS)
    return {
        "supportpolicy": 1,
        "name": "small",
        "timezone": "Europe/Dublin",
        "currency": "EUR",
        "horizon": "2026-01-01..2026-12-31",
        "fields": fields,
        "coverage": {
            name: {"timezone": "Europe/Dublin", "open": {days: "09:00-17:00"}}
            for name, days in (("office", "mon-fri"), ("shop", "sat-sun"))
        },
        "teams": [{"name": name, "coverage": "office"} for name in TEAMS],
        "tiers": _rules(random, "tier", TIERS, 3),
        "severities": {
            "levels": list(LEVELS),
            "rules": _rules(random, "severity", LEVELS, 3),
            "at_most": _caps(random),
        },
        "routing": _rules(random, "routing", TEAMS, 4),
        "sla": _rules(random, "sla", (1, 2, 4), 3),
        "refunds": _rules(random, "refunds", ("approve", "deny", "review"), 3),
    }


def _caps(random: Random) -> list[Data]:
    return [{"level": random.choice(LEVELS), "when": _when(random, "cap")}] if random.random() < 0.6 else []


def _rules(random: Random, stage: str, outcomes: tuple[Any, ...], most: int) -> list[Data]:
    found = [_rule(random, stage, outcomes, number) for number in range(random.randint(1, most))]
    names: set[str] = set()
    unique = [rule for rule in found if not (rule.get("name", "") in names or names.add(rule.get("name", "")))]
    return unique if stage == "tier" else found


def _rule(random: Random, stage: str, outcomes: tuple[Any, ...], number: int) -> Data:
    value = random.choice(outcomes)
    rules: dict[str, Data] = {
        "tier": {"name": value},
        "severity": {"name": f"severity {number}", "level": value},
        "routing": {"name": f"route {number}", "team": value},
        "sla": {"name": f"promise {number}", "targets": {"first_response": f"{value}h", "clock": "office"}},
        "refunds": {"name": f"refund {number}", "decision": value},
    }
    rule = rules[stage]
    if value == "review":
        rule["approver"] = "front"
    if random.random() < 0.85:
        rule["when"] = _when(random, stage)
    return rule


def _when(random: Random, stage: str) -> Data:
    names = ["plan", "topic", "vip", "score", "opened"]
    later = {"severity": ("tier",), "cap": ("tier",), "routing": ("tier", "severity")}
    names += later.get(stage, ("tier", "severity", "team") if stage in ("sla", "refunds") else ())
    tests = {name: _test(random, name) for name in random.sample(names, random.choice((1, 1, 2)))}
    return {"none_of": [tests]} if random.random() < 0.15 else tests


def _test(random: Random, name: str) -> Any:
    words = {"plan": PLANS, "topic": TOPICS, "tier": TIERS, "severity": LEVELS, "team": TEAMS}
    if name == "vip":
        return random.random() < 0.5
    if name == "opened":
        return {random.choice(("during", "outside")): random.choice(("office", "shop"))}
    if name == "score":
        return {random.choice(("at_least", "at_most", "above", "below")): random.choice((2, 3))}
    value = random.choice(words[name])
    return random.choice((value, {"not": value}, random.sample(words[name], 2), {"present": random.random() < 0.5}))


def changed(random: Random, old: Data) -> Data:
    """The policy with one to three things changed, some of which change nothing."""
    new = copy.deepcopy(old)
    for _ in range(random.randint(1, 3)):
        stage = random.choice(("tiers", "severities", "routing", "sla", "refunds", "default", "names", "hours"))
        if stage == "default":
            new["fields"]["plan"]["default"] = random.choice(PLANS)
            continue
        if stage == "names":
            for rule in new["routing"]:
                rule["name"] = f"{rule['name']}, renamed"
            continue
        if stage == "hours":
            new["coverage"]["shop"]["open"] = {random.choice(("sat-sun", "wed", "sat")): "09:00-17:00"}
            continue
        rules = new["severities"]["rules"] if stage == "severities" else new[stage]
        place = random.randrange(len(rules))
        match random.randrange(4):
            case 0:
                rules.reverse()
            case 1:
                rules[place].pop("when", None)
            case 2:
                rules[place]["when"] = _when(random, {"tiers": "tier", "severities": "severity"}.get(stage, stage))
            case _:
                _other(random, stage, rules[place])
    return new


def _other(random: Random, stage: str, rule: Data) -> None:
    match stage:
        case "severities":
            rule["level"] = random.choice(LEVELS)
        case "routing":
            rule["team"] = random.choice(TEAMS)
        case "sla":
            rule["targets"] = {
                "first_response": random.choice(("1h", "2h", "4h")),
                "clock": random.choice(("office", "shop")),
            }
        case "refunds":
            rule["decision"] = random.choice(("approve", "deny"))
            rule.pop("approver", None)


def compiled(data: Data) -> Compiled:
    """The policy, compiled; JSON is YAML."""
    return compile_policy(load(read_bytes_as_policy(json.dumps(data).encode())).policy)


def tickets(*policies: Data) -> Iterator[Ticket]:
    """Every ticket there can be, as far as small policies can tell them apart: of what none names, one value is enough."""
    text = json.dumps([{key: part for key, part in one.items() if key != "fields"} for one in policies])
    named = {
        name: values if f'"{name}"' in text or name == "request" else values[-1:] for name, values in FACTS.items()
    }
    for opened in OPENED if '"opened"' in text else OPENED[:1]:
        for values in product(*named.values()):
            facts: dict[str, Value | None] = {
                name: value  # type: ignore[misc]
                for name, value in zip(FACTS, values, strict=True)
                if value is not _MISSING
            }
            yield Ticket({**facts, "opened": opened})


def said(engine: Engine, ticket: Ticket) -> dict[str, object]:
    """What the engine answers, part by part, apart from whatever is only a name."""
    answer: Answer = decide(engine, ticket, reasons=False)
    refund = answer.refunds
    parts: dict[str, object] = {name: answer.stages[name] or "none" for name in ("tier", "severity", "team")}
    parts["promise"] = tuple((one.metric, one.promise, one.clock) for one in answer.targets)
    parts["refunds"] = None if refund is None else (refund.decision, refund.approver)
    return parts


def enumerated(old: Data, new: Data) -> dict[str, set[tuple[object, object]]]:
    """Every way in which a part of the answer changes, by asking about every ticket."""
    before, after = prepare(compiled(old)), prepare(compiled(new))
    found: dict[str, set[tuple[object, object]]] = {}
    for ticket in tickets(old, new):
        one, other = said(before, ticket), said(after, ticket)
        for name, value in one.items():
            if value != other[name]:
                found.setdefault(name, set()).add((value, other[name]))
    return found


__all__ = ["Money", "changed", "compiled", "enumerated", "policy"]
