"""Same input, same bytes: whatever the machine, the folder, the locale or the order of hashing."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.compiled.policies import ROOT

POLICY = ROOT / "policies"


def compile_with(location: str, folder: Path, **settings: str) -> bytes:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "supportpolicy", "compile", location]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


@cache
def usual() -> bytes:
    return compile_with("policies", ROOT, PYTHONHASHSEED="0")


def locales() -> list[str]:
    found = []
    before = locale.setlocale(locale.LC_ALL)
    for name in ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        found.append(name)
    locale.setlocale(locale.LC_ALL, before)
    return found


@pytest.mark.parametrize("seed", ["1", "4242", "random"])
def test_the_order_of_hashing(seed: str) -> None:
    assert compile_with("policies", ROOT, PYTHONHASHSEED=seed) == usual()


@pytest.mark.parametrize("name", locales())
def test_locales(name: str) -> None:
    assert compile_with("policies", ROOT, LC_ALL=name, LANG=name) == usual()


def test_bytes_that_are_not_the_machines_own_encoding() -> None:
    assert compile_with("policies", ROOT, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") == usual()


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_zones_of_the_machine(zone: str) -> None:
    assert compile_with("policies", ROOT, TZ=zone) == usual()


def test_another_folder_and_an_absolute_path(tmp_path: Path) -> None:
    assert compile_with(str(POLICY), tmp_path) == usual()
    assert compile_with(os.path.relpath(POLICY, tmp_path), tmp_path) == usual()
    assert compile_with(".", POLICY) == usual()
    assert compile_with("../policies/", ROOT / "docs") == usual()


def test_nothing_of_the_machine_is_in_it() -> None:
    assert str(ROOT).encode() not in usual()
    assert b"\r" not in usual() and b"\\u" not in usual()


def test_into_a_file_it_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "compiled.json"
    ran = subprocess.run(
        [sys.executable, "-m", "supportpolicy", "compile", "policies", "-o", str(file)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert ran.stdout == b""
    assert file.read_bytes() == usual()
