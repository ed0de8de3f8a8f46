"""A ticket's life, minute by minute, straight from the sentences about promises, pauses and ladders.

Nothing is reckoned: open minutes are counted as they go by, and what has come is looked at in each. It knows one office in
Dublin, two levels of severity, the promises `first_response` and `resolve` with pauses, and one ladder.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tests.engine.asking import ZONE

MINUTE = dt.timedelta(minutes=1)


class Terms(NamedTuple):
    """What is promised, in minutes, and when the ladder's steps come."""

    first: dict[str, int]
    """By severity."""
    resolve: dict[str, int]
    always: bool
    """Whether the promises count day and night; the ladder always counts office hours."""
    after: tuple[int, int]
    """Two steps so many office minutes after the start; the second not where the ticket was acknowledged since."""
    percent: int
    """A step at this share of the first response."""


class Outcome(NamedTuple):
    """What became of a promise."""

    state: str
    due: dt.datetime | None
    met: dt.datetime | None
    ended: dt.datetime | None


class Run(NamedTuple):
    """A run of the ladder."""

    start: dt.datetime
    stop: dt.datetime | None
    steps: tuple[tuple[int, dt.datetime, str], ...]
    """Steps that had their time: place, when, done or skipped."""


def office_is_open(instant: dt.datetime) -> bool:
    """Monday to Friday from nine to five, but Friday morning only."""
    wall = instant.astimezone(ZONE)
    return wall.weekday() < 5 and 9 <= wall.hour < (17 if wall.weekday() < 4 else 12)


class _Promise:
    """Counts open minutes that are not paused; `hit` says when each count was reached."""

    def __init__(self, start: dt.datetime, target: int) -> None:
        self.counted = 0
        self.hit = {0: start}
        self.target = target
        self.state = "running"
        self.met: dt.datetime | None = None
        self.ended: dt.datetime | None = None

    @property
    def due(self) -> dt.datetime | None:
        return self.hit.get(self.target)

    def look(self, now: dt.datetime) -> None:
        if self.state == "running" and self.met is None and self.due is not None and self.due < now:
            self.state, self.ended = "breached", self.due

    def meet(self, now: dt.datetime) -> None:
        if self.met is None:
            self.met = now
            if self.state == "running":
                self.state = "met"

    def reopen(self, target: int, now: dt.datetime) -> None:
        self.met = None
        if self.state == "met":
            self.state = "running"
        self.retarget(target, now)

    def retarget(self, target: int, now: dt.datetime) -> None:
        if self.met is not None or self.state == "breached":
            return
        self.target = target
        if self.due is not None and self.due < now:
            self.state, self.ended = "breached", now

    def passes(self, now: dt.datetime, *, counts: bool) -> None:
        if counts:
            self.counted += 1
            self.hit.setdefault(self.counted, now + MINUTE)


class _Ladder:
    def __init__(self, start: dt.datetime, terms: Terms) -> None:
        self.start = start
        self.terms = terms
        self.counted = 0
        self.stop: dt.datetime | None = None
        self.left = [0, 1, 2]
        self.done: list[tuple[int, dt.datetime, str]] = []

    def look(self, now: dt.datetime, first: _Promise, acknowledged: dt.datetime | None) -> None:
        """Steps whose time has come. Place 0 and 2 are by office minutes, 1 is a share of the first response."""
        share = first.hit.get(first.target * self.terms.percent // 100)
        for place in tuple(self.left):
            by_share = share is not None and share <= now
            if by_share if place == 1 else self.counted >= self.terms.after[place // 2]:
                skipped = place == 2 and acknowledged is not None and acknowledged >= self.start
                self.left.remove(place)
                self.done.append((place, now, "skipped" if skipped else "done"))


class Life:
    """One ticket, from its opening on."""

    def __init__(self, terms: Terms, opened: dt.datetime, severity: str) -> None:
        self.terms = terms
        self.severity = severity
        self.status = "new"
        self.first = _Promise(opened, terms.first[severity])
        self.resolve = _Promise(opened, terms.resolve[severity])
        self.acknowledged: dt.datetime | None = None
        self.ladders: list[_Ladder] = []
        self._ladder(opened)

    def live(self, events: list[tuple[dt.datetime, str]], opened: dt.datetime, until: dt.datetime) -> None:
        """Minute by minute. What happens in a minute comes before the steps of the ladder."""
        now = opened
        waiting = list(events)
        while True:
            self.first.look(now)
            self.resolve.look(now)
            while waiting and waiting[0][0] == now:
                self._happens(waiting.pop(0)[1], now)
            for ladder in self.ladders:
                if ladder.stop is None:
                    ladder.look(now, self.first, self.acknowledged)
            if now == until:
                return
            self._passes(now)
            now += MINUTE

    def outcomes(self) -> dict[str, Outcome]:
        """What became of the two promises."""
        paused = self.status == "waiting-on-customer"
        found = {}
        for name, one in (("first_response", self.first), ("resolve", self.resolve)):
            state = "paused" if one.state == "running" and paused and one.due is None else one.state
            found[name] = Outcome(state, one.due, one.met, one.ended)
        return found

    def runs(self) -> list[Run]:
        """The runs of the ladder."""
        return [Run(one.start, one.stop, tuple(one.done)) for one in self.ladders]

    def _happens(self, event: str, now: dt.datetime) -> None:
        match event:
            case "agent_reply":
                self.first.meet(now)
            case "acknowledged":
                self.acknowledged = now
            case "solved":
                self.first.meet(now)
                self.resolve.meet(now)
                self.status = "solved"
            case "waiting" | "open":
                if self.status == "solved":
                    self.resolve.reopen(self.terms.resolve[self.severity], now)
                self.status = "waiting-on-customer" if event == "waiting" else "open"
            case "high" | "low":
                self.severity = event
                self.first.retarget(self.terms.first[event], now)
                self.resolve.retarget(self.terms.resolve[event], now)
        self._ladder(now)

    def _ladder(self, now: dt.datetime) -> None:
        """It runs while severity is high, until somebody answers."""
        last = self.ladders[-1] if self.ladders else None
        wanted = self.severity == "high" and self.first.met is None
        if last is not None and last.stop is None:
            if not wanted:
                last.stop = now
        elif wanted:
            self.ladders.append(_Ladder(now, self.terms))

    def _passes(self, now: dt.datetime) -> None:
        there = office_is_open(now)
        counts = (there or self.terms.always) and self.status not in ("waiting-on-customer", "solved")
        self.first.passes(now, counts=counts)
        self.resolve.passes(now, counts=counts)
        for ladder in self.ladders:
            if ladder.stop is None and there:
                ladder.counted += 1
