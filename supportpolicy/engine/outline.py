"""The answer for a ticket as it is opened, in short: for many tickets at once. All instants in seconds since 1970.

The same rules as `decide`, asked at the opening of a ticket without events, without the parts that take time to put into
words: which rules win, when each promise that has started is due, and when the steps of its timelines come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import to_epoch
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.course import course_of, share_at
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.errors import NoInstant
from supportpolicy.engine.lookups import NO_RULE, run
from supportpolicy.engine.prepared import OPENED, Engine, Run
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.timeline_runs import ratio
from supportpolicy.engine.values import Facts, Ticket
from supportpolicy.engine.walk import Course, promises

_EMERGENCY = "emergency"


class Moment(NamedTuple):
    """What an instant of an outline is: a metric's due time, or a step of a timeline."""

    metric: str | None
    timeline: str | None = None
    step: int = 0
    """Its place in the timeline."""


class Outline(NamedTuple):
    """What the policy says of a ticket at its opening."""

    won: Sequence[int]
    """The rule that wins in each of `Outlines.tables`, by its place; -1 where none does."""
    moments: Sequence[Moment]
    instants: Sequence[int | None]
    """When each of the moments is; None beyond the horizon."""
    adjusted: Mapping[str, str] | None = None
    """What was decided, where that is more than the winning rules say."""

    @property
    def due(self) -> dict[str, int | None]:
        """When the promises that have started are due, by metric."""
        return {one.metric: at for one, at in zip(self.moments, self.instants, strict=True) if one.metric is not None}

    @property
    def steps(self) -> list[tuple[str, int, int | None]]:
        """When the steps of timelines come: timeline, place of the step, instant."""
        return [
            (one.timeline, one.step, at)
            for one, at in zip(self.moments, self.instants, strict=True)
            if one.timeline is not None
        ]


class _Program(NamedTuple):
    """What is to be reckoned for all tickets with the same promise and the same timelines."""

    moments: tuple[Moment, ...]
    counted: tuple[tuple[OpenIntervals, tuple[int, ...]], ...]
    """Calendars with the open seconds to count on each, in the order of the moments."""


class Outlines:
    """Outlines of tickets under one policy. What does not depend on the single ticket is worked out once and kept."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.tables = (*engine.first_names, *engine.last_names)
        self._plans = (*engine.first_plans, *engine.last_plans)
        self._sla = self.tables.index("sla") if "sla" in self.tables else -1
        self._starting = frozenset(name for name, one in engine.metrics.items() if OPENED in one.starts_on)
        self._runs = tuple(one for one in engine.runs if OPENED in one.starts_on and OPENED not in one.stops_on)
        self._timelines = engine.lookups.get("timelines")
        self._bits = sum(1 << place for place in {bit for one in self._runs for bit in _bits(one.bits)})
        self._programs: dict[tuple[int, int], _Program | None] = {}
        starts = {name for one in engine.runs for name in one.starts_on}
        starts.update(name for one in engine.metrics.values() for name in one.starts_on)
        self._short = not (
            engine.adjusts
            or engine.compiled.events
            or any(any(one.acts) or one.timeline.replaces for one in engine.runs)
            or any(name == _EMERGENCY or name.startswith("entered:") for name in starts)
        )
        """Whether nothing but the opening can happen at the opening."""

    def of(self, facts: Facts) -> Outline:
        """The outline of a ticket by its facts, `opened` among them. Raises NoInstant."""
        opened = facts.get(OPENED)
        if not isinstance(opened, dt.datetime):
            raise NoInstant
        start = to_epoch(opened)
        if not self._short:
            return self._long(facts, start)
        engine = self.engine
        classes = classes_of(engine, facts, completed(engine, facts, start), start)
        won = run(self._plans, classes)
        left = 0 if self._timelines is None else self._timelines.left(classes) & self._bits
        key = won[self._sla] if self._sla >= 0 else NO_RULE, left
        program = self._programs.get(key)
        if program is None:
            if key not in self._programs:
                program = self._programs[key] = self._program(*key)
            if program is None:
                return self._long(facts, start)
        instants: list[int | None] = []
        try:
            for openings, amounts in program.counted:
                instants += openings.deadlines(start, amounts)
        except ClockError:
            return self._long(facts, start)
        return Outline(won, program.moments, instants)

    def decided(self, outline: Outline) -> dict[str, str]:
        """What the stages decided, by attribute."""
        if outline.adjusted is not None:
            return dict(outline.adjusted)
        found: dict[str, str] = {}
        for name, rule in zip(self.tables, outline.won, strict=True):
            if rule != NO_RULE:
                found.update(self.engine.lookups[name].rules[rule].outcome.decides)
        return found

    def _program(self, sla: int, left: int) -> _Program | None:
        """What is to be reckoned; None where it takes more than open time on calendars that are the same for all."""
        targets = self.engine.lookups["sla"].rules[sla].outcome.targets if sla != NO_RULE else ()
        promised = {one.metric: one for one in targets if promises(one) and one.metric in self._starting}
        found: list[tuple[Moment, str, int]] = []
        for metric, target in promised.items():
            seconds = self._seconds(target.clock, target.at_most)
            if seconds is None:
                return None
            found.append((Moment(metric), target.clock or ALWAYS_OPEN, seconds))
        for one in self._runs:
            steps = self._steps_of(one, promised) if left & one.bits else []
            if steps is None:
                return None
            found += steps
        found.sort(key=lambda one: one[1])
        counted: dict[str, list[int]] = {}
        for _, clock, seconds in found:
            counted.setdefault(clock, []).append(seconds)
        clocks = tuple((self.engine.clock(clock).openings, tuple(each)) for clock, each in counted.items())
        return _Program(tuple(one[0] for one in found), clocks)

    def _steps_of(self, one: Run, promised: Mapping[str, Target]) -> list[tuple[Moment, str, int]] | None:
        found: list[tuple[Moment, str, int]] = []
        for place, step in enumerate(one.timeline.steps):
            clock, amount, percent, scale = one.timeline.clock, step.after or step.every, 1, 1
            if step.share is not None:
                target = promised.get(step.of or "")
                if target is None:
                    continue
                clock, amount = target.clock or ALWAYS_OPEN, target.at_most
                percent, scale = ratio(step.share)
            seconds = self._seconds(clock, amount)
            if seconds is None:
                return None
            moment = Moment(None, one.timeline.name, place)
            found.append((moment, clock, seconds * percent // scale))
        return found

    def _seconds(self, clock: str | None, amount: Duration | None) -> int | None:
        """Open seconds on a clock that is the same for every ticket."""
        if amount is None or amount.minutes is None or clock == TEAM:
            return None
        return None if clock is not None and self.engine.clocks.depends_on(clock) else 60 * amount.minutes

    def _long(self, facts: Facts, start: int) -> Outline:
        """By the whole course of the ticket."""
        course = course_of(self.engine, Ticket(facts), start, start)
        found: list[tuple[Moment, int | None]] = [
            (Moment(one.metric.name), one.due(course.statuses)) for one in course.metrics if one.counting is not None
        ]
        found += _steps_in(course)
        won = tuple(course.sorted.won.get(name, NO_RULE) for name in self.tables)
        return Outline(won, [one for one, _ in found], [at for _, at in found], course.sorted.decided)


def _steps_in(course: Course) -> list[tuple[Moment, int | None]]:
    def share(metric: str, percent: int, scale: int) -> int | None:
        return share_at(course, metric, percent, scale)

    found: list[tuple[Moment, int | None]] = []
    for one in course.timelines:
        name = one.run.timeline.name
        found += [(Moment(None, name, done.place), done.at) for done in one.done if done.number == 1]
        for place, number in one.pending.items():
            at = one.time_of(place, share)
            known = at is not None or one.run.timeline.steps[place].share is None
            if number == 1 and known and one.stopped is None:
                found.append((Moment(None, name, place), at))
    return found


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
