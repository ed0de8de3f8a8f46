"""Runs of metrics: from the event that starts a clock to the one that meets it. All in seconds since 1970."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from supportpolicy.clock import BeyondHorizon
from supportpolicy.clock.pauses import Pause
from supportpolicy.compiled.document import Metric
from supportpolicy.compiled.tables import Target
from supportpolicy.engine.answer import TargetState
from supportpolicy.engine.due import Counting, counting_on, share_of, target_due, with_pauses
from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.values import Facts

NEXT_RESPONSE, RESOLVE = "next_response", "resolve"
ENDED_BY_SOLVED = ("first_response", NEXT_RESPONSE, "update_every")
"""Built-in metrics that end when the ticket is solved: met if in time, breached if past due."""


class Statuses:
    """Which status a ticket had when."""

    def __init__(self, status: str | None, start: int) -> None:
        self._log: list[tuple[int, str | None]] = [(start, status)]

    @property
    def now(self) -> str | None:
        """The status it has."""
        return self._log[-1][1]

    def enter(self, status: str, at: int) -> None:
        """The ticket takes a status."""
        self._log.append((at, status))

    def during(self, wanted: Collection[str]) -> list[Pause]:
        """The spans in which the status was one of these; the last may not have ended."""
        found: list[Pause] = []
        if len(self._log) == 1 and self.now not in wanted:
            return found
        for place, (start, status) in enumerate(self._log):
            if status in wanted:
                end = self._log[place + 1][0] if place + 1 < len(self._log) else None
                if end != start:
                    found.append((start, end))
        return found


class MetricRun:
    """One run of a metric, promised or not."""

    __slots__ = (
        "beyond",
        "bound",
        "counting",
        "ended",
        "extra",
        "facts",
        "final",
        "met",
        "metric",
        "number",
        "open",
        "origin",
        "start",
        "state",
        "target",
        "team",
    )

    def __init__(self, metric: Metric, number: int, start: int, team: str | None, facts: Facts) -> None:
        self.metric = metric
        self.number = number
        self.origin = start
        self.start = start
        """Where it counts from: the origin, unless a changed promise started it anew."""
        self.team = team
        self.facts = facts
        self.target: Target | None = None
        self.counting: Counting | None = None
        self.bound: int | None = None
        """Its due time without pauses."""
        self.final: int | None = None
        """Its due time with pauses, once that is settled: a pause that comes later does not move it."""
        self.beyond = False
        self.extra: list[Pause] = []
        self.state: TargetState = "running"
        self.met: int | None = None
        self.ended: int | None = None
        self.open = True
        """Whether it waits to be met."""

    def promise(self, engine: Engine, target: Target | None, at: int) -> bool:
        """Take another target, or none; says whether anything changed."""
        if target == self.target or not self.open or self.state == "breached":
            return False
        if target is None:
            self.state, self.ended = "cancelled", at
            self.target, self.bound = None, None
            return True
        changed = self.counting is not None
        if changed and target.on_change == "restart":
            self.start, self.extra = at, []
        self.state, self.ended, self.target = "running", None, target
        self.counting = counting_on(engine, target.clock, self.team, self.facts)
        due = target_due(target, self.counting, self.start)
        self.bound, self.beyond = due.at, due.beyond
        return True

    def pauses(self, statuses: Statuses) -> list[Pause]:
        """What the target did not count: statuses that pause it, and the time it was solved."""
        if self.target is None or not (self.target.pause_while or self.extra):
            return self.extra
        return [*statuses.during(self.target.pause_while), *self.extra]

    def due(self, statuses: Statuses) -> int | None:
        """When it is due as things stand; None while it is paused or where nothing is promised."""
        if self.final is not None:
            return self.final
        if self.bound is None or self.counting is None:
            return None
        try:
            return with_pauses(self.counting, self.start, self.bound, self.pauses(statuses))
        except BeyondHorizon:
            self.beyond = True
            return None

    def check(self, statuses: Statuses, now: int) -> None:
        """Breached at its due time, where that lies before now."""
        if self.state == "running" and self.open and self.bound is not None:
            due = self.due(statuses)
            if due is not None and due < now:
                self.state, self.ended, self.final = "breached", due, due

    def breach(self, statuses: Statuses, at: int) -> None:
        """Its due time had passed when it came to be promised."""
        self.state, self.ended, self.final = "breached", at, self.due(statuses)

    def meet(self, statuses: Statuses, at: int) -> None:
        """What it waits for has come."""
        self.check(statuses, at)
        self.final = self.due(statuses)
        self.open, self.met = False, at
        if self.state == "running":
            self.state = "met"

    def cancel(self, statuses: Statuses, at: int) -> None:
        """It is called off, unless it was breached already."""
        self.check(statuses, at)
        self.final = self.due(statuses)
        self.open = False
        if self.state == "running":
            self.state, self.ended = "cancelled", at

    def run_on(self, solved: int, at: int) -> None:
        """Reopened: it goes on with the open time that was left. What was breached stays so."""
        self.open, self.met = True, None
        if self.state == "met":
            self.state, self.final = "running", None
        if solved < at:
            self.extra = [*self.extra, (solved, at)]

    def at_share(self, statuses: Statuses, percent: int, scale: int) -> int | None:
        """The instant at `percent / scale` of its time; None where nothing is due."""
        if self.bound is None or self.counting is None:
            return None
        try:
            instant = share_of(self.counting, self.start, self.bound, percent, scale)
            return with_pauses(self.counting, self.start, instant, self.pauses(statuses))
        except BeyondHorizon:
            return None


class Left(NamedTuple):
    """Open seconds that a target has left."""

    seconds: int
    paused: bool


def left_of(run: MetricRun, statuses: Statuses, at: int) -> Left | None:
    """The open time left at an instant; None where it is not known."""
    if run.bound is None or run.counting is None:
        return None
    pauses = run.pauses(statuses)
    paused = any(end is None and start <= at for start, end in pauses)
    closed = [(start, at if end is None else end) for start, end in pauses if start < at or end is not None]
    try:
        due = with_pauses(run.counting, run.start, run.bound, closed)
        if due is None:
            return None
        return Left(run.counting.clock.openings.open_between(at, due) if due > at else 0, paused)
    except BeyondHorizon:
        return None


def latest(runs: Sequence[MetricRun], metric: str) -> MetricRun | None:
    """The last run of a metric."""
    return next((run for run in reversed(runs) if run.metric.name == metric), None)
