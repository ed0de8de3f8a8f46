"""Pauses: each metric of an SLA policy stands still in the states of its own, whatever a policy would like."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.targets_of_rules import with_targets
from supportpolicy.targets.lowerings.using import promised
from supportpolicy.targets.zendesk.dialect import PAUSED_METRICS, STATE_OF


def pauses_of_metrics() -> Step:
    """Targets pause only where a metric of Zendesk does. One change for each metric and what was to pause it."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        first: dict[tuple[str, tuple[str, ...]], tuple[Rule, Target]] = {}
        for rule, target in promised(compiled):
            if kept_pauses(target) != target.pause_while:
                first.setdefault((target.metric, target.pause_while), (rule, target))
        for (metric, statuses), (rule, target) in first.items():
            kept = kept_pauses(target)
            lost = [status for status in statuses if status not in kept]
            loss = Loss(
                kinds.PAUSE,
                f"{metric} while {', '.join(lost)}",
                target.at or rule.at,
                f"it has no clock for {metric} that stops while a ticket is {' or '.join(lost)}",
                "the clock runs on then; customers wait no longer than promised, and the team has less time",
            )
            yield Change(loss, _pausing(metric, statuses, kept))

    return step


def kept_pauses(target: Target) -> tuple[str, ...]:
    """The statuses of a target's pauses in which some metric of Zendesk stands still, and in no others."""
    known = [status for status in target.pause_while if status in STATE_OF]
    states = frozenset(STATE_OF[status] for status in known)
    ways = [paused for metric, paused in PAUSED_METRICS if metric == target.metric and paused <= states]
    if not ways:
        return ()
    best = max(ways, key=len)
    return tuple(status for status in known if STATE_OF[status] in best)


def _pausing(metric: str, before: tuple[str, ...], after: tuple[str, ...]) -> Callable[[Compiled], Compiled]:
    def edit(_: Rule, target: Target) -> Target:
        same = target.metric == metric and target.pause_while == before
        return target._replace(pause_while=after) if same else target

    return lambda compiled: with_targets(compiled, edit)
