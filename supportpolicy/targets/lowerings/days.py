"""Single dates: days with other hours, holidays, and how far ahead a tool takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar, Day
from supportpolicy.difference.days import hours_in_words
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.using import TABLES, calendar_of, calendars_in_use, with_calendar

Spans = tuple[tuple[int, int], ...]


def whole_holidays(tables: Sequence[str] = TABLES) -> Step:
    """Dates are closed all day or usual; every other one has the usual hours of its weekday.

    For tools that know holidays by date. Needs weeks of hours: stretches are made so by `one_zone`, which comes before.
    One change for each date. Usual hours that hold those of the day never lead to a later due time.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for calendar in _weekly(compiled, tables):
            for date, day in calendar.dates.items():
                if day.open and day.open != _usual(calendar, date):
                    yield _whole(calendar, date, day)

    return step


def no_holidays(tables: Sequence[str] = TABLES) -> Step:
    """Every week is the same. For tools that know no dates at all. One change for each calendar."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for calendar in _weekly(compiled, tables):
            other = [date for date, day in calendar.dates.items() if day.open != _usual(calendar, date)]
            if not other:
                continue
            wider = all(holds(_usual(calendar, date), calendar.dates[date].open) for date in other)
            loss = Loss(
                kinds.NO_HOLIDAYS,
                calendar.name,
                calendar.at,
                f"it has the same hours every week, and {calendar.name} has other hours on {_dates(other)}",
                f"it counts the usual hours on these dates; {_better(wider)}",
            )
            yield Change(loss, _without_dates(calendar.name, lambda _: True))

    return step


def holidays_between(first: dt.date, last: dt.date | None, tables: Sequence[str] = TABLES) -> Step:
    """Dates from `first` to `last` (both included; None: without end) only. What is left out has usual hours.

    What lies before `first` is over: a note. What comes after `last` is missing until the policy is exported again. One
    change each for every calendar.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        low, high = first.isoformat(), last.isoformat() if last is not None else "9999-12-31"
        for calendar in _weekly(compiled, tables):
            past = [date for date in calendar.dates if date < low]
            if past:
                loss = Loss(
                    kinds.FAR_HOLIDAY._replace(level="info"),
                    f"{calendar.name} before {low}",
                    calendar.at,
                    f"{calendar.name} has {_dates(past)} before {low}, which are over",
                    "they are left out; nothing that is opened from then on is due otherwise",
                )
                yield Change(loss, _without_dates(calendar.name, low.__gt__))
            far = [date for date in calendar.dates if date > high]
            if far:
                loss = Loss(
                    kinds.FAR_HOLIDAY,
                    f"{calendar.name} after {high}",
                    calendar.at,
                    f"it takes dates until {high}, and {calendar.name} has {_dates(far)} after that",
                    "it counts the usual hours on these dates until the policy is exported again",
                )
                yield Change(loss, _without_dates(calendar.name, high.__lt__))

    return step


def holds(outer: Spans, inner: Spans) -> bool:
    """Whether all of some hours lie within others; each sorted, and no two that touch."""
    return all(any(low <= start and end <= high for low, high in outer) for start, end in inner)


def _weekly(compiled: Compiled, tables: Sequence[str]) -> Iterator[Calendar]:
    return (one for one in calendars_in_use(compiled, tables) if one.kind == "weekly")


def _usual(calendar: Calendar, date: str) -> Spans:
    return calendar.week[dt.date.fromisoformat(date).weekday()] if calendar.week else ()


def _whole(calendar: Calendar, date: str, day: Day) -> Change:
    usual = _usual(calendar, date)
    name = f" ({day.name})" if day.name else ""
    loss = Loss(
        kinds.SHORT_DAY,
        f"{calendar.name} {date}",
        day.at or calendar.at,
        f"it knows whole days only, and {calendar.name} is {hours_in_words(day.open)} on {date}{name}",
        f"it takes {date} for a usual day, {hours_in_words(usual)}; {_better(holds(usual, day.open))}",
    )
    return Change(loss, _without_dates(calendar.name, date.__eq__))


def _better(wider: bool) -> str:
    if wider:
        return "customers wait no longer than promised, and the team has less time than the policy gives it"
    return "hours of the policy that are not counted make what runs over them due later than promised"


def _dates(dates: Sequence[str]) -> str:
    if len(dates) == 1:
        return dates[0]
    return f"{len(dates)} dates, {min(dates)} the first"


def _without_dates(name: str, left_out: Callable[[str], bool]) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        calendar = calendar_of(compiled, name)
        if calendar is None:
            return compiled
        dates = {date: day for date, day in calendar.dates.items() if not left_out(date)}
        return with_calendar(compiled, calendar._replace(dates=dates))

    return apply
