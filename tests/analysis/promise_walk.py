"""Random coverages and promises, and what comes of them minute by minute. Shares no code with the proofs or the clock."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_left
from itertools import accumulate
from typing import Any, NamedTuple

from tests.clock.oracle import WEEKDAYS, local_minutes, minutes_of_dates, open_minutes

YEAR = dt.date(2026, 1, 1)
FIRST, LAST = dt.date(2025, 12, 15), dt.date(2027, 2, 18)
"""The horizon. So much longer than the year that everything is known of each of its minutes."""
LOW = int(dt.datetime(2025, 12, 12, tzinfo=dt.UTC).timestamp()) // 60
HIGH = int(dt.datetime(2027, 2, 22, tzinfo=dt.UTC).timestamp()) // 60
FROM = int(dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp()) // 60 - LOW
UNTIL = int(dt.datetime(2027, 1, 1, tzinfo=dt.UTC).timestamp()) // 60 - LOW
"""Starts that are compared: every minute of the year."""
ZONES = ("Europe/Dublin", "America/New_York", "Australia/Sydney", "Asia/Tokyo")


class Combination(NamedTuple):
    """Hours of people, and a promise and a step on a clock."""

    people: Any
    clock: Any
    amount: str
    """`90m`, `0m`, `2bd`, or one of the fixed phrases of `by`."""


def combination(seed: int) -> Combination:
    """A random one."""
    chance = random.Random(seed)
    people = calendar_of(chance)
    if chance.random() < 0.25:
        people = {"union": [people, calendar_of(chance)]}
    kind = chance.choice(("always", "always", "other", "same", "days"))
    clock = {"always": "always", "same": people}.get(kind) or calendar_of(chance)
    if kind == "days" or (isinstance(clock, dict) and "union" not in clock and chance.random() < 0.3):
        amount = chance.choice(("1bd", "2bd", "end of business day", "end of next business day"))
        clock = clock if "timezone" in clock else calendar_of(chance)
        if chance.random() < 0.4:
            clock = {**clock, "business_days": list(WEEKDAYS[:5])}
    else:
        amount = f"{chance.choice((15, 30, 60, 90, 240, 480, 720, 1440, 2400))}m"
    return Combination(people, clock, amount)


def calendar_of(chance: random.Random) -> dict[str, Any]:
    """A random week in a random zone, with days off and days with other hours."""
    days = chance.choice((WEEKDAYS[:5], WEEKDAYS[:5], WEEKDAYS, WEEKDAYS[1:6]))
    spans = _spans(chance)
    week = {day: spans if chance.random() < 0.8 else _spans(chance) for day in days}
    dates = [YEAR + dt.timedelta(days=one) for one in chance.sample(range(365), 8)]
    return {
        "timezone": chance.choice(ZONES),
        "week": week,
        "closed": [date.isoformat() for date in dates[:5]],
        "hours": {date.isoformat(): _spans(chance) for date in dates[5:]},
    }


def _spans(chance: random.Random) -> list[list[str]]:
    if chance.random() < 0.15:
        return [["00:00", "24:00"]]
    count = chance.choice((1, 1, 1, 2))
    edges = sorted(chance.sample(range(97), 2 * count))
    return [[_time(15 * one), _time(15 * other)] for one, other in zip(edges[::2], edges[1::2], strict=True)]


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


# The policy ----------------------------------------------------------------------------------------------------------


def policy(one: Combination) -> str:
    """The combination as a policy: a team with a promise, updates and a ladder."""
    members: dict[str, Any] = {}
    people = _named(one.people, "people", members)
    clock = (
        "always"
        if one.clock == "always"
        else people
        if one.clock == one.people
        else _named(one.clock, "clock", members)
    )
    lines = ["supportpolicy: 1", "name: walk", "timezone: Europe/Dublin", f"horizon: {FIRST}..{LAST}", "coverage:"]
    for name, calendar in members.items():
        lines.append(f"  {name}: {in_yaml(calendar)}")
    by = one.amount.startswith("end")
    promised = f"{{by: {one.amount}}}" if by else one.amount
    lines += [
        f"teams: [{{name: front, coverage: {people}, contact: chat}}]",
        "routing: [{name: all, team: front}]",
        "sla:",
        f"  - {{name: all, targets: {{first_response: {promised}, update_every: {promised}, clock: {clock}}}}}",
    ]
    if not by:
        lines += [
            "escalation:",
            f"  - {{name: late, stops_on: solved, clock: {clock}, steps: [{{after: {one.amount}, tell: front}}]}}",
        ]
    return "\n".join(lines) + "\n"


def _named(calendar: Any, name: str, members: dict[str, Any]) -> str:
    if "union" in calendar:
        names = [_named(member, f"{name}-{number}", members) for number, member in enumerate(calendar["union"])]
        calendar = {"union": names}
    members[name] = calendar
    return name


def in_yaml(calendar: Any) -> str:
    """A calendar as a coverage."""
    if "union" in calendar:
        return f"{{union: [{', '.join(calendar['union'])}]}}"
    week = ", ".join(f"{day}: {_hours(spans)}" for day, spans in calendar["week"].items())
    dates = [f"{{dates: {date}, open: closed}}" for date in calendar["closed"]]
    dates += [f"{{dates: {date}, open: {_hours(spans)}}}" for date, spans in calendar["hours"].items()]
    listed = f", business_days: [{', '.join(calendar['business_days'])}]" if "business_days" in calendar else ""
    dated = f", exceptions: [{', '.join(dates)}]" if dates else ""
    return f"{{timezone: {calendar['timezone']}, open: {{{week}}}{dated}{listed}}}"


def _hours(spans: list[list[str]]) -> str:
    return f"[{', '.join('-'.join(span) for span in spans)}]"


# The walk ------------------------------------------------------------------------------------------------------------


class Walked:
    """What comes of a combination for every minute of the year."""

    def __init__(self, one: Combination) -> None:
        self.there = open_minutes(one.people, LOW, HIGH)
        self.runs = self.there if one.clock == one.people else open_minutes(one.clock, LOW, HIGH)
        self.next_there = next_open(self.there)
        self.due = _minutes(self.runs, int(one.amount[:-1])) if one.amount[-1] == "m" else _days(one)

    def too_late(self) -> list[int]:
        """Starts that are due before anybody is there."""
        return [
            start
            for start, due, opens in zip(range(FROM, UNTIL), self.due[FROM:], self.next_there[FROM:], strict=False)
            if opens > start and due is not None and due < opens
        ]

    def missed(self) -> list[int]:
        """Starts whose step comes while nobody is there, nor leaves at that very moment."""
        return [
            start
            for start, due in zip(range(FROM, UNTIL), self.due[FROM:], strict=False)
            if due is not None and not self.there[due] and not self.there[due - 1]
        ]

    def last_words(self) -> list[int]:
        """The last minutes of somebody, from which the next is due in the closed time after them."""
        return [
            start
            for start in range(FROM, UNTIL)
            if self.there[start]
            and not self.there[start + 1]
            and (due := self.due[start]) is not None
            and start + 1 < due < self.next_there[start + 1]
        ]

    def worst(self, starts: list[int]) -> tuple[int, int] | None:
        """The longest wait for somebody, and the first start that has it."""
        found = ((self.next_there[start] - start, -start) for start in starts)
        best = max(found, default=None)
        return None if best is None else (best[0], -best[1])


def _minutes(runs: bytearray, amount: int) -> list[int | None]:
    """The end of so many open minutes from each minute on."""
    opened = [minute for minute, is_open in enumerate(runs) if is_open]
    wanted = (passed + amount for passed in accumulate(runs[:-1], initial=0))
    return [opened[count - 1] + 1 if count <= len(opened) else None for count in wanted]


def next_open(there: bytearray) -> list[int]:
    """For each minute the first from it on at which somebody is there."""
    found = [len(there)] * (len(there) + 1)
    for minute in range(len(there) - 1, -1, -1):
        found[minute] = minute if there[minute] else found[minute + 1]
    return found


def _days(one: Combination) -> list[int | None]:
    """Due times in business days, date by date."""
    zone = one.clock["timezone"]
    runs, walls, dates = (
        open_minutes(one.clock, LOW, HIGH),
        local_minutes(zone, LOW, HIGH),
        minutes_of_dates(zone, LOW, HIGH),
    )
    listed, bd = one.clock.get("business_days"), one.amount.endswith("bd")
    count = int(one.amount[:-2]) if bd else 1
    days = [
        day
        for day in sorted(dates)[1:-1]
        if (
            WEEKDAYS[dt.date.fromordinal(day).weekday()] in listed
            if listed
            else any(runs[minute] for minute in dates[day])
        )
    ]
    closes = {day: _close(dates[day], runs) for day in days}
    business, forward = set(days), next_open(runs)
    reached = {day: _reached(dates[day], walls, runs, closes[day]) for day in days} if bd else {}
    following: dict[int, int | None] = {}
    for day in dates:
        place = bisect_left(days, day + 1) + count - 1
        following[day] = days[place] if place < len(days) else None

    found: list[int | None] = []
    for start in range(len(runs)):
        today = walls[start] // 1440
        if bd:
            moved = forward[start]
            day = None if moved >= len(runs) else following[walls[moved] // 1440]
            found.append(None if day is None else reached[day][walls[moved] % 1440])
        elif one.amount == "end of business day" and today in business and closes[today] > start:
            found.append(closes[today])
        else:
            day = following[today]
            found.append(None if day is None else closes[day])
    return found


def _close(indexes: list[int], runs: bytearray) -> int:
    return next((minute + 1 for minute in reversed(indexes) if runs[minute]), indexes[-1] + 1)


def _reached(indexes: list[int], walls: Any, runs: bytearray, close: int) -> list[int]:
    """For each wall time of a date: when it is first reached, moved to the next opening of the date, else its close."""
    opening, later = close, {}
    for minute in reversed(indexes):
        opening = minute if runs[minute] else opening
        later[minute] = opening
    found: list[int] = []
    for minute in indexes:
        while len(found) <= walls[minute] % 1440:
            found.append(later[minute])
    return [*found, *([close] * (1440 - len(found)))]
