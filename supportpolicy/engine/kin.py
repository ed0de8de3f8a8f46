"""Which facts are unknown, and which of them bear on each other, so that no value stands for another before all are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.engine.prepared import NOW, Engine
from supportpolicy.engine.values import Facts

_OF_WORDS = ("has", "mentions", "present", "within", "older_than", "in_next")
"""Probes whose operand is no fact."""


def kin_of(engine: Engine, name: str, is_unknown: Callable[[str], bool]) -> frozenset[str]:
    """The other unknown facts that bear on one, at any remove; those that are worked out among them.

    Two facts bear on each other where they are compared, where a third is worked out from both, or where one chooses the
    hours that the other is asked about. What is known has one value, so it ties nothing else together.
    """
    links = list(_links(engine))
    found = {name}
    reached = {name}
    while reached:
        near = {other for link in links if not reached.isdisjoint(link) for other in link} - found
        found |= near
        reached = {other for other in near if other in engine.facts and is_unknown(other)}
    return frozenset(other for other in found - {name} if other in engine.facts and is_unknown(other))


def _links(engine: Engine) -> Iterator[set[str]]:
    """Names that one test or one fact that is worked out brings together."""
    for derived in engine.derived:
        yield {derived.name, *derived.of}
    for column in engine.compiled.columns:
        if column.probe is None:
            continue
        operator, operand = column.probe
        if operator == "during":
            yield {column.fact, *engine.clocks.depends_on(operand)}
        elif operator not in _OF_WORDS:
            yield {column.fact, operand}


def unknown_behind(engine: Engine, column_id: str, given: Facts) -> tuple[str, ...]:
    """The unknown facts on which a column of the ticket's facts depends, in the order in which to ask."""
    column = engine.compiled.columns[engine.places[column_id]]
    names = [column.fact]
    if column.probe is not None:
        operator, operand = column.probe
        if operator == "during":
            names += engine.clocks.depends_on(operand)
        elif operand in engine.facts and operator not in ("has", "mentions"):
            names.append(operand)
    found: dict[str, None] = {}
    for name in names:
        fact = engine.facts.get(name)
        parts = fact.of if fact is not None and fact.derived is not None else (name,)
        found.update((part, None) for part in parts if is_unknown(engine, part, given))
    return tuple(found)


def is_unknown(engine: Engine, name: str, given: Facts) -> bool:
    """Whether a fact is neither given, not even as absent, nor has a default; of one that is worked out, any part."""
    fact = engine.facts.get(name)
    if fact is None or name == NOW:
        return False
    if fact.derived is not None:
        return any(is_unknown(engine, part, given) for part in fact.of)
    return name not in given and fact.default is None


def unknown_parts(engine: Engine, name: str, given: Facts) -> tuple[str, ...]:
    """A fact, or the parts of one that is worked out, as far as they are unknown."""
    fact = engine.facts.get(name)
    parts = fact.of if fact is not None and fact.derived is not None else (name,)
    return tuple(part for part in parts if is_unknown(engine, part, given))
