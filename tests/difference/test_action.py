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
[ "$REFUSED" = "" ]
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
    code, summary, calls, _ = said(repository, **given)
    assert code in (0, 1)
    return code, summary, calls


def said(repository: Repository, **given: str) -> tuple[int, str, list[str], str]:
    """The same, with all that was printed."""
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
    written = summary.read_text("utf-8") if summary.exists() else ""
    return ran.returncode, written, calls.read_text("utf-8").splitlines(), ran.stdout + ran.stderr


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


def test_a_token_that_may_only_read_fails_no_job(repository: Repository) -> None:
    """As that of a pull request from a fork."""
    given = {"GH_TOKEN": "token", "NUMBER": "7", "REFUSED": "yes"}
    code, summary, calls, printed = said(repository, **given)
    assert code == 0
    assert len(calls) == 1
    assert "::warning::the comment could not be posted" in printed
    assert "8h (office)" in summary
    assert said(repository, **given, FAIL_ON="contractual")[0] == 1


def test_several_policies_make_one_comment(repository: Repository) -> None:
    for number in (1, 2):
        repository.write(f"p{number}/policy.yaml", GOOD)
    repository.commit()
    for number in (1, 2):
        repository.write(f"p{number}/policy.yaml", GOOD.replace("first_response: 4h", f"first_response: {number}h"))
    calls = differences(repository, GH_TOKEN="token", NUMBER="7", POLICY="p1 p2")[2]
    assert len([call for call in calls if "POST" in call]) == 1
    comment = (repository.folder.parent / "comment.md").read_text("utf-8")
    assert comment.startswith("<!-- supportpolicy diff -->")
    assert "1h (office)" in comment
    assert "2h (office)" in comment


def test_a_shallow_clone_says_what_to_fetch(repository: Repository, tmp_path: Path) -> None:
    repository.commit("second")
    Repository(tmp_path / "clones").git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", "desk")
    clone = Repository(tmp_path / "clones" / "desk")
    code, summary, _, printed = said(Repository(clone.folder), DIFF="HEAD~1")
    assert (code, summary) == (2, "")
    assert "this clone is shallow" in printed
    assert "fetch-depth: 0 (GitHub)" in printed
