"""Whole policies of this repository, compiled once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.source import read_policy

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("policies", *(f"examples/{path.name}" for path in sorted((ROOT / "examples").iterdir()) if path.is_dir()))


@cache
def compiled(folder: str) -> Compiled:
    """The policy of a folder."""
    return compile_policy(load(read_policy(ROOT / folder)).policy)
