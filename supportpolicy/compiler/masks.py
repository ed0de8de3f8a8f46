"""Draft rules to tables: each condition as alternatives over columns, and the masks by which tickets are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Part, Rule, Table
from supportpolicy.compiler.drafts import DraftPart, DraftRule, DraftTable
from supportpolicy.compiler.partition import Key, classes_of, everything_else, key_of
from supportpolicy.compiler.terms import Joined, Term

Alternative: TypeAlias = dict[str, frozenset[int]]
"""Columns with the classes that are admitted; all must agree. An empty one always holds."""

MOST_ALTERNATIVES = 1024
"""Alternatives of one rule. Past it a condition branches more than anybody can review."""


class TooBranched(Exception):
    """A condition has too many alternatives; carries the place of the rule."""

    def __init__(self, table: str, rule: str, at: str) -> None:
        super().__init__(f"{table}: {rule}")
        self.table = table
        self.rule = rule
        self.at = at


class _TooMany(Exception):
    """Somewhere in a condition there are more alternatives than can be reviewed."""


def compile_table(draft: DraftTable, columns: Mapping[Key, Column]) -> Table:
    """The table of a draft. Raises TooBranched."""
    rules: list[Rule] = []
    bits: list[int] = []
    alternatives: list[Alternative] = []
    for index, rule in enumerate(draft.rules):
        try:
            parts = [(part, _alternatives(part.term, columns)) for part in rule.parts]
            combined = _product([found for _, found in parts])
        except _TooMany:
            raise TooBranched(draft.name, rule.name, rule.at) from None
        rules.append(_rule(rule, parts))
        alternatives.extend(combined)
        bits.extend([index] * len(combined))
    sizes = {column.id: column.size for column in columns.values()}
    return Table(draft.name, draft.stage, draft.mode, tuple(rules), tuple(bits), _masks(alternatives, sizes))


def _rule(draft: DraftRule, parts: list[tuple[DraftPart, list[Alternative]]]) -> Rule:
    written = tuple(
        Part(
            part.text,
            tuple({column: tuple(sorted(classes)) for column, classes in sorted(one.items())} for one in found),
            part.at,
        )
        for part, found in parts
    )
    return Rule(
        draft.name,
        draft.outcome,
        written,
        draft.row,
        draft.start,
        draft.until,
        draft.why,
        draft.source,
        draft.owner,
        draft.at,
    )


def _alternatives(term: Term, columns: Mapping[Key, Column], *, holds: bool = True) -> list[Alternative]:
    """Where a term holds (or does not), as alternatives. Raises _TooMany."""
    if not isinstance(term, Joined):
        column = columns[key_of(term)]
        classes = classes_of(term, column)
        wanted = classes if holds else everything_else(column, classes)
        return [{column.id: wanted}] if wanted else []
    all_needed = (term.how == "all") == holds if term.how != "none" else holds
    inner_holds = holds if term.how != "none" else not holds
    inner = [_alternatives(part, columns, holds=inner_holds) for part in term.terms]
    if all_needed:
        return _product(inner)
    return _merged([alternative for part in inner for alternative in part])


def _product(parts: list[list[Alternative]]) -> list[Alternative]:
    """Alternatives in which every part holds. Raises _TooMany."""
    found: list[Alternative] = [{}]
    for part in parts:
        if len(found) * len(part) > MOST_ALTERNATIVES:
            raise _TooMany
        joined: list[Alternative] = []
        for left in found:
            for right in part:
                both = _both(left, right)
                if both is not None:
                    joined.append(both)
        found = joined
    return found


def _both(left: Alternative, right: Alternative) -> Alternative | None:
    if not left or not right:
        return left or right
    both = dict(left)
    for column, classes in right.items():
        common = both[column] & classes if column in both else classes
        if not common:
            return None
        both[column] = common
    return both


def _merged(found: list[Alternative]) -> list[Alternative]:
    """Fewer alternatives that say the same: those about one column alone are joined."""
    single: dict[str, frozenset[int]] = {}
    others: list[Alternative] = []
    for alternative in found:
        if len(alternative) == 1:
            ((column, classes),) = alternative.items()
            single[column] = single.get(column, frozenset()) | classes
        elif alternative not in others:
            others.append(alternative)
    return [{column: classes} for column, classes in single.items()] + others


def _masks(alternatives: list[Alternative], sizes: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """For every column that some rule tests, the mask of each class: the alternatives that admit it."""
    everything = (1 << len(alternatives)) - 1
    tested: dict[str, list[list[int]]] = {}
    untested: dict[str, set[int]] = {}
    for bit, alternative in enumerate(alternatives):
        for column, classes in alternative.items():
            if column not in tested:
                tested[column] = [[] for _ in range(sizes[column])]
                untested[column] = set()
            untested[column].add(bit)
            for number in classes:
                tested[column][number].append(bit)
    masks: dict[str, tuple[str, ...]] = {}
    for column in sorted(tested):
        free = everything ^ _bits(untested[column], len(alternatives))
        masks[column] = tuple(f"{free | _bits(bits, len(alternatives)):x}" for bits in tested[column])
    return masks


def _bits(numbers: list[int] | set[int], size: int) -> int:
    """A number with these bits set; by bytes, since adding bit after bit would copy the number each time."""
    array = bytearray(size // 8 + 1)
    for number in numbers:
        array[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(array, "little")
