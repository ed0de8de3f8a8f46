"""The command `init`: what it writes is clean, and nothing that is there is ever touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportpolicy.checks.verdict import judge
from supportpolicy.cli import COMMANDS
from supportpolicy.cli.scaffold import HEAD, head_for, name_for, policy_files
from supportpolicy.cli.settings import now
from supportpolicy.source import read_bytes_as_policy
from tests.adoption.repositories import ROOT
from tests.cli.conftest import Runner

SMALL = [
    ".github/workflows/supportpolicy.yml",
    ".pre-commit-config.yaml",
    "policies/policy.yaml",
    "policies/tests/promises.yaml",
    "schemas/policy.schema.json",
    "schemas/tests.schema.json",
]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_small_one_is_clean_in_every_respect(run: Runner, tmp_path: Path) -> None:
    ran = run("init", "--name", "acme", "--timezone", "Europe/Dublin")
    assert (ran.code, ran.err) == (0, "")
    assert sorted(everything(tmp_path)) == SMALL
    assert all(f"  {name}\n" in ran.out for name in SMALL)
    checked = run("check", "--fail-on", "info")
    assert checked.code == 0, checked.out
    assert checked.out.startswith("no findings in 1 file\n\nacme: 1 routing rule")
    tested = run("test", "--coverage", "--fail-under", "100")
    assert tested.code == 0, tested.out
    assert run("lock", "--check").code == 0
    if "fmt" in COMMANDS:
        assert run("fmt", "--check").code == 0
    lines = (tmp_path / "policies/policy.yaml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) == 15


def test_the_full_one_is_the_reference_policy(run: Runner, tmp_path: Path) -> None:
    assert run("init", "ours", "--template", "full", "--ci", "none", "--no-hook").code == 0
    written = everything(tmp_path / "ours")
    shipped = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "policies").rglob("*.yaml")}
    assert {name: text for name, text in written.items() if name.startswith("policies/")} == shipped
    assert "policies/holidays.lock.yaml" in written
    for name, text in written.items():
        modeline = re.match(rb"# yaml-language-server: \$schema=(\S+)\n", text)
        if modeline is not None:
            schema = (tmp_path / "ours" / name).parent / modeline[1].decode()
            assert schema.resolve().relative_to(tmp_path / "ours").as_posix() in written
    assert run("check", "ours/policies", "--fail-on", "warning", "--no-summary").code == 0
    assert run("lock", "ours/policies", "--check").code == 0


@pytest.mark.parametrize("there", ["policies", "schemas", ".github", "policies/tests"])
def test_a_file_where_a_folder_is_wanted(run: Runner, tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("ours\n")
    before = sorted(tmp_path.rglob("*"))
    ran = run("init")
    assert ran.code == 2
    assert f"\n  {there}\n" in ran.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("template", ["small", "full"])
@pytest.mark.parametrize("there", ["policies/policy.yaml", "schemas/tests.schema.json", ".gitlab/supportpolicy.yml"])
def test_nothing_is_overwritten_and_nothing_half_written(
    run: Runner, tmp_path: Path, template: str, there: str
) -> None:
    for name in (there, "schemas/policy.schema.json", "policies/deep/own.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("ours\n")
    before = everything(tmp_path)
    ran = run("init", "--template", template, "--ci", "gitlab")
    assert ran.code == 2
    for name in before:
        assert f"\n  {name}\n" in ran.err
    assert everything(tmp_path) == before


def test_a_second_time_changes_nothing(run: Runner, tmp_path: Path) -> None:
    run("init")
    before = everything(tmp_path)
    ran = run("init")
    assert ran.code == 2
    assert all(f"\n  {name}\n" in ran.err for name in before if name != ".pre-commit-config.yaml")
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("there", "options", "written"),
    [
        ([], [], [".github/workflows/supportpolicy.yml"]),
        ([".github/CODEOWNERS"], [], [".github/workflows/supportpolicy.yml"]),
        ([".gitlab/agents/x"], [], [".gitlab-ci.yml", ".gitlab/supportpolicy.yml"]),
        ([".gitlab-ci.yml"], [], [".gitlab/supportpolicy.yml"]),
        ([".gitlab-ci.yml", ".github/x"], [], [".github/workflows/supportpolicy.yml", ".gitlab/supportpolicy.yml"]),
        ([".github/x"], ["--ci", "gitlab"], [".gitlab-ci.yml", ".gitlab/supportpolicy.yml"]),
        ([".github/x"], ["--ci", "none"], []),
    ],
)
def test_the_ci_is_that_of_the_repository(
    run: Runner, tmp_path: Path, there: list[str], options: list[str], written: list[str]
) -> None:
    for name in there:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("ours\n")
    ran = run("init", *options)
    assert ran.code == 0, ran.err
    found = [name for name in everything(tmp_path) if name.startswith((".github", ".gitlab")) and name not in there]
    assert sorted(found) == written
    assert all((tmp_path / name).read_text() == "ours\n" for name in there)
    assert (".gitlab-ci.yml is there already" in ran.out) is (".gitlab-ci.yml" in there)


@pytest.mark.parametrize(
    ("url", "ci"), [("git@gitlab.com:acme/x.git", ".gitlab-ci.yml"), ("https://github.com/acme/x", ".github")]
)
def test_the_remote_tells_the_ci(run: Runner, tmp_path: Path, url: str, ci: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_text(f'[remote "origin"]\n\turl = {url}\n')
    run("init")
    assert (tmp_path / ci).exists()
    assert (tmp_path / ".github").exists() is (ci == ".github")


def test_a_file_of_the_whole_repository_is_left_alone(run: Runner, tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n")
    ran = run("init")
    assert ran.code == 0
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    assert ".pre-commit-config.yaml is there already and was left alone; add to it:" in ran.out
    assert "      - id: supportpolicy-check\n" in ran.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--timezone", "Europe/Dubln"), "did you mean 'Europe/Dublin'?"),
        (("--name", "x" * 200), "name"),
        (("--template", "ful"), "'full'"),
        (("--template", "full", "--name", "x"), "small template"),
        (("file",), "'file' is a file"),
    ],
)
def test_wrong_usage_writes_nothing(run: Runner, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    (tmp_path / "file").write_text("")
    ran = run("init", *options)
    assert ran.code == 2
    assert words in ran.err
    assert list(everything(tmp_path)) == ["file"]


def test_only_a_terminal_is_asked(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(question: str, default: str, **_: object) -> str:
        asked.append(question)
        return "Acme Ltd" if "Whose" in question else "Asia/Tokyo"

    monkeypatch.setattr("click.prompt", answer)
    assert run("init", "silent").code == 0
    assert asked == []
    assert "timezone: UTC" in (tmp_path / "silent" / HEAD).read_text()
    monkeypatch.setattr("supportpolicy.cli.init.at_a_terminal", lambda: True)
    assert run("init", "asked").code == 0
    assert len(asked) == 2
    assert "name: Acme Ltd\ntimezone: Asia/Tokyo\n" in (tmp_path / "asked" / HEAD).read_text()
    assert run("init", "told", "--name", "x", "--timezone", "UTC").code == 0
    assert run("init", "asked").code == 2
    assert len(asked) == 2, "nothing is asked in vain"


@given(name=st.text(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_name_is_clean_or_refused(name: str) -> None:
    text = head_for(name, "UTC").encode("utf-8", "replace")
    sources = read_bytes_as_policy(text)
    verdict = judge(sources, now().date())
    if verdict.findings:
        assert {finding.span.line for finding in verdict.findings} == {3}
    else:
        assert verdict.policy.header.name == name


@pytest.mark.parametrize(
    ("folder", "name"),
    [("Acme Support", "acme-support"), ("true", "support"), ("2026", "support"), ("日本", "support"), ("a.b", "a-b")],
)
def test_the_name_of_a_folder_makes_a_name(tmp_path: Path, folder: str, name: str) -> None:
    assert name_for(tmp_path / folder) == name


def test_the_template_has_what_is_filled_in() -> None:
    head = policy_files("small")[HEAD]
    assert "@name@" in head
    assert "@timezone@" in head
    assert "@" not in head_for("a", "UTC")
