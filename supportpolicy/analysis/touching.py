"""Steps that other steps may stop before their time comes: by assigning a team, or setting a status or tags.

It is asked of tickets to which nothing happens after their opening, and of their first minutes or hours; steps that come
later than that, whatever the calendars say, do not matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.analysis.circumstances import seconds_of
from supportpolicy.compiled.document import Step
from supportpolicy.compiled.tables import Duration
from supportpolicy.engine import Engine
from supportpolicy.engine.prepared import ATTRIBUTES, OPENED, Run
from supportpolicy.engine.timeline_runs import ratio
from supportpolicy.engine.walk import promises

_OF_A_TEAM = frozenset(("team", "queue", "sla"))
_OF_THE_TEAM = ("team", "agent", "team-lead")
_STOPS = ("assigned", "solved", "closed", "reopened")
_DAY = 86_400


def is_touched(engine: Engine, run: Run, place: int, within: int) -> bool:
    """Whether a step may be stopped, or mean other people, by what steps do to the ticket in its first seconds."""
    changed = frozenset(name for step in _acting(engine, run, place, within) for name in _changed(engine, step))
    if not changed:
        return False
    step = run.timeline.steps[place]
    read = _read(engine, run) | ({"team"} if any(name in _OF_THE_TEAM for name in step.tell) else set())
    share = step.share is not None and "sla" in changed
    return bool(changed & read) or share or any(_may_stop(name) for name in run.stops_on)


def starts_at_once(engine: Engine, run: Run) -> bool:
    """Whether a timeline may start with the opening of a ticket."""
    own = {event.name for event in engine.compiled.events}
    return any(
        name in (OPENED, "emergency") or name in own or name.startswith("entered:") for name in run.timeline.starts_on
    )


def comes_at_once(engine: Engine, event: str) -> bool:
    """Whether an event may come with the opening itself, or is met by one that may."""
    metric = engine.metrics.get(event)
    names = metric.met_by if metric is not None else (event,)
    return any(name in (OPENED, "emergency") or name.startswith("entered:") for name in names)


def _acting(engine: Engine, run: Run, place: int, within: int) -> Iterator[Step]:
    for other in engine.runs:
        if not starts_at_once(engine, other):
            continue
        for index, step in enumerate(other.timeline.steps):
            later = other.timeline.name == run.timeline.name and index >= place
            if other.acts[index] and not later and _soonest(engine, step) <= within:
                yield step


def _soonest(engine: Engine, step: Step) -> int:
    """Seconds that pass at the least before a step comes."""
    if step.share is None:
        return _least(engine, step.after if step.after is not None else step.every)
    percent, scale = ratio(step.share)
    found: list[int] = []
    for rule in engine.compiled.table("sla").rules:
        for target in rule.outcome.targets:
            if target.metric == step.of and promises(target):
                counted = seconds_of(target.at_most) is not None or percent == scale
                found.append(_least(engine, target.at_most) * percent // scale if counted else 0)
    return min(found, default=0)


def _least(engine: Engine, amount: Duration | None) -> int:
    if amount is None:
        return 0
    seconds = seconds_of(amount)
    if seconds is not None:
        return seconds
    # A business day may be as short as its hours; of several, all but the first and the last are whole dates.
    short = any(calendar.business_day not in ("same-time", "close") for calendar in engine.compiled.calendars)
    return 0 if short else max(0, (amount.business_days or 0) - 2) * (_DAY - 3600)


def _may_stop(event: str) -> bool:
    return event in _STOPS or event.startswith(("entered:", "changed:"))


def _changed(engine: Engine, step: Step) -> frozenset[str]:
    """What a step may change: the facts themselves, and what is decided by them."""
    facts = {name for name, there in (("tags", step.tag), ("status", step.status)) if there}
    asked = any(column.fact in facts for column in engine.compiled.columns)
    teams = _OF_A_TEAM if step.assign else frozenset()
    return frozenset(facts) | teams | (frozenset(ATTRIBUTES) if asked else frozenset())


def _read(engine: Engine, run: Run) -> set[str]:
    """What the condition of a timeline reads."""
    columns, places = engine.compiled.columns, engine.places
    return {
        columns[places[name]].fact
        for rule in engine.compiled.table("timelines").rules
        if rule.name == run.timeline.name
        for part in rule.parts
        for one in part.any
        for name in one
    }
