"""Random pairs of teams, and what comes of calls, hand-overs and joined hours minute by minute. Shares no code with the proofs."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.analysis.promise_walk import FIRST, HIGH, LAST, LOW, calendar_of, in_yaml, next_open
from tests.clock.oracle import WEEKDAYS, local_minutes, open_minutes

ZONE = "Europe/Dublin"
LONGEST_HOLE = 12 * 60
_WEEK = 7 * 1440


def _minute(date: dt.date) -> int:
    return int(dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC).timestamp()) // 60 - LOW


BEGINS, ENDS = _minute(FIRST + dt.timedelta(days=1)), _minute(LAST)
"""The minutes that proofs look at; Dublin has the time of UTC then."""


class Pair(NamedTuple):
    """Hours of two teams, a promise and a call, both counted at all hours."""

    front: Any
    back: Any
    promise: int
    call: int


def pair(seed: int) -> Pair:
    """A random one."""
    chance = random.Random(f"pair {seed}")
    front, back = calendar_of(chance), calendar_of(chance)
    if chance.random() < 0.6:  # two shifts of one house, of which one begins where the other ends, more or less
        end = chance.choice((12, 13, 14, 15, 16))
        late = end + chance.choice((0, 0, 0, 1, -1))
        front = {**front, "week": {day: [["06:00", f"{end}:00"]] for day in front["week"]}}
        back = {**back, "week": {day: [[f"{late}:00", "22:00"]] for day in front["week"]}}
        back["timezone"] = front["timezone"] if chance.random() < 0.7 else back["timezone"]
    if chance.random() < 0.3:
        front, back = ({**one, "closed": [], "hours": {}} for one in (front, back))
    if chance.random() < 0.2:
        day_and_night = {"week": {day: [["00:00", "24:00"]] for day in WEEKDAYS}}
        front, back = chance.choice((({**front, **day_and_night}, back), (front, {**back, **day_and_night})))
    return Pair(front, back, chance.choice((30, 60, 240, 720, 1440)), chance.choice((0, 15, 60, 600)))


def policy(one: Pair) -> str:
    """The pair as a policy."""
    lines = ["supportpolicy: 1", "name: walk", f"timezone: {ZONE}", f"horizon: {FIRST}..{LAST}", "coverage:"]
    lines += [f"  front: {in_yaml(one.front)}", f"  back: {in_yaml(one.back)}", "  joined: {union: [front, back]}"]
    lines += [
        "teams: [{name: front, coverage: front, contact: chat}, {name: back, coverage: back, contact: chat}]",
        "roles: {watch: {coverage: joined, contact: chat}}",
        "routing: [{name: alarms, when: {request: alarm}, team: back}, {name: all, team: front}]",
        f"sla: [{{name: all, targets: {{first_response: {one.promise}m, clock: always}}}}]",
        f"emergency: {{when: {{request: alarm}}, steps: [{{after: {one.call}m, tell: back, via: chat}}]}}",
        "communication: {handovers: [{name: shift, from: front, to: back, how: chat}]}",
    ]
    return "\n".join(lines) + "\n"


class Walk:
    """What comes of a pair for every minute of the horizon."""

    def __init__(self, one: Pair) -> None:
        self.one = one
        self.front, self.back = open_minutes(one.front, LOW, HIGH), open_minutes(one.back, LOW, HIGH)
        self.joined = open_minutes({"union": [one.front, one.back]}, LOW, HIGH)
        self.next_front, self.next_back = next_open(self.front), next_open(self.back)
        self.next_joined = next_open(self.joined)

    def promise(self) -> str | None:
        """Whether tickets of `front` wait in vain: for anybody (nobody), or while `back` is there in time (closed)."""
        due = self.one.promise
        late = [start for start in range(BEGINS, ENDS) if self.next_front[start] > start + due]
        if any(self.next_joined[start] > start + due for start in late):
            return "nobody"
        return "closed" if late else None

    def unheard(self) -> bool:
        """Whether an emergency calls `back` at a minute at which it is not there, nor leaves at that very moment."""
        calls = (start + self.one.call for start in range(BEGINS, ENDS))
        return any(not self.back[at] and not self.back[at - 1] for at in calls)

    def leaving(self) -> tuple[list[tuple[int, int]], int]:
        """The last minutes of `front` after which `back` is missing on a day on which it usually is not, with the wait."""
        walls = local_minutes(self.one.front["timezone"], LOW, HIGH)
        found: list[tuple[int, int, int]] = []
        for minute in range(BEGINS, ENDS):
            if self.front[minute] or not self.front[minute - 1]:
                continue
            today = walls[minute - 1] // 1440
            if walls[self.next_front[minute]] // 1440 != today:
                first = min(self.next_front[minute], self.next_back[minute])
                found.append((minute, dt.date.fromordinal(today).weekday(), first - minute))
        gaps = [one for one in found if one[2]]
        if not (2 * len(gaps) > len(found) and len(gaps) > len(found) - len(found) // 10):
            days = {
                day
                for day in range(7)
                if (each := [one for one in found if one[1] == day])
                and 2 * sum(bool(one[2]) for one in each) < len(each)
            }
            gaps = [one for one in gaps if one[1] in days]
        return [(minute, wait) for minute, _, wait in gaps], len(found)

    def holes(self) -> list[tuple[int, int]]:
        """Stretches of at most twelve hours without anybody in the usual weeks of both, that fewer than half have."""
        weeks = [{**one, "closed": [], "hours": {}} for one in (self.one.front, self.one.back)]
        usual = open_minutes({"union": weeks}, LOW, HIGH)
        following = next_open(usual)
        starts = [one for one in range(BEGINS, ENDS) if usual[one - 1] and not usual[one]]
        short = [(one, following[one]) for one in starts if following[one] - one <= LONGEST_HOLE]
        count = max(1, (ENDS - BEGINS) // _WEEK)
        return [one for one in short if 2 * sum(_near(one[0], other[0]) for other in short) < count]


def _near(one: int, other: int) -> bool:
    apart = abs(one - other) % _WEEK
    return min(apart, _WEEK - apart) <= 180


def wall(minute: int) -> str:
    """Weekday, date and time on the wall of the policy's zone."""
    local = dt.datetime.fromtimestamp(60 * (LOW + minute), ZoneInfo(ZONE))
    return f"{local:%a %Y-%m-%d %H:%M}"
