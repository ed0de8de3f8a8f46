"""What to ask a customer first: the facts that the rules of a table need, in the order in which the rules need them."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, classes_in
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Part, Payment, Sum, Table
from supportpolicy.engine.prepared import ATTRIBUTES
from supportpolicy.targets.agent_guidance.blocks import Block
from supportpolicy.targets.agent_guidance.sentences import closed, listed

_OF_THE_TICKET = ("request", "opened", "now", "channel", "language")
"""Facts that are known as soon as somebody writes."""
_MOST_WAYS = 12
"""A condition that can hold in more ways is left to the engine."""


def first_questions(compiled: Compiled, table: Table) -> Iterator[Block]:
    """For each fact that the table's rules ask for or pay by: the question that the policy has for it, or where to look."""
    facts = {fact.name: fact for fact in compiled.facts}
    for name in _facts_of(compiled, table, facts):
        fact = facts[name]
        how = f"ask “{' '.join(fact.ask.split())}”" if fact.ask else "look it up."
        otherwise = (f"Where it is not known, it counts as {fact.default}.",) if fact.default is not None else ()
        yield Block((f"{name}: {how}", *otherwise), at=fact.at)


def _facts_of(compiled: Compiled, table: Table, facts: dict[str, Fact]) -> list[str]:
    columns = {column.id: column.fact for column in compiled.columns}
    found: dict[str, None] = {}
    for rule in table.rules:
        for part in rule.parts:
            for way in part.any:
                found.update(dict.fromkeys(columns[column] for column in way))
        if rule.outcome.decision is not None and rule.outcome.decision.amount is not None:
            found.update(dict.fromkeys(_paid_by(rule.outcome.decision.amount)))
    given: dict[str, None] = {}
    for name in found:
        given.update(dict.fromkeys(_given(name, facts)))
    return [name for name in given if name not in _OF_THE_TICKET and name not in ATTRIBUTES]


def _given(name: str, facts: dict[str, Fact]) -> Iterator[str]:
    """The facts that a ticket brings along for one: itself, or those it is worked out from."""
    fact = facts.get(name)
    if fact is None:
        return
    if fact.derived is None:
        yield name
    for inner in fact.of:
        yield from _given(inner, facts)


def _paid_by(payment: Payment) -> Iterator[str]:
    """The names by which a sum is worked out; prices and numbers among them are no facts and drop out later."""
    for one in (payment.of, *payment.less, payment.at_least, payment.at_most):
        if isinstance(one, Sum) and one.name is not None:
            yield one.name
    for name in (payment.times, payment.unused, payment.total, payment.bands_by, payment.each and payment.each.of):
        if name:
            yield name


def meanings(compiled: Compiled) -> Iterator[Block]:
    """What the names of conditions stand for, as far as they can be said in a few words."""
    columns = {column.id: column for column in compiled.columns}
    facts = {fact.name for fact in compiled.facts} | set(ATTRIBUTES)
    seen: set[str] = set()
    for table in compiled.tables:
        for rule in table.rules:
            for part in rule.parts:
                name = part.text
                if name not in seen and name not in facts and " " not in name and part.any and any(part.any):
                    seen.add(name)
                    yield Block((f"“{name}” means: {_meaning(part, columns)}",), at=part.at)


def _meaning(part: Part, columns: dict[str, Column]) -> str:
    if len(part.any) > _MOST_WAYS:
        return "more than can be said in a few words; ask the engine."
    ways = [listed(_admitted(columns[column], admitted) for column, admitted in way.items()) for way in part.any]
    return closed("; or ".join(ways))


def _admitted(column: Column, admitted: Admitted) -> str:
    numbers = tuple(classes_in(admitted))
    if column.kind == "flag":
        return f"{column.id}: {listed((column.label(number) for number in numbers), 'or')}"
    named = [column.label(number) for number in numbers]
    if column.kind == "values" and 1 in numbers:
        others = [column.label(number) for number in range(column.size) if number not in numbers]
        return f"{column.fact} is not {listed(others, 'or')}"
    return f"{column.fact} is {listed(named, 'or')}"
