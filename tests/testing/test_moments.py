"""Instants as tests write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.language.malformed import Malformed
from supportpolicy.testing.moments import begin_of, local_date, parse_instant, show_instant

ZONE = "Europe/Dublin"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-06-05 14:00", "2026-06-05T13:00:00+00:00"),  # Irish summer time is an hour ahead
        ("2026-01-05 14:00", "2026-01-05T14:00:00+00:00"),
        ("2026-06-05 14:00:30", "2026-06-05T13:00:30+00:00"),
        ("2026-06-05 14:00 Asia/Tokyo", "2026-06-05T05:00:00+00:00"),
        ("2026-06-05 14:00 Etc/GMT-14", "2026-06-05T00:00:00+00:00"),
        ("2026-06-05T14:00:00Z", "2026-06-05T14:00:00+00:00"),
        ("2026-06-05T14:00:00+09:00", "2026-06-05T05:00:00+00:00"),
        ("2026-06-05 14:00+09:00", "2026-06-05T05:00:00+00:00"),
        ("2026-06-05", "2026-06-04T23:00:00+00:00"),
        ("2026-10-25 01:30", "2026-10-25T00:30:00+00:00"),  # comes twice: the first
        ("2026-10-25T01:30:00+00:00", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_what_is_meant(text: str, instant: str) -> None:
    assert parse_instant(text, ZONE)[0] == dt.datetime.fromisoformat(instant)


def test_a_date_is_kept_beside_its_beginning() -> None:
    assert parse_instant("2026-06-05", ZONE)[1] == dt.date(2026, 6, 5)
    assert parse_instant("2026-06-05 00:00", ZONE)[1] is None


@pytest.mark.parametrize(
    ("text", "zone", "message", "help_text"),
    [
        ("tomorrow", ZONE, "not an instant", "2026-06-05 14:00"),
        ("2026-06-05T14:00", ZONE, "has no offset", "'2026-06-05 14:00'"),
        ("2026-02-30 10:00", ZONE, "no such date", "check"),
        ("2026-06-05 24:30", ZONE, "no such date or time", "check"),
        ("2026-03-29 01:30", ZONE, "no 01:30 on 2026-03-29", "clocks went forward"),
        ("2026-06-05 14:00 Europe/Dubln", ZONE, "no time zone", "Europe/Dublin"),
        ("2026-06-05 Asia/Tokyo", ZONE, "not an instant", "write"),
        ("2026-06-05Z", ZONE, "not an instant", "write"),
        ("2026-06-05 14:00", None, "no time zone", "Europe/Dublin"),
        ("2011-12-30", "Pacific/Apia", "no date", "clocks"),
        ("0001-01-01 00:00", "Asia/Tokyo", "too far", "horizon"),
        ("2026-06-05 14:00 ", ZONE, "not an instant", "write"),
        ("", ZONE, "not an instant", "write"),
    ],
)
def test_what_is_refused(text: str, zone: str | None, message: str, help_text: str) -> None:
    with pytest.raises(Malformed) as problem:
        parse_instant(text, zone)
    assert message in problem.value.message
    assert help_text in problem.value.help


def test_a_date_that_begins_late_begins_when_it_does() -> None:
    # In Havana clocks go forward at midnight: the date begins at one.
    assert begin_of(dt.date(2026, 3, 8), "America/Havana") == dt.datetime(2026, 3, 8, 5, tzinfo=dt.UTC)
    assert show_instant(begin_of(dt.date(2026, 3, 8), "America/Havana"), "America/Havana") == "2026-03-08 01:00"


@given(
    st.integers(1_577_836_800, 1_893_456_000),
    st.sampled_from(["Europe/Dublin", "Asia/Tokyo", "America/Havana", "Australia/Lord_Howe", None]),
)
def test_what_is_shown_can_be_read_again(seconds: int, zone: str | None) -> None:
    instant = dt.datetime.fromtimestamp(seconds, dt.UTC)
    shown = show_instant(instant, zone)
    assert parse_instant(shown, zone) == (instant, None)
    assert local_date(instant, zone) == dt.date.fromisoformat(shown[:10])
