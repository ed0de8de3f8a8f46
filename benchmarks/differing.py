"""How long the comparison of two long policies takes, in time of the processor."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.emit import document
from benchmarks.row import Row
from benchmarks.rules import RULES, SEED, many_rules
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.difference import compare
from supportpolicy.language import load
from supportpolicy.source import read_policy

MOST_SECONDS = 5.0
CHANGED = (0, 1, 20)
EDITED = 20


def differing() -> Iterator[Row]:
    """`diff` of two policies of many routing rules, of which none, one or twenty changed; compiled before."""
    base = many_rules(random.Random(SEED))
    old = _compiled(base)
    cases = [(f"{changed} of them changed", _changed(base, changed)) for changed in CHANGED]
    cases.append((f"{EDITED} of them out, in, moved or with other tests", _edited(base)))
    for words, data in cases:
        new = _compiled(data)
        begin = time.process_time()
        found = compare(old, new)
        took = time.process_time() - begin
        told = f"{took:.2f} s, {len(found.changes)} changes told"
        figure = f"`diff` of two policies of {RULES:,} rules, {words}"
        yield Row(figure, f"< {MOST_SECONDS:g} s", told, "", took < MOST_SECONDS)


def _edited(base: dict[str, Any]) -> dict[str, Any]:
    """The policy with rules taken out, put in, moved, and with other tests, five of each."""
    chance = random.Random(SEED)
    routing = list(base["routing"])
    last = len(routing) - 1
    for _ in range(5):
        routing.pop(chance.randrange(last - 50))
        routing.insert(chance.randrange(last - 50), routing.pop(chance.randrange(last - 50)))
        place = chance.randrange(last - 50)
        added = {**routing[chance.randrange(last - 50)], "name": f"new {place}", "team": base["teams"][0]["name"]}
        routing.insert(place, {**added, "when": dict(list(added["when"].items())[1:])})
        place = chance.randrange(last - 50)
        routing[place] = {**routing[place], "when": dict(list(routing[place]["when"].items())[:-1])}
    names = {rule["name"]: rule for rule in routing}
    return {**base, "routing": list(names.values())}


def _changed(base: dict[str, Any], count: int) -> dict[str, Any]:
    """The policy with other teams in some rules, and every name of a rule another one."""
    chance = random.Random(SEED + count)
    teams = [team["name"] for team in base["teams"]]
    routing = [{**rule, "name": f"{rule['name']}, as we call it now"} for rule in base["routing"]]
    for place in chance.sample(range(len(routing) - 1), count):
        routing[place]["team"] = chance.choice([team for team in teams if team != routing[place]["team"]])
    return {**base, "routing": routing}


def _compiled(data: dict[str, Any]) -> Compiled:
    with tempfile.TemporaryDirectory(prefix="benchmark-diff-") as folder:
        path = Path(folder) / "policy.yaml"
        path.write_text(document(data), encoding="utf-8")
        return compile_policy(load(read_policy(path)).policy)
