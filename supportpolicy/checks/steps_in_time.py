"""SP503: steps that do not ascend in time. SP504: a step that does nothing."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.sections.timelines import Step
from supportpolicy.language.walk import ladders_of

NOT_ASCENDING = Kind(
    "SP503",
    "steps-not-ascending",
    "error",
    "A step comes before the one above it.",
    "`after` counts from the start of the timeline, not from the step before; written like this, the ladder "
    "was probably meant as distances between steps.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 30m, tell: lead}, {after: 20m, tell: agent}]}]
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 30m, tell: lead}, {after: 50m, tell: agent}]}]
""",
)
NOTHING = Kind(
    "SP504",
    "step-does-nothing",
    "error",
    "A step says when, but not what is done.",
    "Time would pass and nothing would happen.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 30m, tell: lead}, {after: 50m, via: phone}]}]
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 30m, tell: lead}, {after: 50m, tell: lead, via: chat}]}]
""",
)

_MINUTES = {"minutes": 1, "days": 1440, "business_days": 1440}


def check_ascending(context: Context) -> Iterator[Diagnostic]:
    """Steps that come too early, among `after` steps and among the `%` steps of one metric."""
    for steps in _ladders(context):
        last: dict[tuple[str, str], tuple[float, Step]] = {}
        for step in steps:
            if step.after is not None:
                amount = step.after
                # How long a business day is depends on the calendar, so business days are compared among themselves.
                key = ("after", "business days" if amount.unit == "business_days" else "open time")
                value, place, text = float(amount.number * _MINUTES[amount.unit]), amount.span, amount.text
            elif step.at is not None:
                key = ("at", str(step.of))
                value, place, text = float(step.at.number), step.at.span, step.at.text
            else:
                continue
            before = last.get(key)
            if before is not None and value <= before[0]:
                earlier = before[1].after or before[1].at
                assert earlier is not None
                yield NOT_ASCENDING.at(
                    place,
                    f"{text} is not later than the {earlier.text} of a step above it",
                    related=(Related(earlier.span, "the earlier step"),),
                    help="'after' counts from the start: write the steps in the order of time, or join the two",
                )
            else:
                last[key] = (value, step)


def check_nothing(context: Context) -> Iterator[Diagnostic]:
    """Steps without an effect."""
    for steps in _ladders(context):
        for step in steps:
            if not any((step.tell, step.assign, step.say, step.do, step.tag, step.status)):
                message = "this step does nothing"
                yield NOTHING.at(step.span, message, help="add what is done: tell, assign, say, do, tag or status")


def _ladders(context: Context) -> Iterator[tuple[Step, ...]]:
    for _, ladder in ladders_of(context.policy):
        yield ladder.steps
    if context.policy.emergency is not None:
        yield context.policy.emergency.steps


CHECKS = (Check(NOT_ASCENDING, check_ascending), Check(NOTHING, check_nothing))
