"""A compiled policy made ready to answer: masks as numbers, facts with their columns, clocks when they are needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from supportpolicy.clock import Clock
from supportpolicy.clock.zones import load_zone
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact, Metric, Team, Timeline
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Table
from supportpolicy.engine.calendars import Clocks
from supportpolicy.engine.lookups import Lookup, Plan, lookup_of
from supportpolicy.engine.questions import Question, Scene, question_of, words_of
from supportpolicy.engine.values import Facts, Money, Value
from supportpolicy.engine.windows import Windows, parse_duration

NOW, OPENED, REQUEST = "now", "opened", "request"
SEVERITY_RULE = "severity_rule"
SORTING = ("tier", "severity", "language", "emergency", "emergency.claimed", "channel")
"""The tables of the stages before adjust, in their order."""
ASKED = ("requests", "refunds", "identity")
ATTRIBUTES = (
    "tier",
    "severity",
    "reply_language",
    "language_level",
    "emergency",
    "claimed",
    "channel_support",
    "redirect",
    "team",
    "queue",
    "sla",
)
"""What the stages decide, in their order."""


class Cut(NamedTuple):
    """What one fact is asked: columns of words, looked up at once, and all others."""

    words: tuple[tuple[int, Mapping[Value, int]], ...]
    others: tuple[tuple[int, Question], ...]


class Run(NamedTuple):
    """A timeline with what the engine asks of it often."""

    timeline: Timeline
    bits: int
    """Its alternatives in the table `timelines`; 0 where it never runs."""
    starts_on: frozenset[str]
    stops_on: frozenset[str]
    acts: tuple[bool, ...]
    """Of each step, whether it changes the ticket itself: its team, status or tags."""


class Engine(NamedTuple):
    """A policy ready to answer. Made by `prepare`; answers do not depend on what was asked before."""

    compiled: Compiled
    windows: Windows
    places: Mapping[str, int]
    """Column, by its id -> its place."""
    lookups: Mapping[str, Lookup]
    first_names: tuple[str, ...]
    first_plans: tuple[Plan, ...]
    """The tables before adjust that the policy has."""
    last_names: tuple[str, ...]
    last_plans: tuple[Plan, ...]
    """The tables after it, routing and sla, as far as the policy has them."""
    adjusts: bool
    """Whether there is anything to adjust."""
    simple: Mapping[str, tuple[int, Mapping[Value | None, int]]]
    """Facts that are cut by one column of words and by nothing else: its place, and its classes, absence included."""
    cuts: Mapping[str, Cut]
    attributes: Mapping[str, tuple[tuple[int, Mapping[Value, int]], ...]]
    """The columns cut from what is decided, with the classes of the named values."""
    empty: tuple[int, ...]
    """The classes of a ticket without any facts but the defaults."""
    defaults: Facts
    moving: tuple[str, ...]
    """Facts with a default that are asked about the moment or another fact, so that their classes are not fixed."""
    more: bool
    """Whether there are columns of other facts than those a ticket brings: moving defaults, derived ones, the moment."""
    derived: tuple[Fact, ...]
    facts: Mapping[str, Fact]
    metrics: Mapping[str, Metric]
    runs: tuple[Run, ...]
    teams: Mapping[str, Team]
    people: Mapping[str, str | None]
    """Role or team -> their hours; a role goes before a team of its name."""
    levels: Mapping[str, int]
    """Severity levels by rank, 0 the highest."""
    statuses: Mapping[str, str]
    """Status -> who has to act next."""
    asks_now: bool
    """Whether any rule asks for the moment of the decision."""
    sla_versions: bool
    """Whether promises depend on the date, so that a target keeps the version in force when it started."""

    @property
    def clocks(self) -> Clocks:
        """The clocks of the policy."""
        return self.windows.clocks

    def clock(self, name: str) -> Clock:
        """A coverage as a clock. Raises UnknownName; ClockError where its hours cannot be worked out."""
        return self.clocks.clock(name)


def prepare(compiled: Compiled, like: Engine | None = None) -> Engine:
    """Make a compiled policy ready to answer. `like` has one much alike, whose clocks are taken over where they are the same."""
    clocks = Clocks(compiled, None if like is None else like.clocks)
    windows = Windows(load_zone(compiled.timezone or "Etc/UTC"), clocks, compiled.business_day_calendar)
    facts = {fact.name: fact for fact in compiled.facts}
    places = {column.id: place for place, column in enumerate(compiled.columns)}
    attributes = _attributes(compiled, facts)
    lookups = {table.name: lookup_of(table, places, attributes) for table in compiled.tables}
    cuts = _cuts(compiled, facts, attributes)
    defaults = {
        fact.name: parsed(fact, fact.default, windows.zone.info) for fact in compiled.facts if fact.default is not None
    }
    classes = [0] * len(compiled.columns)
    for name, value in defaults.items():
        for place, words in cuts[name].words if name in cuts else ():
            classes[place] = words.get(value, 1)
    moving = tuple(name for name in defaults if name in cuts and cuts[name].others)
    derived = tuple(fact for fact in compiled.facts if fact.derived is not None)
    sla = lookups.get("sla")
    dated = {place for place, column in enumerate(compiled.columns) if column.fact == NOW and column.kind == "ranges"}
    return Engine(
        compiled,
        windows,
        places,
        lookups,
        *_plans(lookups, SORTING),
        *_plans(lookups, ("routing", "sla")),
        any(name.startswith("adjust.") for name in lookups),
        {
            name: (cut.words[0][0], _with_absent(cut.words[0][1]))
            for name, cut in cuts.items()
            if len(cut.words) == 1 and not cut.others and name != NOW
        },
        cuts,
        {
            name: tuple(
                (place, {value: number for number, value in enumerate(column.values, 2)}) for place, column in found
            )
            for name, found in attributes.items()
        },
        tuple(classes),
        defaults,
        moving,
        bool(moving or derived or NOW in cuts),
        derived,
        facts,
        {metric.name: metric for metric in compiled.metrics},
        tuple(_run(timeline, lookups.get("timelines")) for timeline in compiled.timelines),
        {team.name: team for team in compiled.teams},
        {
            **{team.name: team.coverage for team in compiled.teams},
            **{role.name: role.coverage for role in compiled.roles},
        },
        {level: rank for rank, level in enumerate(compiled.severity_levels)},
        {status.name: status.waiting_on for status in compiled.statuses},
        NOW in cuts or any(column.probe is not None and column.probe.operand == NOW for column in compiled.columns),
        sla is not None and any(place in dated for place, _ in sla.masks),
    )


def _with_absent(words: Mapping[Value, int]) -> Mapping[Value | None, int]:
    return {None: 0, **dict(words.items())}


def _plans(lookups: Mapping[str, Lookup], names: Iterable[str]) -> tuple[tuple[str, ...], tuple[Plan, ...]]:
    there = tuple(name for name in names if name in lookups)
    return there, tuple(lookups[name].plan for name in there)


def classify(cuts: Mapping[str, Cut], name: str, value: Value, classes: list[int], scene: Scene) -> None:
    """Put the classes of a fact that is there in their places."""
    cut = cuts.get(name)
    if cut is None:
        return
    for place, words in cut.words:
        classes[place] = words.get(value, 1)
    for place, question in cut.others:
        classes[place] = question.class_of(value, scene)


def parsed(fact: Fact, text: str, zone: dt.tzinfo) -> Value:
    """A default as the compiled document writes it; dates are local midnights of `zone`."""
    match fact.type:
        case "boolean":
            return text.lower() == "true"
        case "number":
            return Decimal(text)
        case "money":
            amount, currency = text.split()
            return Money(Decimal(amount), currency)
        case "duration":
            return dt.timedelta(minutes=parse_duration(text).minutes or 0)
        case "time":
            return dt.datetime.fromisoformat(text).replace(tzinfo=zone)
        case "tags":
            return frozenset(text.split(","))
        case _:
            return text


def _attributes(compiled: Compiled, facts: Mapping[str, Fact]) -> dict[str, tuple[tuple[int, Column], ...]]:
    found: dict[str, list[tuple[int, Column]]] = {}
    for place, column in enumerate(compiled.columns):
        if column.fact not in facts:
            found.setdefault(column.fact, []).append((place, column))
    return {name: tuple(columns) for name, columns in found.items()}


def _cuts(compiled: Compiled, facts: Mapping[str, Fact], attributes: Mapping[str, object]) -> dict[str, Cut]:
    words: dict[str, list[tuple[int, Mapping[Value, int]]]] = {}
    others: dict[str, list[tuple[int, Question]]] = {}
    for place, column in enumerate(compiled.columns):
        if column.fact in attributes:
            continue
        if column.kind == "values":
            words.setdefault(column.fact, []).append((place, words_of(column)))
        else:
            others.setdefault(column.fact, []).append((place, question_of(column, facts.get(column.fact))))
    return {
        name: Cut(tuple(words.get(name, ())), tuple(others.get(name, ()))) for name in dict.fromkeys((*words, *others))
    }


def _run(timeline: Timeline, table: Lookup | None) -> Run:
    bits = 0
    if table is not None:
        for rule, mask in zip(table.rules, table.rule_bits, strict=True):
            if rule.name == timeline.name:
                bits |= mask
    acts = tuple(bool(step.assign or step.status or step.tag) for step in timeline.steps)
    return Run(timeline, bits, frozenset(timeline.starts_on), frozenset(timeline.stops_on), acts)


def empty_table(name: str) -> Table:
    """A table without rules."""
    return Table(name, name, "first")
