"""The masks of a table: for every column that some rule tests, which alternatives admit each of its classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TypeAlias

from supportpolicy.compiled.admitted import Admitted, both
from supportpolicy.compiled.tables import Rule, Table

Alternative: TypeAlias = "Mapping[str, Admitted]"
"""Columns with the classes that are admitted; all must agree. An empty one always holds."""


def masks_of(alternatives: Sequence[Alternative], sizes: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The masks of some alternatives, a bit for each in their order. `sizes` has the number of classes of each column."""
    flips: dict[str, list[list[int]]] = {}
    for bit, alternative in enumerate(alternatives):
        for column, classes in alternative.items():
            if column not in flips:
                flips[column] = [[] for _ in range(sizes[column] + 1)]
            flips[column][0].append(bit)  # off, unless class 0 is admitted: then the next flip is at 0 as well
            for low, high in classes:
                flips[column][low].append(bit)
                flips[column][high + 1].append(bit)
    return {column: _swept(flips[column][:-1], len(alternatives)) for column in sorted(flips)}


def alternatives_of(rule: Rule) -> list[dict[str, Admitted]]:
    """The ways in which a rule can hold: one alternative of each part, joined; those that cannot hold are left out."""
    found: list[dict[str, Admitted]] = []
    for chosen in product(*(part.any for part in rule.parts)):
        joined: dict[str, Admitted] = {}
        for alternative in chosen:
            for column, admitted in alternative.items():
                joined[column] = both(joined[column], admitted) if column in joined else admitted
        if all(joined.values()):
            found.append(joined)
    return found


def with_rules(table: Table, rules: Sequence[Rule], sizes: Mapping[str, int]) -> Table:
    """A table with other rules, its masks made anew. `sizes` has the number of classes of each column."""
    alternatives: list[dict[str, Admitted]] = []
    bits: list[int] = []
    for place, rule in enumerate(rules):
        ways = alternatives_of(rule)
        alternatives.extend(ways)
        bits.extend([place] * len(ways))
    return table._replace(rules=tuple(rules), bits=tuple(bits), masks=masks_of(alternatives, sizes))


def _swept(flips: list[list[int]], bits: int) -> tuple[str, ...]:
    """The masks of a column from class to class, each from the one before: at class 0 all bits are set, then flip.

    Bits are flipped in bytes, in place: a number would be copied for every bit.
    """
    current = bytearray(((1 << bits) - 1).to_bytes(bits // 8 + 1, "little"))
    masks: list[str] = []
    for changed in flips:
        for bit in changed:
            current[bit >> 3] ^= 1 << (bit & 7)
        masks.append(masks[-1] if masks and not changed else f"{int.from_bytes(current, 'little'):x}")
    return tuple(masks)
