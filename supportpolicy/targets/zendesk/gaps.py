"""What Zendesk cannot say of a policy, step by step, until nothing is left that it cannot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import Step, lowered_by
from supportpolicy.targets.lowerings import (
    at_most_levels,
    holidays_between,
    in_force,
    known_zones,
    least_span,
    left_out,
    minutes_only,
    no_ladders,
    no_restart,
    on_grid,
    one_clock,
    one_zone,
    only_metrics,
    sorted_once,
    step_delays,
    whole_holidays,
)
from supportpolicy.targets.zendesk.automations import cannot
from supportpolicy.targets.zendesk.carried import words_of
from supportpolicy.targets.zendesk.dialect import GRID, HOLIDAY_YEARS, LEAST_SPAN, METRICS, PRIORITIES
from supportpolicy.targets.zendesk.limits import within_limits
from supportpolicy.targets.zendesk.measures import usual_metrics
from supportpolicy.targets.zendesk.pauses import pauses_of_metrics
from supportpolicy.targets.zendesk.texts import comment_with_subject
from supportpolicy.targets.zendesk.triggers import SORTING_TABLES
from supportpolicy.targets.zendesk.zones import NAME_OF, ODD_ZONES


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that make a policy one that Zendesk can say."""
    steps: tuple[Step, ...] = (
        left_out(("voice and style",)),
        only_metrics(tuple(METRICS)),
        usual_metrics(),
        in_force(tables=SORTING_TABLES),
        comment_with_subject(),
        at_most_levels(PRIORITIES),
        within_limits(),
        _ladders,
        step_delays(60),
        minutes_only(),
        one_clock(always_beside=True),
        pauses_of_metrics(),
        no_restart(),
        one_zone(SORTING_TABLES),
        _zones,
        holidays_between(wish.today, years_after(wish.today, HOLIDAY_YEARS), SORTING_TABLES),
        whole_holidays(SORTING_TABLES),
        on_grid(GRID, SORTING_TABLES),
        least_span(LEAST_SPAN, SORTING_TABLES),
        sorted_once(SORTING_TABLES),
    )
    return lowered_by(wish, steps)


def _ladders(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Timelines as far as automations go."""
    words = words_of(compiled)
    runs = {rule.name: rule for rule in compiled.table("timelines").rules}
    yield from no_ladders(lambda timeline, step: cannot(words, runs.get(timeline.name), timeline, step))(wish, compiled)


def _zones(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Zones that Zendesk has a name for. Of those that serve as well, not one that nobody thinks of."""
    own = {calendar.timezone for calendar in compiled.calendars}
    names = {zone: name for zone, name in NAME_OF.items() if zone in own or zone not in ODD_ZONES}
    yield from known_zones(names, SORTING_TABLES)(wish, compiled)


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 28 February for a 29th that is not there, and the last date there is beyond it."""
    if day.year + years > dt.MAXYEAR:
        return dt.date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
