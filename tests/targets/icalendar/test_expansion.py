"""The events of the calendars, expanded by another library, are exactly when the engine says that somebody is there."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.clock import Horizon
from supportpolicy.clock.instants import DAY, day_number, from_epoch
from supportpolicy.clock.pieces import clipped
from supportpolicy.clock.zones import load_zone, zone_keys
from supportpolicy.compiled.calendars import Calendar, Day
from supportpolicy.compiled.document import Compiled, Team
from supportpolicy.engine import prepare
from supportpolicy.targets.icalendar import TARGET
from supportpolicy.targets.icalendar.lines import written
from supportpolicy.targets.icalendar.zones import timezone_lines
from tests.targets.exporting import exported, reference, small
from tests.targets.icalendar.another_reader import busy, shown

HARD_ZONES = (
    "Europe/Dublin",
    "America/Denver",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Africa/Casablanca",  # changes around Ramadan
    "America/Santiago",  # changes at midnight
    "Asia/Beirut",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Etc/UTC",
)


def _agree(compiled: Compiled) -> int:
    """Compares every calendar that is no choice; the number of intervals."""
    rendered, engine = exported(TARGET, compiled)
    first, last = engine.clocks.horizon
    coverage_of = {team.name: team.coverage or "" for team in compiled.teams}
    compared = 0
    for made in rendered.objects:
        if made.kind == "days off":
            continue
        name = made.key if made.kind == "calendar of a coverage" else coverage_of[made.key]
        openings = engine.clock(name).openings
        low, high = day_number(first) * DAY, (day_number(last) + 1) * DAY
        known = (openings.known_from, openings.known_until) if name != "always" else (low, high)
        assert clipped(busy(rendered.files[made.file], first, last), known) == clipped(openings.pieces(), known), made
        compared += len(clipped(openings.pieces(), known))
    return compared


def test_reference_policy() -> None:
    assert _agree(reference()) > 10_000


def test_small_policy() -> None:
    assert _agree(small()) > 500


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[0] < span[1])


def _week(days: list[list[tuple[int, int]]]) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(tuple(sorted(set(day))) for day in days)


@settings(max_examples=60)
@given(
    zone=st.sampled_from(HARD_ZONES),
    week=st.lists(
        st.lists(
            st.sampled_from([(0, 120), (0, 1440), (60, 90), (90, 150), (150, 200), (1320, 1440)]) | spans, max_size=1
        ),
        min_size=7,
        max_size=7,
    ),
    first=st.sampled_from([dt.date(2026, 1, 1), dt.date(2026, 2, 10), dt.date(2026, 9, 20)]),
    changed=st.dictionaries(st.integers(0, 100), st.lists(spans, max_size=1), max_size=5),
)
def test_any_week_in_zones_whose_clocks_change(
    zone: str, week: list[list[tuple[int, int]]], first: dt.date, changed: dict[int, list[tuple[int, int]]]
) -> None:
    last = first + dt.timedelta(100)
    dates = {(first + dt.timedelta(day)).isoformat(): Day(tuple(open_)) for day, open_ in sorted(changed.items())}
    calendar = Calendar("one", "weekly", zone, _week(week), dates=dates)
    compiled = Compiled(
        name="any", horizon=(first.isoformat(), last.isoformat()), calendars=(calendar,), teams=(Team("t", "one"),)
    )
    _agree(compiled)


@pytest.mark.parametrize("zone", [*HARD_ZONES, "Africa/Cairo", "Europe/London", "Australia/Sydney", "America/Nuuk"])
def test_zones_are_what_the_zone_data_says(zone: str) -> None:
    """Read by a third library: at every hour of a year and a half the offset of the VTIMEZONE is that of the data."""
    assert zone in zone_keys()
    first, last = dt.date(2026, 12, 1), dt.date(2028, 5, 31)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *timezone_lines(zone, first, last), "END:VCALENDAR"]
    read = tz.tzical(StringIO(written(lines))).get(zone)
    known = load_zone(zone).info
    for instant in range(day_number(first) * DAY, (day_number(last) + 1) * DAY, 3600):
        wall = from_epoch(instant).astimezone(known)
        if wall.fold:
            continue  # the second of two times that read alike, which this reader is not asked for
        assert wall.replace(tzinfo=read).utcoffset() == wall.utcoffset(), wall


def test_what_a_reader_sees() -> None:
    rendered, engine = exported(TARGET, small())
    first, last = engine.clocks.horizon
    events = list(shown(rendered.files["coverage/dublin.ics"], first, last))
    on = {event.start: event for event in events if not isinstance(event.start, dt.datetime)}
    assert on[dt.date(2026, 12, 25)].summary == "dublin: Winter holidays"
    assert on[dt.date(2026, 12, 25)].end == dt.date(2026, 12, 26)
    assert on[dt.date(2027, 1, 4)] == (dt.date(2027, 1, 4), dt.date(2027, 1, 5), "dublin: closed", "Stocktaking.", True)
    short = [e for e in events if isinstance(e.start, dt.datetime) and e.start.date() == dt.date(2026, 12, 24)]
    assert [(e.summary, e.start.hour, e.end.hour) for e in short] == [("dublin: skeleton crew", 9, 13)]  # type: ignore[union-attr]
    assert short[0].description == "Christmas Eve; few are here.\nPeople wanted: 25% of the usual 8."
    both = {event.summary for event in shown(rendered.files["teams/front.ics"], first, last) if not event.free}
    assert both == {"front (dublin)", "front (denver)", "front (dublin): skeleton crew"}
    off = list(shown(rendered.files["days-off/dublin.ics"], first, last))
    assert [event.start for event in off] == [
        dt.date(2026, 12, 25),
        dt.date(2026, 12, 26),
        dt.date(2027, 1, 1),
        dt.date(2027, 1, 4),
    ]


def test_horizon_ends_what_comes_again() -> None:
    compiled = small()
    rendered, _ = exported(TARGET, compiled)
    for path, text in rendered.files.items():
        if path.endswith(".ics"):
            after = list(shown(text, dt.date(2027, 5, 10), dt.date(2030, 1, 1)))
            assert after == [], path


def test_a_year_without_horizon_is_still_exact() -> None:
    compiled = small()._replace(horizon=None)
    engine = prepare(compiled)
    rendered, _ = exported(TARGET, compiled)
    known = Horizon(dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    pieces = clipped(busy(rendered.files["coverage/dublin.ics"], *known), (1704067200, 1711843200))
    assert pieces == clipped(engine.clock("dublin").openings.pieces(), (1704067200, 1711843200)) != []
