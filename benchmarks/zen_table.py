"""The routes of the desk as a decision table of zen-engine, and the ways in which that can be asked.

Its manual advises a loader that hands out content that was compiled once (`ZenDecisionContent`, or a static loader),
and shows a decision created from text as the first example. They differ much: the benchmark judges by the fastest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from benchmarks.child import BadExit
from benchmarks.desk import FIELDS, Route, Test

KEY = "routing"
STATIC = "static loader"
CREATED = "decision created from text"
Ask = Callable[[dict[str, Any]], Any]


def ways(routes: list[Route]) -> dict[str, Ask]:
    """Every way of asking that is worth measuring: from the facts of a ticket to the response.

    Raises BadExit where the other engine is not installed.
    """
    try:
        import zen
    except ImportError:
        raise BadExit("zen-engine is not installed; install the extra 'bench' first") from None

    table = decision(routes)
    text = json.dumps(table)
    content = zen.ZenDecisionContent(text)
    static = zen.ZenEngine({"loader": {"type": "static", "content": {KEY: table}}})
    called = zen.ZenEngine({"loader": lambda key: content})
    return {
        STATIC: lambda facts: static.evaluate(KEY, facts),
        "loader with compiled content": lambda facts: called.evaluate(KEY, facts),
        "decision created from compiled content": zen.ZenEngine().create_decision(content).evaluate,
        CREATED: zen.ZenEngine().create_decision(text).evaluate,
    }


def decision(routes: list[Route]) -> dict[str, Any]:
    """The document: an input, a first-match table over the ten fields, an output."""
    position = {"x": 0, "y": 0}
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in FIELDS],
        "outputs": [{"id": "team", "name": "team", "field": "team"}],
        "rules": [_row(number, route) for number, route in enumerate(routes, 1)],
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": position},
            {"id": "table", "type": "decisionTableNode", "name": "table", "position": position, "content": table},
            {"id": "out", "type": "outputNode", "name": "out", "position": position},
        ],
        "edges": [
            {"id": "first", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "second", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


def _row(number: int, route: Route) -> dict[str, str]:
    cells = {name: _cell(route.tests[name]) if name in route.tests else "" for name in FIELDS}
    return {"_id": f"route {number}", **cells, "team": json.dumps(route.team)}


def _cell(test: Test) -> str:
    if test.truth is not None:
        return json.dumps(test.truth)
    if test.above is not None:
        return f"> {test.above}"
    if test.up_to is not None:
        return f"<= {test.up_to}"
    words = json.dumps(list(test.words))
    return f"not in {words}" if test.unlike else words.strip("[]")
