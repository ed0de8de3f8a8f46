"""What is proved is what trying every ticket says; every witness is confirmed, and nothing in it can be left out."""

from __future__ import annotations

import datetime as dt

import pytest

from supportpolicy.analysis.gaps import gaps
from supportpolicy.analysis.guarantees import guarantees
from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.reach import reached
from supportpolicy.analysis.redundant import redundant
from supportpolicy.analysis.shadows import shadows
from supportpolicy.analysis.tables_in_use import catch_all, section_of
from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.course import course_of
from supportpolicy.engine.decisions import decision_of
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.sorting import Sorted
from supportpolicy.engine.values import Ticket
from tests.analysis.promising import proving_of
from tests.analysis.small_policies import TABLES, all_sorted, holding, refunds_of, small, winners

SEEDS = range(60)
"""Part of the 2,000 that were tried; see docs/benchmarks.md."""


@pytest.mark.parametrize("block", range(6))
def test_proofs_say_what_all_tickets_say(block: int) -> None:
    for seed in SEEDS[block::6]:
        compare(seed)


def compare(seed: int) -> None:
    """Every answer about one policy. Raises AssertionError with the policy."""
    its = small(seed)
    proving, every = proving_of(its.engine), all_sorted(its.engine)
    for table in TABLES:
        _wins(proving, every, table, its)
        _equal(proving, every, table, its)
    _never(proving, every, its)
    _redundant(proving, every, its)
    _gaps(proving, every, its)
    _guarantee(proving, every, its)


def _wins(proving: Proving, every: list[Sorted], table: str, its: object) -> None:
    space, found = proving.space, winners(proving.space.engine, every, table)
    form = space.table(table)
    possible = {index for index, literal in enumerate(form.wins) if space.possible([literal])}
    possible |= {NO_RULE} if space.possible([form.none]) else set()
    assert possible == found, (table, its)
    assert reached(space, table) <= found, (table, its)


def _equal(proving: Proving, every: list[Sorted], table: str, its: object) -> None:
    """Whether one rule's tickets are among another's, for every two rules of a table."""
    space, held = proving.space, holding(proving.space.engine, every, table)
    form = space.table(table)
    for one, first in enumerate(form.holds):
        for other, second in enumerate(form.holds):
            expected = any(one in rules and other not in rules for rules in held)
            assert space.possible([first, -second]) == expected, (table, one, other, its)


def _messages(found: list[Proved], code: str) -> set[str]:
    return {one.finding.message for one in found if one.finding.code == code}


def _never(proving: Proving, every: list[Sorted], its: object) -> None:
    messages = _messages(list(shadows(proving)), "SP403")
    for table in TABLES:
        form, found = proving.space.table(table).table, winners(proving.space.engine, every, table)
        for index, rule in enumerate(form.rules):
            said = any(f"'{rule.name}' can never win" in message for message in messages)
            assert said == (index not in found and index <= catch_all(form)), (rule.name, its)


def _redundant(proving: Proving, every: list[Sorted], its: object) -> None:
    messages = _messages(list(redundant(proving)), "SP409")
    for table in ("severity", "routing"):
        rules = proving.space.table(table).table.rules
        held = [sorted(rules_) for rules_ in holding(proving.space.engine, every, table)]
        for index, rule in enumerate(rules):
            won = [one for one in held if one[:1] == [index]]
            same = all(len(one) > 1 and rules[one[1]].outcome == rule.outcome for one in won)
            said = any(f"'{rule.name}'" in message for message in messages)
            assert said == bool(won and same and rule.parts), (rule.name, its)


def _gaps(proving: Proving, every: list[Sorted], its: object) -> None:
    engine, found = proving.space.engine, list(gaps(proving))
    for table in TABLES:
        said = [one for one in found if f"no rule of '{section_of(table)}'" in one.finding.message]
        assert bool(said) == (NO_RULE in winners(engine, every, table)), (table, its)
        for one in said:
            _minimal(engine, one, lambda ticket, table=table: _sorted(engine, ticket).won.get(table) == NO_RULE)
    said = [one for one in found if "no rule of 'refunds'" in one.finding.message]
    assert bool(said) == ("none None" in refunds_of(engine)), its
    for one in said:
        _minimal(engine, one, lambda ticket: _refund(engine, ticket) == "none")


def _guarantee(proving: Proving, every: list[Sorted], its: object) -> None:
    engine = proving.space.engine
    found = list(guarantees(proving))
    meant = [bool(rules) for rules in holding(engine, every, "guarantees")]
    kept = [bool(rules) for rules in holding(engine, every, "guarantees.hold")]
    broken = any(one and not other for one, other in zip(meant, kept, strict=True))
    expected = ["SP550"] if broken else [] if any(meant) else ["SP551"]
    assert [one.finding.code for one in found] == expected, its
    for one in found if broken else ():
        _minimal(engine, one, lambda ticket: _breaks(engine, ticket))


def _minimal(engine: Engine, one: Proved, shows: object) -> None:
    """The engine confirms the witness, and no longer when any fact is left out."""
    assert callable(shows)
    witness = one.witness
    assert witness is not None
    assert witness.at == witness.opened
    ticket = witness.ticket()
    assert shows(ticket), one
    for name in witness.facts:
        rest = {other: value for other, value in ticket.facts.items() if other != name}
        assert not shows(Ticket(rest)), (name, one)


def _at(ticket: Ticket) -> int:
    opened = ticket.facts["opened"]
    assert isinstance(opened, dt.datetime)
    return to_epoch(opened)


def _sorted(engine: Engine, ticket: Ticket) -> Sorted:
    return course_of(engine, ticket, _at(ticket), _at(ticket)).sorted


def _refund(engine: Engine, ticket: Ticket) -> str | None:
    said = decision_of(engine, course_of(engine, ticket, _at(ticket), _at(ticket)), "refunds")
    return None if said is None else said.answer.decision


def _breaks(engine: Engine, ticket: Ticket) -> bool:
    classes = _sorted(engine, ticket).classes
    lookups = engine.lookups
    return bool(lookups["guarantees"].holding(classes)) and not lookups["guarantees.hold"].holding(classes)
