"""Tables that ask about single facts only, as boxes: which values of each fact a rule admits.

Where every fact can be anything whatever the others are, a ticket is one value for each fact, an alternative of a rule is a
set of values for each, and a rule wins where one of its boxes has a place that no box of a rule above it has. Such a
place is mostly found by going through the facts one by one and taking the value that the fewest rules above admit: the
masks of the table say how many these are. What is left over is for `uncovered`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count
from typing import NamedTuple

from supportpolicy.analysis.domains import Domain, Domains
from supportpolicy.engine.lookups import Lookup

_FLAGS = bytes.maketrans(b"01", b"\0\1")

Box = tuple[int, ...]
"""For each fact the values that are admitted, as bits."""


class Fact(NamedTuple):
    """A fact of which a table asks, and its values as far as the table tells them apart."""

    name: str
    masks: tuple[int, ...]
    """For each value the alternatives that admit it."""
    present: int
    """The values that are not absence, as bits."""


class Admitting(NamedTuple):
    """Some values of one fact."""

    some: int
    """The alternatives that admit any of them."""
    all: int
    """The alternatives that admit all of them."""
    masks: tuple[int, ...]
    """For each of them the alternatives that admit it."""


class Boxes:
    """One such table."""

    def __init__(self, lookup: Lookup, facts: Sequence[Fact]) -> None:
        self.lookup = lookup
        self.facts = tuple(facts)
        self.full: Box = tuple((1 << len(fact.masks)) - 1 for fact in facts)
        columns = [_transposed(fact.masks, len(lookup.rule_of)) for fact in facts]
        self.boxes: tuple[Box, ...] = (
            tuple(zip(*columns, strict=True)) if columns else tuple(() for _ in lookup.rule_of)
        )
        """Of each alternative, by its bit."""
        bits: list[list[int]] = [[] for _ in lookup.rules]
        for bit, rule in enumerate(lookup.rule_of):
            if all(self.boxes[bit]):
                bits[rule].append(bit)
        self.bits = tuple(tuple(found) for found in bits)
        """Of each rule its alternatives that can hold."""
        self._several = sum(lookup.rule_bits[rule] for rule, found in enumerate(self.bits) if len(found) > 1)
        self._admitting: dict[tuple[int, int], Admitting] = {}
        self._reduced: dict[tuple[int, int], int] = {}

    def above(self, rule: int) -> int:
        """The alternatives of all rules above a rule."""
        bits = self.lookup.rule_bits[rule]
        return (bits & -bits) - 1 if bits else 0

    def reduced(self, box: Box) -> Box:
        """A box without the values that every alternative admits that admits another one of its values.

        A place that some rules do not have, with such a value, is one that they do not have with the other value too.
        So what has all of the smaller box has all of the box.
        """
        return tuple(self._least(number, values) for number, values in enumerate(box))

    def _least(self, number: int, values: int) -> int:
        found = self._reduced.get((number, values))
        if found is None:
            fact = self.facts[number]
            kept: list[int] = []
            for value in sorted(bits_of(values), key=lambda value: fact.masks[value].bit_count()):
                if all(fact.masks[other] & ~fact.masks[value] for other in kept):
                    kept.append(value)
            found = self._reduced[number, values] = sum(1 << value for value in kept)
        return found

    def meeting(self, box: Box, among: int) -> int:
        """Those of some alternatives that have a place in common with a box."""
        for number, values in enumerate(box):
            if not among:
                break
            among &= self.admitting(number, values).some
        return among

    def holding_all(self, box: Box, among: int) -> int:
        """Those of some alternatives that have all places of a box."""
        for number, values in enumerate(box):
            if not among:
                break
            among &= self.admitting(number, values).all
        return among

    def place(self, box: Box, against: int) -> int | None:
        """The alternatives that hold at some place of a box where none of `against` does; None where none is found.

        Where it is None there may be such a place all the same.
        """
        left = self.meeting(box, against)
        order = sorted(range(len(box)), key=lambda number: box[number].bit_count())
        masks = [self.admitting(number, values).masks for number, values in enumerate(box)]
        chosen = [self.lookup.everything] * len(box)
        for number in order:
            chosen[number] = _best(masks[number], left)
            left &= chosen[number]
        before = -1
        while left and left.bit_count() != before:
            before = left.bit_count()
            for number in order:
                others = against
                for other, mask in enumerate(chosen):
                    if other != number:
                        others &= mask
                chosen[number] = _best(masks[number], others)
                left = others & chosen[number]
                if not left:
                    break
        if left:
            return None
        holding = self.lookup.everything
        for mask in chosen:
            holding &= mask
        return holding

    def may_hold_alone(self, box: Box, among: int) -> bool:
        """Whether a single rule may have all places of a box; it is sure of rules with one alternative only."""
        meeting = self.meeting(box, among)
        if self.holding_all(box, meeting):
            return True
        rules = {self.lookup.rule_of[bit] for bit in bits_of(meeting & self._several)}
        return any(self._hull_holds(rule, box) for rule in rules)

    def _hull_holds(self, rule: int, box: Box) -> bool:
        for number, values in enumerate(box):
            together = 0
            for bit in self.bits[rule]:
                together |= self.boxes[bit][number]
            if values & ~together:
                return False
        return True

    def admitting(self, number: int, values: int) -> Admitting:
        """Some values of a fact, by its place."""
        found = self._admitting.get((number, values))
        if found is None:
            masks = tuple(mask for value, mask in enumerate(self.facts[number].masks) if values >> value & 1)
            some, every = 0, self.lookup.everything
            for mask in masks:
                some |= mask
                every &= mask
            found = self._admitting[number, values] = Admitting(some, every, masks)
        return found


def boxes_of(lookup: Lookup, domains: Domains) -> Boxes | None:
    """A table as boxes; None where it asks about anything that depends on other facts, on the moment or on a stage."""
    by_place = dict(lookup.masks)
    found: list[Fact] = []
    for domain in domains.by_fact.values():
        if by_place.keys().isdisjoint(domain.places):
            continue
        if not domain.vectors or not domain.exact:
            return None
        found.append(_fact(lookup, domain, by_place))
        for place in domain.places:
            by_place.pop(place, None)
    return None if by_place else Boxes(lookup, found)


def _fact(lookup: Lookup, domain: Domain, by_place: dict[int, tuple[int, ...]]) -> Fact:
    values: dict[tuple[int, bool], None] = {}
    for vector in domain.vectors:
        mask = lookup.everything
        for place, number in zip(domain.places, vector, strict=True):
            if place in by_place:
                mask &= by_place[place][number]
        values[mask, vector[0] > 0] = None
    present = sum(1 << place for place, (_, there) in enumerate(values) if there)
    return Fact(domain.fact, tuple(mask for mask, _ in values), present)


def bits_of(mask: int) -> Iterator[int]:
    """The places of a mask's bits, the lowest first."""
    return compress(count(), flags_of(mask))


def flags_of(mask: int) -> bytes:
    """The bits of a mask, the lowest first, as ones and zeros: so that lists are chosen from without a loop."""
    return format(mask, "b")[::-1].encode().translate(_FLAGS)


def _transposed(masks: Sequence[int], alternatives: int) -> list[int]:
    """For each alternative the values that it admits, as bits."""
    found = [0] * alternatives
    for value, mask in enumerate(masks):
        bit = 1 << value
        for at in bits_of(mask):
            found[at] |= bit
    return found


def _best(masks: Sequence[int], left: int) -> int:
    """The mask that has the fewest of some alternatives."""
    best, fewest = masks[0], -1
    for mask in masks:
        those = (left & mask).bit_count()
        if fewest < 0 or those < fewest:
            best, fewest = mask, those
            if not those:
                break
    return best
