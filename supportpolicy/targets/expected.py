"""What the engine says of a ticket at its opening, aspect by aspect: what a tool's model is compared with."""

from __future__ import annotations

from collections.abc import Collection

from supportpolicy.engine import Engine
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts
from supportpolicy.targets.interface import Ask, Aspects

BEYOND = "beyond the horizon"
"""The answer of an aspect that the policy itself does not know, for its calendars end before. It is not compared."""

DUE, STEP = "due ", "step "


def opening(
    engine: Engine,
    metrics: Collection[str] | None = None,
    attributes: Collection[str] = ("team", "severity"),
    timelines: Collection[str] = (),
) -> Ask:
    """Answers tickets by the engine, as they are opened.

    Aspects are the `attributes` that stages decide, `due METRIC` for metrics that start with the ticket (all of them where
    `metrics` is None), and `step NAME N` for the steps of these timelines, counted from 1. Instants are seconds since 1970;
    None where nothing is decided, promised or done; BEYOND where the policy's calendars end before. Every ticket has the
    same aspects. The answers raise what the engine raises: NoInstant for a ticket without `opened`.
    """
    outlines = Outlines(engine)
    starting = [name for name, one in engine.metrics.items() if OPENED in one.starts_on]
    due = {name: DUE + name for name in starting if metrics is None or name in metrics}
    steps = {
        (one.timeline.name, place): f"{STEP}{one.timeline.name} {place + 1}"
        for one in engine.runs
        if one.timeline.name in timelines
        for place in range(len(one.timeline.steps))
    }
    nothing: dict[str, str | int | None] = dict.fromkeys((*attributes, *due.values(), *steps.values()))

    def ask(facts: Facts) -> Aspects:
        outline = outlines.of(facts)
        decided = outlines.decided(outline)
        found = dict(nothing)
        for name in attributes:
            found[name] = decided.get(name)
        for moment, at in zip(outline.moments, outline.instants, strict=True):
            of_timeline = steps.get((moment.timeline or "", moment.step))
            aspect = of_timeline if moment.metric is None else due.get(moment.metric)
            if aspect is not None:
                found[aspect] = BEYOND if at is None else at
        return found

    return ask
