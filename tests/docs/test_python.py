"""The page about Python: every example runs and prints what is shown."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs/python.md"
BLOCKS = list(blocks(PAGE))
EXAMPLES = [(code.heading, code.text, shown.text) for code, shown in pairwise(BLOCKS) if code.info == "python"]
WRONG = """\
supportpolicy: 1
teams: [{name: front, coverage: always}]
routing:
  # Nobody has this team.
  - name: all
    team: fornt
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples run: the reference policy, and one with a mistake."""
    made = tmp_path_factory.mktemp("python")
    shutil.copytree(ROOT / "policies", made / "policies")
    (made / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    return made


@pytest.mark.parametrize(("heading", "code", "shown"), EXAMPLES, ids=[heading for heading, _, _ in EXAMPLES])
def test_an_example_prints_what_is_shown(folder: Path, heading: str, code: str, shown: str) -> None:
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout == shown


def test_every_example_is_run() -> None:
    kinds = [block.info for block in BLOCKS]
    assert len(EXAMPLES) >= 4
    assert kinds == ["python", "text"] * len(EXAMPLES)
