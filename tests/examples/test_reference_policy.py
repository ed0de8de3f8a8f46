"""The reference policy in policies/ and its own tests."""

from __future__ import annotations

from pathlib import Path

from supportpolicy.compiler import compile_policy
from supportpolicy.engine import prepare
from supportpolicy.language import load
from supportpolicy.source import read_policy
from supportpolicy.testing.coverage import coverage_of
from supportpolicy.testing.reading import read_tests
from supportpolicy.testing.running import run_cases

POLICY = Path(__file__).parents[2] / "policies"


def test_every_rule_step_and_day_is_reached_by_a_passing_test() -> None:
    compiled = compile_policy(load(read_policy(POLICY)).policy)
    suite = read_tests(read_policy(POLICY / "tests"), compiled)
    assert [finding.message for finding in suite.findings] == []
    results = list(run_cases(suite.cases, compiled, prepare(compiled)))
    assert {result.case.name: result.message for result in results if result.outcome != "passed"} == {}
    assert len(results) >= 400
    coverage = coverage_of(compiled, results)
    assert [f"{item.group}: {item.name} ({item.at})" for item in coverage.missing] == []
    assert coverage.total.all >= 179
