"""Severities as the four priorities of Freshdesk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from supportpolicy.targets.freshdesk.dialect import PRIORITIES

_SAME = {"normal": "medium", "critical": "urgent"}


def priorities_of(levels: Sequence[str]) -> dict[str, str]:
    """Severity level -> priority, for at most four levels, the highest first.

    Order is kept; among the ways to do so, the one with the most levels that are priorities by name.
    """
    usual = {1: ("medium",), 2: ("high", "medium"), 3: ("high", "medium", "low")}.get(len(levels), PRIORITIES)
    names = [_SAME.get(level, level) for level in levels]
    ways = [usual, *combinations(PRIORITIES, len(levels))]
    best = max(ways, key=lambda way: sum(name == priority for name, priority in zip(names, way, strict=False)))
    return dict(zip(levels, best, strict=False))
