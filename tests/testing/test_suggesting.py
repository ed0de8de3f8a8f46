"""Suggested tests pass as they are, and reach what nothing reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy, read_policy
from supportpolicy.testing.coverage import HOURS, STEPS, coverage_of
from supportpolicy.testing.reading import read_tests
from supportpolicy.testing.running import Result, run_cases
from supportpolicy.testing.suggesting import suggest_tests
from tests.testing.support import compiled_from, harbour

ROOT = Path(__file__).resolve().parents[2]


def _ran(text: str, compiled: Compiled, engine: Engine) -> list[Result]:
    suite = read_tests(read_bytes_as_policy(text.encode(), "suggested.yaml"), compiled)
    assert [f"{f.span.line}: {f.message}" for f in suite.findings] == []
    return list(run_cases(suite.cases, compiled, engine))


def test_a_small_policy_is_reached_whole() -> None:
    compiled, engine = harbour()
    text = suggest_tests(compiled, engine, ())
    results = _ran(text, compiled, engine)
    assert [result.case.name for result in results if result.outcome != "passed"] == []
    missing = [item for item in coverage_of(compiled, results).missing if item.group not in (STEPS, HOURS)]
    assert missing == []
    assert "No ticket found" not in text
    assert text.count("# to confirm (policy.yaml:") == len(results)
    assert suggest_tests(compiled, engine, results) == f"{text.split('tests:')[0]}# Every rule is reached.\n"


@pytest.mark.parametrize("folder", ["policies", "examples/gitlab-support"])
def test_suggestions_for_a_real_policy_pass(folder: str) -> None:
    compiled = compile_policy(load(read_policy(ROOT / folder)).policy)
    engine = prepare(compiled)
    text = suggest_tests(compiled, engine, ())
    results = _ran(text, compiled, engine)
    assert [result.case.name for result in results if result.outcome != "passed"] == []
    missing = [item for item in coverage_of(compiled, results).missing if item.group not in (STEPS, HOURS)]
    assert len(missing) <= 2
    for item in missing:
        assert f"{item.at}  {item.group}: {item.name}" in text


def test_a_rule_that_cannot_win_is_named_and_no_ticket_is_made_up() -> None:
    compiled, engine = compiled_from("""\
supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields: {plan: {type: choice, values: [free, paid]}}
tiers:
  - {name: paying, when: {plan: paid}}
  - {name: shadowed, when: {plan: paid}}
  - {name: others}
""")
    text = suggest_tests(compiled, engine, ())
    assert "#   policy.yaml:7  tier: shadowed" in text
    assert [result.case.name for result in _ran(text, compiled, engine)] == ["tier: paying", "tier: others"]


def test_values_are_chosen_on_the_right_side_of_every_limit() -> None:
    compiled, engine = compiled_from("""\
supportpolicy: 1
name: acme
timezone: Europe/Dublin
currency: EUR
horizon: 2026-01-01..2026-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
fields:
  seats: {type: number}
  quota: {type: number}
  price: {type: money}
  bought: {type: time}
  trip: {type: duration}
tiers:
  - {name: crowded, when: {seats: {above: {field: quota}}}}
  - {name: large, when: {seats: {above: 10, at_most: 20}, price: {below: 5 EUR}}}
  - {name: foreign, when: {price: {above: 3 USD}}}
  - {name: recent, when: {bought: {within: 30d}, trip: {at_least: 2h}}}
  - {name: older, when: {bought: {older_than: 30d, after: 2026-03-01}}}
  - {name: words, when: {subject: {mentions: invoice}, tags: {has: vip}, body: {mentions: [help, urgent]}}}
  - {name: at night, when: {opened: {outside: office}}}
  - {name: later, when: {seats: {not: 7}}, effective: {from: 2026-10-01}}
  - {name: others}
""")
    text = suggest_tests(compiled, engine, ())
    assert "No ticket found" not in text
    results = _ran(text, compiled, engine)
    assert [(result.case.name, result.outcome) for result in results] == [
        (f"tier: {rule.name}", "passed") for rule in compiled.table("tier").rules
    ]
