"""Hours that are put together from several zones, chosen by a fact, or kept in a zone that a tool does not know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from supportpolicy.clock import Horizon
from supportpolicy.clock.instants import date_of, day_number, weekday_of
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.pieces import joined, without
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar, Day
from supportpolicy.difference.days import by_date
from supportpolicy.engine.calendars import DEFAULT_HORIZON, Clocks
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.days import Spans
from supportpolicy.targets.lowerings.using import TABLES, calendar_of, calendars_in_use, with_calendar

_HOUR = 3600


def no_chosen_hours(tables: Sequence[str] = TABLES) -> Step:
    """No calendar depends on a fact: it is open when any of those is that it may choose.

    For tools in which all tickets of a promise count on one schedule. Comes before `one_zone`, since the hours may lie in
    several zones, and after `minutes_only`, since a business day may be longer on the joined hours.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for calendar in calendars_in_use(compiled, tables):
            if calendar.kind != "choose":
                continue
            names = _cases(compiled, calendar.name)
            missing = (
                ""
                if calendar.otherwise is not None
                else f"; a ticket that has no hours by {calendar.by} counted day and night, and is due later now"
            )
            loss = Loss(
                kinds.CHOSEN,
                calendar.name,
                calendar.at,
                f"it has the same hours for all tickets, and {calendar.name} depends on {calendar.by}",
                f"it is open when any of {', '.join(names)} is; no ticket that has one of these is due later than "
                f"promised, and the team has less time than the policy gives it{missing}",
            )
            yield Change(loss, _joined_hours(calendar.name))

    return step


def one_zone(tables: Sequence[str] = TABLES) -> Step:
    """Unions, and stretches between zones, become weeks of hours in one zone: that of the calendar, else of the policy.

    For tools whose schedules are a week in one zone. A weekday is open whenever it is in any week of the horizon; dates of
    the members become dates of the whole, so that `whole_holidays` and the like come after. Where the same instants are
    open as before, the loss is a note.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        inner = {name for one in compiled.calendars for name in one.union}
        clocks = Clocks(compiled)
        bare = Clocks(compiled._replace(calendars=tuple(one._replace(dates={}) for one in compiled.calendars)))
        for calendar in calendars_in_use(compiled, tables):
            mixed = calendar.kind == "union" or calendar.stretches
            if not mixed or (calendar.name in inner and not _asked(compiled, calendar.name, tables)):
                continue
            week = _one_week(compiled, calendar, clocks, bare)
            before = clocks.clock(calendar.name).openings
            after = Clocks(with_calendar(compiled, week)).clock(calendar.name).openings
            yield Change(_one_zone_loss(calendar, week, before, after), _replaced(week))

    return step


def known_zones(zones: Mapping[str, object], tables: Sequence[str] = TABLES) -> Step:
    """Every calendar is in a zone that is a key of `zones` (IANA name -> the tool's word; only the keys matter here).

    Another zone becomes the one whose clocks differ the least over the policy's horizon, the first by name of equal ones.
    Where they never differ, the loss is a note.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for calendar in calendars_in_use(compiled, tables):
            if calendar.kind != "weekly" or calendar.timezone is None or calendar.timezone in zones:
                continue
            nearest = min(sorted(zones), key=lambda zone: _apart(compiled, str(calendar.timezone), zone))
            apart = _apart(compiled, calendar.timezone, nearest)
            same = "its clocks show the same for all of the policy's time"
            loss = Loss(
                kinds.ZONE if apart else kinds.ZONE._replace(level="info"),
                calendar.name,
                calendar.at,
                f"it does not know the time zone {calendar.timezone}",
                f"it takes {nearest}; {_differ(compiled, calendar.timezone, nearest) if apart else same}",
            )
            yield Change(loss, _in_zone(calendar.name, nearest))

    return step


# Chosen hours ------------------------------------------------------------------------------------------------------


def _cases(compiled: Compiled, name: str) -> tuple[str, ...]:
    """The calendars among which one is chosen, of nested ones those within."""
    calendar = calendar_of(compiled, name)
    if calendar is None or calendar.kind != "choose":
        return (name,)
    inner = [*calendar.cases.values(), *((calendar.otherwise,) if calendar.otherwise is not None else ())]
    return tuple(dict.fromkeys(case for one in inner for case in _cases(compiled, one)))


def _joined_hours(name: str) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        calendar = calendar_of(compiled, name)
        if calendar is None:
            return compiled
        names = _cases(compiled, name)
        usual = calendar_of(compiled, calendar.otherwise or "") or calendar_of(compiled, names[0])
        if len(names) == 1 and usual is not None:
            return with_calendar(compiled, usual._replace(name=name, at=calendar.at))
        zone = usual.timezone if usual is not None and usual.timezone is not None else compiled.timezone
        union = Calendar(name, "union", zone, union=names, about=calendar.about, at=calendar.at)
        return with_calendar(compiled, union)

    return apply


# One zone ----------------------------------------------------------------------------------------------------------


def _asked(compiled: Compiled, name: str, tables: Sequence[str]) -> bool:
    """Whether a calendar is used for itself, and not only as a part of another one."""
    others = tuple(one._replace(union=()) if name in one.union else one for one in compiled.calendars)
    return any(one.name == name for one in calendars_in_use(compiled._replace(calendars=others), tables))


def _one_week(compiled: Compiled, calendar: Calendar, clocks: Clocks, bare: Clocks) -> Calendar:
    zone = calendar.timezone or compiled.timezone or "Etc/UTC"
    usual = by_date(bare.clock(calendar.name).openings.pieces(), zone)
    real = by_date(clocks.clock(calendar.name).openings.pieces(), zone)
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for day, spans in usual.items():
        week[weekday_of(day)].extend(spans)
    days = {
        date_of(day).isoformat(): _day(compiled, calendar, date_of(day).isoformat(), real.get(day, ()))
        for day in sorted({*usual, *real})
        if _within(compiled, day) and usual.get(day, ()) != real.get(day, ())
    }
    return calendar._replace(
        kind="weekly",
        timezone=zone,
        week=tuple(tuple(joined(spans)) for spans in week),
        stretches=(),
        dates=days,
        union=(),
    )


def _within(compiled: Compiled, day: int) -> bool:
    if compiled.horizon is None:
        first, last = DEFAULT_HORIZON
    else:
        first, last = (dt.date.fromisoformat(one) for one in compiled.horizon)
    return day_number(first) <= day <= day_number(last)


def _day(compiled: Compiled, calendar: Calendar, date: str, spans: Spans) -> Day:
    """A date of the whole, by the name and line of the first member that has the date."""
    members = _members(compiled, calendar)
    known = next((one.dates[date] for one in members if date in one.dates), Day(at=calendar.at))
    return Day(spans, known.kind, known.name, known.cover if spans else "closed", at=known.at)


def _members(compiled: Compiled, calendar: Calendar) -> Iterator[Calendar]:
    yield calendar
    for name in calendar.union:
        member = calendar_of(compiled, name)
        if member is not None:
            yield from _members(compiled, member)


def _one_zone_loss(calendar: Calendar, week: Calendar, before: OpenIntervals, after: OpenIntervals) -> Loss:
    more = without(after.pieces(), before.pieces())
    less = without(before.pieces(), after.pieces())
    parts = [f"open {_hours(more)} in which nobody is there"] if more else []
    parts += [f"closed {_hours(less)} in which somebody is there"] if less else []
    told = f"it is {' and '.join(parts)} over the time of the policy" if parts else "the same hours are open"
    what = "is put together from several calendars" if calendar.kind == "union" else "has hours from zone to zone"
    return Loss(
        kinds.ONE_ZONE if parts else kinds.ONE_ZONE._replace(level="info"),
        calendar.name,
        calendar.at,
        f"it has a week of hours in one time zone, and {calendar.name} {what}",
        f"it has one week of hours in {week.timezone}; {told}",
    )


def _hours(pieces: Sequence[tuple[int, int]]) -> str:
    seconds = sum(end - start for start, end in pieces)
    hours = -(-seconds // _HOUR)
    return f"{hours} hour{'s' if hours != 1 else ''}"


def _replaced(week: Calendar) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        return with_calendar(compiled, week)

    return apply


# Unknown zones -----------------------------------------------------------------------------------------------------


def _in_zone(name: str, zone: str) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        calendar = calendar_of(compiled, name)
        return compiled if calendar is None else with_calendar(compiled, calendar._replace(timezone=zone))

    return apply


def _horizon(compiled: Compiled) -> Horizon:
    return Clocks(compiled).horizon


def _apart(compiled: Compiled, one: str, other: str) -> int:
    """Seconds of the horizon, each as often as the clocks of two zones are seconds apart."""
    return sum(seconds * apart for seconds, apart in _differences(compiled, one, other))


def _differences(compiled: Compiled, one: str, other: str) -> Iterator[tuple[int, int]]:
    """For so many seconds of the horizon, the clocks of two zones are so many seconds apart."""
    horizon = _horizon(compiled)
    mine, yours = horizon.offsets(one), horizon.offsets(other)
    for start, end, ahead in mine.between(*horizon.known(mine)):
        for low, high, also in yours.between(start, end):
            yield high - low, abs(ahead - also)


def _differ(compiled: Compiled, one: str, other: str) -> str:
    found = list(_differences(compiled, one, other))
    whole = sum(seconds for seconds, _ in found)
    apart = sum(seconds for seconds, by in found if by)
    most = max(by for _, by in found)
    return (
        f"for {max(1, 100 * apart // whole)}% of the policy's time its clocks show another hour, up to {most // 60} minutes "
        "off, and everything opens and closes as much earlier or later"
    )
