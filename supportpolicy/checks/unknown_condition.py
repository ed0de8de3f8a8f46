"""SP208: a named condition that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind

KIND = Kind(
    "SP208",
    "unknown-condition",
    "error",
    "A condition asks for a named condition that does not exist.",
    "The rule could not be decided.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}]
fields: {down: {type: boolean}}
conditions: {serious: {down: true}}
routing: [{name: bad, when: {is: serius}, team: front}, {name: other, when: {is: serious}, team: front}, {name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}]
fields: {down: {type: boolean}}
conditions: {serious: {down: true}}
routing: [{name: bad, when: {is: serious}, team: front}, {name: all, team: front}]
""",
)

_PLACE = Place(("conditions",), "condition")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = list(context.policy.conditions)
    return unknown_names(context, KIND, ("condition",), known, _PLACE)


CHECK = Check(KIND, check)
