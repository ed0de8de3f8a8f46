"""Tickets found by masks: the classes that are wanted, and what has to fail, mended until the tables say so.

Only classes are looked at, so that a try costs as much as one sorting by the engine; values are filled in at the end. Tried
first is what the goal itself asks, beside what gave the decided things it asks for before. Where rules hold that must not,
the values that make most of them fail are taken, one fact after another. What is left is searched in depth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import NamedTuple, TypeAlias

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled.admitted import Admitted, admits, all_but, both, classes_in
from supportpolicy.engine import Engine, EngineError
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.sorting import Sorted, classes_of, completed, stages
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.covering.domains import Domain, Option, Vector, vector_at
from supportpolicy.targets.covering.tables import (
    ADJUSTING,
    Forbidden,
    Held,
    Wanted,
    below,
    join,
    providers_of,
)
from supportpolicy.targets.covering.values import moved

Chosen: TypeAlias = Mapping[int, Option]
"""Domain, by its number -> its option; those that are not named are as the first option says."""

_NOTHING: Facts = {}
_MOST_REMEMBERED = 12
"""Tickets that are remembered of each class of what is decided."""
_MOST_STARTS = 8
_MOST_ROUNDS = 8


class Found(NamedTuple):
    """Classes that are as wanted, with the options that give them."""

    chosen: Chosen
    sorted: Sorted


class _Goal(NamedTuple):
    wanted: Wanted
    forbidden: Forbidden


class Search:
    """Looks for tickets of one policy. Remembers what gave what, so the order of the questions matters to the answers."""

    def __init__(self, engine: Engine, tables: Mapping[str, Held], domains: Sequence[Domain]) -> None:
        self.engine = engine
        self.tables = tables
        self.domains = domains
        self.count = len(engine.compiled.columns)
        self.opening = next(number for number, one in enumerate(domains) if OPENED in one.facts)
        self._domain_of = {place: number for number, one in enumerate(domains) for place in one.places}
        self._fitting: dict[tuple[int, tuple[Admitted | None, ...]], tuple[Option, ...]] = {}
        self._masked: dict[tuple[str, int, tuple[Admitted | None, ...]], list[tuple[int, Option]]] = {}
        self._providers = providers_of(engine, tables)
        self._remembered: dict[tuple[int, int], list[Chosen]] = {}
        self._sorted_by: dict[tuple[int, ...], Sorted] = {}
        self._kinds: dict[int, Vector] = {}
        self._base = self._ordinary()
        self._left = self._turn = 0
        self._last = False

    def find(
        self, wanted: Wanted, forbidden: Forbidden | None = None, tries: int = 20, *, last: bool = False
    ) -> Found | None:
        """Classes as wanted, for which none of the forbidden alternatives hold; `last`: of each range its upper end.

        `tries` bounds the search in depth that follows where nothing simple was found.
        """
        goal = _Goal(wanted, forbidden or {})
        self._last = last
        self._turn += 1
        chosen = self._chosen(wanted, {})
        if chosen is None:
            return None
        decided = [place for place in wanted if place not in self._domain_of]
        for start in (chosen, *self._starts(wanted, decided)):
            found = self._climbed(start, goal)
            if found is not None:
                self._remember(found)
                return found
        self._left = tries
        found = self._search(goal, set())
        if found is not None:
            self._remember(found)
        return found

    def again(self, before: Found, wanted: Wanted, forbidden: Mapping[str, int]) -> Found | None:
        """What was found, changed to what is wanted where that is enough."""
        chosen = self._chosen(wanted, before.chosen)
        if chosen is None:
            return None
        goal, sorted_ = _Goal(wanted, dict(forbidden)), self._sorted(chosen)
        wrong = any(self._wrong(self.tables[name], sorted_, bits) for name, bits in forbidden.items())
        return None if wrong or self._unmet(goal, sorted_) else Found(chosen, sorted_)

    def facts(self, found: Found, opened: dt.datetime | None = None) -> Facts | None:
        """The ticket itself, at another opening if one is given; None where no values go together."""
        facts = self._facts_of(found.chosen, opened)
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

    def kind_of(self, places: tuple[int, ...], at: int) -> Vector:
        """The classes of columns that ask about the opening, for a ticket of which nothing else is said."""
        found = self._kinds.get(at)
        if found is None:
            opened = from_epoch(at)
            found = self._kinds[at] = vector_at(self.engine, places, {OPENED: opened}, opened)
        return found

    def class_at(self, sorted_: Sorted, place: int) -> int:
        """The class of a column; of severity before or after all adjusting."""
        return sorted_.classes[place - self.count] if place >= self.count else sorted_.unadjusted[place]

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

    # Putting a ticket together --------------------------------------------------------------------------------------

    def _ordinary(self) -> list[int]:
        """The classes of a ticket of which nothing is said."""
        opened = self.domains[self.opening].options[0].values[OPENED]
        assert isinstance(opened, dt.datetime)
        facts, now = {OPENED: opened}, to_epoch(opened)
        classes = list(classes_of(self.engine, facts, completed(self.engine, facts, now), now))
        for domain in self.domains:
            for place, number in zip(domain.places, domain.options[0].vector, strict=True):
                classes[place] = number
        return classes

    def _facts_of(self, chosen: Chosen, opened: dt.datetime | None) -> dict[str, Value | None]:
        base = self.domains[self.opening].options[0]
        ordinary = base.values[OPENED]
        assert isinstance(ordinary, dt.datetime)
        facts: dict[str, Value | None] = dict(chosen.get(self.opening, base).values)
        if opened is not None:
            facts[OPENED] = opened
        at = facts[OPENED]
        assert isinstance(at, dt.datetime)
        for number, one in chosen.items():
            if number != self.opening:
                facts.update(moved(one.values, at - ordinary, self.domains[number].relative))
        return facts

    def _chosen(self, wanted: Wanted, before: Chosen) -> dict[int, Option] | None:
        """What was chosen before, changed to what is wanted; None where there is no such option."""
        chosen = dict(before)
        for number in {self._domain_of[place] for place in wanted if place in self._domain_of}:
            fitting = self.fitting(number, wanted)
            if not fitting:
                return None
            if number in chosen and chosen[number] in fitting:
                continue
            if number == self.opening:
                chosen[number] = fitting[self._turn % len(fitting)]
            else:
                chosen[number] = fitting[-1 if self._last else 0]
        return chosen

    def _sorted(self, chosen: Chosen) -> Sorted:
        classes = list(self._base)
        for number, option in chosen.items():
            for place, one in zip(self.domains[number].places, option.vector, strict=True):
                classes[place] = one
        key = tuple(classes)
        found = self._sorted_by.get(key)
        if found is None:
            found = self._sorted_by[key] = stages(self.engine, _NOTHING, classes, 0)
        return found

    # What gave what -------------------------------------------------------------------------------------------------

    def _remember(self, found: Found) -> None:
        for place in self._providers:
            for one in (place, place + self.count):
                known = self._remembered.setdefault((one, self.class_at(found.sorted, one)), [])
                if len(known) < _MOST_REMEMBERED:
                    known.append(found.chosen)

    def _starts(self, wanted: Wanted, decided: Sequence[int]) -> Iterator[dict[int, Option]]:
        """What gave the decided things that are wanted before, changed to what else is wanted."""
        known = [
            [
                one
                for number in islice(classes_in(wanted[place]), 60)
                for one in self._remembered.get((place, number), ())
            ]
            for place in decided
        ]
        if not known or not all(known):
            return
        turned = [each[self._turn % len(each) :] + each[: self._turn % len(each)] for each in known]
        most = 1 + int(_MOST_STARTS ** (1 / len(turned)))
        for parts in islice(product(*(each[:most] for each in turned)), _MOST_STARTS):
            together: dict[int, Option] = {}
            for part in parts:
                together.update(part)
            start = self._chosen(wanted, together)
            if start is not None:
                yield start

    # Making what must not hold fail ---------------------------------------------------------------------------------

    def _unmet(self, goal: _Goal, sorted_: Sorted) -> list[int]:
        return [
            place
            for place, admitted in goal.wanted.items()
            if place not in self._domain_of and not admits(admitted, self.class_at(sorted_, place))
        ]

    def _wrong(self, held: Held, sorted_: Sorted, bits: int) -> int:
        return held.lookup.left(sorted_.classes if held.late else sorted_.unadjusted) & bits

    def _climbed(self, chosen: dict[int, Option], goal: _Goal) -> Found | None:
        """Whatever makes most of the forbidden rules fail, step by step; None where nothing does any more."""
        sorted_ = self._sorted(chosen)
        if self._unmet(goal, sorted_):
            return None
        for name, bits in goal.forbidden.items():
            held = self.tables[name]
            wrong = self._wrong(held, sorted_, bits)
            for _ in range(_MOST_ROUNDS):
                if not wrong:
                    break
                for number, option in self._failing(held, sorted_, goal, bits, wrong):
                    tried = {**chosen, number: option}
                    then = self._sorted(tried)
                    left = self._wrong(held, then, bits)
                    if left.bit_count() < wrong.bit_count() and not self._unmet(goal, then):
                        chosen, sorted_, wrong = tried, then, left
                        break
                else:
                    return None
            if wrong:
                return None
        right = all(not self._wrong(self.tables[name], sorted_, bits) for name, bits in goal.forbidden.items())
        return Found(chosen, sorted_) if right else None

    def _failing(self, held: Held, sorted_: Sorted, goal: _Goal, bits: int, wrong: int) -> list[tuple[int, Option]]:
        """Options by which fewer forbidden alternatives hold, the fewest first, as far as this table's masks say."""
        classes = sorted_.classes if held.late else sorted_.unadjusted
        by_domain: dict[int, int] = {}
        decided = held.lookup.everything & bits
        for place, masks in held.lookup.masks:
            number = self._domain_of.get(place)
            if number is None:
                decided &= masks[classes[place]]
            else:
                by_domain[number] = by_domain.get(number, held.lookup.everything) & masks[classes[place]]
        most = wrong.bit_count()
        found: list[tuple[int, int, Option]] = []
        for number in by_domain:
            others = decided
            for other, mask in by_domain.items():
                if other != number:
                    others &= mask
            for mask, option in self._masks(held, number, goal.wanted):
                left = (others & mask).bit_count()
                if left < most:
                    found.append((left, number, option))
        found.sort(key=lambda one: one[0])
        return [(number, option) for _, number, option in found[:6]]

    def _masks(self, held: Held, number: int, wanted: Wanted) -> list[tuple[int, Option]]:
        """The options of a domain that are as wanted, with what they let hold in a table; of those alike the first."""
        domain = self.domains[number]
        key = held.name, number, tuple([wanted.get(place) for place in domain.places])
        found = self._masked.get(key)
        if found is None:
            places = {place: at for at, place in enumerate(domain.places)}
            masks = [(places[place], each) for place, each in held.lookup.masks if place in places]
            alike: dict[int, Option] = {}
            for option in self.fitting(number, wanted):
                mask = held.lookup.everything
                for at, each in masks:
                    mask &= each[option.vector[at]]
                alike.setdefault(mask, option)
            found = self._masked[key] = list(alike.items())
        return found

    # In depth -------------------------------------------------------------------------------------------------------

    def _search(self, goal: _Goal, seen: set[object]) -> Found | None:
        mark = (tuple(sorted(goal.wanted.items())), tuple(sorted(goal.forbidden.items())))
        if mark in seen or self._left <= 0:
            return None
        seen.add(mark)
        self._left -= 1
        chosen = self._chosen(goal.wanted, {})
        if chosen is None:
            return None
        found = self._climbed(chosen, goal)
        if found is not None:
            return found
        for better in self._mended(goal, self._sorted(chosen)):
            found = self._search(better, seen)
            if found is not None or self._left <= 0:
                return found
        return None

    def _mended(self, goal: _Goal, sorted_: Sorted) -> Iterator[_Goal]:
        """What to want beside: what is decided before adjusting, then what must not adjust it, then all else."""
        unmet = self._unmet(goal, sorted_)
        early = [place for place in unmet if place < self.count]
        if early:
            yield from self._provided(goal, early[0], sorted_)
            return
        adjusting = {name: bits for name, bits in goal.forbidden.items() if name in ADJUSTING}
        for forbidden in (adjusting, goal.forbidden):
            if unmet and forbidden is goal.forbidden:
                yield from self._provided(goal, unmet[0], sorted_)
                return
            for name, bits in forbidden.items():
                held = self.tables[name]
                wrong = self._wrong(held, sorted_, bits)
                if wrong:
                    rule = held.lookup.rule_of[(wrong & -wrong).bit_length() - 1]
                    yield from self._blocked(goal, held, rule, sorted_)
                    return

    def _provided(self, goal: _Goal, place: int, sorted_: Sorted) -> Iterator[_Goal]:
        """Ways to have something decided as wanted: another rule of the table that decides it, or none."""
        admitted, forbidden = goal.wanted[place], goal.forbidden
        providers = self._providers.get(place % self.count, ())
        if place >= self.count and admits(admitted, sorted_.unadjusted[place - self.count]):
            for name in ADJUSTING:  # it would be right, were it not adjusted
                wrong = self.tables[name].lookup.left(sorted_.unadjusted) if name in self.tables else 0
                if wrong & ~forbidden.get(name, 0):
                    yield goal._replace(forbidden={**forbidden, name: forbidden.get(name, 0) | wrong})
        for name, rule, number in providers:
            held = self.tables[name]
            may = held.lookup.rule_bits[rule] & ~forbidden.get(name, 0)
            if not may or not admits(admitted, number) or (place < self.count and name in ADJUSTING):
                continue
            for way in held.ways[rule]:
                joined = join(goal.wanted, way)
                if joined is not None:
                    yield _Goal(joined, {**forbidden, name: forbidden.get(name, 0) | below(held, rule)})
        if admits(admitted, 0):
            names = dict.fromkeys(name for name, _, _ in providers)
            nothing = {name: self.tables[name].lookup.everything for name in names}
            yield goal._replace(forbidden={**forbidden, **nothing})

    def _blocked(self, goal: _Goal, held: Held, rule: int, sorted_: Sorted) -> Iterator[_Goal]:
        """Every way in which one test can fail of the alternative by which a rule holds."""
        holding = [
            way
            for way in held.ways[rule]
            if all(admits(admitted, self.class_at(sorted_, place)) for place, admitted in way.items())
        ]
        if not holding:
            return
        places = sorted(holding[0], key=lambda place: (place not in self._domain_of, place in goal.wanted, place))
        for place in places:
            left = all_but(holding[0][place], self.engine.compiled.columns[place % self.count].size)
            if place in goal.wanted:
                left = both(goal.wanted[place], left)
            if left:
                yield goal._replace(wanted={**goal.wanted, place: left})
