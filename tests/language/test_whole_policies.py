"""Policies in which nothing is wrong: the one of the design page, the smallest, and one of fifteen lines."""

from pathlib import Path

import pytest

from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.language.sections import SECTIONS
from supportpolicy.source import read_policy
from tests.checks.running import findings_in, findings_of, shown

DESIGN_EXAMPLE = Path(__file__).parent / "data" / "design-example"

FIFTEEN_LINES = """\
supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
teams:
  - name: frontline
    coverage: office
routing:
  - name: everything
    team: frontline
sla:
  - name: everybody
    targets: {first_response: 1bd}
    clock: office
"""


def test_the_example_of_the_design_page_checks_clean() -> None:
    assert shown(findings_of(read_policy(DESIGN_EXAMPLE))) == []


def test_the_example_of_the_design_page_compiles() -> None:
    policy = load(read_policy(DESIGN_EXAMPLE)).policy
    compiled = compile_policy(policy)
    assert compiled.name == "fernway"
    assert {table.name for table in compiled.tables} >= {"tier", "severity", "routing", "sla", "refunds", "identity"}


def test_the_example_of_the_design_page_has_nearly_every_section() -> None:
    written = {key for source in read_policy(DESIGN_EXAMPLE).files if source.root for key in source.root.entries or {}}
    not_there = {section.name for section in SECTIONS} - written
    assert not_there == {"requests", "prices", "style", "metrics", "events", "statuses", "actions"}


def test_fifteen_lines_are_a_policy(tmp_path: Path) -> None:
    assert len(FIFTEEN_LINES.splitlines()) == 15
    assert shown(findings_in(FIFTEEN_LINES, tmp_path)) == []
    assert compile_policy(load(read_policy(tmp_path)).policy).name == "acme"


@pytest.mark.parametrize("text", ["supportpolicy: 1\n", "name: acme\n", "voice: {formality: casual}\n"])
def test_every_section_is_optional(text: str, tmp_path: Path) -> None:
    assert shown(findings_in(text, tmp_path)) == []
