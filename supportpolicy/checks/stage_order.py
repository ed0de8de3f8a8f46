"""SP220: a condition reads what is decided only later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.links import bottom_up
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.builtin import STAGES
from supportpolicy.language.conditions import Condition, Test
from supportpolicy.language.name import Name
from supportpolicy.language.walk import AFTER_ALL, conditions_of, named_in, tests_in

KIND = Kind(
    "SP220",
    "stage-order",
    "error",
    "A condition reads something that is decided only later, or by the rules it belongs to.",
    "A ticket is sorted in fixed stages: tier, severity, language, emergency, channel, routing, sla. "
    "A rule cannot wait for what comes after it.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
tiers: [{name: paying, when: {team: front}}, {name: rest}]
""",
    """supportpolicy: 1
name: acme
fields: {paying: {type: boolean}}
tiers: [{name: paying, when: {paying: true}}, {name: rest}]
teams: [{name: front, coverage: always}]
routing: [{name: first, when: {tier: paying}, team: front}, {name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Tests of attributes whose stage does not come before the stage that reads them."""
    named = _decided(context)
    for use in conditions_of(context.policy):
        if use.stage == AFTER_ALL:
            continue
        reading = STAGES.index(use.stage)
        for test, through in _tests(use.condition, named):
            fact = context.facts.get(test.field)
            if fact is None or fact.stage == "facts" or STAGES.index(fact.stage) < reading:
                continue
            own = fact.stage == use.stage
            when = "is what these rules decide" if own else "is decided only later"
            span = test.field.span if through is None else through.span
            related = () if through is None else (Related(test.field.span, f"'{test.field}' is read here"),)
            yield KIND.at(
                span,
                f"'{test.field}' {when}",
                related=related,
                help=f"rules of {use.section} can read facts{_earlier(reading)}",
            )


def _tests(condition: Condition, named: Mapping[str, Mapping[str, Test]]) -> Iterator[tuple[Test, Name | None]]:
    """Every test of a condition, and those that matter of what it names, with the name through which each is read."""
    for test in tests_in(condition):
        yield test, None
    for used in named_in(condition):
        for name in used.names:
            for test in named.get(name, {}).values():
                yield test, name


def _decided(context: Context) -> dict[str, dict[str, Test]]:
    """For each named condition one test of each decided attribute that it reads, itself or by what it names."""
    conditions = context.policy.conditions
    links = {
        str(name): [str(other) for used in named_in(condition.when) for other in used.names]
        for name, condition in conditions.items()
    }
    found: dict[str, dict[str, Test]] = {}
    for together in bottom_up(links):
        # Those that name one another in a circle all read the same.
        read: dict[str, Test] = {}
        for name in together:
            for test in tests_in(conditions[name].when):
                fact = context.facts.get(test.field)
                if fact is not None and fact.stage != "facts":
                    read.setdefault(test.field, test)
        for name in together:
            for other in links[name]:
                read = {**found.get(other, {}), **read}
        found.update(dict.fromkeys(together, read))
    return found


def _earlier(stage: int) -> str:
    attributes = {
        "tier": "tier",
        "severity": "severity",
        "language": "reply_language",
        "emergency": "emergency, claimed",
        "channel": "channel_support",
        "routing": "team",
    }
    names = [attributes[name] for name in STAGES[:stage] if name in attributes]
    return " and " + ", ".join(names) if names else " of the ticket only"


CHECK = Check(KIND, check)
