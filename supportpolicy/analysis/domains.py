"""Which classes the columns of one fact can have together.

A choice with declared values is never anything else, a sum is in one currency, a time that lies within 14 days lies within
30. What a real value of each class gives is taken from the engine's own candidates, so that both speak of the same
partition. Where the columns of a fact depend on the moment or on other facts, some combinations are left open here; whoever
makes a ticket of a model says which, and they are ruled out then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from supportpolicy.analysis.columns import ColumnForm
from supportpolicy.analysis.moments import Moments, Vector
from supportpolicy.analysis.solver import Solver
from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import Column
from supportpolicy.engine.candidates import TooMany, candidates
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.prepared import NOW, OPENED, Engine
from supportpolicy.engine.questions import Scene, question_of
from supportpolicy.engine.values import Value

MOST_VECTORS = 256
"""Combinations of one fact that are listed; of more, each column is taken for itself."""


class Domain(NamedTuple):
    """One fact's columns and what they can be."""

    fact: str
    places: tuple[int, ...]
    vectors: tuple[Vector, ...]
    """The combinations there can be; none: more than are listed, or they depend on other facts."""
    exact: bool
    """Whether each combination comes with a value whatever the moment and the other facts are."""
    opaque: bool
    """Whether a column compares the fact with another, or looks into free text."""


class Domains(NamedTuple):
    """The domains of all facts of the ticket."""

    by_fact: dict[str, Domain]


def domains_of(engine: Engine, moments: Moments) -> Domains:
    """What the columns of each fact can be together."""
    swept = {*moments.opened_places, *moments.now_places}
    places: dict[str, list[int]] = {}
    for place, column in enumerate(engine.compiled.columns):
        if place not in swept and (column.fact in engine.facts or column.fact == NOW):
            places.setdefault(column.fact, []).append(place)
    return Domains({fact: _domain(engine, fact, tuple(found), moments) for fact, found in places.items()})


def _domain(engine: Engine, name: str, places: tuple[int, ...], moments: Moments) -> Domain:
    columns = [engine.compiled.columns[place] for place in places]
    opaque = any(_is_opaque(engine, column) for column in columns)
    fact = engine.facts.get(name)
    if fact is None or name in (NOW, OPENED) or any(_compares(engine, column) for column in columns):
        return Domain(name, places, (), exact=False, opaque=opaque)
    relative = fact.type == "time"
    nows = (moments.first, (moments.first + moments.last) // 2, moments.last) if relative else (moments.first,)
    vectors: dict[Vector, None] = {}
    try:
        for now in nows:
            for vector, _ in values_at(engine, fact, places, now):
                vectors[vector] = None
    except TooMany:
        return Domain(name, places, (), exact=False, opaque=opaque)
    if (
        relative
        and len(places) > 1
        and any(column.probe is None or column.probe.operator == "during" for column in columns)
    ):
        # Dates and hours against windows: what goes together depends on the moment.
        return Domain(name, places, (), exact=False, opaque=opaque)
    if len(vectors) > MOST_VECTORS:
        return Domain(name, places, (), exact=False, opaque=opaque)
    return Domain(name, places, tuple(vectors), exact=not relative, opaque=opaque)


def values_at(engine: Engine, fact: Fact, places: tuple[int, ...], now: int) -> Iterator[tuple[Vector, Value | None]]:
    """Values of a fact for a moment, with their classes; none that lies where business days are not known. Raises TooMany."""
    scene = Scene(now, {NOW: from_epoch(now)}, engine.windows)
    for value in candidates(engine, fact, scene):
        try:
            yield vector_of(engine, places, value, scene), value
        except (EngineError, ClockError):
            continue


def vector_of(engine: Engine, places: tuple[int, ...], value: Value | None, scene: Scene) -> Vector:
    """The classes that a value gives to columns of its fact."""
    if value is None:
        return (0,) * len(places)
    columns = engine.compiled.columns
    return tuple(
        question_of(columns[place], engine.facts.get(columns[place].fact)).class_of(value, scene) for place in places
    )


def _is_opaque(engine: Engine, column: Column) -> bool:
    return _compares(engine, column) or (column.probe is not None and column.probe.operator == "mentions")


def _compares(engine: Engine, column: Column) -> bool:
    """Whether the answer of a column depends on another fact of the ticket."""
    if column.probe is None:
        return False
    operator, operand = column.probe
    if operator == "during":
        return bool(engine.clocks.depends_on(operand))
    return operator not in ("has", "mentions", "present", "within", "in_next", "older_than")


def constrain(solver: Solver, domains: Domains, moments: Moments, column: Callable[[int], ColumnForm]) -> int:
    """Put what can be into clauses; a literal that says that `now` is the moment of the opening."""
    for domain in domains.by_fact.values():
        forms = [column(place) for place in domain.places]
        if domain.vectors:
            _one_of(solver, forms, domain.vectors)
            continue
        for form in forms[1:]:  # a fact that is missing is missing everywhere
            solver.add(-forms[0].classes[0], form.classes[0])
            solver.add(forms[0].classes[0], -form.classes[0])
    opened = _one_of(solver, [column(place) for place in moments.opened_places], [one.vector for one in moments.opened])
    now = _one_of(solver, [column(place) for place in moments.now_places], [one.vector for one in moments.now])
    for one, kind in zip(opened, moments.opened, strict=True):
        for other, later in zip(now, moments.now, strict=True):
            if later.instants[-1] < kind.instants[0]:
                solver.add(-one, -other)
    together = [solver.all_of([opened[one], now[other]]) for one, other, _ in moments.both]
    return solver.any_of(together)


def _one_of(solver: Solver, forms: list[ColumnForm], vectors: tuple[Vector, ...] | list[Vector]) -> list[int]:
    """One of these combinations holds; a literal for each."""
    if not forms:
        return [solver.true for _ in vectors]
    if len(forms) == 1:
        allowed = {vector[0]: forms[0].classes[vector[0]] for vector in vectors}
        for number, literal in enumerate(forms[0].classes):
            if number not in allowed:
                solver.add(-literal)
        return [allowed[vector[0]] for vector in vectors]
    chosen = [solver.new() for _ in vectors]
    solver.exactly_one(chosen)
    for literal, vector in zip(chosen, vectors, strict=True):
        for form, number in zip(forms, vector, strict=True):
            solver.add(-literal, form.classes[number])
    return chosen
