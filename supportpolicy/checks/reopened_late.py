"""SP527: a reply may reopen a ticket for longer than the ticket stays open to it."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.promised import longer
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.conditions import ALWAYS

KIND = Kind(
    "SP527",
    "closed-before-reopening",
    "warning",
    "Replies are to reopen a ticket for longer than it takes until it is closed for good.",
    "A closed ticket is not reopened, so the last days of the promise do not exist. Customers are told that a reply is "
    "enough, and get a new ticket with nobody who knows the old one.",
    """supportpolicy: 1
name: acme
lifecycle:
  rules: [{name: close, starts_on: solved, stops_on: reopened, steps: [{after: 7d, status: closed}]}]
  reopen: {within: 30d}
""",
    """supportpolicy: 1
name: acme
lifecycle:
  rules: [{name: close, starts_on: solved, stops_on: reopened, steps: [{after: 30d, status: closed}]}]
  reopen: {within: 30d}
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """`reopen.within` that is longer than a step which closes every solved ticket."""
    lifecycle = context.policy.lifecycle
    within = lifecycle.reopen.within if lifecycle is not None and lifecycle.reopen is not None else None
    if lifecycle is None or within is None:
        return
    for rule in lifecycle.rules:
        if rule.when != ALWAYS or rule.about.effective is not None:
            continue
        if not {"solved", "entered:solved"}.intersection(rule.starts_on):
            continue
        for step in rule.steps:
            if step.status != "closed" or step.after is None or step.unless:
                continue
            if longer(within, ALWAYS_OPEN, step.after, rule.clock or ALWAYS_OPEN):
                yield KIND.at(
                    within.span,
                    f"a reply is to reopen the ticket for {within.text}, but it is closed after {step.after.text}",
                    help=f"write {step.after.text}, or close the ticket later",
                    related=(Related(step.after.span, f"'{rule.name}' closes it here"),),
                )
                return


CHECK = Check(KIND, check)
