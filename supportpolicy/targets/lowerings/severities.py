"""Severities: as many as a tool has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import as_ranges, classes_in
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Part, Rule
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, with_table

_SEVERITY = "severity"


def at_most_levels(names: Sequence[str]) -> Step:
    """The policy has no more severities than the tool has names for them; the highest stand first in both.

    The lowest ones become the next higher one that stays, so nobody is served more slowly. One change for each that goes;
    rules that only it could win are gone with it. Which name of the tool stands for which severity is not decided here.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        levels = compiled.severity_levels
        last = levels[len(names) - 1] if len(levels) > len(names) else None
        for level in levels[len(names) :] if last is not None else ():
            loss = Loss(
                kinds.LEVELS,
                level,
                _first_use(compiled, level),
                f"it has {len(names)} severities, and the policy has {len(levels)}",
                f"{level} becomes {last}; its tickets are promised as much as those of {last}, and cannot be told from them",
            )
            yield Change(loss, _joined(level, str(last)))

    return step


def _first_use(compiled: Compiled, level: str) -> str:
    rules = (rule for table in compiled.tables for rule in table.rules)
    using = next((rule.at for rule in rules if rule.outcome.decides.get(_SEVERITY) == level), None)
    table = compiled.table(_SEVERITY).rules
    return using or (table[0].at if table else "")


def _joined(level: str, into: str) -> Callable[[Compiled], Compiled]:
    def edit(rule: Rule) -> Rule:
        if rule.outcome.decides.get(_SEVERITY) != level:
            return rule
        return rule._replace(outcome=rule.outcome._replace(decides={**rule.outcome.decides, _SEVERITY: into}))

    def apply(compiled: Compiled) -> Compiled:
        # Conditions are the same, and so are the masks.
        tables = tuple(table._replace(rules=tuple(edit(rule) for rule in table.rules)) for table in compiled.tables)
        levels = tuple(one for one in compiled.severity_levels if one != level)
        return without_values(compiled._replace(tables=tables, severity_levels=levels), _SEVERITY, (level,))

    return apply


def without_values(compiled: Compiled, fact: str, values: Collection[str]) -> Compiled:
    """The policy without words that a decided attribute never has any more: its columns do not name them, no rule asks for
    them, and rules that hold for nothing else are gone."""
    for column in compiled.columns:
        if column.fact == fact and column.kind == "values" and not set(values).isdisjoint(column.values):
            compiled = _without_words(compiled, column, values)
    return compiled


def _without_words(compiled: Compiled, column: Column, values: Collection[str]) -> Compiled:
    kept = [place for place, value in enumerate(column.values) if value not in values]
    renumbered = {0: 0, 1: 1, **{place + 2: number for number, place in enumerate(kept, 2)}}
    columns = tuple(
        one._replace(values=tuple(column.values[place] for place in kept)) if one.id == column.id else one
        for one in compiled.columns
    )
    compiled = compiled._replace(columns=columns)
    for table in compiled.tables:
        if column.id in table.masks:
            compiled = with_table(compiled, table.name, lambda rule: _renumbered(rule, column.id, renumbered))
    return compiled


def _renumbered(rule: Rule, column: str, numbers: Mapping[int, int]) -> Rule | None:
    parts: list[Part] = []
    for part in rule.parts:
        ways = []
        for way in part.any:
            if column in way:
                admitted = as_ranges(numbers[one] for one in classes_in(way[column]) if one in numbers)
                way = {**way, column: admitted}
            if all(way.values()):
                ways.append(way)
        if not ways:
            return None
        parts.append(part._replace(any=tuple(ways)))
    return rule._replace(parts=tuple(parts))
