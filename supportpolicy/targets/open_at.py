"""What targets that carry hours alone are compared by: whether a coverage is open when a ticket is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from supportpolicy.clock.instants import DAY, day_number, to_epoch
from supportpolicy.clock.walls import Piece
from supportpolicy.engine import Engine, UnknownName
from supportpolicy.engine.values import Facts
from supportpolicy.targets.interface import Ask, Aspects

Known: TypeAlias = "Mapping[str, Piece]"
"""Coverage -> the instants, in seconds since 1970, of which the policy says whether it is open."""


def open_at(engine: Engine, names: Iterable[str]) -> Ask:
    """By the policy: `open NAME`, 1 or 0, for each of these coverages, as far as the policy says anything of the instant."""
    known = known_of(engine, names)
    openings = {name: engine.clock(name).openings for name in known}

    def ask(facts: Facts) -> Aspects:
        at = opened_of(facts)
        if at is None:
            return {}
        return {
            f"open {name}": int(openings[name].is_open(at)) for name, (low, high) in known.items() if low <= at < high
        }

    return ask


def known_of(engine: Engine, names: Iterable[str]) -> Known:
    """From when until when each coverage is known: its hours end with the policy's dates, and files end there too.

    Raises ValueError for a name that is none of a coverage.
    """
    first, last = engine.clocks.horizon
    low, high = day_number(first) * DAY, (day_number(last) + 1) * DAY
    found: dict[str, Piece] = {}
    for name in names:
        try:
            openings = engine.clock(name).openings
        except UnknownName:
            raise ValueError(f"'{name}' is no coverage of the policy") from None
        found[name] = (max(low, openings.known_from), min(high, openings.known_until))
    return found


def opened_of(facts: Facts) -> int | None:
    """When a ticket was opened, in seconds since 1970; None where that is not known."""
    opened = facts.get("opened")
    return to_epoch(opened) if isinstance(opened, dt.datetime) else None
