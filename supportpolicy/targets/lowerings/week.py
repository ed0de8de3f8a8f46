"""The shape of hours within a day: their grid, their least length, one span a day, an end before midnight.

Hours are only ever made longer, but for the last minutes before midnight: a clock that runs longer is due earlier, so no
customer waits longer than promised. One change for each calendar, for its week and its dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from supportpolicy.clock.instants import DAY_MINUTES
from supportpolicy.clock.pieces import joined
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.diagnostics import Kind
from supportpolicy.difference.days import DAYS, hours_in_words
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.days import Spans
from supportpolicy.targets.lowerings.using import TABLES, calendar_of, calendars_in_use, with_calendar

Edit = Callable[[Spans], Spans]
_LONGER = "it is open longer then; customers wait no longer than promised, and the team has less time than the policy gives it"


def on_grid(minutes: int, tables: Sequence[str] = TABLES) -> Step:
    """Hours begin and end at multiples of so many minutes of the day (a divisor of 1440): outwards to the next ones."""

    def edit(spans: Spans) -> Spans:
        return tuple(joined((start - start % minutes, end + -end % minutes) for start, end in spans))

    return _shaped(kinds.GRID, edit, f"it takes hours in steps of {minutes} minutes", _LONGER, tables)


def least_span(minutes: int, tables: Sequence[str] = TABLES) -> Step:
    """No opening is shorter than so many minutes: a shorter one ends later, or begins earlier where the day ends."""

    def longer(start: int, end: int) -> tuple[int, int]:
        if end - start >= minutes:
            return start, end
        until = min(DAY_MINUTES, start + minutes)
        return max(0, until - minutes), until

    def edit(spans: Spans) -> Spans:
        return tuple(joined(longer(*span) for span in spans))

    return _shaped(kinds.SHORT_SPAN, edit, f"it takes no opening shorter than {minutes} minutes", _LONGER, tables)


def one_span_a_day(tables: Sequence[str] = TABLES) -> Step:
    """One opening a day, from the first to the last minute: breaks are open."""

    def edit(spans: Spans) -> Spans:
        return ((spans[0][0], spans[-1][1]),) if spans else ()

    return _shaped(kinds.ONE_SPAN, edit, "it opens and closes once a day", _LONGER, tables)


def before_midnight(last: int = DAY_MINUTES - 1, tables: Sequence[str] = TABLES) -> Step:
    """Hours end at this minute of the day at the latest, such as 1439 where a tool cannot write 24:00."""

    def edit(spans: Spans) -> Spans:
        return tuple((start, min(end, last)) for start, end in spans if start < last)

    minutes = DAY_MINUTES - last
    told = f"the last {minutes} minutes of the day do" if minutes > 1 else "the last minute of the day does"
    lost = f"{told} not count, and what runs through midnight is due as much later"
    problem = f"its hours end at {last // 60:02d}:{last % 60:02d} at the latest"
    return _shaped(kinds.OVERNIGHT, edit, problem, lost, tables)


def until_midnight(minute: int, tables: Sequence[str] = TABLES) -> Step:
    """Hours that end at this minute of the day end at midnight: for tools that take it for the end of the day."""

    def edit(spans: Spans) -> Spans:
        return tuple((start, DAY_MINUTES if end == minute else end) for start, end in spans)

    problem = f"it takes {minute // 60:02d}:{minute % 60:02d} for the end of the day"
    return _shaped(kinds.GRID, edit, problem, _LONGER, tables)


def _shaped(kind: Kind, edit: Edit, problem: str, what: str, tables: Sequence[str]) -> Step:
    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for calendar in calendars_in_use(compiled, tables):
            if calendar.kind != "weekly":
                continue
            changed = _changed(calendar, edit)
            if changed is None:
                continue
            when, before, after = changed
            loss = Loss(
                kind,
                calendar.name,
                calendar.at,
                f"{problem}, and {calendar.name} is {hours_in_words(before)} on {when}",
                f"it is {hours_in_words(after)} on {when}{_and_others(calendar, edit)}; {what}",
            )
            yield Change(loss, _edited(calendar.name, edit))

    return step


def _changed(calendar: Calendar, edit: Edit) -> tuple[str, Spans, Spans] | None:
    """The first weekday or date that changes: its name, its hours before and after."""
    return next(_changes(calendar, edit), None)


def _changes(calendar: Calendar, edit: Edit) -> Iterator[tuple[str, Spans, Spans]]:
    for name, spans in zip(DAYS, calendar.week, strict=False):
        if edit(spans) != spans:
            yield name, spans, edit(spans)
    for date, day in calendar.dates.items():
        if edit(day.open) != day.open:
            yield date, day.open, edit(day.open)


def _and_others(calendar: Calendar, edit: Edit) -> str:
    others = sum(1 for _ in _changes(calendar, edit)) - 1
    if others == 0:
        return ""
    return f", and likewise on {others} other day{'s' if others > 1 else ''} of the week or the calendar"


def _edited(name: str, edit: Edit) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        calendar = calendar_of(compiled, name)
        if calendar is None:
            return compiled
        dates = {date: day._replace(open=edit(day.open)) for date, day in calendar.dates.items()}
        week = tuple(edit(spans) for spans in calendar.week)
        return with_calendar(compiled, calendar._replace(week=week, dates=dates))

    return apply
