"""The one place that speaks to python-sat. Everything else in this room is about policies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


class NoSolver(Exception):
    """python-sat is not installed; the words say how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "proofs need the package python-sat, which is not installed; install it with: "
            "pip install 'supportpolicy[proofs]'"
        )


class Solver:
    """Clauses over numbered variables, asked again and again with other assumptions. Raises NoSolver."""

    def __init__(self) -> None:
        try:
            from pysat.solvers import Solver as Pysat  # type: ignore[import-untyped]
        except ImportError:
            raise NoSolver from None
        self._pysat: Any = Pysat(name="glucose4")
        self._count = 0
        self.true = self.new()
        self.add(self.true)

    def new(self) -> int:
        """A new variable; its negation is its negative."""
        self._count += 1
        return self._count

    def add(self, *literals: int) -> None:
        """At least one of these holds."""
        self._pysat.add_clause(literals)

    def prefer(self, literals: Iterable[int]) -> None:
        """Literals that the solver tries first, so that models are small."""
        self._pysat.set_phases(list(literals))

    def model(self, assumed: Sequence[int] = ()) -> frozenset[int] | None:
        """The literals of a model in which all of `assumed` hold; None where there is none."""
        if not self._pysat.solve(assumptions=list(assumed)):
            return None
        return frozenset(self._pysat.get_model())

    def holds(self, assumed: Sequence[int] = ()) -> bool:
        """Whether there is a model in which all of `assumed` hold; quicker than to ask for it."""
        return bool(self._pysat.solve(assumptions=list(assumed)))

    def core(self) -> tuple[int, ...]:
        """After a question without a model: those of the assumptions that cannot hold together."""
        return tuple(self._pysat.get_core() or ())

    def any_of(self, literals: Sequence[int]) -> int:
        """A literal that holds exactly where one of these does."""
        if not literals:
            return -self.true
        if len(literals) == 1:
            return literals[0]
        new = self.new()
        for literal in literals:
            self.add(-literal, new)
        self.add(-new, *literals)
        return new

    def all_of(self, literals: Sequence[int]) -> int:
        """A literal that holds exactly where all of these do."""
        return -self.any_of([-literal for literal in literals])

    def exactly_one(self, literals: Sequence[int]) -> None:
        """One of these holds and no other; by a ladder, so that clauses grow with their number."""
        self.add(*literals)
        if len(literals) <= 6:
            for place, first in enumerate(literals):
                for second in literals[place + 1 :]:
                    self.add(-first, -second)
            return
        before = literals[0]
        for literal in literals[1:]:
            self.add(-before, -literal)
            after = self.new()
            self.add(-before, after)
            self.add(-literal, after)
            before = after

    def close(self) -> None:
        """Give its memory back."""
        self._pysat.delete()
