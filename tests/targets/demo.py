"""Two small targets, made for tests: between them they need every shared step of lowering.

`demo` is a desk with one schedule for each promise: a week of hours in one zone, whole holidays for the next two years,
three metrics in minutes, four severities, ladders that only tell people. `small-demo` knows no holidays and sorts once.
"""

from __future__ import annotations

import datetime as dt

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step as LadderStep
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.writing import pretty
from supportpolicy.targets import lowerings
from supportpolicy.targets.capabilities import Capability
from supportpolicy.targets.interface import Rendered, Target, Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import Step, lowered_by

TODAY = dt.date(2026, 6, 1)
METRICS = ("first_response", "next_response", "resolve")
ZONES = {"Europe/Dublin": "Dublin", "Europe/Berlin": "Berlin", "America/New_York": "Eastern", "Etc/UTC": "UTC"}
PRIORITIES = ("p1", "p2", "p3", "p4")
PAUSED = ("waiting-on-customer",)
GRID, LEAST, AMOUNTS, DELAYS, MOST_RULES, LAST_MINUTE = 30, 60, 5, 15, 7, 1439
_TWO_YEARS = 730


def can_test(column: Column) -> bool:
    """Words and flags, but no text; no amounts."""
    return column.kind == "values" or (column.probe is not None and column.probe.operator != "mentions")


def can_do(timeline: Timeline, step: LadderStep) -> str | None:
    """Only tells people, after an amount of time, on ladders."""
    if timeline.section not in ("escalation", "emergency"):
        return "do anything by itself but tell people that something is late"
    if step.assign is not None or step.status is not None or step.tag or step.do:
        return "change a ticket by itself"
    return "count a share of a promise" if step.share is not None else None


def steps(today: dt.date) -> tuple[Step, ...]:
    """What `demo` cannot say."""
    return (
        lowerings.left_out(("languages", "channels", "messages", "refunds and requests", "voice and style")),
        lowerings.only_metrics(METRICS),
        lowerings.in_force(),
        lowerings.only_columns(can_test),
        lowerings.at_most_levels(PRIORITIES),
        lowerings.at_most_rules("routing", MOST_RULES),
        lowerings.no_ladders(can_do),
        lowerings.no_unless(),
        lowerings.step_delays(DELAYS),
        lowerings.minutes_only(),
        lowerings.one_clock(always_beside=True),
        lowerings.rounded(AMOUNTS),
        lowerings.no_pauses(PAUSED),
        lowerings.no_restart(),
        lowerings.no_chosen_hours(),
        lowerings.one_zone(),
        lowerings.known_zones(ZONES),
        lowerings.whole_holidays(),
        lowerings.holidays_between(today, today + dt.timedelta(days=_TWO_YEARS)),
        lowerings.one_span_a_day(),
        lowerings.on_grid(GRID),
        lowerings.least_span(LEAST),
        lowerings.before_midnight(LAST_MINUTE),
    )


def small_steps() -> tuple[Step, ...]:
    """What `small-demo` cannot say."""
    return (lowerings.one_zone(), lowerings.no_holidays(), lowerings.sorted_once())


def _lower(wish: Wish) -> tuple[Change, ...]:
    return lowered_by(wish, steps(wish.today))


def _lower_small(wish: Wish) -> tuple[Change, ...]:
    return lowered_by(wish, small_steps())


def _render(wish: Wish, lowered: Compiled) -> Rendered:
    """The teams and their promises: enough to have a file."""
    routing = [[rule.name, rule.outcome.decides.get("team")] for rule in lowered.table("routing").rules]
    return Rendered({"desk.json": pretty({"name": lowered.name, "routing": routing}) + "\n"})


_CAPABILITIES = (Capability("short days", "with a note", "as usual days", "tests/targets/demo.py"),)
DEMO = Target("demo", "Demo desk", "Rules and promises of a made-up desk.", _CAPABILITIES, _lower, _render)
SMALL_DEMO = Target("small-demo", "Small desk", "Hours of a made-up desk.", _CAPABILITIES, _lower_small, _render)
TARGETS: dict[str, Target] = {one.name: one for one in (DEMO, SMALL_DEMO)}
