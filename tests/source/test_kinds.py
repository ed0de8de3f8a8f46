"""Every kind of this room: its bad example gives it and nothing else, its good one gives nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.source import KINDS, apply_suppressions, read_policy
from tests.helpers.examples import write_example

NEEDS_LATER_CHECKS = ("SP021", "SP022")
"""Their examples speak of findings that only later rooms make."""


def findings_of(example: str, folder: Path) -> list[Diagnostic]:
    write_example(example, folder)
    sources = read_policy(folder)
    suppressions = [each for source in sources.files for each in source.suppressions]
    kept, _ = apply_suppressions(sources.findings, suppressions, date(2026, 6, 15))
    return kept


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_examples(kind: Kind, tmp_path: Path) -> None:
    assert [finding.code for finding in findings_of(kind.bad, tmp_path / "bad")] == [kind.code]
    assert findings_of(kind.good, tmp_path / "good") == []


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [kind.code for kind in KINDS]
    assert codes == sorted(set(codes))
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind.what.endswith(".")
        assert kind.why.endswith(".")


def test_an_example_of_several_files(tmp_path: Path) -> None:
    write_example("a: 1\n=== b/c.yaml\nb: 1\n\n=== d.yaml -> b/c.yaml\n=== e.yaml\n", tmp_path)
    found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    assert found == {"policy.yaml": b"a: 1\n", "b/c.yaml": b"b: 1\n\n", "d.yaml": b"b: 1\n\n", "e.yaml": b""}
    assert (tmp_path / "d.yaml").is_symlink()


def test_an_example_that_names_all_its_files(tmp_path: Path) -> None:
    write_example("=== a.yaml\na: 1\n=== b.yaml -> nowhere.yaml\n", tmp_path / "deep" / "er")
    assert sorted(path.name for path in (tmp_path / "deep" / "er").iterdir()) == ["a.yaml", "b.yaml"]
    assert (tmp_path / "deep" / "er" / "a.yaml").read_bytes() == b"a: 1\n"


def test_an_example_keeps_its_bytes(tmp_path: Path) -> None:
    write_example("a: é\r\n\tb", tmp_path)
    assert (tmp_path / "policy.yaml").read_bytes() == "a: é\r\n\tb".encode()
