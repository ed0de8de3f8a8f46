"""Every code of a proof says what it is by two small policies."""

from pathlib import Path

import pytest

from supportpolicy.analysis import KINDS
from supportpolicy.diagnostics import Kind
from tests.analysis.proving import proved_in

_BY_CODE = pytest.mark.parametrize("kind", KINDS, ids=[f"{kind.code}-{kind.name}" for kind in KINDS])


@_BY_CODE
def test_the_bad_example_gives_its_code_and_nothing_else(kind: Kind, tmp_path: Path) -> None:
    found = [one.finding for one in proved_in(kind.bad, tmp_path)]
    assert {(one.code, one.name, one.level) for one in found} == {(kind.code, kind.name, kind.level)}, found
    assert all(one.help for one in found)


@_BY_CODE
def test_the_good_example_gives_nothing(kind: Kind, tmp_path: Path) -> None:
    assert [one.finding for one in proved_in(kind.good, tmp_path)] == []
