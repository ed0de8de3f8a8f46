"""A rule's condition as ways to hold, each a list of tests that a desk makes of a new ticket.

The renderer asks how a condition is said; the model of the tool asks where the facts of a ticket are put. Both go by `home_of`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final, Literal, NamedTuple, TypeAlias

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, classes_in
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.compiled.partition import ABSENT, FLAG_NO, FLAG_YES, Column
from supportpolicy.compiled.tables import Rule
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.targets.zendesk.chosen import cases_of, chosen_columns

Home = Literal[
    "decided", "severity", "hours", "subject", "body", "tags", "channel", "ticket", "customer", "requester", "class"
]
"""Where a fact lives. `class`: nothing of the desk has it; an integration says in which class of values it lies."""

LEGAL_TAG: Final = re.compile(r"[a-z0-9_-]+")
"""Tags that every desk is sure to take as they are."""
_OTHER = 1
"""The class of a word that is not named."""


class Test(NamedTuple):
    """One test of a ticket."""

    home: Home
    name: str
    """The fact of a field, the attribute that a stage decided, the column of classes; nothing for what a ticket has once."""
    words: tuple[str, ...]
    """Words of the policy, tags, a phrase, the name of a calendar, or classes in words."""
    holds: bool = True
    """Any of the words, else none of them. A field without a value has none."""


Way: TypeAlias = "tuple[Test, ...]"
"""Tests that must all be passed."""
Ways: TypeAlias = "tuple[Way, ...]"
"""One of these must be passed; none: never."""


class Desk(NamedTuple):
    """What the rules of a desk can ask."""

    channels: Mapping[str, tuple[str, ...]]
    """Channel of a policy, by its usual name -> the desk's own words for it."""
    no_channel: str
    """The desk's word for a ticket that came by none of these."""
    hours: bool
    """Whether a rule can ask if somebody is there."""
    body: bool = True
    """Whether a rule can ask for a phrase of the message."""
    tags: bool = True
    """Whether a rule can ask for a tag."""


class Words(NamedTuple):
    """What is needed of a policy to say its conditions."""

    desk: Desk
    compiled: Compiled
    facts: Mapping[str, Fact]
    columns: Mapping[str, Column]
    decided: Mapping[str, tuple[str, ...]]
    """Attribute -> every value that a rule may give it."""


def words_of(compiled: Compiled, desk: Desk) -> Words:
    """What is needed of a policy to say its conditions at a desk."""
    decided: dict[str, dict[str, None]] = {}
    for table in compiled.tables:
        for rule in table.rules:
            for attribute, value in rule.outcome.decides.items():
                decided.setdefault(attribute, {})[value] = None
    decided["severity_rule"] = {rule.name: None for rule in compiled.table("severity").rules}
    return Words(
        desk,
        compiled,
        {fact.name: fact for fact in compiled.facts},
        {column.id: column for column in (*compiled.columns, *chosen_columns(compiled))},
        {name: tuple(values) for name, values in decided.items()},
    )


def home_of(desk: Desk, column: Column, fact: Fact | None) -> Home:
    """Where a column's fact lives; `fact` is None for what stages decide."""
    if column.probe is not None:
        return _home_of_question(desk, column)
    if column.kind != "values":
        return "class"
    if fact is None:
        return "severity" if column.fact == "severity" else "decided"
    if fact.derived is not None or column.fact == "now":
        return "class"
    if column.fact == "channel":
        return "channel"
    if column.fact.startswith("customer."):
        return "customer"
    return "requester" if column.fact.startswith("requester.") else "ticket"


def _home_of_question(desk: Desk, column: Column) -> Home:
    assert column.probe is not None
    operator, operand = column.probe
    match operator, column.fact:
        case "during", "opened" | "now" if desk.hours:
            return "hours"
        case "mentions", "subject":
            return "subject"
        case "mentions", "body" if desk.body:
            return "body"
        case "has", "tags" if desk.tags and LEGAL_TAG.fullmatch(operand):
            return "tags"
        case _:
            return "class"


def name_of_classes(column: Column) -> str:
    """What an integration calls a fact, or a question about one, whose classes it says."""
    return column.fact if column.kind == "values" else column.id


def ways_of(words: Words, rule: Rule, *, graded: bool = False) -> Ways:
    """The ways in which a rule can hold. `graded`: it asks for severity as its own stage decided it."""
    return tuple(dict.fromkeys(one for way in alternatives_of(rule) for one in ways_of_way(words, way, graded=graded)))


def ways_of_way(words: Words, way: Mapping[str, Admitted], *, graded: bool = False) -> Ways:
    """The ways in which all columns have one of their classes."""
    parts = [_said(words, column, admitted, graded=graded) for column, admitted in way.items()]
    return tuple(tuple(dict.fromkeys(test for part in chosen for test in part)) for chosen in product(*parts))


def _said(words: Words, column_id: str, admitted: Admitted, *, graded: bool) -> Ways:
    column = words.columns[column_id]
    fact = words.facts.get(column.fact)
    home = home_of(words.desk, column, fact)
    classes = frozenset(classes_in(admitted))
    if len(classes) == column.size:
        return ((),)
    match home:
        case "severity" if not graded:
            return _decided(words, column, classes, Test("severity", "", ()))
        case "severity" | "decided":
            family = "graded" if home == "severity" else column.fact
            return _decided(words, column, classes, Test("decided", family, ()))
        case "hours" | "tags" | "subject" | "body":
            assert column.probe is not None
            found = _flag(words, home, column.probe.operand, classes)
            return _by_class(column, classes) if found is None else found
        case "class":
            return _by_class(column, classes)
        case _:
            return _words(words, column, home, classes, fact)


def _flag(
    words: Words, home: Literal["hours", "tags", "subject", "body"], operand: str, classes: frozenset[int]
) -> Ways | None:
    """A yes or no; None where absent is told from no."""
    yes = classes == {FLAG_YES}
    if not yes and classes != {ABSENT, FLAG_NO}:
        return None
    if home != "hours":
        return ((Test(home, "", (operand,), yes),),)
    found: list[Way] = []
    for case in cases_of(words.compiled, operand):
        for way in ways_of_way(words, case.way):
            # Hours that are not known are closed; `always` is never closed.
            if case.calendar is None or case.calendar == ALWAYS_OPEN:
                found += [way] if (case.calendar is not None) == yes else []
            else:
                found.append((*way, Test("hours", "", (case.calendar,), yes)))
    return tuple(found)


def _decided(words: Words, column: Column, classes: frozenset[int], test: Test) -> Ways:
    values = words.decided.get(column.fact, ())
    inside = tuple(value for value in values if _class(column, value) in classes)
    outside = tuple(value for value in values if _class(column, value) not in classes)
    if ABSENT in classes:
        return ((test._replace(words=outside, holds=False),),) if outside else ((),)
    return ((test._replace(words=inside),),) if inside else ()


def _class(column: Column, value: str) -> int:
    return column.values.index(value) + 2 if value in column.values else _OTHER


def _words(
    words: Words,
    column: Column,
    home: Literal["channel", "ticket", "customer", "requester"],
    classes: frozenset[int],
    fact: Fact | None,
) -> Ways:
    """A choice of words; by class where a word that is not named is told from no word at all."""
    others = fact is None or not fact.values or not set(fact.values) <= set(column.values)
    if column.type == "boolean" and len(column.values) == 2:
        others = False
    if others and (ABSENT in classes) != (_OTHER in classes):
        return _by_class(column, classes)
    holds = ABSENT not in classes
    named = [number for number in range(2, column.size) if (number in classes) == holds]
    tags = [number for number in named if home == "channel" and column.values[number - 2] not in words.desk.channels]
    plain = tuple(column.values[number - 2] for number in named if number not in tags)
    tests: list[Test] = []
    if plain:
        tests.append(Test(home, "" if home == "channel" else column.fact, plain, holds))
    if tags:
        tests.append(Test("class", name_of_classes(column), tuple(column.label(number) for number in tags), holds))
    return tuple((test,) for test in tests) if holds else (tuple(tests),)


def _by_class(column: Column, classes: frozenset[int]) -> Ways:
    """By what an integration says. Of what is absent it says nothing."""
    holds = ABSENT not in classes
    labels = tuple(column.label(number) for number in range(1, column.size) if (number in classes) == holds)
    if not labels:
        return () if holds else ((),)
    return ((Test("class", name_of_classes(column), labels, holds),),)


def tests_in(ways: Sequence[Way]) -> tuple[Test, ...]:
    """Every test of some ways, each once."""
    return tuple(dict.fromkeys(test for way in ways for test in way))
