"""Cutting facts into classes: every question that any rule asks, gathered by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from supportpolicy.compiled.admitted import Admitted, as_ranges
from supportpolicy.compiled.partition import FLAG_NO, FLAG_YES, Column, Cut, Probe, cut_key
from supportpolicy.compiler.drafts import DraftTable
from supportpolicy.compiler.terms import Between, IsOneOf, IsPresent, Joined, Probed, Term

Simple = IsOneOf | IsPresent | Between | Probed


class Key(NamedTuple):
    """Which column a question is put to. Names may hold any characters, so that the readable id alone could clash."""

    fact: str
    currency: str = ""
    probe: Probe = Probe("", "")


def key_of(term: Simple) -> Key:
    """The column that a question is put to."""
    if isinstance(term, Between):
        return Key(term.fact, term.currency or "")
    if isinstance(term, Probed):
        return Key(term.fact, probe=term.probe)
    return Key(term.fact)


def cut_columns(tables: Iterable[DraftTable]) -> dict[Key, Column]:
    """Every column that some rule needs, with all its classes, in the order of their ids."""
    types: dict[Key, str] = {}
    words: dict[Key, set[str]] = {}
    cuts: dict[Key, set[Cut]] = {}
    for term in _questions(tables):
        key = key_of(term)
        types[key] = term.type
        if isinstance(term, IsOneOf):
            words.setdefault(key, set()).update(term.values)
        elif isinstance(term, Between):
            cuts.setdefault(key, set()).update(cut for cut in (term.low, term.high) if cut is not None)
        elif isinstance(term, IsPresent) and term.type in ("number", "duration"):
            cuts.setdefault(key, set())
    ids = _ids(types)
    columns: dict[Key, Column] = {}
    for key in sorted(types, key=lambda key: ids[key]):
        id_, type_ = ids[key], types[key]
        if key.probe.operator:
            columns[key] = Column(id_, key.fact, "flag", type_, probe=key.probe)
        elif key in cuts:
            ordered = tuple(sorted(cuts[key], key=lambda cut: cut_key(cut, type_)))
            columns[key] = Column(id_, key.fact, "ranges", type_, cuts=ordered, currency=key.currency or None)
        else:
            columns[key] = Column(id_, key.fact, "values", type_, values=tuple(sorted(words.get(key, ()))))
    return columns


def _ids(keys: Iterable[Key]) -> dict[Key, str]:
    """Readable ids, the same on every machine; numbered where two columns would read alike."""
    ids: dict[Key, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        wanted = id_ = _readable(key)
        count = 2
        while id_ in taken:
            id_, count = f"{wanted} ({count})", count + 1
        taken.add(id_)
        ids[key] = id_
    return ids


def _readable(key: Key) -> str:
    operator, operand = key.probe
    if operator:
        return f"{key.fact}?" if operator == "present" else f"{key.fact} {operator} {operand}"
    return f"{key.fact}@{key.currency}" if key.currency else key.fact


class Cutting:
    """The columns of a policy with where each word and cut lies in them, so that no question searches its column."""

    def __init__(self, columns: Mapping[Key, Column]) -> None:
        self._columns = columns
        self._words: dict[Key, dict[str, int]] = {}
        self._cuts: dict[Key, dict[Cut, int]] = {}

    def column_of(self, term: Simple) -> Column:
        """The column that a question is put to."""
        return self._columns[key_of(term)]

    def classes_of(self, term: Simple) -> Admitted:
        """The classes of its column in which the answer to a question is yes."""
        key = key_of(term)
        column = self._columns[key]
        if isinstance(term, IsPresent):
            return ((1, column.size - 1),)
        if isinstance(term, Probed):
            return as_ranges([FLAG_YES if term.wanted else FLAG_NO])
        if isinstance(term, IsOneOf):
            words = self._words.get(key)
            if words is None:
                words = self._words[key] = {value: number for number, value in enumerate(column.values, 2)}
            return as_ranges(words[value] for value in term.values)
        cuts = self._cuts.get(key)
        if cuts is None:
            cuts = self._cuts[key] = {cut: number for number, cut in enumerate(column.cuts, 2)}
        # Cuts are written in one way for equal values, so that they can be found by comparing words.
        low = 1 if term.low is None else cuts[term.low]
        high = len(column.cuts) + 1 if term.high is None else cuts[term.high] - 1
        return ((low, high),) if low <= high else ()


def _questions(tables: Iterable[DraftTable]) -> Iterator[Simple]:
    for table in tables:
        for rule in table.rules:
            for part in rule.parts:
                yield from _simple(part.term)


def _simple(term: Term) -> Iterator[Simple]:
    if isinstance(term, Joined):
        for inner in term.terms:
            yield from _simple(inner)
    else:
        yield term
