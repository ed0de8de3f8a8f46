"""The borders of the checks on single dates, on who is there, and on hours put together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.underlined import underlined

_FRONT = "teams: [{name: front, coverage: office}]\nrouting: [{name: all, team: front}]\n"


def _office(exceptions: str, week: str = "{mon-fri: 09:00-17:00}", more: str = "") -> str:
    return (
        f"timezone: Europe/Dublin\ncoverage:\n  office:\n    open: {week}\n{more}    exceptions: {exceptions}\n"
        + _FRONT
    )


@pytest.mark.parametrize(
    ("exceptions", "week", "expected"),
    [
        ("[{dates: 2028-12-24, open: closed}]", "{mon-fri: 09:00-17:00}", ["2028-12-24"]),
        ("[{dates: [2027-12-24, 2028-12-24], open: closed}]", "{mon-fri: 09:00-17:00}", ["2028-12-24"]),
        ("[{dates: 2028-12-23..2028-12-24, open: closed}]", "{mon-fri: 09:00-17:00}", ["2028-12-23..2028-12-24"]),
        # A range that takes in working days may well begin on a Saturday.
        ("[{dates: 2028-12-23..2028-12-27, open: closed}]", "{mon-fri: 09:00-17:00}", []),
        ("[{dates: 2028-12-24, open: 10:00-12:00}]", "{mon-fri: 09:00-17:00}", []),
        # Sunday has the end of Saturday's night, and the exception takes it away.
        ("[{dates: 2028-12-24, open: closed}]", "{mon-fri: 09:00-17:00, sat: 22:00-02:00}", []),
        ("[{dates: 2028-12-24, open: closed}]", "sun 14:00 Europe/Dublin - fri 17:00 Europe/Dublin", []),
        ("[{dates: 2028-12-24, open: closed}]", "{mon-fri: 09:00-17:00, sat-sun: closed}", ["2028-12-24"]),
        ("[{dates: 2026-02-01..2027-12-31, open: closed}]", "{mon-fri: 09:00-17:00}", []),
    ],
)
def test_a_day_closed_anyway(exceptions: str, week: str, expected: list[str], tmp_path: Path) -> None:
    found = underlined(_office(exceptions, week), tmp_path, ("SP314", "SP315"))
    assert found == [("SP314", text) for text in expected]


_LOCK = """\
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-01-01..2026-12-31
dates: {IE: {2026-12-25: Christmas Day}}
"""


@pytest.mark.parametrize(
    ("exceptions", "more", "expected"),
    [
        ("[{dates: 2026-12-24, open: 09:00-17:00}]", "", ["2026-12-24"]),
        ("[{dates: 2026-12-24, open: [09:00-12:00, 13:00-17:00]}]", "", []),
        ("[{dates: 2026-12-24, open: 09:00-17:00, cover: skeleton, people: {at_least: 1}}]", "", []),
        ("[{dates: 2026-12-24, open: 09:00-17:00, people: {at_least: 1}}]", "", []),
        ("[{dates: 2026-12-26, open: 09:00-17:00}]", "", []),
        ("[{dates: 2026-12-24..2026-12-26, open: 09:00-17:00}]", "", []),
        # Without the exception the day would be off.
        ("[{dates: 2026-12-24, open: 09:00-17:00}]", "    holidays: [{every_year: 12-24}]\n", []),
        ("[{dates: 2026-12-24, open: 09:00-17:00}]", "    holidays: [{every_year: 12-31}]\n", ["2026-12-24"]),
        ("[{dates: 2026-12-25, open: 09:00-17:00}]", "    holidays: [{country: IE}]\n", []),
        ("[{dates: 2026-12-24, open: 09:00-17:00}]", "    holidays: [{country: IE}]\n", ["2026-12-24"]),
    ],
)
def test_a_day_as_any_other(exceptions: str, more: str, expected: list[str], tmp_path: Path) -> None:
    text = "horizon: 2026-01-01..2026-12-31\n" + _office(exceptions, more=more) + (_LOCK if "country" in more else "")
    assert underlined(text, tmp_path, ("SP314", "SP315")) == [("SP315", text) for text in expected]


@pytest.mark.parametrize(
    ("horizon", "dates", "expected"),
    [
        ("2026-01-01..2027-12-31", "2026-12-25: Christmas Day", ["IE"]),
        ("2026-01-01..2027-12-31", "2026-12-25: Christmas Day, 2027-12-25: Christmas Day", []),
        # Of a part of a year nobody knows whether it has a holiday.
        ("2026-01-01..2027-06-30", "2026-12-25: Christmas Day", []),
        ("2025-07-01..2026-12-31", "2026-12-25: Christmas Day", []),
    ],
)
def test_a_year_without_holidays(horizon: str, dates: str, expected: list[str], tmp_path: Path) -> None:
    text = (
        f"timezone: Europe/Dublin\nhorizon: {horizon}\n"
        "coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}\n"
        + _FRONT
        + f'=== holidays.lock.yaml\nlock: 1\nholidays: "0.109"\nhorizon: {horizon}\ndates: {{IE: {{{dates}}}}}\n'
    )
    assert underlined(text, tmp_path, ("SP316",)) == [("SP316", text) for text in expected]


_FIVE = "2026-01-01, 2026-05-01, 2026-08-03, 2026-12-24..2026-12-25"


@pytest.mark.parametrize(
    ("horizon", "dates", "more", "expected"),
    [
        ("2026-01-01..2027-12-31", _FIVE, "", ["2026-12-24..2026-12-25"]),
        ("2026-01-01..2027-12-31", "2026-01-01, 2026-05-01", "", []),
        ("2026-01-01..2026-12-31", _FIVE, "", []),
        ("2026-01-01..2027-06-30", _FIVE, "", []),
        ("2026-01-01..2027-12-31", f"{_FIVE}, 2027-01-01", "", []),
        ("2026-01-01..2027-12-31", _FIVE, "    holidays: [{every_year: 12-31}]\n", []),
        ("2026-01-01..2027-12-31", "2026-06-15..2026-09-15", "", []),
    ],
)
def test_days_off_that_run_out(horizon: str, dates: str, more: str, expected: list[str], tmp_path: Path) -> None:
    text = f"horizon: {horizon}\n" + _office(f"[{{dates: [{dates}], open: closed}}]", more=more)
    assert underlined(text, tmp_path, ("SP317",)) == [("SP317", text) for text in expected]


@pytest.mark.parametrize(
    ("usual", "people", "expected"),
    [
        ("", "", [("SP318", "{dates: 2026-12-29, open: 10:00-16:00, cover: skeleton}")]),
        ("", ", people: {at_least: 0}", [("SP318", "{at_least: 0}")]),
        ("", ", people: {at_least: 0.0%}", [("SP318", "{at_least: 0.0%}")]),
        ("", ", people: {at_least: 10%}", []),
        ("", ", people: {at_least: 100%}", [("SP319", "{at_least: 100%}")]),
        ("", ", people: {at_least: 99.9%}", []),
        ("    people: {at_least: 4}\n", ", people: {at_least: 4}", [("SP319", "{at_least: 4}")]),
        ("    people: {at_least: 4}\n", ", people: {at_least: 3}", []),
        # A number and a share cannot be compared.
        ("    people: {at_least: 15%}\n", ", people: {at_least: 9}", []),
        ("    people: {at_least: 15%}\n", ", people: {at_least: 67%}", []),
    ],
)
def test_a_skeleton_has_people_and_fewer(
    usual: str, people: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    text = _office(f"[{{dates: 2026-12-29, open: 10:00-16:00, cover: skeleton{people}}}]", more=usual)
    assert underlined(text, tmp_path, ("SP318", "SP319")) == expected


@pytest.mark.parametrize(
    ("people", "teams", "more", "found"),
    [
        (8, "{name: front, coverage: office, people: 7}", "", 1),
        (8, "{name: front, coverage: office, people: 8}", "", 0),
        (8, "{name: front, coverage: office, people: 5}, {name: back, coverage: office, people: 2}", "", 1),
        (8, "{name: front, coverage: office, people: 5}, {name: back, coverage: office}", "", 0),
        (8, "{name: front, coverage: office, people: 7}", "roles: {lead: {coverage: office, people: 1}}\n", 0),
        (8, "{name: front, coverage: office, people: 7}", "roles: {lead: {coverage: office}}\n", 0),
        (8, "{name: front, coverage: always, people: 1}", "", 0),
        (8, "{name: front, coverage: office, people: 1}, {name: back, coverage: all, people: 20}", "", 0),
    ],
)
def test_more_people_needed_than_there_are(people: int, teams: str, more: str, found: int, tmp_path: Path) -> None:
    union = "  all: {union: [office, office]}\n" if "coverage: all," in teams else ""
    text = (
        "timezone: Europe/Dublin\ncoverage:\n"
        f"  office: {{open: {{mon-fri: 09:00-17:00}}, people: {{at_least: {people}}}}}\n{union}"
        f"teams: [{teams}]\nrouting: [{{name: all, team: front}}]\n{more}"
    )
    assert underlined(text, tmp_path, ("SP320",)) == [("SP320", f"{{at_least: {people}}}")] * found


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("[office, weekend]", []),
        ("[office, always]", ["always"]),
        ("[always]", []),
        ("[office, weekend, office]", ["office"]),
    ],
)
def test_unions(parts: str, expected: list[str], tmp_path: Path) -> None:
    text = (
        "timezone: Europe/Dublin\ncoverage:\n  office: {open: {mon-fri: 09:00-17:00}}\n"
        f"  weekend: {{open: {{sat-sun: 10:00-16:00}}}}\n  all: {{union: {parts}}}\n"
    )
    assert underlined(text, tmp_path, ("SP321",)) == [("SP321", text) for text in expected]


@pytest.mark.parametrize(
    ("field", "cases", "expected"),
    [
        ("plan: {type: choice, values: [a, b]}", "a: office, b: always", ["plan"]),
        ("plan: {type: choice, values: [a, b], default: a}", "a: office, b: always", []),
        ("plan: {type: choice, values: [a, b], default: a}", "a: office", ["plan"]),
        ("plan: {type: choice, values: [a, b]}", "a: office, otherwise: office", []),
    ],
)
def test_choices(field: str, cases: str, expected: list[str], tmp_path: Path) -> None:
    text = (
        f"timezone: Europe/Dublin\nfields: {{{field}}}\ncoverage:\n"
        f"  office: {{open: {{mon-fri: 09:00-17:00}}}}\n  own: {{choose_by: plan, {cases}}}\n"
    )
    assert underlined(text, tmp_path, ("SP322",)) == [("SP322", text) for text in expected]


def test_a_decided_attribute_is_always_there(tmp_path: Path) -> None:
    text = (
        "timezone: Europe/Dublin\ntiers: [{name: a}]\ncoverage:\n  office: {open: {mon-fri: 09:00-17:00}}\n"
        "  own: {choose_by: tier, a: office}\n"
    )
    assert underlined(text, tmp_path, ("SP322",)) == []


def test_what_a_union_unites_depends_on_no_ticket(tmp_path: Path) -> None:
    text = (
        "timezone: Europe/Dublin\nfields: {plan: {type: choice, values: [a, b]}}\ncoverage:\n"
        "  office: {open: {mon-fri: 09:00-17:00}}\n  own: {choose_by: plan, a: office, otherwise: office}\n"
        "  there: {timezone: {field: customer.timezone, among: [Asia/Tokyo], otherwise: Europe/Dublin}, open: {sat: 09:00-17:00}}\n"
        "  inner: {union: [office, own]}\n  outer: {union: [inner, there]}\n"
    )
    assert underlined(text, tmp_path, ("SP323",)) == [("SP323", "own"), ("SP323", "there")]
