"""Named conditions that are the same (SP410) are those that all tickets say are the same."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from supportpolicy.analysis.same import CONDITIONS, same_conditions
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.analysis.promising import proving_of
from tests.analysis.proving import proved_in
from tests.analysis.small_policies import all_sorted, small

BLOCKS = 5
SEEDS = range(30)
_TESTS: tuple[dict[str, Any], ...] = (
    {"plan": "free"},
    {"plan": {"not": "paid"}},
    {"plan": {"not": "free"}},
    {"plan": "paid"},
    {"plan": {"present": True}},
    {"any_of": [{"plan": "free"}, {"plan": "paid"}]},
    {"vip": True},
    {"vip": {"not": False}},
    {"seats": {"at_least": 5}},
    {"none_of": [{"seats": {"below": 5}}], "any_of": [{"seats": {"present": True}}]},
    {"severity": "high"},
    {"severity": {"not": "low"}},
    {"severity": ["high", "low"]},
    {"severity": {"present": True}},
    {"opened": {"during": "office"}},
    {"opened": {"during": "also-office"}},
    {"none_of": [{"opened": {"outside": "office"}}]},
    {"tier": {"present": True}},
    {"tier": "t0"},
)


def _with_conditions(seed: int) -> Engine:
    """A small policy with ten named conditions, of which some say the same in other words."""
    chance = Random(f"conditions {seed}")
    policy = json.loads(small(seed).text)
    policy["coverage"]["also-office"] = policy["coverage"]["office"]
    chosen: list[dict[str, Any]] = []
    for _ in range(10):
        one, other = chance.sample(_TESTS, 2)
        form = chance.random()
        chosen.append(
            one if form < 0.6 else {"any_of": [one, other]} if form < 0.8 else {"all_of": [other, one, {"vip": True}]}
        )
    policy["conditions"] = {f"c{number}": when for number, when in enumerate(chosen)}
    loaded = load(read_bytes_as_policy(json.dumps(policy).encode(), "policy.yaml"))
    assert not loaded.findings, loaded.findings
    return prepare(compile_policy(loaded.policy, named=True))


def _by_all_tickets(engine: Engine) -> set[tuple[str, str]]:
    """Each condition that holds for the same tickets as an earlier one, with the first such."""
    lookup = engine.lookups[CONDITIONS]
    every = all_sorted(engine)
    before = [frozenset(lookup.holding(one.unadjusted)) for one in every]
    after = [frozenset(lookup.holding(one.classes)) for one in every]
    first: dict[tuple[bool, ...], str] = {}
    found: set[tuple[str, str]] = set()
    for index, rule in enumerate(engine.compiled.table(CONDITIONS).rules):
        held = tuple(index in rules for rules in (*before, *after))
        if len({index in rules for rules in after}) < 2:
            continue
        if held in first:
            found.add((rule.name, first[held]))
        first.setdefault(held, rule.name)
    return found


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_same_conditions_are_those_that_all_tickets_show(block: int) -> None:
    for seed in SEEDS[block::BLOCKS]:
        compare(seed)


def compare(seed: int) -> int:
    """How many pairs there are. Raises AssertionError where a proof and all tickets do not say the same."""
    engine = _with_conditions(seed)
    messages = [one.finding.message for one in same_conditions(proving_of(engine))]
    expected = {f"'{one}' holds for exactly the same tickets as '{other}'" for one, other in _by_all_tickets(engine)}
    assert set(messages) == expected, seed
    assert len(messages) == len(expected)
    return len(expected)


def test_some_are_the_same_and_some_are_not() -> None:
    counts = [compare(seed) for seed in range(4)]
    assert any(counts)
    assert all(count < 9 for count in counts)


_HEAD = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2026-12-31
teams: [{name: front, coverage: always}, {name: vip, coverage: always}]
fields: {plan: {type: choice, values: [free, paid]}, total: {type: number}}
"""


def _found(text: str, folder: Path) -> list[tuple[int, list[int], str]]:
    found = [one.finding for one in proved_in(_HEAD + text, folder) if one.finding.code == "SP410"]
    return [(one.span.line, [related.span.line for related in one.related], one.message) for one in found]


def test_both_lines_are_named(tmp_path: Path) -> None:
    text = """conditions:
  large: {total: {above: 5}}
  big: {total: {above: 5.0}}
routing: [{name: a, when: {is: large, plan: paid}, team: vip}, {name: b, when: {is: big, plan: free}, team: vip}]
"""
    assert _found(text, tmp_path) == [(9, [8], "'big' holds for exactly the same tickets as 'large'")]


def test_an_order_of_tests_or_a_condition_in_a_condition_makes_no_difference(tmp_path: Path) -> None:
    text = """conditions:
  one: {plan: paid, total: {at_least: 5}}
  two: {is: inner}
  inner: {total: {at_least: 5}, plan: paid}
routing: [{name: a, when: {is: [one, two, inner]}, team: vip}, {name: b, team: front}]
"""
    assert [line for line, _, _ in _found(text, tmp_path)] == [9, 10]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{total: {above: 5}}", "{total: {at_least: 5}}"),
        ("{plan: paid}", "{plan: {not: free}}"),
        ("{subject: {mentions: refund}}", "{subject: {mentions: refunds}}"),
        ("{total: {above: 5, below: 3}}", "{plan: free, none_of: [{plan: free}]}"),
    ],
    ids=["one value", "a missing fact", "free text", "both never hold"],
)
def test_what_is_not_the_same_is_not_named(first: str, second: str, tmp_path: Path) -> None:
    text = f"""conditions:
  one: {first}
  two: {second}
routing: [{{name: a, when: {{is: one}}, team: vip}}, {{name: b, when: {{is: two}}, team: front}}]
"""
    assert _found(text, tmp_path) == []


def test_severity_before_and_after_adjusting_are_two_things(tmp_path: Path) -> None:
    """Free customers are never high afterwards, so only what reads severity earlier tells the two apart."""
    text = """severities:
  levels: [high, low]
  rules: [{level: high, when: {total: {above: 5}}}, {level: low}]
  at_most: [{level: low, when: {plan: free}}]
conditions:
  one: {severity: high}
  two: {severity: high, plan: {not: free}}
routing: [{name: a, when: {is: one}, team: vip}, {name: b, when: {is: two}, team: front}]
"""
    assert _found(text, tmp_path) == []
