"""Whatever a published policy says, each tool does with its export what the lowered policy says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import prepare
from supportpolicy.language import load
from supportpolicy.source import read_policy
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.interface import Target, Wish
from supportpolicy.targets.lowering import applied
from supportpolicy.targets.registry import built_in
from supportpolicy.targets.verify import verify
from tests.generate import EXPORT_DAY, ROOT

EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir() if (path / "tests").is_dir())
TARGETS = [target for target in built_in() if target.model is not None]
TICKETS = 600


@cache
def _compiled(name: str) -> Compiled:
    return compile_policy(load(read_policy(Path(ROOT / "examples" / name))).policy)


def test_there_are_examples_and_targets() -> None:
    assert len(EXAMPLES) >= 11
    assert len(TARGETS) >= 8


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@pytest.mark.parametrize("name", EXAMPLES)
def test_tool_and_policy_agree(name: str, target: Target) -> None:
    wish = Wish(_compiled(name), today=EXPORT_DAY)
    lowered = applied(wish.compiled, target.lower(wish))
    engine = prepare(lowered)
    assert target.model is not None
    found = verify(target.model, target.render(wish, lowered).files, engine, cover_of(engine, TICKETS))
    assert found.agrees, [str(one) for one in found.disagreements]
    assert found.tickets > 100
