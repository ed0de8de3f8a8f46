"""SP401: a rule below one that always applies."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span
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
    tables: dict[str, list[RuleHead]] = {
        "tiers": [rule.head for rule in policy.tiers],
        "severities": [rule.head for rule in severities],
        "routing": [rule.head for rule in policy.routing],
        "sla": [rule.head for rule in policy.sla],
        "requests": [rule.head for rule in policy.requests],
        "refunds": [rule.head for rule in policy.refunds],
        "identity": [rule.head for rule in policy.identity],
    }
    for section, heads in tables.items():
        complete = context.complete(section)
        catch_all: RuleHead | None = None
        for head in heads:
            if catch_all is None:
                if head.when == ALWAYS and head.grid is None and head.about.effective is None:
                    catch_all = head
            # Where files are missing, or in no order, only rules of one file certainly stand one above the other.
            elif complete or head.span.path == catch_all.span.path:
                yield KIND.at(
                    _place(head),
                    "this rule is never asked",
                    related=(Related(_place(catch_all), "this one above it always applies"),),
                    help="move it above the rule without a condition, or give that rule a 'when'",
                )


def _place(head: RuleHead) -> Span:
    return head.name.span if head.name is not None else head.span


CHECK = Check(KIND, check)
