"""Steps about promises: never later than promised, shown by asking at very many starts."""

import datetime as dt
import random

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.due import Counting, target_due
from supportpolicy.targets import lowerings
from supportpolicy.targets.lowerings.least_time import Times
from supportpolicy.targets.lowerings.using import promised
from tests.targets.lowering_help import compiled_of, lowered, shown

POLICY = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2026-12-31
statuses: {with-parcel: {waiting_on: third-party}}
coverage:
  office:
    open: {mon-thu: 09:00-17:30, fri: [09:00-12:30, 13:30-16:00]}
    exceptions: [{dates: 2026-11-24, open: 09:00-13:00}, {dates: 2026-11-25, open: closed}]
  closing: {open: {mon-fri: 09:00-17:00}, business_day: close, business_days: [mon-sat]}
  counted: {open: {mon-sat: 09:00-17:00}, business_day: 6h}
  night: {open: {mon-fri: 20:00-04:00}}
  late: {timezone: America/New_York, open: {mon-sat: 14:00-22:07, sun: 12:00-12:20}}
  both: {union: [office, late], timezone: Europe/Dublin}
  chosen: {choose_by: customer.region, americas: late, otherwise: office}
teams: [{name: front, coverage: office}, {name: back, coverage: late}]
routing: [{name: mine, when: {channel: x}, team: back}, {name: all, team: front}]
sla:
  - name: many
    when: {channel: a}
    targets:
      first_response: {at_most: 4h, clock: late}
      next_response: {at_most: 6h, clock: office}
      resolve: {at_most: 20h, clock: office}
      update_every: {at_most: 3h, clock: always}
  - name: all
    targets:
      first_response: {at_most: 1bd, clock: office}
      next_response: {by: end of next business day, clock: both}
      update_every: {at_most: 2bd, clock: team}
      resolve: {at_most: 43m, clock: chosen, pause_while: [with-parcel, waiting-on-customer], on_change: restart}
"""
CLOCKS = ("office", "closing", "counted", "night", "late", "both")
UNUSUAL = ((3, 8), (3, 29), (6, 3), (10, 25), (11, 1), (11, 24))
"""Where clocks are changed here or there, an ordinary week, and one with a short day and a holiday."""
AMOUNTS = (
    Target("", at_most=Duration(business_days=1)),
    Target("", at_most=Duration(business_days=3)),
    Target("", by="end of business day"),
    Target("", by="end of next business day"),
)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compiled_of(POLICY, tmp_path_factory.mktemp("promises"))


@pytest.fixture(scope="module")
def engine(policy: Compiled) -> Engine:
    return prepare(policy)


def starts(counting: Counting, seed: int) -> list[int]:
    """Starts over the year: at random, and around openings, closings and midnights of weeks in which something is unusual."""
    rng = random.Random(seed)
    openings = counting.clock.openings
    low, high = openings.known_from, openings.known_until
    edges = {*openings.starts, *openings.ends, *range(low - low % 3600, high, 86_400)}
    unusual = [int(dt.datetime(2026, month, day, tzinfo=dt.UTC).timestamp()) for month, day in UNUSUAL]
    around = [
        edge + step
        for edge in sorted(edges)
        if any(-4 * 86_400 < edge - week < 4 * 86_400 for week in unusual)
        for step in (-1, 0, 1)
    ]
    found = [*around, *(rng.randrange(low, high) for _ in range(1_000))]
    return [one for one in found if low <= one < high]


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("promise", AMOUNTS, ids=lambda one: one.by or f"{one.at_most.business_days}bd")
def test_the_least_time_is_the_least_of_all_starts(
    policy: Compiled, engine: Engine, promise: Target, clock: str
) -> None:
    counting = Counting(clock, engine.clock(clock))
    openings = counting.clock.openings
    least = Times(policy).least(promise._replace(clock=clock))
    assert least is not None
    first = target_due(promise, counting, least.start).at
    assert first is not None
    assert openings.open_between(least.start, first) == least.seconds
    for start in starts(counting, 3):
        at = target_due(promise, counting, start).at
        if at is None:
            continue
        assert openings.open_between(start, at) >= least.seconds, start
        if least.seconds >= 60:
            assert openings.deadline(start, least.seconds // 60 * 60) <= at


@pytest.mark.parametrize("on", ["office", "late", "always"])
@pytest.mark.parametrize("clock", ["office", "both", "counted"])
def test_the_least_time_on_other_hours(policy: Compiled, engine: Engine, clock: str, on: str) -> None:
    promise = Target("", clock, Duration(minutes=600))
    least = Times(policy).least(promise, on)
    assert least is not None
    mine, other = engine.clock(clock).openings, engine.clock(on).openings
    found = []
    for start in starts(Counting(clock, engine.clock(clock)), 5):
        end = target_due(promise, Counting(clock, engine.clock(clock)), start).at
        if (
            end is not None
            and max(start, end) <= min(mine.known_until, other.known_until)
            and start >= other.known_from
        ):
            found.append(other.open_between(start, end))
    assert min(found) >= least.seconds
    assert least.seconds == 0 or min(found) - least.seconds < 60


def test_only_minutes_are_left(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.minutes_only(ordinary=False))
    assert shown(changes) == ["SP903 all first_response", "SP904 all next_response", "SP903 all update_every"]
    assert all(one.by is None and one.at_most and one.at_most.business_days is None for _, one in promised(after))
    amounts = {one.metric: one.at_most for rule, one in promised(after) if rule.name == "all"}
    assert amounts["first_response"] == Duration(minutes=240)  # the day before the short one
    assert "4h on office" in changes[0].loss.fallback


def test_usual_weeks_are_looked_at_where_nothing_else_is_said(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.minutes_only())
    amounts = {one.metric: one.at_most for rule, one in promised(after) if rule.name == "all"}
    assert amounts["first_response"] is not None
    assert amounts["first_response"].minutes is not None
    assert (
        amounts["first_response"].minutes > 240
    )  # one short day in years does not make every business day a short one
    without = policy._replace(calendars=tuple(calendar._replace(dates={}) for calendar in policy.calendars))
    strict, _ = lowered(without, lowerings.minutes_only(ordinary=False))
    assert amounts == {one.metric: one.at_most for rule, one in promised(strict) if rule.name == "all"}
    assert "near such days" in changes[0].loss.fallback


def test_a_promise_that_may_have_no_minute_is_left_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = POLICY.replace("by: end of next business day", "by: end of business day")
    after, changes = lowered(compiled_of(text, tmp_path_factory.mktemp("none")), lowerings.minutes_only())
    assert "SP908 all next_response" in shown(changes)
    assert [one.metric for rule, one in promised(after) if rule.name == "all"] == [
        "first_response",
        "update_every",
        "resolve",
    ]


@pytest.mark.parametrize("beside", [True, False])
def test_one_clock_for_a_promise(policy: Compiled, *, beside: bool) -> None:
    after, changes = lowered(
        policy, lowerings.minutes_only(ordinary=False), lowerings.one_clock(beside, ordinary=False)
    )
    for rule in after.table("sla").rules:
        clocks = {one.clock for one in rule.outcome.targets}
        assert len(clocks - ({"always"} if beside else set())) <= 1
    counted = {one.metric: (one.clock, one.at_most) for rule, one in promised(after) if rule.name == "many"}
    assert counted["next_response"] == ("office", Duration(minutes=360))
    assert counted.get("first_response") == (("always", Duration(minutes=240)) if beside else None)
    assert (counted.get("update_every") == ("always", Duration(minutes=180))) is beside
    kinds = {change.loss.kind.code for change in changes if change.loss.about.startswith("many")}
    assert kinds == ({"SP902"} if beside else {"SP908"})


def test_metrics_that_are_not_measured(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.only_metrics(("first_response", "resolve")))
    assert shown(changes) == ["SP901 next_response", "SP901 update_every"]
    assert {one.metric for _, one in promised(after)} == {"first_response", "resolve"}


def test_rounding_goes_down_and_tells_when_it_cannot(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.rounded(15))
    assert shown(changes) == ["SP905 all resolve"]
    assert "no longer than promised" in changes[0].loss.fallback
    assert next(
        one.at_most for rule, one in promised(after) if one.metric == "resolve" and rule.name == "all"
    ) == Duration(30)
    after, changes = lowered(policy, lowerings.rounded(60, most=600, words="whole hours"))
    told = {change.loss.about: change.loss for change in changes}
    assert "later than promised" in told["all resolve"].fallback
    assert "not more than 10h" in told["many resolve"].problem
    amounts = [lowerings.minutes_of(one.at_most) for _, one in promised(after)]
    assert all(one is None or (one % 60 == 0 and one <= 600) for one in amounts)


def test_pauses_and_restarts(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.no_pauses(("waiting-on-customer",)), lowerings.no_restart())
    assert shown(changes) == ["SP906 with-parcel", "SP907 all resolve"]
    assert {one.pause_while for _, one in promised(after)} == {(), ("waiting-on-customer",)}
    assert {one.on_change for _, one in promised(after)} == {"keep"}
    after, changes = lowered(policy, lowerings.no_pauses((), always=("with-parcel",)))
    assert shown(changes) == ["SP906 waiting-on-customer", "SP906 with-parcel"]
    assert {one.pause_while for _, one in promised(after)} == {("with-parcel",)}


def test_changes_of_targets_leave_masks_alone(policy: Compiled) -> None:
    after, _ = lowered(policy, lowerings.minutes_only(), lowerings.rounded(60))
    assert after.table("sla").masks == policy.table("sla").masks
