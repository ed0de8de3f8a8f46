"""SP522: in an emergency the customer hears less often than in an ordinary ticket."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import Tickets, certainly_disjoint, without
from supportpolicy.checks.promised import longer, place_of, promised_of, words_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.builtin import ALWAYS_OPEN

KIND = Kind(
    "SP522",
    "emergency-updates-slower",
    "warning",
    "Updates in an emergency come less often than a promise gives them to an ordinary ticket.",
    "While an emergency lasts, its own updates take the place of the promised ones: the customer whose service is down "
    "would hear less than before. Silence is what people remember of an outage.",
    """supportpolicy: 1
name: acme
roles: {on-call: {coverage: always, contact: page}}
emergency:
  when: {asks_for_human: true}
  steps: [{after: 0m, tell: on-call, via: page}]
  update_customer: {every: 2h, clock: always}
sla: [{name: all, targets: {first_response: 1h, update_every: 1h, clock: always}}]
""",
    """supportpolicy: 1
name: acme
roles: {on-call: {coverage: always, contact: page}}
emergency:
  when: {asks_for_human: true}
  steps: [{after: 0m, tell: on-call, via: page}]
  update_customer: {every: 30m, clock: always}
sla: [{name: all, targets: {first_response: 1h, update_every: 1h, clock: always}}]
""",
)
_DECIDED = ("severity", "emergency", "claimed", "team", "sla", "channel_support")
"""What an emergency changes: the promise may be for the same customer with an ordinary ticket."""


def check(context: Context) -> Iterator[Diagnostic]:
    """The updates of emergencies against every update_every that the same customers may have otherwise."""
    emergency = context.policy.emergency
    if emergency is None or emergency.update_customer is None or "update_every" in context.policy.metrics:
        return
    updates = emergency.update_customer
    overlaps = context.overlaps
    when = overlaps.tickets(emergency.when)
    for row in promised_of(context):
        target = row.target("update_every")
        if target is None or target.at_most is None or target.clock is None or row.promise.head.about.effective:
            continue
        if row.tickets.alternatives is None or certainly_disjoint(_undecided(row.tickets), when):
            continue
        if longer(updates.every, updates.clock or ALWAYS_OPEN, target.at_most, target.clock):
            yield KIND.at(
                updates.every.span,
                f"in an emergency customers hear every {updates.every.text}, with an ordinary ticket every "
                f"{words_of(target)}",
                help=f"write {words_of(target)} or less",
                related=(Related(place_of(target), "promised to ordinary tickets"),),
            )
            return


def _undecided(tickets: Tickets) -> Tickets:
    """The tickets, whatever is decided of them on the way."""
    return Tickets(frozenset(without(asks, *_DECIDED) for asks in tickets.alternatives or ()))


CHECK = Check(KIND, check)
