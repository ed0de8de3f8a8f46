"""What targets that carry hours alone are compared by: whether a coverage is open when a ticket is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from supportpolicy.clock import BeyondHorizon
from supportpolicy.engine import Engine
from supportpolicy.engine.values import Facts
from supportpolicy.targets.interface import Ask, Aspects


def open_at(engine: Engine, names: Sequence[str]) -> Ask:
    """By the policy: `open NAME`, 1 or 0, for each of these coverages, as far as the policy says anything of the instant."""

    def ask(facts: Facts) -> Aspects:
        opened = facts.get("opened")
        if not isinstance(opened, dt.datetime):
            return {}
        return {
            f"open {name}": int(engine.clock(name).is_open(opened)) for name in names if is_known(engine, name, opened)
        }

    return ask


def is_known(engine: Engine, name: str, at: dt.datetime) -> bool:
    """Whether the policy says anything of an instant: its hours end with its horizon, and files end there too."""
    first, last = engine.clocks.horizon
    if not first <= at.date() <= last:
        return False
    try:
        engine.clock(name).is_open(at)
    except BeyondHorizon:
        return False
    return True
