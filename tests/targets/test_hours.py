"""Steps about hours: the lowered policy can be said, and due times by minutes never move to a later instant unless told."""

import datetime as dt
import random
from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine.calendars import Clocks
from supportpolicy.targets import kinds, lowerings
from supportpolicy.targets.lowering import Step
from supportpolicy.targets.lowerings.using import calendars_in_use
from tests.targets.lowering_help import compiled_of, lowered, shown

POLICY = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage:
  office:
    open: {mon-thu: 09:00-17:20, fri: [09:00-12:30, 13:30-16:00], sat: 10:00-10:20}
    exceptions:
      - {dates: 2026-12-24, open: 09:00-13:00}
      - {dates: 2026-12-25, open: closed}
      - {dates: 2026-12-27, open: 10:00-12:00}
      - {dates: 2027-12-27, open: closed}
  york: {timezone: America/New_York, open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-25, open: closed}]}
  night: {open: {mon-sun: 22:00-06:00}}
  both: {union: [office, york], timezone: Europe/Dublin}
  week: {open: sun 14:00 America/Los_Angeles - fri 17:00 America/New_York}
  troll: {timezone: Antarctica/Troll, open: {mon-fri: 09:00-17:00}}
  belfast: {timezone: Europe/Belfast, open: {mon-fri: 09:00-17:00}}
  chosen: {choose_by: customer.region, americas: york, otherwise: office}
  unused: {open: {mon-fri: [08:00-08:10]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
sla:
  - {name: a, when: {channel: a}, targets: {first_response: 4h, clock: office}}
  - {name: b, when: {channel: b}, targets: {first_response: 4h, clock: both}}
  - {name: c, when: {channel: c}, targets: {first_response: 4h, clock: week}}
  - {name: d, when: {channel: d}, targets: {first_response: 4h, clock: troll}}
  - {name: e, when: {channel: e}, targets: {first_response: 4h, clock: belfast}}
  - {name: f, when: {channel: f}, targets: {first_response: 4h, clock: chosen}}
  - {name: g, targets: {first_response: 4h, clock: night}}
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compiled_of(POLICY, tmp_path_factory.mktemp("hours"))


def calendar(compiled: Compiled, name: str) -> Calendar:
    return next(one for one in compiled.calendars if one.name == name)


def due(compiled: Compiled, name: str, start: int, minutes: int = 240) -> int:
    return Clocks(compiled).clock(name).openings.deadline(start, 60 * minutes)


def starts(count: int = 400) -> list[int]:
    """Instants over the horizon, many around the exceptional dates."""
    rng = random.Random(7)
    first, last = (int(dt.datetime(year, 1, 5, tzinfo=dt.UTC).timestamp()) for year in (2026, 2027))
    christmas = int(dt.datetime(2026, 12, 22, tzinfo=dt.UTC).timestamp())
    return [rng.randrange(first, last) for _ in range(count)] + [christmas + 1700 * place for place in range(400)]


def never_later(before: Compiled, after: Compiled, name: str) -> bool:
    old, new = Clocks(before).clock(name).openings, Clocks(after).clock(name).openings
    return all(new.deadline(start, 14_400) <= old.deadline(start, 14_400) for start in starts())


def test_what_nobody_counts_on_is_not_looked_at(policy: Compiled) -> None:
    assert "unused" not in [one.name for one in calendars_in_use(policy)]
    after, changes = lowered(policy, lowerings.on_grid(30))
    assert calendar(after, "unused") == calendar(policy, "unused")
    assert "SP913 unused" not in shown(changes)


def test_only_the_hours_of_tables_a_target_takes_are_looked_at(policy: Compiled) -> None:
    assert calendars_in_use(policy, ("routing",)) == ()


def test_short_days_are_usual_days_and_holidays_stay(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.whole_holidays())
    assert shown(changes) == ["SP910 office 2026-12-24", "SP910 office 2026-12-27"]
    assert changes[0].loss.at == "policy.yaml:9"
    assert "open 09:00-13:00" in changes[0].loss.problem
    assert "wait no longer than promised" in changes[0].loss.fallback
    assert "later than promised" in changes[1].loss.fallback  # a Sunday on which somebody is there
    assert list(calendar(after, "office").dates) == ["2026-12-25", "2027-12-27"]
    assert all(not day.open for one in calendars_in_use(after) for day in one.dates.values())


def test_each_day_is_a_change_of_its_own(policy: Compiled) -> None:
    _, changes = lowered(policy, lowerings.whole_holidays())
    assert list(calendar(changes[1].apply(policy), "office").dates) == ["2026-12-24", "2026-12-25", "2027-12-27"]


def test_no_holidays_at_all(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.no_holidays())
    assert shown(changes) == ["SP911 office", "SP911 york"]
    assert "4 dates, 2026-12-24 the first" in changes[0].loss.problem
    assert all(not one.dates for one in calendars_in_use(after))


def test_dates_are_taken_from_a_day_to_a_day(policy: Compiled) -> None:
    step = lowerings.holidays_between(dt.date(2026, 12, 25), dt.date(2026, 12, 31))
    after, changes = lowered(policy, step)
    assert list(calendar(after, "office").dates) == ["2026-12-25", "2026-12-27"]
    assert [(change.loss.about, change.loss.kind.level) for change in changes] == [
        ("office before 2026-12-25", "info"),
        ("office after 2026-12-31", "warning"),
    ]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (lowerings.on_grid(30), ((540, 1050),)),
        (lowerings.on_grid(60), ((540, 1080),)),
        (lowerings.on_grid(20), ((540, 1040),)),
    ],
)
def test_hours_are_rounded_outwards(policy: Compiled, step: Step, expected: tuple[tuple[int, int], ...]) -> None:
    after, _ = lowered(policy, step)
    assert calendar(after, "office").week[0] == expected
    assert never_later(policy, after, "office")


def test_a_grid_holds_everywhere(policy: Compiled) -> None:
    after, _ = lowered(policy, lowerings.on_grid(45))
    spans = [
        span
        for one in calendars_in_use(after)
        for day in (*one.week, *(d.open for d in one.dates.values()))
        for span in day
    ]
    assert spans
    assert all(start % 45 == 0 and end % 45 == 0 for start, end in spans)


def test_short_openings_are_made_longer(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.least_span(60))
    assert shown(changes) == ["SP914 office"]
    assert calendar(after, "office").week[5] == ((600, 660),)
    assert never_later(policy, after, "office")


def test_breaks_are_open_where_a_tool_opens_once(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.one_span_a_day())
    assert shown(changes) == ["SP915 night", "SP915 office"]
    assert all(len(spans) < 2 for one in calendars_in_use(after) for spans in one.week)
    assert never_later(policy, after, "office")


def test_hours_end_before_midnight(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.before_midnight())
    assert shown(changes) == ["SP916 night"]
    assert calendar(after, "night").week[0] == ((0, 360), (1320, 1439))
    assert "the last minute of the day does not count" in changes[0].loss.fallback


def test_unions_and_stretches_become_one_week(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.one_zone())
    assert shown(changes) == ["SP917 both", "SP917 week"]
    for name in ("both", "week"):
        assert (calendar(after, name).kind, calendar(after, name).stretches) == ("weekly", ())
        assert never_later(policy, after, name)
    whole = calendar(after, "both")
    # In the weeks in which the clocks are changed in one place only, New York opens and closes an hour earlier.
    assert whole.week[0] == ((540, 1320),)
    assert whole.dates["2026-12-25"].open == ()
    assert whole.dates["2026-12-24"].open == ((540, 780), (840, 1320))
    assert "hours in which nobody is there" in changes[0].loss.fallback


def test_a_union_of_one_zone_is_the_same_hours_and_only_a_note(tmp_path: Path) -> None:
    text = POLICY.replace("union: [office, york]", "union: [office, night]")
    before = compiled_of(text, tmp_path)
    after, changes = lowered(before, lowerings.one_zone())
    assert changes[0].loss.kind == kinds.ONE_ZONE._replace(level="info")
    assert Clocks(before).clock("both").openings == Clocks(after).clock("both").openings


def test_an_unknown_zone_becomes_the_nearest_one(policy: Compiled) -> None:
    zones = {"Europe/Dublin": "Dublin", "Europe/Berlin": "Berlin", "America/New_York": "Eastern"}
    after, changes = lowered(policy, lowerings.one_zone(), lowerings.known_zones(zones))
    found = {change.loss.about: change.loss for change in changes if change.loss.kind.code == "SP918"}
    assert (found["troll"].kind.level, found["belfast"].kind.level) == ("error", "info")
    assert calendar(after, "belfast").timezone == "Europe/Dublin"
    assert {one.timezone for one in calendars_in_use(after) if one.kind == "weekly"} <= set(zones)


def test_hours_are_not_chosen_by_a_fact(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.no_chosen_hours())
    assert shown(changes) == ["SP919 chosen"]
    assert all(one.kind != "choose" for one in calendars_in_use(after))
    for case in ("office", "york"):
        assert all(due(after, "chosen", start) <= due(policy, case, start) for start in starts(40)[:80])
