"""Coverages to calendars: what is written, and the local weeks and dates that it means."""

from __future__ import annotations

import datetime as dt

import pytest

from supportpolicy.compiled.calendars import Calendar, Day, People, Stretch
from supportpolicy.compiled.tables import Duration
from tests.compiler.building import compiled
from tests.compiler.lookup_hours import calendar_of, open_at

LOCK = """\
lock: 1
holidays: "0.1"
horizon: 2026-01-01..2028-12-31
dates:
  IE:
    2026-01-01: "New Year's Day"
    2026-12-25: "Christmas Day"
    2026-12-26: "Saint Stephen's Day"
    2027-12-25: "Christmas Day"
    2027-12-27: "Christmas Day (observed)"
    2028-12-25: "Christmas Day; Some Other Day"
  US-CO:
    2026-07-03: "Independence Day (observed)"
    2026-07-04: "Independence Day"
    2026-12-25: "Christmas Day"
"""
NOBODY = ((),) * 7


def calendar(written: str, lock: str | None = LOCK, head: str = "") -> Calendar:
    """The calendar of a coverage `desk`; only its own body is written."""
    return calendar_of(compiled(f"{head}coverage:\n  desk: {{{written}}}\n", lock), "desk")


def week(**days: tuple[tuple[int, int], ...]) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(days.get(day, ()) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("open: {mon: 09:00-17:00}", week(mon=((540, 1020),))),
        ("open: {mon: [13:00-17:00, 09:00-12:00]}", week(mon=((540, 720), (780, 1020)))),
        ("open: {mon: [09:00-12:00, 12:00-13:00]}", week(mon=((540, 780),))),
        ("open: {mon: 00:00-24:00}", week(mon=((0, 1440),))),
        ("open: {mon: 22:00-24:00}", week(mon=((1320, 1440),))),
        ("open: {mon: 22:00-06:00}", week(mon=((1320, 1440),), tue=((0, 360),))),
        ("open: {sun: 22:00-06:00}", week(sun=((1320, 1440),), mon=((0, 360),))),
        ("open: {sun: 22:00-06:00, mon: 06:00-07:00}", week(sun=((1320, 1440),), mon=((0, 420),))),
        ("open: {sat-mon: 08:00-09:00}", week(sat=((480, 540),), sun=((480, 540),), mon=((480, 540),))),
        ("open: {mon: closed, tue: 08:00-09:00}", week(tue=((480, 540),))),
    ],
)
def test_weeks_are_cut_at_midnight(written: str, expected: object) -> None:
    assert calendar(written).week == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("fri 18:00 - sat 02:00", week(fri=((1080, 1440),), sat=((0, 120),))),
        ("sat 22:00 - mon 01:00", week(sat=((1320, 1440),), sun=((0, 1440),), mon=((0, 60),))),
        ("mon 00:00 - mon 24:00", week(mon=((0, 1440),))),
        (
            "tue 10:00 - tue 09:00",
            week(
                **dict.fromkeys(("mon", "wed", "thu", "fri", "sat", "sun"), ((0, 1440),)), tue=((0, 540), (600, 1440))
            ),
        ),
    ],
)
def test_a_span_over_days_in_one_zone_becomes_a_week(written: str, expected: object) -> None:
    found = calendar(f"open: {written}")
    assert (found.week, found.stretches, found.timezone) == (expected, (), "Europe/Dublin")


def test_one_zone_at_both_ends_is_the_calendars_own() -> None:
    found = calendar("open: sun 14:00 America/Los_Angeles - mon 17:00 America/Los_Angeles")
    assert found.timezone == "America/Los_Angeles"
    assert (found.week, found.stretches) == (week(sun=((840, 1440),), mon=((0, 1020),)), ())


def test_two_zones_stay_a_stretch() -> None:
    found = calendar("open: mon 09:00 Australia/Sydney - fri 17:00 America/Denver")
    assert found.stretches == (Stretch(0, 540, "Australia/Sydney", 4, 1020, "America/Denver"),)
    assert (found.week, found.timezone) == (NOBODY, "Europe/Dublin")


def test_an_end_without_a_zone_has_the_coverages() -> None:
    found = calendar("timezone: Asia/Tokyo, open: mon 09:00 - fri 17:00 America/Denver")
    assert found.stretches == (Stretch(0, 540, "Asia/Tokyo", 4, 1020, "America/Denver"),)


def dates(written: str, lock: str | None = LOCK, head: str = "") -> dict[str, Day]:
    """The dates of a coverage that is otherwise open at night."""
    found = calendar(f"open: {{mon-sun: 22:00-06:00}}, {written}", lock, head).dates
    return {day: special._replace(at="") for day, special in found.items()}


def closed(name: str | None, kind: str = "holiday") -> Day:
    return Day((), kind, name, "closed")


def test_holidays_of_a_country() -> None:
    assert dates("holidays: [{country: IE}]") == {
        "2026-01-01": closed("New Year's Day"),
        "2026-12-25": closed("Christmas Day"),
        "2026-12-26": closed("Saint Stephen's Day"),
        "2027-12-25": closed("Christmas Day"),
        "2027-12-27": closed("Christmas Day (observed)"),
        "2028-12-25": closed("Christmas Day; Some Other Day"),
    }


def test_only_and_except_mean_the_observed_day_too() -> None:
    only = dates("holidays: [{country: IE, only: Christmas Day}]")
    assert list(only) == ["2026-12-25", "2027-12-25", "2027-12-27", "2028-12-25"]
    assert only["2028-12-25"].name == "Christmas Day"
    without = dates("holidays: [{country: IE, except: Christmas Day}]")
    assert list(without) == ["2026-01-01", "2026-12-26", "2028-12-25"]
    assert without["2028-12-25"].name == "Some Other Day"


def test_without_observed_days() -> None:
    assert list(dates("holidays: [{country: US, subdivision: CO, observed: false}]")) == ["2026-07-04", "2026-12-25"]


def test_holidays_of_two_places_are_joined() -> None:
    found = dates(
        "holidays: [{country: US, subdivision: CO, only: Independence Day}, {country: IE, only: New Year's Day}]"
    )
    assert list(found) == ["2026-01-01", "2026-07-03", "2026-07-04"]


def test_an_exception_beats_a_holiday_and_replaces_all_hours() -> None:
    found = dates("holidays: [{country: IE}], exceptions: [{dates: 2026-12-25..2026-12-26, open: 10:00-12:00}]")
    assert found["2026-12-25"] == Day(((600, 720),), "exception", "Christmas Day", "full")
    assert found["2026-12-26"] == Day(((600, 720),), "exception", "Saint Stephen's Day", "full")


def test_the_tail_after_midnight_goes_with_its_own_date() -> None:
    policy = compiled(
        "coverage: {desk: {open: {mon-sun: 22:00-06:00}, exceptions: [{dates: 2026-06-10, open: 10:00-12:00}]}}\n"
    )

    def open_(text: str) -> bool:
        return open_at(policy, "desk", dt.datetime.fromisoformat(f"{text}+01:00"))

    assert open_("2026-06-09T23:59")  # the evening before is of another date
    assert not open_("2026-06-10T00:00")  # its tail is of this one
    assert open_("2026-06-10T11:59")
    assert not open_("2026-06-10T23:00")
    assert open_("2026-06-11T05:59")  # the next date keeps its own
    assert not open_("2026-06-11T06:00")


def test_an_exception_says_what_it_is() -> None:
    found = dates(
        "exceptions: [{dates: [2026-05-04, 2026-05-06], open: [10:00-12:00, 13:00-14:00], cover: skeleton, "
        "people: {at_least: 15%}, why: A fair.}, {dates: 2026-05-07, open: closed, why: Moving.}]"
    )
    fair = Day(((600, 720), (780, 840)), "exception", "A fair.", "skeleton", People(None, "15"))
    assert found == {"2026-05-04": fair, "2026-05-06": fair, "2026-05-07": closed("Moving.", "exception")}


def test_of_a_long_exception_only_the_horizon_counts() -> None:
    found = dates(
        "exceptions: [{dates: 0001-01-01..2026-01-02, open: closed}, {dates: 2028-12-31..9999-12-31, open: closed}]"
    )
    assert list(found) == ["2026-01-01", "2026-01-02", "2028-12-31"]


def test_an_exception_by_the_name_of_a_holiday() -> None:
    # The day need not be a day off here: `only` leaves it out, and the exception finds it all the same.
    found = dates(
        "holidays: [{country: IE, only: New Year's Day}], exceptions: [{holiday: Saint Stephen's Day, open: 10:00-22:00}]"
    )
    assert found == {
        "2026-01-01": closed("New Year's Day"),
        "2026-12-26": Day(((600, 1320),), "exception", None, "full"),
    }
    observed = dates("holidays: [{country: IE}], exceptions: [{holiday: Christmas Day, open: 10:00-11:00}]")
    assert [day for day, special in observed.items() if special.kind == "exception"] == [
        "2026-12-25",
        "2027-12-25",
        "2027-12-27",
        "2028-12-25",
    ]


def test_days_of_every_year_within_the_horizon() -> None:
    found = dates("holidays: [{every_year: [02-29, 12-31], name: Ours}]")
    assert found == dict.fromkeys(("2026-12-31", "2027-12-31", "2028-02-29", "2028-12-31"), closed("Ours"))
    named = dates("holidays: [{every_year: 12-31, name: Ours}], exceptions: [{holiday: Ours, open: 09:00-10:00}]")
    assert {special.open for special in named.values()} == {((540, 600),)}


def test_without_a_lock_there_are_only_the_days_of_its_own() -> None:
    from supportpolicy.compiler import compile_policy
    from supportpolicy.language import load
    from supportpolicy.source import read_bytes_as_policy

    text = "coverage: {desk: {open: {mon: 09:00-10:00}, holidays: [{country: IE}, {every_year: 06-01}]}}"
    found = calendar_of(compile_policy(load(read_bytes_as_policy(text.encode())).policy), "desk")
    assert list(found.dates) == [f"{year}-06-01" for year in range(2020, 2036)]
    assert found.timezone == "Etc/UTC"


def test_nothing_beyond_the_horizon() -> None:
    lock = LOCK.replace("horizon: 2026-01-01", "horizon: 2025-01-01").replace(
        "  IE:\n", '  IE:\n    2025-12-25: "Christmas Day"\n'
    )
    found = dates(
        "holidays: [{country: IE, only: Christmas Day}], exceptions: [{holiday: Christmas Day, open: 09:00-10:00}]",
        lock,
    )
    assert min(found) == "2026-12-25"


CHOICE = "fields: {region: {type: choice, values: [emea, apac]}}\n"


def test_chosen_by_a_fact() -> None:
    policy = compiled(
        f"{CHOICE}coverage:\n  dublin: {{open: {{mon: 09:00-10:00}}}}\n  sydney: {{open: {{tue: 09:00-10:00}}}}\n"
        "  desk: {choose_by: region, emea: dublin, apac: sydney, otherwise: dublin}\n"
    )
    found = calendar_of(policy, "desk")
    assert (found.kind, found.by, found.otherwise) == ("choose", "region", "dublin")
    assert found.cases == {"emea": "dublin", "apac": "sydney"}


def test_the_customers_own_zone_becomes_one_calendar_for_each() -> None:
    policy = compiled(
        "coverage:\n  desk:\n    timezone: {field: customer.timezone, among: [Asia/Tokyo, Europe/Paris], otherwise: Europe/Paris}\n"
        "    open: {mon: 09:00-10:00}\n    exceptions: [{dates: 2026-05-04, open: closed}]\n"
    )
    found = calendar_of(policy, "desk")
    assert found.cases == {"Asia/Tokyo": "desk in Asia/Tokyo", "Europe/Paris": "desk in Europe/Paris"}
    assert (found.by, found.otherwise) == ("customer.timezone", "desk in Europe/Paris")
    tokyo, paris = calendar_of(policy, "desk in Asia/Tokyo"), calendar_of(policy, "desk in Europe/Paris")
    assert (tokyo.timezone, paris.timezone) == ("Asia/Tokyo", "Europe/Paris")
    assert tokyo._replace(name="", timezone=None) == paris._replace(name="", timezone=None)
    assert list(tokyo.dates) == ["2026-05-04"]


def test_a_union() -> None:
    policy = compiled(
        "coverage:\n  a: {open: {mon: 09:00-10:00}}\n  b: {open: {tue: 09:00-10:00}}\n"
        "  desk: {union: [b, a], timezone: Asia/Tokyo, business_days: mon-fri, business_day: close, about: Both.}\n"
    )
    found = calendar_of(policy, "desk")
    assert (found.kind, found.union, found.timezone) == ("union", ("b", "a"), "Asia/Tokyo")
    assert (found.business_days, found.business_day, found.about) == ((0, 1, 2, 3, 4), "close", "Both.")
    without = calendar_of(compiled("coverage: {a: {open: {mon: 09:00-10:00}}, desk: {union: [a]}}\n"), "desk")
    assert without.timezone is None


@pytest.mark.parametrize(
    ("written", "way", "length"),
    [
        ("", "same-time", None),
        (", business_day: same-time", "same-time", None),
        (", business_day: close", "close", None),
        (", business_day: 12h", "open-time", Duration(minutes=720)),
    ],
)
def test_what_a_business_day_is(written: str, way: str, length: Duration | None) -> None:
    found = calendar(f"open: {{mon: 09:00-10:00}}{written}")
    assert (found.business_day, found.business_day_length, found.business_days) == (way, length, ())


def test_business_days_and_people() -> None:
    found = calendar("open: {mon: 09:00-10:00}, business_days: [wed, mon-tue], people: {at_least: 3}")
    assert (found.business_days, found.people) == ((0, 1, 2), People(3))


def test_always_comes_first_and_the_others_by_name() -> None:
    policy = compiled("coverage: {b: {open: {mon: 09:00-10:00}}, a: {open: {mon: 09:00-10:00}}}\n")
    assert [found.name for found in policy.calendars] == ["always", "a", "b"]
    assert policy.calendars[0].week == (((0, 1440),),) * 7
