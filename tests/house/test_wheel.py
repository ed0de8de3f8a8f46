"""What people install: the wheel holds all it needs and works alone."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _pip(python: str, *args: str) -> subprocess.CompletedProcess[str]:
    quiet = ("--quiet", "--disable-pip-version-check")
    return subprocess.run([python, "-m", "pip", *args, *quiet], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    ran = _pip(sys.executable, "wheel", str(ROOT), "--no-deps", "--wheel-dir", str(folder))
    if ran.returncode and "hatchling" in ran.stderr:
        pytest.skip(f"the build backend cannot be had here: {ran.stderr.strip().splitlines()[-1]}")
    assert ran.returncode == 0, ran.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.integration
def test_the_wheel_holds_schemas_reference_policy_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = "supportpolicy/_shipped/"
    for path in [*(ROOT / "schemas").rglob("*.json"), *(ROOT / "policies").rglob("*.yaml")]:
        assert shipped + path.relative_to(ROOT).as_posix() in names
    assert "supportpolicy/py.typed" in names
    assert "supportpolicy/language/countries.txt" in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


@pytest.mark.integration
def test_the_wheel_works_alone(wheel: Path, tmp_path: Path) -> None:
    # Without a pip of its own, which takes longer to install than all the rest: ours can work for it.
    venv.create(tmp_path / "venv", with_pip=False)
    binaries = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    ran = _pip(sys.executable, "--python", str(binaries / "python"), "install", "--no-compile", str(wheel))
    if ran.returncode and "No matching distribution" in ran.stderr:
        pytest.skip(f"what it depends on cannot be had here: {ran.stderr.strip().splitlines()[-1]}")
    assert ran.returncode == 0, ran.stderr
    command = str(binaries / "supportpolicy")
    checked = subprocess.run(
        [command, "check", str(ROOT / "policies")], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("no findings in ")
    built = subprocess.run(
        [command, "build", str(ROOT / "policies"), "--out", "out"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "out" / "policy.json").is_file()
