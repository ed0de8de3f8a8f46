"""What Freshdesk cannot say of a policy, step by step, until nothing is left that it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Duration, Rule, Target
from supportpolicy.compiled.views import duration_in_words
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.due import TEAM
from supportpolicy.targets.desks.stages import SORTING_TABLES
from supportpolicy.targets.freshdesk.dialect import FILLER_MINUTES, METRICS, PRIORITIES
from supportpolicy.targets.freshdesk.kinds import BOTH_TIMES, DEFAULT_POLICY, GROUP_HOURS
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, lowered_by, with_table
from supportpolicy.targets.lowerings import (
    at_most_levels,
    in_force,
    left_out,
    minutes_of,
    minutes_only,
    no_chosen_hours,
    no_ladders,
    no_pauses,
    no_restart,
    one_clock,
    one_span_a_day,
    one_zone,
    only_metrics,
    sorted_once,
    whole_holidays,
)
from supportpolicy.targets.lowerings.least_time import Times
from supportpolicy.targets.lowerings.targets_of_rules import place_of, with_target
from supportpolicy.targets.lowerings.using import named, promised
from supportpolicy.targets.lowerings.usual_metrics import only_usual

_SLA = ("sla",)
"""Hours matter for promises alone: no rule can ask for them."""
_EARLIER = "customers wait no longer than promised, and the team has less time"


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that make a policy one that Freshdesk can say."""
    steps: tuple[Step, ...] = (
        left_out(("voice and style",)),
        only_metrics(tuple(METRICS)),
        only_usual(tuple(METRICS)),
        in_force(tables=SORTING_TABLES),
        at_most_levels(PRIORITIES),
        no_ladders(
            lambda *_: "act at a moment of its own: its rules over time run once an hour and see no clock of a policy"
        ),
        minutes_only(),
        _hours_of_groups,
        one_clock(),
        _both_times,
        _pauses_of_all,
        no_restart(),
        no_chosen_hours(_SLA),
        one_zone(_SLA),
        whole_holidays(_SLA),
        one_span_a_day(_SLA),
        _default_policy,
        sorted_once(SORTING_TABLES),
    )
    return lowered_by(wish, steps)


def _hours_of_groups(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Promises count in the hours of the ticket's group, or day and night. One change for each that counts on others."""
    times = Times(compiled)
    groups = hours_of_groups(compiled)
    for rule, target in promised(compiled):
        clock = target.clock or ALWAYS_OPEN
        if clock in (ALWAYS_OPEN, TEAM) or groups == {clock}:
            continue
        own = minutes_of(target.at_most) or 0
        # Where no group has hours, so many minutes day and night are never later, and nothing is to be worked out.
        least = times.least(target, TEAM) if groups != {ALWAYS_OPEN} else None
        minutes = least.seconds // 60 if least is not None else 0
        # Half of what is promised is no use to the team; then it is better to count the nights too.
        new, on = (minutes, TEAM) if 2 * minutes >= own else (own, ALWAYS_OPEN)
        where = "the hours of the ticket's group" if on == TEAM else "the clock on the wall, day and night"
        loss = Loss(
            GROUP_HOURS,
            f"{named(rule)} {target.metric}",
            target.at or rule.at,
            f"it counts in the hours of the ticket's group, and this counts on {clock}",
            f"it counts {duration_in_words(Duration(minutes=new))} by {where}; {_EARLIER}",
        )
        yield Change(loss, _counting(rule, target, new, on))


def hours_of_groups(compiled: Compiled) -> set[str]:
    """The hours that groups may have, `always` for a ticket without one."""
    rules = compiled.table("routing").rules
    coverage = {team.name: team.coverage or ALWAYS_OPEN for team in compiled.teams}
    found = {
        coverage.get(team, ALWAYS_OPEN) for rule in rules if (team := rule.outcome.decides.get("team")) is not None
    }
    if not rules or rules[-1].parts or "team" not in rules[-1].outcome.decides:
        found.add(ALWAYS_OPEN)
    return found


def _counting(rule: Rule, target: Target, minutes: int, clock: str) -> Callable[[Compiled], Compiled]:
    place, amount = place_of(rule, target), Duration(minutes=minutes)
    return lambda compiled: with_target(compiled, place, lambda one: one._replace(at_most=amount, by=None, clock=clock))


def _both_times(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Whoever is promised one of the two has both. One change for each promise that lacks one."""
    for rule in compiled.table("sla").rules:
        targets = {one.metric: one for one in rule.outcome.targets if one.at_most is not None}
        if not targets:
            continue
        some = next(iter(targets.values()))
        if "resolve" not in targets:
            filler = some._replace(metric="resolve", at_most=Duration(minutes=FILLER_MINUTES), usually=None)
            yield _filled(rule, filler, "ninety days to resolve stand there; they are no promise")
        if "first_response" not in targets:
            amount = targets["resolve"].at_most if "resolve" in targets else Duration(minutes=FILLER_MINUTES)
            filler = some._replace(metric="first_response", at_most=amount, usually=None)
            if "resolve" in targets:
                filler = filler._replace(clock=targets["resolve"].clock)
            yield _filled(rule, filler, "the time to resolve stands there for the first response too; it is no promise")


def _filled(rule: Rule, target: Target, fallback: str) -> Change:
    loss = Loss(
        BOTH_TIMES,
        f"{named(rule)} {target.metric}",
        rule.at,
        f"it wants a time for {target.metric}, and this promise has none",
        fallback,
    )
    key = rule.name, rule.row, rule.at

    def edit(one: Rule) -> Rule:
        if (one.name, one.row, one.at) != key:
            return one
        return one._replace(outcome=one.outcome._replace(targets=(*one.outcome.targets, target)))

    return Change(loss, lambda compiled: with_table(compiled, "sla", edit))


def common_pauses(compiled: Compiled) -> tuple[str, ...]:
    """The statuses in which every promise stands still."""
    each = [set(target.pause_while) for _, target in promised(compiled)]
    return tuple(sorted(set.intersection(*each))) if each else ()


def _pauses_of_all(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """A status stops all clocks or none: those in which every promise stands still do."""
    yield from no_pauses(common_pauses(compiled))(wish, compiled)


def _default_policy(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Tickets to which nothing is promised. One change, which leaves the policy as it is."""
    rules = compiled.table("sla").rules
    nothing = next((rule for rule in rules if all(one.at_most is None for one in rule.outcome.targets)), None)
    if rules and (nothing is not None or rules[-1].parts):
        at = (nothing or rules[-1]).at
        problem = "it counts every ticket, by its default SLA policy where there is no other"
        fallback = "its times are to be set as long as it takes them; what it shows of these tickets is no promise"
        yield Change(Loss(DEFAULT_POLICY, "nothing promised", at, problem, fallback), lambda policy: policy)
