"""What Alertmanager cannot say, as steps of lowering."""

from __future__ import annotations

from supportpolicy.targets.alertmanager.dialect import LEFT_OUT
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import lowered_by
from supportpolicy.targets.lowerings import left_out, no_ladders
from supportpolicy.targets.paging.kinds import HOURS, ONLY_TELLS
from supportpolicy.targets.paging.ladders import (
    around_the_clock,
    cannot_wait,
    nothing_but_telling,
    only_telling,
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
