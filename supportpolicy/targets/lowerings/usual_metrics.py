"""Metrics that a policy has redefined: a tool counts from where it always does, so they are not promised there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.language.builtin import METRICS
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.targets_of_rules import with_targets
from supportpolicy.targets.lowerings.using import promised


def only_usual(names: Collection[str]) -> Step:
    """A metric of one of these names means what it always does, or is left out. One change for each that does not."""
    usual = {one.name: (one.starts_on, one.met_by, one.again) for one in METRICS}

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        used = {target.metric for _, target in promised(compiled)} & set(names)
        for metric in compiled.metrics:
            if metric.name in used and usual.get(metric.name) != (metric.starts_on, metric.met_by, metric.again):
                loss = Loss(
                    kinds.METRIC,
                    metric.name,
                    metric.at,
                    f"it does not measure {metric.name} as the policy does",
                    f"{metric.name} is left out; nobody is reminded of it there",
                )
                yield Change(loss, _without(metric.name))

    return step


def _without(name: str) -> Callable[[Compiled], Compiled]:
    return lambda compiled: with_targets(compiled, lambda _, one: None if one.metric == name else one)
