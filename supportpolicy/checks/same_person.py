"""SP515: a ladder that ends with its first person. SP516: a ladder whose steps all tell the same people."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span, quoted_list
from supportpolicy.language.sections.timelines import Step

ENDS = Kind(
    "SP515",
    "ladder-ends-where-it-began",
    "warning",
    "The last step of a ladder tells only those whom its first step told.",
    "A ladder is for the case that somebody did not answer, so its last call should not go to the phone that nobody "
    "picked up. One published procedure ends with a senior manager, a quarter of an hour after the first page.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: phone}, head: {coverage: always, contact: phone}}
escalation:
  - {name: late, steps: [{after: 30m, tell: lead}, {after: 1h, tell: head}, {after: 2h, tell: lead}]}
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: phone}, head: {coverage: always, contact: phone}}
escalation:
  - {name: late, steps: [{after: 30m, tell: lead}, {after: 1h, tell: lead}, {after: 2h, tell: head}]}
""",
)
SAME = Kind(
    "SP516",
    "ladder-tells-one-person",
    "info",
    "Every step of a ladder tells the same people in the same way.",
    "Whoever is ill is told again and again. Published escalation rules name another person at each step: the one on "
    "call, ten minutes later a manager, then a senior manager.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 30m, tell: lead}, {after: 1h, tell: lead}]}]
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}, head: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 30m, tell: lead}, {after: 1h, tell: head}]}]
""",
)


def check_ends(context: Context) -> Iterator[Diagnostic]:
    """Ladders that go to others and come back."""
    for steps in _climbing(context):
        first, last = steps[0], steps[-1]
        between = {str(name) for step in steps for name in step.tell} - {str(name) for name in first.tell}
        if not between or not {*last.tell} <= {*first.tell} or _does_more(last) or set(last.via) - set(first.via):
            continue
        yield ENDS.at(
            _place(last),
            f"the last step tells {quoted_list(last.tell, last='and')} again, whom the first step told already",
            help="end with somebody who was not told before and can decide, such as a manager",
            related=(Related(_place(first), "the first step"),),
        )


def check_same(context: Context) -> Iterator[Diagnostic]:
    """Ladders that only repeat themselves."""
    for steps in _climbing(context):
        told = {(frozenset(step.tell), frozenset(step.via), step.note) for step in steps}
        if len(told) > 1 or any(_does_more(step) for step in steps[1:]):
            continue
        yield SAME.at(
            _place(steps[1]),
            f"every step tells {quoted_list(steps[0].tell, last='and')}, each time in the same way",
            help="tell somebody else at a later step, or reach the same person in another way with 'via'",
            related=(Related(_place(steps[0]), "told here first"),),
        )


def _climbing(context: Context) -> Iterator[list[Step]]:
    """The telling steps of each ladder that has several, but for steps that repeat themselves by design."""
    ladders = [ladder.steps for ladder in context.policy.escalation]
    if context.policy.emergency is not None:
        ladders.append(context.policy.emergency.steps)
    for steps in ladders:
        telling = [step for step in steps if step.tell and step.every is None]
        if len(telling) > 1:
            yield telling


def _does_more(step: Step) -> bool:
    """Whether a step is there for something else as well."""
    return any((step.assign, step.say, step.do, step.tag, step.status))


def _place(step: Step) -> Span:
    return step.tell[0].span


CHECKS = (Check(ENDS, check_ends), Check(SAME, check_same))
