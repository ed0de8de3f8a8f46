"""Promises as service levels: one for each promise, row and calendar that a ticket can have.

Which calendar counts may depend on the ticket: on its team (clock `team`) or on a fact (hours that are chosen). A level of
Request Tracker has one calendar, so the scrip that sorts a ticket chooses among levels, and every choice is said here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.windows import in_words
from supportpolicy.targets.request_tracker.dialect import LEVEL_NAME, METRICS


class Level(NamedTuple):
    """A service level by what it promises; two promises that are alike have one."""

    hours: str | None
    """The calendar; None where everything counts day and night."""
    promised: tuple[tuple[str, int, bool], ...]
    """Key of the level (Response, Resolve, KeepInLoop), minutes, and whether they count day and night."""

    @property
    def name(self) -> str:
        """From what it promises, so that it stays when a rule is renamed; at most as long as RT's column."""
        parts = [
            f"{key} {_amount(minutes)}{' round the clock' if always and self.hours is not None else ''}"
            for key, minutes, always in self.promised
        ]
        name = f"{', '.join(parts)} ({self.hours or 'round the clock'})"
        if len(name) <= LEVEL_NAME:
            return name
        mark = hashlib.sha256(name.encode()).hexdigest()[:8]
        return f"{name[: LEVEL_NAME - 9]} {mark}"


class Choice(NamedTuple):
    """A level, or none, by a fact or by the team."""

    by: str
    decided: bool
    """Whether `by` is what the policy decided (the team), and not a fact of the ticket."""
    cases: Mapping[str, LevelOf]
    otherwise: LevelOf


LevelOf: TypeAlias = "Level | Choice | None"


def level_of(compiled: Compiled, rule: Rule) -> LevelOf:
    """The service level of one rule of the table `sla`."""
    return _Choosing(compiled).level(tuple(_counted(rule)), {})


def levels_in(chosen: LevelOf) -> Iterator[Level]:
    """Every level that can come of a choice."""
    if isinstance(chosen, Level):
        yield chosen
    elif chosen is not None:
        for case in (*chosen.cases.values(), chosen.otherwise):
            yield from levels_in(case)


def _counted(rule: Rule) -> Iterator[Target]:
    """The targets that a level counts. Response stands for first and later answers, which lowering has made alike."""
    for target in rule.outcome.targets:
        if target.metric in METRICS and target.at_most is not None and target.metric != "next_response":
            yield target


class _Choosing:
    def __init__(self, compiled: Compiled) -> None:
        self.calendars = {calendar.name: calendar for calendar in compiled.calendars}
        self.teams = {team.name: team.coverage for team in compiled.teams}
        self.routed = tuple(
            dict.fromkeys(
                rule.outcome.decides["team"]
                for rule in compiled.table("routing").rules
                if "team" in rule.outcome.decides
            )
        )

    def level(self, targets: tuple[Target, ...], known: Mapping[str, str | None]) -> LevelOf:
        """The level where these clocks are known: each name of a clock that is none -> the calendar that it means."""
        if not targets:
            return None
        for target in targets:
            clock = self._meant(target.clock, known)
            if clock == TEAM:
                cases = {name: self.level(targets, {**known, TEAM: self.teams.get(name)}) for name in self.routed}
                return _fewer(Choice(TEAM, True, cases, self.level(targets, {**known, TEAM: None})))
            calendar = self.calendars.get(clock)
            if calendar is not None and calendar.kind == "choose":
                return self._by_fact(targets, known, clock, calendar)
        return _level([(target, self._meant(target.clock, known)) for target in targets])

    def _by_fact(
        self, targets: tuple[Target, ...], known: Mapping[str, str | None], clock: str, calendar: Calendar
    ) -> LevelOf:
        cases = {word: self.level(targets, {**known, clock: case}) for word, case in calendar.cases.items()}
        otherwise = self.level(targets, {**known, clock: calendar.otherwise})
        return _fewer(Choice(calendar.by or "", False, cases, otherwise))

    def _meant(self, clock: str | None, known: Mapping[str, str | None]) -> str:
        """The calendar of a clock as far as it is known; without one, day and night."""
        while clock is not None and clock in known:
            clock = known[clock]
        return clock or ALWAYS_OPEN


def _level(counted: list[tuple[Target, str]]) -> Level:
    hours = {clock for _, clock in counted if clock != ALWAYS_OPEN}
    if len(hours) > 1:
        raise ValueError(f"a service level has one calendar, and not {' and '.join(sorted(hours))}")
    order = tuple(dict.fromkeys(METRICS.values()))
    promised = [
        (METRICS[target.metric], minutes, clock == ALWAYS_OPEN)
        for target, clock in counted
        if target.at_most is not None
        for minutes in [_minutes(target, clock)]
    ]
    return Level(next(iter(hours), None), tuple(sorted(promised, key=lambda one: order.index(one[0]))))


def _minutes(target: Target, clock: str) -> int:
    amount = target.at_most
    if amount is None or amount.business_days is not None or (amount.days is not None and clock != ALWAYS_OPEN):
        raise ValueError(f"a service level counts minutes, and not {in_words(amount)}")
    return amount.minutes if amount.minutes is not None else 1440 * (amount.days or 0)


def _fewer(choice: Choice) -> LevelOf:
    """A choice without the cases that its last one says too."""
    cases = {word: case for word, case in choice.cases.items() if case != choice.otherwise}
    return choice._replace(cases=cases) if cases else choice.otherwise


def _amount(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}h{rest}m" if hours and rest else f"{hours}h" if hours else f"{rest}m"
