"""SP213: an action that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind

KIND = Kind(
    "SP213",
    "unknown-action",
    "error",
    "A step or rule has an action done that the section actions does not describe.",
    "Whoever should do it would not know what is meant.",
    """supportpolicy: 1
name: acme
escalation: [{name: late, steps: [{after: 1h, do: open-brige}]}]
actions: {open-bridge: Open a call for all.}
lifecycle: {rules: [{name: x, steps: [{after: 1h, do: open-bridge}]}]}
""",
    """supportpolicy: 1
name: acme
escalation: [{name: late, steps: [{after: 1h, do: open-bridge}]}]
actions: {open-bridge: Open a call for all.}
""",
)

_PLACE = Place(("actions",), "action")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = list(context.policy.actions)
    return unknown_names(context, KIND, ("action",), known, _PLACE)


CHECK = Check(KIND, check)
