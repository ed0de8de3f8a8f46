"""What one answer costs, beside a rule engine written in Rust (zen-engine) on the same routes and the same tickets.

Ours is the answer without reasons at a ticket's opening, as an outline: every stage, when each promise that has started
is due, when the steps of a ladder of three come. Theirs is the team alone. The bare look-up is from facts to the team's
rule, which is what theirs does. `decide` is the same answer put together for people, with states, names and places.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.child import BadExit
from benchmarks.desk import FIELDS, ROUTES, SEED, Route, facts, policy, routes, routing_alone
from benchmarks.emit import document
from benchmarks.rounds import Work, each, micros, per_call
from benchmarks.row import Row
from benchmarks.zen_table import CREATED, STATIC, Ask, ways

if TYPE_CHECKING:
    from supportpolicy.compiled.tables import Rule
    from supportpolicy.engine import Answer, Engine, Ticket

SIZES = (ROUTES, 1_000, 5_000)
TICKETS, ROUNDS = 300, 9
JUDGED = (STATIC, CREATED)
"""Its manual's first example, and the fastest of its ways."""
BARE_AGAIN, ZEN_AGAIN = 15, 5
"""How often a round goes through the tickets with what is quick, so that all are measured for about as long."""
WHOLE_TIMES, BARE_TIMES = 20.0, 100.0
_FIRST = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


class Asked(NamedTuple):
    """A ticket in the form that either engine takes."""

    plain: dict[str, Any]
    """The ten fields, for the other engine."""
    typed: dict[str, Any]
    """The same for ours."""
    beside: dict[str, Any]
    """What else is known: language and channel."""
    ticket: Ticket
    opened: dt.datetime
    at: dt.datetime


def answers() -> Iterator[Row]:
    """One whole answer, and the bare look-up, as multiples of the other engine's rate."""
    written = routes(ROUTES)
    given = list(tickets(random.Random(SEED)))
    plain, typed = [one.plain for one in given], [one.typed for one in given]
    decide, outline, bare, theirs = _decide(written), _outline(written), _bare(written), ways(written)
    _agree(decide, bare, theirs.values(), given)
    costs = per_call(
        {
            "whole": each(outline, given, BARE_AGAIN),
            "decide": each(decide, given),
            "bare": each(bare, typed, BARE_AGAIN),
            **{name: each(ask, plain, 1 if "created" in name else ZEN_AGAIN) for name, ask in theirs.items()},
        },
        ROUNDS,
    )
    for name in theirs:
        yield Row(f"zen-engine, {ROUTES} rules, {name}", "", micros(costs[name]))
    yield Row("decide, put together for people", "", micros(costs["decide"]))
    for ours, figure, most in (("whole", "answer as an outline", WHOLE_TIMES), ("bare", "bare look-up", BARE_TIMES)):
        for name in JUDGED:
            times = costs[name] / costs[ours]
            target, met = (f">= {most:g}x", times >= most) if name in JUDGED else ("", None)
            yield Row(f"{figure}, beside zen-engine's {name}", target, micros(costs[ours]), f"{times:.2f}x", met)


def growth() -> Iterator[Row]:
    """What longer routing tables cost, by the cost of the shortest; the other engine's fastest way beside it."""
    works: dict[str, Work] = {}
    given = list(tickets(random.Random(SEED)))
    plain, typed = [one.plain for one in given], [one.typed for one in given]
    for size in SIZES:
        written = routes(size)
        outline, bare, ask = _outline(written), _bare(written), ways(written)[STATIC]
        _agree(_decide(written), bare, [ask], given)
        works[f"whole {size}"] = each(outline, given, BARE_AGAIN)
        works[f"bare {size}"] = each(bare, typed, BARE_AGAIN)
        works[f"zen {size}"] = each(ask, plain, ZEN_AGAIN)
    costs = per_call(works, ROUNDS)
    for name, figure in (
        ("whole", "an answer as an outline"),
        ("bare", "the bare look-up"),
        ("zen", "zen-engine's look-up"),
    ):
        first = costs[f"{name} {SIZES[0]}"]
        yield Row(f"{figure}, {SIZES[0]:,} rules", "", micros(first), "1.00x")
        for size in SIZES[1:]:
            cost, rules = costs[f"{name} {size}"], size / SIZES[0]
            target, met = (f"< {rules:g}x", cost / first < rules) if name != "zen" else ("", None)
            yield Row(f"{figure}, {size:,} rules", target, micros(cost), f"{cost / first:.2f}x", met)


def engine_of(data: dict[str, Any]) -> Engine:
    """A policy, ready to answer. Raises BadExit where it is not clean."""
    from supportpolicy.checks.verdict import judge
    from supportpolicy.compiler import compile_policy
    from supportpolicy.engine import prepare
    from supportpolicy.source import read_policy

    with tempfile.TemporaryDirectory(prefix="benchmark-answers-") as folder:
        place = Path(folder) / "policy.yaml"
        place.write_text(document(data), encoding="utf-8")
        verdict = judge(read_policy(place), dt.date.min)
    if verdict.blocking:
        raise BadExit(f"the desk's policy has errors: {verdict.blocking[0].message}")
    return prepare(compile_policy(verdict.policy))


def tickets(chance: random.Random, count: int = TICKETS) -> Iterator[Asked]:
    """Random tickets, each opened within two weeks and asked about within the next hours."""
    from supportpolicy.engine import Ticket

    for _ in range(count):
        plain = facts(chance)
        opened = _FIRST + dt.timedelta(seconds=chance.randrange(14 * 86_400))
        typed = {name: Decimal(value) if type(value) is int else value for name, value in plain.items()}
        at = opened + dt.timedelta(minutes=chance.randrange(6 * 60))
        ten, same = ({name: found[name] for name in FIELDS} for found in (plain, typed))
        beside = {name: value for name, value in plain.items() if name not in FIELDS}
        yield Asked(ten, same, beside, Ticket({**typed, "opened": opened}), opened, at)


def _decide(written: list[Route]) -> Callable[[Asked], Answer]:
    """The whole answer without reasons."""
    from supportpolicy.engine import decide

    engine = engine_of(policy(written))
    return lambda asked: decide(engine, asked.ticket, asked.at, reasons=False)


def _outline(written: list[Route]) -> Callable[[Asked], object]:
    """The answer at the opening, in short; held against `decide` in tests/engine/test_outline.py."""
    from supportpolicy.engine.outline import Outlines

    outlines = Outlines(engine_of(policy(written)))
    return lambda asked: outlines.of(asked.ticket.facts)


def _bare(written: list[Route]) -> Callable[[dict[str, Any]], Rule]:
    """From the facts of a ticket to the rule of routing: classes, then masks."""
    from supportpolicy.engine.sorting import classes_of

    engine = engine_of(routing_alone(written))
    routing, now = engine.lookups["routing"], int(_FIRST.timestamp())
    return lambda given: routing.rules[routing.first(classes_of(engine, given, given, now))]


def _agree(
    decide: Callable[[Asked], Answer],
    bare: Callable[[dict[str, Any]], Rule],
    theirs: Iterable[Ask],
    given: list[Asked],
) -> None:
    """Every way gives the same team for every ticket. Raises BadExit where one does not, or where few teams come up."""
    theirs, seen = list(theirs), set()
    for one in given:
        answer = decide(one)
        if len(answer.targets) != 4 or len(answer.timelines[0].steps) != 3:
            raise BadExit("an answer lacks one of its four metrics or three steps")
        teams = {answer.stages["team"], bare(one.typed).outcome.decides["team"]}
        teams.update(ask(one.plain)["result"]["team"] for ask in theirs)
        if len(teams) > 1:
            raise BadExit(f"the engines disagree about {one.plain}: {teams}")
        seen |= teams
    if len(seen) < 10:
        raise BadExit(f"only {len(seen)} teams come up, so the comparison says little")
