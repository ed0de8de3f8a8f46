"""What the engine says of a ticket at its opening, aspect by aspect: what a tool's model is compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled.document import Step
from supportpolicy.compiled.tables import Duration
from supportpolicy.engine import Engine
from supportpolicy.engine.due import counting_on, target_due
from supportpolicy.engine.errors import NoInstant
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts
from supportpolicy.engine.walk import promises
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

    brief = None if steps else _Brief.of(outlines, starting, due)

    def ask(facts: Facts) -> Aspects:
        if brief is not None and not brief.pauses(facts):
            return brief.asked(facts, attributes, nothing)
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


class _Brief(NamedTuple):
    """The same without the course of the ticket: sorted once, and each target reckoned from the opening.

    Only where nothing but sorting and promising can happen at the opening.
    """

    outlines: Outlines
    due: Mapping[str, str]
    """Metrics that start with the ticket -> their aspects."""
    pausing: frozenset[str]
    """Statuses in which some target stands still."""

    @classmethod
    def of(cls, outlines: Outlines, starting: Collection[str], due: Mapping[str, str]) -> _Brief | None:
        """None where more can happen: a step that acts or takes the place of a metric, or a metric that ends at its start."""
        engine = outlines.engine
        for one in engine.runs:
            at_once = (
                step
                for step, acts in zip(one.timeline.steps, one.acts, strict=True)
                if acts and _may_be_at_once(engine, step)
            )
            if any(at_once) or one.timeline.replaces in starting:
                return None
        own_events = {event.name for event in engine.compiled.events}
        for name in starting:
            metric = engine.metrics[name]
            if OPENED in metric.met_by or not own_events.isdisjoint(metric.met_by):
                return None
            if any(event.startswith("entered:") for event in metric.met_by):
                return None
        targets = (target for rule in engine.compiled.table("sla").rules for target in rule.outcome.targets)
        return cls(outlines, due, frozenset(status for target in targets for status in target.pause_while))

    def pauses(self, facts: Facts) -> bool:
        """Whether a clock may stand still from the start."""
        return facts.get("status") in self.pausing

    def asked(
        self, facts: Facts, attributes: Collection[str], nothing: Mapping[str, str | int | None]
    ) -> dict[str, str | int | None]:
        """The aspects of one ticket. Raises NoInstant."""
        opened = facts.get(OPENED)
        if not isinstance(opened, dt.datetime):
            raise NoInstant
        start = to_epoch(opened)
        won, decided, known = self.outlines.sorted(facts, start)
        found = dict(nothing)
        for name in attributes:
            found[name] = decided.get(name)
        engine, sla = self.outlines.engine, dict(zip(self.outlines.tables, won, strict=True)).get("sla", NO_RULE)
        for target in engine.lookups["sla"].rules[sla].outcome.targets if sla != NO_RULE else ():
            aspect = self.due.get(target.metric)
            if aspect is not None and promises(target):
                counting = counting_on(engine, target.clock, decided.get("team"), known)
                due = target_due(target, counting, start)
                found[aspect] = BEYOND if due.at is None else due.at
        return found


def _may_be_at_once(engine: Engine, step: Step) -> bool:
    """Whether a step may come at the very start of its timeline."""
    if step.share is not None:
        rules = engine.compiled.table("sla").rules
        targets = (target for rule in rules for target in rule.outcome.targets if target.metric == step.of)
        return Decimal(step.share) == 0 or any(one.by is not None or one.at_most == _NOTHING for one in targets)
    amount = step.after if step.after is not None else step.every
    return amount is None or amount == _NOTHING


_NOTHING = Duration(minutes=0)
