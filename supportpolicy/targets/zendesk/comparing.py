"""What is compared of a ticket: whatever a stage decides, every promise with its pauses, and when it is due.

Of metrics that start later, such as the next reply, the due time is that of one that starts with the ticket: their minutes and
hours would not be compared otherwise.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.due import counting_on, target_due
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.sorting import completed
from supportpolicy.engine.values import Facts
from supportpolicy.engine.walk import promises
from supportpolicy.targets.expected import BEYOND, DUE
from supportpolicy.targets.interface import Ask, Aspects
from supportpolicy.targets.zendesk.dialect import METRICS, PAUSED_METRICS, STATE_OF, decided_tag

METRIC_OF: Final = {
    **{tool: name for name, tool in METRICS.items()},
    **{tool: name for (name, _), tool in PAUSED_METRICS.items()},
}
"""Metric of an SLA policy -> metric of a policy."""
PAUSED_IN: Final = {
    **{tool: frozenset[str]() for tool in METRICS.values()},
    **{tool: states for (_, states), tool in PAUSED_METRICS.items()},
}
"""Metric of an SLA policy -> the states of a ticket in which its clock stands still."""
STARTING: Final = frozenset({"first_response", "resolve"})
"""Metrics whose clock starts when a ticket is made."""
PAUSES: Final = "pauses of "
FOLLOW_UP: Final = "as a follow-up"
"""Nothing, unless a ticket that follows up a closed one is treated otherwise than a new one."""
ATTRIBUTES: Final = (
    "tier",
    "severity",
    "reply_language",
    "language_level",
    "emergency",
    "claimed",
    "channel_support",
    "redirect",
    "team",
    "queue",
)


def promise(metric: str) -> str:
    """The aspect that says when a metric is due: if it starts with the ticket, or if it did."""
    return DUE + metric if metric in STARTING else f"{DUE}{metric} from the opening"


def said_by_tags(engine: Engine) -> dict[str, tuple[str, str]]:
    """Tag -> what it says was decided. Severity by its levels; everything else by the values that rules give."""
    found = {decided_tag("severity", level): ("severity", level) for level in engine.compiled.severity_levels}
    for table in engine.compiled.tables:
        for rule in table.rules:
            for attribute, value in rule.outcome.decides.items():
                if attribute in ATTRIBUTES:
                    found[decided_tag(attribute, value)] = attribute, value
    return found


def nothing_said(engine: Engine) -> dict[str, str | int | None]:
    """Every aspect, of a ticket of which nothing is decided and to which nothing is promised."""
    metrics = [name for name in METRICS if name in engine.metrics]
    aspects = (*ATTRIBUTES, FOLLOW_UP, *(promise(name) for name in metrics), *(PAUSES + name for name in metrics))
    return dict.fromkeys(aspects)


def expected(engine: Engine) -> Ask:
    """The aspects by the engine, of a ticket as it is opened."""
    outlines = Outlines(engine)
    nothing = nothing_said(engine)
    sla = outlines.tables.index("sla") if "sla" in outlines.tables else None

    def ask(facts: Facts) -> Aspects:
        opened = facts.get(OPENED)
        assert isinstance(opened, dt.datetime)
        start = to_epoch(opened)
        outline = outlines.of(facts)
        decided = outlines.decided(outline)
        found = dict(nothing)
        for name in ATTRIBUTES:
            found[name] = decided.get(name)
        for name, at in outline.due.items():
            if name in STARTING:
                found[promise(name)] = BEYOND if at is None else at
        if sla is None or outline.won[sla] == NO_RULE:
            return found
        for target in engine.lookups["sla"].rules[outline.won[sla]].outcome.targets:
            if target.metric not in METRICS or not promises(target):
                continue
            states = {STATE_OF[status] for status in target.pause_while if status in STATE_OF}
            found[PAUSES + target.metric] = ", ".join(sorted(states)) or None
            if target.metric not in STARTING:
                known = completed(engine, facts, start)
                counting = counting_on(engine, target.clock, decided.get("team"), known)
                at = target_due(target, counting, start).at
                found[promise(target.metric)] = BEYOND if at is None else at
        return found

    return ask
