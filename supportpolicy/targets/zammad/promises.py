"""Promises as SLAs: one for each rule that promises a time, and each calendar that it may count on.

The triggers mark a ticket with the tag of its promise, and the SLA asks for the tag: so an SLA never depends on what only
triggers can ask. A promise whose hours depend on the ticket has an SLA for each calendar, which asks for more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.due import TEAM
from supportpolicy.targets.desks.asking import Test, Way, Words, ways_of, ways_of_way
from supportpolicy.targets.desks.requests import Request
from supportpolicy.targets.desks.tags import PREFIX, short_hash
from supportpolicy.targets.ids import reference
from supportpolicy.targets.lowerings import minutes_of
from supportpolicy.targets.zammad.conditions import expert, tags_json, ways_json
from supportpolicy.targets.zammad.dialect import METRICS
from supportpolicy.targets.zendesk.chosen import cases_of

DAY_AND_NIGHT: Final = "day and night"
"""The calendar that is open all week."""


class Counted(NamedTuple):
    """A calendar, and the tickets of a promise that count on it."""

    calendar: str
    ways: tuple[Way, ...]


def promised(rule: Rule) -> tuple[Target, ...]:
    """The targets of a rule that promise a time."""
    return tuple(target for target in rule.outcome.targets if target.at_most is not None)


def mark_of(words: Words, rule: Rule) -> str | None:
    """The tag of a rule's promise; None where nothing is promised. It stays the same when the rule is renamed."""
    targets = promised(rule)
    if not targets:
        return None
    times = [(one.metric, minutes_of(one.at_most), one.clock) for one in targets]
    return f"{PREFIX}_promise_{short_hash(repr((ways_of(words, rule), rule.row, times)))}"


def counted_on(words: Words, rule: Rule) -> Iterator[Counted]:
    """The calendars of a promise: one, or one for each team or each case of a choice."""
    clock = next((one.clock for one in promised(rule)), None) or ALWAYS_OPEN
    if clock != TEAM:
        yield from _cases(words, clock, ())
        return
    teams = words.decided.get("team", ())
    hours = {team.name: team.coverage or ALWAYS_OPEN for team in words.compiled.teams}
    for coverage in dict.fromkeys(hours.get(team, ALWAYS_OPEN) for team in teams):
        mine = tuple(team for team in teams if hours.get(team, ALWAYS_OPEN) == coverage)
        yield from _cases(words, coverage, (Test("decided", "team", mine),))
    if any(rule.parts for rule in words.compiled.table("routing").rules[-1:]) or not teams:
        asked = (Test("decided", "team", teams, False),) if teams else ()
        yield from _cases(words, ALWAYS_OPEN, asked)


def _cases(words: Words, clock: str, asked: Way) -> Iterator[Counted]:
    for case in cases_of(words.compiled, clock):
        ways = tuple((*asked, *way) for way in ways_of_way(words, case.way))
        if ways:
            yield Counted(DAY_AND_NIGHT if case.calendar in (None, ALWAYS_OPEN) else str(case.calendar), ways)


def sla_requests(words: Words, compiled: Compiled, ids: Mapping[str, str]) -> Iterator[Request]:
    """The SLAs in the order of their names, which is the order in which Zammad looks at them."""
    number = 0
    for rule in compiled.table("sla").rules:
        mark = mark_of(words, rule)
        if mark is None:
            continue
        times: dict[str, int | None] = dict.fromkeys(METRICS.values())
        for target in promised(rule):
            times[METRICS[target.metric]] = minutes_of(target.at_most)
        for counted in counted_on(words, rule):
            number += 1
            suffix = short_hash(repr((mark, counted)))
            name = f"policy {number:04d} promise {suffix}"
            body = {
                "name": name,
                "calendar_id": reference(ids, f"calendar:{counted.calendar}"),
                **times,
                "condition": expert([tags_json((mark,)), *ways_json(counted.ways, ids)]),
            }
            at = (rule.at,) if rule.at else ()
            yield Request(f"sla:{suffix} {number}", "/api/v1/slas", body, "SLA", name, at)
