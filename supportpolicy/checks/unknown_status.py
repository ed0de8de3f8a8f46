"""SP214: a ticket status that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.scope import known_statuses

KIND = Kind(
    "SP214",
    "unknown-status",
    "error",
    "A status is named that is neither built in nor in the section statuses.",
    "A clock would never pause, or a ticket never take it.",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 4h}, clock: always, pause_while: wating-on-customer}]
""",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 4h}, clock: always, pause_while: waiting-on-customer}]
""",
)

_PLACE = Place(
    ("statuses",),
    "status",
    meant={
        "awaiting-customer": "waiting-on-customer",
        "done": "solved",
        "hold": "on-hold",
        "paused": "on-hold",
        "pending": "waiting-on-customer",
        "resolved": "solved",
        "waiting": "waiting-on-customer",
        "waiting-for-customer": "waiting-on-customer",
    },
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = known_statuses(context.policy)
    return unknown_names(context, KIND, ("status",), known, _PLACE)


CHECK = Check(KIND, check)
