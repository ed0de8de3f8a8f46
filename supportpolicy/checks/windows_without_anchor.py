"""SP612: a refund depends on a window of time from an instant that no ticket brings along."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.written_out import every_test
from supportpolicy.diagnostics import Diagnostic, Kind, Span
from supportpolicy.language.policy import Policy

KIND = Kind(
    "SP612",
    "window-without-anchor",
    "warning",
    "A refund asks how long ago something was, and of this instant alone nothing says where it comes from or how to ask for it.",
    "A missing fact is never guessed, so every such refund stays undecided, and the agent is not told what to ask. Hosts "
    "promise money back for 14, 30 or 45 days; from which day on is what customers dispute.",
    """supportpolicy: 1
name: acme
fields: {order.delivered_at: {type: time}, order.opened: {type: boolean, ask: Has the box been opened?}}
refunds: [{name: in time, when: {order.opened: false, order.delivered_at: {within: 14d}}, decision: approve}]
""",
    """supportpolicy: 1
name: acme
fields:
  order.delivered_at: {type: time, ask: When did the parcel arrive?}
  order.opened: {type: boolean, ask: Has the box been opened?}
refunds: [{name: in time, when: {order.opened: false, order.delivered_at: {within: 14d}}, decision: approve}]
""",
)

_WINDOWS = ("within", "in_next", "older_than")


def check(context: Context) -> Iterator[Diagnostic]:
    """Windows and bands of refunds over times that are neither built in, asked for, nor given by the helpdesk.

    Silent where no field at all says so: there every fact comes by its own name.
    """
    policy = context.policy
    if not policy.refunds or not context.complete("fields", "facts", "events"):
        return
    if not any(field.ask or field.source for field in policy.fields.values()):
        return
    said: set[Span] = set()
    happens = {str(event.at) for event in policy.events.values()}
    for rule in policy.refunds:
        uses = [
            (str(test.field), test.field.span)
            for test in every_test(rule.head.when, policy)
            if test.operator in _WINDOWS
        ]
        if rule.amount is not None and rule.amount.bands is not None:
            uses.append((str(rule.amount.bands.by), rule.amount.bands.by.span))
        for name, span in uses:
            missing = _nowhere(name, policy, happens)
            if missing and span not in said:
                said.add(span)
                yield KIND.at(
                    span,
                    f"no ticket brings {missing} along, and nobody is told how to ask for it",
                    help=f"give the field '{missing}' an 'ask:' or a 'from:'",
                )


def _nowhere(name: str, policy: Policy, happens: set[str]) -> str:
    """The field that nobody can know, if all that the fact is worked out from are such fields."""
    derived = policy.facts.get(name)
    parts = [str(part) for part in derived.of] if derived is not None else [name]
    for part in parts:
        field = policy.fields.get(part)
        if field is None or field.type != "time" or field.ask or field.source or part in happens or _built_in(part):
            return ""
    return parts[0]


def _built_in(name: str) -> bool:
    from supportpolicy.language.builtin import FACTS

    return any(fact.name == name for fact in FACTS)


CHECK = Check(KIND, check)
