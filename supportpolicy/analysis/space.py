"""A whole compiled policy as propositions: every ticket there can be, sorted by every table, in one form.

Facts are unknown classes of the partition; what a stage decides is what the rules of its tables decide. Severity comes
twice: as its own stage decided it, which the stages up to adjust read, and as adjusting left it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from supportpolicy.analysis.boxes import boxes_of
from supportpolicy.analysis.columns import ColumnForm
from supportpolicy.analysis.domains import Domains, constrain, domains_of
from supportpolicy.analysis.moments import Moments, sweep
from supportpolicy.analysis.solver import Solver
from supportpolicy.analysis.uncovered import Uncovered
from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.tables import Part, Rule, Table
from supportpolicy.engine.prepared import SEVERITY_RULE, SORTING, Engine

When = Literal["before", "after"]
"""Before or after adjusting."""

_Move = Callable[["str | None"], "str | None"]
"""A change of level."""

BEFORE_ADJUST = frozenset((*SORTING, "adjust.proof", "adjust.raise", "adjust.lower"))
DECIDED_BY = {
    "tier": "tier",
    "reply_language": "language",
    "language_level": "language",
    "emergency": "emergency",
    "claimed": "emergency.claimed",
    "channel_support": "channel",
    "redirect": "channel",
    "team": "routing",
    "queue": "routing",
    "sla": "sla",
    SEVERITY_RULE: "severity",
}
"""Attribute -> the table that decides it; severity is put together from several."""


class TableForm:
    """One table: for each rule whether it holds, and whether it is the first that does."""

    def __init__(self, table: Table, holds: list[int], wins: list[int], none: int) -> None:
        self.table = table
        self.holds = holds
        self.wins = wins
        self.none = none
        """Whether no rule holds."""


class Space:
    """The propositions of one policy, made as they are needed. Raises NoSolver, ClockError."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.solver = Solver()
        self.moments: Moments = sweep(engine)
        self.domains: Domains = domains_of(engine, self.moments)
        self._columns: dict[tuple[int, When], ColumnForm] = {}
        self._tables: dict[str, TableForm] = {}
        self._levels: dict[When, dict[str | None, int]] = {}
        self._uncovered: dict[str, Uncovered | None] = {}
        self.same_moment = constrain(self.solver, self.domains, self.moments, self.fact_column)
        """Holds where `now` is the moment of the opening."""

    # Columns -----------------------------------------------------------------------------------------------------

    def fact_column(self, place: int) -> ColumnForm:
        """A column of a fact of the ticket."""
        return self._made(place, "before")

    def column(self, column_id: str, when: When) -> ColumnForm:
        """A column as a table sees it; of what is decided, with what decides it."""
        place = self.engine.places[column_id]
        column = self.engine.compiled.columns[place]
        if column.fact in self.engine.facts or column.fact == "now":
            return self.fact_column(place)
        when = when if column.fact == "severity" else "before"
        known = (place, when) in self._columns
        form = self._made(place, when)
        if not known:
            self._tie(form, column.fact, when)
        return form

    def _made(self, place: int, when: When) -> ColumnForm:
        form = self._columns.get((place, when))
        if form is None:
            form = self._columns[place, when] = ColumnForm(self.solver, self.engine.compiled.columns[place])
        return form

    @property
    def fact_columns(self) -> dict[int, ColumnForm]:
        """The columns of facts that have been used, by their places."""
        facts = self.engine.facts
        return {
            place: form
            for (place, _), form in self._columns.items()
            if form.column.fact in facts or form.column.fact == "now"
        }

    def _tie(self, form: ColumnForm, attribute: str, when: When) -> None:
        """A column of what is decided holds the class of what was decided."""
        by_value: dict[str | None, list[int]] = {}
        if attribute == "severity":
            for level, literal in self.levels(when).items():
                by_value.setdefault(level, []).append(literal)
        else:
            name = DECIDED_BY[attribute]
            table = self.table(name)
            by_value.setdefault(None, []).append(table.none)
            for rule, wins in zip(table.table.rules, table.wins, strict=True):
                value = rule.name if attribute == SEVERITY_RULE else rule.outcome.decides.get(attribute)
                by_value.setdefault(value, []).append(wins)
        named = {value: number for number, value in enumerate(form.column.values, 2)}
        by_class: dict[int, list[int]] = {}
        for value, literals in by_value.items():
            by_class.setdefault(0 if value is None else named.get(value, 1), []).extend(literals)
        for number, literal in enumerate(form.classes):
            given = by_class.get(number, [])
            self.solver.add(-literal, *given)
            for one in given:
                self.solver.add(-one, literal)

    # Tables ------------------------------------------------------------------------------------------------------

    def table(self, name: str) -> TableForm:
        """A table by its name; one without rules where the policy has none."""
        form = self._tables.get(name)
        if form is None:
            form = self._tables[name] = self.form(self.engine.compiled.table(name), name)
        return form

    def form(self, table: Table, name: str) -> TableForm:
        """A table put into propositions; `name` says at which stage it is asked."""
        when: When = "before" if name in BEFORE_ADJUST else "after"
        solver = self.solver
        holds = [self.rule(rule, when) for rule in table.rules]
        wins: list[int] = []
        earlier = -solver.true
        for literal in holds:
            wins.append(solver.all_of([literal, -earlier]) if earlier != -solver.true else literal)
            earlier = solver.any_of([earlier, literal]) if earlier != -solver.true else literal
        return TableForm(table, holds, wins, -earlier)

    def uncovered(self, name: str) -> Uncovered | None:
        """Questions about a table that asks about single facts only; None for any other, and for one without rules."""
        if name not in self._uncovered:
            lookup = self.engine.lookups.get(name)
            boxes = None if lookup is None else boxes_of(lookup, self.domains)
            self._uncovered[name] = None if boxes is None else Uncovered(boxes)
        return self._uncovered[name]

    def rule(self, rule: Rule, when: When) -> int:
        """Whether all parts of a rule hold."""
        return self.solver.all_of([self.part(part, when) for part in rule.parts])

    def part(self, part: Part, when: When) -> int:
        """Whether one part of a condition holds."""
        return self.solver.any_of([self.alternative(one.items(), when) for one in part.any])

    def alternative(self, admitted: Iterable[tuple[str, Admitted]], when: When) -> int:
        """Whether all columns of an alternative admit the ticket's classes."""
        return self.solver.all_of([self.column(column, when).is_in(ranges) for column, ranges in admitted])

    # Severity ----------------------------------------------------------------------------------------------------

    def levels(self, when: When) -> dict[str | None, int]:
        """A literal for each severity level, and for none (None): as decided, or as adjusted."""
        found = self._levels.get(when)
        if found is None:
            found = self._levels[when] = self._decided_levels() if when == "before" else self._adjusted_levels()
        return found

    def _decided_levels(self) -> dict[str | None, int]:
        table = self.table("severity")
        given: dict[str | None, list[int]] = {level: [] for level in self.engine.levels}
        given[None] = [table.none]
        for rule, wins in zip(table.table.rules, table.wins, strict=True):
            given.setdefault(rule.outcome.decides.get("severity"), []).append(wins)
        return {level: self.solver.any_of(literals) for level, literals in given.items()}

    def _adjusted_levels(self) -> dict[str | None, int]:
        levels = self.levels("before")
        proof, raised, lowered = (self.table(f"adjust.{name}") for name in ("proof", "raise", "lower"))
        for rule, wins in zip(proof.table.rules, proof.wins, strict=True):
            levels = self._moved(levels, wins, _to(rule.outcome.decides["severity"]))
        for rule, wins in zip(raised.table.rules, raised.wins, strict=True):
            levels = self._moved(levels, wins, self._at_least(rule.outcome.decides["severity"]))
        for rule, holds in zip(lowered.table.rules, lowered.holds, strict=True):
            cap = rule.outcome.decides.get("severity")
            if cap is not None:
                levels = self._moved(levels, holds, self._at_most(cap))
        return levels

    def _at_least(self, level: str) -> _Move:
        ranks = self.engine.levels
        return lambda old: level if old is None or ranks[level] < ranks[old] else old

    def _at_most(self, level: str) -> _Move:
        ranks = self.engine.levels
        return lambda old: level if old is not None and ranks[level] > ranks[old] else old

    def _moved(self, levels: dict[str | None, int], where: int, move: _Move) -> dict[str | None, int]:
        """The levels after a rule that holds somewhere has moved them."""
        given: dict[str | None, list[int]] = {level: [] for level in levels}
        for level, literal in levels.items():
            to = move(level)
            if to == level:
                given[level].append(literal)
            else:
                given[level].append(self.solver.all_of([literal, -where]))
                given[to].append(self.solver.all_of([literal, where]))
        return {level: self.solver.any_of(literals) for level, literals in given.items()}

    # Questions ---------------------------------------------------------------------------------------------------

    def model(self, assumed: Sequence[int]) -> frozenset[int] | None:
        """A model in which these hold, at the moment of the opening if there is one; None where there is none."""
        return self.solver.model((*assumed, self.same_moment)) or self.solver.model(assumed)

    def possible(self, assumed: Sequence[int]) -> bool:
        """Whether these can hold together."""
        return self.solver.holds(assumed)

    def close(self) -> None:
        """Give the memory of all solvers back."""
        self.solver.close()
        for uncovered in self._uncovered.values():
            if uncovered is not None:
                uncovered.close()


def _to(level: str) -> _Move:
    return lambda _: level
