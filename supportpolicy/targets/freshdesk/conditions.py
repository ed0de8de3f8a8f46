"""Tests of a ticket as conditions of a rule. A rule has one set of them here, of which all must hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from supportpolicy.targets.desks.asking import Test
from supportpolicy.targets.desks.stages import STAGES
from supportpolicy.targets.freshdesk.dialect import (
    RESOURCE_OF,
    SEVERITY_FIELD,
    SOURCES,
    STAGE_FIELD,
    class_field,
    decided_field,
    fact_field,
)

Json = dict[str, object]


def field_of(test: Test) -> str:
    """The field that a test asks."""
    match test.home:
        case "decided":
            return decided_field(test.name)
        case "class":
            return class_field(test.name)
        case "severity":
            return SEVERITY_FIELD
        case "channel":
            return "source"
        case "subject":
            return "subject"
        case "body":
            return "description"
        case _:
            return fact_field(test.name)


def condition_of(test: Test) -> Json:
    """One test."""
    values: list[object] = list(test.words)
    operators = ("in", "not_in")
    if test.home == "channel":
        values = [int(source) for word in test.words for source in SOURCES[word]]
    elif test.home in ("subject", "body"):
        operators = ("contains", "does_not_contain")
    return {
        "resource_type": RESOURCE_OF.get(test.home, "ticket"),
        "field_name": field_of(test),
        "operator": operators[0] if test.holds else operators[1],
        "value": values,
    }


def not_done(stage: str) -> Json:
    """The stage that was done last is an earlier one, or none."""
    later = list(STAGES[STAGES.index(stage) :])
    return {"resource_type": "ticket", "field_name": STAGE_FIELD, "operator": "not_in", "value": later}


def asked_attributes(tests: Collection[Test]) -> Iterator[str]:
    """What stages decide and conditions ask for."""
    yield from dict.fromkeys(test.name for test in tests if test.home == "decided")
