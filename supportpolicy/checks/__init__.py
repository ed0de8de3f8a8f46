"""Checks over what a policy says: one small module each, listed here in the order of their codes."""

from __future__ import annotations

from supportpolicy.checks import (
    after_catch_all,
    circles,
    clocks_and_units,
    condition_size,
    contact_means,
    countries,
    currencies,
    fields_that_fit,
    grid_cells,
    holiday_names,
    horizon,
    language_codes,
    lock_of_holidays,
    never_open,
    order_of_sections,
    overlapping_exceptions,
    overlapping_hours,
    placeholders,
    similar_names,
    sla_clock,
    sla_rows,
    stage_order,
    steps_in_time,
    tests_that_fit,
    time_zones,
    translations,
    unknown_action,
    unknown_channel,
    unknown_clock,
    unknown_condition,
    unknown_coverage,
    unknown_event,
    unknown_fact,
    unknown_language,
    unknown_level,
    unknown_message,
    unknown_metric,
    unknown_money,
    unknown_people,
    unknown_role,
    unknown_status,
    unknown_team,
    unused_lock,
    unused_names,
    zone_missing,
)
from supportpolicy.checks.context import Check, Context, context_of
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.policy import Policy

CHECKS: tuple[Check, ...] = (
    unknown_team.CHECK,
    unknown_coverage.CHECK,
    unknown_clock.CHECK,
    unknown_people.CHECK,
    unknown_role.CHECK,
    unknown_message.CHECK,
    unknown_fact.CHECK,
    unknown_condition.CHECK,
    unused_names.CHECK,
    unknown_channel.CHECK,
    unknown_language.CHECK,
    unknown_level.CHECK,
    unknown_action.CHECK,
    unknown_status.CHECK,
    unknown_event.CHECK,
    unknown_metric.CHECK,
    unknown_money.CHECK,
    *tests_that_fit.CHECKS,
    stage_order.CHECK,
    circles.CHECK,
    fields_that_fit.CHECK,
    similar_names.CHECK,
    order_of_sections.CHECK,
    grid_cells.CHECK,
    time_zones.CHECK,
    countries.CHECK,
    overlapping_hours.CHECK,
    overlapping_exceptions.CHECK,
    *clocks_and_units.CHECKS,
    *horizon.CHECKS,
    lock_of_holidays.CHECK,
    holiday_names.CHECK,
    unused_lock.CHECK,
    zone_missing.CHECK,
    never_open.CHECK,
    after_catch_all.CHECK,
    condition_size.CHECK,
    sla_clock.CHECK,
    sla_rows.CHECK,
    *steps_in_time.CHECKS,
    contact_means.CHECK,
    *currencies.CHECKS,
    *translations.CHECKS,
    *placeholders.CHECKS,
    language_codes.CHECK,
)
"""Every check of this room."""

KINDS: tuple[Kind, ...] = tuple(check.kind for check in CHECKS)


def run_checks(policy: Policy) -> list[Diagnostic]:
    """What every check finds in a policy."""
    context = context_of(policy)
    return [finding for check in CHECKS for finding in check.run(context)]


__all__ = ["CHECKS", "KINDS", "Check", "Context", "context_of", "run_checks"]
