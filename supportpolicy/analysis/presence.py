"""Promises that are due before anybody is there, and updates that fall into the night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from supportpolicy.analysis.circumstances import Circumstance, Circumstances, inside
from supportpolicy.analysis.hours import Bad, broken
from supportpolicy.analysis.people import opening, usual
from supportpolicy.analysis.starting import Start, pieces_of, starts_of, stories
from supportpolicy.analysis.tickets_at import Tickets, Told
from supportpolicy.clock.walls import Piece
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.engine.calendars import Clocks
from supportpolicy.engine.due import Counting
from supportpolicy.engine.metric_runs import latest
from supportpolicy.engine.walk import Course, promises

MOST_TRIED = 6
"""Instants that are put to the engine before nothing is claimed."""


class Late(NamedTuple):
    """A promise that cannot be kept in some circumstances."""

    target: Target
    rule: Rule
    its: Circumstance
    start: Start
    counting: Counting
    bad: tuple[Bad, ...]
    pieces: tuple[Piece, ...]
    """When it can start."""


class Shown(NamedTuple):
    """A promise that cannot be kept, with its worst start and a ticket that the engine has confirmed."""

    late: Late
    bad: Bad
    due: int
    told: Told


def late_promises(circumstances: Circumstances) -> Iterator[list[Late]]:
    """Promises that some starts break for want of people: of each target and team together, in all circumstances."""
    space = circumstances.space
    form = space.table("sla")
    found: dict[tuple[str, str, str | None], list[Late]] = {}
    for rule, wins in zip(form.table.rules, form.wins, strict=True):
        targets = [one for one in rule.outcome.targets if promises(one)]
        if not targets:
            continue
        for team, literals in circumstances.possible_teams((wins,)):
            for target in targets:
                for late in _late(circumstances, rule, target, team, literals):
                    found.setdefault((target.at, target.metric, team), []).append(late)
    yield from found.values()


def _late(
    circumstances: Circumstances, rule: Rule, target: Target, team: str | None, literals: tuple[int, ...]
) -> Iterator[Late]:
    engine, seasons = circumstances.space.engine, circumstances.seasons
    starts = list(starts_of(engine, engine.metrics[target.metric].starts_on))
    for its in circumstances.of(literals, team, target.clock):
        people = circumstances.people.together(its.calendars)
        if len(people.starts) <= 1 and people.starts[:1] == (people.known_from,):
            continue  # always somebody there
        counting = circumstances.counting(target.clock, its)
        due = circumstances.due(target, counting)
        for start in starts:
            bad = circumstances.broken(its.calendars, due, by_us=start.by_us)
            if bad and circumstances.space.possible(its.literals):
                pieces = pieces_of(seasons, start, its.literals)
                possible = inside(bad, pieces)
                if possible:
                    yield Late(target, rule, its, start, counting, tuple(possible), tuple(pieces))


def without_anybody(circumstances: Circumstances, late: Late, clocks: Clocks | None = None) -> list[Bad]:
    """The starts from which no other team is there in time either; with `clocks`, in its usual weeks."""
    its, people = late.its, circumstances.people
    teams = people.teams_for(its.team, its.language)
    anybody = people.anybody(its.calendars, teams, its.facts, clocks)
    due = circumstances.due(late.target, late.counting)
    return inside(broken(anybody, due, circumstances.seasons.within, by_us=late.start.by_us), late.pieces)


def worst(found: Sequence[tuple[Late, Bad]]) -> Iterator[tuple[Late, Bad]]:
    """From the longest wait on; of equal ones the earliest first."""
    ranked = sorted(found, key=lambda one: (one[1].start - one[1].opens, one[1].start))
    return islice(ranked, MOST_TRIED)


def shown(circumstances: Circumstances, tickets: Tickets, found: Sequence[tuple[Late, Bad]]) -> Shown | None:
    """The worst of these starts for which the engine confirms a ticket."""
    for late, bad in worst(found):
        its, start = late.its, late.start
        due = circumstances.due(late.target, late.counting).moment(bad.start)
        if due is None:
            continue
        told_in = stories(circumstances.seasons, start, bad.start, its.literals, dict(its.facts), bad.start)

        def shows(course: Course, late: Late = late, bad: Bad = bad, due: int = due) -> bool:
            return _confirmed(circumstances, course, late, bad, due)

        told = tickets.first(its.literals, told_in, bad.start, shows)
        if told is not None:
            return Shown(late, bad, due, told)
    return None


def _confirmed(circumstances: Circumstances, course: Course, late: Late, bad: Bad, due: int) -> bool:
    """Whether the engine says that this target is due then, and that nobody is there by then."""
    run = latest(course.metrics, late.target.metric)
    if run is None or run.target != late.target or run.start != bad.start or course.team != late.its.team:
        return False
    if run.due(course.statuses) != due:
        return False
    facts, people = course.sorted.facts, circumstances.people
    channel = facts.get("channel")
    names = people.clocks_for(
        course.team, course.sorted.decided.get("reply_language"), channel if isinstance(channel, str) else None
    )
    calendars = people.chosen(names, facts)
    if not calendars:
        return False
    hours = people.together(calendars)
    after = hours.next_closing(bad.start) if late.start.by_us else bad.start
    opens = opening(hours, after)
    return opens is None or opens > due


def hours_of(found: Sequence[tuple[Late, Bad]]) -> int:
    """The seconds concerned, of the circumstances in which they are most.

    Of starts at any time these themselves; of what our own people start, the time until somebody is back.
    """
    seconds: dict[int, int] = {}
    for late, bad in found:
        length = (bad.opens if late.start.by_us else bad.end) - bad.start
        seconds[id(late)] = seconds.get(id(late), 0) + length
    return max(seconds.values(), default=0)


def usual_weeks(circumstances: Circumstances) -> Clocks:
    """The coverages without their dated hours."""
    return usual(circumstances.space.engine)
