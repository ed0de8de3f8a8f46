"""The step of the action that says what a change does, run as a runner would run it, beside a gh of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.adoption.repositories import ROOT, Repository, environment
from tests.cli.conftest import GOOD

STEP = next(
    step
    for step in yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    if step["name"] == "Differences"
)
GH = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in *--paginate*) printf '%s' "$KNOWN";; esac
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "desk")
    found.write("policies/policy.yaml", GOOD)
    found.commit()
    found.write("policies/policy.yaml", GOOD.replace("first_response: 4h", "first_response: 8h"))
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    return found


def differences(repository: Repository, **given: str) -> tuple[int, str, list[str]]:
    """The exit code, the summary and what gh was asked."""
    base = repository.folder.parent
    summary, calls = base / "summary.md", base / "calls"
    calls.write_text("")
    own = dict.fromkeys(STEP["env"], "") | {
        "DIFF": "HEAD",
        "COMMENT": str(base / "comment.md"),
        "GITHUB_STEP_SUMMARY": str(summary),
        "REPOSITORY": "acme/policy",
        "CALLS": str(calls),
        "PATH": f"{base / 'tools'}:{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEP["run"]],
        cwd=repository.folder,
        env=environment(base) | own | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr
    return ran.returncode, summary.read_text("utf-8"), calls.read_text("utf-8").splitlines()


def test_the_summary_says_what_changes(repository: Repository) -> None:
    code, summary, calls = differences(repository)
    assert code == 0
    assert "8h (office)" in summary
    assert calls == []


def test_the_job_fails_on_the_kinds_that_are_named(repository: Repository) -> None:
    assert differences(repository, FAIL_ON="money wording")[0] == 0
    assert differences(repository, FAIL_ON="money contractual", POLICY="policies")[0] == 1


def test_a_comment_is_made_once_and_renewed(repository: Repository) -> None:
    given = {"GH_TOKEN": "token", "NUMBER": "7"}
    assert differences(repository, **given)[2][-1].startswith(
        "api --silent --method POST repos/acme/policy/issues/7/comments"
    )
    known = differences(repository, **given, KNOWN="12\n34\n")[2][-1]
    assert known.startswith("api --silent --method PATCH repos/acme/policy/issues/comments/34")
