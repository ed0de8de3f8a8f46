"""Without python-sat the rest works, and `prove` says what is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from supportpolicy.analysis import KINDS, NoSolver
from supportpolicy.analysis.solver import Solver
from tests.docs.pages import ran
from tests.helpers.examples import write_example


@pytest.fixture(name="_without_solver", autouse=True)
def _without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysat", None)
    monkeypatch.setitem(sys.modules, "pysat.solvers", None)


def test_the_adapter_says_how_to_get_it() -> None:
    with pytest.raises(NoSolver, match=r"pip install 'supportpolicy\[proofs\]'"):
        Solver()


def test_prove_ends_as_a_wrong_usage(tmp_path: Path) -> None:
    write_example(KINDS[0].good, tmp_path)
    code, printed = ran(["prove", "."], tmp_path)
    assert code == 2
    assert "python-sat, which is not installed" in printed
    assert "Traceback" not in printed


def test_check_does_not_need_it(tmp_path: Path) -> None:
    write_example(KINDS[0].good, tmp_path)
    assert ran(["check", "."], tmp_path)[0] == 0
