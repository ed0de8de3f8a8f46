"""Targets and timelines of a course as the answer shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supportpolicy.clock import ALWAYS, ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.document import Step
from supportpolicy.compiled.tables import Target
from supportpolicy.engine.answer import StepAnswer, StepState, TargetAnswer, TargetState, TimelineAnswer, Told
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.course import share_at
from supportpolicy.engine.due import TEAM, counting_on
from supportpolicy.engine.metric_runs import MetricRun, left_of
from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.timeline_runs import Done, TimelineRun
from supportpolicy.engine.values import Facts
from supportpolicy.engine.walk import Course
from supportpolicy.engine.windows import in_words

_NOT_CALLED = ("requester", "second-person")


def targets_of(engine: Engine, course: Course) -> tuple[TargetAnswer, ...]:
    """Every run of a promised metric, and promises that wait for their start."""
    found = [_target(run, course) for run in course.metrics if run.counting is not None]
    if course.opened is not None:
        had = {run.metric.name for run in course.metrics}
        found += [_waiting(target, engine, course) for name, target in course.promised.items() if name not in had]
    order = {name: place for place, name in enumerate(engine.metrics)}
    return tuple(sorted(found, key=lambda one: order.get(one.metric, len(order))))


def _target(run: MetricRun, course: Course) -> TargetAnswer:
    assert run.counting is not None
    due = run.due(course.statuses)
    left = left_of(run, course.statuses, course.at) if run.open and run.state == "running" else None
    state: TargetState = "paused" if left is not None and left.paused and due is None else run.state
    target = run.target
    return TargetAnswer(
        run.metric.name,
        state,
        _promise(target),
        run.counting.name,
        from_epoch(run.start),
        None if due is None else from_epoch(due),
        None if run.met is None else from_epoch(run.met),
        None if run.ended is None else from_epoch(run.ended),
        None if left is None else dt.timedelta(seconds=left.seconds),
        run.beyond,
        None if target is None else in_words(target.usually),
        "" if target is None else target.at,
    )


def _waiting(target: Target, engine: Engine, course: Course) -> TargetAnswer:
    name = target.clock or ALWAYS_OPEN
    if name != TEAM:
        name = counting_on(engine, name, course.team, course.sorted.facts).name
    return TargetAnswer(
        target.metric, "waiting", _promise(target), name, usually=in_words(target.usually), at=target.at
    )


def _promise(target: Target | None) -> str:
    if target is None:
        return "none"
    return target.by or in_words(target.at_most) or "none"


def timelines_of(engine: Engine, course: Course) -> tuple[TimelineAnswer, ...]:
    """Every run of a timeline, and those that wait for their start."""
    found = [_timeline(engine, course, run) for run in course.timelines]
    found += [
        TimelineAnswer(run.timeline.name, run.timeline.section, "waiting", place=run.timeline.at)
        for run in course.waiting
    ]
    return tuple(found)


def _timeline(engine: Engine, course: Course, run: TimelineRun) -> TimelineAnswer:
    timeline = run.run.timeline
    steps = [*(_done(engine, course, run, done) for done in run.done), *_pending(engine, course, run)]
    return TimelineAnswer(
        timeline.name,
        timeline.section,
        "running" if run.stopped is None else "stopped",
        from_epoch(run.start),
        None if run.stopped is None else from_epoch(run.stopped),
        run.because,
        tuple(steps),
        timeline.at,
    )


def _done(engine: Engine, course: Course, run: TimelineRun, done: Done) -> StepAnswer:
    step = run.run.timeline.steps[done.place]
    return _step(engine, course, step, done.state, done.at, done.number, done.because)


def _pending(engine: Engine, course: Course, run: TimelineRun) -> Iterator[StepAnswer]:
    """Steps whose time has not come, in the order of time; those without one last."""

    def share(metric: str, percent: int, scale: int) -> int | None:
        return share_at(course, metric, percent, scale)

    found: list[tuple[bool, int, int, StepAnswer]] = []
    for index, number in run.pending.items():
        step = run.run.timeline.steps[index]
        at = run.time_of(index, share)
        state: StepState = "planned"
        because: str | None = None
        if run.stopped is not None:
            state, because = "dropped", run.because
        elif at is None:
            state, because = _without_time(step, course)
        found.append((at is None, at or 0, index, _step(engine, course, step, state, at, number, because)))
    yield from (one[-1] for one in sorted(found, key=lambda one: one[:3]))


def _without_time(step: Step, course: Course) -> tuple[StepState, str]:
    """What becomes of a step that has no time, and why."""
    if step.of is None:
        return "planned", "its time lies beyond the horizon, or its clock has no business days"
    runs = [run for run in course.metrics if run.metric.name == step.of and run.counting is not None]
    if runs and runs[-1].open and runs[-1].state == "running":
        return "planned", f"{step.of} is paused"
    if runs and not runs[-1].open:
        return "skipped", f"{step.of} has ended"
    if step.of in course.promised:
        return "planned", f"{step.of} has not started"
    return "skipped", f"{step.of} is not promised"


def _step(
    engine: Engine, course: Course, step: Step, state: StepState, at: int | None, number: int, because: str | None
) -> StepAnswer:
    facts = course.sorted.facts
    return StepAnswer(
        state,
        None if at is None else from_epoch(at),
        step_words(step),
        number,
        because,
        tuple(told(engine, name, course.team, facts, at) for name in step.tell),
        step.via,
        step.assign,
        step.status,
        step.say,
        step.do,
        step.tag,
        step.note,
        step.at,
    )


def told(engine: Engine, name: str, team: str | None, facts: Facts, at: int | None) -> Told:
    """Somebody a step tells, and whether they are there at that moment."""
    who, coverage = _who(engine, name, team)
    if at is None or coverage is None:
        return Told(who, None, None, name)
    chosen = engine.clocks.chosen(coverage, facts.get)
    if chosen is None:
        return Told(who, None, None, name)
    openings = (ALWAYS if chosen == ALWAYS_OPEN else engine.clock(chosen)).openings
    try:
        if openings.is_open(at):
            return Told(who, True, None, name)
        return Told(who, False, from_epoch(openings.next_opening(at)), name)
    except ClockError:
        return Told(who, None, None, name)


def _who(engine: Engine, name: str, team: str | None) -> tuple[str, str | None]:
    """The name of whoever is meant, and their hours."""
    if name in _NOT_CALLED:
        return name, None
    current = engine.teams.get(team or "")
    if name in ("team", "agent"):
        return (current.name if name == "team" and current else name), current.coverage if current else None
    if name == "team-lead":
        if current is None or current.lead is None:
            return name, None
        name = current.lead
    return name, engine.people.get(name)


def step_words(step: Step) -> str:
    """When a step comes, in the words of the policy."""
    if step.every is not None:
        return f"every {in_words(step.every)}"
    if step.share is not None:
        return f"{step.share}% of {step.of}"
    return f"after {in_words(step.after)}"
