"""SP212: a severity level that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind

KIND = Kind(
    "SP212",
    "unknown-level",
    "error",
    "A rule gives a severity level that is not among the levels.",
    "Targets and routes are written for the levels; this one would have none.",
    """supportpolicy: 1
name: acme
severities: {levels: [high, low], rules: [{level: hihg}]}
""",
    """supportpolicy: 1
name: acme
severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}
""",
)

_PLACE = Place(("severities",), "severity level", add="to 'levels:' under 'severities:'")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = list(context.policy.severities.levels) if context.policy.severities else []
    return unknown_names(context, KIND, ("level",), known, _PLACE)


CHECK = Check(KIND, check)
