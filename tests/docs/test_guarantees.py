"""The page of guarantees: its policy and commands do what it says, and what it says must be changed proves the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, blocks, ran, runs, shown, write_file

PAGE = ROOT / "docs/guarantees.md"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for block in _files():
        write_file(block, tmp_path)
    return tmp_path


def _files() -> list[Block]:
    return [block for block in blocks(PAGE) if block.info == "yaml"]


def test_the_commands_print_what_the_page_shows(folder: Path) -> None:
    commands = [run for block in blocks(PAGE) if block.info == "console" for run in runs(block)]
    assert len(commands) == 2
    for run in commands:
        code, output = ran(run.command.split()[1:], folder)
        assert code == 1
        assert shown(output, run.output), output


def test_once_mended_all_are_proved(folder: Path) -> None:
    policy = folder / "policies/policy.yaml"
    text = policy.read_text(encoding="utf-8")
    text = text.replace("tell: lead", "tell: on-call").replace("at_most: 200 EUR", "at_most: 100 EUR")
    money = text[text.index("  - name: money") : text.index("  - name: broken")]
    text = text.replace(money, "").replace("  - name: the rest\n", money + "  - name: the rest\n")
    policy.write_text(text, encoding="utf-8")
    code, output = ran(["prove", "--select", "SP550,SP551,SP552"], folder)
    assert code == 0, output
    assert output.count("proved: ") == 4
