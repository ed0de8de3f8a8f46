"""Compiled tables as rows that a person can compare."""

from __future__ import annotations

from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule


def rules(compiled: Compiled, table: str) -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, condition in words and decided attributes of each rule of a table."""
    return [(rule.name, said(rule), rule.outcome.decides) for rule in compiled.table(table).rules]


def said(rule: Rule) -> list[str]:
    """The parts of a rule's condition in words."""
    return [part.text for part in rule.parts]


def rule_named(compiled: Compiled, table: str, name: str) -> Rule:
    """One rule of a table."""
    return next(rule for rule in compiled.table(table).rules if rule.name == name)


def some(value: Any) -> dict[str, Any]:
    """The fields of a frozen value that say anything, without its place."""
    return {
        name: part
        for name, part in value._asdict().items()
        if name != "at" and part != value._field_defaults.get(name, ...)
    }
