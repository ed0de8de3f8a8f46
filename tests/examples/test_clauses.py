"""Published support policies, said by the example policies and shown by their tests."""

from __future__ import annotations

import pytest

from supportpolicy.source import read_policy
from tests.examples import clauses as report
from tests.examples.mutants import killed_by, mutants_of
from tests.examples.published import (
    EXAMPLES,
    Clause,
    Published,
    clauses,
    example_names,
    in_part,
    outcomes,
    published,
    sources_of,
    tried,
    unsaid,
)

AT_LEAST = 95
"""Of a hundred computable clauses, so many are said; and also where those said in part do not count."""


def every() -> list[Published]:
    return published(clauses(), outcomes(map(tried, example_names())))


def test_there_are_ten_examples_and_more() -> None:
    assert len(example_names()) >= 10


@pytest.mark.parametrize("name", example_names())
def test_an_example_passes_its_own_tests(name: str) -> None:
    example = tried(name)
    assert [finding.message for finding in example.suite.findings] == []
    assert [result.case.name for result in example.results if result.outcome != "passed"] == []
    assert len(example.results) >= 20


@pytest.mark.parametrize("name", example_names())
def test_a_test_that_names_a_clause_expects_something_definite(name: str) -> None:
    """More than that something does not happen, so that a policy which says nothing at all would fail."""
    shown: dict[str, bool] = {}
    for result in tried(name).results:
        for clause in result.case.clauses:
            definite = any(
                expected.want is not None and expected.key != "no_messages" for expected in result.case.expects
            )
            shown[clause] = shown.get(clause, False) or definite
    assert [clause for clause, definite in shown.items() if not definite] == []


def test_no_test_names_a_clause_that_does_not_exist() -> None:
    known = {clause.name for clause in clauses()}
    assert sorted(outcomes(map(tried, example_names())).keys() - known) == []


def test_every_covered_policy_is_counted_whole() -> None:
    """Leaving out a clause that nobody can say would make the figure look better."""
    for each in every():
        numbers = [clause.n for clause in each.clauses]
        assert numbers == list(range(1, len(numbers) + 1)), each.policy


def test_nearly_every_computable_clause_is_said() -> None:
    computable = frozenset[str]().union(*(each.computable for each in every()))
    said = frozenset[str]().union(*(each.said for each in every())) & computable
    assert 100 * len(said) >= AT_LEAST * len(computable)
    assert 100 * len(said - in_part().keys()) >= AT_LEAST * len(computable)


def test_a_clause_is_said_or_listed_as_unsaid_and_never_both() -> None:
    known = {clause.name for clause in clauses()}
    said = frozenset[str]().union(*(each.said for each in every()))
    assert unsaid().keys() == known - said
    assert in_part().keys() <= said


def test_the_readmes_name_every_clause_and_how_to_run_the_tests() -> None:
    for name in example_names():
        text = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
        assert f"supportpolicy test examples/{name}" in text
        assert "no statement of" in text
        for policy in {clause.rsplit(" ", 1)[0] for clause in outcomes([tried(name)])}:
            assert f"*{policy}*" in text


def test_the_report_counts_and_gives_reasons() -> None:
    known = [
        Clause("acme", 1, "sla", "computable", "an hour"),
        Clause("acme", 2, "sla", "computable", "a day"),
        Clause("acme", 3, "scope", "guidance", "be kind"),
        Clause("acme", 4, "sla", "computable", "a week"),
    ]
    results = tried("eu261").results[:1]
    failed = results[0]._replace(outcome="failed")
    shown = {"acme 1": [results[0]], "acme 2": [results[0], failed], "acme 3": [results[0]], "acme 4": [results[0]]}
    lines = list(report.report(published(known, shown), {"acme 4": "not on Sundays"}, {"acme 2": "days differ"}))
    assert lines[1].split() == ["acme", "2", "of", "3", "1", "1", "of", "1"]
    assert "of 100 computable clauses 66.7 are said, 33.3 wholly" in lines
    assert lines[-6:] == [
        "  acme 4 (computable): a week",
        "    not on Sundays",
        "",
        "Not said",
        "  acme 2 (computable): a day",
        "    days differ",
    ]


def test_other_figures_fail_the_tests() -> None:
    """Each seventh figure of two examples; `python -m tests.examples.mutants` changes them all."""
    for name in ("mongodb-support", "sourcegraph-sla"):
        sources = sources_of(name)
        tests = read_policy(EXAMPLES / name / "tests")
        mutants = mutants_of(sources)
        assert len(mutants) >= 20
        assert [mutant.place for mutant in mutants[::7] if killed_by(sources, tests, mutant) is None] == []
