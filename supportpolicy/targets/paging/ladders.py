"""Ladders as paging tools can take them: delays around the clock, and nothing but telling people.

Each step of lowering here is for `lowered_by`; losses stand at the policy's lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step as LadderStep
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.views import duration_in_words
from supportpolicy.diagnostics import Kind
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, with_table


def only_telling() -> Step:
    """Ladders without a step that tells anybody are left out: they tell nobody here as there."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for timeline in compiled.timelines:
            if not any(one.tell for one in timeline.steps):
                yield Change(
                    Loss(
                        kinds.TOPIC,
                        timeline.name,
                        timeline.at,
                        f"it only calls people, and '{timeline.name}' calls nobody",
                        "it stays with the helpdesk; nobody is told more or less than by the policy",
                    ),
                    editing(timeline.name, lambda _: None),
                )

    return step


def around_the_clock(kind: Kind) -> Step:
    """Ladders that count open hours count all hours instead: people are told earlier, never later."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for timeline in compiled.timelines:
            if timeline.clock != ALWAYS_OPEN:
                loss = Loss(
                    kind,
                    timeline.name,
                    timeline.at,
                    f"it cannot wait on the hours of '{timeline.clock}'",
                    "the delays run day and night: people are told earlier than by the policy, also when nobody is on "
                    "duty, and never later",
                )
                yield Change(loss, editing(timeline.name, lambda one: one._replace(clock=ALWAYS_OPEN)))

    return step


def nothing_but_telling(kind: Kind) -> Step:
    """What steps do beside telling people is left to the helpdesk; steps that only do that go without a loss of people."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for timeline in compiled.timelines:
            for place, one in enumerate(timeline.steps):
                more = _beside(one)
                if more:
                    loss = Loss(
                        kind,
                        f"{timeline.name}, step {place + 1}",
                        one.at,
                        f"it only calls people, and this step also does: {', '.join(more)}",
                        "the helpdesk, or whoever is told, must do that; everybody is told as the policy says",
                    )
                    yield Change(loss, editing(timeline.name, _only_telling(one)))

    return step


def cannot_wait(_: Timeline, step: LadderStep) -> str | None:
    """Why the delay of a call cannot be given in minutes, to follow "it cannot": a share of a promise, or business days."""
    if not step.tell:
        return None
    if step.share is not None:
        return "wait for a share of a promise, since it does not know what was promised"
    amount = step.after or step.every
    if amount is not None and amount.business_days is not None:
        return f"wait for {duration_in_words(amount)}, since it counts no business days"
    return None


def _beside(step: LadderStep) -> list[str]:
    """What a step does beside telling, in the words of the policy."""
    found = [f"assign {step.assign}"] if step.assign else []
    found += [f"status {step.status}"] if step.status else []
    found += [
        f"{word} {', '.join(names)}" for word, names in (("say", step.say), ("do", step.do), ("tag", step.tag)) if names
    ]
    return found


def _only_telling(step: LadderStep) -> Callable[[Timeline], Timeline | None]:
    bare = LadderStep(
        after=step.after,
        share=step.share,
        of=step.of,
        every=step.every,
        unless=step.unless,
        tell=step.tell,
        via=step.via,
        note=step.note,
        at=step.at,
    )

    def edit(timeline: Timeline) -> Timeline | None:
        steps = tuple(bare if one == step else one for one in timeline.steps if one != step or step.tell)
        return timeline._replace(steps=steps) if steps else None

    return edit


def editing(name: str, edit: Callable[[Timeline], Timeline | None]) -> Callable[[Compiled], Compiled]:
    """A policy to the policy with one timeline edited, or without it."""

    def apply(compiled: Compiled) -> Compiled:
        edited = [edit(one) if one.name == name else one for one in compiled.timelines]
        kept = tuple(one for one in edited if one is not None)
        compiled = compiled._replace(timelines=kept)
        if len(kept) == len(edited):
            return compiled
        return with_table(compiled, "timelines", lambda rule: None if rule.name == name else rule)

    return apply
