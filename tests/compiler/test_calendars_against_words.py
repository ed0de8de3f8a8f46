"""Calendars say what the hours say: random coverages, asked at the edges of every span."""

from __future__ import annotations

import datetime as dt
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.compiler.lookup_hours import open_at
from tests.compiler.oracle_hours import is_open

ZONES = ("Europe/Dublin", "America/Denver", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMES = ("00:00", "00:30", "06:00", "12:00", "17:30", "22:00", "23:30", "24:00")
FROM = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)
"""Both ways of changing the clocks lie within the five weeks from here: America's and Europe's spring, Australia's autumn."""


def hours(random: Random) -> str:
    start = random.choice(TIMES[:-1])
    return f"{start}-{random.choice([time for time in TIMES if time != start])}"


def coverage(random: Random) -> str:
    body = [f"timezone: {random.choice(ZONES)}"] if random.random() < 0.7 else []
    if random.random() < 0.4:
        ends = []
        first = random.randrange(7)
        # Two days apart at least: ends in two zones that fall together in some weeks mean nothing anybody wants.
        for day in (DAYS[first], DAYS[(first + random.randint(2, 5)) % 7]):
            zone = f" {random.choice(ZONES)}" if random.random() < 0.5 else ""
            ends.append(f"{day} {random.choice(TIMES[:-1])}{zone}")
        body.append(f"open: {' - '.join(ends)}")
    else:
        body.append(
            f"open: {{{', '.join(f'{day}: {hours(random)}' for day in random.sample(DAYS, random.randint(1, 7)))}}}"
        )
    if random.random() < 0.4:
        body.append("holidays: [{every_year: [03-08, 03-29, 04-05]}]")
    if random.random() < 0.4:
        body.append(
            "exceptions: [{dates: 2026-03-08..2026-03-09, open: 01:00-03:00}, {dates: 2026-03-29, open: closed}]"
        )
    return "{" + ", ".join(body) + "}"


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(st.integers(0, 2**32))
def test_open_by_calendar_is_open_by_words(seed: int) -> None:
    random = Random(seed)
    text = (
        "supportpolicy: 1\nname: acme\ntimezone: Europe/Dublin\nhorizon: 2026-01-01..2026-12-31\ncoverage:\n"
        f"  a: {coverage(random)}\n  b: {coverage(random)}\n  both: {{union: [a, b]}}\n"
    )
    loaded = load(read_bytes_as_policy(text.encode()))
    assert not loaded.findings
    compiled = compile_policy(loaded.policy)
    for _ in range(200):
        instant = FROM + dt.timedelta(minutes=30 * random.randrange(35 * 48) + random.choice((-1, 0, 0, 1)))
        for name in ("a", "b", "both"):
            assert open_at(compiled, name, instant) == is_open(loaded.policy, name, instant), (text, name, instant)
