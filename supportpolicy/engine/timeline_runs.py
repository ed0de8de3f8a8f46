"""Runs of timelines: from the event that starts one to the one that stops it. All in seconds since 1970."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from supportpolicy.clock import BeyondHorizon, NoBusinessDays
from supportpolicy.compiled.document import Step
from supportpolicy.engine.answer import StepState
from supportpolicy.engine.due import Counting, after
from supportpolicy.engine.errors import TooMuch
from supportpolicy.engine.prepared import Run

MOST_STEPS = 10_000
"""Steps of one run that are carried out; past it nobody reads them."""

MOST_SHOWN = 100
"""Times of a step that repeats that an answer lists; of more, the last ones."""

ShareOf = Callable[[str, int, int], int | None]
"""Metric, percent, scale -> the instant at that share of its target; None where it has none."""


class Done(NamedTuple):
    """A step whose time has come."""

    place: int
    """Of the step in its timeline."""
    number: int
    at: int
    state: StepState
    because: str | None = None


class TimelineRun:
    """One run. Steps wait in `pending` with the number of their next time, and move to `done`."""

    __slots__ = ("because", "counting", "done", "fixed", "pending", "run", "start", "stopped", "team")

    def __init__(self, run: Run, start: int, counting: Counting, team: str | None) -> None:
        self.run = run
        self.start = start
        self.counting = counting
        self.team = team
        self.pending: dict[int, int] = dict.fromkeys(range(len(run.timeline.steps)), 1)
        self.fixed: dict[int, int | None] = {}
        """Times that do not move: of steps by an amount of time."""
        self.done: list[Done] = []
        self.stopped: int | None = None
        self.because: str | None = None
        for index in self.pending:
            self._fix(index)

    @property
    def exhausted(self) -> bool:
        """Whether every step has had its time."""
        return not self.pending

    def _fix(self, index: int) -> None:
        step = self.run.timeline.steps[index]
        amount = step.after if step.after is not None else step.every
        if amount is None:
            return
        try:
            self.fixed[index] = after(amount, self.counting.clock, self.start, self.pending[index])
        except (BeyondHorizon, NoBusinessDays):
            self.fixed[index] = None

    def time_of(self, index: int, share_of: ShareOf) -> int | None:
        """When a pending step comes, as things stand; None where that is not known or never."""
        step = self.run.timeline.steps[index]
        if step.share is None or step.of is None:
            return self.fixed.get(index)
        percent, scale = ratio(step.share)
        at = share_of(step.of, percent, scale)
        return None if at is None else max(at, self.start)

    def next_step(self, share_of: ShareOf) -> tuple[int, int] | None:
        """The instant and place of the pending step that comes first."""
        found: tuple[int, int] | None = None
        for index in self.pending:
            at = self.time_of(index, share_of)
            if at is not None and (found is None or (at, index) < found):
                found = at, index
        return found

    def skip_ahead(self, until: int) -> None:
        """Pass over the times of a step that repeats, up to the last ones before an instant; they were done.

        Only of steps that change nothing, and only where there are more than anybody reads.
        """
        for index, number in self.pending.items():
            every = self.run.timeline.steps[index].every
            if every is None or not every.minutes or self.run.acts[index] or until <= self.start:
                continue
            try:
                passed = self.counting.clock.openings.open_between(self.start, until) // (60 * every.minutes)
            except BeyondHorizon:
                continue
            if passed - number > MOST_SHOWN:
                self.pending[index] = passed - MOST_SHOWN
                self._fix(index)

    def finish(self, index: int, at: int, state: StepState, because: str | None = None) -> Step:
        """A pending step has had its time; one that repeats waits for the next."""
        number = self.pending[index]
        self.done.append(Done(index, number, at, state, because))
        step = self.run.timeline.steps[index]
        if step.every is None:
            del self.pending[index]
        elif len(self.done) >= MOST_STEPS:
            raise TooMuch(self.run.timeline.name, MOST_STEPS)
        else:
            self.pending[index] = number + 1
            self._fix(index)
        return step

    def stop(self, at: int, because: str) -> None:
        """It runs no longer."""
        self.stopped, self.because = at, because


@lru_cache(maxsize=1024)
def ratio(share: str) -> tuple[int, int]:
    """A percentage as a fraction of whole numbers: `12.5` is 125 of 1000."""
    number = Decimal(share)
    exponent = number.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return int(number.scaleb(places)), 100 * 10**places
