"""SP528: a customer who has answered is reminded all the same."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.promised import facts_read
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.builtin import STATUSES
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.timelines import Ladder, Step
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP528",
    "reminded-after-answering",
    "warning",
    "A timeline that waits for the customer goes on when the customer has answered.",
    "The customer writes back, and a week later is asked whether anybody is there, or finds the ticket solved for want "
    "of an answer. Published rules for tickets that wait all end with the customer's reply.",
    """supportpolicy: 1
name: acme
messages: {still-there: Is this still a problem?}
lifecycle:
  rules:
    - {name: remind, starts_on: 'entered:waiting-on-customer', stops_on: solved, steps: [{after: 7d, say: still-there}]}
""",
    """supportpolicy: 1
name: acme
messages: {still-there: Is this still a problem?}
lifecycle:
  rules:
    - name: remind
      starts_on: 'entered:waiting-on-customer'
      stops_on: [customer_reply, solved]
      steps: [{after: 7d, say: still-there}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Timelines from a status that waits for the customer which neither the customer's reply nor a change of it ends."""
    policy = context.policy
    if not context.complete("statuses", "conditions", "lifecycle", "communication"):
        return
    waiting = {f"entered:{name}" for name in _waiting(policy)}
    for section, ladder in ladders_of(policy):
        start = next((event for event in ladder.starts_on if event in waiting), None)
        if section == "escalation" or start is None or _ends(ladder) or "status" in facts_read(policy, ladder.when):
            continue
        step = next((step for step in ladder.steps if _bothers(step)), None)
        if step is not None:
            stops = ladder.stops_on
            place = stops[0].span if stops else ladder.name.span
            yield KIND.at(
                place,
                f"'{ladder.name}' goes on when the customer has answered",
                help="add customer_reply to 'stops_on:'",
                related=(Related(start.span, "it starts when the ticket waits for the customer"),),
            )


def _waiting(policy: Policy) -> set[str]:
    names = {status.name for status in STATUSES if status.waiting_on == "customer"} - set(policy.statuses)
    return names | {str(name) for name, status in policy.statuses.items() if status.waiting_on == "customer"}


def _ends(ladder: Ladder) -> bool:
    """Whether a reply may end it: by itself, or by the status or the fact that changes with it."""
    return any(event == "customer_reply" or event.startswith(("entered:", "changed:")) for event in ladder.stops_on)


def _bothers(step: Step) -> bool:
    """Whether a step says something, solves or closes, even where the customer has written."""
    return bool(step.say or step.status in ("solved", "closed")) and not step.unless


CHECK = Check(KIND, check)
