"""`check --fix`, `--unsafe-fixes` and `--diff`: what is written, what is said, what is left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, WRONG_TEAM, Runner

Policy = Callable[..., Path]
WRONG = WRONG_TEAM.replace("resolve: 2bd", "resolve: 2 business days").replace("mon-fri", "Mon-Fri")
SURE = WRONG_TEAM
"""WRONG after its sure fixes."""


def test_sure_fixes_are_written_and_the_rest_is_shown(run: Runner, policy: Policy) -> None:
    file = policy(WRONG) / "policy.yaml"
    ran = run("check", "--fix")
    assert file.read_text(encoding="utf-8") == SURE
    assert ran.code == 1
    assert "there is no team 'fornt'" in ran.out
    assert ran.out.endswith("1 error in 1 file\n")
    assert ran.err == "2 fixed, 1 left; 1 more with --unsafe-fixes\n"


def test_unsafe_fixes_are_written_where_they_are_asked_for(run: Runner, policy: Policy) -> None:
    file = policy(WRONG) / "policy.yaml"
    ran = run("check", "--fix", "--unsafe-fixes")
    assert (ran.code, ran.err) == (0, "3 fixed, 0 left\n")
    assert file.read_text(encoding="utf-8") == GOOD
    assert run("check", "--fix", "--unsafe-fixes").err == "0 fixed, 0 left\n"
    assert file.read_text(encoding="utf-8") == GOOD


def test_unsafe_fixes_alone_are_wrong_usage(run: Runner, policy: Policy) -> None:
    policy(WRONG)
    ran = run("check", "--unsafe-fixes")
    assert ran.code == 2
    assert "add --fix, or --diff" in ran.err


def test_a_diff_changes_nothing(run: Runner, policy: Policy) -> None:
    file = policy(WRONG) / "policy.yaml"
    ran = run("check", "--diff")
    assert file.read_text(encoding="utf-8") == WRONG
    assert ran.code == 1
    assert ran.out.startswith("--- policies/policy.yaml\n+++ policies/policy.yaml\n")
    assert "-  office: {open: {Mon-Fri: 09:00-17:00}}\n+  office: {open: {mon-fri: 09:00-17:00}}\n" in ran.out
    assert "fornt" not in ran.out.replace(" - {name: all, team: fornt}", "")
    assert ran.err == "2 would be fixed\n"
    policy(SURE)
    assert (run("check", "--diff").code, run("check", "--diff", "--unsafe-fixes").code) == (0, 1)


def test_standard_input_is_printed_fixed(run: Runner) -> None:
    ran = run("check", "-", "--fix", stdin=WRONG.replace("\n", "\r\n"))
    assert ran.out == SURE.replace("\n", "\r\n")
    assert "there is no team 'fornt'" in ran.err
    assert ran.err.endswith("2 fixed, 1 left; 1 more with --unsafe-fixes\n")
    assert run("check", "-", "--fix", stdin="supportpolicy: [1\n").out == "supportpolicy: [1\n"


def test_the_ends_of_lines_the_mark_and_the_mode_stay(run: Runner, policy: Policy) -> None:
    file = policy(WRONG) / "policy.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    run("check", "--fix")
    assert file.read_bytes() == b"\xef\xbb\xbf" + SURE.replace("\n", "\r\n").encode()
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_within_the_folder_stays_a_link(run: Runner, policy: Policy) -> None:
    folder = policy(GOOD)
    (folder / ".kept").mkdir()
    target = folder / ".kept" / "more.yaml"
    target.write_text("fields: {hot: {type: boolean, sensitive: yes}}\n", encoding="utf-8")
    (folder / "more.yaml").symlink_to(target)
    run("check", "--fix")
    assert (folder / "more.yaml").is_symlink()
    assert "sensitive: true" in target.read_text(encoding="utf-8")


def test_nothing_outside_the_folder_is_written(run: Runner, policy: Policy, tmp_path: Path) -> None:
    folder = policy(GOOD)
    outside = tmp_path / "outside.yaml"
    outside.write_text("fields: {hot: {type: boolean, sensitive: yes}}\n", encoding="utf-8")
    (folder / "more.yaml").symlink_to(outside)
    assert run("check", "--fix").code == 1
    assert "sensitive: yes" in outside.read_text(encoding="utf-8")


def test_only_what_was_chosen_is_fixed(run: Runner, policy: Policy) -> None:
    file = policy(WRONG) / "policy.yaml"
    run("check", "--fix", "--unsafe-fixes", "--ignore", "SP103")
    assert file.read_text(encoding="utf-8") == WRONG.replace("fornt", "front")


def test_what_a_baseline_knows_is_not_fixed(run: Runner, policy: Policy) -> None:
    file = policy(WRONG) / "policy.yaml"
    run("check", "--write-baseline", "known.json")
    ran = run("check", "--fix", "--baseline", "known.json")
    assert file.read_text(encoding="utf-8") == WRONG
    assert ran.err.startswith("0 fixed, ")


def test_a_finding_that_is_switched_off_is_not_fixed(run: Runner, policy: Policy) -> None:
    text = WRONG_TEAM.replace("fornt}", "fornt}  # supportpolicy: ignore[SP201] comes in May")
    file = policy(text) / "policy.yaml"
    run("check", "--fix", "--unsafe-fixes")
    assert file.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_read_is_mended_only_where_yaml_is_wrong(run: Runner, policy: Policy) -> None:
    folder = policy(GOOD)
    broken = folder / "broken.yaml"
    broken.write_text("fields:\n\thot:\n\t\ttype: boolean\n\t\tsensitive: yes\n", encoding="utf-8")
    ran = run("check", "--fix", "--fail-on", "error")
    assert broken.read_text(encoding="utf-8") == "fields:\n  hot:\n    type: boolean\n    sensitive: true\n"
    assert ran.err.startswith("2 fixed")


@pytest.mark.parametrize(("text", "safe"), [(WRONG, True), (WRONG_TEAM, False)])
def test_json_and_sarif_carry_the_fix(run: Runner, policy: Policy, text: str, safe: bool) -> None:
    policy(text)
    (found, *_) = json.loads(run("check", "--output", "json").out)["findings"]
    assert found["fix"]["safe"] is safe
    (result, *_) = json.loads(run("check", "--output", "sarif").out)["runs"][0]["results"]
    (fix,) = result["fixes"]
    assert fix["properties"] == {"safe": safe}
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == found["fix"]["replacement"]


def test_the_text_says_how_much_can_be_mended(run: Runner, policy: Policy) -> None:
    policy(WRONG)
    assert "1 file; 'supportpolicy check --fix' mends 2\n" in run("check").out


def test_two_policies_are_each_fixed(run: Runner, policy: Policy) -> None:
    one, two = policy(WRONG, "one"), policy(WRONG, "two")
    ran = run("check", "one", "two", "--fix", "--unsafe-fixes")
    assert ran.err == "6 fixed, 0 left\n"
    assert (one / "policy.yaml").read_bytes() == (two / "policy.yaml").read_bytes() == GOOD.encode()
