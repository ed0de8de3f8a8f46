"""The guide can be followed: every file is written, every command prints what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.pages import ROOT, Block, blocks, output_of, ran, runs, shown, write_file

GUIDE = ROOT / "docs/writing-a-policy.md"
README = ROOT / "README.md"


def follow(page: Path, folder: Path) -> list[str]:
    """Do what a page says, step by step; commands whose output differs."""
    wrong: list[str] = []
    before: tuple[Path, str] | None = None
    heading = ""
    for block in blocks(page):
        if block.heading != heading:
            wrong += [] if before else clean(folder, heading)
            heading = block.heading
        if "mistake" in block.info.split():
            path = folder / block.text.split("\n", 1)[0].removeprefix("# ")
            before = (path, path.read_text(encoding="utf-8"))
        if block.info.startswith("yaml") and block.text.startswith("# policies/"):
            write_file(block, folder)
        elif block.info == "console":
            for run in runs(block):
                printed = output_of(run.command, folder)
                if not shown(printed, run.output):
                    wrong.append(f"{block.heading}: $ {run.command}\n{printed}")
            if before:
                before[0].write_text(before[1], encoding="utf-8")
                before = None
    return wrong + clean(folder, heading)


def clean(folder: Path, heading: str) -> list[str]:
    """Nothing at all is found in the policy as it stands."""
    if not (folder / "policies").is_dir():
        return []
    code, printed = ran(["check", "--fail-on", "info", "--no-summary"], folder)
    return [f"after {heading}:\n{printed}"] if code else []


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    assert follow(GUIDE, tmp_path) == []
    assert (tmp_path / "out/policy.json").is_file()


def test_the_guide_has_seven_steps_and_begins_with_fifteen_lines() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert re.findall(r"^## Step (\d):", text, re.MULTILINE) == list("1234567")
    first = next(blocks(GUIDE))
    assert len(_content(first)) == 15


def test_every_block_of_the_guide_is_used() -> None:
    for block in blocks(GUIDE):
        assert block.info in ("yaml", "yaml mistake", "console"), block.info
        assert block.info == "console" or block.text.startswith("# policies/")


def _content(block: Block) -> list[str]:
    return [line for line in block.text.splitlines() if not line.startswith("#")]
