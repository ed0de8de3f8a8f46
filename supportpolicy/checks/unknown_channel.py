"""SP210: a channel that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind

KIND = Kind(
    "SP210",
    "unknown-channel",
    "error",
    "A channel is named that the policy does not have.",
    "Customers would be sent to a place that is not there.",
    """supportpolicy: 1
name: acme
channels: {email: {}, forum: {support: none, redirect: emial}}
""",
    """supportpolicy: 1
name: acme
channels: {email: {}, forum: {support: none, redirect: email}}
""",
)

_PLACE = Place(("channels",), "channel")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = list(context.policy.channels)
    return unknown_names(context, KIND, ("channel",), known, _PLACE)


CHECK = Check(KIND, check)
