"""SP203: a clock that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.builtin import ALWAYS_OPEN, TEAM_CLOCK

KIND = Kind(
    "SP203",
    "unknown-clock",
    "error",
    "A target or timeline runs on a clock that is no coverage.",
    "Its due times could not be worked out.",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 4h, clock: ofice}}]
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
""",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 4h, clock: office}}]
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
""",
)

_PLACE = Place(
    ("coverage",),
    "clock",
    meant=dict.fromkeys(("24/7", "24x7", "247", "24h", "around-the-clock", "calendar", "calendar-hours"), ALWAYS_OPEN),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = [*context.policy.coverage, ALWAYS_OPEN, TEAM_CLOCK]
    return unknown_names(context, KIND, ("clock",), known, _PLACE)


CHECK = Check(KIND, check)
