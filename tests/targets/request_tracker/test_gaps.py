"""What Request Tracker cannot say: each kind by its two examples, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import applied
from supportpolicy.targets.request_tracker import TARGET, own_kinds
from supportpolicy.targets.verify import verify
from tests.checks.running import findings_in
from tests.checks.running import shown as as_text
from tests.targets.lowering_help import compiled_of, shown
from tests.targets.request_tracker.exported import HARD, cover, export, exported

_KINDS = pytest.mark.parametrize("kind", own_kinds.KINDS, ids=[kind.name for kind in own_kinds.KINDS])


def _changes(text: str, folder: Path) -> tuple[Change, ...]:
    assert text.startswith(f"# export: {TARGET.name}\n")
    return TARGET.lower(Wish(compiled_of(text, folder)))


@_KINDS
def test_the_bad_example_has_this_loss_and_no_other(kind: Kind, tmp_path: Path) -> None:
    assert {change.loss.kind.code for change in _changes(kind.bad, tmp_path)} - {"SP979"} | {kind.code} == {kind.code}
    assert kind.code in {change.loss.kind.code for change in _changes(kind.bad, tmp_path)}


@_KINDS
def test_the_good_example_has_no_such_loss(kind: Kind, tmp_path: Path) -> None:
    assert kind.code not in {change.loss.kind.code for change in _changes(kind.good, tmp_path)}
    assert {change.loss.kind.level for change in _changes(kind.good, tmp_path)} <= {"warning"}


@_KINDS
def test_nothing_else_is_wrong_in_the_examples(kind: Kind, tmp_path: Path) -> None:
    assert as_text(findings_in(kind.bad, tmp_path / "bad")) == []
    assert as_text(findings_in(kind.good, tmp_path / "good")) == []


@_KINDS
def test_what_is_left_is_said_whole(kind: Kind, tmp_path: Path) -> None:
    done = export(compiled_of(kind.bad, tmp_path))
    assert TARGET.model is not None
    from supportpolicy.targets.cover import cover_of

    verified = verify(TARGET.model, done.rendered.files, done.engine, cover_of(done.engine, 600))
    assert verified.agrees, [str(one) for one in verified.disagreements]


def test_lowering_once_more_changes_nothing_but_what_is_no_change_of_the_policy() -> None:
    done = exported(HARD)
    again = TARGET.lower(Wish(done.lowered))
    assert applied(done.lowered, again) == done.lowered
    assert {line.split()[0] for line in shown(again)} <= {"SP940", "SP976", "SP979"}


def test_the_hard_policy_needs_what_it_was_made_for() -> None:
    assert {"SP910", "SP975", "SP976", "SP977"} <= {line.split()[0] for line in shown(exported(HARD).changes)}


def test_amounts_are_never_later_than_promised() -> None:
    """But for the second after a holiday: what the lowered policy gives is due no later than by the policy itself."""
    from supportpolicy.engine import prepare
    from supportpolicy.engine.outline import Outlines

    done = exported(HARD)
    before, after = Outlines(prepare(done.policy)), Outlines(done.engine)
    compared = 0
    for facts in cover(HARD, 1_500):
        was, now = before.of(facts).due, after.of(facts).due
        for metric in was:
            old, new = was[metric], now.get(metric)
            if old is not None and new is not None:
                assert new <= old, (metric, facts)
                compared += 1
    assert compared > 500
