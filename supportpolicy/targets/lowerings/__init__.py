"""Steps of lowering that targets share: each is made from data of the tool's dialect and says what it needs.

A good order: `left_out`, `only_metrics`, rules (`in_force`, `only_columns`, `at_most_levels`, `at_most_rules`), ladders, then
amounts (`minutes_only`, `one_clock`, `rounded`, `no_pauses`, `no_restart`), then hours from the outside in: `no_chosen_hours`,
`one_zone`, `known_zones`, `whole_holidays` or `no_holidays`, `holidays_between`, `one_span_a_day`, `on_grid`, `least_span`,
`before_midnight`. Amounts come before hours: then no promise is due later than by the policy as it is written.
"""

from supportpolicy.targets.lowerings.days import holidays_between, no_holidays, whole_holidays
from supportpolicy.targets.lowerings.promises import (
    minutes_of,
    minutes_only,
    no_pauses,
    no_restart,
    one_clock,
    only_metrics,
    rounded,
)
from supportpolicy.targets.lowerings.week import before_midnight, least_span, on_grid, one_span_a_day
from supportpolicy.targets.lowerings.zones import known_zones, no_chosen_hours, one_zone

__all__ = [
    "before_midnight",
    "holidays_between",
    "known_zones",
    "least_span",
    "minutes_of",
    "minutes_only",
    "no_chosen_hours",
    "no_holidays",
    "no_pauses",
    "no_restart",
    "on_grid",
    "one_clock",
    "one_span_a_day",
    "one_zone",
    "only_metrics",
    "rounded",
    "whole_holidays",
]
