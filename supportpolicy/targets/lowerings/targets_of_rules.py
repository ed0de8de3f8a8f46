"""Editing what rules of `sla` promise; their conditions, and so the masks of the table, stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule, Target


class Place(NamedTuple):
    """A target by the rule it stands in, however often the rule was edited."""

    rule: str
    row: str | None
    at: str
    metric: str


def place_of(rule: Rule, target: Target) -> Place:
    """Where a target stands."""
    return Place(rule.name, rule.row, rule.at, target.metric)


def with_targets(compiled: Compiled, edit: Callable[[Rule, Target], Target | None]) -> Compiled:
    """The policy with every target of `sla` edited, or taken out (None)."""

    def edited(rule: Rule) -> Rule:
        found = ((target, edit(rule, target)) for target in rule.outcome.targets)
        kept = tuple(new for _, new in found if new is not None)
        return rule if kept == rule.outcome.targets else rule._replace(outcome=rule.outcome._replace(targets=kept))

    tables = tuple(
        table._replace(rules=tuple(edited(rule) for rule in table.rules)) if table.name == "sla" else table
        for table in compiled.tables
    )
    return compiled._replace(tables=tables)


def with_target(compiled: Compiled, place: Place, edit: Callable[[Target], Target | None]) -> Compiled:
    """The policy with one target edited or taken out. Other rules are not looked into: there may be many such changes."""

    def edited(rule: Rule) -> Rule:
        found = (edit(one) if one.metric == place.metric else one for one in rule.outcome.targets)
        targets = tuple(one for one in found if one is not None)
        return rule._replace(outcome=rule.outcome._replace(targets=targets))

    name, row, at = place[:3]
    tables = tuple(
        table._replace(
            rules=tuple(
                edited(rule) if rule.name == name and rule.at == at and rule.row == row else rule
                for rule in table.rules
            )
        )
        if table.name == "sla"
        else table
        for table in compiled.tables
    )
    return compiled._replace(tables=tables)
