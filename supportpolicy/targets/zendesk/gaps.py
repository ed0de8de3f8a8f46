"""What Zendesk cannot say of a policy, step by step, until nothing is left that it cannot."""

from __future__ import annotations

import datetime as dt

from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import Step, lowered_by
from supportpolicy.targets.lowerings import (
    holidays_between,
    known_zones,
    least_span,
    minutes_only,
    no_pauses,
    no_restart,
    on_grid,
    one_clock,
    one_zone,
    only_metrics,
    whole_holidays,
)
from supportpolicy.targets.zendesk.dialect import GRID, HOLIDAY_YEARS, LEAST_SPAN, METRICS
from supportpolicy.targets.zendesk.zones import NAME_OF

def lower(wish: Wish) -> tuple[Change, ...]:
    steps = (
        only_metrics(METRICS), minutes_only(), one_clock(always_beside=True), no_restart(), one_zone(), known_zones(NAME_OF),
        whole_holidays(), on_grid(GRID), least_span(LEAST_SPAN))
    return lowered_by(wish, steps)
