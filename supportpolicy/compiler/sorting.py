"""The sorting tables: tier, severity, language, emergency, channel, adjust, routing."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled.partition import Probe
from supportpolicy.compiled.tables import Outcome
from supportpolicy.compiler.drafting import Drafter, followed, words_of
from supportpolicy.compiler.drafts import DraftPart, DraftRule, DraftTable
from supportpolicy.compiler.terms import Probed, negated
from supportpolicy.language.conditions import ALWAYS
from supportpolicy.language.policy import Policy
from supportpolicy.language.scope import main_language
from supportpolicy.language.sections.contact import OTHERWISE, Channel, Language
from supportpolicy.language.sections.sorting import Route, SeverityRule, Tier
from supportpolicy.language.sections.tables import Follow

SEVERITY_RULE = "severity_rule"
"""A fact that only `adjust` reads: the name of the severity rule that won."""


def sorting_tables(policy: Policy, drafter: Drafter) -> Iterator[DraftTable]:
    """Every table that sorts a ticket, in the order of the stages; tables without rules are left out."""
    tables = (
        DraftTable("tier", "tier", "first", tuple(_tiers(policy, drafter))),
        DraftTable("severity", "severity", "first", tuple(_severities(policy, drafter))),
        DraftTable("language", "language", "first", tuple(_languages(policy, drafter))),
        DraftTable("emergency", "emergency", "first", tuple(_emergency(policy, drafter))),
        DraftTable("emergency.claimed", "emergency", "first", tuple(_claimed(policy, drafter))),
        DraftTable("channel", "channel", "first", tuple(_channels(policy, drafter))),
        DraftTable("adjust.proof", "adjust", "first", tuple(_proof(policy, drafter))),
        DraftTable("adjust.raise", "adjust", "first", tuple(_raise(policy, drafter))),
        DraftTable("adjust.lower", "adjust", "all", tuple(_caps(policy, drafter))),
        DraftTable("routing", "routing", "first", tuple(_routes(policy, drafter))),
    )
    return (table for table in tables if table.rules)


def _tiers(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    for tier in policy.tiers:
        yield from _tier(tier, drafter)


def _tier(tier: Tier, drafter: Drafter) -> Iterator[DraftRule]:
    name = str(tier.head.name)
    if tier.tier is not None:
        yield drafter.head(tier.head, name, Outcome({"tier": str(tier.tier)}))
    if tier.head.grid is not None:
        for cell in tier.head.grid.cells:
            outcome = Outcome({"tier": str(cell.outcome)})
            yield drafter.head(
                tier.head, f"{name}: {cell.down}, {cell.across}", outcome, drafter.grid_cell(tier.head.grid, cell)
            )


def severity_names(policy: Policy) -> list[str]:
    """The names of the severity rules: as written, else the level; numbered where that is not enough."""
    names: list[str] = []
    rules = policy.severities.rules if policy.severities is not None else ()
    for rule in rules:
        wanted = str(rule.head.name or rule.level or "grid")
        count = 2
        name = wanted
        while name in names:
            name, count = f"{wanted} ({count})", count + 1
        names.append(name)
    return names


def _severities(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    if policy.severities is None:
        return
    for name, rule in zip(severity_names(policy), policy.severities.rules, strict=True):
        yield from _severity(name, rule, drafter)
    grid = policy.severities.grid
    if grid is not None:
        for cell in grid.cells:
            outcome = Outcome({"severity": str(cell.outcome)})
            parts = drafter.grid_cell(grid, cell)
            yield drafter.rule(f"{cell.down}, {cell.across}", ALWAYS, outcome, cell.outcome.span, extra=parts)


def _severity(name: str, rule: SeverityRule, drafter: Drafter) -> Iterator[DraftRule]:
    if rule.level is not None:
        yield drafter.head(rule.head, name, Outcome({"severity": str(rule.level)}))
    if rule.head.grid is not None:
        for cell in rule.head.grid.cells:
            outcome = Outcome({"severity": str(cell.outcome)})
            parts = drafter.grid_cell(rule.head.grid, cell)
            yield drafter.head(rule.head, f"{name}: {cell.down}, {cell.across}", outcome, parts)


def _languages(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    otherwise = policy.languages.get(OTHERWISE)
    for _, language in sorted(policy.languages.items()):
        if language.name != OTHERWISE:
            name = str(language.name)
            at = drafter.places.at(language.name.span)
            extra = (drafter.is_one_of("language", "choice", (name,), at),)
            yield drafter.rule(
                name, ALWAYS, _language(language, name), language.name.span, about=language.about, extra=extra
            )
    if otherwise is not None:
        outcome = _language(otherwise, main_language(policy))
        yield drafter.rule(OTHERWISE, ALWAYS, outcome, otherwise.name.span, about=otherwise.about)


def _language(language: Language, default: str) -> Outcome:
    reply_in = str(language.reply_in) if language.reply_in is not None else default
    return Outcome({"reply_language": reply_in, "language_level": language.level}, say=words_of(language.say))


def _emergency(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    emergency = policy.emergency
    if emergency is None:
        return
    if emergency.unless is not None:
        parts = drafter.parts(emergency.unless, emergency.span)
        yield DraftRule("except", Outcome({"emergency": "false"}), parts, at=drafter.places.at(emergency.span))
    outcome = followed(Outcome({"emergency": "true"}), Follow(emergency.say))
    yield drafter.rule("emergency", emergency.when, outcome, emergency.span, about=emergency.about)
    yield drafter.rule("none", ALWAYS, Outcome({"emergency": "false"}), emergency.span)


def _claimed(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    emergency = policy.emergency
    if emergency is None:
        return
    if emergency.claimed is not None:
        # Outside its window there is nothing to claim, and so nobody is told that it was none.
        outcome = Outcome({"claimed": "true"})
        yield drafter.rule("claimed", emergency.claimed, outcome, emergency.span, about=emergency.about)
    yield drafter.rule("not claimed", ALWAYS, Outcome({"claimed": "false"}), emergency.span)


def _channels(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    # By name: at most one channel fits a ticket, so that the order of files may not matter.
    for _, channel in sorted(policy.channels.items()):
        yield from _channel(channel, drafter)


def _channel(channel: Channel, drafter: Drafter) -> Iterator[DraftRule]:
    name, span = str(channel.name), channel.name.span
    here = drafter.is_one_of("channel", "choice", (name,), drafter.places.at(span))
    refused = words_of(channel.say)
    decides = {"redirect": str(channel.redirect)} if channel.redirect is not None else {}

    def rule(answer: str, *more: DraftPart) -> DraftRule:
        outcome = Outcome({"channel_support": answer, **({} if answer == "yes" else decides)})
        if answer != "yes":
            outcome = outcome._replace(say=refused)
        extra = (here, *more)
        return drafter.rule(f"{name}: {answer}", ALWAYS, outcome, span, about=channel.about, extra=extra)

    if channel.support == "none":
        yield rule("none")
        return
    if channel.for_whom is not None:
        term = negated(drafter.resolver.term(channel.for_whom))
        yield rule("not_for_you", drafter.part("not among those it serves", term, span))
    if channel.coverage is not None and channel.coverage != "always":
        closed = Probed("now", "time", Probe("during", str(channel.coverage)), wanted=False)
        yield rule("closed", drafter.part(f"now is outside {channel.coverage}", closed, channel.coverage.span))
    yield rule("yes")


def _proof(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    if policy.severities is None:
        return
    for name, rule in zip(severity_names(policy), policy.severities.rules, strict=True):
        if rule.only_if is None or rule.if_not is None:
            continue
        at = drafter.places.at(rule.if_not.span)
        grid = rule.head.grid
        cells = tuple(f"{name}: {cell.down}, {cell.across}" for cell in grid.cells) if grid is not None else ()
        won = drafter.is_one_of(SEVERITY_RULE, "choice", (name, *cells), at, f"the severity rule '{name}' won")
        failed = negated(drafter.resolver.term(rule.only_if))
        missing = drafter.part("what it needs does not hold", failed, rule.if_not.span)
        yield drafter.rule(
            name, ALWAYS, Outcome({"severity": str(rule.if_not)}), rule.if_not.span, extra=(won, missing)
        )


def _raise(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    emergency = policy.emergency
    if emergency is None or emergency.severity is None:
        return
    at = drafter.places.at(emergency.severity.span)
    is_one = drafter.is_one_of("emergency", "boolean", ("true",), at, "emergency")
    outcome = Outcome({"severity": str(emergency.severity)})
    yield drafter.rule("emergency", ALWAYS, outcome, emergency.severity.span, extra=(is_one,))


def _caps(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    caps = policy.severities.at_most if policy.severities is not None else ()
    for number, cap in enumerate(caps, 1):
        name = str(cap.head.name or f"at most {cap.level} ({number})")
        yield drafter.head(cap.head, name, Outcome({"severity": str(cap.level)}))
    emergency = policy.emergency
    if emergency is None or emergency.if_not_one is None:
        return
    not_one = emergency.if_not_one
    at = drafter.places.at(not_one.span)
    parts = (
        drafter.is_one_of("claimed", "boolean", ("true",), at, "claimed"),
        drafter.is_one_of("emergency", "boolean", ("false",), at, "emergency is false"),
    )
    decides = {"severity": str(not_one.at_most)} if not_one.at_most is not None else {}
    outcome = Outcome(decides, say=words_of(not_one.say))
    yield drafter.rule("claimed, but no emergency", ALWAYS, outcome, not_one.span, extra=parts)


def _routes(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    for route in policy.routing:
        yield from _route(route, drafter)


def _route(route: Route, drafter: Drafter) -> Iterator[DraftRule]:
    name = str(route.head.name)
    queue = {"queue": str(route.queue)} if route.queue is not None else {}
    if route.team is not None:
        yield drafter.head(route.head, name, Outcome({"team": str(route.team), **queue}))
    if route.head.grid is not None:
        for cell in route.head.grid.cells:
            outcome = Outcome({"team": str(cell.outcome), **queue})
            yield drafter.head(
                route.head, f"{name}: {cell.down}, {cell.across}", outcome, drafter.grid_cell(route.head.grid, cell)
            )
