"""Metrics that a policy has redefined: Zendesk's own count from where they always do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Metric
from supportpolicy.language.builtin import METRICS as BUILT_IN
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.targets_of_rules import with_targets
from supportpolicy.targets.lowerings.using import promised
from supportpolicy.targets.zendesk.dialect import METRICS
from supportpolicy.targets.zendesk.kinds import FROM_OPENING

_OPENED = ("opened",)


def usual_metrics() -> Step:
    """A metric of a usual name means what it means in Zendesk.

    One that only starts later than usual is counted from the ticket's opening instead, which nobody waits longer for; one
    that is met by something else is left out.
    """
    usual = {one.name: Metric(one.name, one.starts_on, one.met_by, one.again, built_in=True) for one in BUILT_IN}

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        used = {target.metric for _, target in promised(compiled)} & set(METRICS)
        for metric in compiled.metrics:
            known = usual.get(metric.name)
            if metric.name not in used or known is None or _same(metric, known):
                continue
            if known.starts_on == _OPENED and (metric.met_by, metric.again) == (known.met_by, known.again):
                loss = Loss(
                    FROM_OPENING,
                    metric.name,
                    metric.at,
                    f"it counts {metric.name} from a ticket's opening, and the policy from {' or '.join(metric.starts_on)}",
                    "it counts from the opening; customers wait no longer than promised, and the team has less time",
                )
                yield Change(loss, _defined(known))
            else:
                loss = Loss(
                    kinds.METRIC,
                    metric.name,
                    metric.at,
                    f"it does not measure {metric.name} as the policy does",
                    f"{metric.name} is left out; nobody is reminded of it there",
                )
                yield Change(loss, _without(metric.name))

    return step


def _same(metric: Metric, known: Metric) -> bool:
    return (metric.starts_on, metric.met_by, metric.again) == (known.starts_on, known.met_by, known.again)


def _defined(known: Metric) -> Callable[[Compiled], Compiled]:
    return lambda compiled: compiled._replace(
        metrics=tuple(known if one.name == known.name else one for one in compiled.metrics)
    )


def _without(name: str) -> Callable[[Compiled], Compiled]:
    return lambda compiled: with_targets(compiled, lambda _, one: None if one.metric == name else one)
