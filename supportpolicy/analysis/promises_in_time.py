"""SP530 to SP532 and SP535: promises and updates that fall into hours in which nobody is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from supportpolicy.analysis.circumstances import Circumstances, inside
from supportpolicy.analysis.hours import Bad, broken, hours_a_year
from supportpolicy.analysis.presence import (
    Late,
    Shown,
    hours_of,
    late_promises,
    shown,
    usual_weeks,
    without_anybody,
)
from supportpolicy.analysis.promise_kinds import CLOSED_DAY, CLOSED_TEAM, NOBODY, UPDATE
from supportpolicy.analysis.proof import Place, Proved
from supportpolicy.analysis.tickets_at import Tickets
from supportpolicy.analysis.wording import promise, story, wait, wall, whose
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.calendars import Calendar, Day
from supportpolicy.diagnostics import Kind, Related
from supportpolicy.engine import Engine

_UPDATES = "update_every"
_MOST_DAYS = 3


def promises_in_time(circumstances: Circumstances, tickets: Tickets, place: Place) -> Iterator[Proved]:
    """One finding for each target and team at most."""
    for group in late_promises(circumstances):
        found = [(late, bad) for late in group for bad in late.bad]
        nobody = [(late, bad) for late in group for bad in without_anybody(circumstances, late)]
        if all(late.start.by_us for late in group) or group[0].target.metric == _UPDATES:
            one = shown(circumstances, tickets, found)
            if one is not None:
                yield _update(circumstances, one, found, place)
            continue
        if nobody and (one := shown(circumstances, tickets, nobody)) is not None:
            kind = NOBODY if _in_usual_weeks(circumstances, group) else CLOSED_DAY
            yield _promise(circumstances, kind, one, found, place)
        elif (one := shown(circumstances, tickets, found)) is not None:
            yield _promise(circumstances, CLOSED_TEAM, one, found, place)


def _in_usual_weeks(circumstances: Circumstances, group: Sequence[Late]) -> bool:
    """Whether it would be so without holidays and exceptions too."""
    clocks = usual_weeks(circumstances)
    for late in group:
        teams = circumstances.people.teams_for(late.its.team, late.its.language)
        anybody = circumstances.people.anybody(late.its.calendars, teams, late.its.facts, clocks)
        due = circumstances.due(late.target, late.counting)
        if inside(broken(anybody, due, circumstances.seasons.within, by_us=late.start.by_us), late.pieces):
            return True
    return False


def _promise(
    circumstances: Circumstances, kind: Kind, one: Shown, found: Sequence[tuple[Late, Bad]], place: Place
) -> Proved:
    engine, late = circumstances.space.engine, one.late
    message = (
        f"{promise(late.rule, late.target)}, and {_missing(circumstances, one)} is there in time: "
        f"{_begun(one)} {wall(engine, one.bad.start)}, it is due {wall(engine, one.due)}, "
        f"{_back(engine, one.bad)}"
    )
    finding = kind.at(
        place(late.target.at),
        message,
        help=f"{_advice(circumstances, kind, one)}; {_concerned(circumstances, found)}{story(one.told, engine)}",
        related=(*_closed_days(engine, one, place), *_hours(engine, one, place)),
    )
    return Proved(finding, one.told.witness)


def _update(circumstances: Circumstances, one: Shown, found: Sequence[tuple[Late, Bad]], place: Place) -> Proved:
    engine, late = circumstances.space.engine, one.late
    message = (
        f"{promise(late.rule, late.target)}, and {_missing(circumstances, one)} is there to write it: after a "
        f"last {late.start.event} on {wall(engine, one.bad.start)} it is due {wall(engine, one.due)}, "
        f"{_back(engine, one.bad)}"
    )
    advice = "count it on 'clock: team', or hand such tickets to a team that is there at night"
    finding = UPDATE.at(
        place(late.target.at),
        message,
        help=f"{advice}; {_concerned(circumstances, found)}{story(one.told, engine)}",
        related=_hours(engine, one, place),
    )
    return Proved(finding, one.told.witness)


def _missing(circumstances: Circumstances, one: Shown) -> str:
    its = one.late.its
    bare = circumstances.people.clocks_for(its.team, None, None)
    spoken = circumstances.people.clocks_for(its.team, its.language, None)
    way = circumstances.people.clocks_for(its.team, None, its.channel)
    return whose(its, with_language=len(spoken) > len(bare), with_channel=len(way) > len(bare))


def _begun(one: Shown) -> str:
    return "opened" if one.late.start.at_opening else f"after {one.late.start.event} on"


def _back(engine: Engine, bad: Bad) -> str:
    if not bad.known:
        return "and nobody comes until the horizon ends"
    return f"and the first is there {wall(engine, bad.opens)}, after {wait(bad.opens - bad.start)}"


def _advice(circumstances: Circumstances, kind: Kind, one: Shown) -> str:
    its, people = one.late.its, circumstances.people
    following = people.next_of(people.teams_for(its.team, its.language), its.facts, one.bad.start)
    engine = circumstances.space.engine
    if kind is CLOSED_TEAM and following is not None:
        there = "then" if following.at <= one.bad.start else f"from {wall(engine, following.at)}"
        return f"'{following.name}' is there {there}: route such tickets to it, or count the promise on 'clock: team'"
    advice = "count the promise on 'clock: team', promise less for such tickets, or give these hours people"
    if following is not None and following.at < one.bad.opens:
        advice += f"; the next of all teams is '{following.name}', {wall(engine, following.at)}"
    return advice


def _concerned(circumstances: Circumstances, found: Sequence[tuple[Late, Bad]]) -> str:
    hours = hours_a_year(hours_of(found), circumstances.seasons.within)
    return f"it is so in about {hours} hours of a year"


def _hours(engine: Engine, one: Shown, place: Place) -> tuple[Related, ...]:
    team = engine.teams.get(one.late.its.team or "")
    if team is None or team.coverage is None:
        return ()
    return (Related(place(team.at), f"'{team.name}' is there in the hours of '{team.coverage}'"),)


def _closed_days(engine: Engine, one: Shown, place: Place) -> tuple[Related, ...]:
    """The dates with other hours between the start and the next opening."""
    found: list[Related] = []
    calendars = {calendar.name: calendar for calendar in engine.compiled.calendars}
    for name in one.late.its.calendars:
        for member in _members(calendars, name):
            for date, day in _dates(calendars[member], one.bad, engine):
                words = f"'{member}' on {date}: {day.name or day.kind}, {'other hours' if day.open else 'closed'}"
                found.append(Related(place(day.at or calendars[member].at), words))
    return tuple(found[:_MOST_DAYS])


def _members(calendars: dict[str, Calendar], name: str) -> Iterator[str]:
    calendar = calendars.get(name)
    if calendar is None:
        return
    if calendar.kind == "union":
        for member in calendar.union:
            yield from _members(calendars, member)
    else:
        yield name


def _dates(calendar: Calendar, bad: Bad, engine: Engine) -> Iterator[tuple[str, Day]]:
    zone = engine.windows.zone.info
    first, last = (from_epoch(at).astimezone(zone).date() for at in (bad.start, bad.opens))
    for offset in range(min((last - first).days + 1, 31)):
        date = (first + dt.timedelta(days=offset)).isoformat()
        if date in calendar.dates:
            yield date, calendar.dates[date]
