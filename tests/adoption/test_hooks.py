"""The hooks for pre-commit: what they say is true, and pre-commit runs them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from supportpolicy.cli import COMMANDS, main
from tests.adoption.repositories import ROOT, Repository, environment

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PACKED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "supportpolicy", "schemas", "policies")
"""What installing needs of the checkout."""


def test_every_hook_runs_a_command_there_is() -> None:
    for hook in HOOKS:
        program, command, *_ = hook["entry"].split()
        assert program == "supportpolicy"
        assert hook["id"] == f"supportpolicy-{command}"
        assert command in COMMANDS
    wanted = {"check", "test", "fmt"} & set(COMMANDS)
    assert {hook["id"] for hook in HOOKS} == {f"supportpolicy-{command}" for command in wanted}


def test_the_entry_that_init_writes_names_hooks_there_are(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["init", str(tmp_path)])
    assert stop.value.code == 0
    (entry,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert {hook["id"] for hook in entry["hooks"]} <= {hook["id"] for hook in HOOKS}


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """This checkout as a repository of its own, committed or not."""
    repository = Repository(tmp_path_factory.mktemp("hooks") / "tool")
    for name in PACKED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, repository.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, repository.folder / name)
    repository.commit()
    return repository


@pytest.mark.integration
def test_pre_commit_runs_them(tool: Repository) -> None:
    base = tool.folder.parent
    ours = Repository(base / "ours")
    with pytest.raises(SystemExit):
        main(["init", str(ours.folder)])
    config = yaml.safe_load((ours.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    config["repos"][0] |= {"repo": str(tool.folder), "rev": tool.git("rev-parse", "HEAD").strip()}
    config["repos"][0]["hooks"] = [{"id": hook["id"], "verbose": True} for hook in HOOKS]
    ours.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    ours.commit()

    def tried() -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
        settings = environment(base) | {"PRE_COMMIT_HOME": str(base / "store")}
        return subprocess.run(words, cwd=ours.folder, capture_output=True, text=True, env=settings, check=False)

    clean = tried()
    if "No matching distribution" in clean.stdout + clean.stderr:
        pytest.skip("what the tool depends on cannot be had here")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert clean.stdout.count("Passed") == len(HOOKS)
    assert "2 passed in 1 file" in clean.stdout
    policy = ours.folder / "policies/policy.yaml"
    ours.write("policies/policy.yaml", policy.read_text(encoding="utf-8").replace("team: support", "team: suport"))
    ours.git("add", "--all")
    wrong = tried()
    assert wrong.returncode == 1, wrong.stdout
    assert "policies/policy.yaml:16:11: error[SP201] unknown-team: there is no team 'suport'" in wrong.stdout


@pytest.mark.integration
@pytest.mark.parametrize(
    ("check", "file"), [("validate-manifest", ".pre-commit-hooks.yaml"), ("validate-config", "policy")]
)
def test_pre_commit_accepts_the_files(check: str, file: str, tmp_path: Path) -> None:
    place = ROOT / file
    if check == "validate-config":
        with pytest.raises(SystemExit):
            main(["init", str(tmp_path)])
        place = tmp_path / ".pre-commit-config.yaml"
    ran = subprocess.run(
        [sys.executable, "-m", "pre_commit", check, str(place)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=environment(tmp_path),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
