"""SP215: an event that does not exist, or lacks its status or fact."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean
from supportpolicy.language.builtin import EVENTS
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


def check(context: Context) -> Iterator[Diagnostic]:
    """Every event named that does not exist."""
    known = set(known_events(context.policy))
    statuses = known_statuses(context.policy)
    for reference in context.references_to("event"):
        word, colon, argument = reference.name.partition(":")
        argument = argument.strip()
        kind = _WITH_ARGUMENT.get(word)
        if kind is None:
            if reference.name not in known and context.complete("events", "metrics"):
                words = [*known, *(f"{name}:{what.upper()}" for name, what in _WITH_ARGUMENT.items())]
                advice = did_you_mean(reference.name, words, what="the events are")
                yield KIND.at(reference.span, f"there is no event '{reference.name}'", help=advice)
        elif not colon or not argument:
            yield KIND.at(reference.span, f"'{word}' needs a {kind}", help=f"write {word}:{kind.upper()}")
        elif kind == "status" and argument not in statuses and context.complete("statuses"):
            advice = did_you_mean(argument, statuses, what="the statuses are")
            yield KIND.at(reference.span, f"there is no status '{argument}'", help=advice)
        elif kind == "field" and argument not in context.facts and context.complete("fields", "facts"):
            advice = did_you_mean(argument, context.facts, what="facts")
            yield KIND.at(reference.span, f"there is no fact '{argument}'", help=advice)


CHECK = Check(KIND, check)
