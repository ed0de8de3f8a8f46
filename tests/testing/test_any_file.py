"""Whatever stands in a test file: findings or results, never a traceback, and the same in every run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.source import read_bytes_as_policy
from supportpolicy.testing import parts
from supportpolicy.testing.reading import FILE_KEYS, TABLE_KEYS, TEST_KEYS, read_tests
from supportpolicy.testing.running import run_cases
from tests.testing.support import harbour
from tests.testing.test_running import CASES, LENT

ROOT = Path(__file__).resolve().parents[2]
WHOLE = LENT.rstrip() + "\n" + CASES
WORDS = [
    *FILE_KEYS, *TEST_KEYS, *TABLE_KEYS, *parts.KEYS, *parts.TARGET, *parts.TIMELINE, *parts.STEP, *parts.DECISION,
    *parts.HOURS, "after", "before", "of", "event", "value", "run", "unanswered", "routing", "first_response", "office",
    "opened", "plan", "impact", "order.total", "order.sent_at", "tags", "none", "all", "not asked", "nobody",
]  # fmt: skip
SCALARS = [
    None, True, 0, 1, 1.5, "", "none", "paid", "high", "2026-06-05 14:00", "2026-06-05", "9999-12-31 23:59", "0001-01-01T00:00:00Z",
    "90m", "3650d", "20 EUR", "changed:plan", "entered:open", "agent_reply", "urgent", "hello", "outage",
]  # fmt: skip
anything = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


def _read_and_run(text: str) -> None:
    suite = read_tests(read_bytes_as_policy(text.encode()), harbour()[0])
    for finding in suite.findings:
        assert finding.help
        assert "\n" not in finding.message
    assert suite.findings or suite.cases or suite.left_out == 0
    list(run_cases(suite.cases, *harbour()))


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(TEST_KEYS), anything, min_size=2, max_size=6).map(
        lambda test: {"name": "it", "ticket": {"opened": "2026-06-05 14:00"}, **test}
    )
)
def test_a_test_of_any_shape(test: dict[str, object]) -> None:
    import json

    _read_and_run(json.dumps({"tickets": {"outage": {"plan": "paid"}}, "tests": [test]}))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(parts.KEYS), anything)
def test_an_expectation_of_any_shape(key: str, value: object) -> None:
    import json

    test = {"name": "it", "ticket": {"opened": "2026-06-05 14:00", "request": "refund"}, "expect": {key: value}}
    _read_and_run(json.dumps({"tests": [test]}))
    row = {
        "name": "it",
        "ticket": {"opened": "2026-06-05 14:00"},
        "table": {"given": [], "expect": [key], "rows": [[value]]},
    }
    _read_and_run(json.dumps({"tests": [row]}))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_file_with_a_slip_of_the_pen(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE) - 1))
    end = data.draw(st.integers(start, min(start + 6, len(WHOLE))))
    put = data.draw(st.sampled_from(["", " ", "\n", ":", "- ", "{", "]", "x", "0", "'", "#", "é"]))
    _read_and_run(WHOLE[:start] + put + WHOLE[end:])


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_run_says_the_same(seed: str, tmp_path: Path) -> None:
    """Names come in one order, whatever the order of sets in this run."""
    mistakes = (
        "tests:\n  - {name: a, ticket: {plam: 1}, expect: {rules: {routing: x}, messages: x, timelines: {q: none}}}\n"
    )
    (tmp_path / "a.yaml").write_text(mistakes)
    command = [sys.executable, "-m", "supportpolicy", "test", str(ROOT / "policies"), "--tests", str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    again = subprocess.run(
        command, env={**environment, "PYTHONHASHSEED": "3"}, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.returncode == 1
    assert ran.stdout == again.stdout
