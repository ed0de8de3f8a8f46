"""Whom a step tells, as far as it is known before a ticket is there, and what the engine says of a ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from supportpolicy.clock.instants import DAY, day_number, to_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step, Team, Timeline
from supportpolicy.engine import Engine, NoInstant
from supportpolicy.engine.calendars import ALWAYS_OPEN, DEFAULT_HORIZON
from supportpolicy.engine.course import course_of, share_at
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.shown import told
from supportpolicy.engine.values import Facts, Ticket
from supportpolicy.engine.walk import Course
from supportpolicy.targets.interface import Ask, Aspects

TOLD, AGAIN, UNTIL, ON_DUTY, HOURS = "told ", "again ", "until ", "on duty ", "hours of "
YES, NO = "yes", "no"
_TEAM, _TEAM_LEAD = "team", "team-lead"


class Call(NamedTuple):
    """Somebody is told at an instant, in seconds since 1970."""

    at: int
    again: int | None = None
    """After so many seconds, and so on; None: once."""
    ends_on: tuple[str, ...] = ()
    """The events after which it does not come any more, sorted."""


class Telling(NamedTuple):
    """Somebody who is told, and for which tickets."""

    who: str
    """A role or team of the policy; `agent`, `requester` and the like where only the ticket knows who that is."""
    via: str
    """Empty where the policy does not say."""
    teams: tuple[str, ...] = ()
    """Only for tickets of these teams; none: for all."""
    others: bool = False
    """Instead only for tickets of no such team."""

    @property
    def name(self) -> str:
        """Who and how, in words: what the receiver is called."""
        return f"{self.who} by {self.via}" if self.via else self.who


def tellings(compiled: Compiled, step: Step) -> tuple[Telling, ...]:
    """Everybody a step may tell, in its order."""
    return tuple(
        one._replace(via=via) for name in step.tell for one in _people(compiled, name) for via in step.via or ("",)
    )


def _people(compiled: Compiled, name: str) -> Iterator[Telling]:
    if name not in (_TEAM, _TEAM_LEAD):
        yield Telling(name, "")
        return
    known: dict[str, list[str]] = {}
    for team in compiled.teams:
        who = _of_team(team, name)
        if who is not None:
            known.setdefault(who, []).append(team.name)
    for who, teams in known.items():
        yield Telling(who, "", tuple(teams))
    everybody = tuple(sorted(team for teams in known.values() for team in teams))
    yield Telling(name, "", everybody, others=bool(everybody))


def _of_team(team: Team, name: str) -> str | None:
    return team.name if name == _TEAM else team.lead


def hours_of(compiled: Compiled) -> Mapping[str, str | None]:
    """Everybody who may be told, with their calendar; None where the policy does not know it or the ticket chooses it."""
    coverages = {
        **{team.name: team.coverage for team in compiled.teams},
        **{role.name: role.coverage for role in compiled.roles},
    }
    chosen = {calendar.name for calendar in compiled.calendars if calendar.kind == "choose"}
    found: dict[str, str | None] = {}
    for timeline in compiled.timelines:
        for step in timeline.steps:
            for one in tellings(compiled, step):
                coverage = coverages.get(one.who)
                found.setdefault(one.who, None if coverage in chosen else coverage)
    return found


def expected(engine: Engine, *, on_duty: bool = True) -> Ask:
    """What the engine says of tickets at their opening: who is told when, and who is on duty at that moment.

    `told WHO by WAY` is the instant of the first time, `(2)` and so on of further ones; `again WHO by WAY` is after how many
    seconds it comes once more, `until WHO by WAY` which events keep it from coming. `on duty WHO` is yes or no, `hours of
    CALENDAR` the hours of the whole horizon in short; both are missing where the policy does not know and where nobody asks.
    Raises NoInstant for a ticket without `opened`, and what the engine raises.
    """
    hours = hours_of(engine.compiled)
    whole = dict(_whole_hours(engine, hours)) if on_duty else {}

    def ask(facts: Facts) -> Aspects:
        opened = facts.get(OPENED)
        if not isinstance(opened, dt.datetime):
            raise NoInstant
        start = to_epoch(opened)
        course = course_of(engine, Ticket(facts), start, start)
        found: dict[str, list[Call]] = {}
        came = came_at(engine, course.facts, start)
        for timeline, step, at in planned(course):
            if not came.isdisjoint(step.unless):
                continue
            ends = tuple(sorted({*timeline.stops_on, *step.unless}))
            for name in step.tell:
                who = told(engine, name, course.team, course.sorted.facts, at).who
                for via in step.via or ("",):
                    found.setdefault(Telling(who, via).name, []).append(Call(at, _period(step), ends))
        aspects = told_aspects(found)
        aspects.update(whole)
        if on_duty:
            aspects.update(_on_duty(engine, hours, start))
        return aspects

    return ask


def came_at(engine: Engine, facts: Facts, start: int) -> frozenset[str]:
    """The events of the policy's own that come in the very moment of the opening, and the status that is entered then."""
    status = facts.get("status")
    entered = {f"entered:{status}"} if isinstance(status, str) else set()
    values = ((event.name, facts.get(event.fact)) for event in engine.compiled.events)
    own = {name for name, value in values if isinstance(value, dt.datetime) and to_epoch(value) == start}
    return frozenset(entered | own)


def told_aspects(calls: Mapping[str, list[Call]]) -> dict[str, str | int | None]:
    """Calls by receiver as aspects."""
    found: dict[str, str | int | None] = {}
    for name, times in calls.items():
        for number, call in enumerate(sorted(times, key=lambda one: (one.at, one.again or 0, one.ends_on)), 1):
            name_of_this = f"{name} ({number})" if number > 1 else name
            found[f"{TOLD}{name_of_this}"] = call.at
            found[f"{UNTIL}{name_of_this}"] = " or ".join(call.ends_on) or None
            if call.again is not None:
                found[f"{AGAIN}{name_of_this}"] = call.again
    return found


def _period(step: Step) -> int | None:
    every = step.every
    return None if every is None else 60 * (every.minutes or 0) + 86_400 * (every.days or 0)


def _on_duty(engine: Engine, hours: Mapping[str, str | None], at: int) -> Iterator[tuple[str, str]]:
    for who, calendar in hours.items():
        if calendar is not None:
            there = calendar == ALWAYS_OPEN or engine.clock(calendar).openings.is_open(at)
            yield f"{ON_DUTY}{who}", YES if there else NO


def _whole_hours(engine: Engine, hours: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """The hours of each calendar over the whole horizon, so that no single date can differ unseen."""
    window = window_of(engine)
    for name in dict.fromkeys(name for name in hours.values() if name is not None and name != ALWAYS_OPEN):
        yield f"{HOURS}{name}", hours_in_short(engine.clock(name).openings.pieces(), window)


def window_of(engine: Engine) -> tuple[int, int]:
    """The instants in which hours are compared: the horizon without two days at its ends, where it is another date elsewhere."""
    first, last = engine.compiled.horizon or tuple(day.isoformat() for day in DEFAULT_HORIZON)
    start, end = (DAY * day_number(dt.date.fromisoformat(day)) for day in (first, last))
    return start + 2 * DAY, end - 2 * DAY


def hours_in_short(pieces: Iterable[tuple[int, int]], window: tuple[int, int]) -> str:
    """Open intervals within a window: how many minutes, and a mark that differs where any of them does."""
    low, high = window
    joined: list[list[int]] = []
    for start, end in sorted((max(start, low), min(end, high)) for start, end in pieces):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    minutes = sum(end - start for start, end in joined) // 60
    return f"{minutes} minutes, {sha256(repr(joined).encode()).hexdigest()[:8]}"


def planned(course: Course) -> Iterator[tuple[Timeline, Step, int]]:
    """The steps of a ticket at its opening: done at once or still ahead, each with its instant; of `every`, the first time."""

    def share(metric: str, percent: int, scale: int) -> int | None:
        return share_at(course, metric, percent, scale)

    for run in course.timelines:
        timeline = run.run.timeline
        for done in run.done:
            if done.state == "done" and done.number == 1:
                yield timeline, timeline.steps[done.place], done.at
        for place, number in run.pending.items():
            at = run.time_of(place, share)
            if number == 1 and at is not None and run.stopped is None:
                yield timeline, timeline.steps[place], at
