"""What Alertmanager cannot say, as steps of lowering."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.alertmanager.dialect import LEFT_OUT
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import lowered_by
from supportpolicy.targets.lowerings import left_out, no_ladders
from supportpolicy.targets.paging.examples import ladder
from supportpolicy.targets.paging.ladders import (
    around_the_clock,
    cannot_wait,
    nothing_but_telling,
    only_telling,
)

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

_STEPS = (
    only_telling(),
    no_ladders(cannot_wait),
    nothing_but_telling(ONLY_TELLS),
    around_the_clock(HOURS),
    left_out(LEFT_OUT),
)


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that make a policy one whose ladders Alertmanager can climb."""
    return lowered_by(wish, _STEPS)
