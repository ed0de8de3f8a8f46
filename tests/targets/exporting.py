"""Policies exported to one target, as tests look at them, and exports written down for review.

UPDATE_GOLDEN=1 writes what was reviewed anew.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from supportpolicy.checks import run_checks
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy, read_policy
from supportpolicy.targets.interface import Rendered, Target, Wish
from supportpolicy.targets.lowering import applied

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "small"


@cache
def compiled_at(place: Path) -> Compiled:
    """The policy of a folder, compiled. It is without errors."""
    sources = read_policy(place)
    loaded = load(sources)
    assert [f.message for f in (*sources.findings, *loaded.findings) if f.level == "error"] == []
    return compile_policy(loaded.policy)


def reference() -> Compiled:
    return compiled_at(ROOT / "policies")


def small() -> Compiled:
    return compiled_at(SMALL)


def compiled_from(text: str) -> Compiled:
    """A policy of one file, compiled. It is without errors."""
    loaded = load(read_bytes_as_policy(text.encode(), "policy.yaml"))
    found = (*loaded.findings, *run_checks(loaded.policy))
    assert [f.message for f in found if f.level == "error"] == []
    return compile_policy(loaded.policy)


def lowered(target: Target, compiled: Compiled, **wish: object) -> Compiled:
    """The policy as far as the target can say it."""
    return applied(compiled, target.lower(Wish(compiled, **wish)))  # type: ignore[arg-type]


def exported(target: Target, compiled: Compiled, **wish: object) -> tuple[Rendered, Engine]:
    """What a target makes of a policy, and the engine of what it was lowered to."""
    left = lowered(target, compiled, **wish)
    return target.render(Wish(compiled, **wish), left), prepare(left)  # type: ignore[arg-type]


def as_reviewed(rendered: Rendered, folder: Path) -> None:
    """Every file is byte for byte the one that was reviewed, and there are no others."""
    if os.environ.get("UPDATE_GOLDEN") == "1":
        for old in sorted(folder.rglob("*")):
            if old.is_file():
                old.unlink()
        for path, text in rendered.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode())
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(there) == set(rendered.files)
    for path, text in rendered.files.items():
        assert text == there[path].read_bytes().decode(), path
