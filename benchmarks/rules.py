"""How long a long table takes to compile."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.child import interleaved, megabytes, script, seconds
from benchmarks.emit import document
from benchmarks.row import Row

RULES, FIELDS, RUNS = 2_000, 10, 5
MOST_SECONDS = 3.0
SEED = 20261122
_TEAMS = [f"team-{number}" for number in range(40)]


def rules() -> Iterator[Row]:
    """`compile` of many routing rules: with four to seven tests each, and with a threshold of their own each."""
    yield _row(f"`compile` of {RULES:,} routing rules, 4-7 tests over {FIELDS} fields", many_rules(random.Random(SEED)))
    yield _row(f"`compile` of {RULES:,} routing rules, each with its own threshold on one number", _thresholds())


def _row(figure: str, data: dict[str, Any]) -> Row:
    tool = script("supportpolicy")
    with tempfile.TemporaryDirectory(prefix="benchmark-rules-") as folder:
        policy = Path(folder) / "policy.yaml"
        policy.write_text(document(data), encoding="utf-8")
        out = str(Path(folder) / "compiled.json")
        costs = interleaved(
            {
                "compile": (tool, "compile", str(policy), "-o", out),
                "check": (tool, "check", "--no-summary", str(policy)),
            },
            RUNS,
        )["compile"]
    took = seconds(costs)
    return Row(figure, f"< {MOST_SECONDS:g} s", f"{took:.2f} s, {megabytes(costs):.0f} MB", "", took < MOST_SECONDS)


def many_rules(chance: random.Random, count: int = RULES) -> dict[str, Any]:
    """A policy of many routing rules of four to seven tests each."""
    fields: dict[str, Any] = {}
    for number in range(FIELDS):
        kind = ("choice", "choice", "choice", "boolean", "number")[number % 5]
        values = {"values": [f"v{number}-{letter}" for letter in "abcdefghij"]} if kind == "choice" else {}
        fields[f"fact-{number}"] = {"type": kind, **values}
    routing: list[dict[str, Any]] = []
    for number in range(count):
        tested = chance.sample(list(fields), chance.randint(4, 7))
        when = {name: _test(chance, fields[name]) for name in tested}
        routing.append({"name": f"rule {number}", "when": when, "team": chance.choice(_TEAMS)})
    routing.append({"name": "everyone else", "team": "frontline"})
    teams = [{"name": name, "coverage": "always"} for name in [*_TEAMS, "frontline"]]
    return {"supportpolicy": 1, "name": "many rules", "fields": fields, "teams": teams, "routing": routing}


def _thresholds() -> dict[str, Any]:
    routing: list[dict[str, Any]] = [
        {"name": f"rule {number}", "when": {"seats": {"above": number}}, "team": "frontline"}
        for number in range(RULES, 0, -1)
    ]
    return {
        "supportpolicy": 1,
        "name": "many thresholds",
        "fields": {"seats": {"type": "number"}},
        "teams": [{"name": "frontline", "coverage": "always"}],
        "routing": [*routing, {"name": "everyone else", "team": "frontline"}],
    }


def _test(chance: random.Random, field: dict[str, Any]) -> Any:
    if field["type"] == "boolean":
        return chance.random() < 0.5
    if field["type"] == "number":
        return {chance.choice(("above", "below", "at_least", "at_most")): chance.randint(1, 20)}
    values = chance.sample(field["values"], chance.randint(1, 3))
    return {"not": values} if chance.random() < 0.2 else values
