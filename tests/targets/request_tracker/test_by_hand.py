"""Due times and sorting worked out by hand, and held against the model, the engine and the exported files."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from supportpolicy.targets.request_tracker import TARGET
from supportpolicy.targets.request_tracker.configuration import open_minutes
from supportpolicy.targets.request_tracker.perl_reading import options_of
from supportpolicy.targets.request_tracker.perl_writing import option, value
from supportpolicy.targets.request_tracker.simulate_clock import BusinessHours, Levels
from supportpolicy.targets.verify import verify
from tests.compiler.building import compiled
from tests.targets.request_tracker.exported import HARD, REFERENCE, cover, export, exported
from tests.targets.request_tracker.golden import GOLDEN, SMALL

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
WEEK = {str(day): {"Name": "day", "Start": "09:00", "End": "17:00"} for day in range(1, 6)}
DATES = {"holidays": ["2026-12-25", "2026-12-26", "2026-05-01"]}
ROUND = {str(day): {"Name": "day", "Start": "00:00", "End": "24:00"} for day in range(7)}


def _at(zone: ZoneInfo, *parts: int) -> int:
    return int(dt.datetime(*parts, tzinfo=zone).timestamp())  # type: ignore[arg-type,misc]


def _due(hours: dict[str, Any], zone: str, start: int, amount: Any) -> int | None:
    levels = {"Levels": {"one": {"BusinessHours": "hours", "Timezone": zone, "Resolve": amount}}}
    return Levels({"hours": hours}, levels, "UTC").due("one", "Resolve", start, "a queue")


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ((2026, 3, 27, 16, 0), 240, (2026, 3, 30, 12, 0)),  # over a weekend on which clocks go forward
        ((2026, 10, 23, 16, 0), 240, (2026, 10, 26, 12, 0)),  # and back
        ((2026, 12, 24, 15, 0), 240, (2026, 12, 28, 11, 0)),  # over two holidays and a weekend
        ((2026, 4, 30, 16, 0), 240, (2026, 5, 4, 12, 0)),  # over one
        ((2026, 6, 1, 16, 0), 60, (2026, 6, 1, 17, 0)),  # due exactly at closing
        ((2026, 6, 6, 12, 0), 480, (2026, 6, 8, 17, 0)),  # a whole day, from the weekend on
        ((2026, 6, 1, 9, 0), 1, (2026, 6, 1, 9, 1)),
    ],
)
def test_amounts_of_hours_end_where_the_policy_says(start: tuple[int, ...], minutes: int, end: tuple[int, ...]) -> None:
    amount = {key: one for key, one in open_minutes(minutes).items() if one is not None}
    assert _due({**WEEK, **DATES}, "Europe/Berlin", _at(BERLIN, *start), amount) == _at(BERLIN, *end)


def test_a_plain_amount_rolls_over_at_closing() -> None:
    start = _at(BERLIN, 2026, 6, 1, 16, 0)
    assert _due(WEEK, "Europe/Berlin", start, {"BusinessMinutes": 60}) == _at(BERLIN, 2026, 6, 2, 9, 0)
    assert _due(WEEK, "Europe/Berlin", start, 60) == _at(BERLIN, 2026, 6, 2, 9, 0)


def test_a_break_does_not_count() -> None:
    hours = {"1": {"Start": "09:00", "End": "17:00", "Breaks": [{"Start": "12:00", "End": "13:00"}]}}
    start = _at(NEW_YORK, 2026, 6, 1, 11, 30)
    assert _due(hours, "America/New_York", start, open_minutes(120)) == _at(NEW_YORK, 2026, 6, 1, 14, 30)
    assert _due(hours, "America/New_York", start, open_minutes(30)) == _at(NEW_YORK, 2026, 6, 1, 12, 0)


def test_the_day_after_a_holiday_opens_one_second_late() -> None:
    hours = {**ROUND, "holidays": ["2026-06-04"]}
    start = _at(BERLIN, 2026, 6, 3, 23, 0)
    assert _due(hours, "Europe/Berlin", start, open_minutes(120)) == _at(BERLIN, 2026, 6, 5, 1, 0, 1)


def test_a_holiday_has_86_401_seconds_whatever_the_day() -> None:
    short, long = {**ROUND, "holidays": ["2026-03-29"]}, {**ROUND, "holidays": ["2026-10-25"]}
    # 23 hours: the first hour of the next day is closed, and a second more. 25 hours: the last hour is open, but a second.
    assert BusinessHours(short, "Europe/Berlin").first_after(_at(BERLIN, 2026, 3, 29, 12, 0)) == _at(
        BERLIN, 2026, 3, 30, 1, 0, 1
    )
    assert BusinessHours(long, "Europe/Berlin").first_after(_at(BERLIN, 2026, 10, 25, 12, 0)) == _at(
        BERLIN, 2026, 10, 25, 23, 0, 1
    )


def test_what_lies_more_than_29_days_away_has_no_due_time() -> None:
    start = _at(BERLIN, 2026, 6, 1, 9, 0)
    assert _due(WEEK, "Europe/Berlin", start, open_minutes(21 * 480)) == _at(BERLIN, 2026, 6, 29, 17, 0)
    assert _due(WEEK, "Europe/Berlin", start, open_minutes(23 * 480)) is None


def test_unknown_names_are_passed_over_in_silence() -> None:
    start = _at(ZoneInfo("UTC"), 2026, 6, 1, 8, 0)
    levels = {
        "Levels": {"one": {"BusinessHours": "gone", "Timezone": "Nowhere/At_All", "Response": {"BusinessMinutes": 60}}}
    }
    desk = Levels({}, levels, "UTC")
    assert desk.due("one", "Response", start, "a queue") == start + 7_200  # Monday to Friday 9 to 18, in UTC
    assert desk.due("another", "Response", start, "a queue") is None
    assert desk.due("one", "Resolve", start, "a queue") is None


@pytest.mark.parametrize(
    "text",
    ["it's", 'say "no"', "back\\slash", "\\'", "東京", "$dollar @at %hash", "a\u200bb", "two\nlines", "'", "\\", ""],
)
def test_every_name_is_read_as_it_was_written(text: str) -> None:
    written = "use utf8;\n" + option("Names", {text or "empty": [text, {text: 1}]}) + "1;\n"
    assert options_of(written)["Names"] == {text or "empty": [text, {text: 1}]}
    assert value(text).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "Set(%A, 'b' => 1,);\n1;\n",  # without use utf8, names are bytes
        "use utf8;\nSet(%A, 'b' => 1,);\n",  # must end true
        "use utf8;\nSet(%A, 'b' => 1, 'b' => 2,);\n1;\n",
        "use utf8;\nSet(%A, 'b' => func(),);\n1;\n",
        "use utf8;\nSet(%A, 'b' => 'c,);\n1;\n",
        "use utf8;\nSet(%A, 'b' => 010,);\n1;\n",
        'use utf8;\nSet(%A, "$b" => 1,);\n1;\n',
        "use utf8;\nSet(%A, 'b' => 1);\nSet(%A, 'c' => 1);\n1;\n",
        "use utf8;\nSet(%A, 'b' 1);\n1;\n",
    ],
)
def test_what_was_edited_beyond_the_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        options_of(text)


def test_the_small_policy_becomes_these_files() -> None:
    files = exported(SMALL).rendered.files
    there = {
        str(path.relative_to(GOLDEN)): path.read_text(encoding="utf-8") for path in GOLDEN.rglob("*") if path.is_file()
    }
    assert there == dict(files)


@pytest.mark.parametrize("folder", [SMALL, HARD, REFERENCE], ids=["small", "hard", "reference"])
def test_the_model_agrees_with_the_engine_about_every_ticket(folder: Any) -> None:
    done = exported(folder)
    assert TARGET.model is not None
    verified = verify(TARGET.model, done.rendered.files, done.engine, cover(folder, 1_500))
    assert verified.agrees, [str(one) for one in verified.disagreements]
    assert verified.tickets > 100


def test_renaming_a_rule_renames_nothing_in_the_tool() -> None:
    text = (SMALL / "policy.yaml").read_text(encoding="utf-8").partition("\nfields:")
    body = "fields:" + text[2]
    before, after = (export(compiled(one)) for one in (body, body.replace("name: at night", "name: nightly")))
    assert [one.key for one in before.rendered.objects] == [one.key for one in after.rendered.objects]


def test_exports_are_the_same_each_time() -> None:
    assert export(exported(SMALL).policy).rendered == exported(SMALL).rendered
