"""Policies to a target's files, for tests: the moves of an export one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.values import Facts
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy, read_policy
from supportpolicy.targets.interface import Aspects, Files, Rendered, Target, Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import applied

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "policies"


class Exported(NamedTuple):
    """What came of an export, before anything is written."""

    changes: tuple[Change, ...]
    lowered: Compiled
    engine: Engine
    rendered: Rendered

    @property
    def codes(self) -> list[str]:
        """The codes of the losses, each once."""
        return sorted({change.loss.kind.code for change in self.changes})


@cache
def reference() -> Compiled:
    """The reference policy."""
    return compile_policy(load(read_policy(REFERENCE)).policy)


def compiled(text: str) -> Compiled:
    """A policy in one file."""
    return compile_policy(load(read_bytes_as_policy(text.encode(), "policy.yaml")).policy)


def exported(
    target: Target, policy: Compiled, ids: Mapping[str, str] | None = None, options: Mapping[str, str] | None = None
) -> Exported:
    """All losses allowed."""
    wish = Wish(policy, options or {}, ids or {})
    changes = target.lower(wish)
    lowered = applied(policy, changes)
    return Exported(changes, lowered, prepare(lowered), target.render(wish, lowered))


def disagreements(
    target: Target, engine: Engine, files: Files, tickets: Iterable[Facts]
) -> list[tuple[Facts, Aspects, Aspects]]:
    """Tickets with what the engine and what the model says, where these differ. Raises what the model raises."""
    assert target.model is not None
    tool, policy = target.model.read(files, engine), target.model.expected(engine)
    found = []
    for facts in tickets:
        wanted, got = policy(facts), tool(facts)
        if wanted != got:
            found.append((facts, wanted, got))
    return found
