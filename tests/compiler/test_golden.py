"""Small policies and what becomes of them, side by side. UPDATE_GOLDEN=1 writes the right side anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from supportpolicy.checks import run_checks
from supportpolicy.compiled import read_compiled, write_compiled
from supportpolicy.compiled.document import Compiled, Data, Hashes
from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy

GOLDEN = Path(__file__).parent / "golden"
POLICIES = sorted(GOLDEN.glob("*.yaml"))


def reviewed(compiled: Compiled) -> Compiled:
    """Without what the reader of a pair does not want: built-in names, and what changes with editions of data."""
    return compiled._replace(
        hashes=Hashes(),
        data=Data(),
        facts=tuple(fact for fact in compiled.facts if not fact.built_in),
        metrics=tuple(metric for metric in compiled.metrics if not metric.built_in),
        statuses=tuple(status for status in compiled.statuses if not status.built_in),
        calendars=tuple(calendar for calendar in compiled.calendars if calendar.name != "always"),
    )


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_compiled_as_reviewed(path: Path) -> None:
    sources = read_bytes_as_policy(path.read_bytes(), path.name)
    loaded = load(sources)
    assert [f for f in (*sources.findings, *loaded.findings, *run_checks(loaded.policy)) if f.level == "error"] == []
    text = write_compiled(reviewed(compile_policy(loaded.policy)))
    expected = path.with_suffix(".json")
    if os.environ.get("UPDATE_GOLDEN") == "1":
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert text == expected.read_text(encoding="utf-8")
    assert write_compiled(read_compiled(text)) == text


def test_every_pair_is_whole() -> None:
    assert len(POLICIES) >= 8
    assert {path.stem for path in GOLDEN.glob("*.json")} == {path.stem for path in POLICIES}
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in POLICIES), "each says what it shows"
