"""SP601: somebody is told by a means that does not reach them."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, quoted_list
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP601",
    "no-such-contact",
    "error",
    "A step tells a role or team by a means that is not among its contacts.",
    "In the worst minute of the year, the call would not go through.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 30m, tell: lead, via: phone}]}]
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: [chat, phone]}}
escalation: [{name: late, steps: [{after: 30m, tell: lead, via: phone}]}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Means that none of the contacts of those told has."""
    steps = [step for _, ladder in ladders_of(context.policy) for step in ladder.steps]
    if context.policy.emergency is not None:
        steps.extend(context.policy.emergency.steps)
    for step in steps:
        for person in step.tell:
            somebody = context.policy.roles.get(person) or context.policy.teams.get(person)
            if somebody is None or not somebody.contact:
                continue
            for means in step.via:
                if means not in somebody.contact:
                    advice = f"use {quoted_list(somebody.contact)}, or add {means} to the contacts of '{person}'"
                    yield KIND.at(means.span, f"'{person}' cannot be reached by {means}", help=advice)


CHECK = Check(KIND, check)
