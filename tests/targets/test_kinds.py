"""Every kind of loss says what it is by two small policies: one that has it in a target, and one that has not."""

import re
from pathlib import Path

import pytest

from supportpolicy.diagnostics import Kind
from supportpolicy.targets import kinds
from supportpolicy.targets.kind_examples import PLAIN
from tests.checks.running import findings_in
from tests.checks.running import shown as as_text
from tests.targets.lowering_help import losses_of, shown

_BY_KIND = pytest.mark.parametrize("kind", kinds.LOSSES, ids=[f"{kind.code}-{kind.name}" for kind in kinds.LOSSES])
_ALL = pytest.mark.parametrize("kind", kinds.KINDS, ids=[f"{kind.code}-{kind.name}" for kind in kinds.KINDS])

_NOTES = {"SP919": {kinds.ONE_ZONE._replace(level="info")}}
"""What else is told of a bad example: hours that were chosen by a fact are joined, and then written as one week."""


@_BY_KIND
def test_the_bad_example_has_this_loss_and_no_other(kind: Kind, tmp_path: Path) -> None:
    changes = losses_of(kind.bad, tmp_path)
    assert {change.loss.kind for change in changes} - _NOTES.get(kind.code, set()) == {kind}, shown(changes)


@_BY_KIND
def test_the_good_example_has_no_loss(kind: Kind, tmp_path: Path) -> None:
    assert shown(losses_of(kind.good, tmp_path)) == []


@_BY_KIND
def test_a_loss_says_where_it_is_and_what_happens_instead(kind: Kind, tmp_path: Path) -> None:
    for change in losses_of(kind.bad, tmp_path):
        loss = change.loss
        assert loss.about
        assert kind is kinds.TOPIC or re.fullmatch(r"policy\.yaml:\d+", loss.at), loss.at
        for sentence in (loss.problem, loss.fallback):
            assert sentence[0].islower() or sentence[0] == "'", sentence
            assert not sentence.endswith("."), sentence
            assert not {"column", "class", "mask", "schema", "None"} & set(re.findall(r"\w+", sentence)), sentence


@_ALL
def test_nothing_else_is_wrong_in_the_examples(kind: Kind, tmp_path: Path) -> None:
    assert as_text(findings_in(kind.bad, tmp_path / "bad")) == []
    assert as_text(findings_in(kind.good, tmp_path / "good")) == []


def test_codes_are_in_order() -> None:
    codes = [kind.code for kind in kinds.KINDS]
    assert codes == sorted(codes)


def test_a_plain_policy_is_said_whole(tmp_path: Path) -> None:
    assert shown(losses_of(PLAIN, tmp_path)) == []
