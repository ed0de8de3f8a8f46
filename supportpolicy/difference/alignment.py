"""Which rules only one of two tables has, once those that stand in both in the same order are paired off."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

MOST_RULES = 20_000


def apart(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[int], list[int]] | None:
    """The places of the rules that only the old and only the new table has; None where too many are to be compared."""
    if len(old) + len(new) > MOST_RULES:
        return None
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    left: list[int] = []
    right: list[int] = []
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag != "equal":
            left += range(first, last)
            right += range(begin, end)
    return left, right
