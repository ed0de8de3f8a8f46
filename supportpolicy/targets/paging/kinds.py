"""What no tool for calling people can say of a ladder: SP980 and SP981."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.paging.examples import ladder

_EXPORT = "alertmanager"

HOURS = Kind(
    "SP980",
    "ladder-around-the-clock",
    "error",
    "The tool waits day and night, and the ladder counts open hours.",
    "People are told earlier than the policy says, at night and on holidays too.",
    ladder(_EXPORT, "clock: office, steps: [{after: 1h, tell: lead, via: phone}]"),
    ladder(_EXPORT, "clock: always, steps: [{after: 1h, tell: lead, via: phone}]"),
)
ONLY_TELLS = Kind(
    "SP981",
    "step-only-tells",
    "warning",
    "The step also does something that a tool for calling people cannot do.",
    "Everybody is told, but nobody moves or tags the ticket unless the helpdesk does it.",
    ladder(_EXPORT, "clock: always, steps: [{after: 1h, tell: lead, via: phone, assign: front}]"),
    ladder(_EXPORT, "clock: always, steps: [{after: 1h, tell: lead, via: phone}]"),
)
