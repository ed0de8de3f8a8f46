"""Columns of the partition as propositions: in which class does a ticket lie?"""

from __future__ import annotations

from itertools import pairwise

from supportpolicy.analysis.solver import Solver
from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.partition import Column

_FEW = 12
"""Ranges with more cuts than this are put in order instead of one by one."""


class ColumnForm:
    """The classes of one column as literals, exactly one of which holds."""

    def __init__(self, solver: Solver, column: Column) -> None:
        self.column = column
        self._solver = solver
        self._made: dict[Admitted, int] = {}
        self._ordered: list[int] = []
        """Of a column in order: literal k says that the class is above k + 1."""
        if column.kind == "ranges" and len(column.cuts) > _FEW:
            self._put_in_order()
        else:
            self.classes = [solver.new() for _ in range(column.size)]
            solver.exactly_one(self.classes)

    def _put_in_order(self) -> None:
        """By the cuts that a value has passed: so a range is two literals, however many classes it has."""
        solver, cuts = self._solver, len(self.column.cuts)
        inside = solver.new()
        passed = [solver.new() for _ in range(cuts)]
        solver.add(-passed[0], inside)
        for low, high in pairwise(passed):
            solver.add(-high, low)
        absent = solver.new()
        self.classes = [absent]
        ends = [inside, *passed]
        for place, end in enumerate(ends):
            beyond = ends[place + 1] if place < cuts else -solver.true
            self.classes.append(solver.all_of([end, -beyond]))
        outside = [absent]
        if self.column.currency is not None:
            outside.append(solver.new())
            self.classes.append(outside[-1])
        solver.exactly_one([*outside, inside])
        self._ordered = ends

    def is_in(self, admitted: Admitted) -> int:
        """A literal that says that the class is one of these."""
        found = self._made.get(admitted)
        if found is None:
            found = self._made[admitted] = self._is_in(admitted)
        return found

    def _is_in(self, admitted: Admitted) -> int:
        if self._ordered:
            return self._solver.any_of([literal for low, high in admitted for literal in self._between(low, high)])
        inside = [self.classes[number] for low, high in admitted for number in range(low, high + 1)]
        if len(inside) <= 1:
            return inside[0] if inside else -self._solver.true
        within = set(inside)
        outside = [literal for literal in self.classes if literal not in within]
        if len(outside) <= 1:
            return -outside[0] if outside else self._solver.true
        new = self._solver.new()
        for literal in inside:
            self._solver.add(-literal, new)
        for literal in outside:
            self._solver.add(-literal, -new)
        return new

    def _between(self, low: int, high: int) -> list[int]:
        last = len(self._ordered)
        found = [self.classes[number] for number in range(low, high + 1) if number == 0 or number > last]
        first, final = max(low, 1), min(high, last)
        if first <= final:
            beyond = self._ordered[final] if final < last else -self._solver.true
            found.append(self._solver.all_of([self._ordered[first - 1], -beyond]))
        return found

    def class_in(self, model: frozenset[int]) -> int:
        """The class that a model chose."""
        return next(number for number, literal in enumerate(self.classes) if literal in model)
