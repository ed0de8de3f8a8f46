"""`supportpolicy prove`: where the tickets it found go, and mistakes of whoever asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportpolicy.analysis.unresolved import KIND
from tests.docs.pages import ran
from tests.helpers.examples import write_example


@pytest.fixture(name="policy")
def _policy(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    folder.mkdir()
    write_example(KIND.bad, folder)
    return tmp_path


def _asked(policy: Path, *words: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    from supportpolicy.cli import main

    code = 0
    try:
        main(["prove", str(policy / "policies"), *words])
    except SystemExit as left:
        code = int(left.code or 0)
    printed = capfd.readouterr()
    return code, printed.out, printed.err


def test_tickets_on_standard_output_are_alone_there(policy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = _asked(policy, "--tests", "-", capfd=capfd)
    assert code == 0
    assert out.startswith("# Tickets that proofs found.")
    assert "order.voucher: null" in out
    assert "warning[SP411]" not in out
    assert "warning[SP411]" in err
    assert not Path("-").exists()


def test_tickets_go_to_a_new_file_of_tests_that_runs(policy: Path) -> None:
    assert ran(["prove", "--tests", "policies/tests/found.yaml"], policy)[0] == 0
    assert ran(["test"], policy)[0] == 0
    code, printed = ran(["prove", "--tests", "policies/tests/found.yaml"], policy)
    assert code == 2
    assert "is there already" in printed


@pytest.mark.parametrize("place", ["policies", "no-such-folder/found.yaml", "policies/policy.yaml/found.yaml"])
def test_a_place_that_cannot_be_written_is_a_wrong_usage(place: str, policy: Path) -> None:
    code, printed = ran(["prove", "--tests", place], policy)
    assert code == 2, printed
    assert "Traceback" not in printed


def test_a_condition_that_never_holds_stops_nothing(tmp_path: Path) -> None:
    """It has no alternative at all."""
    text = """supportpolicy: 1
name: acme
fields: {total: {type: number}}
teams: [{name: front, coverage: always}]
routing: [{name: a, when: {total: {above: 5, below: 3}}, team: front}, {name: b, team: front}]
"""
    (tmp_path / "policies").mkdir()
    write_example(text, tmp_path / "policies")
    code, printed = ran(["prove"], tmp_path)
    assert code in (0, 1), printed
    assert "SP403" in printed


def test_findings_as_json_on_standard_output(policy: Path) -> None:
    code, printed = ran(["prove", "-o", "json:-"], policy)
    assert code == 0
    assert '"SP411"' in printed
    assert not (policy / "-").exists()


def test_a_compiled_policy_is_a_wrong_usage(policy: Path) -> None:
    assert ran(["compile", "-o", "made.json"], policy)[0] == 0
    code, printed = ran(["prove", "made.json"], policy)
    assert code == 2
    assert "'made.json' is a compiled policy" in printed
