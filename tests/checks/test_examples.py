"""Every code says what it is by two small policies: one that has it, and one in which nothing is wrong."""

import re
from pathlib import Path

import pytest

from supportpolicy import analysis, checks, language, source, testing
from supportpolicy.diagnostics import LEVELS, Kind
from supportpolicy.reporting.catalogue import all_kinds
from supportpolicy.targets import kinds as losses
from supportpolicy.targets.registry import built_in
from tests.checks.running import findings_in, shown

_COME_BACK = {"SP022": {"SP209"}}
"""What else a bad example gives: where a comment has expired, what it switched off is there again."""

_BY_CODE = pytest.mark.parametrize("kind", all_kinds(), ids=[f"{kind.code}-{kind.name}" for kind in all_kinds()])
_OF_EXPORTS = {*losses.KINDS, *(kind for target in built_in() for kind in target.kinds)}
_CHECKED = [kind for kind in all_kinds() if kind not in analysis.KINDS and kind not in _OF_EXPORTS]
"""What comes of reading and checking; what comes of proofs is tried in tests/analysis, of exports in tests/targets."""
_BY_CHECK = pytest.mark.parametrize("kind", _CHECKED, ids=[f"{kind.code}-{kind.name}" for kind in _CHECKED])


@_BY_CHECK
def test_the_bad_example_gives_its_code_and_nothing_else(kind: Kind, tmp_path: Path) -> None:
    findings = findings_in(kind.bad, tmp_path)
    assert {finding.code for finding in findings} == {kind.code} | _COME_BACK.get(kind.code, set()), shown(findings)
    own = [finding for finding in findings if finding.code == kind.code]
    assert {finding.name for finding in own} == {kind.name}
    assert {finding.level for finding in own} == {kind.level}


@_BY_CHECK
def test_the_good_example_gives_nothing(kind: Kind, tmp_path: Path) -> None:
    assert shown(findings_in(kind.good, tmp_path)) == []


@_BY_CHECK
def test_every_finding_of_the_bad_example_has_a_remedy(kind: Kind, tmp_path: Path) -> None:
    for finding in findings_in(kind.bad, tmp_path):
        assert finding.help, finding.message


@_BY_CODE
def test_it_is_explained_in_sentences(kind: Kind) -> None:
    for sentence in (kind.what, kind.why):
        assert sentence[:1].isupper() or sentence[:1] in "`'", sentence
        assert sentence.endswith("."), sentence
        assert sentence == " ".join(sentence.split())


def test_codes_and_names_are_unique() -> None:
    codes = [kind.code for kind in all_kinds()]
    names = [kind.name for kind in all_kinds()]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)


@_BY_CODE
def test_the_name_is_kebab_case(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind.name)
    assert re.fullmatch(r"SP\d{3}", kind.code)
    assert kind.level in LEVELS


def test_each_room_has_its_areas() -> None:
    assert {kind.code[2] for kind in source.KINDS} == {"0"}
    assert {kind.code[2] for kind in language.KINDS} == {"1"}
    assert {kind.code[2] for kind in checks.KINDS} <= set("234567")
    assert {kind.code[:4] for kind in testing.KINDS} == {"SP80", "SP81"}
    assert {kind.code[2] for kind in losses.KINDS} == {"9"}


def test_checks_stand_in_the_order_of_their_codes() -> None:
    codes = [check.kind.code for check in checks.CHECKS]
    assert codes == sorted(codes)
