"""What is wanted of tickets so that every rule is seen to win, to miss by one test, and to stand where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled.admitted import Admitted, admits, all_but, classes_in
from supportpolicy.compiled.partition import Column
from supportpolicy.targets.covering.search import Found, Search
from supportpolicy.targets.covering.tables import Held, Wanted, below, join

_MANY = 150
"""Alternatives of a table from which on each gets fewer tickets."""


class Sizes:
    """How many tickets of a kind one alternative gets: more in a short table than in a long one."""

    def __init__(self, alternatives: int) -> None:
        many = alternatives > _MANY
        self.won = 6 if many else 40
        """Classes of one test for which it is seen to win."""
        self.missed = 3 if many else 12
        """Classes of one test for which it is seen to miss."""
        self.tries = 3 if many else 6
        """How deep it is searched for one ticket."""
        self.pairs = 1 if many else 3
        """Rules below and above of the same tickets, on each side."""


def of_table(search: Search, held: Held) -> Iterator[Found]:
    """Tickets for every rule of one table."""
    sizes = Sizes(sum(len(ways) for ways in held.ways))
    overlaps = Overlaps(held, search.count)
    for rule, ways in enumerate(held.ways):
        for way in ways:
            first = search.find(way, {held.name: _before(held, rule)}, tries=8 * sizes.tries)
            if first is None:
                continue
            yield first
            yield from _wins(search, held, rule, way, sizes, first)
            yield from _misses(search, held, rule, way, sizes)
            if held.lookup.mode == "first":
                yield from _pairs(search, held, rule, way, sizes, overlaps)


def _before(held: Held, rule: int) -> int:
    return below(held, rule) if held.lookup.mode == "first" else 0


def _wins(search: Search, held: Held, rule: int, way: Wanted, sizes: Sizes, first: Found) -> Iterator[Found]:
    """By which it wins, with each class that each of its tests admits."""
    before = {held.name: _before(held, rule)}
    for place, admitted in way.items():
        column = _column(search, place)
        for number, last in _seen(column, admitted, sizes.won):
            if number == search.class_at(first.sorted, place) and not last:
                continue
            found = search.find({**way, place: ((number, number),)}, before, tries=sizes.tries, last=last)
            if found is not None:
                yield found


def _seen(column: Column, admitted: Admitted, most: int) -> list[tuple[int, bool]]:
    """Classes that a test admits, and whether the upper end of each is wanted: of ranges both ends."""
    if column.kind == "ranges":
        return [(end, upper) for low, high in admitted[:most] for end, upper in ((low, False), (high, True))]
    classes = list(classes_in(admitted))
    if admits(admitted, 1):  # all but some words: those that are left out say more
        return [(number, False) for number in classes[: min(most, 4)]]
    return [(number, False) for number in classes[:most]]


def _misses(search: Search, held: Held, rule: int, way: Wanted, sizes: Sizes) -> Iterator[Found]:
    """By which it would win but for one test."""
    forbidden = {held.name: _before(held, rule) | held.lookup.rule_bits[rule]}
    for place, admitted in way.items():
        column = _column(search, place)
        for number, last in _beside(column, admitted, sizes.missed, rule):
            found = search.find({**way, place: ((number, number),)}, forbidden, tries=sizes.tries, last=last)
            if found is not None:
                yield found


def _beside(column: Column, admitted: Admitted, most: int, turn: int) -> list[tuple[int, bool]]:
    """Classes that a test does not admit: next to its ranges, by the end that is nearest; of words one after another."""
    others = all_but(admitted, column.size)
    if column.kind == "ranges":
        found = [(low, False) for low, _ in others if low > 0] + [(high, True) for _, high in others if high > 0]
        absent = [(0, False)] if admits(others, 0) else []
        return [*dict.fromkeys(absent + found)][: most + 2]
    classes = list(classes_in(others))
    if len(classes) <= most:
        return [(number, False) for number in classes]
    always = [number for number in classes if number < 2]
    rest = classes[len(always) :]
    more = most - len(always)
    return [(number, False) for number in (*always, *(rest[(turn + step) % len(rest)] for step in range(max(more, 1))))]


def _pairs(search: Search, held: Held, rule: int, way: Wanted, sizes: Sizes, overlaps: Overlaps) -> Iterator[Found]:
    """For which it wins over the next rules below that hold too and say something else, or loses to those above."""
    outcome = held.lookup.rules[rule].outcome
    for others in (overlaps.below(rule, way), overlaps.above(rule, way)):
        seen = tried = 0
        for other in others:
            if held.lookup.rules[other].outcome == outcome:
                continue
            upper = min(rule, other)
            found = _both(search, held, upper, way, other, sizes.tries)
            tried += 1
            if found is not None:
                yield found
                seen += 1
            if seen >= sizes.pairs or tried >= 3 * sizes.pairs:
                break


def _both(search: Search, held: Held, upper: int, way: Wanted, other: int, tries: int) -> Found | None:
    for second in held.ways[other]:
        joined = join(way, second)
        if joined is not None:
            found = search.find(joined, {held.name: below(held, upper)}, tries=tries)
            if found is not None:
                return found
    return None


class Overlaps:
    """Which rules of a table can hold where an alternative does, as far as each column by itself can say."""

    def __init__(self, held: Held, columns: int) -> None:
        self._held = held
        self._columns = columns
        self._masks = dict(held.lookup.masks)
        self._known: dict[tuple[int, Admitted], int] = {}

    def below(self, rule: int, way: Wanted) -> Iterator[int]:
        """Rules after one, the next first."""
        lookup = self._held.lookup
        bits = lookup.rule_bits[rule]
        left = self._with(way) & (lookup.everything ^ ((1 << bits.bit_length()) - 1))
        while left:
            other = lookup.rule_of[(left & -left).bit_length() - 1]
            yield other
            left &= ~lookup.rule_bits[other]

    def above(self, rule: int, way: Wanted) -> Iterator[int]:
        """Rules before one, the next first."""
        lookup = self._held.lookup
        left = self._with(way) & below(self._held, rule)
        while left:
            other = lookup.rule_of[left.bit_length() - 1]
            yield other
            left &= ~lookup.rule_bits[other]

    def _with(self, way: Wanted) -> int:
        left = self._held.lookup.everything
        for place, admitted in way.items():
            left &= self._any(place, admitted)
        return left

    def _any(self, place: int, admitted: Admitted) -> int:
        found = self._known.get((place, admitted))
        if found is None:
            masks = self._masks[place % self._columns]
            found = 0
            for number in classes_in(admitted):
                found |= masks[number]
            self._known[place, admitted] = found
        return found


def _column(search: Search, place: int) -> Column:
    return search.engine.compiled.columns[place % search.count]
