"""SP519: somebody is told by a means, and the policy does not say how to reach them at all."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.sections.timelines import Step
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP519",
    "contact-missing",
    "warning",
    "A step tells somebody by a means, but no contact is given for that role or team.",
    "Whoever sets up the pager from this policy has no number to put in. References to people and groups are what breaks "
    "first when rules are carried from one tool to another, and the call that does not go out is missed only later.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always}}
escalation: [{name: late, steps: [{after: 30m, tell: lead, via: phone}]}]
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: phone}}
escalation: [{name: late, steps: [{after: 30m, tell: lead, via: phone}]}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Roles and teams without contacts that a step tells by some means; each once. Of a wrong means there is SP601."""
    policy = context.policy
    if not context.complete("roles", "teams"):
        return
    steps: list[Step] = [step for _, ladder in ladders_of(policy) for step in ladder.steps]
    if policy.emergency is not None:
        steps.extend(policy.emergency.steps)
    said: set[str] = set()
    for step in steps:
        for person in step.tell if step.via else ():
            if str(person) in said:
                continue
            somebody = policy.roles.get(person) or policy.teams.get(person)
            if somebody is not None and not somebody.contact:
                said.add(str(person))
                yield KIND.at(
                    person.span,
                    f"'{person}' is told by {step.via[0]}, but the policy gives no contact for '{person}'",
                    help=f"add 'contact: {step.via[0]}' to '{person}', or leave 'via' out",
                    related=(Related(somebody.name.span, f"'{person}' is declared here"),),
                )


CHECK = Check(KIND, check)
