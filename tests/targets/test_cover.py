"""The cover reaches whatever any ticket reaches, and passes every edge; expected answers are those of the engine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine, Ticket, decide, prepare
from supportpolicy.engine.prepared import SORTING
from supportpolicy.engine.sorting import Sorted, sort_ticket
from supportpolicy.engine.values import Facts
from supportpolicy.targets.cover import CHANCES, cover_of
from supportpolicy.targets.expected import BEYOND, opening
from tests.analysis import small_policies
from tests.difference import small as small_pairs
from tests.engine.policies import POLICIES, compiled_at
from tests.targets.desk import compiled_desk

_TABLES = (*SORTING, "adjust.proof", "adjust.raise", "adjust.lower", "routing", "sla")


def _sorted(engine: Engine, facts: Facts) -> Sorted:
    opened = facts["opened"]
    assert isinstance(opened, dt.datetime)
    return sort_ticket(engine, facts, to_epoch(opened))


def _won(sorted_: list[Sorted]) -> set[tuple[str, int]]:
    found = {(name, rule) for one in sorted_ for name, rule in one.won.items()}
    found |= {("adjust.lower", cap) for one in sorted_ for cap in one.caps}
    return {(name, rule) for name, rule in found if name in _TABLES}


@pytest.mark.parametrize("seed", range(60))
def test_every_rule_that_any_ticket_reaches_is_reached(seed: int) -> None:
    engine = small_policies.small(seed).engine
    reached = _won(small_policies.all_sorted(engine))
    mine = _won([_sorted(engine, facts) for facts in cover_of(engine)])
    assert reached - mine == set()


@pytest.mark.parametrize("seed", range(40))
def test_likewise_with_promises_and_caps(seed: int) -> None:
    data = small_pairs.policy(Random(seed))
    engine = prepare(small_pairs.compiled(data))
    reached = _won([_sorted(engine, ticket.facts) for ticket in small_pairs.tickets(data)])
    mine = _won([_sorted(engine, facts) for facts in cover_of(engine)])
    assert reached - mine == set()


@pytest.mark.parametrize("place", POLICIES, ids=lambda place: place.name)
def test_the_engine_answers_every_ticket_of_a_cover(place: Path) -> None:
    engine = prepare(compiled_at(place))
    cover = cover_of(engine)
    ask = opening(engine)
    answers = [ask(facts) for facts in cover]
    assert len(cover) > CHANCES // 2
    assert sum(BEYOND in answer.values() for answer in answers) <= len(cover) // 50


def test_a_cover_is_the_same_every_time() -> None:
    compiled = compiled_desk()
    assert cover_of(prepare(compiled)) == cover_of(prepare(compiled))


def test_a_limit_is_kept_and_every_calendar_still_asked() -> None:
    engine = prepare(compiled_desk())
    cover = cover_of(engine, 700)
    assert len(cover) <= 700
    assert {ask["due first_response"] is None for ask in map(opening(engine), cover)} == {True, False}


def test_expected_answers_are_those_of_decide() -> None:
    engine = prepare(compiled_at(POLICIES[0]))
    timelines = tuple(run.timeline.name for run in engine.runs)
    attributes = ("team", "queue", "severity", "tier", "sla")
    ask = opening(engine, attributes=attributes, timelines=timelines)
    cover = cover_of(engine)
    for facts in Random(4).sample(cover, 150):
        found, answer = ask(facts), decide(engine, Ticket(facts), reasons=False)
        assert {name: found[name] for name in attributes} == {name: answer.stages.get(name) for name in attributes}
        due = {f"due {one.metric}": one.due for one in answer.targets if one.started is not None}
        assert {name: None if at is None or at == BEYOND else at for name, at in found.items() if name in due} == {
            name: None if at is None else to_epoch(at) for name, at in due.items() if name in found
        }
        steps = sorted(
            (run.name, to_epoch(step.at))
            for run in answer.timelines
            for step in run.steps
            if step.at is not None and step.number == 1
            if step.state in (("done", "planned") if run.state == "running" else ("done",))
        )
        mine = {name: at for name, at in found.items() if name.startswith("step ") and isinstance(at, int)}
        assert sorted((name.split(" ", 1)[1].rsplit(" ", 1)[0], at) for name, at in mine.items()) == steps


def test_aspects_are_the_same_for_every_ticket() -> None:
    engine = prepare(compiled_desk())
    ask = opening(engine, metrics=("resolve",))
    assert {tuple(ask(facts)) for facts in cover_of(engine)[:200]} == {("team", "severity", "due resolve")}
