"""Single changes of the reference policy: each that changes an answer is told, in the right section, and no other."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import yaml

from supportpolicy.api import CompiledPolicy, as_data, decide
from supportpolicy.difference import Change, compare
from supportpolicy.engine import Engine, prepare
from tests.difference.mutating import SECTIONS, Mutant, answered, compiled, mutant, reference, tickets

_WALL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
IN_CI = 40
TICKETS = 60


@pytest.mark.parametrize("seed", range(IN_CI))
def test_a_single_change_is_told_where_it_changes_an_answer(seed: int) -> None:
    check(seed, TICKETS)


def check(seed: int, count: int) -> tuple[Mutant, tuple[Change, ...]]:
    """One mutant; `python -m tests.difference.many_mutants` does it for hundreds, with more tickets."""
    base, before = _base(count)
    found = mutant(seed)
    difference = compare(base.compiled, found.compiled)
    told = f"{found.kind} in {found.file}: {found.line}"
    after = prepare(found.compiled)
    differs = [
        ticket
        for (ticket, at), old in zip(tickets(base.compiled, count), before, strict=True)
        if answered(after, ticket, at) != old
    ]
    assert difference.changes or not differs, (told, differs[:1])
    assert not difference.unfinished, (told, difference.unfinished)
    policies = CompiledPolicy(base.compiled), CompiledPolicy(found.compiled)
    for change in difference.tickets:
        assert change.example is not None
        facts = {name: _instant(value) for name, value in yaml.safe_load(change.example.ticket).items()}
        at = _instant(change.example.at)
        ticket = {**facts, **({"events": [{"event": "internal_note", "at": at}]} if at else {})}
        answers = [_without_names(as_data(decide(policy, ticket, reasons=False))) for policy in policies]
        assert answers[0] != answers[1], (told, change)
    sections = {change.section for change in difference.changes}
    if difference.changes and found.kind in SECTIONS:
        assert sections & SECTIONS[found.kind], (told, sections)
    return found, difference.changes


@cache
def _base(count: int) -> tuple[Engine, list[object]]:
    policy = compiled(reference())
    assert policy is not None
    engine = prepare(policy)
    return engine, [answered(engine, ticket, at) for ticket, at in tickets(policy, count)]


def _instant(value: object) -> object:
    """Wall time of the policy's zone as an instant; a currency that is none as one that the policy does not know."""
    if isinstance(value, str) and value.endswith(" XXX"):
        return value.replace("XXX", "CHF")
    if isinstance(value, str) and _WALL.fullmatch(value):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value.isoformat() if value.tzinfo else value.replace(tzinfo=ZoneInfo("Europe/Dublin")).isoformat()
    return value


def _without_names(value: object) -> object:
    if isinstance(value, dict):
        left_out = ("place", "rule", "behaviour", "policy")
        return {key: _without_names(part) for key, part in value.items() if key not in left_out}
    return [_without_names(part) for part in value] if isinstance(value, list) else value
