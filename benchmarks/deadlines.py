"""Deadlines in open hours beside businesstimedelta: the same hours, the same starts, the same amounts, side by side."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from benchmarks.answers import engine_of
from benchmarks.child import BadExit
from benchmarks.desk import SEED
from benchmarks.rounds import each, micros, per_call
from benchmarks.row import Row

ROWS, ROUNDS, AGAIN = 300, 9, 20
"""`AGAIN`: how often a round of the quicker of the two goes through the rows."""
MOST_TIMES = 200.0
_ZONE = "Europe/Dublin"
_OPENS, _LUNCH, _CLOSES = dt.time(9), (dt.time(12, 30), dt.time(13)), dt.time(17, 30)
_HOURS = (1, 2, 4, 8, 16, 24, 40)
_CLOSED = (dt.date(2026, 4, 6), dt.date(2026, 5, 4), dt.date(2026, 6, 1), dt.date(2026, 8, 3), dt.date(2026, 10, 26))


class Promise(NamedTuple):
    """So many open seconds from a start."""

    start: dt.datetime
    seconds: int


def deadlines() -> Iterator[Row]:
    """A plain working week, the other's simplest case; then with a lunch break and holidays."""
    for figure, full in (("a working week", False), ("with lunch and holidays", True)):
        ours, theirs = _ours(full=full), _peer(full=full)
        rows = list(_rows(random.Random(SEED)))
        for row in rows:
            if ours(row) != theirs(row):
                raise BadExit(f"{row}: {ours(row)} is not {theirs(row)}")
        costs = per_call(
            {"ours": each(ours, rows, AGAIN), "theirs": each(theirs, rows)},
            ROUNDS,
        )
        times = costs["theirs"] / costs["ours"]
        yield Row(
            f"deadlines beside businesstimedelta, {figure}; {ROWS} rows, all equal",
            f">= {MOST_TIMES:g}x",
            f"{micros(costs['ours'])} beside {micros(costs['theirs'])}",
            f"{times:,.0f}x",
            times >= MOST_TIMES,
        )


def _rows(chance: random.Random) -> Iterator[Promise]:
    """Starts at any second of half a year, amounts as promises have them."""
    first = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    for _ in range(ROWS):
        start = first + dt.timedelta(seconds=chance.randrange(180 * 86_400))
        yield Promise(start, chance.choice(_HOURS) * 3600)


def _ours(*, full: bool) -> Callable[[Promise], dt.datetime]:
    """The hours as a policy's coverage."""
    lunch = [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in ((_OPENS, _LUNCH[0]), (_LUNCH[1], _CLOSES))]
    hours: dict[str, Any] = {
        "timezone": _ZONE,
        "open": {"mon-fri": lunch if full else f"{_OPENS:%H:%M}-{_CLOSES:%H:%M}"},
    }
    if full:
        hours["exceptions"] = [{"dates": date.isoformat(), "open": "closed", "why": "A holiday."} for date in _CLOSED]
    policy = {
        "supportpolicy": 1,
        "name": "an office",
        "timezone": _ZONE,
        "horizon": "2026-01-01..2027-12-31",
        "business_day_calendar": "office",
        "coverage": {"office": hours},
        "teams": [{"name": "frontline", "coverage": "office"}],
        "routing": [{"name": "everybody", "team": "frontline"}],
    }
    clock = engine_of(policy).clock("office")
    return lambda row: clock.deadline(row.start, row.seconds)


def _peer(*, full: bool) -> Callable[[Promise], dt.datetime]:
    """The same hours as the other library's rules; pytz is what it takes for zones."""
    import businesstimedelta
    import pytz

    zone, week = pytz.timezone(_ZONE), [0, 1, 2, 3, 4]
    rules: list[Any] = [businesstimedelta.WorkDayRule(_OPENS, _CLOSES, week, tz=zone)]
    if full:
        rules.append(businesstimedelta.LunchTimeRule(*_LUNCH, week, tz=zone))
        rules.append(businesstimedelta.HolidayRule(list(_CLOSED), tz=zone))
    together = businesstimedelta.Rules(rules)

    def deadline(row: Promise) -> dt.datetime:
        found: dt.datetime = row.start + businesstimedelta.BusinessTimeDelta(together, seconds=row.seconds)
        return found

    return deadline
