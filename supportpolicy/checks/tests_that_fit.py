"""SP218: a test that does not fit its fact. SP219: a word that the fact never is."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.conditions import Condition
from supportpolicy.language.meaning import problems
from supportpolicy.language.scope import SECTIONS
from supportpolicy.language.walk import conditions_of, tests_in

UNFITTING = Kind(
    "SP218",
    "unfitting-test",
    "error",
    "A test compares a fact with something of another kind, or by an operator that makes no sense for it.",
    "It could never be true, and the rule would silently never apply.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds: [{name: small, when: {order.total: {at_most: 200}}, decision: approve}, {name: rest, decision: review}]
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds: [{name: small, when: {order.total: {at_most: 200 EUR}}, decision: approve}, {name: rest, decision: review}]
""",
)
UNKNOWN_VALUE = Kind(
    "SP219",
    "unknown-value",
    "error",
    "A choice is compared with a word that is not among its values.",
    "No ticket would ever match, so the rule would silently never apply.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid]}}
tiers: [{name: paying, when: {plan: piad}}, {name: rest}]
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid]}}
tiers: [{name: paying, when: {plan: paid}}, {name: rest}]
""",
)

_VALUES_FROM = {**SECTIONS, "channel": "channels", "status": "statuses"}


def check_tests(context: Context) -> Iterator[Diagnostic]:
    """Tests whose operator or value does not fit."""
    return (finding for finding in _findings(context) if finding.code == UNFITTING.code)


def check_values(context: Context) -> Iterator[Diagnostic]:
    """Words that a choice never is."""
    return (finding for finding in _findings(context) if finding.code == UNKNOWN_VALUE.code)


def _findings(context: Context) -> Iterator[Diagnostic]:
    conditions: list[Condition] = [use.condition for use in conditions_of(context.policy)]
    conditions.extend(condition.when for condition in context.policy.conditions.values())
    for condition in conditions:
        for test in tests_in(condition):
            fact = context.facts.get(test.field)
            if fact is None:
                continue
            for problem in problems(test, fact, context.facts):
                if problem.unknown_value:
                    if not context.complete(_VALUES_FROM.get(fact.name, "fields")):
                        continue
                    assert problem.value is not None
                    yield UNKNOWN_VALUE.at(problem.value.span, problem.message, help=problem.help)
                else:
                    span = problem.value.span if problem.value is not None else test.span
                    yield UNFITTING.at(span, problem.message, help=problem.help)


CHECKS = (Check(UNFITTING, check_tests), Check(UNKNOWN_VALUE, check_values))
