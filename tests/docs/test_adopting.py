"""The page about adoption: its commands do what it says, its table has every key; the page about CI shows real files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from supportpolicy import __version__
from supportpolicy.cli import COMMANDS
from supportpolicy.cli.completion import _SHELLS
from supportpolicy.cli.config import _KEYS
from tests.cli.conftest import UNUSED
from tests.docs.pages import ROOT, blocks, output_of, runs

PAGE = ROOT / "docs/adopting.md"
TEMPLATES = ROOT / "supportpolicy/cli/templates"
CI = {
    block.text.split("\n", 1)[0].removeprefix("# "): block.text.split("\n", 1)[1]
    for block in blocks(ROOT / "docs/ci.md")
}


def test_the_commands_print_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/policy.yaml").write_text(UNUSED)
    for block in blocks(PAGE):
        for run in runs(block) if block.info == "console" else ():
            assert output_of(run.command, tmp_path) == run.output


def test_every_key_has_a_row_and_every_shell_a_line() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE) == list(_KEYS)
    shells = [block.text for block in blocks(PAGE) if block.heading == "Completion"]
    assert [" ".join(line.split()) for line in shells[0].splitlines()] == [
        " ".join(line.split()) for line in _SHELLS.values()
    ]


@pytest.mark.parametrize(
    ("shown", "template"),
    [
        (".github/workflows/supportpolicy.yml", "github.yml"),
        (".gitlab/supportpolicy.yml", "gitlab.yml"),
        (".gitlab-ci.yml", "gitlab-ci.yml"),
        (".pre-commit-config.yaml", "pre-commit.yaml"),
    ],
)
def test_the_files_are_those_that_init_writes(shown: str, template: str) -> None:
    text = (TEMPLATES / template).read_text(encoding="utf-8").replace("@version@", __version__)
    assert CI[shown] == text


def test_the_job_for_changes_gives_the_action_what_it_knows() -> None:
    job = yaml.safe_load(CI[".github/workflows/policy-changes.yml"])["jobs"]["policy"]["steps"]
    assert job[0]["with"] == {"fetch-depth": 0}
    known = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(job[1]["with"]) == {"policy", "diff", "diff-fail-on", "diff-comment"}
    assert set(job[1]["with"]) <= set(known)


def test_every_hook_has_a_row() -> None:
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    hooks = re.findall(r"^- id: (\S+)$", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"^\| `(supportpolicy-\w+)` \|", page, re.MULTILINE) == hooks
    assert {hook.removeprefix("supportpolicy-") for hook in hooks} <= set(COMMANDS)
