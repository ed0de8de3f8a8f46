"""Which holidays and exceptions of coverages an answer has to do with."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine.answer import Answer
from supportpolicy.language.builtin import TEAM_CLOCK
from supportpolicy.testing.moments import Moment, local_date
from supportpolicy.testing.running import Result

DayKey = tuple[str, str]
"""Place of the coverage and place of the entry: all dates of one entry are one thing to reach."""

Asked = tuple[str, dt.datetime, dt.datetime]
"""A calendar, and from when to when its hours mattered."""


class Days:
    """The dates of a policy's calendars that have hours of their own, by calendar."""

    def __init__(self, compiled: Compiled) -> None:
        self._calendars = {calendar.name: calendar for calendar in compiled.calendars}
        self._dates = {name: sorted(calendar.dates) for name, calendar in self._calendars.items() if calendar.dates}

    def items(self) -> Iterator[tuple[DayKey, str]]:
        """Each entry once, with what it is called."""
        names: dict[DayKey, dict[str, None]] = {}
        where: dict[DayKey, str] = {}
        for calendar in self._calendars.values():
            for date, day in calendar.dates.items():
                key = (calendar.at, day.at)
                names.setdefault(key, {})[day.name or date] = None
                where.setdefault(key, calendar.name)
        for key, found in names.items():
            first, *others = found
            more = f" and {len(others)} more" if others else ""
            yield key, f"{first}{more} in {where[key]}"

    def between(self, asked: Asked, facts: Mapping[str, Any]) -> Iterator[DayKey]:
        """The entries that have a date in a stretch of time, in a calendar or any of its members."""
        name, start, end = asked
        calendar = self._calendars.get(name)
        if calendar is None:
            return
        for inner in _inner(calendar, facts):
            yield from self.between((inner, start, end), facts)
        dates = self._dates.get(name)
        if dates:
            first = local_date(start, calendar.timezone).isoformat()
            last = local_date(end, calendar.timezone).isoformat()
            for date in dates[bisect_left(dates, first) : bisect_right(dates, last)]:
                yield calendar.at, calendar.dates[date].at


def days_asked(result: Result, compiled: Compiled, days: Days) -> set[DayKey]:
    """The entries that one result has to do with: asked about, counted across, or looked at by a condition."""
    facts: Mapping[str, Any] = result.case.ticket.facts if result.case.ticket is not None else {}
    found: set[DayKey] = set()
    for asked in set(_asked(result, compiled)):
        found.update(days.between(asked, facts))
    return found


def _asked(result: Result, compiled: Compiled) -> Iterator[Asked]:
    answer = result.answer
    at = answer.at if answer is not None else result.case.at
    if at is None:
        return
    for expected in result.case.expects:
        if expected.key == "coverage":
            until = expected.want.instant if isinstance(expected.want, Moment) and expected.want.instant else at
            yield expected.name, min(at, until), max(at, until)
    if answer is not None:
        yield from _looked_at(answer, compiled)
        yield from _counted(answer, compiled)


def _looked_at(answer: Answer, compiled: Compiled) -> Iterator[Asked]:
    """Hours that conditions look at: `opened` and `now` during a coverage."""
    for column in compiled.columns:
        if column.probe is not None and column.probe.operator == "during":
            instant = answer.opened if column.fact == "opened" else answer.at if column.fact == "now" else None
            if instant is not None:
                yield column.probe.operand, instant, instant


def _counted(answer: Answer, compiled: Compiled) -> Iterator[Asked]:
    """Hours that due times, steps and payments are counted in, and those of the people who are told."""
    for target in answer.targets:
        if target.started is not None:
            yield target.clock, target.started, max(target.due or answer.at, target.started)
    clocks = {timeline.name: timeline.clock for timeline in compiled.timelines}
    people = {role.name: role.coverage for role in compiled.roles}
    people |= {team.name: team.coverage for team in compiled.teams}
    own = people.get(str(answer.stages.get("team")))
    for run in answer.timelines:
        clock = clocks.get(run.name, "")
        clock = (own or "") if clock == TEAM_CLOCK else clock
        for step in run.steps:
            if step.at is None or step.state in ("skipped", "dropped"):
                continue
            if run.started is not None:
                yield clock, min(run.started, step.at), step.at
            for told in step.tell:
                yield people.get(told.who) or "", step.at, step.at
    for decision in (answer.requests, answer.refunds, answer.identity):
        for until in (decision.pay_by, decision.wait_until) if decision is not None else ():
            if until is not None:
                yield compiled.business_day_calendar or "", answer.at, max(until, answer.at)


def _inner(calendar: Calendar, facts: Mapping[str, Any]) -> tuple[str, ...]:
    if calendar.kind != "choose":
        return calendar.union
    chosen = calendar.cases.get(str(facts.get(calendar.by or "")), calendar.otherwise)
    return (chosen,) if chosen is not None else ()
