"""SP205: a role that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind

KIND = Kind(
    "SP205",
    "unknown-role",
    "error",
    "A team is led by a role that does not exist.",
    "Steps that tell the lead of the team would tell nobody.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always, lead: shift-led}]
routing: [{name: all, team: front}]
roles: {shift-lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 1h, tell: shift-lead}]}]
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always, lead: shift-lead}]
routing: [{name: all, team: front}]
roles: {shift-lead: {coverage: always, contact: chat}}
""",
)

_PLACE = Place(("roles",), "role")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = list(context.policy.roles)
    return unknown_names(context, KIND, ("role",), known, _PLACE)


CHECK = Check(KIND, check)
