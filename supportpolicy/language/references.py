"""Every place where a policy names something that must exist elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import ChosenCoverage, UnionCoverage, WeeklyCoverage
from supportpolicy.language.sections.decisions import Decision
from supportpolicy.language.sections.payment import Each, Payment, Sum
from supportpolicy.language.sections.tables import RuleHead
from supportpolicy.language.sections.timelines import Emergency, Ladder, Step
from supportpolicy.language.walk import conditions_of, ladders_of, named_in, tests_in

Sort: TypeAlias = Literal[
    "action",
    "channel",
    "clock",
    "condition",
    "coverage",
    "event",
    "fact",
    "language",
    "level",
    "message",
    "metric",
    "money",
    "people",
    "role",
    "status",
    "team",
]


class Reference(NamedTuple):
    """A name that is used, and what sort of thing it must be."""

    sort: Sort
    name: str
    span: Span
    section: str


def references_of(policy: Policy) -> list[Reference]:
    """Every reference of a policy."""
    return list(_all(policy))


def _all(policy: Policy) -> Iterator[Reference]:
    yield from _conditions(policy)
    yield from _facts(policy)
    yield from _people(policy)
    yield from _coverage(policy)
    yield from _contact(policy)
    yield from _sorting(policy)
    yield from _promises(policy)
    for section, ladder in ladders_of(policy):
        yield from _ladder(ladder, section)
    if policy.emergency is not None:
        yield from _emergency(policy.emergency)
    yield from _decisions(policy)
    yield from _guidance(policy)
    yield from _vocabulary(policy)


def _each(sort: Sort, names: Iterable[Name | None], section: str) -> Iterator[Reference]:
    for name in names:
        if name is not None:
            yield Reference(sort, str(name), name.span, section)


def _conditions(policy: Policy) -> Iterator[Reference]:
    uses = [(use.condition, use.section) for use in conditions_of(policy)]
    uses.extend((condition.when, "conditions") for condition in policy.conditions.values())
    for condition, section in uses:
        for test in tests_in(condition):
            yield Reference("fact", str(test.field), test.field.span, section)
            for value in test.values:
                if value.kind == "field":
                    yield Reference("fact", value.text, value.span, section)
                elif test.operator in ("during", "outside"):
                    yield Reference("coverage", value.text, value.span, section)
        for named in named_in(condition):
            yield from _each("condition", named.names, section)


def _facts(policy: Policy) -> Iterator[Reference]:
    for derived in policy.facts.values():
        yield from _each("fact", derived.of, "facts")


def _people(policy: Policy) -> Iterator[Reference]:
    for role in policy.roles.values():
        yield from _each("coverage", [role.coverage], "roles")
    for team in policy.teams.values():
        yield from _each("coverage", [team.coverage], "teams")
        yield from _each("language", team.languages, "teams")
        yield from _each("channel", team.channels, "teams")
        yield from _each("role", [team.lead], "teams")


def _coverage(policy: Policy) -> Iterator[Reference]:
    for coverage in policy.coverage.values():
        match coverage:
            case UnionCoverage():
                yield from _each("coverage", coverage.of, "coverage")
            case ChosenCoverage():
                yield from _each("fact", [coverage.by], "coverage")
                yield from _each(
                    "coverage", [*(target for _, target in coverage.cases), coverage.otherwise], "coverage"
                )
            case WeeklyCoverage():
                if coverage.zone_by is not None:
                    yield from _each("fact", [coverage.zone_by.field], "coverage")
    yield from _each("coverage", [policy.header.business_day_calendar], "header")


def _contact(policy: Policy) -> Iterator[Reference]:
    for language in policy.languages.values():
        yield from _each("coverage", [language.coverage], "languages")
        yield from _each("language", [language.reply_in], "languages")
        yield from _each("message", language.say, "languages")
    for channel in policy.channels.values():
        yield from _each("coverage", [channel.coverage], "channels")
        yield from _each("channel", [channel.redirect], "channels")
        yield from _each("message", channel.say, "channels")
        yield from _each("fact", channel.needs, "channels")
        yield from _each("language", channel.languages, "channels")


def _head(head: RuleHead, section: str) -> Iterator[Reference]:
    yield from _each("message", head.follow.say, section)
    yield from _each("action", head.follow.do, section)
    if head.grid is not None:
        yield from _each("fact", [head.grid.down, head.grid.across], section)


def _sorting(policy: Policy) -> Iterator[Reference]:
    for tier in policy.tiers:
        yield from _head(tier.head, "tiers")
    if policy.severities is not None:
        section = "severities"
        for rule in policy.severities.rules:
            yield from _head(rule.head, section)
            yield from _each("level", [rule.level, rule.if_not], section)
            if rule.head.grid is not None:
                yield from _each("level", (cell.outcome for cell in rule.head.grid.cells), section)
        if policy.severities.grid is not None:
            grid = policy.severities.grid
            yield from _each("fact", [grid.down, grid.across], section)
            yield from _each("level", (cell.outcome for cell in grid.cells), section)
        for cap in policy.severities.at_most:
            yield from _head(cap.head, section)
            yield from _each("level", [cap.level], section)
    for route in policy.routing:
        yield from _head(route.head, "routing")
        yield from _each("team", [route.team], "routing")
        if route.head.grid is not None:
            yield from _each("team", (cell.outcome for cell in route.head.grid.cells), "routing")


def _promises(policy: Policy) -> Iterator[Reference]:
    for promise in policy.sla:
        yield from _head(promise.head, "sla")
        yield from _each("fact", [promise.rows_by], "sla")
        yield from _each("status", promise.pause_while, "sla")
        for row in promise.rows:
            for target in row.targets:
                yield from _each("metric", [target.metric], "sla")
                yield from _each("clock", [target.clock], "sla")
                yield from _each("status", target.pause_while or (), "sla")


def _ladder(ladder: Ladder, section: str) -> Iterator[Reference]:
    yield from _each("event", (*ladder.starts_on, *ladder.stops_on), section)
    yield from _each("clock", [ladder.clock], section)
    yield from _steps(ladder.steps, section)


def _steps(steps: tuple[Step, ...], section: str) -> Iterator[Reference]:
    for step in steps:
        yield from _each("metric", [step.of], section)
        yield from _each("event", step.unless, section)
        yield from _each("people", step.tell, section)
        yield from _each("team", [step.assign], section)
        yield from _each("message", step.say, section)
        yield from _each("action", step.do, section)
        yield from _each("status", [step.status], section)


def _emergency(emergency: Emergency) -> Iterator[Reference]:
    section = "emergency"
    yield from _each("level", [emergency.severity], section)
    yield from _each("event", emergency.stops_on, section)
    yield from _each("clock", [emergency.clock], section)
    yield from _each("message", emergency.say, section)
    yield from _steps(emergency.steps, section)
    if emergency.update_customer is not None:
        yield from _each("message", emergency.update_customer.say, section)
        yield from _each("clock", [emergency.update_customer.clock], section)
    if emergency.if_not_one is not None:
        yield from _each("level", [emergency.if_not_one.at_most], section)
        yield from _each("message", emergency.if_not_one.say, section)


def _decisions(policy: Policy) -> Iterator[Reference]:
    both: list[tuple[str, Decision]] = [("requests", rule) for rule in policy.requests]
    both.extend(("refunds", rule) for rule in policy.refunds)
    for section, rule in both:
        yield from _head(rule.head, section)
        yield from _each("people", rule.approver, section)
        yield from _each("team", [rule.team], section)
        yield from _each("channel", [rule.redirect], section)
        if rule.amount is not None:
            yield from _payment(rule.amount, section)
    for identity in policy.identity:
        yield from _head(identity.head, "identity")
        yield from _each("people", identity.approver, "identity")


def _payment(payment: Payment, section: str) -> Iterator[Reference]:
    sums: list[Sum | None] = [payment.of, *payment.less, payment.at_least, payment.at_most]
    facts: list[Name | None] = [payment.times if isinstance(payment.times, Name) else None]
    if payment.pro_rata is not None:
        facts += [payment.pro_rata.unused, payment.pro_rata.total]
    if payment.bands is not None:
        facts.append(payment.bands.by)
        sums.extend(band.pay for band in payment.bands.bands)
    each: Each | None = payment.each
    if each is not None:
        facts.append(each.of)
        sums.append(each.pay)
    yield from _each("money", (part.name for part in sums if part is not None), section)
    yield from _each("fact", facts, section)


def _guidance(policy: Policy) -> Iterator[Reference]:
    if policy.self_service is not None:
        yield from _each("language", policy.self_service.languages, "self_service")
        bot = policy.self_service.bot
        if bot is not None:
            yield from _each("message", bot.introduce, "self_service")
            yield from _each("team", [bot.hand_over_to], "self_service")
    if policy.style is not None:
        yield from _each("channel", (name for name, _ in policy.style.channels), "style")
    if policy.quality is not None:
        for review in policy.quality.reviews:
            yield from _each("people", review.by, "quality")
    if policy.communication is not None:
        for learns in policy.communication.team_learns:
            yield from _each("people", learns.by, "communication")
        for handover in policy.communication.handovers:
            yield from _each("team", [handover.giver, handover.taker], "communication")
        for approval in policy.communication.approvals:
            yield from _each("people", approval.by, "communication")
    for guarantee in policy.guarantees:
        yield from _each("metric", guarantee.must.metrics, "guarantees")
        yield from _each("people", guarantee.must.approved_by, "guarantees")


def _vocabulary(policy: Policy) -> Iterator[Reference]:
    for metric in policy.metrics.values():
        yield from _each("event", (*metric.starts_on, *metric.met_by), "metrics")
    for event in policy.events.values():
        yield from _each("fact", [event.at], "events")
    for action in policy.actions.values():
        yield from _each("people", action.by, "actions")
