"""Every condition of a policy, with the stage at which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supportpolicy.language.conditions import ALWAYS, Condition, Group, Named, Test
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.timelines import Ladder

AFTER_ALL = "after"
"""The stage of everything that is asked once a ticket is sorted: timelines, requests, refunds, identity, guidance."""


class Use(NamedTuple):
    """A condition where it is used."""

    condition: Condition
    stage: str
    section: str


def conditions_of(policy: Policy) -> Iterator[Use]:
    """Conditions in the order of the stages; named conditions are found by their uses, and once more by themselves."""
    for use in _all(policy):
        if use.condition != ALWAYS:
            yield use


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every test of a condition, nested ones included; named conditions are not looked into."""
    for part in parts_in(condition):
        if isinstance(part, Test):
            yield part


def named_in(condition: Condition) -> Iterator[Named]:
    """Every use of a named condition."""
    for part in parts_in(condition):
        if isinstance(part, Named):
            yield part


def parts_in(condition: Condition) -> Iterator[Test | Named]:
    """Every test and every use of a named condition, in the order written."""
    todo: list[Condition] = [condition]
    while todo:
        part = todo.pop()
        if isinstance(part, Group):
            todo.extend(reversed(part.parts))
        else:
            yield part


def ladders_of(policy: Policy) -> Iterator[tuple[str, Ladder]]:
    """Every timeline but the emergency's own, with its section."""
    yield from (("escalation", ladder) for ladder in policy.escalation)
    if policy.lifecycle is not None:
        yield from (("lifecycle", ladder) for ladder in policy.lifecycle.rules)
    if policy.communication is not None:
        yield from (("communication", ladder) for ladder in policy.communication.updates)


def _all(policy: Policy) -> Iterator[Use]:
    for tier in policy.tiers:
        yield Use(tier.head.when, "tier", "tiers")
    yield from _severities(policy)
    for channel in policy.channels.values():
        if channel.for_whom is not None:
            yield Use(channel.for_whom, "channel", "channels")
    yield from _emergency(policy)
    for route in policy.routing:
        yield Use(route.head.when, "routing", "routing")
    for promise in policy.sla:
        yield Use(promise.head.when, "sla", "sla")
    for section, ladder in ladders_of(policy):
        yield Use(ladder.when, AFTER_ALL, section)
    for section, rules in (("requests", policy.requests), ("refunds", policy.refunds)):
        yield from (Use(rule.head.when, AFTER_ALL, section) for rule in rules)
    yield from (Use(rule.head.when, AFTER_ALL, "identity") for rule in policy.identity)
    yield from _guidance(policy)
    for guarantee in policy.guarantees:
        yield from _optional("guarantees", guarantee.when, guarantee.must.hold, guarantee.must.not_slower_than)


def _severities(policy: Policy) -> Iterator[Use]:
    if policy.severities is None:
        return
    for rule in policy.severities.rules:
        yield Use(rule.head.when, "severity", "severities")
        if rule.only_if is not None:
            yield Use(rule.only_if, "adjust", "severities")
    for cap in policy.severities.at_most:
        yield Use(cap.head.when, "adjust", "severities")


def _emergency(policy: Policy) -> Iterator[Use]:
    if policy.emergency is None:
        return
    for condition in (policy.emergency.when, policy.emergency.unless, policy.emergency.claimed):
        if condition is not None:
            yield Use(condition, "emergency", "emergency")


def _guidance(policy: Policy) -> Iterator[Use]:
    if policy.self_service is not None and policy.self_service.bot is not None:
        bot = policy.self_service.bot
        yield from _optional("self_service", bot.may_answer, bot.hand_over)
    if policy.voice is not None:
        yield from _optional("voice", *(tone.when for tone in policy.voice.tones))
    if policy.quality is not None:
        quality = policy.quality
        yield from _optional("quality", *(goal.when for goal in quality.goals))
        yield from _optional("quality", *(criterion.when for criterion in quality.scorecard))
        yield from _optional("quality", *(review.when for review in quality.reviews))
    if policy.communication is not None:
        yield from _optional("communication", *(handover.when for handover in policy.communication.handovers))
        yield from _optional("communication", *(approval.when for approval in policy.communication.approvals))


def _optional(section: str, *conditions: Condition | None) -> Iterator[Use]:
    found: Iterable[Condition] = (condition for condition in conditions if condition is not None)
    yield from (Use(condition, AFTER_ALL, section) for condition in found)
