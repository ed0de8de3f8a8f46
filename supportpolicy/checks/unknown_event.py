"""SP215: an event that does not exist, or lacks its status or fact."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, advice, near_fact
from supportpolicy.diagnostics import Diagnostic, Kind, closest, meant
from supportpolicy.language.builtin import EVENTS
from supportpolicy.language.references import Reference
from supportpolicy.language.scope import known_events, known_statuses

KIND = Kind(
    "SP215",
    "unknown-event",
    "error",
    "A timeline or metric waits for an event that does not exist.",
    "It would never start, or never stop.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, stops_on: agent_replied, steps: [{after: 1h, tell: lead}]}]
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, stops_on: agent_reply, steps: [{after: 1h, tell: lead}]}]
""",
)

_WITH_ARGUMENT = {event.name: event.argument for event in EVENTS if event.argument}
_EXAMPLES = {"status": "entered:solved", "field": "changed:severity"}
_PLACE = Place(
    ("events", "metrics"),
    "event",
    meant={
        "answered": "agent_reply",
        "created": "opened",
        "customer-replied": "customer_reply",
        "first-reply": "first_response",
        "new": "opened",
        "picked-up": "acknowledged",
        "replied": "agent_reply",
        "reply": "agent_reply",
        "resolved": "solved",
        "submitted": "opened",
    },
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every event named that does not exist."""
    known = list(dict.fromkeys(known_events(context.policy)))
    for reference in context.references_to("event"):
        word, colon, argument = reference.name.partition(":")
        kind = _WITH_ARGUMENT.get(word)
        if kind is not None:
            yield from _argument(context, reference, kind, argument.strip() if colon else "")
        elif reference.name not in known and context.complete(*_PLACE.sections):
            message = f"there is no event '{reference.name}'"
            status = closest(reference.name, known_statuses(context.policy))
            entered = meant(reference.name, f"entered:{status}", sure=False) if status else None
            help_text = entered or advice(reference.name, known, _PLACE)
            yield KIND.at(reference.span, message, help=help_text)


def _argument(context: Context, reference: Reference, kind: str, argument: str) -> Iterator[Diagnostic]:
    """What stands behind the colon of `entered:` and `changed:`."""
    if not argument:
        event = reference.name.partition(":")[0]
        what = "a status" if kind == "status" else "a fact"
        message = f"'{event}' needs {what} behind a colon"
        yield KIND.at(reference.span, message, help=f"write for example {_EXAMPLES[kind]}")
        return
    statuses = known_statuses(context.policy)
    place = reference.span.inside(len(reference.name) - len(argument) + _quotes(reference), len(argument))
    if kind == "status" and argument not in statuses and context.complete("statuses"):
        help_text = advice(argument, statuses, Place(("statuses",), "status"))
        yield KIND.at(place, f"there is no status '{argument}'", help=help_text)
    elif kind == "field" and argument not in context.facts and context.complete("fields", "facts"):
        near = near_fact(argument, list(context.facts))
        help_text = meant(argument, near) if near else f"add '{argument}' under 'fields:'"
        yield KIND.at(place, f"there is no fact '{argument}'", help=help_text)


def _quotes(reference: Reference) -> int:
    """1 where the event is written in quotes, so that its characters begin one later."""
    return int(reference.span.end_col - reference.span.col == len(reference.name) + 2)


CHECK = Check(KIND, check)
