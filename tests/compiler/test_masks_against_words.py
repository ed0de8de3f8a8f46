"""The masks say what the words say: random tables and tickets, answered by both."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import is_canonical
from supportpolicy.compiler import TooBranched, compile_policy
from tests.compiler.lookup import Lookup, holds, winner
from tests.compiler.oracle import Oracle
from tests.compiler.random_policies import Case


@settings(derandomize=True, database=None, deadline=None, max_examples=400)
@given(st.integers(0, 2**32))
def test_masks_and_parts_say_what_the_words_say(seed: int) -> None:
    case = Case(seed)
    try:
        compiled = compile_policy(case.policy)
    except TooBranched:
        return  # refused, and therefore never answered wrongly
    check_parts(compiled)
    table = compiled.table("routing")
    for facts, now in case.tickets:
        oracle, lookup = Oracle(case.policy, facts, now), Lookup(compiled, facts, now)
        won = winner(table, lookup.classes)
        assert (None if won is None else won.name) == oracle.route(), (case, facts, now)
        expected = {name for rule in case.policy.routing if (name := oracle.route_of(rule)) is not None}
        assert {rule.name for rule in table.rules if holds(rule, lookup.classes)} == expected, (case, facts, now)


def check_parts(compiled: Compiled) -> None:
    """Every part has words, a place, and classes that its columns have."""
    sizes = {column.id: column.size for column in compiled.columns}
    for rule in compiled.table("routing").rules:
        for part in rule.parts:
            assert part.text.strip() and part.at.startswith("policy.yaml:")
            for one in part.any:
                for column, classes in one.items():
                    assert classes, "an alternative that never holds is left out"
                    assert is_canonical(classes, sizes[column])
