"""A made-up support desk with a routing table as long as asked for: tiers, severities, languages, channels, promises.

The routing table asks about ten declared facts and nothing else, so that another engine can be given the same table.
"""

from __future__ import annotations

import random
from typing import Any, NamedTuple

SEED = 20261122
ROUTES = 200
_CHOICES = {
    "plan": ("free", "team", "business", "enterprise"),
    "impact": ("down", "degraded", "wrong", "question"),
    "product": ("mail", "files", "calendar", "chat", "phone", "wiki", "forms", "sites"),
    "topic": ("billing", "login", "sync", "import", "privacy", "mobile", "quota", "how-to"),
    "market": ("dach", "france", "benelux", "nordics", "iberia", "uk", "us", "japan"),
    "platform": ("web", "ios", "android", "windows", "macos", "linux"),
}
_BOOLEANS = ("paid_up", "on_trial")
_NUMBERS = {"seats": (1, 400), "incidents": (0, 12)}
FIELDS = (*_CHOICES, *_BOOLEANS, *_NUMBERS)
"""The ten fields that routing asks about."""
LANGUAGES = ("en", "de", "fr", "ja")
CHANNELS = ("email", "phone", "chat")
_TEAMS = tuple(f"desk-{number}" for number in range(24))
LAST_TEAM = "frontline"
_MATCHING = 3.0
"""At most so many routes of a table fit a ticket, on average; about half as many do."""
_LIMITS = {"seats": (5, 10, 25, 50, 100, 250), "incidents": (1, 2, 3, 5, 8)}


class Test(NamedTuple):
    """One test of a route, to be written in the language of either engine."""

    words: tuple[str, ...] = ()
    """One of these."""
    unlike: bool = False
    """None of these."""
    truth: bool | None = None
    above: int | None = None
    up_to: int | None = None


class Route(NamedTuple):
    """Which tickets go to which team; without tests, all that are left."""

    tests: dict[str, Test]
    team: str


def routes(count: int = ROUTES) -> list[Route]:
    """So many routes, the last one for everybody; the same for the same count.

    Each is as narrow as it must be for the winners to be spread over the whole table: mostly three to five tests in a
    table of 200, five to nine in one of 5,000. Not a quarter of random tickets fall through to the last.
    """
    chance = random.Random(f"{SEED}/{count}")
    found: list[Route] = []
    while len(found) < count - 1:
        tests: dict[str, Test] = {}
        share = 1.0
        for name in chance.sample(FIELDS, len(FIELDS)):
            if share * count <= _MATCHING:
                break
            tests[name] = _test(chance, name)
            share *= _share(name, tests[name])
        found.append(Route(tests, chance.choice(_TEAMS)))
    return [*found, Route({}, LAST_TEAM)]


def facts(chance: random.Random) -> dict[str, Any]:
    """A ticket over all ten fields, its language and its channel, as plain data."""
    return {
        **{name: chance.choice(values) for name, values in _CHOICES.items()},
        **{name: chance.random() < 0.5 for name in _BOOLEANS},
        **{name: chance.randint(*limits) for name, limits in _NUMBERS.items()},
        "language": chance.choice(LANGUAGES),
        "channel": chance.choice(CHANNELS),
    }


def policy(written: list[Route]) -> dict[str, Any]:
    """The policy as the data of one YAML file."""
    return {
        "supportpolicy": 1,
        "name": "a desk with many routes",
        "timezone": "Europe/Dublin",
        "horizon": "2026-01-01..2027-12-31",
        "business_day_calendar": "office",
        "coverage": {
            "office": {"timezone": "Europe/Dublin", "open": {"mon-fri": "09:00-17:30"}},
            "late": {"timezone": "Europe/Dublin", "open": {"mon-sat": "07:00-22:00"}},
        },
        "fields": {
            **{name: {"type": "choice", "values": list(values)} for name, values in _CHOICES.items()},
            **{name: {"type": "boolean"} for name in _BOOLEANS},
            **{name: {"type": "number"} for name in _NUMBERS},
        },
        "roles": {"lead": {"coverage": "late"}, "manager": {"coverage": "always"}},
        "teams": [
            {"name": name, "coverage": "late", "languages": list(LANGUAGES), "lead": "lead"}
            for name in (*_TEAMS, LAST_TEAM)
        ],
        "languages": {language: {"level": "full", "coverage": "office"} for language in LANGUAGES},
        "channels": {"email": {}, "phone": {"coverage": "office", "redirect": "email"}, "chat": {"coverage": "late"}},
        "tiers": [
            {"name": "gold", "when": {"plan": ["business", "enterprise"]}},
            {"name": "silver", "when": {"plan": "team"}},
            {"name": "basic"},
        ],
        "severities": {
            "levels": ["critical", "high", "normal", "low"],
            "rules": [
                {"level": "critical", "when": {"impact": "down"}},
                {"level": "high", "when": {"impact": "degraded"}},
                {"level": "normal", "when": {"impact": "wrong"}},
                {"level": "low"},
            ],
        },
        "metrics": {
            "first_look": {"starts_on": "opened", "met_by": "acknowledged"},
            "workaround": {"starts_on": "opened", "met_by": "entered:on-hold"},
        },
        "routing": [_routing(number, route) for number, route in enumerate(written, 1)],
        "sla": [_promise("gold", "always", 1), _promise("silver", "late", 2), _promise(None, "office", 4)],
        "escalation": [_LADDER],
    }


def routing_alone(written: list[Route]) -> dict[str, Any]:
    """The same routes in a policy that decides nothing else."""
    whole = policy(written)
    kept = ("supportpolicy", "name", "timezone", "horizon", "business_day_calendar", "coverage", "fields", "roles")
    return {name: part for name, part in whole.items() if name in (*kept, "languages", "teams", "routing")}


_LADDER = {
    "name": "unanswered",
    "starts_on": "opened",
    "stops_on": "first_response",
    "clock": "late",
    "steps": [
        {"after": "20m", "tell": "team"},
        {"at": "50%", "of": "first_response", "tell": "lead"},
        {"at": "100%", "of": "first_response", "tell": "manager"},
    ],
}


def _promise(tier: str | None, clock: str, slower: int) -> dict[str, Any]:
    hours = {"critical": (1, 2, 4, 8), "high": (2, 4, 8, 16), "normal": (4, 8, 24, 40), "low": (8, 16, 40, 80)}
    names = ("first_look", "first_response", "workaround", "resolve")
    return {
        "name": tier or "everybody",
        **({"when": {"tier": tier}} if tier else {}),
        "rows": "severity",
        "clock": clock,
        "pause_while": "waiting-on-customer",
        "targets": {
            level: {name: f"{amount * slower}h" for name, amount in zip(names, amounts, strict=True)}
            for level, amounts in hours.items()
        },
    }


def _routing(number: int, route: Route) -> dict[str, Any]:
    when = {name: _written(test) for name, test in route.tests.items()}
    return {"name": f"route {number}", **({"when": when} if when else {}), "team": route.team}


def _written(test: Test) -> Any:
    if test.truth is not None:
        return test.truth
    if test.above is not None:
        return {"above": test.above}
    if test.up_to is not None:
        return {"at_most": test.up_to}
    words: Any = list(test.words) if len(test.words) > 1 else test.words[0]
    return {"not": words} if test.unlike else words


def _share(name: str, test: Test) -> float:
    """About how many of random tickets pass a test."""
    if name in _CHOICES:
        share = len(test.words) / len(_CHOICES[name])
        return 1 - share if test.unlike else share
    if test.truth is not None:
        return 0.5
    low, high = _NUMBERS[name]
    below = ((test.up_to if test.above is None else test.above) or 0) / (high - low)
    return below if test.above is None else 1 - below


def _test(chance: random.Random, name: str) -> Test:
    if name in _BOOLEANS:
        return Test(truth=chance.random() < 0.5)
    if name in _NUMBERS:
        limit = chance.choice(_LIMITS[name])
        return Test(above=limit) if chance.random() < 0.5 else Test(up_to=limit)
    unlike = chance.random() < 0.15
    return Test(tuple(chance.sample(_CHOICES[name], chance.randint(1, 2))), unlike)
