"""Conditions with the named ones written out; shared by the checks on money, identity and bots."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.diagnostics import Span
from supportpolicy.language.conditions import ALWAYS, Condition, Test
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.decisions import Decision
from supportpolicy.language.sections.tables import RuleHead
from supportpolicy.language.walk import parts_in, tests_in


def every_test(condition: Condition, policy: Policy) -> Iterator[Test]:
    """The tests of a condition and of all that it names; each named condition once."""
    seen: set[str] = set()
    todo = [condition]
    while todo:
        for part in parts_in(todo.pop()):
            if isinstance(part, Test):
                yield part
                continue
            for name in part.names:
                named = policy.conditions.get(name)
                if named is not None and name not in seen:
                    seen.add(name)
                    todo.append(named.when)


def with_tested_above(
    rules: tuple[Decision, ...], policy: Policy, operators: tuple[str, ...]
) -> Iterator[tuple[Decision, set[str]]]:
    """Each rule of a table with the facts that rules above it test by one of some operators."""
    tested: set[str] = set()
    for rule in rules:
        yield rule, tested
        tested.update(test.field for test in every_test(rule.head.when, policy) if test.operator in operators)


def place_of(head: RuleHead) -> Span:
    """The name of a rule, else all of it."""
    return head.name.span if head.name is not None else head.span


def test_place(head: RuleHead, fact: str) -> Span:
    """Where a rule itself tests a fact first; its name where it does so by a named condition only."""
    return next((test.span for test in tests_in(head.when) if test.field == fact), place_of(head))


def condition_place(condition: Condition, otherwise: Span) -> Span:
    """The first test or name of a condition."""
    first = next(iter(parts_in(condition)), None) if condition != ALWAYS else None
    if isinstance(first, Test):
        return first.field.span
    return first.span if first is not None else otherwise
