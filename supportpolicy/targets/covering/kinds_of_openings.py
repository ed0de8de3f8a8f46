"""Openings of every kind that the policy tells apart: inside and outside each tested calendar, before and after each date."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import DAY, date_of, day_number, to_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.candidates import midnight
from supportpolicy.engine.prepared import NOW, OPENED
from supportpolicy.targets.covering.instants import Span, plain_calendars

_MOST_KINDS = 1_500
_MOST_OF_KIND = 6
"""Stretches of time of one kind that are kept, spread over the horizon; of each its beginning, middle and end."""


def tested_calendars(engine: Engine, used: Iterable[int]) -> tuple[str, ...]:
    """The calendars that conditions ask about, those that a fact chooses among them."""
    found: dict[str, None] = {}
    for place in used:
        column = engine.compiled.columns[place]
        if column.probe is not None and column.probe.operator == "during":
            found.update(dict.fromkeys(plain_calendars(engine, column.probe.operand)))
    found.pop(ALWAYS_OPEN, None)
    return tuple(found)


def openings_of_each_kind(engine: Engine, used: Iterable[int], span: Span, latest: int) -> tuple[int, ...]:
    """Instants of each kind, an ordinary one first; none after `latest` where the kind has others."""
    used = tuple(used)
    turns: dict[int, list[int]] = {span.first: []}
    calendars = tested_calendars(engine, used)
    flags = []
    for number, name in enumerate(calendars):
        try:
            openings = engine.clock(name).openings
        except ClockError:
            flags.append(False)
            continue
        flags.append(openings.is_open(span.first))
        low = bisect_right(openings.starts, span.first)
        for at in (*openings.starts[low:], *openings.ends[max(low - 1, 0) :]):
            if span.first < at <= span.last:
                turns.setdefault(at, []).append(number)
    for place in used:
        column = engine.compiled.columns[place]
        if column.fact in (OPENED, NOW) and column.kind == "ranges":
            for cut in column.cuts:
                at = midnight(engine, day_number(dt.date.fromisoformat(cut.value)))
                if span.has(at):
                    turns.setdefault(at, []).append(-1)
    # Wherever something turns, a new stretch begins; the same flags between the same dates are one kind.
    kinds: dict[tuple[int, tuple[bool, ...]], list[tuple[int, int]]] = {}
    places = sorted(turns)
    dates = 0
    for start, end in zip(places, [*places[1:], span.last + 1], strict=True):
        for number in turns[start]:
            if number < 0:
                dates += 1
            else:
                flags[number] = not flags[number]
        kinds.setdefault((dates, tuple(flags)), []).append((start, end))
    found: dict[int, None] = {ordinary_opening(engine, span): None}
    for pieces in list(kinds.values())[:_MOST_KINDS]:
        early = [(start, min(end, latest + 1)) for start, end in pieces if start <= latest] or pieces
        step = max(1, len(early) // _MOST_OF_KIND)
        for start, end in early[::step][:_MOST_OF_KIND]:
            found.update(dict.fromkeys((start, (start + end) // 2, end - 1)))
    return tuple(found)


def ordinary_opening(engine: Engine, span: Span) -> int:
    """Ten in the morning of a Wednesday, with months before it where there is room."""
    day = min(span.first // DAY + 155, (span.first + span.last) // 2 // DAY)
    local = date_of(day)
    local += dt.timedelta(days=(2 - local.weekday()) % 7)
    at = to_epoch(dt.datetime.combine(local, dt.time(10), tzinfo=engine.windows.zone.info).astimezone(dt.UTC))
    return min(max(at, span.first), span.last)
