"""Random policies in which every sorting stage has rules, each reading facts and what earlier stages decide."""

from __future__ import annotations

import datetime as dt
import json
from random import Random
from typing import Any

from supportpolicy.language import Policy
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry
from supportpolicy.language.sections.contact import read_channel, read_language
from supportpolicy.language.sections.decisions import read_decision, read_identity
from supportpolicy.language.sections.facts import read_named_condition
from supportpolicy.language.sections.sla import read_promise
from supportpolicy.language.sections.sorting import read_route, read_severities, read_tier
from supportpolicy.language.sections.timelines import read_emergency
from supportpolicy.source import Node, read_bytes_as_policy
from tests.compiler.building import written
from tests.compiler.oracle import Raw
from tests.compiler.random_policies import BASE, DATES, INSTANTS, condition, ticket

LEVELS = ("critical", "high", "normal", "low")
TIERS = ("gold", "silver", "other")
TEAMS = ("desk", "night", "none")
CHANNELS = ("email", "phone", "github")
_DECIDED: dict[str, tuple[Any, ...]] = {
    "tier": TIERS,
    "severity": LEVELS,
    "reply_language": ("en", "de"),
    "language_level": ("full", "best-effort", "none"),
    "emergency": (True, False),
    "claimed": (True, False),
    "channel_support": ("yes", "closed", "not_for_you", "none"),
    "team": TEAMS,
}
_READ = {
    "tier": (),
    "severity": ("tier",),
    "emergency": ("tier", "severity", "reply_language", "language_level"),
    "channel": ("tier", "severity", "reply_language", "language_level", "emergency", "claimed"),
    "adjust": tuple(name for name in _DECIDED if name != "team"),
    "sla": tuple(_DECIDED),
}
_BASES: dict[str, Policy] = {}


class Case:
    """A policy and tickets to ask it about, all from one number."""

    def __init__(self, seed: int, tickets: int = 8) -> None:
        random = Random(seed)
        self.seed = seed
        self.sections = sections(random)
        self.policy = policy_of(self.sections)
        self.tickets = [moment(random) for _ in range(tickets)]

    def __repr__(self) -> str:
        return f"Case({self.seed}): {json.dumps(self.sections, ensure_ascii=False)}"


def moment(random: Random) -> tuple[dict[str, Raw | None], dt.datetime]:
    """A ticket that was opened before it is asked about, or of which nobody knows when it was."""
    facts, now = ticket(random)
    opened = random.choice([one for one in INSTANTS if one <= now])
    facts["opened"] = None if random.random() < 0.1 else opened
    for name, values in (("channel", (*CHANNELS, "fax")), ("language", ("en", "de", "en-GB", "fr"))):
        if random.random() < 0.8:
            facts[name] = random.choice(values)
    return facts, now


def staged(random: Random, stage: str) -> dict[str, Any]:
    """A `when` that may read what the stages before this one decide."""
    found = condition(random, (), 1)
    for name in random.sample(_READ[stage], min(len(_READ[stage]), random.choice((0, 1, 1, 2)))):
        test = _of_decided(random, name)
        if random.random() < 0.3:
            found = {"any_of": [found, {name: test}]}
        else:
            found[name] = test
    return found if random.random() < 0.7 else {"none_of": [found]}


def _of_decided(random: Random, name: str) -> Any:
    values = _DECIDED[name]
    value = random.choice(values)
    match random.randrange(6):
        case 0:
            return {"present": random.random() < 0.5}
        case 1:
            return {"not": value}
        case 2 if name == "severity":
            return {random.choice(("at_least", "at_most", "above", "below")): value}
        case 3 if not isinstance(value, bool):
            return random.sample(values, 2)
        case _:
            return value


def _rule(random: Random, stage: str, **keys: Any) -> dict[str, Any]:
    rule = dict(keys)
    if random.random() < 0.9:
        rule["when"] = staged(random, stage)
    _maybe_dated(random, rule)
    return rule


def _maybe_dated(random: Random, rule: dict[str, Any]) -> None:
    if random.random() < 0.1:
        rule["effective"] = {"from": random.choice(DATES[:3]), "until": random.choice(DATES[3:])}


def _grid(random: Random, outcomes: tuple[str, ...]) -> dict[str, Any]:
    rows = ("billing", "refund")
    cells = {row: {word: random.choice(outcomes) for word in ("true", "false")} for row in rows}
    return {"down": "topic", "across": "paid", "cells": cells}


def sections(random: Random) -> dict[str, Any]:
    """The sections, as they would be written."""
    found: dict[str, Any] = {
        "tiers": [
            _rule(random, "tier", name=f"tier {n}", tier=random.choice(TIERS)) for n in range(random.randint(0, 3))
        ],
        "severities": _severities(random),
        "languages": _languages(random),
        "channels": _channels(random),
        "routing": _routes(random),
        "sla": [_promise(random, number) for number in range(random.randint(1, 3))],
    }
    if random.random() < 0.75:
        found["emergency"] = _emergency(random)
    return found


def _severities(random: Random) -> dict[str, Any]:
    rules: list[dict[str, Any]] = []
    for _ in range(random.randint(1, 4)):
        rule = _rule(random, "severity", level=random.choice(LEVELS))
        if random.random() < 0.2:
            del rule["level"]
            rule["name"] = f"grid {len(rules)}"
            rule["grid"] = _grid(random, LEVELS)
        if random.random() < 0.5:
            rule["only_if"], rule["if_not"] = staged(random, "adjust"), random.choice(LEVELS)
        rules.append(rule)
    found: dict[str, Any] = {"levels": list(LEVELS), "rules": rules}
    if random.random() < 0.3:
        found["grid"] = _grid(random, LEVELS)
    found["at_most"] = [
        {"level": random.choice(LEVELS), "when": staged(random, "adjust")} for _ in range(random.randint(0, 3))
    ]
    return found


def _languages(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"en": {"level": "full"}, "de": {"level": "best-effort", "reply_in": "en"}}
    if random.random() < 0.5:
        found["de"] = {"level": "full"}
    _maybe_dated(random, found["de"])
    if random.random() < 0.6:
        found["otherwise"] = {"reply_in": random.choice(("en", "de")), "level": "none"}
    return found


def _emergency(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"when": staged(random, "emergency")}
    if random.random() < 0.5:
        found["except"] = staged(random, "emergency")
    if random.random() < 0.6:
        found["claimed"] = staged(random, "emergency")
        found["if_not_one"] = {"at_most": random.choice(LEVELS)}
    if random.random() < 0.6:
        found["severity"] = random.choice(LEVELS)
    _maybe_dated(random, found)
    return found


def _channels(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"email": {}, "phone": {"coverage": "office"}, "github": {"support": "none"}}
    found["github"]["redirect"] = "email"
    if random.random() < 0.5:
        found["phone"]["redirect"] = "email"
    for name in ("email", "phone"):
        if random.random() < 0.4:
            found[name]["for"] = staged(random, "channel")
        _maybe_dated(random, found[name])
    return found


def _routes(random: Random) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number in range(random.randint(1, 4)):
        rule = _rule(random, "adjust", name=f"route {number}", team=random.choice(TEAMS))
        if random.random() < 0.3:
            rule["queue"] = random.choice(("fast", "slow"))
        if random.random() < 0.15:
            del rule["team"]
            rule["grid"] = _grid(random, TEAMS)
        found.append(rule)
    return found


def _promise(random: Random, number: int) -> dict[str, Any]:
    rule = _rule(random, "sla", name=f"promise {number}", clock="always")
    if random.random() < 0.5:
        rule["targets"] = random.choice(("none", {"first_response": "4h"}, {"resolve": "8h", "next_response": "2h"}))
        return rule
    rule["rows"] = by = random.choice(("severity", "tier", "topic"))
    values = {"severity": LEVELS, "tier": TIERS, "topic": ("billing", "refund", "shipping")}[by]
    rows = (*random.sample(values, random.randint(1, 3)), *(("otherwise",) if random.random() < 0.5 else ()))
    rule["targets"] = {row: random.choice(("none", {"first_response": "1h"}, {"resolve": "2h"})) for row in rows}
    return rule


def policy_of(sections: dict[str, Any], base: str = BASE) -> Policy:
    """The policy of a text with these sections. Their shape is right by construction, so they are not checked."""
    if base not in _BASES:
        _BASES[base] = written(base)
    root = read_bytes_as_policy(json.dumps(sections, ensure_ascii=False).encode(), "policy.yaml").files[0].root
    assert root is not None and root.entries is not None
    emergency = root.get("emergency")

    def listed(name: str) -> list[Entry]:
        node = root.get(name) if root is not None else None
        return [Entry(one) for one in (node.items or () if node is not None else ())]

    def named(name: str) -> list[tuple[Name, Node]]:
        node = root.get(name) if root is not None else None
        return [(Name(key, one.span), one) for key, one in (node.entries or {} if node is not None else {}).items()]

    severities = root.get("severities")
    return _BASES[base]._replace(
        tiers=tuple(read_tier(entry) for entry in listed("tiers")),
        severities=None if severities is None else read_severities(Entry(severities)),
        languages={str(name): read_language(name, node) for name, node in named("languages")},
        channels={str(name): read_channel(name, node) for name, node in named("channels")},
        emergency=None if emergency is None else read_emergency(Entry(emergency)),
        routing=tuple(read_route(entry) for entry in listed("routing")),
        sla=tuple(read_promise(entry) for entry in listed("sla")),
        requests=tuple(read_decision(entry) for entry in listed("requests")),
        refunds=tuple(read_decision(entry) for entry in listed("refunds")),
        identity=tuple(read_identity(entry) for entry in listed("identity")),
        conditions={str(name): read_named_condition(name, node) for name, node in named("conditions")},
    )
