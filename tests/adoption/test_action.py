"""The action for GitHub: its shell steps are run as a runner would run them; the recipe for GitLab likewise."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from supportpolicy import __version__
from supportpolicy.cli import main
from tests.adoption.repositories import ROOT, environment
from tests.cli.conftest import GOOD, WRONG_TEAM

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
TEMPLATES = ROOT / "supportpolicy/cli/templates"
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository that `init` has made, in a folder with spaces."""
    folder = tmp_path / "the repository"
    with pytest.raises(SystemExit) as stop:
        main(["init", str(folder), "--ci", "github"])
    assert stop.value.code == 0
    return folder


class Ran:
    """A job of this action: the steps that are left after the tool was installed."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        self.code = 0
        self.out = ""
        self.steps: list[str] = []
        self.summary = folder.parent / "summary.md"
        self.summary.write_text("")
        for name in ("Check", "Holidays", "Test"):
            if not self.code and self._wanted(STEPS[name], inputs):
                self.steps.append(name)
                self._run(STEPS[name], folder, inputs)

    def _run(self, step: dict[str, Any], folder: Path, inputs: dict[str, str]) -> None:
        own = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(self.summary)}
        own |= {key: _filled(value, folder.parent, inputs) for key, value in step["env"].items()}
        own["PATH"] = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env=environment(folder.parent) | own,
            capture_output=True,
            text=True,
            check=False,
        )
        self.code = ran.returncode
        self.out += ran.stdout + ran.stderr

    @staticmethod
    def _wanted(step: dict[str, Any], inputs: dict[str, str]) -> bool:
        if "if" not in step:
            return True
        condition = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) == 'true' \}\}", step["if"])
        assert condition is not None, step["if"]
        return _input(condition[1], inputs) == "true"


def _input(name: str, inputs: dict[str, str]) -> str:
    return inputs.get(name.replace("-", "_"), str(ACTION["inputs"][name]["default"]))


def _filled(value: str, temporary: Path, inputs: dict[str, str]) -> str:
    def one(match: re.Match[str]) -> str:
        if match[1] == "runner.temp":
            return str(temporary)
        assert match[1].startswith("inputs."), match[1]
        return _input(match[1].removeprefix("inputs."), inputs)

    return _EXPRESSION.sub(one, value)


def test_a_clean_policy_passes_all_steps(folder: Path) -> None:
    ran = Ran(folder)
    assert (ran.code, ran.steps) == (0, ["Check", "Holidays", "Test"]), ran.out
    assert ran.summary.read_text() == "**supportpolicy: no findings in 1 file**\n"
    assert Ran(folder, test="false", lock="false").steps == ["Check"]


def test_findings_are_annotations_and_fail_the_job(folder: Path) -> None:
    (folder / "policies/policy.yaml").write_text(WRONG_TEAM)
    ran = Ran(folder, sarif="found.sarif")
    assert (ran.code, ran.steps) == (1, ["Check"])
    assert "::error file=policies/policy.yaml,line=9,col=23" in ran.out
    assert "| error | `policies/policy.yaml:9:23` |" in ran.summary.read_text()
    assert json.loads((folder / "found.sarif").read_text())["version"] == "2.1.0"


def test_a_failing_test_and_a_missing_lock_fail_the_job(folder: Path) -> None:
    tests = folder / "policies/tests/promises.yaml"
    good = tests.read_text()
    tests.write_text(good.replace("closed", "open"))
    ran = Ran(folder)
    assert (ran.code, ran.steps) == (1, ["Check", "Holidays", "Test"])
    assert "::error file=policies/tests/promises.yaml" in ran.out
    tests.write_text(good)
    policy = folder / "policies/policy.yaml"
    horizon = "horizon: 2026-01-01..2026-12-31\ncoverage:"
    text = policy.read_text().replace("coverage:", horizon, 1)
    policy.write_text(text.replace("17:00}", "17:00}\n    holidays: [{country: IE}]"))
    assert Ran(folder).steps == ["Check"]


def test_policies_baseline_and_level_are_handed_on(folder: Path) -> None:
    for name, text in (("one", GOOD), ("two", GOOD + "roles:\n  lead: {coverage: always, contact: chat}\n")):
        (folder / name).mkdir()
        (folder / name / "p.yaml").write_text(text)
    two = {"policy": "one two", "test": "false"}
    assert Ran(folder, **two).code == 0
    assert "SP209" in Ran(folder, **two, fail_on="warning").out
    assert Ran(folder, **two, fail_on="warning").code == 1
    with pytest.raises(SystemExit):
        main(["check", str(folder / "two"), "--write-baseline", str(folder / "known.json")])
    assert Ran(folder, **two, fail_on="warning", baseline="known.json").code == 0
    assert "needs a git repository" in Ran(folder, **two, changed_since="main").out
    assert Ran(folder, policy="$(touch hacked)").code == 2
    assert not (folder / "hacked").exists()


def test_inputs_are_described_used_and_never_put_into_a_script() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, details in ACTION["inputs"].items():
        assert details["description"].endswith("."), name
        assert f"inputs.{name} " in text
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")
        assert step.get("shell", "bash") == "bash"
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (?:`(.*?)`)? *\|", page, re.MULTILINE)
    assert rows == [(name, str(details["default"])) for name, details in ACTION["inputs"].items()]


@pytest.mark.integration
def test_the_install_step_installs_the_command(tmp_path: Path) -> None:
    step = STEPS["Install"]
    assert step["env"]["SOURCE"] == "${{ github.action_path }}"
    path = tmp_path / "path"
    own = {
        "PYTHON": sys.executable,
        "SOURCE": str(ROOT),
        "HOME_OF_TOOL": str(tmp_path / "tool"),
        "DIFF": "",
        "GITHUB_PATH": str(path),
    }
    assert set(step["env"]) | {"GITHUB_PATH"} == set(own)
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        env=environment(tmp_path) | own,
        capture_output=True,
        text=True,
        check=False,
    )
    if "No matching distribution" in ran.stderr:
        pytest.skip("what the tool depends on cannot be had here")
    assert ran.returncode == 0, ran.stderr
    version = subprocess.run(
        [f"{path.read_text().strip()}/supportpolicy", "--version"], capture_output=True, text=True, check=True
    )
    assert version.stdout == f"supportpolicy {__version__}\n"
    # What `init` writes comes out of what was installed.
    for words in (["init", "ours", "--template", "full"], ["check", "ours/policies"]):
        done = subprocess.run([f"{path.read_text().strip()}/supportpolicy", *words], cwd=tmp_path, check=False)
        assert done.returncode == 0, words


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", ROOT / "action.yml"),
        ("vendor.github-workflows", TEMPLATES / "github.yml"),
        ("vendor.gitlab-ci", TEMPLATES / "gitlab.yml"),
        ("vendor.gitlab-ci", TEMPLATES / "gitlab-ci.yml"),
    ],
)
def test_the_files_are_what_the_vendors_read(schema: str, file: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def test_the_workflow_uses_inputs_there_are() -> None:
    job = yaml.safe_load((TEMPLATES / "github.yml").read_text(encoding="utf-8"))["jobs"]["policy"]
    (step,) = [step for step in job["steps"] if step["uses"].startswith("supportpolicy/")]
    assert set(step["with"]) <= set(ACTION["inputs"])


def test_the_script_for_gitlab_runs(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["init", str(tmp_path), "--ci", "gitlab"])
    job = yaml.safe_load((tmp_path / ".gitlab/supportpolicy.yml").read_text(encoding="utf-8"))["support-policy"]
    install, *script = job["script"]
    assert install == f'pip install --quiet "supportpolicy=={__version__}"'
    path = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    for line in script:
        ran = subprocess.run(["sh", "-ec", line], cwd=tmp_path, env=environment(tmp_path) | path, check=False)
        assert ran.returncode == 0, line
    for report in job["artifacts"]["reports"]["junit"]:
        assert (tmp_path / report).read_text(encoding="utf-8").startswith("<?xml")
    (include,) = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text(encoding="utf-8"))["include"]
    assert (tmp_path / include["local"]).is_file()
