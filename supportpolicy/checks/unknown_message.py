"""SP206: a message that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind

KIND = Kind(
    "SP206",
    "unknown-message",
    "error",
    "A rule tells the customer a message that does not exist.",
    "The customer would get nothing, or an empty mail.",
    """supportpolicy: 1
name: acme
channels: {forum: {support: none, say: use-emial}}
messages: {use-email: Please write to us.}
lifecycle: {rules: [{name: remind, starts_on: reopened, steps: [{after: 7d, say: use-email}]}]}
""",
    """supportpolicy: 1
name: acme
channels: {forum: {support: none, say: use-email}}
messages: {use-email: Please write to us.}
""",
)

_PLACE = Place(("messages",), "message")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = list(context.policy.messages)
    return unknown_names(context, KIND, ("message",), known, _PLACE)


CHECK = Check(KIND, check)
