"""The files of a small policy are as somebody has read them."""

import re
from pathlib import Path

import pytest

from tests.targets.zendesk.golden import GOLDEN, golden
from tests.targets.zendesk.making import DATA, made


def test_the_files_of_the_small_policy(tmp_path: Path) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.iterdir()}
    assert golden(tmp_path) == kept


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("name: money\n", "name: invoices\n", {"triggers.json"}),
        ("name: promised\n", "name: our word\n", {"triggers.json", "sla_policies.json"}),
        ("{level: high, when", "{name: grave, level: high, when", {"triggers.json"}),
    ],
)
def test_a_renamed_rule_changes_descriptions_only(tmp_path: Path, old: str, new: str, changes: set[str]) -> None:
    text = (DATA / "small.yaml").read_text(encoding="utf-8")
    assert old in text
    before = made(text, tmp_path / "before").rendered
    after = made(text.replace(old, new), tmp_path / "after").rendered
    assert [one.key for one in before.objects] == [one.key for one in after.objects]
    assert {name for name in before.files if before.files[name] != after.files[name]} == changes
    for name in changes:
        described = re.compile(r'"description": "[^"]*"')
        assert described.sub("", before.files[name]) == described.sub("", after.files[name])


def test_ids_stand_where_they_are_known(tmp_path: Path) -> None:
    text = (DATA / "small.yaml").read_text(encoding="utf-8")
    ids = {"group:front": "360001", "field:plan": "77", "schedule:office": "5", "trigger_category:tier": "10026"}
    one = made(text, tmp_path, ids)
    assert '"field": "custom_fields_77"' in one.files["triggers.json"]
    assert '{"field": "group_id", "value": "360001"}' in one.files["triggers.json"]
    assert '"path": "/api/v2/business_hours/schedules/5/workweek"' in one.files["schedules.json"]
    assert '"category_id": "10026"' in one.files["triggers.json"]
    assert set(ids).isdisjoint(one.rendered.unresolved)
    assert "group:night" in one.rendered.unresolved
