"""SP525: a ticket is solved or closed by the clock before its promise is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import Tickets, certainly_within
from supportpolicy.checks.promised import MOST, Promised, longer, place_of, promised_of, words_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language import builtin
from supportpolicy.language.amounts import Amount
from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.sla import Target
from supportpolicy.language.sections.timelines import Ladder
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP525",
    "closed-before-due",
    "warning",
    "A timeline solves or closes a ticket before what was promised is due.",
    "The report shows a kept promise and the customer has no answer. Desks that close by the clock start it when they "
    "wait for the customer, and give it a week or two.",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {resolve: 14d, clock: always}}]
lifecycle: {rules: [{name: tidy, starts_on: opened, steps: [{after: 7d, status: closed}]}]}
""",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {resolve: 14d, clock: always}}]
lifecycle:
  rules:
    - name: tidy
      starts_on: 'entered:waiting-on-customer'
      stops_on: customer_reply
      steps: [{after: 7d, status: closed}]
""",
)
_OVER = ("solved", "closed")


def check(context: Context) -> Iterator[Diagnostic]:
    """Steps to solved or closed that come before a target with the same start, of tickets that the timeline is for."""
    policy = context.policy
    if not context.complete("sla", "metrics", "conditions", "fields"):
        return
    overlaps = context.overlaps
    starts = _starts(policy)
    ladders = [ladder for _, ladder in ladders_of(policy)]
    for ladder in ladders:
        for step in ladder.steps:
            if step.status not in _OVER or ladder.about.effective is not None:
                continue
            if step.at is not None and step.of in starts and float(step.at.number) < 100:
                message = f"this makes the ticket {step.status} at {step.at.text} of {step.of}, before it is due"
                yield KIND.at(step.at.span, message, help=_HELP)
            if step.after is None or step.unless:
                continue  # where somebody has acted since, nobody can say
            rows = promised_of(context)
            if len(rows) * len(ladders) > MOST:
                return
            target = _due_later(rows, overlaps.tickets(ladder.when), ladder, step.after, starts)
            if target is not None:
                yield KIND.at(
                    step.after.span,
                    f"this makes the ticket {step.status} after {step.after.text}, and {target.metric} is due only "
                    f"after {words_of(target)}",
                    help=_HELP,
                    related=(Related(place_of(target), "the promise"),),
                )


_HELP = "give it more time than the promise has, or start it with 'entered:waiting-on-customer'"


def _due_later(
    rows: Sequence[Promised], tickets: Tickets, ladder: Ladder, after: Amount, starts: dict[str, frozenset[str]]
) -> Target | None:
    """The first target that starts with the timeline and is certainly due later, of a promise all of whose tickets it is for."""
    for row in rows:
        if row.promise.head.about.effective is not None or not certainly_within(row.tickets, tickets):
            continue
        for target in row.row.targets:
            if target.at_most is None or target.clock is None or target.metric not in starts:
                continue
            if starts[target.metric].issuperset(ladder.starts_on) and longer(
                target.at_most, target.clock, after, ladder.clock or ALWAYS_OPEN
            ):
                return target
    return None


def _starts(policy: Policy) -> dict[str, frozenset[str]]:
    """Each metric that runs once, with what it starts on."""
    found = {metric.name: frozenset(metric.starts_on) for metric in builtin.METRICS if not metric.again}
    found |= {str(name): frozenset(metric.starts_on) for name, metric in policy.metrics.items() if not metric.again}
    return found


CHECK = Check(KIND, check)
