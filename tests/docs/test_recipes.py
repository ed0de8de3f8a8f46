"""The recipes: every snippet checks clean, its test passes with it, and only with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from supportpolicy.cli import COMMANDS
from tests.docs.pages import ROOT, Block, blocks, ran, runs, write_file

PAGE = ROOT / "docs/recipes.md"
BASE, *_ = blocks(PAGE)
RECIPES = {heading: tuple(found) for heading, found in groupby(blocks(PAGE), lambda block: block.heading)}
NAMES = [heading for heading in RECIPES if heading != BASE.heading]


def is_test(block: Block) -> bool:
    return block.text.startswith("# policies/tests/")


def written(found: Iterator[Block], folder: Path) -> None:
    """The files of a recipe beside the policy of the page; what a command writes comes after the file above it."""
    write_file(BASE, folder)
    for block in found:
        if block.info == "console":
            for run in runs(block):
                code, output = ran(run.command.split()[1:], folder)
                assert (code, output) == (0, run.output)
        else:
            write_file(block, folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_checks_clean_and_does_what_its_test_says(name: str, tmp_path: Path) -> None:
    written(iter(RECIPES[name]), tmp_path)
    code, printed = ran(["check", "--fail-on", "info", "--no-summary"], tmp_path)
    assert code == 0, printed
    code, printed = ran(["test"], tmp_path)
    assert code == 0, printed
    if "fmt" in COMMANDS:
        code, printed = ran(["fmt", "--check"], tmp_path)
        assert code == 0, printed


@pytest.mark.parametrize("name", NAMES)
def test_without_the_recipe_its_test_does_not_pass(name: str, tmp_path: Path) -> None:
    written((block for block in RECIPES[name] if is_test(block)), tmp_path)
    assert ran(["test"], tmp_path)[0] == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_recipe_has_words_a_snippet_and_a_test(name: str) -> None:
    found = RECIPES[name]
    assert {block.info for block in found} <= {"yaml", "console"}
    assert any(is_test(block) for block in found)
    assert any(block.info == "yaml" and not is_test(block) for block in found)
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {name}\n")[1]
    assert re.match(r"\n[A-Z`]", section), "a sentence says what is going on"


def test_there_are_enough_of_them_and_the_base_is_clean(tmp_path: Path) -> None:
    assert len(NAMES) == len(set(NAMES)) >= 15
    write_file(BASE, tmp_path)
    assert ran(["check", "--fail-on", "info"], tmp_path)[0] == 0
