"""What the page on fixes and form shows is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, output_of, runs, write_file

PAGE = ROOT / "docs/fixing.md"
PAIRS = tuple(zip(*[iter(blocks(PAGE))] * 2, strict=True))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].heading)
def test_what_it_shows_is_what_is_printed(pair: tuple, tmp_path: Path) -> None:
    file, console = pair
    write_file(file, tmp_path)
    shown = runs(console)
    assert shown
    for run in shown:
        # Data and messages go to different places, and only a terminal shows them in one order.
        assert output_of(run.command, tmp_path) == run.output
