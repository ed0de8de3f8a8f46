"""Every moment of the horizon that the policy tells from another, swept once: so that no impossible one is thought of.

What is asked about `opened` and `now` (hours, dates) changes only where somebody opens or closes, or at a midnight that a
rule names. Between two such places all moments are alike.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from supportpolicy.clock.instants import day_number, from_epoch
from supportpolicy.compiled.partition import Column
from supportpolicy.engine.candidates import midnight
from supportpolicy.engine.prepared import NOW, OPENED, Engine
from supportpolicy.engine.questions import Scene, question_of

Vector = tuple[int, ...]
"""Classes of the columns of one fact, in the order of their places."""


class Kind(NamedTuple):
    """Moments that are alike in one fact's columns."""

    vector: Vector
    instants: tuple[int, ...]
    """Some of them, the first and the last included, in seconds since 1970."""


class Moments(NamedTuple):
    """The moments of the horizon, for both facts."""

    opened_places: tuple[int, ...]
    now_places: tuple[int, ...]
    opened: tuple[Kind, ...]
    now: tuple[Kind, ...]
    both: tuple[tuple[int, int, tuple[int, ...]], ...]
    """Kinds of `opened` and of `now` that one instant has together, by their places, with some such instants."""
    first: int
    last: int
    changes: tuple[tuple[int, Vector, Vector], ...]
    """Every instant at which either changes, the first included, with what holds from then on."""


MOST_KEPT = 6
"""Instants kept of each kind."""


def is_swept(engine: Engine, column: Column) -> bool:
    """Whether a column asks about the moment alone: hours that are the same for every ticket, or dates."""
    if column.fact not in (OPENED, NOW):
        return False
    if column.probe is None:
        return True
    operator, operand = column.probe
    return operator == "present" or (operator == "during" and not engine.clocks.depends_on(operand))


def sweep(engine: Engine) -> Moments:
    """Go through the horizon once. Raises ClockError for a calendar that cannot be worked out."""
    columns = engine.compiled.columns
    swept = [place for place, column in enumerate(columns) if is_swept(engine, column)]
    opened = tuple(place for place in swept if columns[place].fact == OPENED)
    now = tuple(place for place in swept if columns[place].fact == NOW)
    horizon = engine.clocks.horizon
    first = midnight(engine, day_number(horizon.first) + 1)
    last = midnight(engine, day_number(horizon.last)) - 1
    places = {first, last}
    for place in swept:
        column = columns[place]
        for cut in column.cuts:
            places.add(midnight(engine, day_number(dt.date.fromisoformat(cut.value))))
        if column.probe is not None and column.probe.operator == "during":
            openings = engine.clock(engine.clocks.chosen(column.probe.operand, lambda _: None) or "").openings
            low, high = bisect_right(openings.starts, first), bisect_right(openings.starts, last)
            places.update(openings.starts[low:high])
            places.update(end for end in openings.ends[max(0, low - 1) : high] if first < end <= last)
    found_opened: dict[Vector, list[int]] = {}
    found_now: dict[Vector, list[int]] = {}
    together: dict[tuple[Vector, Vector], list[int]] = {}
    questions = {place: question_of(columns[place], engine.facts.get(columns[place].fact)) for place in swept}
    asked = _asked(columns, opened, now)
    changes: list[tuple[int, Vector, Vector]] = []
    for instant in sorted(place for place in places if first <= place <= last):
        scene, value = Scene(instant, {}, engine.windows), from_epoch(instant)
        one = tuple([questions[place].class_of(value, scene) for place in opened])
        # What is asked about both moments alike has one answer here: they are the same instant.
        other = tuple([questions[place].class_of(value, scene) if at is None else one[at] for place, at in asked])
        if not changes or changes[-1][1:] != (one, other):
            changes.append((instant, one, other))
        for found, key in ((found_opened, one), (found_now, other)):
            found.setdefault(key, []).append(instant)
        together.setdefault((one, other), []).append(instant)
    opened_kinds = {vector: number for number, vector in enumerate(found_opened)}
    now_kinds = {vector: number for number, vector in enumerate(found_now)}
    return Moments(
        opened,
        now,
        tuple(Kind(vector, _some(instants)) for vector, instants in found_opened.items()),
        tuple(Kind(vector, _some(instants)) for vector, instants in found_now.items()),
        tuple((opened_kinds[one], now_kinds[other], _some(at)) for (one, other), at in together.items()),
        first,
        last,
        tuple(changes),
    )


def _asked(columns: Sequence[Column], opened: Vector, now: Vector) -> list[tuple[int, int | None]]:
    """The columns of `now`, each with the place of the column of `opened` that asks the same."""
    same = {(columns[place].probe, columns[place].cuts): at for at, place in enumerate(opened)}
    return [(place, same.get((columns[place].probe, columns[place].cuts))) for place in now]


def _some(instants: list[int]) -> tuple[int, ...]:
    """The first ones, one from the middle and the last."""
    if len(instants) <= MOST_KEPT:
        return tuple(instants)
    return (*instants[: MOST_KEPT - 2], instants[len(instants) // 2], instants[-1])
