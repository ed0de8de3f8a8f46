"""SP511: a tier or level of which sla says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.checks.asks import Asks
from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import words_asked
from supportpolicy.checks.promised import MOST_LOOKED_UP, facts_read
from supportpolicy.diagnostics import Diagnostic, Kind, quoted_list
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy

KIND = Kind(
    "SP511",
    "nothing-promised",
    "warning",
    "Of a tier or level, sla neither promises anything nor says that nothing is promised.",
    "Every support page says of its free users that they get no promise; where a policy is silent, agents and bots "
    "fill the gap from memory, and courts have held companies to what their bots made up.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [enterprise, team]}}
tiers: [{name: enterprise, when: {plan: enterprise}}, {name: standard}]
sla: [{name: large, when: {tier: enterprise}, targets: {first_response: 4h, clock: always}}]
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [enterprise, team]}}
tiers: [{name: enterprise, when: {plan: enterprise}}, {name: standard}]
sla:
  - {name: large, when: {tier: enterprise}, targets: {first_response: 4h, clock: always}}
  - {name: small, when: {tier: standard}, targets: none}
""",
)
_HELP = "add a promise for it, or one with 'targets: none' where nothing is promised"


def check(context: Context) -> Iterator[Diagnostic]:
    """Tiers and levels, then pairs of both, that no promise speaks of."""
    policy = context.policy
    if not policy.sla or not context.complete("tiers", "severities", "sla", "conditions", "fields"):
        return
    tiers = {str(rule.tier): rule.tier for rule in reversed(policy.tiers) if rule.tier is not None}
    levels = {str(level): level for level in policy.severities.levels} if policy.severities is not None else {}
    said = _said(context, [*tiers] or [""], [*levels] or [""])
    if said is None or any(rule.tier is None for rule in policy.tiers):
        return
    lacking = [tier for tier in tiers if not any(pair[0] == tier for pair in said)]
    for tier in sorted(lacking, key=lambda name: _place(tiers[name])):
        yield KIND.at(tiers[tier].span, f"sla says nothing of the tier '{tier}'", help=_HELP)
    without = [level for level in levels if not any(pair[1] == level for pair in said)]
    for level in without:
        yield KIND.at(levels[level].span, f"sla says nothing of the level '{level}'", help=_HELP)
    if _tier_decides_level(policy):
        return  # perhaps no ticket of the tier ever has the level
    for tier, name in tiers.items():
        rest = [level for level in levels if level not in without and (tier, level) not in said]
        if rest and tier not in lacking:
            message = f"of the tier '{tier}', sla says nothing where severity is {quoted_list(rest)}"
            yield KIND.at(name.span, message, help=_HELP)


def _said(context: Context, tiers: Sequence[str], levels: Sequence[str]) -> set[tuple[str, str]] | None:
    """The pairs of tier and level that some promise may be for; None where nobody can say, or one is for all."""
    overlaps = context.overlaps
    if len(tiers) * len(levels) * len(context.policy.sla) > MOST_LOOKED_UP:
        return None
    said: set[tuple[str, str]] = set()
    for promise in context.policy.sla:
        tickets = overlaps.tickets(promise.head.when)
        if tickets.alternatives is None:
            return None
        for asks in tickets.alternatives:
            pairs = [(tier, level) for tier in _left(asks, "tier", tiers) for level in _left(asks, "severity", levels)]
            if len(pairs) == len(tiers) * len(levels):
                return None
            said.update(pairs)
    return said


def _left(asks: Asks, fact: str, values: Sequence[str]) -> list[str]:
    words = words_asked(asks, fact)
    refused = {word for ask in asks if ask.fact == fact and ask.how == "words" and not ask.wanted for word in ask.of}
    return [value for value in values if (words is None or value in words) and value not in refused]


def _tier_decides_level(policy: Policy) -> bool:
    if policy.severities is None:
        return False
    rules = policy.severities
    conditions = [rule.head.when for rule in rules.rules] + [cap.head.when for cap in rules.at_most]
    if policy.emergency is not None:
        conditions.append(policy.emergency.when)
    return any("tier" in facts_read(policy, condition) for condition in conditions) or any(
        rule.head.grid is not None and "tier" in (rule.head.grid.down, rule.head.grid.across) for rule in rules.rules
    )


def _place(name: Name) -> tuple[str, int, int]:
    return name.span.path, name.span.line, name.span.col


CHECK = Check(KIND, check)
