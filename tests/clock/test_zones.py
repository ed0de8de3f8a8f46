"""Zones: every change of the clocks, from the package and from nowhere else."""

from __future__ import annotations

import datetime as dt
import struct
import zoneinfo
from importlib.resources import files
from pathlib import Path

import pytest

from supportpolicy.clock import ClockError, Horizon, UnknownZone
from supportpolicy.clock.instants import DAY, day_number, from_epoch, to_epoch
from supportpolicy.clock.walls import Offsets
from supportpolicy.clock.zones import _transitions, load_zone, zone_edition, zone_keys, zone_offsets
from tests.clock import oracle
from tests.clock.cases import SPOTS

FROM, UNTIL = (to_epoch(dt.datetime(year, 1, 1, tzinfo=dt.UTC)) for year in (1993, 2033))


def _ahead(key: str, instant: int) -> int:
    offset = dt.datetime.fromtimestamp(instant, oracle.zone(key)).utcoffset()
    assert offset is not None
    return offset // dt.timedelta(seconds=1)


@pytest.mark.parametrize("key", sorted(SPOTS))
def test_the_periods_of_a_zone_are_those_found_by_trying_every_few_hours(key: str) -> None:
    offsets = zone_offsets(key, FROM, UNTIL)
    for begins, ends, ahead in offsets.periods():
        assert {_ahead(key, instant) for instant in (*range(begins, ends, 12 * 3600), ends - 1)} == {ahead}


def test_every_zone_of_the_package() -> None:
    low, high = (to_epoch(dt.datetime(year, 1, 1, tzinfo=dt.UTC)) for year in (2023, 2029))
    for key in sorted(zone_keys()):
        offsets = zone_offsets(key, low, high)
        assert all(one != two for one, two in zip(offsets.ahead, offsets.ahead[1:], strict=False))
        for begins, ends, ahead in offsets.periods():
            assert {_ahead(key, instant) for instant in (*range(begins, ends, 21 * DAY), ends - 1)} == {ahead}


def test_two_changes_close_together_and_more_than_two_in_a_year() -> None:
    low, high = (to_epoch(dt.datetime(year, 1, 1, tzinfo=dt.UTC)) for year in (2012, 2013))
    changes = [
        from_epoch(begins).date().isoformat() for begins in zone_offsets("Africa/Casablanca", low, high).starts[1:]
    ]
    assert changes == ["2012-04-29", "2012-07-20", "2012-08-20", "2012-09-30"]


def test_changes_that_are_listed_and_changes_by_a_rule_meet_without_a_gap() -> None:
    zone = load_zone("America/New_York")
    last = zone.listed[-1]
    offsets = zone_offsets(zone.key, last - 400 * DAY, last + 400 * DAY)
    assert len(offsets.starts) == 5 or len(offsets.starts) == 6
    assert last in offsets.starts


def test_a_change_at_the_edge_of_a_range() -> None:
    change = load_zone("Africa/Casablanca").listed[40]
    one, two = (zone_offsets("Africa/Casablanca", change - gap, change + 2) for gap in (0, 1))
    assert (one.starts, two.starts) == ((change,), (change - 1, change))
    assert one.ahead == two.ahead[1:]


def test_the_zones_of_the_machine_are_not_asked(tmp_path: Path) -> None:
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Kolkata").write_bytes(files("tzdata").joinpath("zoneinfo", "UTC").read_bytes())
    zoneinfo.reset_tzpath(to=[tmp_path])
    try:
        load_zone.cache_clear()
        assert load_zone("Asia/Kolkata").offset(1_700_000_000) == 19_800
    finally:
        zoneinfo.reset_tzpath()


@pytest.mark.parametrize(
    "name", ["", "Europe/Atlantis", "europe/dublin", "../zones", "/etc/localtime", "Europe", "Dublin\0"]
)
def test_other_names_are_no_zones(name: str) -> None:
    with pytest.raises(UnknownZone, match="there is no time zone"):
        load_zone(name)


def test_an_edition_is_a_year_and_a_letter() -> None:
    assert zone_edition()[:4].isdigit() and zone_edition()[4:].isalpha()


def test_a_file_of_the_first_version() -> None:
    data = struct.pack(">4s16x6L", b"TZif", 0, 0, 0, 2, 2, 4) + struct.pack(">2l", -1000, 2000)
    assert _transitions(data + b"\0\1" + bytes(12) + b"UTC\0") == ((-1000, 2000), False)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        zone_offsets("UTC", 5, 5)


def _offsets(key: str, first: str, last: str) -> Offsets:
    return Horizon(dt.date.fromisoformat(first), dt.date.fromisoformat(last)).offsets(key)


def test_a_date_that_never_was_has_no_instants() -> None:
    offsets = _offsets("Pacific/Apia", "2011-12-01", "2012-01-31")
    day = day_number(dt.date(2011, 12, 30))
    assert offsets.pieces(day) == []
    assert offsets.first_from(day, 0) is None
    assert offsets.pieces(day - 1)[-1][1] == offsets.pieces(day + 1)[0][0]


def test_a_date_in_two_pieces() -> None:
    """Newfoundland used to go back from 00:01 to 23:01 of the day before."""
    offsets = _offsets("America/St_Johns", "2010-10-01", "2010-12-01")
    saturday, sunday = (offsets.pieces(day_number(dt.date(2010, 11, day))) for day in (6, 7))
    assert [end - start for start, end in saturday] == [24 * 3600, 59 * 60]
    assert [end - start for start, end in sunday] == [60, 24 * 3600]
    assert saturday[0][1] == sunday[0][0] and sunday[0][1] == saturday[1][0]


def test_what_is_known_leaves_out_an_hour_that_belongs_to_neither_side() -> None:
    offsets = _offsets("America/St_Johns", "2010-11-07", "2010-11-07")
    known = Horizon(dt.date(2010, 11, 7), dt.date(2010, 11, 7)).known(offsets)
    assert known == offsets.pieces(day_number(dt.date(2010, 11, 7)))[1]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-01-02", "2026-01-01"), ("0001-01-01", "2026-01-01"), ("2026-01-01", "9999-01-01")]
)
def test_horizons_that_are_none(first: str, last: str) -> None:
    with pytest.raises(ClockError):
        _offsets("UTC", first, last)
