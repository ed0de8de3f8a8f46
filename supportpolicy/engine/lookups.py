"""Tables ready to be asked: masks as whole numbers, and what a winning rule sets for the stages after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.compiled.partition import Column, class_of_value
from supportpolicy.compiled.tables import Rule, Table

Classes = list[int]
"""The class of a ticket in each column, by the column's place; 0 is absent."""

NO_RULE = -1

Masks = tuple[tuple[int, tuple[int, ...]], ...]
"""The place of a column, and for each of its classes the mask of alternatives that admit it."""

Sets = tuple[tuple[tuple[int, int], ...], ...]
"""Rule -> columns of what it decides, with the class it gives them."""

Plan = tuple[int, Masks, tuple[int, ...], Sets]
"""All bits, masks, the rule of each bit, and what rules set."""


class Lookup(NamedTuple):
    """One table."""

    name: str
    mode: str
    rules: tuple[Rule, ...]
    everything: int
    """All bits."""
    masks: Masks
    rule_of: tuple[int, ...]
    """Bit -> rule."""
    rule_bits: tuple[int, ...]
    """Rule -> the bits of its alternatives."""
    sets: Sets

    @property
    def plan(self) -> Plan:
        """What a row of tables is run by."""
        return self.everything, self.masks, self.rule_of, self.sets

    def left(self, classes: Sequence[int]) -> int:
        """The alternatives that hold."""
        left = self.everything
        for column, masks in self.masks:
            left &= masks[classes[column]]
        return left

    def first(self, classes: Sequence[int]) -> int:
        """The first rule that holds, by its place; NO_RULE where none does."""
        left = self.everything
        for column, masks in self.masks:
            left &= masks[classes[column]]
        return self.rule_of[(left & -left).bit_length() - 1] if left else NO_RULE

    def holding(self, classes: Sequence[int]) -> tuple[int, ...]:
        """Every rule that holds."""
        left = self.left(classes)
        return tuple(index for index, bits in enumerate(self.rule_bits) if left & bits)


def run(plans: Iterable[Plan], classes: Classes) -> list[int]:
    """Ask tables one after the other, each with what the ones before it decided; the rules that won, by their places.

    This is the loop that everything else waits for, and so it is written out.
    """
    won: list[int] = []
    for everything, masks, rule_of, sets in plans:
        left = everything
        for column, by_class in masks:
            left &= by_class[classes[column]]
        if left:
            rule = rule_of[(left & -left).bit_length() - 1]
            for place, number in sets[rule]:
                classes[place] = number
            won.append(rule)
        else:
            won.append(NO_RULE)
    return won


def lookup_of(table: Table, places: Mapping[str, int], deciding: Mapping[str, Sequence[tuple[int, Column]]]) -> Lookup:
    """A table made ready. `deciding` has, for each attribute, the columns that are cut from it."""
    bits = [0] * len(table.rules)
    for bit, rule in enumerate(table.bits):
        bits[rule] |= 1 << bit
    sets = tuple(
        tuple(
            (index, class_of_value(column, value))
            for attribute, value in rule.outcome.decides.items()
            for index, column in deciding.get(attribute, ())
        )
        for rule in table.rules
    )
    masks = tuple((places[column], tuple(int(mask, 16) for mask in found)) for column, found in table.masks.items())
    return Lookup(table.name, table.mode, table.rules, (1 << len(table.bits)) - 1, masks, table.bits, tuple(bits), sets)
