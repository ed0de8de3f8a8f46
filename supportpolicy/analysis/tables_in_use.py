"""Which tables, and which of their rules, a person wrote and would be told about."""

from __future__ import annotations

from supportpolicy.compiled.tables import Rule, Table

FIRST_MATCH = ("tier", "severity", "routing", "sla", "requests", "refunds", "identity")
"""Tables whose order people write; the first rule that holds wins."""
SORTED = ("tier", "severity", "routing", "sla")
ASKED = ("requests", "refunds", "identity")
OTHERWISE = "otherwise"


def is_written(table: Table, index: int) -> bool:
    """Whether a rule was written by a person: not the rest of a promise with rows, which the compiler adds."""
    rule = table.rules[index]
    return not (table.name == "sla" and rule.row == OTHERWISE)


def is_cell(rule: Rule) -> bool:
    """Whether a rule is one cell of a grid: people write all of them, needed or not."""
    down, _, across = rule.name.rpartition(": ")[2].partition(", ")
    tests = {part.text.rpartition(" is ")[2] for part in rule.parts if part.at == rule.at or " is " in part.text}
    return bool(across) and {down, across} <= tests


def catch_all(table: Table) -> int:
    """The first rule without a condition, by its place; what is below it is said to be useless elsewhere."""
    return next((index for index, rule in enumerate(table.rules) if not rule.parts), len(table.rules))


def section_of(table: str) -> str:
    """The section in which the rules of a table are written."""
    return {"tier": "tiers", "severity": "severities"}.get(table, table)


def words_of(rule: Rule) -> str:
    """A rule as findings speak of it."""
    return f"'{rule.name}'"
