"""The masks say what the words say: random tables and tickets, answered by both."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import TooBranched, compile_policy
from tests.compiler.lookup import Lookup, holds, winner
from tests.compiler.oracle import Oracle
from tests.compiler.random_policies import Case

THOROUGH = settings(derandomize=True, database=None, deadline=None, max_examples=400)


@THOROUGH
@given(st.integers(0, 2**32))
def test_the_first_rule_by_masks_is_the_first_rule_by_words(seed: int) -> None:
    case = Case(seed)
    compiled = _compiled(case)
    if compiled is None:
        return
    table = compiled.table("routing")
    for facts, now in case.tickets:
        oracle, lookup = Oracle(case.policy, facts, now), Lookup(compiled, facts, now)
        won = winner(table, lookup.classes)
        assert (None if won is None else won.name) == oracle.route(), (case, facts, now)
        expected = {name for rule in case.policy.routing if (name := oracle.route_of(rule)) is not None}
        assert {rule.name for rule in table.rules if holds(rule, lookup.classes)} == expected, (case, facts, now)


@THOROUGH
@given(st.integers(0, 2**32))
def test_every_part_has_words_a_place_and_known_classes(seed: int) -> None:
    compiled = _compiled(Case(seed, tickets=0))
    for rule in compiled.table("routing").rules if compiled is not None else ():
        for part in rule.parts:
            assert part.text.strip() and part.at.startswith("policy.yaml:")
            for one in part.any:
                for column, classes in one.items():
                    assert classes == tuple(sorted(set(classes)))
                    assert set(classes) <= set(range(compiled.column(column).size))


def _compiled(case: Case) -> Compiled | None:
    try:
        return compile_policy(case.policy)
    except TooBranched:
        return None  # refused, and therefore never answered wrongly
