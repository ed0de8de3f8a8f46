"""The answer for a ticket as it is opened, in short: for many tickets at once. All instants in seconds since 1970.

The same rules as `decide`, asked at the opening of a ticket without events, without the parts that take time to put into
words: which rules win, when each promise that has started is due, and when the steps of its timelines come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import DAY, to_epoch
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.engine.course import course_of, share_at
from supportpolicy.engine.due import TEAM, Counting, counting_on, share_of, target_due
from supportpolicy.engine.errors import NoInstant
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.metric_runs import NEXT_RESPONSE
from supportpolicy.engine.prepared import OPENED, Engine, Run
from supportpolicy.engine.sorting import classes_of, completed, stages
from supportpolicy.engine.timeline_runs import ratio
from supportpolicy.engine.values import Facts, Ticket
from supportpolicy.engine.walk import Course, promises

_EMERGENCY = "emergency"
_MOST_KEPT = 50_000
"""Kinds of tickets that are kept."""


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


class _Ticket(NamedTuple):
    """What tickets of the same classes share: how they are sorted, and what starts as they are opened."""

    won: tuple[int, ...]
    decided: Mapping[str, str]
    starting: int
    """By its place, what starts: the promise, the timelines and the events."""


class _Starting(NamedTuple):
    """What starts with a ticket: metrics with what is promised, timelines, and the clocks of both."""

    promised: Mapping[str, Target]
    """Of metrics that start, in the order of the metrics."""
    runs: tuple[Run, ...]
    clocks: tuple[str | None, ...]
    fixed: bool
    """Whether no clock depends on the ticket."""


_ByDays: TypeAlias = "tuple[Target, Counting, tuple[tuple[Moment, int, int], ...]]"
"""A promise that ends with a day, its calendar, and the steps at `percent / scale` of it."""


class _Program(NamedTuple):
    """What is to be reckoned for all tickets with the same promise and the same timelines on the same calendars."""

    moments: tuple[Moment, ...]
    counted: tuple[tuple[OpenIntervals, tuple[int, ...]], ...]
    """Calendars with the open seconds to count on each, in the order of the moments."""
    by_days: tuple[_ByDays, ...]


class Outlines:
    """Outlines of tickets under one policy. What does not depend on the single ticket is worked out once and kept."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.tables = (*engine.first_names, *engine.last_names)
        self._own = tuple(own.fact for own in engine.compiled.events)
        self._timelines = engine.lookups.get("timelines")
        self._bits = sum(1 << place for place in {bit for one in engine.runs for bit in _bits(one.bits)})
        self._tickets: dict[tuple[int, ...], _Ticket] = {}
        self._starting: dict[tuple[int, int, bool], int] = {}
        self._startings: list[_Starting] = []
        self._programs: dict[tuple[int, tuple[str, ...]], _Program | None] = {}

    def of(self, facts: Facts) -> Outline:
        """The outline of a ticket by its facts, `opened` among them. Raises NoInstant."""
        opened = facts.get(OPENED)
        if not isinstance(opened, dt.datetime):
            raise NoInstant
        start = to_epoch(opened)
        if facts.get("status") is not None or any(facts.get(name) is not None for name in self._own):
            return self._long(facts, start)  # more may happen than the opening
        engine = self.engine
        known = completed(engine, facts, start)
        ticket = self._ticket(classes_of(engine, facts, known, start))
        starting = self._startings[ticket.starting]
        countings = None
        if not starting.fixed:
            team = ticket.decided.get("team")
            countings = [counting_on(engine, clock, team, known) for clock in starting.clocks]
        key = ticket.starting, () if countings is None else tuple([one.name for one in countings])
        if key not in self._programs:
            if countings is None:
                countings = [counting_on(engine, clock, None, {}) for clock in starting.clocks]
            self._programs[key] = self._program(starting, countings)
        program = self._programs[key]
        if program is None:
            return self._long(facts, start)
        instants: list[int | None] = []
        try:
            for openings, amounts in program.counted:
                instants += openings.deadlines(start, amounts)
            if not program.by_days:
                return Outline(ticket.won, program.moments, instants, ticket.decided)
            moments = list(program.moments)
            for target, counting, shares in program.by_days:
                due = target_due(target, counting, start).at
                if due is None:
                    return self._long(facts, start)
                moments.append(Moment(target.metric))
                instants.append(due)
                for moment, percent, scale in shares:
                    at = share_of(counting, start, due, percent, scale)
                    if at <= start:
                        return self._long(facts, start)
                    moments.append(moment)
                    instants.append(at)
        except ClockError:
            return self._long(facts, start)
        return Outline(ticket.won, moments, instants, ticket.decided)

    def sorted(self, facts: Facts, start: int) -> tuple[tuple[int, ...], Mapping[str, str], Facts]:
        """Of a ticket opened at an instant: which rules win in each of `tables`, what is decided, and its facts with defaults."""
        known = completed(self.engine, facts, start)
        ticket = self._ticket(classes_of(self.engine, facts, known, start))
        return ticket.won, ticket.decided, known

    def _ticket(self, classes: list[int]) -> _Ticket:
        key = tuple(classes)
        found = self._tickets.get(key)
        if found is None:
            if len(self._tickets) >= _MOST_KEPT:
                self._tickets.clear()
            done = stages(self.engine, {}, classes, 0)
            left = 0 if self._timelines is None else self._timelines.left(done.classes) & self._bits
            won = tuple([done.won.get(name, NO_RULE) for name in self.tables])
            shape = done.won.get("sla", NO_RULE), left, done.decided.get(_EMERGENCY) == "true"
            if shape not in self._starting:
                self._starting[shape] = len(self._startings)
                self._startings.append(self._starts(*shape))
            found = self._tickets[key] = _Ticket(won, done.decided, self._starting[shape])
        return found

    def _starts(self, sla: int, left: int, emergency: bool) -> _Starting:
        """What starts at the opening of a ticket, as a walk through its events finds it."""
        engine = self.engine
        fired = {OPENED, _EMERGENCY} if emergency else {OPENED}
        runs = tuple(
            one
            for one in engine.runs
            if left & one.bits and one.starts_on & fired and one.stops_on & fired <= one.starts_on
        )
        replaced = {one.timeline.replaces for one in runs}
        targets = engine.lookups["sla"].rules[sla].outcome.targets if sla != NO_RULE else ()
        by_metric = {one.metric: one for one in targets if promises(one)}
        promised = {
            name: by_metric[name]
            for name, one in engine.metrics.items()
            if name in by_metric
            and name not in replaced
            and not fired.isdisjoint(one.starts_on)
            and not (one.built_in and name == NEXT_RESPONSE)  # nothing was answered yet
        }
        clocks = dict.fromkeys((*(one.clock for one in promised.values()), *(one.timeline.clock for one in runs)))
        fixed = not any(clock == TEAM or (clock and engine.clocks.depends_on(clock)) for clock in clocks)
        return _Starting(promised, runs, tuple(clocks), fixed)

    def decided(self, outline: Outline) -> dict[str, str]:
        """What the stages decided, by attribute."""
        if outline.adjusted is not None:
            return dict(outline.adjusted)
        found: dict[str, str] = {}
        for name, rule in zip(self.tables, outline.won, strict=True):
            if rule != NO_RULE:
                found.update(self.engine.lookups[name].rules[rule].outcome.decides)
        return found

    def _program(self, starting: _Starting, countings: Sequence[Counting]) -> _Program | None:
        """What is to be reckoned; None where it takes more than open time on calendars and the ends of days."""
        clocks = dict(zip(starting.clocks, countings, strict=True))
        found: list[tuple[Moment, Counting, int]] = []
        by_days: dict[str, list[tuple[Moment, int, int]]] = {}
        for metric, target in starting.promised.items():
            seconds = _seconds(target.at_most)
            if seconds is None:
                by_days[metric] = []
            else:
                found.append((Moment(metric), clocks[target.clock], seconds))
        for one in starting.runs:
            for place, step in enumerate(one.timeline.steps):
                counting, amount, percent, scale = clocks[one.timeline.clock], step.after or step.every, 1, 1
                moment = Moment(None, one.timeline.name, place)
                if step.share is not None:
                    target_of = starting.promised.get(step.of or "")
                    if target_of is None:
                        continue
                    counting, amount = clocks[target_of.clock], target_of.at_most
                    percent, scale = ratio(step.share)
                    if step.of in by_days:
                        by_days[step.of].append((moment, percent, scale))
                        continue
                seconds = (_seconds(amount) or 0) * percent // scale
                if seconds == 0:
                    return None  # it may come at once, and then more may happen; or it is a step by business days
                found.append((moment, counting, seconds))
        days = ((starting.promised[metric], shares) for metric, shares in by_days.items())
        return _counting(found, tuple((target, clocks[target.clock], tuple(shares)) for target, shares in days))

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


def _counting(found: Sequence[tuple[Moment, Counting, int]], by_days: tuple[_ByDays, ...]) -> _Program:
    """A program by its moments: those on one calendar are reckoned together."""
    counted: dict[int, tuple[OpenIntervals, list[int], list[Moment]]] = {}
    for moment, counting, seconds in found:
        openings = counting.clock.openings
        same = counted.setdefault(id(openings), (openings, [], []))
        same[1].append(seconds)
        same[2].append(moment)
    moments = tuple(moment for _, _, each in counted.values() for moment in each)
    return _Program(moments, tuple((openings, tuple(each)) for openings, each, _ in counted.values()), by_days)


def _seconds(amount: Duration | None) -> int | None:
    """Open seconds; None of an amount by business days and where there is none."""
    if amount is None:
        return None
    if amount.minutes is not None:
        return 60 * amount.minutes
    return None if amount.days is None else DAY * amount.days


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
