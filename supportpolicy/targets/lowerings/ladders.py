"""Timelines: what a tool cannot do at a step, how fine its delays are, and whether it looks at what has happened since."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step as LadderStep
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.tables import Duration
from supportpolicy.engine.windows import in_words
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, with_table
from supportpolicy.targets.lowerings.least_time import Times
from supportpolicy.targets.lowerings.promises import minutes_of
from supportpolicy.targets.lowerings.using import running

_TABLE = "timelines"


def no_ladders(can: Callable[[Timeline, LadderStep], str | None]) -> Step:
    """Steps that the tool cannot do are left out, and timelines of which none is left with them.

    `can` gives None for a step that the tool can do, else what it cannot, to follow "it cannot": `assign a team by itself`.
    One change for each step, or for the whole timeline. Only timelines that run for some ticket are looked at.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for timeline in running(compiled):
            refused = {one: reason for one in timeline.steps if (reason := can(timeline, one)) is not None}
            if not refused:
                continue
            if len(refused) == len(set(timeline.steps)):
                reasons = " or ".join(dict.fromkeys(refused.values()))
                loss = Loss(
                    kinds.LADDER,
                    timeline.name,
                    timeline.at,
                    f"it cannot {reasons}",
                    f"{timeline.name} is left out; nothing happens at its times",
                )
                yield Change(loss, _without_timeline(timeline.name))
                continue
            for one, reason in refused.items():
                loss = Loss(
                    kinds.STEP,
                    _about(timeline, one),
                    one.at or timeline.at,
                    f"it cannot {reason}",
                    f"{_in_words(one)} is left out; the other steps of {timeline.name} come at their times",
                )
                yield Change(loss, _edited(timeline.name, _gone(one)))

    return step


def step_delays(minutes: int) -> Step:
    """The delays of steps are multiples of so many minutes: rounded down, so that people are told earlier rather than later.

    Less than one multiple becomes one, but for nothing at all. Business days become the least open minutes that there are.
    One change for each step. A step at a share of a promise has no delay; `no_ladders` says whether the tool can do it.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        times: Times | None = None
        for timeline in running(compiled):
            for one in timeline.steps:
                delay = one.after if one.after is not None else one.every
                if delay is None:
                    continue
                own = minutes_of(delay)
                if own is None:
                    times = times if times is not None else Times(compiled)
                    least = times.least_of_step(delay, timeline.clock)
                    own = least.seconds // 60 if least is not None else minutes
                elif own % minutes == 0:
                    continue
                yield _delayed(timeline, one, delay, Duration(minutes=max(minutes, own // minutes * minutes)), minutes)

    return step


def no_unless() -> Step:
    """Steps come whether or not something has happened since. One change for each step that asks."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for timeline in running(compiled):
            for one in timeline.steps:
                if one.unless:
                    loss = Loss(
                        kinds.UNLESS,
                        _about(timeline, one),
                        one.at or timeline.at,
                        f"it does not look whether {' or '.join(one.unless)} has come",
                        f"{_in_words(one)} comes in any case; people may be told of what is taken care of",
                    )
                    yield Change(loss, _edited(timeline.name, _asking_nothing(one)))

    return step


def _delayed(timeline: Timeline, one: LadderStep, delay: Duration, new: Duration, minutes: int) -> Change:
    later = (minutes_of(delay) or 0) < (new.minutes or 0) and delay.business_days is None
    told = "that much later than the policy says" if later else "no later than the policy says"
    loss = Loss(
        kinds.DELAY,
        _about(timeline, one),
        one.at or timeline.at,
        f"it takes delays in steps of {in_words(Duration(minutes))}, and this one is {in_words(delay)}",
        f"{_in_words(one)} comes after {in_words(new)}; people are told {told}",
    )
    return Change(loss, _edited(timeline.name, _after(one, new)))


def _after(wanted: LadderStep, delay: Duration) -> Callable[[LadderStep], LadderStep]:
    def edit(one: LadderStep) -> LadderStep:
        if one != wanted:
            return one
        return one._replace(after=delay) if one.after is not None else one._replace(every=delay)

    return edit


def _asking_nothing(wanted: LadderStep) -> Callable[[LadderStep], LadderStep]:
    return lambda one: one._replace(unless=()) if one == wanted else one


def _gone(wanted: LadderStep) -> Callable[[LadderStep], LadderStep | None]:
    return lambda one: None if one == wanted else one


def _about(timeline: Timeline, one: LadderStep) -> str:
    return f"{timeline.name} {_in_words(one).removeprefix('the step ')}"


def _in_words(one: LadderStep) -> str:
    """A step by its time: `the step after 20m`."""
    if one.share is not None:
        return f"the step at {one.share}% of {one.of}"
    return f"the step after {in_words(one.after)}" if one.after is not None else f"the step every {in_words(one.every)}"


def _edited(name: str, edit: Callable[[LadderStep], LadderStep | None]) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        timelines = tuple(
            one._replace(steps=tuple(new for each in one.steps if (new := edit(each)) is not None))
            if one.name == name
            else one
            for one in compiled.timelines
        )
        return compiled._replace(timelines=timelines)

    return apply


def _without_timeline(name: str) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        timelines = tuple(one for one in compiled.timelines if one.name != name)
        kept = compiled._replace(timelines=timelines)
        return with_table(kept, _TABLE, lambda rule: None if rule.name == name else rule)

    return apply
