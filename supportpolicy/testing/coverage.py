"""What the passing tests of a policy reach: rules, steps of timelines, and days with hours of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Table
from supportpolicy.engine.answer import Answer, StepAnswer
from supportpolicy.language.sections.sla import OTHERWISE_ROW
from supportpolicy.testing.hours import Days, days_asked
from supportpolicy.testing.running import Result
from supportpolicy.testing.vocabulary import LEFT_TO_PROOFS

STEPS, HOURS = "timeline steps", "holidays and exceptions"

Key = tuple[str, ...]


class Item(NamedTuple):
    """Something that a test can reach."""

    group: str
    """A table, `timeline steps` or `holidays and exceptions`."""
    name: str
    at: str
    """`file:line` in the policy."""


class Group(NamedTuple):
    """How much of one group is reached."""

    name: str
    reached: int
    all: int

    @property
    def percent(self) -> int:
        """Rounded down; of nothing, all is reached."""
        return 100 * self.reached // self.all if self.all else 100


class Coverage(NamedTuple):
    """What is reached, group by group, and what is not."""

    groups: tuple[Group, ...]
    missing: tuple[Item, ...]

    @property
    def total(self) -> Group:
        """All groups together."""
        return Group("total", sum(group.reached for group in self.groups), sum(group.all for group in self.groups))


def coverage_of(compiled: Compiled, results: Iterable[Result]) -> Coverage:
    """What the passing results reach; every other result counts for nothing."""
    items = dict(_items(compiled))
    days = Days(compiled)
    reached: set[Key] = set()
    for result in results:
        if result.outcome != "passed":
            continue
        if result.answer is not None:
            reached.update(reached_by(result.answer))
        reached.update((HOURS, *key) for key in days_asked(result, compiled, days))
    groups: dict[str, list[int]] = {}
    for key, item in items.items():
        counts = groups.setdefault(item.group, [0, 0])
        counts[0] += key in reached
        counts[1] += 1
    return Coverage(
        tuple(Group(name, *counts) for name, counts in groups.items()),
        tuple(item for key, item in items.items() if key not in reached),
    )


def reached_by(answer: Answer) -> Iterator[Key]:
    """Keys of the rules and steps that one answer shows."""
    for reason in answer.reasons:
        if reason.rule is not None:
            yield reason.table, reason.rule
    for run in answer.timelines:
        for step in run.steps:
            if step.state == "done" or (step.state == "planned" and step.at is not None):
                yield STEPS, run.name, *_step_key(step)


def _items(compiled: Compiled) -> Iterator[tuple[Key, Item]]:
    for table in compiled.tables:
        if table.name not in LEFT_TO_PROOFS:
            implied = _implied(table)
            for rule in table.rules:
                if rule.name in implied:
                    continue
                yield (table.name, rule.name), Item(table.name, rule.name, rule.at)
    for timeline in compiled.timelines:
        for number, step in enumerate(timeline.steps, 1):
            key = (STEPS, timeline.name, step.at, step.assign or "", " ".join((*step.say, *step.do, *step.tag)))
            yield key, Item(STEPS, f"{timeline.name}, step {number}", step.at)
    for day, item in Days(compiled).items():
        yield (HOURS, *day), Item(HOURS, item, day[1])


def _implied(table: Table) -> set[str]:
    """Rows that nobody wrote: what a promise says of a ticket whose row fact is missing."""
    first: dict[str, int] = {}
    implied: set[str] = set()
    for rule in table.rules:
        if rule.row is None:
            continue
        promise, line = rule.outcome.decides.get("sla", ""), int(rule.at.rpartition(":")[2] or 0)
        if rule.row == OTHERWISE_ROW and not rule.outcome.targets and line <= first.get(promise, 0):
            implied.add(rule.name)
        first.setdefault(promise, line)
    return implied


def _step_key(step: StepAnswer) -> Key:
    # Steps on one line are told apart by what they do.
    return step.place, step.assign or "", " ".join((*step.say, *step.do, *step.tag))
