"""The configuration of exports and the map file of ids: whatever is not clear is a usage error that says what to write."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click
import pytest

from supportpolicy.cli.config import find_config
from supportpolicy.cli.export_config import ExportConfig, export_configs, read_ids


def _configs(text: str) -> dict[str, ExportConfig]:
    return export_configs(tomllib.loads(text), "supportpolicy.toml", Path("/base"))


def test_a_target_has_losses_ids_and_options() -> None:
    found = _configs(
        '[zendesk]\nids = "ids/live.json"\nplan = "enterprise"\n[zendesk.allow]\n"short-day:dublin" = "told"\n'
    )
    assert found == {
        "zendesk": ExportConfig({"short-day:dublin": "told"}, str(Path("/base/ids/live.json")), {"plan": "enterprise"})
    }


def test_it_is_read_with_the_other_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.supportpolicy.export.zendesk.allow]\nshort-day = "told"\n')
    assert find_config(tmp_path).exports["zendesk"].allow == {"short-day": "told"}
    (tmp_path / "supportpolicy.toml").write_text("")
    assert find_config(tmp_path).exports == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("zendesk = 3", "export.zendesk: this must be a table"),
        ("[zendesk]\nallow = ['short-day']", "allow must say a reason for each loss"),
        ("[zendesk.allow]\nshort-day = ''", "'short-day' needs a reason in quotes"),
        ("[zendesk.allow]\nshort-day = true", "'short-day' needs a reason in quotes"),
        ("[zendesk]\nids = 3", "ids must be the path of a map file"),
        ("[zendesk]\nplan = 3", "plan must be text in quotes"),
    ],
)
def test_what_is_not_clear_is_an_error(text: str, message: str) -> None:
    with pytest.raises(click.UsageError) as problem:
        _configs(text)
    assert message in problem.value.message
    assert "supportpolicy.toml" in problem.value.message


def test_a_list_of_targets_is_no_configuration() -> None:
    with pytest.raises(click.UsageError, match="a table for each target"):
        export_configs(["zendesk"], "supportpolicy.toml", Path())


def test_ids_are_numbers_or_text_and_null_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "ids.json"
    path.write_text('{"group:a": 360001, "group:b": "01H", "group:c": null, "field:a": 360001}')
    assert read_ids(path) == {"group:a": "360001", "group:b": "01H", "field:a": "360001"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "must be an object"),
        ("{", "is not JSON"),
        ('{"group:a": true}', "the id of 'group:a' must be a number or a text"),
        ('{"group:a": ""}', "the id of 'group:a' must be a number or a text"),
        ('{"group:a": 1, "group:a": 2}', "'group:a' stands there twice"),
        ('{"group:a": 1, "group:b": 1}', "'group:a' and 'group:b' have the same id 1"),
    ],
)
def test_a_wrong_map_file_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ids.json"
    path.write_text(text)
    with pytest.raises(click.UsageError) as problem:
        read_ids(path)
    assert message in problem.value.message


def test_a_map_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="cannot read the map file"):
        read_ids(tmp_path / "none.json")
