"""Promises as SLA policies: one for each rule that promises a time, reached by a ticket type of its own.

An SLA policy can ask for company, group, product, source and type, and for nothing else. So the rules on ticket creation give
each promise a type, and the SLA policy asks for the type. Its times are the same for all priorities: the type knows the level.
"""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.compiled.views import promise_in_words
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.targets.desks.asking import Words, ways_of
from supportpolicy.targets.desks.requests import Request
from supportpolicy.targets.desks.tags import short_hash
from supportpolicy.targets.freshdesk.dialect import METRICS, NUMBER_OF
from supportpolicy.targets.lowerings import minutes_of


def promised(rule: Rule) -> tuple[Target, ...]:
    """The targets of a rule that promise a time."""
    return tuple(target for target in rule.outcome.targets if target.at_most is not None)


def mark_of(words: Words, rule: Rule) -> str | None:
    """The ticket type of a rule's promise; None where nothing is promised. It stays the same when the rule is renamed."""
    targets = promised(rule)
    if not targets:
        return None
    times = [(one.metric, minutes_of(one.at_most), one.clock) for one in targets]
    return f"Promise {short_hash(repr((ways_of(words, rule), rule.row, times)))}"


def sla_requests(words: Words, compiled: Compiled) -> Iterator[Request]:
    """The SLA policies in the order of the rules."""
    number = 0
    for rule in compiled.table("sla").rules:
        mark = mark_of(words, rule)
        if mark is None:
            continue
        number += 1
        targets = promised(rule)
        times: dict[str, object] = {METRICS[one.metric]: 60 * (minutes_of(one.at_most) or 0) for one in targets}
        times["business_hours"] = any((one.clock or ALWAYS_OPEN) != ALWAYS_OPEN for one in targets)
        times["escalation_enabled"] = False
        said = ", ".join(f"{one.metric} {promise_in_words(one)}" for one in targets)
        body = {
            "name": f"Policy {mark}",
            "description": f"{rule.outcome.decides.get('sla', rule.name)}{f', {rule.row}' if rule.row else ''}: {said}",
            "active": True,
            "position": number,
            "applicable_to": {"ticket_types": [mark]},
            "sla_target": {f"priority_{number}": times for number in sorted(NUMBER_OF.values())},
        }
        at = (rule.at,) if rule.at else ()
        yield Request(f"sla_policy:{mark}", "/api/v2/sla_policies", body, "SLA policy", f"Policy {mark}", at)
