"""Steps of lowering that targets share: each is made from data of the tool's dialect and says what it needs.

A good order: `left_out`, `only_metrics`, rules (`in_force`, `only_columns`, `at_most_levels`, `at_most_rules`), ladders
(`no_ladders`, `no_unless`, `step_delays`), then amounts (`minutes_only`, `one_clock`, `rounded`, `no_pauses`, `no_restart`), then
hours from the outside in: `no_chosen_hours`, `one_zone`, `known_zones`, `whole_holidays` or `no_holidays`, `holidays_between`,
`one_span_a_day`, `on_grid`, `least_span`, `before_midnight`, `until_midnight`; last `sorted_once`. Amounts come before hours: then no promise is
due later than by the policy as it is written.
"""

from supportpolicy.targets.lowerings.conditions import at_most_rules, in_force, only_columns
from supportpolicy.targets.lowerings.days import holidays_between, no_holidays, whole_holidays
from supportpolicy.targets.lowerings.ladders import no_ladders, no_unless, step_delays
from supportpolicy.targets.lowerings.promises import (
    minutes_of,
    minutes_only,
    no_pauses,
    no_restart,
    one_clock,
    only_metrics,
    rounded,
)
from supportpolicy.targets.lowerings.severities import at_most_levels
from supportpolicy.targets.lowerings.topics import left_out, sorted_once
from supportpolicy.targets.lowerings.week import before_midnight, least_span, on_grid, one_span_a_day, until_midnight
from supportpolicy.targets.lowerings.zones import known_zones, no_chosen_hours, one_zone

__all__ = [
    "at_most_levels",
    "at_most_rules",
    "before_midnight",
    "holidays_between",
    "in_force",
    "known_zones",
    "least_span",
    "left_out",
    "minutes_of",
    "minutes_only",
    "no_chosen_hours",
    "no_holidays",
    "no_ladders",
    "no_pauses",
    "no_restart",
    "no_unless",
    "on_grid",
    "one_clock",
    "one_span_a_day",
    "one_zone",
    "only_columns",
    "only_metrics",
    "rounded",
    "sorted_once",
    "step_delays",
    "until_midnight",
    "whole_holidays",
]
