"""`supportpolicy diff`: what may be compared, how it is shown, and how it ends."""

from __future__ import annotations

import builtins
import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from supportpolicy.reporting.difference_schema import difference_schema
from tests.adoption.repositories import Repository, environment
from tests.cli.conftest import GOOD, Runner, run

__all__ = ["run"]
OTHER = GOOD.replace("first_response: 4h", "first_response: 8h")
WORSE = "first response: 4h (office) -> 8h (office) (worse for the customer)"
NOTHING = "No ticket is treated differently."


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a policy, which is the working folder."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    found = Repository(tmp_path / "desk")
    found.write("policies/policy.yaml", GOOD)
    found.commit("first")
    monkeypatch.chdir(found.folder)
    return found


def test_folders_files_and_compiled_policies(run: Runner, tmp_path: Path) -> None:
    for name, text in (("a", GOOD), ("b", OTHER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(text)
    assert run("compile", "b", "-o", "b.json").code == 0
    assert WORSE in run("diff", "a", "b").out
    assert WORSE in run("diff", "a", "b.json").out
    assert WORSE in run("diff", "a/policy.yaml", "b/policy.yaml").out
    assert run("diff", "a", "a").out == f"a -> a\n{NOTHING}\n"
    assert (run("diff", "a", "b").code, run("diff", "a", "b", "--fail-on", "money").code) == (0, 0)
    assert run("diff", "a", "b", "--fail-on", "money", "--fail-on", "contractual").code == 1
    assert run("diff", "a", "a", "--fail-on", "contractual").code == 0


def test_every_output(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.yaml").write_text(OTHER)
    ran = run("diff", "a.yaml", "b.yaml", "-o", "json:out.json", "-o", "markdown:out.md", "--digest")
    assert ran.code == 0
    assert ran.out.startswith("# What changed for you")
    document = json.loads((tmp_path / "out.json").read_text())
    jsonschema.Draft202012Validator(difference_schema()).validate(document)
    assert document["summary"]["contractual"] == 1
    assert document["changes"][0]["direction"] == "worse"
    assert (tmp_path / "out.md").read_text().startswith("<!-- supportpolicy diff -->\n")
    assert run("diff", "a.yaml", "b.yaml", "-o", "json:o", "-o", "markdown:o").code == 2


def test_a_revision_alone_means_where_the_work_began(run: Runner, repository: Repository, monkeypatch: Any) -> None:
    monkeypatch.chdir(repository.folder)
    repository.git("checkout", "--quiet", "-b", "work")
    repository.git("checkout", "--quiet", "main")
    repository.write("policies/policy.yaml", GOOD.replace("resolve: 2bd", "resolve: 9bd"))
    repository.commit("on main, later")
    repository.git("checkout", "--quiet", "work")
    assert run("diff", "main").out.endswith(f"-> policies\n{NOTHING}\n")
    repository.write("policies/policy.yaml", OTHER)
    ran = run("diff", "main")
    assert WORSE in ran.out
    assert "9bd" not in ran.out
    repository.commit("slower")
    both = run("diff", "main..work").out
    assert "9bd" in both
    assert both == run("diff", "main", "work").out
    assert WORSE in run("diff", "HEAD~1", "HEAD").out


def test_tests_and_hidden_files_of_a_revision_are_no_policy(
    run: Runner, repository: Repository, monkeypatch: Any
) -> None:
    monkeypatch.chdir(repository.folder)
    repository.write("policies/tests/all.yaml", "tests: []\n")
    repository.write("policies/.old/policy.yaml", "nonsense: 1\n")
    repository.commit()
    assert NOTHING in run("diff", "HEAD").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("mian",), "git knows no revision 'mian': did you mean 'main'?"),
        (("policies", "old"), "there is no file or folder 'old', and git knows no revision 'old'"),
        (("main..",), "'main..' names one revision only"),
        (("main", "--policy", "support"), "'main' has no policy in 'support'"),
        (("main..HEAD", "--policy", "support"), "'main' has no policy in 'support'; name its folder with --policy"),
    ],
)
def test_what_cannot_be_compared(
    words: tuple[str, ...], message: str, run: Runner, repository: Repository, monkeypatch: Any
) -> None:
    monkeypatch.chdir(repository.folder)
    ran = run("diff", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_errors_of_an_old_policy_name_the_revision(run: Runner, repository: Repository, monkeypatch: Any) -> None:
    monkeypatch.chdir(repository.folder)
    repository.write("policies/policy.yaml", GOOD.replace("team: front}", "team: fornt}"))
    repository.commit("broken")
    repository.write("policies/policy.yaml", GOOD)
    ran = run("diff", "HEAD")
    assert ran.code == 1
    assert "HEAD:policies/policy.yaml:9:" in ran.err
    assert "nothing was compared" in ran.err
    assert "nothing was compared" in run("diff", "policies", _broken(repository)).err


def _broken(repository: Repository) -> str:
    repository.write("broken/policy.yaml", GOOD.replace("team: front}", "team: fornt}"))
    return "broken"


def test_outside_any_repository(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "policy.yaml").write_text(GOOD)
    ran = run("diff", "main")
    assert ran.code == 2
    assert "there is no file or folder 'main'" in ran.err
    assert "needs a git repository" in ran.err


def test_without_git(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "policy.yaml").write_text(GOOD)
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = run("diff", "main")
    assert ran.code == 2
    assert "there is no git here" in ran.err


def test_a_shallow_clone(run: Runner, repository: Repository, tmp_path: Path, monkeypatch: Any) -> None:
    repository.git("checkout", "--quiet", "-b", "work")
    repository.write("policies/policy.yaml", OTHER)
    repository.commit("slower")
    repository.git("checkout", "--quiet", "main")
    repository.commit("on main")
    clone = tmp_path / "clone"
    Repository(clone).git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repository.folder}", "desk")
    monkeypatch.chdir(clone / "desk")
    ran = run("diff", "origin/work")
    assert ran.code == 2
    assert "this clone is shallow" in ran.err
    assert "fetch-depth: 0" in ran.err


def test_policies_without_a_day_in_common(run: Runner, tmp_path: Path) -> None:
    for year in (2026, 2028):
        (tmp_path / f"{year}.yaml").write_text(f"horizon: {year}-01-01..{year}-12-31\n{GOOD}")
    ran = run("diff", "2026.yaml", "2028.yaml")
    assert ran.code == 2
    assert "no day in common" in ran.err


def test_without_python_sat(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    shutil.copy(tmp_path / "a.yaml", tmp_path / "b.yaml")
    (tmp_path / "b.yaml").write_text(OTHER)
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pysat"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    ran = run("diff", "a.yaml", "b.yaml")
    assert ran.code == 2
    assert "pip install 'supportpolicy[proofs]'" in ran.err
