"""Sorting against the words: the engine, the oracle and the document's own masks agree on every stage."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import TooBranched, compile_policy
from supportpolicy.engine import Engine, Ticket, decide, prepare
from tests.compiler.lookup import Lookup, winner, winners
from tests.compiler.oracle import Raw
from tests.engine.asking import event, values_of
from tests.engine.random_stages import Case
from tests.engine.stage_oracle import ATTRIBUTES, StageOracle

BOOLEANS = ("emergency", "claimed")


def case_of(seed: int) -> tuple[Case, Engine] | None:
    """A random policy, ready to answer; None where the compiler refuses it."""
    case = Case(seed)
    try:
        return case, prepare(compile_policy(case.policy, hashed=False))
    except TooBranched:
        return None


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(st.integers(0, 2**32))
def test_the_engine_the_words_and_the_masks_say_the_same(seed: int) -> None:
    found = case_of(seed)
    if found is None:
        return
    case, engine = found
    for facts, now in case.tickets:
        # A note changes nothing, but everything is sorted as of its instant.
        answer = decide(engine, Ticket(values_of(facts), (event("internal_note", now),)), now, reasons=False)
        assert dict(answer.stages) == StageOracle(case.policy, facts, now).stages(), (case, facts, now)
        assert dict(answer.stages) == by_masks(engine.compiled, facts, now), (case, facts, now)


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_what_is_promised_at_the_opening_is_what_the_words_promise(seed: int) -> None:
    found = case_of(seed)
    if found is None:
        return
    case, engine = found
    for facts, now in case.tickets:
        opened = {**facts, "opened": now}
        oracle = StageOracle(case.policy, opened, now)
        answer = decide(engine, Ticket(values_of(opened)), reasons=False)
        assert dict(answer.stages) == oracle.stages(), (case, facts, now)
        assert sorted(target.metric for target in answer.targets) == sorted(oracle.metrics()), (case, facts, now)


def test_random_policies_reach_every_answer() -> None:
    """What is compared above is worth comparing: every stage decides now this, now that, and severity is adjusted."""
    seen: dict[str, Counter[object]] = {name: Counter() for name in ATTRIBUTES}
    moved = 0
    for seed in range(60):
        found = case_of(seed)
        if found is None:
            continue
        case, engine = found
        for facts, now in case.tickets:
            answer = decide(engine, Ticket(values_of(facts), (event("internal_note", now),)), now)
            for name, value in answer.stages.items():
                seen[name][value] += 1
            by = {reason.table: reason.rule for reason in answer.reasons}
            moved += any(table.startswith("adjust.") for table in by)
    assert moved > 60
    for name, counter in seen.items():
        kinds = {"redirect": 2, "language_level": 3, "emergency": 3, "claimed": 3, "reply_language": 3, "queue": 3}
        assert len(counter) >= kinds.get(name, 4), (name, counter)
        assert all(count >= 3 for count in counter.values()), (name, counter)


def by_masks(compiled: Compiled, facts: dict[str, Raw | None], now: object) -> dict[str, object]:
    """Every stage by the masks of the document."""
    lookup = Lookup(compiled, facts, now)  # type: ignore[arg-type]
    decided: dict[str, str] = {}

    def decide_by(table: str) -> str | None:
        won = winner(compiled.table(table), lookup.classes)
        for name, value in won.outcome.decides.items() if won is not None else ():
            decided[name] = value
            lookup.decide(name, value)
        return None if won is None else won.name

    for table in ("tier", "severity", "language", "emergency", "emergency.claimed", "channel"):
        name = decide_by(table)
        if table == "severity":
            lookup.decide("severity_rule", name)
    adjusted = adjusted_level(compiled, lookup, decided.get("severity"))
    if adjusted is not None:
        decided["severity"] = adjusted
        lookup.decide("severity", adjusted)
    for table in ("routing", "sla"):
        decide_by(table)
    return {name: decided.get(name) if name not in BOOLEANS else truth(decided.get(name)) for name in ATTRIBUTES}


def adjusted_level(compiled: Compiled, lookup: Lookup, level: str | None) -> str | None:
    """The three tables of `adjust`, all asked before severity is changed."""
    ranks = compiled.severity_levels
    proof, raised = (winner(compiled.table(f"adjust.{name}"), lookup.classes) for name in ("proof", "raise"))
    lower = compiled.table("adjust.lower")
    caps = winners(lower, lookup.classes)
    if proof is not None:
        level = proof.outcome.decides["severity"]
    if raised is not None:
        level = min((raised.outcome.decides["severity"], level or ranks[-1]), key=ranks.index)
    holding = [rule.outcome.decides["severity"] for rule in lower.rules if rule.name in caps]
    return None if level is None else max((level, *holding), key=ranks.index)


def truth(word: str | None) -> bool | None:
    return None if word is None else word == "true"
