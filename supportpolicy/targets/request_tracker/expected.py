"""What the engine says of a ticket, in the aspects that Request Tracker has, with the one quirk of its clock on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from supportpolicy.clock import BeyondHorizon
from supportpolicy.clock.instants import to_epoch
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.tables import Rule
from supportpolicy.engine import Engine
from supportpolicy.engine.due import counting_on
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.outline import Outline, Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.sorting import sort_ticket
from supportpolicy.engine.values import Facts
from supportpolicy.targets.expected import BEYOND, DUE
from supportpolicy.targets.interface import Ask, Aspects
from supportpolicy.targets.request_tracker.dialect import BY_SECONDS, priorities, queue_names
from supportpolicy.targets.request_tracker.hours import differing
from supportpolicy.targets.request_tracker.tables import ANSWERS, TABLES

METRICS = ("first_response", "resolve")
"""Those that start with the ticket."""


def expected(engine: Engine) -> Ask:
    """Answers tickets by the engine: queue (None where they stay), priority, tags, what is decided, and due times."""
    outlines = Outlines(engine)
    compiled = engine.compiled
    routing = compiled.table("routing").rules
    pairs = dict.fromkeys(
        (rule.outcome.decides["team"], rule.outcome.decides.get("queue"))
        for rule in routing
        if "team" in rule.outcome.decides
    )
    queues = queue_names(pairs)
    ranks = priorities(compiled.severity_levels)
    tables = [table for table in compiled.tables if table.name in TABLES]
    decides = {name for table in tables for rule in table.rules for name in rule.outcome.decides}
    answers = [name for name in ANSWERS if name in decides]
    tagging = any(rule.outcome.tag for table in tables for rule in table.rules)
    adjusting = any(rule.outcome.tag for table in tables for rule in table.rules if table.name.startswith("adjust."))
    edges = differing(engine.clocks, [one for one in compiled.calendars if _by_seconds(one)])

    def ask(facts: Facts) -> Aspects:
        outline = outlines.of(facts)
        decided = outlines.decided(outline)
        found: dict[str, str | int | None] = {name: decided.get(name) for name in answers}
        team = decided.get("team")
        found["queue"] = queues[team, decided.get("queue")] if team is not None else None
        found["priority"] = ranks.get(decided.get("severity", ""))
        tags = _tags(engine, outlines, outline, facts if adjusting else None) if tagging else ()
        found["tags"] = ", ".join(sorted(tags)) or None
        for metric in METRICS:
            found[DUE + metric] = None
        for name, at in outline.due.items():
            if name in METRICS:
                found[DUE + name] = BEYOND if at is None else at
        if edges:
            found |= holiday_edges(engine, edges, outlines, outline, facts)
        return found

    return ask


def holiday_edges(
    engine: Engine, edges: Mapping[str, OpenIntervals], outlines: Outlines, outline: Outline, facts: Facts
) -> dict[str, int | str]:
    """Due times that count on a calendar whose holidays RT takes by seconds and not by days (the loss `holiday-edge`).

    A policy has hours in minutes and cannot say that a day opens at one second past midnight. So lowering only marks the
    holidays, which means nothing to the engine, and what the mark means is reckoned here.
    """
    opened = facts[OPENED]
    assert isinstance(opened, dt.datetime)
    found: dict[str, int | str] = {}
    sla = _won(outlines, outline).get("sla")
    for target in sla.outcome.targets if sla is not None else ():
        if target.metric not in METRICS or target.at_most is None or target.at_most.minutes is None:
            continue
        team = outlines.decided(outline).get("team")
        openings = edges.get(counting_on(engine, target.clock, team, facts).name)
        if openings is not None:
            try:
                found[DUE + target.metric] = openings.deadline(to_epoch(opened), 60 * target.at_most.minutes)
            except BeyondHorizon:
                found[DUE + target.metric] = BEYOND
    return found


def _by_seconds(calendar: Calendar) -> bool:
    return any(day.cover == BY_SECONDS for day in calendar.dates.values())


def _won(outlines: Outlines, outline: Outline) -> dict[str, Rule]:
    """Table -> the rule that won."""
    return {
        name: outlines.engine.lookups[name].rules[place]
        for name, place in zip(outlines.tables, outline.won, strict=True)
        if place != NO_RULE
    }


def _tags(engine: Engine, outlines: Outlines, outline: Outline, facts: Facts | None) -> set[str]:
    """The tags of all rules that won; of those that adjust too where `facts` are given."""
    rules = list(_won(outlines, outline).values())
    if facts is not None:
        opened = facts[OPENED]
        assert isinstance(opened, dt.datetime)
        done = sort_ticket(engine, facts, to_epoch(opened))
        adjusted = [
            (name, place) for name, place in done.won.items() if name.startswith("adjust.") and place != NO_RULE
        ]
        adjusted += [("adjust.lower", place) for place in done.caps]
        rules += [engine.lookups[name].rules[place] for name, place in adjusted]
    return {tag for rule in rules for tag in rule.outcome.tag}
