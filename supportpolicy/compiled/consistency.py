"""What the types of a compiled policy cannot say: that its tables, columns and masks fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from supportpolicy.compiled.admitted import is_canonical
from supportpolicy.compiled.document import Compiled
from supportpolicy.compiled.partition import Column, cut_key
from supportpolicy.compiled.tables import Rule, Table

_MASK = re.compile(r"[0-9a-f]+\Z", re.ASCII)


def inconsistencies(compiled: Compiled) -> Iterator[str]:
    """What does not fit, in words; nothing for any document that the compiler wrote."""
    sizes: dict[str, int] = {}
    for column in compiled.columns:
        if column.id in sizes:
            yield f"the column '{column.id}' is there twice"
        sizes[column.id] = column.size
        yield from _column(column)
    names: set[str] = set()
    for table in compiled.tables:
        if table.name in names:
            yield f"the table '{table.name}' is there twice"
        names.add(table.name)
        yield from _table(table, sizes)


def _column(column: Column) -> Iterator[str]:
    if (column.probe is None) == (column.kind == "flag"):
        yield f"the column '{column.id}' must have a probe if it is a flag, and only then"
    try:
        keys = [cut_key(cut, column.type) for cut in column.cuts]
        rising = column.type == "time" or all(Decimal(cut.value).is_finite() for cut in column.cuts)
        rising = rising and all(low < high for low, high in pairwise(keys))
    except InvalidOperation:
        rising = False
    if not rising:
        yield f"the cuts of the column '{column.id}' do not rise"


def _table(table: Table, sizes: Mapping[str, int]) -> Iterator[str]:
    where = f"the table '{table.name}'"
    if table.mode not in ("first", "all"):
        yield f"{where} has the unknown mode '{table.mode}'"
    if list(table.bits) != sorted(table.bits) or any(not 0 <= bit < len(table.rules) for bit in table.bits):
        yield f"the bits of {where} do not follow its rules"
    for rule in table.rules:
        yield from _rule(rule, where, sizes)
    for id_, masks in table.masks.items():
        if id_ not in sizes:
            yield f"{where} asks for the column '{id_}', which is not there"
        elif len(masks) != sizes[id_]:
            yield f"{where} has {len(masks)} masks for the {sizes[id_]} classes of '{id_}'"
        for mask in masks:
            if not _MASK.match(mask) or int(mask, 16) >> len(table.bits):
                yield f"{where} has a mask for '{id_}' that is none"
                break


def _rule(rule: Rule, where: str, sizes: Mapping[str, int]) -> Iterator[str]:
    for part in rule.parts:
        for alternative in part.any:
            for id_, admitted in alternative.items():
                if id_ not in sizes or any(low < 0 or high >= sizes[id_] for low, high in admitted):
                    yield f"{where} has a rule '{rule.name}' that asks for a class of '{id_}' which is not there"
                    return
                if not is_canonical(admitted, sizes[id_]):
                    yield f"{where} has a rule '{rule.name}' whose classes of '{id_}' are not ranges that rise with gaps"
                    return
