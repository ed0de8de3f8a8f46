"""When a ladder holds, as ways that are each a conjunction of words: what a rule of the router can ask.

A router has no rule that keeps an event from those below it but one that sends it to a service. So the exceptions of an
emergency, and everything else above a rule, are taken out of the ways in which the rule holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, all_but, both
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.targets.paging.contract import EMERGENCY, is_emergency

Key: TypeAlias = "tuple[str, bool]"
"""A column, and whether it is asked as the stages before adjust see it."""
Box: TypeAlias = "Mapping[Key, Admitted]"
"""All must hold; an empty one always does."""


def boxes_of(compiled: Compiled, timeline: Timeline, most: int) -> list[Box] | None:
    """The ways in which a ladder holds; None where there are more than `most`."""
    sizes = {column.id: column.size for column in compiled.columns}
    rule = next((one for one in compiled.table("timelines").rules if one.name == timeline.name), None)
    if rule is None:
        return []
    ways: list[Box] = [{(column, False): admitted for column, admitted in way.items()} for way in alternatives_of(rule)]
    if not is_emergency(timeline):
        return ways if len(ways) <= most else None
    ways = [{key: admitted for key, admitted in way.items() if key[0] != EMERGENCY} for way in ways]
    found: list[Box] = []
    above: list[Box] = []
    for one in compiled.table(EMERGENCY).rules:
        own: list[Box] = [
            {(column, True): admitted for column, admitted in way.items()} for way in alternatives_of(one)
        ]
        if one.outcome.decides.get(EMERGENCY) == "true":
            left = _without(own, above, sizes, most)
            if left is None:
                return None
            found += [joined for box in left for way in ways if (joined := _both(box, way)) is not None]
            if len(found) > most:
                return None
        above += own
    return found


def _without(boxes: list[Box], above: Iterable[Box], sizes: Mapping[str, int], most: int) -> list[Box] | None:
    for taken in above:
        boxes = [piece for box in boxes for piece in _minus(box, taken, sizes)]
        if len(boxes) > most:
            return None
    return boxes


def _minus(box: Box, taken: Box, sizes: Mapping[str, int]) -> Iterator[Box]:
    """What of a box is not in another, in pieces that do not overlap."""
    if _both(box, taken) is None:
        yield box
        return
    inside = dict(box)
    for key, admitted in taken.items():
        size = sizes[key[0]]
        here = inside.get(key, ((0, size - 1),))
        outside = both(here, all_but(admitted, size))
        if outside:
            yield {**inside, key: outside}
        inside[key] = both(here, admitted)


def _both(left: Box, right: Box) -> Box | None:
    joined = dict(left)
    for key, admitted in right.items():
        joined[key] = both(joined[key], admitted) if key in joined else admitted
        if not joined[key]:
            return None
    return joined
