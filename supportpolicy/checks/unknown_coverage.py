"""SP202: a coverage that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.builtin import ALWAYS_OPEN

KIND = Kind(
    "SP202",
    "unknown-coverage",
    "error",
    "Hours are named that no coverage gives.",
    "Nobody could say when a promise is due, or who is there.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: ofice}]
routing: [{name: all, team: front}]
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
""",
)

_PLACE = Place(
    ("coverage",),
    "coverage",
    meant=dict.fromkeys(("24/7", "24x7", "247", "24h", "around-the-clock", "all-day", "any", "anytime"), ALWAYS_OPEN),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = [*context.policy.coverage, ALWAYS_OPEN]
    return unknown_names(context, KIND, ("coverage",), known, _PLACE)


CHECK = Check(KIND, check)
