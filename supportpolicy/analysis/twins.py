"""A second ticket beside the first: the same in all facts but some, sorted by the same tables."""

from __future__ import annotations

from collections.abc import Iterable

from supportpolicy.analysis.columns import ColumnForm
from supportpolicy.analysis.domains import Domains, constrain
from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.space import DECIDED_BY, Space, When
from supportpolicy.compiled.tables import Rule
from supportpolicy.engine import Engine
from supportpolicy.engine.prepared import ATTRIBUTES


class Twin(Space):
    """The propositions of a ticket that shares the moment, and all facts but the free ones, with that of a space."""

    def __init__(self, space: Space, free: frozenset[str]) -> None:
        self.engine = space.engine
        self.solver = space.solver
        self.moments = space.moments
        self.domains = space.domains
        self.first = space
        self.free = free
        self._columns = {}
        self._tables = {}
        self._uncovered = {}
        self._levels = {}
        own = Domains({name: domain for name, domain in space.domains.by_fact.items() if name in free})
        self.same_moment = space.same_moment
        constrain(self.solver, own, self.moments, self.fact_column)

    def _made(self, place: int, when: When) -> ColumnForm:
        column = self.engine.compiled.columns[place]
        shared = column.fact in self.engine.facts or column.fact == "now"
        if shared and column.fact not in self.free:
            return self.first.fact_column(place)
        return super()._made(place, when)


class TwinSeasons(Seasons):
    """The same seasons for the second ticket; they are not worked out again."""

    def __init__(self, seasons: Seasons, twin: Twin) -> None:
        self.space = twin
        self.within = seasons.within
        self._all = seasons._all
        self._starts = seasons._starts
        self._at_once = {}
        self._later = {}


def decided_first(names: Iterable[str]) -> tuple[str, ...]:
    """What the stages decide before the first of some attributes."""
    places = [ATTRIBUTES.index(name) for name in names if name in ATTRIBUTES]
    return ATTRIBUTES[: min(places)] if places else ()


def facts_behind(engine: Engine, names: Iterable[str]) -> frozenset[str]:
    """The facts by which some attributes are decided, but for what was decided before the first of them; facts themselves."""
    same = decided_first(names := tuple(names))
    found: set[str] = set()
    left = list(names)
    seen: set[str] = set()
    while left:
        name = left.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in engine.facts:
            found.add(name)
        elif name in ATTRIBUTES:
            table = "severity" if name == "severity" else DECIDED_BY[name]
            left += [one for one in facts_read(engine, engine.compiled.table(table).rules) if one not in same]
    for fact in engine.derived:
        if not found.isdisjoint((fact.name, *fact.of)):
            found.update((fact.name, *fact.of))
    return frozenset(found - {"opened", "now"})


def facts_read(engine: Engine, rules: Iterable[Rule]) -> frozenset[str]:
    """The facts and attributes that rules ask about."""
    columns, places = engine.compiled.columns, engine.places
    return frozenset(
        columns[places[name]].fact for rule in rules for part in rule.parts for one in part.any for name in one
    )
