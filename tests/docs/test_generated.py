"""What is made from the language is up to date; nothing is left over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from supportpolicy.language.sections import SECTIONS
from supportpolicy.reporting.reference import as_yaml, language_markdown
from supportpolicy.source import read_bytes_as_policy
from tests import generate
from tests.docs.pages import ROOT, blocks


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return generate.generated()


def test_nothing_is_stale(files: dict[str, str]) -> None:
    assert generate.stale(files, ROOT) == [], "run: make docs"


def test_every_kind_of_staleness_is_named_and_nothing_removed(tmp_path: Path) -> None:
    files = {"schemas/a.json": "{}\n", "schemas/b.json": "{}\n", "docs/checks/SP001.md": "text\n"}
    for name in ("schemas/a.json", "schemas/sections/old.json", "docs/checks/SP001.md", "docs/checks/SP999.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(files.get(name, "retired\n"))
    (tmp_path / "docs/checks/SP001.md").write_text("text\r\n", newline="")
    assert generate.stale(files, tmp_path) == [
        "docs/checks/SP001.md: stale",
        "schemas/b.json: missing",
        "docs/checks/SP999.md: no longer made",
        "schemas/sections/old.json: no longer made",
    ]
    assert (tmp_path / "docs/checks/SP999.md").is_file()


def test_the_command_checks_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "generated", lambda: {"schemas/a.json": "{}\n"})
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().out == "schemas/a.json: missing\n"
    assert not (tmp_path / "schemas").exists()
    assert generate.main([]) == 0
    assert (tmp_path / "schemas/a.json").read_text() == "{}\n"
    assert generate.main(["--check"]) == 0
    (tmp_path / "schemas/b.json").touch()
    capsys.readouterr()
    assert generate.main([]) == 0
    assert "schemas/b.json: no longer made" in capsys.readouterr().err
    assert (tmp_path / "schemas/b.json").is_file()
    assert generate.main(["--chekc"]) == 2


def test_the_reference_has_a_chapter_for_each_section_and_every_key(files: dict[str, str]) -> None:
    page = files["docs/language.md"]
    chapters = page.split("\n## ")[1:]
    by_name = {chapter.split("\n", 1)[0].strip("`"): chapter for chapter in chapters}
    for section in SECTIONS:
        assert section.name in by_name
        assert "```yaml" in by_name[section.name], f"no example of {section.name}"
    for key in _keys([section.schema for section in SECTIONS]):
        assert f"| `{key}` |" in page, key


def test_the_reference_brings_no_sample_of_its_own() -> None:
    assert "From the reference policy" not in language_markdown({})


@pytest.mark.parametrize("page", ["language.md", "built-in.md", "checks/README.md"])
def test_tables_of_generated_pages_are_whole(files: dict[str, str], page: str) -> None:
    width = 0
    for line in files[f"docs/{page}"].split("\n"):
        cells = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells


def test_every_example_of_the_reference_is_yaml(files: dict[str, str]) -> None:
    found = [block for block in blocks(ROOT / "docs/language.md") if block.info == "yaml"]
    assert len(found) > 40
    for block in found:
        sources = read_bytes_as_policy(block.text.encode())
        assert not sources.findings, block.text
        assert sources.files[0].root is not None, block.text


@pytest.mark.parametrize(
    "value",
    [
        {"a": ["x", "no", "22:00", "1", 1, True, "true", "", " x", "x: y", "a #b", "{x}", "ends:", 'say "hi"', "é"]},
        {"open": {"mon-fri": "09:00-17:30"}, "share": "15%", "none": [], "more": {}},
        [{"name": "a", "when": {"b": [{"c": 1}, {"d": ["e", "f"]}]}}, {"name": "b"}],
        "2026-12-24..2026-12-26",
        "line\nline",
        "- dash",
    ],
)
def test_examples_survive_being_written(value: object) -> None:
    """Read as the tool reads YAML: 1.2 core, so that `no` and `22:00` are words."""
    text = f"{as_yaml({'it': value})}\n"
    root = read_bytes_as_policy(text.encode()).files[0].root
    assert root is not None
    assert root.plain == {"it": value}
    assert yaml.safe_load(text) is not None


def test_schemas_are_json_with_their_ids(files: dict[str, str]) -> None:
    schemas = {name: json.loads(text) for name, text in files.items() if name.startswith("schemas/")}
    assert len(schemas) == 7 + len(SECTIONS)
    assert all("$id" in schema and "$schema" in schema for schema in schemas.values())


def _keys(value: object) -> set[str]:
    if isinstance(value, list):
        return {key for part in value for key in _keys(part)}
    if not isinstance(value, dict):
        return set()
    own = set(value["properties"]) if isinstance(value.get("properties"), dict) else set()
    return own | {key for name, part in value.items() if name not in ("then", "else", "if") for key in _keys(part)}
