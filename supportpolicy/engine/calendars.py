"""The compiled calendars as clocks, each worked out when it is first asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from supportpolicy.clock import (
    ALWAYS,
    BusinessDayRule,
    Clock,
    Horizon,
    Stretch,
    Way,
    union_clock,
    weekly_calendar,
    weekly_clock,
)
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine.errors import UnknownName
from supportpolicy.engine.values import Value

ALWAYS_OPEN = "always"
DEFAULT_HORIZON = (dt.date(2020, 1, 1), dt.date(2035, 12, 31))
"""The dates for which hours are worked out where a policy has no horizon."""

EDGE = dt.timedelta(days=2)
"""What the members of a union are worked out for beyond the horizon, so that other zones leave no gap at its ends."""


class Clocks:
    """The clocks of one policy, by name. Holds those already worked out; asking twice gives the same clock.

    `known` are the clocks of a policy that is much alike: what it has worked out of the same calendars is taken over.
    """

    def __init__(self, compiled: Compiled, known: Clocks | None = None) -> None:
        self._calendars = {calendar.name: calendar for calendar in compiled.calendars}
        self._made: dict[str, Clock] = {ALWAYS_OPEN: ALWAYS}
        self._wider: dict[str, Clock] = {ALWAYS_OPEN: ALWAYS}
        first, last = (dt.date.fromisoformat(day) for day in compiled.horizon) if compiled.horizon else DEFAULT_HORIZON
        self.horizon = Horizon(first, last)
        self._with_edges = Horizon(first - EDGE, last + EDGE)
        if known is not None and known.horizon == self.horizon:
            same = {name for name in self._calendars if self._made_of(name) == known._made_of(name)}
            self._made.update((name, made) for name, made in known._made.items() if name in same)
            self._wider.update((name, made) for name, made in known._wider.items() if name in same)

    def chosen(self, name: str, fact: Callable[[str], Value | None]) -> str | None:
        """The name of the calendar itself: of one that depends on a fact, the one for this ticket; None where none is."""
        calendar = self._calendars.get(name)
        while calendar is not None and calendar.kind == "choose":
            value = fact(calendar.by or "")
            found = calendar.cases.get(_word(value)) if value is not None else None
            found = found if found is not None else calendar.otherwise
            if found is None:
                return None
            name = found
            calendar = self._calendars.get(name)
        return name

    def depends_on(self, name: str) -> tuple[str, ...]:
        """The facts by which a calendar is chosen."""
        calendar = self._calendars.get(name)
        if calendar is None or calendar.kind != "choose":
            return ()
        inner = (*calendar.cases.values(), *((calendar.otherwise,) if calendar.otherwise else ()))
        deeper = (fact for case in inner for fact in self.depends_on(case))
        return tuple(dict.fromkeys((calendar.by or "", *deeper)))

    def clock(self, name: str) -> Clock:
        """A calendar as a clock. Raises UnknownName; ClockError for one that is chosen by a fact."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._make(name, self.horizon)
        return made

    def every_day(self, zone: str) -> Clock:
        """Day and night, with every date of a zone as a business day: what `1bd` means for people who are always there."""
        name = f"{ALWAYS_OPEN} in {zone}"
        made = self._wider.get(name)
        if made is None:
            dated = union_clock([ALWAYS], zone, horizon=self.horizon)
            made = self._wider[name] = dated._replace(openings=ALWAYS.openings)
        return made

    def _made_of(self, name: str) -> tuple[Calendar | None, ...]:
        """A calendar with all that it unites."""
        calendar = self._calendars.get(name)
        inner = () if calendar is None else calendar.union
        return (calendar, *(one for member in inner for one in self._made_of(member)))

    def _make(self, name: str, horizon: Horizon) -> Clock:
        calendar = self._calendars.get(name)
        if calendar is None or calendar.kind == "choose":
            raise UnknownName("coverage" if calendar is None else "single coverage", name, tuple(self._calendars))
        if calendar.kind == "union":
            members = [self._member(member) for member in calendar.union]
            return union_clock(
                members, calendar.timezone, _rule(calendar), horizon=horizon if calendar.timezone else None
            )
        return _weekly(calendar, horizon)

    def _member(self, name: str) -> Clock:
        made = self._wider.get(name)
        if made is None:
            made = self._wider[name] = self._make(name, self._with_edges)
        return made


def _weekly(calendar: Calendar, horizon: Horizon) -> Clock:
    stretches = (
        Stretch(
            one.start_day,
            one.start_minute,
            one.start_zone,
            one.end_day,
            one.end_minute,
            one.end_zone,
        )
        for one in calendar.stretches
    )
    dates = {dt.date.fromisoformat(date): day.open for date, day in calendar.dates.items()}
    week = calendar.week or ((),) * 7
    return weekly_clock(
        weekly_calendar(calendar.timezone or "Etc/UTC", week, dates, stretches), horizon, _rule(calendar)
    )


def _rule(calendar: Calendar) -> BusinessDayRule:
    length = calendar.business_day_length
    ways: dict[str, Way] = {"same-time": "same-time", "close": "close", "open-time": "open-time"}
    seconds = 60 * (length.minutes or 0) if length is not None else 0
    return BusinessDayRule(calendar.business_days, ways[calendar.business_day], seconds)


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
