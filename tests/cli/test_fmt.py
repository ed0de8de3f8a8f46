"""`fmt`: what is written, what is said, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import GOOD, Runner

Policy = Callable[..., Path]
LOOSE = GOOD.replace("name: acme", "name:   'acme'").replace("  - {name: front", "- { name: front")


def _in_form(run: Runner, text: str) -> str:
    return run("fmt", "-", stdin=text).out


def test_standard_input_is_printed_in_form(run: Runner) -> None:
    ran = run("fmt", "-", stdin=LOOSE)
    assert (ran.code, ran.err) == (0, "")
    assert "name: acme\n" in ran.out
    assert "  - {name: front, coverage: office}\n" in ran.out
    assert _in_form(run, ran.out) == ran.out
    assert run("fmt", "--check", "-", stdin=LOOSE).code == 1
    assert run("fmt", "--check", "-", stdin=ran.out).code == 0


def test_files_are_written_in_form(run: Runner, policy: Policy) -> None:
    file = policy(LOOSE) / "policy.yaml"
    ran = run("fmt")
    assert (ran.code, ran.out, ran.err) == (0, "formatted policies/policy.yaml\n", "1 formatted, 0 in form already\n")
    assert file.read_text(encoding="utf-8") == _in_form(run, LOOSE)
    assert run("fmt").out == ""


def test_check_and_diff_write_nothing(run: Runner, policy: Policy) -> None:
    file = policy(LOOSE) / "policy.yaml"
    ran = run("fmt", "--check")
    assert (ran.code, ran.out) == (1, "would format policies/policy.yaml\n")
    ran = run("fmt", "--diff")
    assert ran.code == 1
    assert ran.out.startswith("--- policies/policy.yaml\n+++ policies/policy.yaml\n")
    assert file.read_text(encoding="utf-8") == LOOSE


def test_a_file_that_cannot_be_formatted_is_left_alone_and_the_others_are_not(run: Runner, policy: Policy) -> None:
    folder = policy(LOOSE)
    (folder / "broken.yaml").write_text("a:  [1\n", encoding="utf-8")
    (folder / "latin.yaml").write_bytes(b"a:  caf\xe9\n")
    ran = run("fmt")
    assert ran.code == 1
    assert "policies/broken.yaml:1: left alone: " in ran.err
    assert "policies/latin.yaml:1: left alone: it is not UTF-8 text\n" in ran.err
    assert ran.err.endswith("1 formatted, 0 in form already, 2 left alone\n")
    assert (folder / "broken.yaml").read_text(encoding="utf-8") == "a:  [1\n"
    assert (folder / "policy.yaml").read_text(encoding="utf-8") != LOOSE


def test_tests_are_formatted_and_what_is_hidden_or_generated_is_not(run: Runner, policy: Policy) -> None:
    folder = policy(GOOD)
    run("fmt")
    for name in ("tests/one.yaml", "holidays.lock.yaml", ".hidden/x.yaml", "notes.txt"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a:  1\n", encoding="utf-8")
    assert run("fmt", "--check").out == "would format policies/tests/one.yaml\n"


def test_a_single_file_and_one_that_is_not_ours(run: Runner, policy: Policy) -> None:
    folder = policy(LOOSE)
    (folder / "notes.json").write_text("{}", encoding="utf-8")
    ran = run("fmt", "policies/policy.yaml", "policies/notes.json")
    assert ran.out == "formatted policies/policy.yaml\n"
    assert "policies/notes.json is not written by hand in YAML" in ran.err


def test_wrong_places(run: Runner) -> None:
    assert run("fmt").code == 2
    assert run("fmt", "-", "x").code == 2
    ran = run("fmt", "-", stdin="a: [1\n")
    assert (ran.code, ran.out) == (1, "a: [1\n")
    assert ran.err.startswith("stdin:1: left alone: ")


def test_a_formatted_policy_says_the_same(run: Runner, policy: Policy) -> None:
    folder = policy(LOOSE)
    before = run("check").out
    run("fmt")
    assert run("check").out == before
    assert run("check", str(folder)).code == 0
