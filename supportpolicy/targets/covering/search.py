"""Tickets found by masks: the classes that are wanted, and what has to fail, mended until the tables say so.

Only classes are looked at, a table costs as much as one answer of the engine; values are filled in at the end. Severity is
read twice: as its own stage decided it, and as it stands after all adjusting. The columns of the second reading have
places of their own, after all others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.admitted import Admitted, admits, all_but, both
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.compiled.partition import Column, class_of_value
from supportpolicy.engine import Engine, EngineError
from supportpolicy.engine.lookups import NO_RULE, Lookup
from supportpolicy.engine.prepared import NOW, OPENED, SEVERITY_RULE
from supportpolicy.engine.sorting import Sorted, classes_of, completed, stages
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.covering.domains import Domain, Option, Vector, vector_at
from supportpolicy.targets.covering.values import moved

Wanted: TypeAlias = dict[int, Admitted]
"""Place of a column -> classes that will do."""
Forbidden: TypeAlias = dict[str, int]
"""Table -> alternatives none of which may hold."""

ADJUSTING = ("adjust.proof", "adjust.raise", "adjust.lower")
_SEVERITY = "severity"


class Held(NamedTuple):
    """A table by its rules: what is asked of each alternative, by place."""

    name: str
    lookup: Lookup
    ways: tuple[tuple[Wanted, ...], ...]
    """Rule -> its alternatives."""
    late: bool
    """Whether it reads severity as it stands after all adjusting."""


class Found(NamedTuple):
    """Classes that are as wanted, with the option of each domain that gives them."""

    chosen: Mapping[int, Option]
    """Domain, by its number; those that are not named are as the first option says."""
    sorted: Sorted


class _State(NamedTuple):
    wanted: Wanted
    forbidden: Forbidden


class Search:
    """Looks for tickets of one policy."""

    def __init__(self, engine: Engine, tables: Mapping[str, Held], domains: Sequence[Domain]) -> None:
        self.engine = engine
        self.tables = tables
        self.domains = domains
        self.count = len(engine.compiled.columns)
        self._domain_of = {place: number for number, one in enumerate(domains) for place in one.places}
        self.opening = next(number for number, one in enumerate(domains) if OPENED in one.facts)
        self._fitting: dict[tuple[int, tuple[Admitted | None, ...]], tuple[Option, ...]] = {}
        self._providers = _providers(engine, tables)
        base = self._facts_of({}, None)
        opened = base[OPENED]
        assert isinstance(opened, dt.datetime)
        self._base = _classes(engine, base, opened)
        for domain in domains:
            for place, number in zip(domain.places, domain.options[0].vector, strict=True):
                self._base[place] = number
        self._left = 0
        self._turn = 0
        self._last = False
        self._kinds: dict[int, Vector] = {}

    def find(
        self, wanted: Wanted, forbidden: Forbidden | None = None, tries: int = 40, *, last: bool = False
    ) -> Found | None:
        """Classes as wanted, for which none of the forbidden alternatives hold; `last`: of each range its upper end."""
        self._left, self._last = tries, last
        self._turn += 1
        return self._search(_State(wanted, forbidden or {}), set())

    def facts(self, found: Found, opened: dt.datetime | None = None) -> Facts | None:
        """The ticket itself, at another opening if one is given; None where no values go together."""
        facts = self._facts_of(found.chosen, opened)
        if not any(domain.relative for domain in self.domains):
            return facts
        at = facts[OPENED]
        assert isinstance(at, dt.datetime)
        for number, option in found.chosen.items():
            domain = self.domains[number]
            if domain.relative and number != self.opening:
                try:
                    if vector_at(self.engine, domain.places, facts, at) != option.vector:
                        return None
                except (EngineError, ClockError):
                    return None
        return facts

    def _facts_of(self, chosen: Mapping[int, Option], opened: dt.datetime | None) -> dict[str, Value | None]:
        base = self.domains[self.opening].options[0].values[OPENED]
        assert isinstance(base, dt.datetime)
        option = chosen.get(self.opening) or self.domains[self.opening].options[0]
        facts: dict[str, Value | None] = dict(option.values)
        if opened is not None:
            facts[OPENED] = opened
        at = facts[OPENED]
        assert isinstance(at, dt.datetime)
        for number, one in chosen.items():
            if number != self.opening:
                facts.update(moved(one.values, at - base, self.domains[number].relative))
        return facts

    def _search(self, state: _State, seen: set[object]) -> Found | None:
        mark = (tuple(sorted(state.wanted.items())), tuple(sorted(state.forbidden.items())))
        if mark in seen or self._left <= 0:
            return None
        seen.add(mark)
        self._left -= 1
        chosen = self._chosen(state.wanted)
        if chosen is None:
            return None
        classes = list(self._base)
        for number, option in chosen.items():
            for place, one in zip(self.domains[number].places, option.vector, strict=True):
                classes[place] = one
        sorted_ = stages(self.engine, _NOTHING, classes, 0)
        for better in self._mended(state, sorted_):
            if better is None:
                return Found(chosen, sorted_)
            found = self._search(better, seen)
            if found is not None or self._left <= 0:
                return found
        return None

    def _chosen(self, wanted: Wanted) -> dict[int, Option] | None:
        """An option of each domain of which something is wanted; None where there is none."""
        touched = {self._domain_of[place] for place in wanted if place in self._domain_of}
        chosen: dict[int, Option] = {}
        for number in touched:
            fitting = self.fitting(number, wanted)
            if not fitting:
                return None
            if number == self.opening:
                chosen[number] = fitting[self._turn % len(fitting)]
            else:
                chosen[number] = fitting[-1 if self._last else 0]
        return chosen

    def fitting(self, number: int, wanted: Wanted) -> tuple[Option, ...]:
        """The options of a domain that are as wanted."""
        domain = self.domains[number]
        key = number, tuple([wanted.get(place) for place in domain.places])
        found = self._fitting.get(key)
        if found is None:
            found = self._fitting[key] = tuple(
                option
                for option in domain.options
                if all(
                    admitted is None or admits(admitted, one)
                    for admitted, one in zip(key[1], option.vector, strict=True)
                )
            )
        return found

    def kind_of(self, places: tuple[int, ...], at: int) -> Vector:
        """The classes of columns that ask about the opening, for a ticket of which nothing else is said."""
        found = self._kinds.get(at)
        if found is None:
            opened = from_epoch(at)
            found = self._kinds[at] = vector_at(self.engine, places, {OPENED: opened}, opened)
        return found

    def class_at(self, sorted_: Sorted, place: int) -> int:
        """The class of a column, early or late."""
        return sorted_.classes[place - self.count] if place >= self.count else sorted_.unadjusted[place]

    def _mended(self, state: _State, sorted_: Sorted) -> Iterator[_State | None]:
        """What to want beside; None where everything is as wanted."""
        unmet = [
            place
            for place, admitted in state.wanted.items()
            if place not in self._domain_of and not admits(admitted, self.class_at(sorted_, place))
        ]
        if unmet:
            yield from self._provided(state, unmet[0], sorted_)
            return
        for name, bits in state.forbidden.items():
            held = self.tables[name]
            classes = sorted_.classes if held.late else sorted_.unadjusted
            wrong = held.lookup.left(classes) & bits
            if wrong:
                rule = held.lookup.rule_of[(wrong & -wrong).bit_length() - 1]
                yield from self._blocked(state, held, rule, sorted_)
                return
        yield None

    def _provided(self, state: _State, place: int, sorted_: Sorted) -> Iterator[_State]:
        """Ways to have something decided as wanted: another rule of the table that decides it, or none."""
        admitted = state.wanted[place]
        attribute = self.engine.compiled.columns[place % self.count].fact
        if place >= self.count and admits(admitted, sorted_.unadjusted[place - self.count]):
            for name in ADJUSTING:  # it would be right, were it not adjusted
                if name in self.tables:
                    held = self.tables[name]
                    wrong = held.lookup.left(sorted_.unadjusted)
                    if wrong and (wrong & state.forbidden.get(name, 0)) != wrong:
                        yield state._replace(forbidden={**state.forbidden, name: state.forbidden.get(name, 0) | wrong})
        for name, rule, number in self._providers.get((attribute, place % self.count), ()):
            if not admits(admitted, number) or (place < self.count and name in ADJUSTING):
                continue
            held = self.tables[name]
            before = below(held, rule)
            if held.lookup.rule_bits[rule] & ~state.forbidden.get(name, 0) == 0:
                continue
            for way in held.ways[rule]:
                joined = join(state.wanted, way)
                if joined is not None:
                    yield _State(joined, {**state.forbidden, name: state.forbidden.get(name, 0) | before})
        if admits(admitted, 0):
            names = {name for name, _, _ in self._providers.get((attribute, place % self.count), ())}
            yield state._replace(
                forbidden={**state.forbidden, **{name: self.tables[name].lookup.everything for name in sorted(names)}}
            )

    def _blocked(self, state: _State, held: Held, rule: int, sorted_: Sorted) -> Iterator[_State]:
        """Every way in which one test can fail of the alternative by which a rule holds."""
        holding = [
            way
            for way in held.ways[rule]
            if all(admits(admitted, self.class_at(sorted_, place)) for place, admitted in way.items())
        ]
        if not holding:
            return
        places = sorted(holding[0], key=lambda place: (place not in self._domain_of, place in state.wanted, place))
        for place in places:
            left = all_but(holding[0][place], self.engine.compiled.columns[place % self.count].size)
            if place in state.wanted:
                left = both(state.wanted[place], left)
            if left:
                yield state._replace(wanted={**state.wanted, place: left})


_NOTHING: Facts = {}


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
        return place + count if late and columns[place].fact == _SEVERITY else place

    lookup = engine.lookups[name]
    ways = tuple(
        tuple({place_of(id_): admitted for id_, admitted in one.items()} for one in alternatives_of(rule))
        for rule in lookup.rules
    )
    return Held(name, lookup, ways, late)


def _providers(engine: Engine, tables: Mapping[str, Held]) -> dict[tuple[str, int], tuple[tuple[str, int, int], ...]]:
    """Attribute and place of its column -> rules that decide it: table, rule, and the class that they give."""
    decided: dict[str, list[tuple[int, Column]]] = {}
    for place, column in enumerate(engine.compiled.columns):
        if column.fact not in engine.facts and column.fact != NOW:
            decided.setdefault(column.fact, []).append((place, column))
    found: dict[tuple[str, int], list[tuple[str, int, int]]] = {}
    for name, held in tables.items():
        for rule, one in enumerate(held.lookup.rules):
            values = dict(one.outcome.decides)
            if name == _SEVERITY:
                values[SEVERITY_RULE] = one.name
            for attribute, value in values.items():
                for place, column in decided.get(attribute, ()):
                    found.setdefault((attribute, place), []).append((name, rule, class_of_value(column, value)))
    return {key: tuple(each) for key, each in found.items()}


def _classes(engine: Engine, facts: Facts, opened: dt.datetime) -> list[int]:
    now = int(opened.timestamp())
    return list(classes_of(engine, facts, completed(engine, facts, now), now))


def winners(tables: Iterable[str], sorted_: Sorted) -> dict[str, int]:
    """The rules that won."""
    return {name: sorted_.won.get(name, NO_RULE) for name in tables}
