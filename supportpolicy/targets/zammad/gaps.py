"""What Zammad cannot say of a policy, step by step, until nothing is left that it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.targets.desks.stages import SORTING_TABLES
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, lowered_by
from supportpolicy.targets.lowerings import (
    in_force,
    left_out,
    minutes_of,
    minutes_only,
    no_ladders,
    no_pauses,
    no_restart,
    one_clock,
    one_zone,
    only_metrics,
    sorted_once,
    until_midnight,
    whole_holidays,
)
from supportpolicy.targets.lowerings.targets_of_rules import place_of, with_target
from supportpolicy.targets.lowerings.using import named
from supportpolicy.targets.lowerings.usual_metrics import only_usual
from supportpolicy.targets.zammad.dialect import CUSTOMER_STATUS, LAST_MINUTE, METRICS
from supportpolicy.targets.zammad.kinds import EARLY_UPDATE, ONE_UPDATE


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that make a policy one that Zammad can say."""
    steps: tuple[Step, ...] = (
        left_out(("voice and style",)),
        only_metrics(tuple(METRICS)),
        only_usual(tuple(METRICS)),
        in_force(tables=SORTING_TABLES),
        no_ladders(lambda *_: "act at a moment of its own: its jobs look at all tickets at fixed times of the day"),
        minutes_only(),
        one_clock(),
        _one_update,
        _early_updates,
        no_pauses((CUSTOMER_STATUS,), (CUSTOMER_STATUS,)),
        no_restart(),
        one_zone(SORTING_TABLES),
        whole_holidays(SORTING_TABLES),
        until_midnight(LAST_MINUTE, SORTING_TABLES),
        sorted_once(SORTING_TABLES),
    )
    return lowered_by(wish, steps)


def _one_update(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """A promise has a time for the next response or one between updates. One change for each that has both."""
    for rule in compiled.table("sla").rules:
        both = _minutes(rule)
        response, update = both.get("next_response"), both.get("update_every")
        if response is None or update is None:
            continue
        # Whoever hears from the team every hour has an answer within the hour.
        kept, lost = (
            ("update_every", "next_response") if update[0] <= response[0] else ("next_response", "update_every")
        )
        target = both[lost][1]
        loss = Loss(
            ONE_UPDATE,
            f"{named(rule)} {lost}",
            target.at or rule.at,
            "it takes a time for the next response or one between updates, and this promise has both",
            f"{lost} is left out and {kept} stays; "
            + (
                "an answer is due no later than promised"
                if kept == "update_every"
                else "nobody is reminded there of updates that no customer asked for"
            ),
        )
        yield Change(loss, _without(rule, target))


def _early_updates(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Promises whose updates come sooner than the first answer. A note: what is promised stays the same."""
    for rule in compiled.table("sla").rules:
        times = _minutes(rule)
        first, update = times.get("first_response"), times.get("update_every")
        if first is not None and update is not None and update[0] < first[0]:
            loss = Loss(
                EARLY_UPDATE,
                f"{named(rule)} update_every",
                update[1].at or rule.at,
                "it counts the time between updates from the opening until somebody answers",
                "a ticket is shown as escalated before its first response is due; customers wait no longer than promised",
            )
            yield Change(loss, lambda policy: policy)


def _minutes(rule: Rule) -> dict[str, tuple[int, Target]]:
    """Metric -> minutes and target, of all targets that promise a time."""
    amounts = ((target, minutes_of(target.at_most)) for target in rule.outcome.targets)
    return {target.metric: (minutes, target) for target, minutes in amounts if minutes is not None}


def _without(rule: Rule, target: Target) -> Callable[[Compiled], Compiled]:
    place = place_of(rule, target)
    return lambda compiled: with_target(compiled, place, lambda _: None)
