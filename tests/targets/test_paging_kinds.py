"""What targets that call people cannot say: each kind by its two examples."""

import re
from pathlib import Path

import pytest

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.alertmanager import TARGET as ALERTMANAGER
from supportpolicy.targets.interface import Target
from supportpolicy.targets.pagerduty import TARGET as PAGERDUTY
from tests.checks.running import findings_in, shown
from tests.targets.paging_exports import compiled, exported, reference

TARGETS = {"alertmanager": ALERTMANAGER, "pagerduty": PAGERDUTY}
CASES = [(target, kind) for target in TARGETS.values() for kind in target.kinds]


def _as_for(target: Target, text: str) -> str:
    return re.sub(r"^# export: \S+", f"# export: {target.name}", text)


@pytest.mark.parametrize(("target", "kind"), CASES, ids=[f"{target.name}-{kind.code}" for target, kind in CASES])
def test_the_examples(target: Target, kind: Kind, tmp_path: Path) -> None:
    bad, good = (exported(target, compiled(_as_for(target, text))).codes for text in (kind.bad, kind.good))
    assert kind.code in bad
    assert kind.code not in good
    assert set(bad) - {kind.code, "SP983"} == set(good) - {"SP983"}
    assert shown(findings_in(kind.bad, tmp_path / "bad")) == []
    assert shown(findings_in(kind.good, tmp_path / "good")) == []
    assert kind.bad.startswith(tuple(f"# export: {name}\n" for name in TARGETS))


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_the_reference_policy_is_lowered_by_what_the_target_says_it_cannot(target: Target) -> None:
    done = exported(target, reference())
    own = {kind.code for kind in target.kinds}
    shared = {code for code in done.codes if code not in own}
    assert shared <= {"SP923", "SP930", "SP932", "SP933", "SP950"}
    for change in done.changes:
        for sentence in (change.loss.problem, change.loss.fallback):
            assert not sentence.endswith("."), sentence
            assert "None" not in sentence
        assert change.loss.at or change.loss.kind.level == "info"
