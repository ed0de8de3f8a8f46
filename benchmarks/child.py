"""Commands run as a user runs them: a child process, its output thrown away, its time and memory taken."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

PYTHON = (sys.executable, "-I", "-c", "pass")
"""The start of the interpreter alone: what every other start is measured by."""


class Cost(NamedTuple):
    """What one run of a command cost."""

    seconds: float
    megabytes: float
    """Peak of resident memory. Never less than that of this process, so this package imports nothing large."""


class BadExit(Exception):
    """A command that was to be measured ended in another way than expected, so its time means nothing."""


def script(name: str) -> str:
    """The console script of this interpreter's environment."""
    found = Path(sysconfig.get_path("scripts")) / name
    if not found.exists():
        raise BadExit(f"there is no '{name}' beside this Python; install the extra 'dev' first")
    return str(found)


def run(command: Sequence[str], *, exits: int = 0) -> Cost:
    """Run a command once. Raises BadExit where it ends with another code than `exits`."""
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()) as child:
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != exits:
        raise BadExit(f"'{' '.join(command)[:200]}' ended with {child.returncode}, not with {exits}")
    kilobytes = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return Cost(seconds, kilobytes / 1024)


def interleaved(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, list[Cost]]:
    """Run every command `times` times, in turns, after one run each that does not count."""
    for command in commands.values():
        run(command)
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            found[name].append(run(command))
    return found


def seconds(costs: Sequence[Cost]) -> float:
    """The middle one of the times."""
    return statistics.median(cost.seconds for cost in costs)


def megabytes(costs: Sequence[Cost]) -> float:
    """The middle one of the peaks."""
    return statistics.median(cost.megabytes for cost in costs)


@cache
def _bytecode() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="benchmark-bytecode-")


@cache
def _environment() -> dict[str, str]:
    """The environment of an installed tool: compiled modules are kept, and kept out of the checkout."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONWARNINGS", "GITHUB_ACTIONS", "FORCE_COLOR")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "PYTHONPYCACHEPREFIX": _bytecode().name}
