"""SP512: two promises for the same tickets."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import ALL, Tickets
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span
from supportpolicy.language.sections.sla import Promise

KIND = Kind(
    "SP512",
    "promise-given-twice",
    "error",
    "Two promises have the same condition.",
    "The first rule that applies wins, so the second is never asked. In helpdesks that let both run, one target "
    "overwrites the other; whoever changes the second one here believes that the promise has changed.",
    """supportpolicy: 1
name: acme
sla:
  - {name: talk, when: {asks_for_human: true}, targets: {first_response: 1h, clock: always}}
  - {name: people, when: {asks_for_human: true}, targets: {first_response: 4h, clock: always}}
  - {name: rest, targets: none}
""",
    """supportpolicy: 1
name: acme
sla:
  - {name: talk, when: {asks_for_human: true}, targets: {first_response: 1h, next_response: 4h, clock: always}}
  - {name: rest, targets: none}
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Promises whose condition is that of one above, which is always in force."""
    overlaps = context.overlaps
    first: dict[Tickets, Promise] = {}
    complete = context.complete("sla", "conditions", "fields")
    for promise in context.policy.sla:
        tickets = overlaps.tickets(promise.head.when)
        if not tickets.alternatives or tickets == ALL:
            continue  # of rules below one without a condition there is a check of its own
        above = first.get(tickets)
        if above is not None and complete:
            yield KIND.at(
                _place(promise),
                "this promise is never asked: it is for the same tickets as one above it",
                related=(Related(_place(above), "the promise that they get"),),
                help="make one promise of the two, or change one of the conditions",
            )
        elif promise.head.about.effective is None:
            first[tickets] = promise


def _place(promise: Promise) -> Span:
    return promise.head.name.span if promise.head.name is not None else promise.span


CHECK = Check(KIND, check)
