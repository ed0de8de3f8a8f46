"""SP521: an emergency of which nobody learns."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.promised import facts_read
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.conditions import Condition
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP521",
    "emergency-tells-nobody",
    "warning",
    "A policy says what an emergency is, and nobody is told of one: no step, no timeline and no route speaks of it.",
    "The customer is told that this is an emergency, and the ticket waits in the queue with all others. Published "
    "emergency rules name the pager that rings in the first minute.",
    """supportpolicy: 1
name: acme
emergency: {when: {asks_for_human: true}, update_customer: {every: 1h, clock: always}}
""",
    """supportpolicy: 1
name: acme
roles: {on-call: {coverage: always, contact: page}}
emergency:
  when: {asks_for_human: true}
  update_customer: {every: 1h, clock: always}
  steps: [{after: 0m, tell: on-call, via: page}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The section emergency where neither its steps nor anything else that reads it brings somebody in."""
    policy, emergency = context.policy, context.policy.emergency
    if emergency is None or not context.complete("emergency", "escalation", "communication", "lifecycle", "routing"):
        return
    if any(step.tell or step.assign or step.do for step in emergency.steps):
        return
    conditions: list[Condition] = [
        ladder.when for _, ladder in ladders_of(policy) if any(s.tell or s.assign or s.do for s in ladder.steps)
    ]
    conditions += [route.head.when for route in policy.routing]
    # A ladder or route for grave tickets is one for emergencies too, since these are raised to a level.
    asked = {"emergency", "claimed", "severity"} if emergency.severity is not None else {"emergency", "claimed"}
    asked |= facts_read(policy, emergency.when)
    if any(not asked.isdisjoint(facts_read(policy, condition)) for condition in conditions):
        return
    if any(rule.head.follow.do for rule in policy.sla):
        return  # some action may call people
    yield KIND.at(
        emergency.span,
        "nobody is told of an emergency",
        help="add 'steps:' that tell somebody who is on call, such as {after: 0m, tell: on-call, via: page}",
    )


CHECK = Check(KIND, check)
