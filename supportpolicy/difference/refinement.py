"""One partition for two policies: words united, cuts united, questions by fact, operator and operand.

Each policy's columns are mapped into the common ones; its tables are rewritten over them and mean what they meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from supportpolicy.compiled.admitted import Admitted, either
from supportpolicy.compiled.partition import Column, Probe, cut_key
from supportpolicy.compiled.tables import Part, Rule, Table

Key = tuple[str, str | None, Probe | None]
"""Fact, currency, question: what two columns must share to be one."""


class Refined(NamedTuple):
    """A column with, for each of its classes, the classes of the common column that it is."""

    column: Column
    ranges: tuple[Admitted, ...]


def key_of(column: Column) -> Key:
    """What a column asks."""
    return column.fact, column.currency, column.probe


def united(columns: Iterable[Column], words: Mapping[str, tuple[str, ...]]) -> tuple[Column, ...]:
    """The common columns. `words` are further words by fact that must be told apart."""
    groups: dict[Key, list[Column]] = {}
    for column in columns:
        groups.setdefault(key_of(column), []).append(column)
    taken: set[str] = set()
    found: list[Column] = []
    for (fact, _, _), group in groups.items():
        first = group[0]
        id_, count = first.id, 2
        while id_ in taken:
            id_, count = f"{first.id} ({count})", count + 1
        taken.add(id_)
        column = first._replace(id=id_)
        if first.kind == "values":
            named = {word for one in group for word in one.values} | set(words.get(fact, ()))
            column = column._replace(values=tuple(sorted(named)))
        elif first.kind == "ranges":
            cuts = {cut for one in group for cut in one.cuts}
            column = column._replace(cuts=tuple(sorted(cuts, key=lambda cut: cut_key(cut, first.type))))
        found.append(column)
    return tuple(found)


def refined(column: Column, common: Column) -> Refined:
    """How a column lies in the common one of its key."""
    if column.kind == "flag" or (column.values, column.cuts) == (common.values, common.cuts):
        return Refined(common, tuple(((number, number),) for number in range(column.size)))
    if column.kind == "values":
        place = {word: number for number, word in enumerate(common.values, 2)}
        own = [place[word] for word in column.values]
        others = [number for number in range(1, common.size) if number not in set(own)]
        rest = either((number, number) for number in others)
        return Refined(common, (((0, 0),), rest, *(((number, number),) for number in own)))
    index = {cut: number for number, cut in enumerate(common.cuts)}
    places = [index[cut] for cut in column.cuts]
    starts = [1, *(place + 2 for place in places)]
    ends = [*(place + 1 for place in places), len(common.cuts) + 1]
    ranges: list[Admitted] = [((0, 0),), *(((low, high),) for low, high in zip(starts, ends, strict=True))]
    if column.currency is not None:
        ranges.append(((common.size - 1, common.size - 1),))
    return Refined(common, tuple(ranges))


class Rewriting:
    """Tables of one policy over the common columns."""

    def __init__(self, mapped: Mapping[str, Refined]) -> None:
        self._mapped = mapped
        self._known: dict[tuple[str, Admitted], Admitted] = {}

    def table(self, table: Table) -> Table:
        """A table with its conditions over the common columns, and without masks."""
        return table._replace(rules=tuple(self._rule(rule) for rule in table.rules), bits=(), masks={})

    def _rule(self, rule: Rule) -> Rule:
        return rule._replace(parts=tuple(self._part(part) for part in rule.parts))

    def _part(self, part: Part) -> Part:
        return part._replace(
            any=tuple(
                {self._id(column): self._admitted(column, admitted) for column, admitted in one.items()}
                for one in part.any
            )
        )

    def _id(self, column: str) -> str:
        found = self._mapped.get(column)
        return column if found is None else found.column.id

    def _admitted(self, column: str, admitted: Admitted) -> Admitted:
        found = self._mapped.get(column)
        if found is None:
            return admitted
        key = (column, admitted)
        known = self._known.get(key)
        if known is None:
            pieces = (piece for low, high in admitted for one in found.ranges[low : high + 1] for piece in one)
            known = self._known[key] = either(pieces)
        return known
