"""What of a policy Request Tracker cannot say, as steps of lowering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from supportpolicy.analysis.wording import wall
from supportpolicy.clock.instants import DAY, DAY_MINUTES, date_of, weekday_of
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.pieces import joined
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.tables import Duration, Rule, Target
from supportpolicy.engine import prepare
from supportpolicy.engine.calendars import ALWAYS_OPEN, Clocks
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.windows import in_words
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, lowered_by
from supportpolicy.targets.lowerings import (
    left_out,
    minutes_only,
    no_ladders,
    no_pauses,
    no_restart,
    one_clock,
    one_zone,
    only_metrics,
    sorted_once,
    whole_holidays,
)
from supportpolicy.targets.lowerings.targets_of_rules import place_of, with_target
from supportpolicy.targets.lowerings.using import calendars_in_use, named, promised, with_calendar
from supportpolicy.targets.lowerings.usual_metrics import only_usual
from supportpolicy.targets.request_tracker import own_kinds
from supportpolicy.targets.request_tracker.configuration import holidays_of
from supportpolicy.targets.request_tracker.dialect import BY_SECONDS, FARTHEST, METRICS
from supportpolicy.targets.request_tracker.hours import Extent, counted, differing, extent, within
from supportpolicy.targets.request_tracker.tables import TABLES

_SLA = ("sla",)
"""Only the hours of promises are RT's; those that conditions ask about are exported as instants."""
_EARLIER = "customers wait no longer than promised, and the team has less time than the policy gives it"
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that make a policy one that Request Tracker can say."""
    return lowered_by(wish, STEPS)


def one_answer(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Response is one amount: first and later answers have the same."""
    for rule in compiled.table("sla").rules:
        found = {one.metric: one for one in rule.outcome.targets if one.at_most is not None}
        first, following = found.get("first_response"), found.get("next_response")
        if first is None and following is None:
            continue
        both = _the_one(first, following)
        if first is not None and following is not None and _alike(first, following):
            continue
        kind = own_kinds.ONE_ANSWER
        words = f"{in_words(both.at_most)} on {both.clock or ALWAYS_OPEN}"
        if following is None:
            kind = kind._replace(level="warning")
            problem = "it counts the answer to every message, and the policy promises the first one only"
            fallback = f"later messages are due in {words} too, sooner than promised"
        elif first is None:
            problem = "it counts the answer to every message, and the policy promises the later ones only"
            fallback = f"the first message is due in {words} too, sooner than promised"
        else:
            problem = (
                f"it has one time for the first answer and for later ones, and the policy promises {in_words(first.at_most)} "
                f"on {first.clock or ALWAYS_OPEN} and {in_words(following.at_most)} on {following.clock or ALWAYS_OPEN}"
            )
            sooner = first.clock == following.clock or both is following
            fallback = f"both are due in {words}" + (
                f"; {_EARLIER}" if sooner else ", which for later ones may be later"
            )
        yield Change(
            Loss(kind, f"{named(rule)} answers", both.at or rule.at, problem, fallback), _answering(rule, both)
        )


def clock_changes(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """No hours begin or end within the hour that is left out or comes twice: outwards to its ends."""
    for calendar in calendars_in_use(compiled, _SLA):
        if calendar.kind != "weekly" or not calendar.week:
            continue
        week, dates = _around_changes(compiled, calendar)
        if week == calendar.week:
            continue
        days = " and ".join(_DAY_NAMES[place] for place in range(7) if week[place] != calendar.week[place])
        loss = Loss(
            own_kinds.CLOCK_CHANGE,
            calendar.name,
            calendar.at,
            f"it opens and closes at another hour where {calendar.name} does so while clocks are changed, as on {dates[0]}",
            f"every {days} is open until the hour of the change begins or ends; {_EARLIER}",
        )
        yield Change(loss, _with_week(calendar.name, week))


def within_reach(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """No open time runs out more than 29 days after its start: elapsed time instead, the least that there ever is."""
    clocks = Clocks(compiled)
    engine = prepare(compiled)
    openings: dict[str, OpenIntervals] = {}
    least: dict[str, int] = {}
    for rule, target in promised(compiled):
        minutes = target.at_most.minutes if target.at_most is not None else None
        if minutes is None or (target.clock or ALWAYS_OPEN) == ALWAYS_OPEN:
            continue
        meant = tuple(_meant(compiled, target.clock or ""))
        for calendar in meant:
            if calendar.name not in least:
                openings[calendar.name] = counted(clocks, calendar)
                least[calendar.name] = within(openings[calendar.name], FARTHEST + 1)
        if any(least[calendar.name] < 60 * minutes for calendar in meant):
            extents = [extent(openings[calendar.name], 60 * minutes) for calendar in meant]
            known = [one for one in extents if one is not None]
            yield _elapsed(rule, target, known, lambda start: wall(engine, start))


def holiday_edges(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """Holidays are taken by seconds. Hours of a policy are in minutes, so they are only marked; see `expected`."""
    for name, openings in differing(Clocks(compiled), calendars_in_use(compiled, _SLA)).items():
        calendar = next(one for one in compiled.calendars if one.name == name)
        late = sorted(set(openings.starts) - set(Clocks(compiled).clock(name).openings.starts))
        when = wall(prepare(compiled), late[0] - 1) if late else "when clocks are changed"
        loss = Loss(
            own_kinds.HOLIDAY_EDGE,
            name,
            calendar.at,
            f"it takes a holiday for 86,401 seconds, and {name} is open at the midnight after one",
            f"{name} opens one second late after a holiday, first {when}: what is opened before and runs on through it is due "
            "one second later, and up to an hour earlier or later where clocks are changed on the holiday",
        )
        yield Change(loss, _by_seconds(calendar))


def one_due(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    """One due date shows the first of several promises. Nothing of the policy changes."""
    for rule in compiled.table("sla").rules:
        kept = {
            METRICS[one.metric] for one in rule.outcome.targets if one.metric in METRICS and one.at_most is not None
        }
        if len(kept) > 1:
            loss = Loss(
                own_kinds.ONE_DUE,
                named(rule),
                rule.at,
                "it shows one due date, and the policy promises several things of one ticket",
                "it shows the first of them: an answer that is owed, or the next update where none is, or the end",
            )
            yield Change(loss, lambda one: one)
            return


STEPS: tuple[Step, ...] = (
    left_out(("refunds and requests", "identity checks", "voice and style")),
    only_metrics(METRICS),
    only_usual(METRICS),
    minutes_only(),
    one_clock(always_beside=True),
    one_answer,
    no_pauses(()),
    no_restart(),
    one_zone(_SLA),
    whole_holidays(_SLA),
    clock_changes,
    within_reach,
    holiday_edges,
    one_due,
    no_ladders(lambda timeline, step: "do anything by itself when some time has passed"),
    sorted_once(TABLES),
)


# One answer time -----------------------------------------------------------------------------------------------------


def _the_one(first: Target | None, following: Target | None) -> Target:
    """The target that both have: the shorter on one clock, else that of the first answer."""
    if first is None or following is None:
        found = first or following
        assert found is not None
        return found
    if first.clock == following.clock and _minutes(following) < _minutes(first):
        return following
    return first


def _alike(first: Target, following: Target) -> bool:
    return first.clock == following.clock and _minutes(first) == _minutes(following)


def _minutes(target: Target) -> int:
    amount = target.at_most or Duration()
    return amount.minutes if amount.minutes is not None else DAY_MINUTES * (amount.days or 0)


def _answering(rule: Rule, both: Target) -> Callable[[Compiled], Compiled]:
    key = (rule.name, rule.row, rule.at)
    names = ("first_response", "next_response")

    def edited(one: Rule) -> Rule:
        if (one.name, one.row, one.at) != key:
            return one
        others = tuple(target for target in one.outcome.targets if target.metric not in names)
        answers = tuple(both._replace(metric=name) for name in names)
        return one._replace(outcome=one.outcome._replace(targets=(*answers, *others)))

    def apply(compiled: Compiled) -> Compiled:
        tables = tuple(
            table._replace(rules=tuple(edited(one) for one in table.rules)) if table.name == "sla" else table
            for table in compiled.tables
        )
        return compiled._replace(tables=tables)

    return apply


# Changes of clocks ---------------------------------------------------------------------------------------------------


def _around_changes(
    compiled: Compiled, calendar: Calendar
) -> tuple[tuple[tuple[tuple[int, int], ...], ...], list[dt.date]]:
    """The week with hours moved out of every change of clocks, and the dates of those that moved some."""
    horizon = Clocks(compiled).horizon
    offsets = horizon.offsets(calendar.timezone or "Etc/UTC")
    low, high = horizon.known(offsets)
    week = [list(spans) for spans in calendar.week]
    dates: list[dt.date] = []
    for (_, until, before), (_, _, after) in zip(
        list(offsets.between(low, high)), list(offsets.between(low, high))[1:], strict=False
    ):
        edges = sorted((until + before, until + after))
        for day in range(edges[0] // DAY, edges[1] // DAY + 1):
            date = date_of(day)
            replaced = calendar.dates.get(date.isoformat())
            if replaced is not None and not replaced.open:
                continue
            first, last = ((edge - day * DAY) // 60 for edge in edges)
            spans = week[weekday_of(day)]
            moved = [
                (first if first < start < last else start, last if first < end < last else end) for start, end in spans
            ]
            moved = [(max(0, start), min(DAY_MINUTES, end)) for start, end in moved]
            if moved != spans:
                week[weekday_of(day)] = moved
                dates.append(date)
    return tuple(tuple(joined(spans)) for spans in week), dates


def _with_week(name: str, week: tuple[tuple[tuple[int, int], ...], ...]) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        calendar = next(one for one in compiled.calendars if one.name == name)
        return with_calendar(compiled, calendar._replace(week=week))

    return apply


# Holidays ------------------------------------------------------------------------------------------------------------


def _by_seconds(calendar: Calendar) -> Callable[[Compiled], Compiled]:
    holidays = holidays_of(calendar)
    dates = {date: day._replace(cover=BY_SECONDS) if date in holidays else day for date, day in calendar.dates.items()}
    return lambda compiled: with_calendar(compiled, calendar._replace(dates=dates))


# 29 days -------------------------------------------------------------------------------------------------------------


def _meant(compiled: Compiled, clock: str) -> Iterator[Calendar]:
    """The calendars that a clock may mean, but `always`."""
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    wanted = [team.coverage for team in compiled.teams] if clock == TEAM else [clock]
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name is None or name in seen or name not in calendars:
            continue
        seen.add(name)
        calendar = calendars[name]
        if calendar.kind == "choose":
            wanted += [*calendar.cases.values(), calendar.otherwise]
        else:
            yield calendar


def _elapsed(rule: Rule, target: Target, known: list[Extent], words: Callable[[int], str]) -> Change:
    place = place_of(rule, target)
    about = f"{named(rule)} {target.metric}"
    at = target.at or rule.at
    if not known:
        loss = Loss(
            own_kinds.TOO_FAR,
            about,
            at,
            f"it looks 29 days ahead, and {in_words(target.at_most)} never run out on {target.clock}",
            "the promise is left out; nobody is reminded of it there",
        )
        return Change(loss, lambda compiled: with_target(compiled, place, lambda _: None))
    farthest = max(known, key=lambda one: one.most)
    minutes = min(one.least for one in known) // 60
    loss = Loss(
        own_kinds.TOO_FAR,
        about,
        at,
        f"it looks 29 days ahead, and {in_words(target.at_most)} on {target.clock} take {farthest.most / DAY:.1f} days from "
        f"{words(farthest.start)} on",
        f"it counts {in_words(Duration(minutes=minutes))} day and night, the least that it ever takes; {_EARLIER}",
    )
    counting = Duration(minutes=minutes)
    return Change(
        loss,
        lambda compiled: with_target(
            compiled, place, lambda one: one._replace(at_most=counting, by=None, clock=ALWAYS_OPEN)
        ),
    )
