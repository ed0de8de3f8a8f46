"""Guarantees of the form `reach`: somebody who is there is told in time, whenever such a ticket is opened.

A ticket to which nothing has happened but its opening: nobody has answered yet, that is what the guarantee is for. For each
set of timelines that may run for it, the openings from which a step comes in time to somebody who is there are ranges;
what they leave of the horizon is where the guarantee fails. Left out of the proof, and so never taken for granted, are
steps that earlier steps may stop, shares of promises in business days, and people of whose hours nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from supportpolicy.analysis.circumstances import Circumstance, seconds_of
from supportpolicy.analysis.guaranteed import WHEN, Guaranteed
from supportpolicy.analysis.projecting import TooManyCases, projections
from supportpolicy.analysis.proof import Proved
from supportpolicy.analysis.straight import in_time, minute_in, straight
from supportpolicy.analysis.tickets_at import Story, Tickets, Told
from supportpolicy.analysis.touching import comes_at_once, is_touched
from supportpolicy.analysis.wording import wall
from supportpolicy.clock.pieces import clipped, common, joined, without
from supportpolicy.clock.walls import Piece
from supportpolicy.compiled.document import Guarantee, Step, Timeline
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.diagnostics import Related, quoted_list
from supportpolicy.engine import Engine, Value
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.prepared import OPENED, Run
from supportpolicy.engine.shown import told
from supportpolicy.engine.sorting import sort_ticket
from supportpolicy.engine.timeline_runs import ratio
from supportpolicy.engine.walk import Course, promises
from supportpolicy.engine.windows import in_words

MOST_TRIED = 6
"""Openings that are put to the engine before nothing is claimed."""
MOST_TIMES = 48
"""Of a step that repeats, so many times are looked at."""
_OF_THE_TEAM = ("team", "agent", "team-lead")


class Case(NamedTuple):
    """Tickets for which the same timelines run, with the same team and hours."""

    team: str | None
    facts: Mapping[str, Value | None]
    literals: tuple[int, ...]
    true: frozenset[int]
    """Of the propositions that were told apart, those that hold."""


class _Helpful(NamedTuple):
    """A timeline with steps that may keep the guarantee."""

    run: Run
    literal: int
    steps: tuple[tuple[int, Step], ...]


class Reach:
    """One guarantee of this form."""

    def __init__(self, its: Guaranteed) -> None:
        self.its = its
        self.guarantee: Guarantee = its.guarantee
        self.engine: Engine = its.proving.space.engine
        self.circumstances = its.paces.circumstances
        self.seasons = self.circumstances.seasons
        self.within = elapsed(self.guarantee.within)
        self.helpful = list(self._helpful())
        self.targets = dict(self._targets())

    def found(self) -> Proved | None:
        """The finding against it; None where it is proved."""
        if self.within is None:
            return self.its.undecided("'within' must be in minutes, hours or days, which pass at night too")
        left: list[tuple[Case, Piece]] = []
        try:
            for case in self._cases():
                left += [(case, piece) for piece in self._left(case)]
        except TooManyCases:
            return self.its.undecided("too many combinations of timelines and promises")
        if not left:
            return None
        for case, piece in islice(_by_length(left), MOST_TRIED):
            shown = self._shown(case, minute_in(piece))
            if shown is not None:
                return self._broken(shown)
        return self.its.undecided("steps that may keep it depend on others before them, or on business days")

    # Which timelines may help ------------------------------------------------------------------------------------

    def _helpful(self) -> Iterator[_Helpful]:
        form = self.its.proving.space.table("timelines")
        wanted = set(self.guarantee.reach)
        for run in self.engine.runs:
            holds = [
                literal
                for rule, literal in zip(form.table.rules, form.holds, strict=True)
                if rule.name == run.timeline.name
            ]
            steps = tuple(
                (place, step)
                for place, step in enumerate(run.timeline.steps)
                if step.tell and wanted.intersection(_means(step)) and self._comes(run, place)
            )
            if any(comes_at_once(self.engine, name) for name in run.stops_on - run.starts_on):
                continue
            if holds and steps and (OPENED in run.starts_on or "emergency" in run.starts_on):
                yield _Helpful(run, self._starting(run, self.its.proving.space.solver.any_of(holds)), steps)

    def _comes(self, run: Run, place: int) -> bool:
        """Whether nothing can stop a step or let it be skipped while nothing happens to the ticket."""
        skipped = any(comes_at_once(self.engine, name) for name in run.timeline.steps[place].unless)
        return not skipped and not is_touched(self.engine, run, place, self.within or 0)

    def _starting(self, run: Run, holds: int) -> int:
        """That a timeline holds, and that what starts it comes with the opening."""
        if OPENED in run.starts_on:
            return holds
        form = self.its.proving.space.table("emergency")
        emergencies = [
            wins
            for rule, wins in zip(form.table.rules, form.wins, strict=True)
            if rule.outcome.decides.get("emergency") == "true"
        ]
        solver = self.its.proving.space.solver
        return solver.all_of([holds, solver.any_of(emergencies)])

    def _targets(self) -> Iterator[tuple[int, Target]]:
        """The promises of whose time a step waits for a share, each with what says that it is made."""
        metrics = {step.of for one in self.helpful for _, step in one.steps if step.share is not None}
        form = self.its.proving.space.table("sla")
        found: dict[Target, list[int]] = {}
        for rule, wins in zip(form.table.rules, form.wins, strict=True):
            for target in rule.outcome.targets:
                if target.metric in metrics and promises(target) and not target.pause_while:
                    found.setdefault(target._replace(at="", usually=None), []).append(wins)
        for target, literals in found.items():
            metric = self.engine.metrics.get(target.metric)
            if metric is not None and OPENED in metric.starts_on:
                yield self.its.proving.space.solver.any_of(literals), target

    # The tickets of which it speaks ------------------------------------------------------------------------------

    def _cases(self) -> Iterator[Case]:
        for team, literals in self._teams():
            names = list(dict.fromkeys(self._coverages(team)))
            for facts, having in self.circumstances.choices(names):
                chosen = (*literals, *having)
                wanted = [*(one.literal for one in self.helpful), *self.targets]
                for signed in projections(self.its.proving.space, chosen, wanted):
                    true = frozenset(literal for literal in signed if literal in wanted)
                    yield Case(team, facts, (*chosen, *signed), true)

    def _teams(self) -> Iterator[tuple[str | None, tuple[int, ...]]]:
        of_team = any(name in _OF_THE_TEAM for one in self.helpful for _, step in one.steps for name in step.tell)
        clocks = {one.run.timeline.clock for one in self.helpful} | {target.clock for target in self.targets.values()}
        if of_team or TEAM in clocks or not self.guarantee.at_any_hour:
            yield from self.circumstances.possible_teams((self.its.when,))
        else:
            yield None, (self.its.when,)

    def _coverages(self, team: str | None) -> Iterator[str | None]:
        for one in self.helpful:
            yield self.circumstances.clock_of(one.run.timeline.clock, team)
            for _, step in one.steps:
                yield from (self._coverage(name, team) for name in step.tell)
        for target in self.targets.values():
            yield self.circumstances.clock_of(target.clock, team)
        if not self.guarantee.at_any_hour:
            yield self._coverage("team", team)

    def _coverage(self, name: str, team: str | None) -> str | None:
        its = self.engine.teams.get(team or "")
        if name in ("team", "agent"):
            return its.coverage if its is not None else None
        if name == "team-lead":
            return self.engine.people.get(its.lead or "") if its is not None else None
        return self.engine.people.get(name)

    # Over time ---------------------------------------------------------------------------------------------------

    def _left(self, case: Case) -> list[Piece]:
        """The openings from which nobody is reached in time."""
        assert self.within is not None
        first, last = self.seasons.within
        left = clipped(self.seasons.at_opening(case.literals), (first, max(first, last - self.within)))
        if not self.guarantee.at_any_hour:
            left = common(left, self._there((self._coverage("team", case.team),), case) or [(first, last)])
        for one in self.helpful:
            if not left:
                break
            if one.literal in case.true:
                for _, step in one.steps:
                    left = without(left, self._reached(case, one.run.timeline, step))
        return left

    def _reached(self, case: Case, timeline: Timeline, step: Step) -> list[Piece]:
        assert self.within is not None
        people = self._there([self._coverage(name, case.team) for name in step.tell], case)
        if not people:
            return []
        its = Circumstance(case.team, None, None, case.facts, (), ())
        found: list[Piece] = []
        for seconds, clock in self._amounts(case, timeline, step):
            openings = self.circumstances.counting(clock, its).clock.openings
            found += in_time(list(straight(openings, seconds)), self.within, people)
        return joined(found)

    def _amounts(self, case: Case, timeline: Timeline, step: Step) -> Iterator[tuple[int, str | None]]:
        if step.share is not None:
            percent, scale = ratio(step.share)
            for literal, target in self.targets.items():
                whole = seconds_of(target.at_most) if target.by is None and target.metric == step.of else None
                if literal in case.true and whole is not None and whole * percent // scale:
                    yield whole * percent // scale, target.clock
            return
        amount = step.after if step.after is not None else step.every
        seconds = seconds_of(amount)
        if seconds is None:
            return
        for times in range(1, 2 if step.every is None else MOST_TIMES + 1):
            yield seconds * times, timeline.clock

    def _there(self, names: Sequence[str | None], case: Case) -> list[Piece]:
        """The hours in which any of some people are there; of whom nothing is known, none."""
        found: list[Piece] = []
        for name in dict.fromkeys(names):
            chosen = None if name is None else self.circumstances.people.chosen((name,), case.facts)
            if chosen is not None:
                found += self.circumstances.people.together(chosen).pieces()
        return joined(found)

    # The ticket that shows it ------------------------------------------------------------------------------------

    def _shown(self, case: Case, opened: int) -> Told | None:
        assert self.within is not None
        until = opened + self.within
        story = Story(opened, until, (), case.facts)
        return Tickets(self.seasons).first(case.literals, [story], opened, self._unreached)

    def _unreached(self, course: Course) -> bool:
        """Whether the engine says that such a ticket reaches nobody in time."""
        engine, opened = self.engine, course.opened
        if opened is None or self.within is None:
            return False
        sorted_ = course.sorted if course.sorted.now == opened else sort_ticket(engine, course.facts, opened)
        if not self.its.is_meant(sorted_, WHEN):
            return False
        if not self.guarantee.at_any_hour:
            its = told(engine, "team", sorted_.decided.get("team"), sorted_.facts, opened)
            if its.on_duty is False:
                return False
        wanted = set(self.guarantee.reach)
        for run in course.timelines:
            for done in run.done:
                step = run.run.timeline.steps[done.place]
                if done.state == "done" and done.at <= opened + self.within and wanted.intersection(_means(step)):
                    for name in step.tell:
                        if told(engine, name, course.team, course.sorted.facts, done.at).on_duty:
                            return False
        return True

    def _broken(self, shown: Told) -> Proved:
        engine, opened = self.engine, shown.story.opened
        means = quoted_list(self.guarantee.reach, last="or")
        what = (
            f"a ticket opened {wall(engine, opened)} reaches nobody by {means} within {in_words(self.guarantee.within)}, "
            "though nobody has answered it"
        )
        running = [run for run in shown.course.timelines if run.stopped is None]
        steps = [
            Related(self.its.proving.place(step.at), "this step comes too late, or while nobody it tells is there")
            for run in running
            for step in run.run.timeline.steps
            if step.tell and set(self.guarantee.reach).intersection(_means(step))
        ]
        hours = "" if self.guarantee.at_any_hour else "; only openings while its team is there were looked at"
        advice = "add an early step that tells somebody who is there day and night" + hours
        return self.its.broken(what, advice, shown.witness, tuple(steps[:3]))


def reach_broken(its: Guaranteed) -> Proved | None:
    """The finding that `reach` is not true of every ticket at every instant; None where it is proved."""
    return Reach(its).found()


def elapsed(amount: Duration | None) -> int | None:
    """Seconds that pass day and night; None for business days."""
    return seconds_of(amount)


def _means(step: Step) -> tuple[str, ...]:
    """The means of a step."""
    return step.via


def _by_length(left: Sequence[tuple[Case, Piece]]) -> list[tuple[Case, Piece]]:
    """The earliest opening first, then the longest stretches."""
    earliest = min(left, key=lambda one: one[1][0])
    return [earliest, *sorted(left, key=lambda one: one[1][0] - one[1][1])]
