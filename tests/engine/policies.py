"""The policies of this repository, compiled once for all tests."""

from functools import cache
from pathlib import Path

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.source import read_policy

_ROOT = Path(__file__).parent.parent.parent
POLICIES = [_ROOT / "policies", *sorted(place for place in (_ROOT / "examples").iterdir() if place.is_dir())]


@cache
def compiled_at(place: Path) -> Compiled:
    """The compiled policy of a folder."""
    return compile_policy(load(read_policy(place)).policy)
