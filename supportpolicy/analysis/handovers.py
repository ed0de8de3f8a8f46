"""SP536: hand-overs to a team that is not there. SP537: joined hours that have a hole in some weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from supportpolicy.analysis.hours import Bad, closed, hours_a_year, total
from supportpolicy.analysis.people import People, opening, usual
from supportpolicy.analysis.promise_kinds import HANDOVER, HOLE
from supportpolicy.analysis.proof import Place, Proved
from supportpolicy.analysis.wording import wait, wall
from supportpolicy.clock import Clock, ClockError
from supportpolicy.clock.instants import DAY, weekday_of
from supportpolicy.clock.intervals import union_intervals
from supportpolicy.clock.walls import Piece
from supportpolicy.diagnostics import Related
from supportpolicy.engine import Engine
from supportpolicy.engine.calendars import ALWAYS_OPEN

LONGEST_HOLE = 12 * 3600
"""A longer stretch without anybody is a night or a day off, not a hole."""


class Leaving(NamedTuple):
    """The last close of a team's day, and when the others are there: at once, or too late."""

    at: int
    weekday: int
    """Of the team's own date, 0 for Monday."""
    taken: int | None
    back: int


def handovers(people: People, within: Piece, place: Place) -> Iterator[Proved]:
    """One finding for each hand-over at most: the longest gap on a day on which they usually meet."""
    engine = people.engine
    for handover in engine.compiled.guidance.get("communication", {}).get("handovers", ()):
        giver, taker = (engine.teams.get(handover[key]) for key in ("from", "to"))
        if giver is None or taker is None or giver.coverage is None or taker.coverage is None:
            continue
        for facts in people.choices((giver.coverage, taker.coverage)):
            hours = [people.chosen((coverage,), facts) for coverage in (giver.coverage, taker.coverage)]
            if hours[0] is None or hours[1] is None or hours[0] == hours[1] or ALWAYS_OPEN in hours[0]:
                continue
            leaving = list(_leaving(engine.clock(hours[0][0]), engine.clock(hours[1][0]), within))
            gaps = _unusual(leaving)
            if gaps:
                at = taker.at or giver.at
                related = (
                    Related(place(giver.at), f"'{giver.name}' is there in the hours of '{giver.coverage}'"),
                    Related(place(taker.at), f"'{taker.name}' is there in the hours of '{taker.coverage}'"),
                )
                yield Proved(
                    HANDOVER.at(
                        place(_at(engine, handover, at)),
                        _gap_words(engine, handover, gaps, leaving),
                        help=_gap_help(gaps, within),
                        related=related,
                    )
                )
                break


def _at(engine: Engine, handover: Mapping[str, Any], otherwise: str) -> str:
    """Where a hand-over stands; one without a condition has no place in the compiled policy."""
    rules = engine.compiled.table("guidance").rules
    return next((rule.at for rule in rules if rule.name == handover.get("rule")), otherwise)


def _leaving(giver: Clock, taker: Clock, within: Piece) -> Iterator[Leaving]:
    days = giver.days
    for gap in closed(giver.openings):
        if not (gap.known and within[0] <= gap.start < within[1]) or gap.start == giver.openings.known_from:
            continue
        if days is not None:
            today = days.offsets.day(gap.start - 1)
            if days.offsets.day(gap.opens) == today:
                continue  # a break; they are back on the same day
            weekday = weekday_of(today)
        else:
            weekday = weekday_of(gap.start // DAY)
        yield Leaving(gap.start, weekday, opening(taker.openings, gap.start), gap.opens)


def _unusual(leaving: list[Leaving]) -> list[Leaving]:
    """Gaps on weekdays on which most closes have none; all gaps where there is hardly a close without one."""
    with_gap = [one for one in leaving if _is_gap(one)]
    if 2 * len(with_gap) > len(leaving) and len(with_gap) > len(leaving) - len(leaving) // 10:
        return with_gap
    usual_days = {
        day
        for day in range(7)
        if (closes := [one for one in leaving if one.weekday == day])
        and 2 * sum(_is_gap(one) for one in closes) < len(closes)
    }
    return [one for one in with_gap if one.weekday in usual_days]


def _is_gap(one: Leaving) -> bool:
    return one.taken is None or min(one.taken, one.back) > one.at


def _length(one: Leaving) -> int:
    return (one.back if one.taken is None else min(one.taken, one.back)) - one.at


def _gap_words(engine: Engine, handover: Mapping[str, Any], gaps: list[Leaving], leaving: list[Leaving]) -> str:
    worst = max(gaps, key=lambda one: (_length(one), -one.at))
    often = "never" if len(gaps) == len(leaving) else f"on {len(gaps)} of {len(leaving)} days not"
    back = worst.back if worst.taken is None else worst.taken
    return (
        f"'{handover['name']}': '{handover['to']}' is {often} there when '{handover['from']}' goes home; "
        f"at the worst '{handover['from']}' closes {wall(engine, worst.at)} and '{handover['to']}' comes "
        f"{wall(engine, back)}, {wait(back - worst.at)} later"
    )


def _gap_help(gaps: list[Leaving], within: Piece) -> str:
    hours = hours_a_year(sum(_length(one) for one in gaps), within)
    return f"hand over to a team that is there on these days too, or let the hours meet; {hours} hours of a year lie with neither"


def holes(people: People, within: Piece, place: Place) -> Iterator[Proved]:
    """Unions whose usual weeks, without holidays and exceptions, have a hole in some weeks and in most have none."""
    engine = people.engine
    clocks = usual(engine)
    for calendar in engine.compiled.calendars:
        if calendar.kind != "union" or any(clocks.depends_on(member) for member in calendar.union):
            continue
        try:
            openings = union_intervals([clocks.clock(member).openings for member in calendar.union])
        except ClockError:
            continue
        gaps = [one for one in closed(openings) if one.known and within[0] <= one.start < within[1]]
        short = [one for one in gaps if one.end - one.start <= LONGEST_HOLE]
        weeks = max(1, (within[1] - within[0]) // (7 * DAY))
        some = [one for one in short if not _most_weeks(one, short, weeks)]
        if not some:
            continue
        worst = max(some, key=lambda one: (one.end - one.start, -one.start))
        hours = hours_a_year(total([(one.start, one.end) for one in some]), within)
        message = (
            f"'{calendar.name}' has a hole in some weeks: from {wall(engine, worst.start)} to {wall(engine, worst.end)} "
            f"nobody is there ({wait(worst.end - worst.start)}), and in most weeks somebody is"
        )
        advice = f"let one region stay longer or begin earlier; {hours} hours of a year are in such holes"
        yield Proved(HOLE.at(place(calendar.at), message, help=advice))


def _most_weeks(one: Bad, holes: list[Bad], weeks: int) -> bool:
    """Whether at least half of all weeks have such a hole at about this time of the week."""
    near = 3 * 3600
    when = one.start % (7 * DAY)
    alike = sum(min((when - other.start) % (7 * DAY), (other.start - when) % (7 * DAY)) <= near for other in holes)
    return 2 * alike >= weeks
