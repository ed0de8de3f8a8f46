"""Tables by their rules: what each alternative asks, and which rules decide what later ones ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from supportpolicy.compiled.admitted import Admitted, both
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.compiled.partition import Column, class_of_value
from supportpolicy.engine import Engine
from supportpolicy.engine.lookups import Lookup
from supportpolicy.engine.prepared import NOW, SEVERITY_RULE

Wanted: TypeAlias = dict[int, Admitted]
"""Place of a column -> classes that will do. Severity is read twice: as its own stage decided it, and as it stands after
all adjusting. The columns of the second reading have places of their own, after all others."""
Forbidden: TypeAlias = dict[str, int]
"""Table -> alternatives none of which may hold."""
Providers: TypeAlias = Mapping[int, tuple[tuple[str, int, int], ...]]
"""Place of a column of what is decided -> rules that decide it: table, rule, and the class that they give."""

ADJUSTING = ("adjust.proof", "adjust.raise", "adjust.lower")
SEVERITY = "severity"


class Held(NamedTuple):
    """A table by its rules: what is asked of each alternative, by place."""

    name: str
    lookup: Lookup
    ways: tuple[tuple[Wanted, ...], ...]
    """Rule -> its alternatives."""
    late: bool
    """Whether it reads severity as it stands after all adjusting."""


def join(one: Wanted, other: Wanted) -> Wanted | None:
    """Both; None where they cannot hold together."""
    joined = dict(one)
    for place, admitted in other.items():
        mine = joined.get(place)
        if mine is not None:
            admitted = both(mine, admitted)
            if not admitted:
                return None
        joined[place] = admitted
    return joined


def below(held: Held, rule: int) -> int:
    """The alternatives of all rules before one."""
    bits = held.lookup.rule_bits[rule]
    return (bits & -bits) - 1 if bits else held.lookup.everything


def held_table(engine: Engine, name: str, *, late: bool) -> Held:
    """A table of the engine, by places."""
    columns, places = engine.compiled.columns, engine.places
    count = len(columns)

    def place_of(id_: str) -> int:
        place = places[id_]
        return place + count if late and columns[place].fact == SEVERITY else place

    lookup = engine.lookups[name]
    ways = tuple(
        tuple({place_of(id_): admitted for id_, admitted in one.items()} for one in alternatives_of(rule))
        for rule in lookup.rules
    )
    return Held(name, lookup, ways, late)


def providers_of(engine: Engine, tables: Mapping[str, Held]) -> Providers:
    """The rules that decide what other rules ask."""
    decided: dict[str, list[tuple[int, Column]]] = {}
    for place, column in enumerate(engine.compiled.columns):
        if column.fact not in engine.facts and column.fact != NOW:
            decided.setdefault(column.fact, []).append((place, column))
    found: dict[int, list[tuple[str, int, int]]] = {}
    for name, held in tables.items():
        for rule, one in enumerate(held.lookup.rules):
            values = dict(one.outcome.decides)
            if name == SEVERITY:
                values[SEVERITY_RULE] = one.name
            for attribute, value in values.items():
                for place, column in decided.get(attribute, ()):
                    found.setdefault(place, []).append((name, rule, class_of_value(column, value)))
    return {place: tuple(each) for place, each in found.items()}
