"""Promises as triggers and SLA policies.

Which promise a ticket is under is decided by triggers, since an SLA policy cannot ask all that a rule can, and since the hours
of a promise are no part of an SLA policy: they are the schedule of the ticket. So the trigger of a rule marks the ticket with the
tag of its SLA policy and sets the schedule; the SLA policy asks for nothing but the tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Duration, Rule, Target
from supportpolicy.compiled.views import promise_in_words
from supportpolicy.targets.zendesk.carried import Words, words_of
from supportpolicy.targets.zendesk.chosen import cases_of
from supportpolicy.targets.zendesk.conditions import CREATED, Action, Condition, Ref, tags_exclude, tags_include
from supportpolicy.targets.zendesk.dialect import (
    FALLBACK_PRIORITY,
    METRICS,
    PAUSED_METRICS,
    PREFIX,
    STATE_OF,
    decided_tag,
    done_tag,
    priorities_of,
    short_hash,
)
from supportpolicy.targets.zendesk.triggers import ALWAYS, Trigger, about, closing, ends_always, words_actions
from supportpolicy.targets.zendesk.ways import tests_of, tests_of_way

TEAM = "team"
DAY_AND_NIGHT = "day and night"
"""The schedule that is open all week: for teams that are always there, where others of the same promise are not."""
SLA = "sla"
CLOCK = "clock"
"""Of the tag of a ticket whose promise counts hours that depend on the ticket: those of its team, or chosen by a fact."""


class Metric(NamedTuple):
    """One target of an SLA policy."""

    priority: str
    metric: str
    minutes: int
    business_hours: bool


class SlaPolicy(NamedTuple):
    """One SLA policy: its tag, its targets, and the rules that it carries."""

    tag: str
    metrics: tuple[Metric, ...]
    about: str
    at: tuple[str, ...]


class Promises(NamedTuple):
    """What becomes of the table `sla`."""

    policies: tuple[SlaPolicy, ...]
    tags: Mapping[int, str]
    """Rule, by its place -> the tag of its SLA policy; none where nothing is promised."""


def promised(rule: Rule) -> tuple[Target, ...]:
    """The targets of a rule that promise a time."""
    return tuple(target for target in rule.outcome.targets if target.at_most is not None)


def minutes_of(amount: Duration) -> int:
    """An amount in minutes: of the clock, or days of 24 hours. Business days are no such amount."""
    if amount.minutes is not None:
        return amount.minutes
    if amount.days is not None:
        return amount.days * 1440
    raise ValueError("business days have no number of minutes")


def metric_of(target: Target) -> str:
    """The metric of an SLA policy that counts what a target counts, and stands still where it does."""
    states = frozenset(STATE_OF[status] for status in target.pause_while if status in STATE_OF)
    return PAUSED_METRICS.get((target.metric, states), METRICS[target.metric])


def promises_of(compiled: Compiled) -> Promises:
    """The SLA policies of a policy, in the order of its rules: one for all rows of a promise, by priority."""
    priorities = priorities_of(compiled.severity_levels)
    groups: dict[tuple[str, int], list[int]] = {}
    rules = compiled.table("sla").rules
    for place, rule in enumerate(rules):
        if not promised(rule):
            continue
        name = rule.outcome.decides.get("sla", rule.name)
        if rule.row in priorities and _only_level(compiled, rule):
            number = 0
            while any(rules[other].row == rule.row for other in groups.get((name, number), ())):
                number += 1
            groups.setdefault((name, number), []).append(place)
        else:
            groups[name, -1 - place] = [place]
    policies, tags = [], {}
    words = words_of(compiled)
    for (_, number), places in groups.items():
        one = _policy(words, [rules[place] for place in places], priorities, by_row=number >= 0)
        policies.append(one)
        tags.update(dict.fromkeys(places, one.tag))
    return Promises(tuple(policies), tags)


def _only_level(compiled: Compiled, rule: Rule) -> bool:
    """Whether a rule made of a row holds for the severity of its row alone."""
    column = next((one for one in compiled.columns if one.fact == "severity" and one.kind == "values"), None)
    if column is None or rule.row not in column.values:
        return False
    only = ((column.values.index(rule.row) + 2,) * 2,)
    return any(len(part.any) == 1 and dict(part.any[0]) == {column.id: only} for part in rule.parts)


def _policy(words: Words, rules: Sequence[Rule], priorities: Mapping[str, str], *, by_row: bool) -> SlaPolicy:
    metrics: list[Metric] = []
    everything = tuple(dict.fromkeys((*priorities.values(), FALLBACK_PRIORITY)))
    for rule in rules:
        wanted = (priorities[rule.row],) if by_row and rule.row is not None else everything
        for target in promised(rule):
            assert target.at_most is not None
            metrics.extend(
                Metric(priority, metric_of(target), minutes_of(target.at_most), (target.clock or ALWAYS) != ALWAYS)
                for priority in wanted
            )
    targets = "; ".join(
        f"{rule.row or 'all'}: " + ", ".join(f"{one.metric} {promise_in_words(one)}" for one in promised(rule))
        for rule in rules
    )
    name = rules[0].outcome.decides.get("sla", rules[0].name)
    tests = [tests_of(words, rule) for rule in rules]
    tag = f"{PREFIX}_promise_{short_hash(repr((tests, metrics)))}"
    return SlaPolicy(tag, tuple(metrics), f"Promise “{name}”. {targets}", tuple(rule.at for rule in rules if rule.at))


def promise_triggers(compiled: Compiled, words: Words, promises: Promises) -> Iterator[Trigger]:
    """Which promise a ticket is under: its SLA policy by tag, and its schedule where it is the same for all its tickets."""
    done = done_tag("promise")
    rules = compiled.table("sla").rules
    choices = {calendar.name for calendar in compiled.calendars if calendar.kind == "choose"}
    for place, rule in enumerate(rules):
        tags = [done]
        if SLA in words.asked:
            tags.append(decided_tag(SLA, rule.outcome.decides.get(SLA, rule.name)))
        actions: list[Action] = []
        if place in promises.tags:
            tags.append(promises.tags[place])
            clock = clock_of(rule)
            if clock == TEAM or clock in choices:
                tags.append(decided_tag(CLOCK, clock))
            elif clock is not None:
                actions.append(Action("set_schedule", Ref(f"schedule:{clock}")))
        actions = [Action("current_tags", " ".join(tags)), *actions, *words_actions(rule)]
        for test in tests_of(words, rule):
            every = (CREATED, tags_exclude([done]), *test.every)
            yield Trigger("promise", about(rule), every, test.some, tuple(actions), (rule.at,) if rule.at else ())
    if not ends_always(rules):
        yield closing("promise")


def clock_of(rule: Rule) -> str | None:
    """The calendar on which a rule's targets count, but `always`: at most one, as the lowering left it."""
    clocks = {target.clock for target in promised(rule)} - {None, ALWAYS}
    return min((clock for clock in clocks if clock is not None), default=None)


def schedule_triggers(compiled: Compiled, words: Words) -> Iterator[Trigger]:
    """For promises whose hours depend on the ticket: the schedule of its team, or the one that its facts choose."""
    rules = compiled.table("sla").rules
    clocks = dict.fromkeys(clock for clock in map(clock_of, rules) if clock is not None)
    choices = [one for one in compiled.calendars if one.kind == "choose" and one.name in clocks]
    of_team = tags_include([decided_tag(CLOCK, TEAM)])
    if TEAM in clocks:
        for team in routed_teams(compiled):
            coverage = team_coverage(compiled, team)
            at = tuple(one.at for one in compiled.teams if one.name == team and one.at)
            mine = (of_team, tags_include([decided_tag("team", team)]))
            yield from _setting(compiled, words, f"Tickets of {team}", coverage, mine, at)
        yield from _setting(compiled, words, "Tickets without a team", ALWAYS, (of_team,), ())
    for one in choices:
        asked = (tags_include([decided_tag(CLOCK, one.name)]),)
        yield from _setting(compiled, words, f"Hours of {one.name}", one.name, asked, (one.at,) if one.at else ())


def _setting(
    compiled: Compiled, words: Words, who: str, coverage: str, asked: tuple[Condition, ...], at: tuple[str, ...]
) -> Iterator[Trigger]:
    """Triggers that set the schedule of a coverage, each case of a chosen one for its tickets."""
    done = done_tag("schedule")
    for case in cases_of(compiled, coverage):
        schedule = DAY_AND_NIGHT if case.calendar in (None, ALWAYS) else case.calendar
        for test in tests_of_way(words, case.way):
            yield Trigger(
                "schedule",
                f"{who} count the hours of {schedule}.",
                (CREATED, tags_exclude([done]), *asked, *test.every),
                test.some,
                (Action("set_schedule", Ref(f"schedule:{schedule}")), Action("current_tags", done)),
                at,
            )


def routed_teams(compiled: Compiled) -> tuple[str, ...]:
    """The teams that routing gives tickets to, in the order of its rules."""
    rules = compiled.table("routing").rules
    return tuple(dict.fromkeys(rule.outcome.decides["team"] for rule in rules if "team" in rule.outcome.decides))


def team_coverage(compiled: Compiled, team: str) -> str:
    """The hours of a team; day and night where it has none."""
    return next((one.coverage for one in compiled.teams if one.name == team and one.coverage), ALWAYS)
