"""Promises as better or worse for the customer, metric by metric."""

from __future__ import annotations

from collections.abc import Hashable

from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.difference.answer_words import metric_in_words, promise_in_words
from supportpolicy.difference.answers import targets_of
from supportpolicy.difference.change import Direction
from supportpolicy.difference.hours import Hours
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.due import TEAM


def compared(hours: Hours, old: Hashable, new: Hashable) -> tuple[Direction, tuple[str, ...]]:
    """Whether a promise became better or worse, and what of it changed, line by line."""
    before = {target.metric: target for target in targets_of(old)}
    after = {target.metric: target for target in targets_of(new)}
    ways: set[Direction] = set()
    lines: list[str] = []
    for metric in dict.fromkeys((*before, *after)):
        one, other = before.get(metric), after.get(metric)
        if one == other:
            continue
        way = direction(hours, one, other)
        ways.add(way)
        words = f"{metric_in_words(metric)}: {promise_in_words(one)} -> {promise_in_words(other)}"
        lines.append(f"{words} ({_IN_WORDS[way]})")
    whole: Direction = next(iter(ways)) if len(ways) == 1 else "different"
    return whole, tuple(lines)


_IN_WORDS: dict[Direction, str] = {
    "better": "better for the customer",
    "worse": "worse for the customer",
    "different": "different",
}


def direction(hours: Hours, old: Target | None, new: Target | None) -> Direction:
    """How a promise changes for the customer: a shorter time on the same clock, more hours, one where there was none."""
    if old is None:
        return "better"
    if new is None:
        return "worse"
    if (old.by, old.on_change) != (new.by, new.on_change):
        return "different"
    ways = {
        _amount(old.at_most, new.at_most),
        _hours(hours, old, new),
        _usually(old.usually, new.usually),
        _pauses(frozenset(old.pause_while), frozenset(new.pause_while)),
    } - {None}
    return ways.pop() or "different" if len(ways) == 1 else "different"


def _amount(old: Duration | None, new: Duration | None) -> Direction | None:
    if old == new:
        return None
    for one, other in zip(old or (), new or (), strict=False):
        if one is not None and other is not None:
            return "better" if other < one else "worse"
    return "different"


def _usually(old: Duration | None, new: Duration | None) -> Direction | None:
    if old is None or new is None:
        return None if old == new else "better" if old is None else "worse"
    return _amount(old, new)


def _pauses(old: frozenset[str], new: frozenset[str]) -> Direction | None:
    if old == new:
        return None
    return "better" if new < old else "worse" if old < new else "different"


def _hours(hours: Hours, one: Target, other: Target) -> Direction | None:
    """A clock that runs in more hours brings the due time nearer; of business days nobody can say."""
    old, new = one.clock, other.clock
    if old == new:
        return None
    if any(amount is not None and amount.business_days is not None for amount in (one.at_most, other.at_most)):
        return "different"
    if TEAM in (old, new):
        return "better" if new == ALWAYS_OPEN else "worse" if old == ALWAYS_OPEN else "different"
    left = hours.pieces(old or ALWAYS_OPEN, old=True)
    right = hours.pieces(new or ALWAYS_OPEN, old=False)
    if left is None or right is None:
        return "different"
    if left == right:
        return None
    if covers(right, left):
        return "better"
    return "worse" if covers(left, right) else "different"


def covers(wide: tuple[tuple[int, int], ...], narrow: tuple[tuple[int, int], ...]) -> bool:
    """Whether every piece of one lies within a piece of the other; both in order."""
    place = 0
    for start, end in narrow:
        while place < len(wide) and wide[place][1] < end:
            place += 1
        if place == len(wide) or wide[place][0] > start:
            return False
    return True
