"""SP216: a metric that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.scope import known_metrics

KIND = Kind(
    "SP216",
    "unknown-metric",
    "error",
    "A target or step is for a metric that is neither built in nor in the section metrics.",
    "The promise would be measured by nothing.",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_repsonse: 4h}, clock: always}]
""",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 4h}, clock: always}]
""",
)

_PLACE = Place(
    ("metrics",),
    "metric",
    meant={
        "first-reply-time": "first_response",
        "frt": "first_response",
        "next-reply": "next_response",
        "next-reply-time": "next_response",
        "periodic-update": "update_every",
        "resolution": "resolve",
        "resolution-time": "resolve",
        "solve": "resolve",
        "time-to-resolution": "resolve",
        "ttr": "resolve",
        "update": "update_every",
    },
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = known_metrics(context.policy)
    return unknown_names(context, KIND, ("metric",), known, _PLACE)


CHECK = Check(KIND, check)
