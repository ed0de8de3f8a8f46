"""SP204: somebody to be told or asked who does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.builtin import PEOPLE

KIND = Kind(
    "SP204",
    "unknown-people",
    "error",
    "A step tells, or a rule asks, a role or team that does not exist.",
    "The message would go to nobody, and nobody would notice.",
    """supportpolicy: 1
name: acme
escalation: [{name: late, steps: [{after: 1h, tell: shift-led}]}]
roles: {shift-lead: {coverage: always, contact: chat}}
""",
    """supportpolicy: 1
name: acme
escalation: [{name: late, steps: [{after: 1h, tell: shift-lead}]}]
roles: {shift-lead: {coverage: always, contact: chat}}
""",
)

_PLACE = Place(
    ("roles", "teams"),
    "role or team",
    meant={
        "anybody-else": "second-person",
        "assignee": "agent",
        "customer": "requester",
        "lead": "team-lead",
        "manager": "team-lead",
        "owner": "agent",
        "team-leader": "team-lead",
        "user": "requester",
    },
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = [*context.policy.roles, *context.policy.teams, *(name for name, _ in PEOPLE)]
    return unknown_names(context, KIND, ("people",), known, _PLACE)


CHECK = Check(KIND, check)
