"""docs/diff.md shows what is printed, and names what there is."""

from __future__ import annotations

from pathlib import Path

from supportpolicy.difference import LABELS
from supportpolicy.difference.classes import MOST_CLASSES
from tests.docs.pages import ROOT, blocks, output_of, runs, write_file

PAGE = ROOT / "docs/diff.md"


def test_the_page_shows_what_is_printed(tmp_path: Path) -> None:
    for block in blocks(PAGE):
        if block.info == "yaml":
            write_file(block, tmp_path)
    shown = [run for block in blocks(PAGE) if block.info == "console" for run in runs(block)]
    assert shown
    for run in shown:
        assert output_of(run.command, tmp_path) == run.output


def test_every_label_and_bound_is_named() -> None:
    text = PAGE.read_text("utf-8")
    assert all(f"| `{label}` |" in text for label in LABELS)
    assert f"At most {MOST_CLASSES} classes" in text
