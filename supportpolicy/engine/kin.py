"""Facts whose unknown values bear on each other, so that no value of one stands for another before both are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.engine.prepared import Engine

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
