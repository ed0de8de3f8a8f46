"""Policies exported for these tests, each once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import supportpolicy
from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.values import Facts
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.interface import Rendered, Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import applied
from supportpolicy.targets.request_tracker import TARGET

DATA = Path(__file__).parent / "data"
REFERENCE = Path("policies")
HARD = DATA / "hard"
"""Names that are hard to quote, hours that are hard to count, and every kind of question that a rule can ask."""


class Export(NamedTuple):
    """What became of one policy."""

    policy: Compiled
    changes: tuple[Change, ...]
    lowered: Compiled
    engine: Engine
    """Of the lowered policy."""
    rendered: Rendered


def export(policy: Compiled) -> Export:
    """Lower and render a policy."""
    wish = Wish(policy)
    changes = TARGET.lower(wish)
    lowered = applied(policy, changes)
    return Export(policy, changes, lowered, prepare(lowered), TARGET.render(wish, lowered))


@lru_cache(maxsize=4)
def exported(folder: Path) -> Export:
    """The policy of a folder."""
    return export(supportpolicy.compile(supportpolicy.load(folder))._compiled)


@lru_cache(maxsize=4)
def cover(folder: Path, limit: int) -> tuple[Facts, ...]:
    """Tickets that between them see everything that the lowered policy tells apart."""
    return cover_of(exported(folder).engine, limit)
