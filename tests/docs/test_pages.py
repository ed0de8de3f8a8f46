"""The other pages: links lead somewhere, examples run, lists are complete."""

from __future__ import annotations

import functools
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from supportpolicy.compiled import Compiled, read_compiled
from supportpolicy.compiler import STEPS
from supportpolicy.language.sections import SECTIONS
from supportpolicy.reporting.explain import AREAS
from tests.docs.pages import ROOT, blocks, output_of, write_file

COMPILED = ROOT / "docs/compiled.md"
ARCHITECTURE = ROOT / "docs/architecture.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _links(page):
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        assert not anchor or anchor in _anchors(found), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_place_on_this_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|work|tmp|root|Users|usr)/", text)
    assert "PENDING" not in text
    assert text.endswith("\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    write_file(next(block for block in blocks(COMPILED) if block.info == "yaml"), folder)
    assert output_of("supportpolicy compile --out policy.json", folder) == ""
    return folder


def test_the_excerpts_are_in_the_document(built: Path) -> None:
    document = json.loads((built / "policy.json").read_text(encoding="utf-8"))
    excerpts = [json.loads(block.text) for block in blocks(COMPILED) if block.info == "json"]
    assert len(excerpts) > 5
    for excerpt in excerpts:
        assert _contains(document, excerpt), json.dumps(excerpt)


def test_the_lookup_runs_and_prints_what_is_shown(built: Path) -> None:
    found = {block.info: block.text for block in blocks(COMPILED)}
    (built / "lookup.py").write_text(found["python"], encoding="utf-8")
    ran = subprocess.run([sys.executable, "lookup.py"], cwd=built, capture_output=True, text=True, check=True)
    assert ran.stdout == found["text"]


def test_every_part_of_the_document_is_explained() -> None:
    text = COMPILED.read_text(encoding="utf-8")
    missing = [name for name in Compiled._fields if f"`{name}`" not in text and f'"{name}"' not in text]
    assert missing == []


def test_the_worked_partition_is_what_the_compiler_makes(tmp_path: Path) -> None:
    rules = next(block for block in blocks(ARCHITECTURE) if block.info == "yaml").text
    head = "supportpolicy: 1\nname: a\ncurrency: EUR\nfields:\n  order.total: {type: money}\n"
    (tmp_path / "p.yaml").write_text(f"{head}  plan: {{type: choice, values: [free, paid]}}\n{rules}")
    output_of("supportpolicy compile p.yaml --out p.json", tmp_path)
    compiled = read_compiled((tmp_path / "p.json").read_text(encoding="utf-8"))
    text = ARCHITECTURE.read_text(encoding="utf-8")
    for column in compiled.columns:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{column.id}` |"))
        cells = [cell.strip().strip("`") for cell in row.strip("|").split("|")[1:]]
        assert [cell for cell in cells if cell] == [column.label(number) for number in range(column.size)]
    admitted = [part.any for rule in compiled.table("refunds").rules for part in rule.parts]
    assert admitted == [({"order.total@EUR": ((1, 1),)},), ({"order.total@EUR": ((3, 3),)},), ({"plan": ((0, 1),)},)]


def test_the_house_is_described_as_it_is() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    steps = [name for name, _ in STEPS]
    assert [row for row in rows if row in steps] == steps
    layers = re.search(r"^layers = \[(.*)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert layers is not None
    rooms = re.findall(r'"(\w+)"', layers[1])
    assert [row for row in rows if row in rooms] == rooms
    assert len(SECTIONS) == 30, "the page says thirty"


def test_every_area_of_codes_is_a_heading() -> None:
    text = (ROOT / "docs/checks/README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (SP\d)xx: (.*)$", text, re.MULTILINE)
    assert headings
    assert all(AREAS[prefix] == name for prefix, name in headings)


MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)$", re.MULTILINE)


@pytest.mark.parametrize("folder", ["policies", "examples"])
def test_every_policy_file_points_to_a_schema_that_is_there(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*.yaml") if not path.name.endswith(".lock.yaml")]
    files = [path for path in files if "tests" not in path.relative_to(ROOT / folder).parts]
    files = [path for path in files if path.parent != ROOT / "examples"]  # lists about the examples, no policy
    assert files
    for path in files:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        found = MODELINE.match(first)
        assert found is not None, f"{path.relative_to(ROOT)}: no modeline in the first line"
        schema = (path.parent / found[1]).resolve()
        assert schema == ROOT / "schemas/policy.schema.json", path
        assert schema.is_file()


def _links(page: Path) -> list[str]:
    found: list[str] = []
    todo = list(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")))
    while todo:
        token = todo.pop()
        todo.extend(token.children or [])
        if token.type == "link_open":
            found.append(str(token.attrs["href"]))
    return found


@functools.cache
def _anchors(page: Path) -> list[str]:
    """As GitHub makes them: lower case, without punctuation, a number where one comes again."""
    found: list[str] = []
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    for before, token in itertools.pairwise(tokens):
        if before.type == "heading_open":
            anchor = re.sub(r"[^\w\- ]", "", token.content.lower()).replace(" ", "-")
            count = found.count(anchor)
            found.append(f"{anchor}-{count}" if count else anchor)
    return found


def _contains(whole: Any, part: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and _contains(whole[key], part[key]) for key in part)
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return isinstance(whole, list) and all(any(_contains(each, one) for each in whole) for one in part)
    return bool(whole == part)
