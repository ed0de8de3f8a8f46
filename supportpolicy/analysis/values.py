"""Real values for the classes that a model chose."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from supportpolicy.analysis.domains import Domain, values_at
from supportpolicy.analysis.moments import Vector
from supportpolicy.compiled.document import Fact
from supportpolicy.engine.candidates import TooMany
from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.values import Money, Value

Facts = Mapping[str, "Value | None"]


class Impossible(NamedTuple):
    """Facts whose classes no values have together, at these moments."""

    facts: tuple[str, ...]


class Values:
    """Values by class, looked up again and again."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known: dict[tuple[str, int], dict[Vector, Value | None]] = {}

    def facts(self, chosen: Mapping[Domain, Vector], now: int) -> dict[str, Value | None] | Impossible:
        """The facts of a ticket that lies in these classes at a moment; those that are absent anyway are left out."""
        found: dict[str, Value | None] = {}
        derived: list[tuple[Fact, Value | None]] = []
        for domain, vector in chosen.items():
            fact = self.engine.facts.get(domain.fact)
            if fact is None:
                continue
            values = self._values(domain, fact, now)
            if vector not in values:
                return Impossible((domain.fact,))
            value = values[vector]
            if fact.derived is not None:
                derived.append((fact, value))
            elif value is not None or fact.default is not None:
                found[fact.name] = value
        for fact, value in derived:
            if value is not None:
                self._put(fact, value, found)
        return found

    def _values(self, domain: Domain, fact: Fact, now: int) -> dict[Vector, Value | None]:
        key = domain.fact, now if fact.type == "time" else 0
        values = self._known.get(key)
        if values is None:
            values = self._known[key] = {}
            try:
                for vector, value in values_at(self.engine, fact, domain.places, now):
                    values.setdefault(vector, value)
            except TooMany:
                values[(0,) * len(domain.places)] = None
        return values

    @staticmethod
    def _put(fact: Fact, value: Value, found: dict[str, Value | None]) -> None:
        """Make a worked-out fact have a value, by its parts; whether that suits them is seen when the ticket is tried."""
        first, *others = fact.of
        if fact.derived == "sum_of":
            nothing: Value = Money(Decimal(0), value.currency) if isinstance(value, Money) else Decimal(0)
            for other in others:
                found[other] = nothing
            found[first] = value
            return
        if any(found.get(part) == value for part in fact.of):
            return
        free = next((part for part in fact.of if found.get(part) is None), first)
        found[free] = value
