"""The tutorial is done step by step in an empty folder, by a real shell; everything that it shows is what is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, runs, shown, write_file

PAGE = ROOT / "docs/tutorial.md"
BLOCKS = list(blocks(PAGE))
HIDDEN = ("GITHUB_ACTIONS", "FORCE_COLOR", "NO_COLOR", "COLUMNS")


def typed(command: str, folder: Path) -> str:
    """What a reader sees who types a command: both streams, in the order written."""
    environment = {key: value for key, value in os.environ.items() if key not in HIDDEN}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    ran = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.stdout


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """For each command with its number: what is seen, and what the page shows."""
    folder = tmp_path_factory.mktemp("tutorial")
    found: dict[str, tuple[str, str]] = {}
    for block in BLOCKS:
        if block.info == "yaml":
            write_file(block, folder)
        elif block.info == "json":
            (folder / "ticket.json").write_text(block.text, encoding="utf-8")
        else:
            for run in runs(block):
                found[f"{len(found)} {run.command}"] = (typed(run.command, folder), run.output)
    return found


COMMANDS = [run.command for block in BLOCKS if block.info == "console" for run in runs(block)]


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=COMMANDS)
def test_a_step_shows_what_the_page_shows(seen: dict[str, tuple[str, str]], number: int) -> None:
    printed, expected = seen[f"{number} {COMMANDS[number]}"]
    assert shown(printed, expected), printed


def test_it_begins_with_nothing_and_ends_with_a_table() -> None:
    assert COMMANDS[0].startswith("supportpolicy init ")
    assert COMMANDS[-1] == "cat routing.csv"
    assert {block.info for block in BLOCKS} == {"yaml", "json", "console"}
    text = PAGE.read_text(encoding="utf-8")
    assert "`ticket.json`" in text
