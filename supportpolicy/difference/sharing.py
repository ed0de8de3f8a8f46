"""Propositions of two policies in one solver: what is said twice in the same way is one literal.

So rules that both policies have cost nothing to compare, however their files are arranged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from supportpolicy.analysis.columns import ColumnForm
from supportpolicy.analysis.solver import Solver
from supportpolicy.compiled.admitted import Admitted, admits
from supportpolicy.compiled.partition import Column


class Sharing(Solver):
    """A solver that makes each disjunction once."""

    def __init__(self) -> None:
        self._joined: dict[tuple[int, ...], int] = {}
        super().__init__()

    def any_of(self, literals: Sequence[int]) -> int:
        """A literal that holds exactly where one of these does; the same for the same ones."""
        found = {literal for literal in literals if literal != -self.true}
        if self.true in found or any(-literal in found for literal in found):
            return self.true
        if len(found) <= 1:
            return next(iter(found), -self.true)
        key = tuple(sorted(found))
        known = self._joined.get(key)
        if known is None:
            known = self._joined[key] = super().any_of(key)
        return known


class MadeColumn(ColumnForm):
    """A column whose classes are literals that are there already."""

    def __init__(self, solver: Solver, column: Column, classes: Sequence[int]) -> None:
        self.column = column
        self._solver = solver
        self._ordered = []
        self.classes = list(classes)

    def is_in(self, admitted: Admitted) -> int:
        """A literal that says that the class is one of these."""
        return self._solver.any_of([literal for number, literal in enumerate(self.classes) if admits(admitted, number)])


class DecidedColumn(ColumnForm):
    """A column cut from what a policy decides: its classes are the rules that decide so, and nothing new."""

    def __init__(self, solver: Solver, column: Column, by_value: Mapping[str | None, int]) -> None:
        self.column = column
        self._solver = solver
        self._ordered = []
        named = {value: number for number, value in enumerate(column.values, 2)}
        self._by_value = tuple(
            (0 if value is None else named.get(value, 1), literal) for value, literal in by_value.items()
        )
        self.classes = [self.is_in(((number, number),)) for number in range(column.size)]

    def is_in(self, admitted: Admitted) -> int:
        """A literal that says that the class is one of these."""
        return self._solver.any_of([literal for number, literal in self._by_value if admits(admitted, number)])
