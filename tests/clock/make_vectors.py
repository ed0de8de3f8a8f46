"""Writes the vectors of this folder that the oracle makes: python -m tests.clock.make_vectors

All dates lie in the past, where no later edition of tzdata moves the clocks. The same seeds give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.clock.cases import ALL_SPOTS, Maker
from tests.clock.oracle import Days, Walk

DATA = Path(__file__).parent / "data"
_QUESTIONS = 4
Case = dict[str, Any]


def text(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def deadlines(kind: str) -> Callable[[Maker], Iterator[Case]]:
    def make(maker: Maker) -> Iterator[Case]:
        calendar = maker.calendar(kind)
        walk = maker.walk(calendar)
        for _ in range(_QUESTIONS):
            start, seconds = maker.instant(), maker.seconds()
            due = walk.deadline(start, seconds)
            if due is not None:
                amount = {"seconds": seconds} if seconds % 60 else {"minutes": seconds // 60}
                yield {"calendar": calendar, "start": text(start), **amount, "due": text(due)}

    return make


def business_days(maker: Maker) -> Iterator[Case]:
    calendar = maker.with_business_days(maker.calendar())
    days = maker.days(calendar)
    for _ in range(_QUESTIONS):
        start, asked, due = _day_question(maker, days)
        if due is not None:
            yield {"calendar": calendar, "start": text(start), **asked, "due": text(due)}


def _day_question(maker: Maker, days: Days) -> tuple[int, Case, int | None]:
    start, count = maker.instant(), maker.random.randint(0, 3)
    kind = maker.random.choice(("business_days", "business_days", "by", "next"))
    if kind == "business_days":
        return start, {"business_days": count}, days.due(start, count)
    if kind == "by":
        return start, {"by": "end of business day"}, days.end_of_day(start)
    return start, {"by": "end of next business day"}, days.end_of_next_day(start)


def pauses(maker: Maker) -> Iterator[Case]:
    calendar = maker.with_business_days(maker.calendar())
    days = maker.days(calendar)
    for _ in range(_QUESTIONS):
        if maker.random.random() < 0.5:
            start, asked, due = _day_question(maker, days)
        else:
            start, seconds = maker.instant(), maker.seconds()
            asked, due = {"seconds": seconds}, days.walk.deadline(start, seconds)
        stops = maker.pauses()
        moved = None if due is None else days.walk.paused(start, due, stops)
        if stops and moved is not None:
            yield {
                "calendar": calendar,
                "start": text(start),
                **asked,
                "pauses": [[text(begins), None if ends is None else text(ends)] for begins, ends in stops],
                "due": None if moved == -1 else text(moved),
            }


def openings(maker: Maker) -> Iterator[Case]:
    calendar = maker.calendar()
    walk = maker.walk(calendar)
    for _ in range(_QUESTIONS // 2):
        at, length = maker.instant(), maker.seconds()
        yield {
            "calendar": calendar,
            "start": text(at),
            "end": text(at + length),
            "open_seconds": walk.open_between(at, at + length),
        }
        following, last = walk.next_opening(at), walk.last_closing(at)
        if following is not None and last is not None:
            yield {"calendar": calendar, "at": text(at), **_state(walk, at, following, last)}


def _state(walk: Walk, at: int, following: int, last: int) -> Case:
    return {"open": walk.is_open(at), "next_opening": text(following), "last_closing": text(last)}


FILES: dict[str, Callable[[Maker], Iterator[Case]]] = {
    "odd_days.jsonl": deadlines("week"),
    "unions.jsonl": deadlines("union"),
    "stretches.jsonl": deadlines("stretches"),
    "business_days.jsonl": business_days,
    "pauses.jsonl": pauses,
    "openings.jsonl": openings,
}


def lines(name: str, seeds: range = range(len(ALL_SPOTS))) -> list[str]:
    """One calendar for each odd day, with a few questions; or for some of these days."""
    return [json.dumps(case) for seed in seeds for case in FILES[name](Maker(seed, ALL_SPOTS[seed]))]


if __name__ == "__main__":
    for file in FILES:
        (DATA / file).write_bytes("".join(f"{line}\n" for line in lines(file)).encode())
