"""The command `check`: exit codes, outputs, choices, suppressions, configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, UNUSED, WRONG_TEAM, Runner

Policy = Callable[..., Path]


def test_a_clean_policy_ends_with_what_it_promises(run: Runner, policy: Policy) -> None:
    policy(GOOD)
    ran = run("check")
    assert ran.code == 0
    assert ran.out.startswith("no findings in 1 file\n")
    assert "first reply 4h (office); solved 2bd (office)" in ran.out
    assert "Mon-Fri 09:00-17:00 Europe/Dublin" in ran.out
    assert ran.err == ""


def test_no_summary_leaves_the_promises_out(run: Runner, policy: Policy) -> None:
    policy(GOOD)
    assert run("check", "--no-summary").out == "no findings in 1 file\n"


def test_an_error_is_shown_with_its_place_and_remedy(run: Runner, policy: Policy) -> None:
    policy(WRONG_TEAM)
    ran = run("check")
    assert ran.code == 1
    first, excerpt, carets, remedy = ran.out.splitlines()[:4]
    assert first == "policies/policy.yaml:9:23: error[SP201] unknown-team: there is no team 'fornt'"
    assert excerpt.endswith("- {name: all, team: fornt}")
    assert carets.index("^") == excerpt.index("fornt")
    assert remedy == "  help: did you mean 'front'?"
    assert "Promised" not in ran.out


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (WRONG_TEAM, (), 1),
        (WRONG_TEAM, ("--exit-zero",), 0),
        (UNUSED, (), 0),
        (UNUSED, ("--fail-on", "warning"), 1),
        (UNUSED, ("--fail-on", "info"), 1),
        (UNUSED, ("--fail-on", "warning", "--ignore", "SP209"), 0),
        (UNUSED, ("--fail-on", "warning", "--ignore", "unused-name"), 0),
        (UNUSED, ("--fail-on", "warning", "--ignore", "SP2"), 0),
        (UNUSED, ("--fail-on", "warning", "--select", "SP3,SP5"), 0),
        (UNUSED, ("--fail-on", "warning", "--select", "SP209"), 1),
    ],
)
def test_exit_codes(run: Runner, policy: Policy, text: str, options: tuple[str, ...], code: int) -> None:
    policy(text)
    assert run("check", *options).code == code


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("check", "--fail-on", "eror"), "eror"),
        (("check", "--output", "jsn"), "did you mean 'json'?"),
        (("check", "--select", "SP999"), "SP999"),
        (("check", "--ignore", "unused-nmae"), "did you mean 'unused-name'?"),
        (("check", "--today", "tomorrow"), "year-month-day"),
        (("check", "nowhere"), "no file or folder 'nowhere'"),
        (("check", "--no-such-option"), "--no-such-option"),
        (("chekc",), "did you mean 'check'?"),
        (("check", "policies", "more"), "more"),
        (("explain", "SP9999"), "SP9999"),
        (("schema", "teem"), "did you mean 'teams'?"),
        (("compile", "--routing", "rules.xls"), ".json, .csv or .md"),
        (("lock", "nowhere"), "nowhere"),
    ],
)
def test_wrong_usage_is_2_and_says_what_to_do(run: Runner, policy: Policy, args: tuple[str, ...], words: str) -> None:
    policy(GOOD)
    ran = run(*args)
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_standard_input_is_a_policy_of_one_file(run: Runner) -> None:
    ran = run("check", "-", stdin=WRONG_TEAM)
    assert ran.code == 1
    assert ran.out.startswith("stdin:9:23: error[SP201]")
    assert run("check", "-", stdin=b"\xff\xfe\x00").code == 1
    assert run("check", "-", stdin="").out.startswith("stdin:1:1: error[SP003]")


def test_several_outputs_in_one_run(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(WRONG_TEAM)
    refused = run("check", "-o", "sarif:deep/found.sarif")
    assert (refused.code, (tmp_path / "deep").exists()) == (2, False)
    assert "there is no folder 'deep' for 'found.sarif'" in refused.err
    (tmp_path / "deep").mkdir()
    ran = run("check", "-o", "text", "-o", "json:found.json", "-o", "sarif:deep/found.sarif", "-o", "github")
    assert ran.code == 1
    assert "error[SP201]" in ran.out
    assert "::error file=policies/policy.yaml,line=9" in ran.out
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert [finding["code"] for finding in found["findings"]] == ["SP201"]
    assert json.loads((tmp_path / "deep" / "found.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_auto_is_github_in_its_actions(run: Runner, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    policy(WRONG_TEAM)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run("check").out.startswith("::error ")
    assert run("check", "-o", "text").out.startswith("policies/policy.yaml")


def test_data_on_stdout_is_nothing_but_data(run: Runner, policy: Policy) -> None:
    policy(GOOD)
    json.loads(run("check", "-o", "json").out)
    json.loads(run("check", "-o", "sarif").out)


@pytest.mark.parametrize("file", ["", "policies", "policies/policy.yaml/x.json"])
def test_a_file_that_cannot_be_written(run: Runner, policy: Policy, file: str) -> None:
    policy(GOOD)
    ran = run("check", "-o", f"json:{file}")
    assert ran.code == (0 if file == "" else 2)
    if file:
        assert "policies" in ran.err


def test_colours_only_where_wanted(run: Runner, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    policy(WRONG_TEAM)
    assert "\x1b[" not in run("check").out
    assert "\x1b[" in run("check", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check").out


def test_a_comment_switches_off_with_a_reason(run: Runner, policy: Policy) -> None:
    policy(WRONG_TEAM.replace("fornt}", "fornt}  # supportpolicy: ignore[SP201] the team starts in May"))
    ran = run("check", "--no-summary")
    assert ran.code == 0
    assert ran.out == "no findings in 1 file (1 switched off)\n"


def test_today_decides_about_dates(run: Runner, policy: Policy) -> None:
    policy(WRONG_TEAM.replace("fornt}", "fornt}  # supportpolicy: ignore[SP201] until 2026-05-31: starts in May"))
    assert run("check", "--today", "2026-05-31").code == 0
    late = run("check", "--today", "2026-06-01")
    assert late.code == 1
    assert "SP201" in late.out
    assert "SP022" in late.out


def test_a_broken_file_does_not_blame_the_others(run: Runner, policy: Policy) -> None:
    folder = policy(WRONG_TEAM.replace("fornt", "night # supportpolicy: ignore[SP209] they start in May\n    "))
    (folder / "teams.yaml").write_text("teams: [{name: night\n", encoding="utf-8")
    (folder / "policy.yaml").write_text(WRONG_TEAM, encoding="utf-8")
    ran = run("check")
    assert ran.code == 1
    assert "SP010" in ran.out
    assert "SP201" not in ran.out


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("supportpolicy.toml", 'policy = "rules"\nignore = ["SP209"]\nfail-on = "warning"\n'),
        ("pyproject.toml", '[tool.supportpolicy]\npolicy = "rules"\nignore = ["SP209"]\nfail-on = "warning"\n'),
    ],
)
def test_configuration(run: Runner, policy: Policy, tmp_path: Path, file: str, text: str) -> None:
    policy(UNUSED, "rules")
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert run("check").code == 0
    assert run("check", "--select", "SP209").code == 0
    (tmp_path / file).write_text(text.replace("SP209", "SP701"), encoding="utf-8")
    assert run("check").code == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("polcy = 'x'\n", "did you mean 'policy'?"),
        ("policy = 3\n", "policy must be"),
        ("fail-on = 'bad'\n", "error, warning or info"),
        ("ignore = 'SP209'\n", "ignore must be a list"),
        ("ignore = ['SP2099']\n", "SP2099"),
        ("policy = \n", "is not TOML"),
    ],
)
def test_wrong_configuration(run: Runner, policy: Policy, tmp_path: Path, text: str, words: str) -> None:
    policy(GOOD)
    (tmp_path / "supportpolicy.toml").write_text(text, encoding="utf-8")
    ran = run("check")
    assert ran.code == 2
    assert words in ran.err


def test_help_and_version(run: Runner) -> None:
    shown = run("--help").out
    assert re.findall(r"^ +(\d)  ", shown.split("Exit codes:")[1], re.MULTILINE) == list("0123")
    assert "check " in shown
    assert run("--version").out.startswith("supportpolicy 0.")
    assert run().code == 2 or "Commands" in run().out


def test_a_message_is_one_line_whatever_the_author_wrote(run: Runner, policy: Policy) -> None:
    policy(GOOD + "order:\n  routing:\n  - 'a\n\n    b'\n")
    lines = run("check").out.splitlines()
    assert any(line.endswith("no file 'a b' has rules of routing") for line in lines)
