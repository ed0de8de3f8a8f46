"""Losses that only Zammad gives rise to."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind

_HEAD = """# export: zammad
supportpolicy: 1
name: shop
teams:
  - {name: front}
routing:
  - {name: all, team: front}
sla:
"""

ONE_UPDATE = Kind(
    "SP990",
    "one-update-clock",
    "error",
    "Zammad refuses an SLA with a time for the next response and one between updates.",
    "One of the two is left out: the one that asks for less.",
    _HEAD + "  - {name: all, targets: {next_response: 4h, update_every: 8h, clock: always}}\n",
    _HEAD + "  - {name: all, targets: {update_every: 8h, clock: always}}\n",
)

EARLY_UPDATE = Kind(
    "SP991",
    "update-before-response",
    "warning",
    "Zammad counts the time between updates from the opening, as long as nobody has answered.",
    "Where it is shorter than the time to the first response, a ticket is shown as escalated before it is.",
    _HEAD + "  - {name: all, targets: {first_response: 4h, update_every: 1h, clock: always}}\n",
    _HEAD + "  - {name: all, targets: {first_response: 1h, update_every: 4h, clock: always}}\n",
)

KINDS = (ONE_UPDATE, EARLY_UPDATE)
