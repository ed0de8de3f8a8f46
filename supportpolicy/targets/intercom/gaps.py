"""What Intercom cannot say, as steps of lowering: amounts before hours, hours from the outside in."""

from __future__ import annotations

from supportpolicy.targets.intercom.dialect import GRID, HOURS_OF, METRICS, NOTHING_FOR
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import lowered_by
from supportpolicy.targets.lowerings import left_out, minutes_only, on_grid, one_zone, only_metrics
from supportpolicy.targets.telling import told


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that Intercom needs. Business days become office hours, because a day there is 24 of these."""
    return lowered_by(
        wish,
        (
            told(left_out(NOTHING_FOR)),
            only_metrics(METRICS),
            minutes_only(),
            one_zone(HOURS_OF),
            on_grid(GRID, HOURS_OF),
        ),
    )
