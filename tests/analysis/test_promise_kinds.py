"""Every kind of finding about promises in time is shown by a policy that has it, and one in which nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportpolicy.analysis import prove
from supportpolicy.analysis.promise_findings import promise_findings
from supportpolicy.analysis.promise_kinds import PROMISE_KINDS
from supportpolicy.analysis.proof import Proved, places_in
from supportpolicy.diagnostics import Kind
from tests.analysis.promising import proving_of
from tests.analysis.proving import engine_of

_BY_CODE = pytest.mark.parametrize("kind", PROMISE_KINDS, ids=[kind.code for kind in PROMISE_KINDS])


def _found(text: str, folder: Path) -> list[Proved]:
    """Of promises in time, and of everything else that is proved."""
    engine = engine_of(text, folder)
    proved = (*promise_findings(proving_of(engine)), *prove(engine, places_in({})))
    return list({(one.finding.code, one.finding.message): one for one in proved}.values())


@_BY_CODE
def test_the_bad_example_gives_its_code_and_nothing_else(kind: Kind, tmp_path: Path) -> None:
    found = [one.finding for one in _found(kind.bad, tmp_path)]
    assert [(one.code, one.name, one.level) for one in found] == [(kind.code, kind.name, kind.level)], found
    assert found[0].help


@_BY_CODE
def test_the_good_example_gives_nothing(kind: Kind, tmp_path: Path) -> None:
    assert [one.finding.message for one in _found(kind.good, tmp_path)] == []


def test_codes_are_those_of_promises() -> None:
    codes = [kind.code for kind in PROMISE_KINDS]
    assert codes == sorted(set(codes))
    assert all("SP530" <= code <= "SP549" for code in codes)
