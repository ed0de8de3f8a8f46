"""Zammad and Freshdesk: examples of losses, files as somebody has read them, the reference policy, seeded faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.capabilities import TOPICS
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.verify import verify
from tests.checks.running import findings_in, shown
from tests.targets.business_desks import SMALL, TARGETS, agreed, small
from tests.targets.exporting import as_reviewed
from tests.targets.faults import judged
from tests.targets.paging_exports import compiled, exported, reference

HERE = Path(__file__).parent
KINDS = [(name, kind) for name, target in TARGETS.items() for kind in target.kinds]
OPERATORS = {
    "zammad": (
        *("is", "is not", "contains one", "contains one not", "contains", "contains not", "AND", "OR"),
        *("is in working time", "is not in working time"),
    ),
    "freshdesk": ("in", "not_in", "contains", "does_not_contain", "all", "any"),
}
BY_NAME = pytest.mark.parametrize("name", TARGETS)


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=[kind.code for _, kind in KINDS])
def test_kinds_explain_themselves(name: str, kind: Kind, tmp_path: Path) -> None:
    assert kind.bad.startswith(f"# export: {name}\n")
    assert kind.good.startswith(f"# export: {name}\n")
    bad, good = (agreed(name, compiled(text)).codes for text in (kind.bad, kind.good))
    assert kind.code in bad
    assert kind.code not in good
    assert shown(findings_in(kind.bad, tmp_path / "bad")) == []
    assert shown(findings_in(kind.good, tmp_path / "good")) == []


@BY_NAME
def test_every_topic_is_spoken_of_once_with_its_source(name: str) -> None:
    found = TARGETS[name].capabilities
    assert tuple(one.topic for one in found) == TOPICS
    assert all(one.source and one.how.endswith(".") for one in found)


@BY_NAME
def test_the_files_of_the_small_policy(name: str) -> None:
    as_reviewed(small(name).rendered, HERE / name / "golden")


@BY_NAME
def test_a_renamed_rule_keeps_every_name(name: str) -> None:
    text = SMALL.read_text(encoding="utf-8")
    after = exported(TARGETS[name], compiled(text.replace("name: money\n", "name: invoices\n"))).rendered
    assert [one.key for one in small(name).rendered.objects] == [one.key for one in after.objects]


@BY_NAME
def test_the_reference_policy(name: str) -> None:
    one, model = exported(TARGETS[name], reference()), TARGETS[name].model
    assert model is not None
    found = verify(model, one.rendered.files, one.engine, cover_of(one.engine))
    assert found.agrees, [str(each) for each in found.disagreements]
    assert found.tickets > 3_000
    own = {"zammad": {"SP902", "SP990"}, "freshdesk": {"SP908", "SP915", "SP992", "SP993", "SP994"}}
    shared = {"SP901", "SP903", "SP904", "SP906", "SP910", "SP917", "SP930", "SP940", "SP950"}
    assert set(one.codes) == shared | own[name]
    assert all(change.loss.at for change in one.changes if change.loss.kind.code != "SP950")


@BY_NAME
def test_seeded_faults_are_found(name: str) -> None:
    one, model = small(name), TARGETS[name].model
    assert model is not None
    only = {
        "zammad": (
            "object_attributes.json",
            "priorities.json",
            "groups.json",
            "calendars.json",
            "triggers.json",
            "slas.json",
        ),
        "freshdesk": ("groups.json", "automation_rules.json", "sla_policies.json", "business_hours.json"),
    }
    report = judged(model, one.rendered.files, one.engine, 1, 30, OPERATORS[name], only[name], 2_000)
    assert not report.missed, report.missed
    assert report.found >= 12
