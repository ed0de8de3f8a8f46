"""SP533 and SP534: steps that tell only people who are not there. SP535 of the updates of an emergency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from supportpolicy.analysis.circumstances import Circumstance, Circumstances, inside
from supportpolicy.analysis.hours import Amount, Bad, hours_a_year, total
from supportpolicy.analysis.promise_kinds import CALL, STEP, UPDATE
from supportpolicy.analysis.proof import Place, Proved
from supportpolicy.analysis.starting import Start, pieces_of, starts_of, stories
from supportpolicy.analysis.tickets_at import Tickets, Told
from supportpolicy.analysis.wording import story, wait, wall
from supportpolicy.clock.intervals import OpenIntervals, union_intervals
from supportpolicy.compiled.document import Step, Timeline
from supportpolicy.compiled.tables import Target
from supportpolicy.diagnostics import Related, quoted_list
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.due import Counting
from supportpolicy.engine.prepared import Run
from supportpolicy.engine.shown import step_words, told
from supportpolicy.engine.timeline_runs import TimelineRun
from supportpolicy.engine.walk import Course, promises

MOST_TRIED = 6
MOST_TIMES = 48
"""Of a step that repeats: so many times are looked at. Where the clock runs while nobody is there, an early one finds it."""
_OF_THE_TEAM = ("team", "agent", "team-lead")
_NOT_OURS = ("requester", "second-person")


class Planned(NamedTuple):
    """A step in some circumstances, and the starts from which it comes while nobody is there."""

    run: Run
    place: int
    times: int
    who: tuple[str, ...]
    its: Circumstance
    start: Start
    amount: Amount
    bad: tuple[Bad, ...]


class Unheard(NamedTuple):
    """A step that reaches nobody, with a ticket that the engine has confirmed."""

    planned: Planned
    bad: Bad
    at: int
    told: Told


def steps_in_time(circumstances: Circumstances, tickets: Tickets, place: Place) -> Iterator[Proved]:
    """One finding for each step and team at most; of people who are the same for every team, one for each step."""
    space = circumstances.space
    form = space.table("timelines")
    for run in space.engine.runs:
        holds = [one for rule, one in zip(form.table.rules, form.holds, strict=True) if rule.name == run.timeline.name]
        if not holds or not any(space.possible((one,)) for one in holds):
            continue
        literal = space.solver.any_of(holds)
        for index, step in enumerate(run.timeline.steps):
            groups: dict[str | None, list[Planned]] = {}
            for planned in _planned(circumstances, run, index, step, literal):
                by_team = planned.its.team if _depends_on_team(run.timeline, step) else None
                groups.setdefault(by_team, []).append(planned)
            for group in groups.values():
                unheard = _shown(circumstances, tickets, group)
                if unheard is not None:
                    yield _finding(circumstances, unheard, group, place)


def is_update(timeline: Timeline, step: Step) -> bool:
    """Whether a step is the word that customers get during an emergency, which somebody has to write."""
    return timeline.replaces is not None and step.every is not None and not step.tell


def _depends_on_team(timeline: Timeline, step: Step) -> bool:
    return is_update(timeline, step) or any(name in _OF_THE_TEAM for name in step.tell)


def _planned(circumstances: Circumstances, run: Run, index: int, step: Step, literal: int) -> Iterator[Planned]:
    engine, seasons, timeline = circumstances.space.engine, circumstances.seasons, run.timeline
    names = ("team",) if is_update(timeline, step) else tuple(name for name in step.tell if name not in _NOT_OURS)
    if not names:
        return
    starts = list(starts_of(engine, timeline.starts_on))
    for target, team, literals in _promised(circumstances, step, literal):
        team_then = (
            next((one.assign for one in reversed(timeline.steps[:index]) if one.assign in engine.teams), None) or team
        )
        coverages = [_coverage(circumstances, name, team_then) for name in names]
        if None in coverages or ALWAYS_OPEN in coverages:
            continue  # nothing is known of somebody's hours, or somebody is always there
        clock = circumstances.clock_of(timeline.clock if target is None else target.clock, team)
        for facts, having in circumstances.choices((*coverages, clock)):
            chosen = [circumstances.people.chosen((one,), facts) for one in dict.fromkeys(coverages) if one is not None]
            calendars = tuple(one for one in chosen if one is not None and ALWAYS_OPEN not in one)
            if len(calendars) < len(chosen):
                continue
            people = _any_of(circumstances, calendars)
            its = Circumstance(team, None, None, facts, (*literals, *having), ())
            counting = circumstances.counting(timeline.clock if target is None else target.clock, its)
            for times, amount in _amounts(circumstances, step, target, counting):
                promised = None if target is None else (target.at_most, target.by, target.clock)
                key = calendars, counting.name, times, step.after, step.every, step.share, promised
                bad = circumstances.missed(key, people, amount)
                found = False
                for start in starts if bad and circumstances.space.possible(its.literals) else ():
                    possible = inside(bad, pieces_of(seasons, start, its.literals))
                    if possible:
                        found = True
                        yield Planned(run, index, times, names, its, start, amount, tuple(possible))
                if found:
                    break


def _promised(
    circumstances: Circumstances, step: Step, literal: int
) -> Iterator[tuple[Target | None, str | None, tuple[int, ...]]]:
    """The teams that may have the ticket, and for a share of a promise the targets that it may be of."""
    if step.share is None:
        for team, literals in circumstances.possible_teams((literal,)):
            yield None, team, literals
        return
    form = circumstances.space.table("sla")
    for rule, wins in zip(form.table.rules, form.wins, strict=True):
        target = next((one for one in rule.outcome.targets if one.metric == step.of and promises(one)), None)
        if target is not None:
            for team, literals in circumstances.possible_teams((literal, wins)):
                yield target, team, literals


def _amounts(
    circumstances: Circumstances, step: Step, target: Target | None, counting: Counting
) -> Iterator[tuple[int, Amount]]:
    if step.share is not None and target is not None:
        yield 1, circumstances.share(step.share, target, counting)
    elif step.after is not None:
        yield 1, circumstances.step(step.after, 1, counting)
    elif step.every is not None:
        for times in range(1, MOST_TIMES + 1):
            yield times, circumstances.step(step.every, times, counting)


def _coverage(circumstances: Circumstances, name: str, team: str | None) -> str | None:
    """The hours of somebody a step tells."""
    engine = circumstances.space.engine
    its = engine.teams.get(team or "")
    if name in ("team", "agent"):
        return its.coverage if its is not None else None
    if name == "team-lead":
        return engine.people.get(its.lead or "") if its is not None else None
    return engine.people.get(name)


def _any_of(circumstances: Circumstances, calendars: Sequence[tuple[str, ...]]) -> OpenIntervals:
    """The hours in which any of these people are there."""
    found = [circumstances.people.together(one) for one in calendars]
    return found[0] if len(found) == 1 else union_intervals(found)


def _shown(circumstances: Circumstances, tickets: Tickets, group: Sequence[Planned]) -> Unheard | None:
    """The step at its worst hour, confirmed by the engine."""
    for planned, bad, at in islice(_worst(group), MOST_TRIED):
        its = planned.its
        told_in = stories(circumstances.seasons, planned.start, bad.start, its.literals, dict(its.facts), at)

        def shows(course: Course, planned: Planned = planned, bad: Bad = bad, at: int = at) -> bool:
            return _confirmed(circumstances, course, planned, bad, at)

        found = tickets.first(its.literals, told_in, bad.start, shows)
        if found is not None:
            return Unheard(planned, bad, at, found)
    return None


def _worst(group: Sequence[Planned]) -> list[tuple[Planned, Bad, int]]:
    """From the longest wait for somebody on; of equal ones the earliest first."""
    found = [
        (planned, bad, at)
        for planned in group
        for bad in planned.bad
        if (at := planned.amount.moment(bad.start)) is not None
    ]
    return sorted(found, key=lambda one: (one[2] - one[1].opens, one[1].start))


def _confirmed(circumstances: Circumstances, course: Course, planned: Planned, bad: Bad, at: int) -> bool:
    """Whether the engine carries the step out then, and says of everybody told that they are not there."""
    engine, timeline = circumstances.space.engine, planned.run.timeline
    run = _run_of(course, timeline, bad.start)
    if run is None:
        return False
    done = any(
        one.place == planned.place and one.number == planned.times and one.at == at and one.state == "done"
        for one in run.done
    )
    there = [told(engine, name, course.team, course.sorted.facts, at).on_duty for name in planned.who]
    by_team = _depends_on_team(timeline, timeline.steps[planned.place])
    first = timeline.steps[: planned.place]
    same = not by_team or course.team == planned.its.team or any(step.assign for step in first)
    return done and same and all(one is False for one in there)


def _run_of(course: Course, timeline: Timeline, start: int) -> TimelineRun | None:
    runs = (run for run in course.timelines if run.run.timeline.name == timeline.name and run.start == start)
    return next(runs, None)


def _finding(circumstances: Circumstances, one: Unheard, group: Sequence[Planned], place: Place) -> Proved:
    engine, planned, timeline = circumstances.space.engine, one.planned, one.planned.run.timeline
    step = timeline.steps[planned.place]
    names = [_named(circumstances, name, planned) for name in planned.who]
    when = f"'{timeline.name}' {_begun(planned)} {wall(engine, one.bad.start)}"
    back = "and nobody is there until the horizon ends"
    if one.bad.known:
        back = f"and the first of them is there {wall(engine, one.bad.opens)}, {wait(one.bad.opens - one.at)} later"
    most = max(total([(bad.start, bad.end) for bad in each.bad]) for each in group)
    hours = f"it is so for starts in about {hours_a_year(most, circumstances.seasons.within)} hours of a year"
    if is_update(timeline, step):
        message = (
            f"the update {step_words(step)} comes {wall(engine, one.at)} where {when}; "
            f"'{planned.its.team}' is not there, {back}"
        )
        advice = "route emergencies to a team that is there day and night, or count the updates on 'clock: team'"
        kind = UPDATE
    else:
        what = "calls" if timeline.section == "emergency" else "tells"
        message = (
            f"the step {step_words(step)} {what} {quoted_list(names, last='and')} on {wall(engine, one.at)}, where {when}; "
            f"nobody of them is there then, {back}"
        )
        kind = CALL if timeline.section == "emergency" else STEP
        advice = _advice(circumstances, planned, one.at)
    related = tuple(_related(circumstances, planned, place))
    help = f"{advice}; {hours}{story(one.told, engine)}"
    return Proved(kind.at(place(step.at), message, help=help, related=related), one.told.witness)


def _named(circumstances: Circumstances, name: str, planned: Planned) -> str:
    if name in _OF_THE_TEAM and planned.its.team is not None:
        return f"{name} ('{planned.its.team}')"
    return f"'{name}'"


def _begun(planned: Planned) -> str:
    return "begins with the opening" if planned.start.at_opening else f"begins with {planned.start.event}"


def _advice(circumstances: Circumstances, planned: Planned, at: int) -> str:
    """Who would be there."""
    engine, people = circumstances.space.engine, circumstances.people
    there: list[str] = []
    for name, coverage in engine.people.items():
        chosen = None if coverage is None else people.chosen((coverage,), planned.its.facts)
        if chosen is not None and people.together(chosen).is_open(at):
            there.append(f"'{name}'")
    clock = planned.run.timeline.clock
    if there:
        return f"tell somebody who is there then: {quoted_list(there, most=4)}"
    return f"tell somebody with other hours, or count the step on the hours of these people instead of '{clock}'"


def _related(circumstances: Circumstances, planned: Planned, place: Place) -> Iterator[Related]:
    compiled = circumstances.space.engine.compiled
    wanted = set(planned.who)
    team = next((one for one in compiled.teams if one.name == planned.its.team), None)
    if team is not None and wanted & {"team", "agent"}:
        wanted.add(team.name)
    if team is not None and "team-lead" in wanted and team.lead is not None:
        wanted.add(team.lead)
    for role in compiled.roles:
        if role.name in wanted:
            yield Related(place(role.at), f"'{role.name}' is there in the hours of '{role.coverage}'")
    taken = {role.name for role in compiled.roles}
    for one in compiled.teams:
        if one.name in wanted - taken:
            yield Related(place(one.at), f"'{one.name}' is there in the hours of '{one.coverage}'")
