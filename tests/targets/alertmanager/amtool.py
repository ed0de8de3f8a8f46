"""The real Alertmanager and amtool, as Debian has them; `.ci/install-alertmanager.sh` installs both."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from supportpolicy.targets.alertmanager.dialect import CONFIG, quoted
from supportpolicy.targets.interface import Files

_THERE = shutil.which("amtool") is not None and shutil.which("prometheus-alertmanager") is not None

# In CI nothing may be skipped: there the tests fail where the tool is missing.
needs_alertmanager = pytest.mark.skipif(
    not _THERE and os.environ.get("CI") != "true", reason="run .ci/install-alertmanager.sh for the real tool"
)


def written(files: Files, folder: Path) -> Path:
    """The configuration in a folder."""
    path = folder / CONFIG
    path.write_text(files[CONFIG], encoding="utf-8")
    return path


def checked(path: Path) -> tuple[int, str]:
    """Exit code and words of `amtool check-config`."""
    done = subprocess.run(["amtool", "check-config", str(path)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def receivers(path: Path, labels: Mapping[str, str]) -> str:
    """What `amtool config routes test` says who is told: names joined by commas, in the order of the tree."""
    words = [f"{name}={quoted(word)}" for name, word in labels.items()]
    done = subprocess.run(
        ["amtool", "config", "routes", "test", f"--config.file={path}", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
