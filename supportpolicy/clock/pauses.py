"""Deadlines with pauses: a pause stops a target, and the open time that was left runs on when it ends.

One rule does for every kind of deadline, for it starts from the due time that holds without pauses. At a pause the open
time left is that between the start of the pause and the due time then in force; from the end of the pause it is counted
anew. For amounts of open time that is the same as not counting the paused time; for business days and fixed phrases it
is what a pause means.
"""

from __future__ import annotations

from collections.abc import Iterable

from supportpolicy.clock.errors import ClockError
from supportpolicy.clock.intervals import OpenIntervals

Pause = tuple[int, int | None]
"""Half-open, in seconds since 1970; None: it has not ended."""


def paused_due(openings: OpenIntervals, start: int, due: int, pauses: Iterable[Pause]) -> int | None:
    """When a target that began at `start` and would be due at `due` is due with pauses; None: it still stands still.

    A target that is due at the very start of a pause is due. What a pause has before `start` does not count. A pause
    that takes no open time, such as a night, changes nothing unless the due time lies in it; so a pause never makes a
    target due earlier. Raises BeyondHorizon; ClockError for a pause that ends before it begins.
    """
    for begins, ends in _merged(pauses):
        begins = max(begins, start)
        if ends is not None and ends <= begins:
            continue
        if due <= begins:
            return due
        if ends is None:
            return None
        if ends <= due and openings.open_between(begins, ends) == 0:
            continue
        due = openings.deadline(ends, openings.open_between(begins, due))
    return due


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Sorted pauses; those that overlap or touch become one, for between them nothing runs."""
    found: list[Pause] = []
    for begins, ends in sorted(pauses, key=lambda pause: pause[0]):
        if ends is not None and ends < begins:
            raise ClockError("a pause ends before it begins")
        if ends == begins:
            continue
        if found and ((until := found[-1][1]) is None or begins <= until):
            longest = None if until is None or ends is None else max(until, ends)
            found[-1] = (found[-1][0], longest)
        else:
            found.append((begins, ends))
    return found
