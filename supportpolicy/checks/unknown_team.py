"""SP201: a team that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.scope import NOBODY

KIND = Kind(
    "SP201",
    "unknown-team",
    "error",
    "A rule gives a ticket to a team that does not exist.",
    "The ticket would reach nobody.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}]
routing: [{name: all, team: fornt}]
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
""",
)

_PLACE = Place(("teams",), "team")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = [*context.policy.teams, NOBODY]
    return unknown_names(context, KIND, ("team",), known, _PLACE)


CHECK = Check(KIND, check)
