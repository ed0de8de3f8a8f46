"""Draft rules to tables: each condition as alternatives over columns, and the masks by which tickets are answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from supportpolicy.compiled.admitted import Admitted, all_but, both, either
from supportpolicy.compiled.masking import masks_of
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Part, Rule, Table
from supportpolicy.compiler.drafts import DraftPart, DraftRule, DraftTable
from supportpolicy.compiler.partition import Cutting, Key
from supportpolicy.compiler.terms import Joined, Term

Alternative: TypeAlias = dict[str, Admitted]
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
    cutting = Cutting(columns)
    for index, rule in enumerate(draft.rules):
        try:
            parts = [(part, _alternatives(part.term, cutting)) for part in rule.parts]
            combined = _product([found for _, found in parts])
        except _TooMany:
            raise TooBranched(draft.name, rule.name, rule.at) from None
        rules.append(_rule(rule, parts))
        alternatives.extend(combined)
        bits.extend([index] * len(combined))
    sizes = {column.id: column.size for column in columns.values()}
    return Table(draft.name, draft.stage, draft.mode, tuple(rules), tuple(bits), masks_of(alternatives, sizes))


def _rule(draft: DraftRule, parts: list[tuple[DraftPart, list[Alternative]]]) -> Rule:
    written = tuple(
        Part(
            part.text,
            tuple(dict(sorted(one.items())) for one in found),
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


def _alternatives(term: Term, cutting: Cutting, *, holds: bool = True) -> list[Alternative]:
    """Where a term holds (or does not), as alternatives. Raises _TooMany."""
    if not isinstance(term, Joined):
        column = cutting.column_of(term)
        classes = cutting.classes_of(term)
        wanted = classes if holds else all_but(classes, column.size)
        return [{column.id: wanted}] if wanted else []
    all_needed = (term.how == "all") == holds if term.how != "none" else holds
    inner_holds = holds if term.how != "none" else not holds
    inner = [_alternatives(part, cutting, holds=inner_holds) for part in term.terms]
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
                common = _common(left, right)
                if common is not None:
                    joined.append(common)
        found = joined
    return found


def _common(left: Alternative, right: Alternative) -> Alternative | None:
    """Where both hold; None where they never do."""
    if not left or not right:
        return left or right
    common = dict(left)
    for column, classes in right.items():
        if column in common:
            classes = both(common[column], classes)
            if not classes:
                return None
        common[column] = classes
    return common


def _merged(found: Iterable[Alternative]) -> list[Alternative]:
    """Fewer alternatives that say the same: those about one column alone are joined."""
    single: dict[str, list[tuple[int, int]]] = {}
    others: dict[frozenset[tuple[str, Admitted]], Alternative] = {}
    for alternative in found:
        if len(alternative) == 1:
            ((column, classes),) = alternative.items()
            single.setdefault(column, []).extend(classes)
        else:
            others.setdefault(frozenset(alternative.items()), alternative)
    return [{column: either(ranges)} for column, ranges in single.items()] + list(others.values())
