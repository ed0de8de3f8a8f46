"""The tables hold everything of the policy, once, read back by another reader; nothing in them is run as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.rows import as_csv, as_markdown
from supportpolicy.engine import prepare
from supportpolicy.targets.capabilities import TOPICS
from supportpolicy.targets.interface import Files, Wish
from supportpolicy.targets.tables import TARGET
from supportpolicy.targets.tables.dialect import MOST_CELL, MessageRow
from tests.engine.policies import POLICIES
from tests.targets.exporting import as_reviewed, compiled_at, exported, reference, small

_MADE: dict[str, Files] = {}


def _files(compiled: Compiled) -> Files:
    """The files of a policy, made once for all tests."""
    if compiled.hashes.document not in _MADE:
        _MADE[compiled.hashes.document] = exported(TARGET, compiled)[0].files
    return _MADE[compiled.hashes.document]


def _read(compiled: Compiled, name: str) -> list[dict[str, str]]:
    text = _files(compiled)[f"{name}.csv"].encode().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_as_reviewed() -> None:
    as_reviewed(exported(TARGET, small())[0], Path(__file__).parent / "golden")


@pytest.mark.parametrize("place", POLICIES, ids=lambda place: place.name)
def test_every_rule_has_its_row_in_order(place: Path) -> None:
    compiled = compiled_at(place)
    files = _files(compiled)
    for table in ("refunds", "requests", "identity", "routing"):
        rules = compiled.table(table).rules
        assert (f"{table}.csv" in files) == bool(rules)
        if rules:
            assert [row["rule"] for row in _read(compiled, table)] == [rule.name for rule in rules]
            assert [row["where"] for row in _read(compiled, table)] == [rule.at for rule in rules]


def test_nothing_of_the_reference_policy_is_missing() -> None:
    compiled = reference()
    assert len(_read(compiled, "steps")) == sum(len(one.steps) for one in compiled.timelines)
    assert len(_read(compiled, "people")) == len(compiled.teams) + len(compiled.roles)
    assert len(_read(compiled, "days")) == sum(len(one.dates) for one in compiled.calendars)
    assert len(_read(compiled, "promises")) >= sum(len(rule.outcome.targets) for rule in compiled.table("sla").rules)
    texts = {(row["rule"], row["language"]): row["text"] for row in _read(compiled, "messages")}
    assert texts == {
        (name, language): text for name, words in compiled.messages.items() for language, text in words.items()
    }
    guidance = " ".join(cell for row in _read(compiled, "guidance") for cell in row.values())
    for words in (
        "One thank-you is warm",
        "Say that it is a person.",
        "unfortunately",
        "Solves the cause",
        "Tokyo's evening",
    ):
        assert guidance.count(words) == 1, words


@pytest.mark.parametrize("name", ["dublin", "tokyo", "social-hours", "follow-the-sun", "working-week"])
def test_hours_by_date_are_the_engines(name: str) -> None:
    """The hours of all dates together are as many minutes as the engine has open, but for days on which clocks change."""
    compiled = reference()
    openings = prepare(compiled).clock(name).openings
    counted = 0
    for row in _read(compiled, "hours-by-date"):
        if row["coverage"] == name:
            for span in filter(None, row["hours"].split(", ")):
                start, end = (60 * int(part[:2]) + int(part[3:]) for part in span.split("-"))
                counted += (end if end > start else end + 1440) - start
    assert abs(counted * 60 - openings.totals[-1]) <= 3 * 3600


def test_hours_of_one_date() -> None:
    rows = {(row["coverage"], row["date"]): row for row in _read(small(), "hours-by-date")}
    eve = rows["dublin", "2026-12-24"]
    assert (eve["weekday"], eve["hours"], eve["cover"], eve["people"]) == ("Thu", "09:00-13:00", "skeleton", "25%")
    assert rows["dublin", "2026-12-25"]["hours"] == ""
    assert rows["night", "2027-01-01"]["hours"] == "00:00-06:00, 22:00-24:00"
    assert rows["both", "2026-12-24"]["hours"] == "09:00-13:00, 15:00-24:00"
    dates = {date for coverage, date in rows if coverage == "dublin"}
    assert len(dates) == (dt.date(2027, 4, 30) - dt.date(2026, 12, 1)).days + 1


@given(st.text(max_size=60))
def test_no_cell_is_run_and_every_cell_comes_back(text: str) -> None:
    if "\x00" in text or "\r" in text or not text.isprintable():
        return
    written = as_csv([MessageRow(text, "en", text)], MessageRow._fields)
    (_, row) = list(csv.reader(io.StringIO(written, newline="")))
    assert row[0] in (text, f"'{text}")
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_words(cell: str) -> None:
    (_, row) = list(csv.reader(io.StringIO(as_csv([MessageRow(cell, "en", cell)], MessageRow._fields), newline="")))
    assert row[0] == row[2] == f"'{cell}"


def test_markdown_stays_one_table() -> None:
    text = as_markdown([MessageRow("a|b", "en", "one\ntwo <b>")], MessageRow._fields, "T")
    assert text.splitlines()[-1] == "| a\\|b | en | one two &lt;b> |"


def test_a_text_that_no_cell_holds_is_told() -> None:
    compiled = small()._replace(messages={"long": {"en": "x" * (MOST_CELL + 1)}, "short": {"en": "x" * MOST_CELL}})
    losses = [change.loss for change in TARGET.lower(Wish(compiled))]
    assert [(loss.kind.name, loss.about) for loss in losses] == [("too-many", "row 1 of messages")]
    assert TARGET.lower(Wish(reference())) == ()


def test_capabilities_speak_of_every_topic_in_order() -> None:
    assert tuple(one.topic for one in TARGET.capabilities) == TOPICS
