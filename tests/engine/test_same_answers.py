"""The same question gets the same answer: anywhere, in any order, and nothing that was given is changed."""

from __future__ import annotations

import copy
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from supportpolicy.compiler import TooBranched, compile_policy
from supportpolicy.engine import (
    BeyondPolicy,
    EngineError,
    NoInstant,
    NotOpenYet,
    Ticket,
    TooMuch,
    Value,
    decide,
    prepare,
)
from tests.engine.asking import ask, engine_of, event, local, values_of
from tests.engine.random_stages import Case
from tests.engine.random_unknown import Case as UnknownCase

ROOT = Path(__file__).parents[2]
NOW = local("2026-06-03 10:00")
SCRIPT = """
import hashlib
from tests.engine.test_same_answers import some_answers
print(hashlib.sha256(repr(some_answers()).encode()).hexdigest())
"""
ENVIRONMENTS: tuple[dict[str, str], ...] = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
)


def some_answers() -> list[object]:
    """Answers of a few random policies, without what sets print in an order of their own."""
    found: list[object] = []
    for seed in range(6):
        case = Case(seed, tickets=3)
        try:
            engine = prepare(compile_policy(case.policy))
        except TooBranched:
            continue
        for facts, now in case.tickets:
            answer = decide(engine, Ticket(values_of(facts), (event("agent_reply", now),)), now)
            found.append(answer._replace(reasons=(), guidance={}))
            found.extend((one.table, one.rule, one.at, one.holds, one.before) for one in answer.reasons)
    for seed in range(40, 50):
        unknown = UnknownCase(seed)
        try:
            engine = prepare(compile_policy(unknown.policy))
        except TooBranched:
            continue
        answer = decide(engine, Ticket(values_of(unknown.known)), unknown.now)
        found.append(getattr(answer, unknown.table))
    return found


def test_hash_seed_time_zone_and_locale_make_no_difference() -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        for environment in ENVIRONMENTS
    ]
    printed = [process.communicate()[0] for process in started]
    assert printed[0] == printed[1] and len(printed[0].strip()) == 64


def test_answers_do_not_depend_on_what_was_asked_before_nor_change_what_was_given() -> None:
    for seed in range(6):
        case = Case(seed, tickets=6)
        try:
            compiled = compile_policy(case.policy)
        except TooBranched:
            continue
        before = repr(compiled)
        engine = prepare(compiled)
        tickets = [
            (Ticket(values_of(facts), (event("changed:plan", now, "free"),)), now) for facts, now in case.tickets
        ]
        given = copy.deepcopy(tickets)
        first = [decide(engine, ticket, now) for ticket, now in tickets]
        order = list(range(len(tickets)))
        Random(seed).shuffle(order)
        again = {place: decide(engine, *tickets[place]) for place in order}
        alone = [decide(prepare(compiled), ticket, now) for ticket, now in tickets]
        assert [again[place] for place in range(len(tickets))] == first == alone
        assert tickets == given
        assert repr(compiled) == before


POLICY = """\
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
fields: {t: {type: time}}
sla: [{name: all, clock: office, targets: {first_response: 2h}}]
roles: {boss: {contact: phone}}
escalation: [{name: nag, stops_on: solved, when: {subject: {not: x}}, steps: [{every: 1m, tell: boss, via: phone, tag: nagged}]}]
routing: [{name: open, when: {now: {during: office}}, team: desk}]
teams: [{name: desk, coverage: office}]
"""


def test_neither_a_moment_nor_an_opening() -> None:
    with pytest.raises(NoInstant, match="it is not known when"):
        ask(POLICY, {})
    with pytest.raises(NoInstant):
        ask(POLICY, {"opened": None})


def test_before_the_opening_there_is_no_answer() -> None:
    with pytest.raises(NotOpenYet, match="did not exist yet; it was opened at 2026-06-03T09:00:00Z"):
        ask(POLICY, {"opened": NOW}, at=NOW - dt.timedelta(seconds=1))


@pytest.mark.parametrize("opened", [local("2025-12-31 12:00"), local("2029-01-01 00:00"), local("2031-06-01 12:00")])
def test_beyond_the_horizon_it_is_named_and_nothing_guessed(opened: dt.datetime) -> None:
    with pytest.raises(BeyondPolicy, match="2026-01-01 to 2028-12-31") as error:
        ask(POLICY, {"opened": opened})
    assert (error.value.first, error.value.last) == ("2026-01-01", "2028-12-31")


def test_the_first_and_the_last_second_of_the_horizon_are_answered() -> None:
    assert ask(POLICY, {"opened": local("2026-01-01 00:00")}).stages["team"] is None
    assert ask(POLICY, {"opened": local("2028-12-31 23:59:59")}).targets[0].beyond_horizon


def test_a_ladder_without_end_is_refused_and_not_waited_for() -> None:
    with pytest.raises(TooMuch, match="'nag' has more than 10,000 steps"):
        ask(POLICY, {"opened": NOW}, at=NOW + dt.timedelta(days=90))


def test_every_refusal_is_an_engine_error_fit_for_a_user() -> None:
    for refused in (NoInstant, NotOpenYet, BeyondPolicy, TooMuch):
        assert issubclass(refused, EngineError)


def test_the_moment_is_that_of_the_last_event_or_of_the_opening() -> None:
    later = event("agent_reply", NOW + dt.timedelta(hours=1))
    assert ask(POLICY, {"opened": NOW}).at == NOW
    assert ask(POLICY, {"opened": NOW}, later).at == later.at
    assumed = ask(POLICY, {}, at=NOW)
    assert (assumed.opened, assumed.opened_assumed) == (NOW, True)
    unknown = ask(POLICY, {"opened": None}, at=NOW)
    assert (unknown.opened, unknown.opened_assumed, unknown.targets) == (None, False, ())


def test_instants_count_and_not_the_zone_in_which_they_are_written() -> None:
    facts: dict[str, Value | None] = {"opened": NOW, "t": NOW}
    elsewhere = {name: value.astimezone(dt.UTC) for name, value in facts.items() if isinstance(value, dt.datetime)}
    engine = engine_of(POLICY)
    assert decide(engine, Ticket(facts)) == decide(engine, Ticket(elsewhere))
