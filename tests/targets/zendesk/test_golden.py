"""The files of a small policy are as somebody has read them."""

from pathlib import Path

from tests.targets.zendesk.golden import GOLDEN, golden
from tests.targets.zendesk.making import DATA, made


def test_the_files_of_the_small_policy(tmp_path: Path) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.iterdir()}
    assert golden(tmp_path) == kept


def test_a_renamed_rule_changes_descriptions_only(tmp_path: Path) -> None:
    text = (DATA / "small.yaml").read_text(encoding="utf-8")
    assert "name: money\n" in text
    before = made(text, tmp_path / "before").rendered
    after = made(text.replace("name: money\n", "name: invoices\n"), tmp_path / "after").rendered
    assert [one.key for one in before.objects] == [one.key for one in after.objects]
    changed = {name for name in before.files if before.files[name] != after.files[name]}
    assert changed == {"triggers.json"}
    assert before.files["triggers.json"].replace("“money”", "“invoices”") == after.files["triggers.json"]


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
