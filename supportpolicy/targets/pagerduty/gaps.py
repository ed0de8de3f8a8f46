"""What PagerDuty cannot say, as steps of lowering."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step as LadderStep
from supportpolicy.compiled.document import Timeline
from supportpolicy.diagnostics import Kind
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import lowered_by
from supportpolicy.targets.lowerings import left_out, no_ladders
from supportpolicy.targets.pagerduty.conditions import boxes_of
from supportpolicy.targets.pagerduty.dialect import ACKNOWLEDGED, LEFT_OUT, MOST_BOXES, MOST_TARGETS
from supportpolicy.targets.paging.examples import ladder
from supportpolicy.targets.paging.kinds import HOURS, ONLY_TELLS
from supportpolicy.targets.paging.ladders import (
    around_the_clock,
    cannot_wait,
    editing,
    nothing_but_telling,
    only_telling,
)

_EXPORT = "pagerduty"
_VARIABLE = ("team", "team-lead", "agent", "requester", "second-person")
"""Who these are depends on the ticket."""

ACKNOWLEDGING = Kind(
    "SP982",
    "acknowledging-ends-ladder",
    "error",
    "The tool calls nobody further once somebody has acknowledged, and the ladder goes on.",
    "A page that was acknowledged and forgotten reaches nobody else.",
    ladder(_EXPORT, "clock: always, steps: [{after: 0m, tell: lead}, {after: 1h, tell: boss}]"),
    ladder(_EXPORT, "clock: always, steps: [{after: 0m, tell: lead}, {after: 1h, unless: acknowledged, tell: boss}]"),
)
WAY = Kind(
    "SP983",
    "way-chosen-by-person",
    "warning",
    "In the tool, people choose themselves by which way they are reached.",
    "Somebody who should be rung up may only get a message.",
    ladder(_EXPORT, "clock: always, steps: [{after: 0m, tell: lead, via: phone}]"),
    ladder(_EXPORT, "clock: always, steps: [{after: 0m, tell: lead}]"),
)


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that make a policy one whose ladders PagerDuty can climb."""
    return lowered_by(
        wish,
        (
            only_telling(),
            no_ladders(_cannot),
            nothing_but_telling(ONLY_TELLS),
            _known_people,
            around_the_clock(HOURS),
            _at_once,
            _acknowledging,
            _unless_alike,
            _few_conditions,
            _own_way,
            left_out(LEFT_OUT),
        ),
    )


def _cannot(timeline: Timeline, step: LadderStep) -> str | None:
    if not step.tell:
        return None
    if step.every is not None:
        return "call again and again until something happens"
    if not set(step.tell) - set(_VARIABLE):
        return f"call {' or '.join(step.tell)}, since only the ticket knows who that is"
    if len(step.tell) > MOST_TARGETS:
        return f"call more than {MOST_TARGETS} at once"
    return cannot_wait(timeline, step)


def _own_way(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    for timeline in compiled.timelines:
        ways = dict.fromkeys(via for step in timeline.steps for via in step.via)
        if ways:
            loss = Loss(
                WAY,
                timeline.name,
                timeline.at,
                f"it does not know ways such as {' and '.join(ways)}",
                "people are called at the same moments, in the way that each has set in the tool",
            )
            yield Change(loss, editing(timeline.name, _every_step(lambda step: step._replace(via=()))))


def _known_people(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    for timeline in compiled.timelines:
        for place, step in enumerate(timeline.steps):
            unknown = [name for name in step.tell if name in _VARIABLE]
            if unknown:
                loss = Loss(
                    kinds.STEP,
                    f"{timeline.name} step {place + 1}: {', '.join(unknown)}",
                    step.at,
                    f"it cannot call {' or '.join(unknown)}, since only the ticket knows who that is",
                    "the others of this step are called",
                )
                kept = tuple(name for name in step.tell if name not in _VARIABLE)
                yield Change(loss, editing(timeline.name, _replacing(step, step._replace(tell=kept))))


def _at_once(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """What comes at once cannot wait for anything to happen first."""
    for timeline in compiled.timelines:
        first = timeline.steps[0]
        if not minutes(first) and first.unless:
            yield _asking(timeline, 0, ())


def _acknowledging(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    for timeline in compiled.timelines:
        later = [step for step in timeline.steps[1:] if ACKNOWLEDGED not in step.unless]
        if later:
            loss = Loss(
                ACKNOWLEDGING,
                timeline.name,
                later[0].at,
                "it calls nobody further once somebody has acknowledged",
                "after an acknowledgement the later steps do not come; customers may wait longer than by the policy",
            )
            add = _every_step(
                lambda step: (
                    step if ACKNOWLEDGED in step.unless else step._replace(unless=(*step.unless, ACKNOWLEDGED))
                ),
                start=1,
            )
            yield Change(loss, editing(timeline.name, add))


def _unless_alike(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """An event ends an incident as a whole: what only some of the steps ask for cannot be asked."""
    for timeline in compiled.timelines:
        common = ends_early(timeline)
        for place, step in enumerate(timeline.steps):
            if place == 0 and not minutes(step):
                continue
            native = (ACKNOWLEDGED,) if place else ()
            kept = tuple(name for name in step.unless if name in common or name in native)
            if kept != step.unless:
                yield _asking(timeline, place, kept)


def ends_early(timeline: Timeline) -> tuple[str, ...]:
    """The events that keep every step from coming that does not come at once, sorted: they resolve the incident."""
    asked = [set(step.unless) for place, step in enumerate(timeline.steps) if place or minutes(step)]
    return tuple(sorted(set.intersection(*asked))) if asked else ()


def minutes(step: LadderStep) -> int:
    """The delay of a step from the start of its ladder."""
    return 0 if step.after is None else (step.after.minutes or 0) + 1440 * (step.after.days or 0)


def _few_conditions(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    for timeline in compiled.timelines:
        if boxes_of(compiled, timeline, MOST_BOXES) is None:
            loss = Loss(
                kinds.LIMIT,
                timeline.name,
                timeline.at,
                f"'{timeline.name}' holds in more than {MOST_BOXES} ways, which no rule of it can say",
                "nobody is called by this ladder",
            )
            yield Change(loss, editing(timeline.name, lambda _: None))


def _asking(timeline: Timeline, place: int, kept: tuple[str, ...]) -> Change:
    step = timeline.steps[place]
    gone = [name for name in step.unless if name not in kept]
    loss = Loss(
        kinds.UNLESS,
        f"{timeline.name} step {place + 1}",
        step.at,
        f"it cannot ask for {' or '.join(gone)} at this step alone",
        "the step comes in any case; people may be called for what is taken care of",
    )
    return Change(loss, editing(timeline.name, _replacing(step, step._replace(unless=kept))))


def _every_step(edit: Callable[[LadderStep], LadderStep], start: int = 0) -> Callable[[Timeline], Timeline]:
    return partial(_steps_edited, edit, start)


def _steps_edited(edit: Callable[[LadderStep], LadderStep], start: int, timeline: Timeline) -> Timeline:
    return timeline._replace(steps=(*timeline.steps[:start], *(edit(step) for step in timeline.steps[start:])))


def _replacing(before: LadderStep, after: LadderStep) -> Callable[[Timeline], Timeline]:
    return _every_step(lambda step: after if step == before else step)
