"""Steps whose losses are told while the policy stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import Step


def told(step: Step) -> Step:
    """The losses of a step, without its changes.

    For targets that decide nothing: what they have no place for need not go, and it still says which hours are wanted.
    """

    def without_changes(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for change in step(wish, compiled):
            yield Change(change.loss, unchanged)

    return without_changes


def unchanged(compiled: Compiled) -> Compiled:
    """The policy as it is."""
    return compiled
