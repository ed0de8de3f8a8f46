"""SP517: a ladder whose first step comes long after the target that it watches over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import Tickets, certainly_disjoint, certainly_within
from supportpolicy.checks.promised import MOST, Promised, longer, pauses_of, place_of, promised_of, words_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.amounts import Amount, Percent
from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.sections.sla import Target
from supportpolicy.language.sections.timelines import Ladder, Step

KIND = Kind(
    "SP517",
    "told-too-late",
    "warning",
    "A ladder tells somebody for the first time when the promise has long been broken.",
    "Nobody can save a target at twice its time. On-call tools make it easy to be late: a step waits its whole delay even "
    "where nobody was there for the one before. Half and three quarters of the target are good moments.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
sla: [{name: all, targets: {first_response: 1h, clock: always}}]
escalation: [{name: late, stops_on: first_response, steps: [{after: 4h, tell: lead}]}]
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
sla: [{name: all, targets: {first_response: 1h, clock: always}}]
escalation: [{name: late, stops_on: first_response, steps: [{at: 75%, of: first_response, tell: lead}]}]
""",
)
_TIMES = 2
"""How many times the target counts as long after it."""
_STOPS = {
    "first_response": "first_response",
    "agent_reply": "first_response",
    "solved": "resolve",
    "resolve": "resolve",
}
"""What ends a ladder -> the metric that it watches over; both begin when the ticket is opened."""


def check(context: Context) -> Iterator[Diagnostic]:
    """First steps that come at more than twice the target of every ticket they may be for."""
    policy = context.policy
    if not context.complete("sla", "metrics", "conditions", "fields"):
        return
    overlaps = context.overlaps
    for ladder in policy.escalation:
        step = ladder.steps[0] if ladder.steps else None
        if step is None or not step.tell:
            continue
        if step.at is not None and step.of is not None:
            if float(step.at.number) > 100 * _TIMES:
                yield _finding(step.at, f"{step.of} is {step.at.text} of its time", ())
            continue
        metric = _metric(ladder)
        if metric is None or metric in policy.metrics or step.after is None:
            continue
        rows = promised_of(context)
        if len(rows) * len(policy.escalation) > MOST:
            return
        target = _broken(rows, overlaps.tickets(ladder.when), metric, step, ladder.clock or ALWAYS_OPEN)
        if target is not None:
            related = (Related(place_of(target), f"the {metric} of such a ticket"),)
            yield _finding(step.after, f"{metric} was due after {words_of(target)}", related)


def _finding(when: Amount | Percent, due: str, related: tuple[Related, ...]) -> Diagnostic:
    return KIND.at(
        when.span,
        f"{when.text} is long after the promise is broken: {due}",
        help="tell somebody while there is time, such as {at: 75%, of: first_response}; later steps may come later",
        related=related,
    )


def _metric(ladder: Ladder) -> str | None:
    """What the ladder watches over, where it runs from the opening until that is met."""
    if tuple(ladder.starts_on) != ("opened",):
        return None
    found = {_STOPS.get(event, "") for event in ladder.stops_on} - {""}
    return "first_response" if "first_response" in found else "resolve" if found else None


def _broken(rows: Sequence[Promised], tickets: Tickets, metric: str, step: Step, clock: str) -> Target | None:
    """The first target of the tickets of a ladder; None where the step is not long after every one of them."""
    first: Target | None = None
    for row in rows:
        if certainly_disjoint(row.tickets, tickets):
            continue
        target = row.target(metric)
        if target is None or target.at_most is None or target.clock is None or step.after is None:
            return None
        # While a clock stands still the step comes nearer: how late it is, nobody can say.
        if pauses_of(row.promise, target) or not longer(step.after, clock, target.at_most, target.clock, _TIMES):
            return None
        first = first or target
        if certainly_within(tickets, row.tickets):
            break  # no rule below is asked for any of them
    return first


CHECK = Check(KIND, check)
