"""SP401: a rule below one that always applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.conditions import ALWAYS
from supportpolicy.language.sections.tables import RuleHead

KIND = Kind(
    "SP401",
    "rule-after-catch-all",
    "error",
    "A rule stands below one without a condition.",
    "The first rule that applies wins, and a rule without a condition always applies: what is below is never asked.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}]
routing: [{name: all, team: front}, {name: money, when: {request: refund}, team: billing}]
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}]
routing: [{name: money, when: {request: refund}, team: billing}, {name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Rules below a catch-all of the same table that is always in force."""
    policy = context.policy
    severities = policy.severities.rules if policy.severities is not None else ()
    tables: Sequence[Sequence[RuleHead]] = (
        [rule.head for rule in policy.tiers],
        [rule.head for rule in severities],
        [rule.head for rule in policy.routing],
        [rule.head for rule in policy.sla],
        [rule.head for rule in policy.requests],
        [rule.head for rule in policy.refunds],
        [rule.head for rule in policy.identity],
    )
    for heads in tables:
        catch_all: RuleHead | None = None
        for head in heads:
            if catch_all is not None:
                yield KIND.at(
                    head.name.span if head.name is not None else head.span,
                    "this rule is never asked",
                    related=(Related(catch_all.span, "this one always applies"),),
                    help="move it above the rule without a condition",
                )
            elif head.when == ALWAYS and head.grid is None and head.about.effective is None:
                catch_all = head


CHECK = Check(KIND, check)
