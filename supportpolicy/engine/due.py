"""When a promise is due: amounts on a calendar from an instant, with pauses. All in seconds since 1970."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from supportpolicy.clock import ALWAYS, BeyondHorizon, Clock, NoBusinessDays
from supportpolicy.clock.pauses import Pause, paused_due
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.values import Facts

TEAM = "team"
"""The clock of the team that had the ticket when the target started."""

_DAY = 86_400


class Counting(NamedTuple):
    """The calendar on which a target or timeline counts."""

    name: str
    clock: Clock


class Due(NamedTuple):
    """When something is due without pauses."""

    counting: Counting
    at: int | None
    beyond: bool = False
    """Whether it lies past what the calendar knows."""


def counting_on(engine: Engine, name: str | None, team: str | None, facts: Facts) -> Counting:
    """The calendar that a clock's name means for a ticket: that of its team, the one chosen by a fact, or itself.

    Without a name, and where the team or the ticket gives no calendar, it is `always`.
    """
    wanted = name
    if name == TEAM:
        of_team = engine.teams.get(team or "")
        name = of_team.coverage if of_team is not None else None
    if name is not None and name != ALWAYS_OPEN:
        name = engine.clocks.chosen(name, facts.get)
    if name is None or name == ALWAYS_OPEN:
        clock = engine.clocks.every_day(engine.windows.zone.key) if wanted == TEAM else ALWAYS
        return Counting(ALWAYS_OPEN, clock)
    return Counting(name, engine.clocks.clock(name))


def target_due(target: Target, counting: Counting, start: int) -> Due:
    """When a promised target that starts at an instant is due if nothing pauses it."""
    try:
        if target.by is not None:
            days = counting.clock.days
            if days is None:
                return Due(counting, None)
            at = days.end_of_day(start) if target.by == "end of business day" else days.end_of_next_day(start)
            return Due(counting, at)
        if target.at_most is None:
            return Due(counting, None)
        return Due(counting, after(target.at_most, counting.clock, start))
    except BeyondHorizon:
        return Due(counting, None, beyond=True)
    except NoBusinessDays:
        return Due(counting, None)


def after(amount: Duration, clock: Clock, start: int, times: int = 1) -> int:
    """So many times an amount of time after an instant. Raises BeyondHorizon, NoBusinessDays."""
    if amount.minutes is not None:
        return clock.openings.deadline(start, 60 * amount.minutes * times)
    if amount.days is not None:
        return clock.openings.deadline(start, _DAY * amount.days * times)
    if clock.days is None:
        raise NoBusinessDays("a clock without a time zone of its own has no business days")
    return clock.days.due(start, (amount.business_days or 0) * times)


def with_pauses(counting: Counting, start: int, due: int, pauses: Sequence[Pause]) -> int | None:
    """A due time with pauses; None while one lasts. Raises BeyondHorizon."""
    return paused_due(counting.clock.openings, start, due, pauses) if pauses else due


def share_of(counting: Counting, start: int, due: int, percent: int, scale: int) -> int:
    """The instant at `percent / scale` of the open time between start and due. Raises BeyondHorizon."""
    if percent == scale:
        return due
    openings = counting.clock.openings
    whole = openings.open_between(start, due)
    part = whole * percent // scale
    return openings.deadline(start, part) if part > 0 else start
