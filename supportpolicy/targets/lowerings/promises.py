"""Promises: their metrics, amounts, clocks and pauses. None of these steps makes a promise due later, unless its loss says so.

Where an amount is replaced by the least open time that it can be, usual weeks are looked at: a single day of skeleton hours in
three years would make four hours of every business day, and a team would be measured by them all year round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from supportpolicy.analysis.wording import wall
from supportpolicy.clock.instants import DAY_MINUTES
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Duration, Rule, Target
from supportpolicy.diagnostics import Kind
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.windows import in_words
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.least_time import Times
from supportpolicy.targets.lowerings.targets_of_rules import place_of, with_target, with_targets
from supportpolicy.targets.lowerings.using import named, promised

_EARLIER = "customers wait no longer than promised, and the team has less time than the policy gives it"
_USUALLY = (
    "in weeks without holidays and short days customers wait no longer than promised, and the team may have less time; near such "
    "days it may be due earlier or later"
)
_NOBODY = "nobody is reminded of it there"


def only_metrics(names: Collection[str]) -> Step:
    """Only these metrics are promised. One change for each other metric, of all rules."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        first: dict[str, str] = {}
        for rule, target in promised(compiled):
            if target.metric not in names:
                first.setdefault(target.metric, target.at or rule.at)
        for metric, at in first.items():
            loss = Loss(kinds.METRIC, metric, at, f"it does not measure {metric}", f"{metric} is left out; {_NOBODY}")
            yield Change(loss, _without_metric(metric))

    return step


def minutes_only(*, ordinary: bool = True) -> Step:
    """No promise is in business days or until the end of one: minutes instead, the least that there are.

    For tools that count minutes on a schedule. The minutes are exact, on every calendar that the clock may mean, and rounded
    down: over weeks as they usually are, or, not `ordinary`, over every date of the policy, so that nothing is ever due
    later. Comes before the steps that change hours: then that holds beside the policy as written; after them, beside the
    policy as they left it. Where there may be less than a minute, the promise is left out. Days of 24 hours stay;
    `minutes_of` reads them.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        times = Times(compiled, ordinary=ordinary)
        for rule, target in promised(compiled):
            business_days = target.at_most is not None and target.at_most.business_days is not None
            if business_days or target.by is not None:
                yield _in_minutes(times, rule, target)

    return step


def rounded(minutes: int, most: int | None = None, words: str = "") -> Step:
    """Every promised amount is a multiple of so many minutes, and not more than `most`.

    Rounded down; less than one step becomes one, which is later than promised, and the loss says so. `words` name the step,
    such as `whole hours`. Business days are not looked at: `minutes_only` comes before.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for rule, target in promised(compiled):
            amount = minutes_of(target.at_most)
            if amount is None:
                continue
            new = max(minutes, min(amount, most if most is not None else amount) // minutes * minutes)
            if new == amount:
                continue
            takes = f"it takes {words or f'steps of {in_words(Duration(minutes))}'}"
            limit = f", and not more than {in_words(Duration(most))}" if most is not None and amount > most else ""
            later = "which is later than promised" if new > amount else _EARLIER
            loss = _loss(
                kinds.ROUNDED,
                rule,
                target,
                f"{takes}{limit}, and {target.metric} is promised within {in_words(target.at_most)}",
                f"it counts {in_words(Duration(new))}; {later}",
            )
            yield Change(loss, _counting(rule, target, Duration(minutes=new), target.clock))

    return step


def one_clock(always_beside: bool = False, *, ordinary: bool = True) -> Step:
    """All targets of one rule count on one clock; with `always_beside`, each on that or day and night.

    For tools that give a promise one schedule, some with a switch for hours of the calendar at each target. The clock that
    most targets have stays, the first of equal ones. Another target counts on it as many minutes as there are at least; where
    these are less than half of its own, it counts day and night if the tool can, as many minutes as there are at least; and is
    left out if there is no such minute. `ordinary` as for `minutes_only`, which comes before.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        times = Times(compiled, ordinary=ordinary)
        for rule in compiled.table("sla").rules:
            targets = [one for one in rule.outcome.targets if one.at_most is not None]
            clocks = Counter(
                one.clock or ALWAYS_OPEN
                for one in targets
                if not (always_beside and (one.clock or ALWAYS_OPEN) == ALWAYS_OPEN)
            )
            if len(clocks) < 2:
                continue
            main = clocks.most_common(1)[0][0]
            for target in targets:
                clock = target.clock or ALWAYS_OPEN
                if clock != main and not (always_beside and clock == ALWAYS_OPEN):
                    yield _on_clock(times, rule, target, main, always_beside=always_beside)

    return step


def no_pauses(statuses: Collection[str], always: Sequence[str] = ()) -> Step:
    """Clocks stop in these statuses at most; in those of `always` they stop whether or not the promise says so.

    One change for each status that differs, of all rules; what it does shows only after a ticket's opening.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        found = list(promised(compiled))
        for status in dict.fromkeys(one for _, target in found for one in target.pause_while):
            if status in statuses or status in always:
                continue
            rule, target = next(pair for pair in found if status in pair[1].pause_while)
            loss = Loss(
                kinds.PAUSE,
                status,
                target.at or rule.at,
                f"its clocks do not stop while a ticket is {status}",
                f"the clock runs on then; {_EARLIER}",
            )
            yield Change(loss, _pausing(status, stops=False))
        for status in always:
            other = next((pair for pair in found if status not in pair[1].pause_while), None)
            if other is not None and status in {one.name for one in compiled.statuses}:
                loss = Loss(
                    kinds.PAUSE,
                    status,
                    other[1].at or other[0].at,
                    f"its clocks always stop while a ticket is {status}, and the policy lets some run on",
                    "the clock stands still then; what was in this status is due later than promised",
                )
                yield Change(loss, _pausing(status, stops=True))

    return step


def no_restart() -> Step:
    """A promise that changes keeps its start. One change for each target that begins anew."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        for rule, target in promised(compiled):
            if target.on_change != "keep":
                loss = _loss(
                    kinds.ON_CHANGE,
                    rule,
                    target,
                    f"it does not begin {target.metric} anew when this promise comes to hold",
                    f"it counts from the first start; {_EARLIER}",
                )
                yield Change(loss, _edit(rule, target, lambda one: one._replace(on_change="keep")))

    return step


def minutes_of(amount: Duration | None) -> int | None:
    """An amount as minutes; days are of 24 hours. None for business days, and for no amount."""
    if amount is None or amount.business_days is not None:
        return None
    return amount.minutes if amount.minutes is not None else DAY_MINUTES * (amount.days or 0)


# The single changes ------------------------------------------------------------------------------------------------


def _in_minutes(times: Times, rule: Rule, target: Target) -> Change:
    kind = kinds.BY_PHRASE if target.by is not None else kinds.BUSINESS_DAYS
    promise = f"by the {target.by}" if target.by is not None else f"within {in_words(target.at_most)}"
    problem = f"it counts minutes and hours only, and {target.metric} is promised {promise}"
    least = times.least(target)
    if least is None or least.seconds < 60:
        why = "there is no amount of time that is never too long"
        if least is not None:
            why = f"what comes {wall(times.engine, least.start)} has less than a minute"
        loss = _loss(kinds.PROMISE, rule, target, problem, f"it is left out, since {why}; {_NOBODY}")
        return Change(loss, _edit(rule, target, lambda _: None))
    amount = Duration(minutes=least.seconds // 60)
    loss = _loss(
        kind,
        rule,
        target,
        problem,
        f"it counts {in_words(amount)} on {target.clock or ALWAYS_OPEN}, the least there is (of what comes "
        f"{wall(times.engine, least.start)}); {_than_promised(times)}",
    )
    return Change(loss, _counting(rule, target, amount, target.clock))


def _on_clock(times: Times, rule: Rule, target: Target, main: str, *, always_beside: bool) -> Change:
    own = minutes_of(target.at_most)
    least = times.least(target, main)
    minutes = least.seconds // 60 if least is not None else 0
    problem = (
        f"it counts all of one promise on one schedule, here {main}, and {target.metric} counts on "
        f"{target.clock or ALWAYS_OPEN}"
    )
    if always_beside and own is not None and 2 * minutes < own:
        around_the_clock = times.least(target, ALWAYS_OPEN)
        passing = Duration(minutes=max(own, around_the_clock.seconds // 60 if around_the_clock is not None else 0))
        fallback = f"it counts {in_words(passing)} day and night; {_than_promised(times)}"
        return Change(
            _loss(kinds.ONE_CLOCK, rule, target, problem, fallback),
            _counting(rule, target, passing, ALWAYS_OPEN),
        )
    if minutes < 1:
        fallback = f"it is left out, since on {main} there may be no minute until it is due; {_NOBODY}"
        return Change(_loss(kinds.PROMISE, rule, target, problem, fallback), _edit(rule, target, lambda _: None))
    amount = Duration(minutes=minutes)
    fallback = f"it counts {in_words(amount)} on {main}, the least there is until it is due; {_than_promised(times)}"
    return Change(_loss(kinds.ONE_CLOCK, rule, target, problem, fallback), _counting(rule, target, amount, main))


def _than_promised(times: Times) -> str:
    return _USUALLY if times.ordinary else _EARLIER


def _loss(kind: Kind, rule: Rule, target: Target, problem: str, fallback: str) -> Loss:
    return Loss(kind, f"{named(rule)} {target.metric}", target.at or rule.at, problem, fallback)


def _edit(rule: Rule, target: Target, edit: Callable[[Target], Target | None]) -> Callable[[Compiled], Compiled]:
    place = place_of(rule, target)
    return lambda compiled: with_target(compiled, place, edit)


def _counting(rule: Rule, target: Target, amount: Duration, clock: str | None) -> Callable[[Compiled], Compiled]:
    return _edit(rule, target, lambda one: one._replace(at_most=amount, by=None, clock=clock))


def _without_metric(metric: str) -> Callable[[Compiled], Compiled]:
    return lambda compiled: with_targets(compiled, lambda _, one: None if one.metric == metric else one)


def _pausing(status: str, *, stops: bool) -> Callable[[Compiled], Compiled]:
    def edit(_: Rule, target: Target) -> Target:
        others = tuple(one for one in target.pause_while if one != status)
        return target._replace(pause_while=(*others, status) if stops else others)

    return lambda compiled: with_targets(compiled, edit)
