"""The page about policy tests says what the reader reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from supportpolicy.compiler import compile_policy
from supportpolicy.engine import prepare
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy, read_policy
from supportpolicy.testing import parts, schema
from supportpolicy.testing.reading import CASE_KEYS, FILE_KEYS, TABLE_KEYS, TEST_KEYS, read_tests
from supportpolicy.testing.running import run_cases
from tests.docs.pages import blocks

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/policy-tests.md"
TEXT = PAGE.read_text(encoding="utf-8")
KEYS = (*FILE_KEYS, *TEST_KEYS, *CASE_KEYS, *TABLE_KEYS, *parts.KEYS, *parts.TARGET, *parts.TIMELINE, *parts.STEP)


@pytest.mark.parametrize("key", sorted({*KEYS, *parts.DECISION, *parts.HOURS}))
def test_every_key_is_on_the_page(key: str) -> None:
    assert re.search(rf"`[^`]*\b{key}\b[^`]*`", TEXT) or re.search(rf"^ *{key}:", TEXT, re.MULTILINE)


@pytest.mark.parametrize(
    "word",
    [*parts.TARGET_STATES, *parts.TIMELINE_STATES, *parts.STEP_STATES, *parts.DECISIONS, parts.NOT_ASKED, "nobody"],
)
def test_every_word_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in TEXT


def test_the_examples_pass_under_the_reference_policy() -> None:
    found = [block.text for block in blocks(PAGE) if block.info == "yaml"]
    whole, events, steps, cases, hours = found
    more = f"{whole}{steps}{cases}{hours}"
    other = (
        whole.split("tests:")[0]
        + "tests:\n  - name: what happened\n    ticket: outage\n"
        + events
        + "    expect: {team: tokyo}\n"
    )
    compiled = compile_policy(load(read_policy(ROOT / "policies")).policy)
    for text, count in ((more, 6), (other, 1)):
        suite = read_tests(read_bytes_as_policy(text.encode()), compiled)
        assert [finding.message for finding in suite.findings] == []
        results = list(run_cases(suite.cases, compiled, prepare(compiled)))
        failures = [f"{one.what}: {one.expected} | {one.actual}" for result in results for one in result.mismatches]
        assert failures == []
        assert [result.outcome for result in results] == ["passed"] * count


def _test_files() -> list[Path]:
    return sorted([*(ROOT / "policies/tests").rglob("*.yaml"), *ROOT.glob("examples/*/tests/**/*.yaml")])


@pytest.mark.parametrize("path", _test_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_files_of_the_repository_fit_the_schema(path: Path) -> None:
    root = read_policy(path).files[0].root
    assert root is not None
    problems = Draft202012Validator(schema.tests_schema()).iter_errors(root.plain)
    assert [f"{list(problem.absolute_path)}: {problem.message}" for problem in problems] == []
