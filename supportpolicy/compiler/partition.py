"""Cutting facts into classes: every question that any rule asks, gathered by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supportpolicy.compiled.partition import FLAG_NO, FLAG_YES, Column, Cut, Probe, cut_key
from supportpolicy.compiler.drafts import DraftTable
from supportpolicy.compiler.terms import Between, IsOneOf, IsPresent, Joined, Probed, Term

Simple = IsOneOf | IsPresent | Between | Probed


def column_id(term: Simple) -> str:
    """The column that a question is put to; readable, and the same on every machine."""
    if isinstance(term, Between):
        return f"{term.fact}@{term.currency}" if term.currency else term.fact
    if isinstance(term, Probed):
        probe = term.probe
        if probe.operator == "present":
            return f"{term.fact}?"
        return f"{term.fact} {probe.operator} {probe.operand}"
    return term.fact


def cut_columns(tables: Iterable[DraftTable]) -> tuple[Column, ...]:
    """Every column that some rule needs, with all its classes, sorted by id."""
    types: dict[str, tuple[str, str]] = {}
    words: dict[str, set[str]] = {}
    cuts: dict[str, set[Cut]] = {}
    currencies: dict[str, str | None] = {}
    probes: dict[str, Probe] = {}
    for term in _questions(tables):
        name = column_id(term)
        types[name] = (term.fact, term.type)
        if isinstance(term, IsOneOf):
            words.setdefault(name, set()).update(term.values)
        elif isinstance(term, Between):
            cuts.setdefault(name, set()).update(cut for cut in (term.low, term.high) if cut is not None)
            currencies[name] = term.currency
        elif isinstance(term, Probed):
            probes[name] = term.probe
        elif term.type in ("number", "duration"):
            cuts.setdefault(name, set())
            currencies.setdefault(name, None)
        else:
            words.setdefault(name, set())
    columns: list[Column] = []
    for name in sorted(types):
        fact, type_ = types[name]
        if name in probes:
            columns.append(Column(name, fact, "flag", type_, probe=probes[name]))
        elif name in cuts:
            ordered = tuple(sorted(cuts[name], key=lambda cut: cut_key(cut, type_)))
            columns.append(Column(name, fact, "ranges", type_, cuts=ordered, currency=currencies[name]))
        else:
            columns.append(Column(name, fact, "values", type_, values=tuple(sorted(words[name]))))
    return tuple(columns)


def classes_of(term: Simple, column: Column) -> frozenset[int]:
    """The classes of the column in which the answer to the question is yes."""
    if isinstance(term, IsOneOf):
        return frozenset(column.values.index(value) + 2 for value in term.values)
    if isinstance(term, IsPresent):
        return frozenset(range(1, column.size))
    if isinstance(term, Probed):
        return frozenset({FLAG_YES if term.wanted else FLAG_NO})
    keys = [cut_key(cut, column.type) for cut in column.cuts]
    last = len(column.cuts) + 1
    low = 1 if term.low is None else keys.index(cut_key(term.low, column.type)) + 2
    high = last if term.high is None else keys.index(cut_key(term.high, column.type)) + 1
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
