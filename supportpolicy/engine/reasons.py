"""Why a table answered as it did: the rule that won, and the first test that each rule above it failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supportpolicy.compiled.tables import Part, Rule
from supportpolicy.engine.answer import Failed, Reason
from supportpolicy.engine.decisions import Said, decision_of
from supportpolicy.engine.errors import UnknownName
from supportpolicy.engine.lookups import NO_RULE, Lookup
from supportpolicy.engine.messages import shown
from supportpolicy.engine.prepared import ASKED, SORTING, Engine
from supportpolicy.engine.sorting import completed
from supportpolicy.engine.unknown import part_holds, see
from supportpolicy.engine.walk import Course

ADJUSTING = ("adjust.proof", "adjust.raise")
ALL_THAT_HOLD = ("adjust.lower", "timelines", "guidance")
_BEFORE_ADJUST = (*SORTING, *ADJUSTING, "adjust.lower")
_HELD = "assigned"


class TestOutcome(NamedTuple):
    """One test of a rule, against one ticket."""

    text: str
    holds: bool | None
    """None: it rests on a fact that is unknown."""
    at: str
    values: tuple[tuple[str, str], ...]
    """The ticket's facts that it looks at, with their values in words; `missing` and `none` where there is no value."""


class WhyNot(NamedTuple):
    """What became of one rule."""

    table: str
    rule: str
    at: str
    asked: bool
    """Whether its table was asked at all."""
    wins: bool
    holds: bool | None
    won_by: str | None
    """The rule that won in its place."""
    won_at: str
    tests: tuple[TestOutcome, ...]


def reasons_of(engine: Engine, course: Course, said: Sequence[tuple[str, Said]]) -> Iterator[Reason]:
    """Why, for every table that was asked, in the order of the stages."""
    won = course.sorted.won
    for table in (*SORTING, *ADJUSTING):
        if table in won and (table in SORTING or won[table] != NO_RULE):
            yield _reason(engine, engine.lookups[table], won[table], _possible(course, table))
    for index in course.sorted.caps:
        yield _holding("adjust.lower", engine.lookups["adjust.lower"].rules[index])
    if "routing" in won:
        yield _reason(engine, engine.lookups["routing"], won["routing"], _possible(course, "routing"))
    if course.held is not None:
        yield Reason(_HELD, None, why=f"an assignment holds the ticket at {course.held}")
    if "sla" in won:
        yield _reason(engine, engine.lookups["sla"], won["sla"], _possible(course, "sla"))
    for table, one in said:
        if one.verdict.rule is None:
            yield Reason(table, None)
            continue
        yield _reason(engine, engine.lookups[table], one.verdict.rule, see(one.asked, course.facts).possible)
    for table in ("timelines", "guidance"):
        lookup = engine.lookups.get(table)
        if lookup is not None:
            yield from (_holding(table, lookup.rules[index]) for index in lookup.holding(course.sorted.classes))


def why_not(engine: Engine, course: Course, table: str, rule: str) -> WhyNot:
    """What became of one rule of a table. Raises UnknownName."""
    lookup = engine.lookups.get(table)
    if lookup is None:
        raise UnknownName("table", table, tuple(engine.lookups))
    index = next((place for place, one in enumerate(lookup.rules) if one.name == rule), None)
    if index is None:
        raise UnknownName(f"rule in '{table}'", rule, tuple(one.name for one in lookup.rules))
    found, moment = lookup.rules[index], course.sorted.now
    winner: int | None
    if table in ASKED:
        said = decision_of(engine, course, table)
        asked, moment = said is not None, course.at
        winner = said.verdict.rule if said is not None else None
        possible = see(said.asked, course.facts).possible if said is not None else _possible(course, table)
    else:
        possible = _possible(course, table)
        winner = course.sorted.won.get(table, NO_RULE)
        asked = table in course.sorted.won or lookup.mode == "all"
    tests = tuple(_test(engine, course, part, possible, moment) for part in found.parts)
    verdicts = {one.holds for one in tests}
    holds = False if False in verdicts else None if None in verdicts else True
    wins = bool(holds) if lookup.mode == "all" else winner == index
    other = winner if lookup.mode == "first" and winner not in (None, NO_RULE, index) else None
    return WhyNot(
        table,
        rule,
        found.at,
        asked,
        wins,
        holds,
        None if other is None else lookup.rules[other].name,
        "" if other is None else lookup.rules[other].at,
        tests,
    )


def _possible(course: Course, table: str) -> list[int]:
    classes = course.sorted.unadjusted if table in _BEFORE_ADJUST else course.sorted.classes
    return [1 << number for number in classes]


def _reason(engine: Engine, lookup: Lookup, index: int, possible: Sequence[int]) -> Reason:
    above = lookup.rules if index == NO_RULE else lookup.rules[:index]
    before = tuple(_failed(engine, rule, possible) for rule in above)
    if index == NO_RULE:
        return Reason(lookup.name, None, before=before)
    rule = lookup.rules[index]
    return Reason(lookup.name, rule.name, rule.at, rule.why, tuple(part.text for part in rule.parts), before)


def _holding(table: str, rule: Rule) -> Reason:
    return Reason(table, rule.name, rule.at, rule.why, tuple(part.text for part in rule.parts))


def _failed(engine: Engine, rule: Rule, possible: Sequence[int]) -> Failed:
    """The first test that fails; else, of a rule whose answer would have been the same, the first that is open."""
    open_part: Part | None = None
    for part in rule.parts:
        verdict = part_holds(part, possible, engine.places)
        if verdict is False:
            return Failed(rule.name, part.text, part.at)
        if verdict is None and open_part is None:
            open_part = part
    return Failed(rule.name, open_part.text if open_part else "", open_part.at if open_part else rule.at)


def _test(engine: Engine, course: Course, part: Part, possible: Sequence[int], moment: int) -> TestOutcome:
    facts = completed(engine, course.facts, moment)
    names: dict[str, None] = {}
    for one in part.any:
        for column in one:
            names[engine.compiled.columns[engine.places[column]].fact] = None
    values = tuple((name, _value(engine, course, facts, name)) for name in names)
    return TestOutcome(part.text, part_holds(part, possible, engine.places), part.at, values)


def _value(engine: Engine, course: Course, facts: object, name: str) -> str:
    assert isinstance(facts, dict)
    if name not in engine.facts:
        return course.sorted.decided.get(name, "none")
    value = facts.get(name)
    if value is not None:
        return shown(engine, value)
    return "none" if name in facts and name in course.facts else "missing"
