"""The partition: each fact cut into the classes of values that the policy tells apart, absent included.

Masks, proofs, cover sets and suggested tests all use this one cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

ABSENT = 0
"""The class of a missing fact, in every column."""

Kind = Literal["values", "ranges", "flag"]


class Probe(NamedTuple):
    """The question behind a flag: a test whose answer is all that the policy tells apart."""

    operator: str
    """within, in_next, older_than, during, has, mentions, present, or a comparison with another fact."""
    operand: str


class Cut(NamedTuple):
    """A place on the line of values: just before `value`, or just after it."""

    value: str
    after: bool = False


class Column(NamedTuple):
    """One fact, cut into numbered classes; class 0 is absent.

    `values`: class 1 is anything that is not named, the named values follow. `ranges`: intervals between the cuts,
    beginning with class 1; of money in another currency than the column's, the last class. `flag`: 1 no, 2 yes.
    """

    id: str
    fact: str
    kind: Kind
    type: str
    values: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    currency: str | None = None
    probe: Probe | None = None

    @property
    def size(self) -> int:
        """How many classes there are."""
        if self.kind == "values":
            return 2 + len(self.values)
        if self.kind == "ranges":
            return 2 + len(self.cuts) + (self.currency is not None)
        return 3

    def label(self, number: int) -> str:
        """A class in words."""
        if number == ABSENT:
            return "absent"
        if self.kind == "values":
            return "anything else" if number == 1 else self.values[number - 2]
        if self.kind == "flag":
            return "no" if number == 1 else "yes"
        if self.currency is not None and number == self.size - 1:
            return "another currency"
        low = self.cuts[number - 2] if number >= 2 else None
        high = self.cuts[number - 1] if number - 1 < len(self.cuts) else None
        if low and high and low.value == high.value:
            return f"exactly {low.value}"
        words = [f"{'above' if low.after else 'from'} {low.value}"] if low else []
        if high:
            words.append(f"{'up to' if high.after else 'below'} {high.value}")
        return " ".join(words) or "any"


FLAG_NO, FLAG_YES = 1, 2


def cut_key(cut: Cut, type_: str) -> tuple[Decimal | str, bool]:
    """How cuts are ordered: by value, and before it first. Dates are ordered as text, everything else as numbers."""
    return (cut.value if type_ == "time" else Decimal(cut.value), cut.after)


def class_of_value(column: Column, value: str) -> int:
    """The class of a word in a `values` column."""
    try:
        return column.values.index(value) + 2
    except ValueError:
        return 1


def class_of_range(column: Column, keys: Sequence[tuple[Decimal | str, bool]], value: Decimal | str) -> int:
    """The class of a number or date in a `ranges` column; `keys` are the column's cuts by `cut_key`."""
    return 1 + bisect_right(keys, (value, False))
