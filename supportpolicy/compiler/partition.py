"""Cutting facts into classes: every question that any rule asks, gathered by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

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


def classes_of(term: Simple, column: Column) -> frozenset[int]:
    """The classes of the column in which the answer to the question is yes."""
    if isinstance(term, IsOneOf):
        return frozenset(column.values.index(value) + 2 for value in term.values)
    if isinstance(term, IsPresent):
        return frozenset(range(1, column.size))
    if isinstance(term, Probed):
        return frozenset({FLAG_YES if term.wanted else FLAG_NO})
    # Cuts are written in one way for equal values, so that they can be found by comparing words.
    low = 1 if term.low is None else column.cuts.index(term.low) + 2
    high = len(column.cuts) + 1 if term.high is None else column.cuts.index(term.high) + 1
    return frozenset(range(low, high + 1))


def everything_else(column: Column, classes: frozenset[int]) -> frozenset[int]:
    """The complement of some classes, absent included: `not` is the exact negation."""
    return frozenset(range(column.size)) - classes


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
