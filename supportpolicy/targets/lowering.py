"""From a policy to one that a tool can say: changes in order, each a loss, each applied to what the ones before left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.masking import with_rules
from supportpolicy.compiled.tables import Rule
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change

Step: TypeAlias = "Callable[[Wish, Compiled], Iterator[Change]]"
"""Looks at the policy as the steps before left it, and yields the changes that it needs. The changes of one step must not
depend on each other; a step that needs what another one left comes after it."""


def lowered_by(wish: Wish, steps: Sequence[Step]) -> tuple[Change, ...]:
    """The changes of all steps, in order."""
    policy, changes = wish.compiled, []
    for step in steps:
        for change in tuple(step(wish, policy)):
            changes.append(change)
            policy = change.apply(policy)
    return tuple(changes)


def applied(compiled: Compiled, changes: Sequence[Change]) -> Compiled:
    """The policy after some changes."""
    for change in changes:
        compiled = change.apply(compiled)
    return compiled


def with_table(compiled: Compiled, name: str, edit: Callable[[Rule], Rule | None]) -> Compiled:
    """The policy with every rule of one table edited, or taken out (None); its masks are made anew."""
    sizes = {column.id: column.size for column in compiled.columns}
    tables = tuple(
        with_rules(table, [kept for rule in table.rules if (kept := edit(rule)) is not None], sizes)
        if table.name == name
        else table
        for table in compiled.tables
    )
    return compiled._replace(tables=tables)
