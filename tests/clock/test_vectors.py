"""Every case of every file of vectors, and files that are no vectors."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

from supportpolicy.cli.clock import command
from supportpolicy.clock import vector_calendars, zones
from supportpolicy.clock.instants import to_epoch
from supportpolicy.clock.vector_calendars import VectorError
from supportpolicy.clock.vectors import run_vectors
from tests.clock import make_vectors
from tests.clock.cases import ALL_SPOTS

DATA = Path(__file__).parent / "data"
CASES = (DATA / "clock.jsonl").read_text(encoding="utf-8").splitlines()
WEEK = {"timezone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}
CASE = {"calendar": WEEK, "start": "2024-01-08T09:00:00Z", "minutes": 60, "due": "2024-01-08T10:00:00Z"}


@pytest.fixture
def edition_of_the_cases(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zones with which clock.jsonl was made; README.md says why."""
    caches = (zones.load_zone, zones.zone_offsets, vector_calendars._cached)
    for cache in caches:
        cache.cache_clear()
    monkeypatch.setattr(zones, "_zone_file", lambda key: (DATA / "zones" / key).read_bytes())
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("edition_of_the_cases")
def test_all_801_cases_with_the_zones_they_were_made_with() -> None:
    outcomes = list(run_vectors(CASES))
    assert len(outcomes) == 801
    assert [outcome for outcome in outcomes if not outcome.passed] == []


def test_all_cases_with_the_installed_zones_save_where_a_government_changed_its_clocks() -> None:
    changed = {key for key in {json.loads(case)["calendar"]["timezone"] for case in CASES} if _changed(key)}
    outcomes = list(run_vectors(CASES))
    failed = {json.loads(CASES[outcome.line - 1])["calendar"]["timezone"] for outcome in outcomes if not outcome.passed}
    assert failed <= changed


def _changed(key: str) -> bool:
    """Whether the installed edition disagrees with that of the cases about any hour of their years."""
    then = ZoneInfo.from_file(io.BytesIO((DATA / "zones" / key).read_bytes()), key)
    start = to_epoch(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    offsets = zones.zone_offsets(key, start, start + 3 * 366 * 86_400)
    return any(
        ahead != then.utcoffset(dt.datetime.fromtimestamp(instant, then)) // dt.timedelta(seconds=1)  # type: ignore[operator]
        for begins, ends, ahead in offsets.periods()
        for instant in (*range(begins, ends, 3600), ends - 1)
    )


@pytest.mark.parametrize("file", [*make_vectors.FILES, "edges.jsonl"])
def test_every_case_of_the_other_files(file: str) -> None:
    outcomes = list(run_vectors((DATA / file).read_text(encoding="utf-8").splitlines()))
    assert len(outcomes) > 10
    assert [outcome for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize("file", list(make_vectors.FILES))
def test_the_files_are_what_the_oracle_makes(file: str) -> None:
    written = (DATA / file).read_text(encoding="utf-8").splitlines()
    made = make_vectors.lines(file, range(3, len(ALL_SPOTS), 8))  # not all, for the oracle takes its time
    assert made and [line for line in written if line in made] == made


def test_every_file_stands_in_the_readme() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in DATA.glob("*.jsonl") if f"`{path.name}`" not in readme] == []


def _run(folder: Path, *lines: str, args: tuple[str, ...] = ()) -> tuple[int, str]:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    ran = CliRunner().invoke(command, ["vectors", str(file), *args], standalone_mode=False)
    if isinstance(ran.exception, click.ClickException):
        return ran.exception.exit_code, ran.exception.message
    assert ran.exception is None
    return ran.return_value, ran.output.replace(str(file), "FILE")


def test_a_file_that_passes(tmp_path: Path) -> None:
    assert _run(tmp_path, json.dumps(CASE), "", json.dumps(CASE)) == (0, "2 passed, 0 failed\n")


def test_a_file_that_fails_says_where_and_what(tmp_path: Path) -> None:
    code, output = _run(
        tmp_path, json.dumps(CASE), *[json.dumps({**CASE, "due": "2024-01-08T10:00:01Z"})] * 3, args=("--show", "2")
    )
    assert code == 1
    assert output.splitlines()[:4] == [
        "FILE:2: expected due 2024-01-08T10:00:01Z, got due 2024-01-08T10:00:00Z",
        "FILE:3: expected due 2024-01-08T10:00:01Z, got due 2024-01-08T10:00:00Z",
        "and 1 more",
        "1 passed, 3 failed",
    ]
    assert f"tzdata {zones.zone_edition()}" in output


def test_standard_input() -> None:
    ran = CliRunner().invoke(command, ["vectors", "-"], input=json.dumps(CASE), standalone_mode=False)
    assert (ran.return_value, ran.output) == (0, "1 passed, 0 failed\n")


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xe9\n")
    (tmp_path / "empty").write_bytes(b"\n\n")
    for name in ("absent", "latin", "empty", "."):
        ran = CliRunner().invoke(command, ["vectors", str(tmp_path / name)])
        assert ran.exit_code == 2, ran.output


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("{", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", "a JSON object"),
        ("{}", "needs a calendar"),
        ({"calendar": WEEK}, "needs a start"),
        ({**CASE, "hours": 1}, r"no key 'hours'"),
        ({**CASE, "\ud800": 1}, r"no key '\\ud800'"),
        ({**CASE, "seconds": 60}, "exactly one of"),
        ({**CASE, "minutes": 1.5}, "1.5 is not a whole number"),
        ({**CASE, "minutes": True}, "true is not a whole number"),
        ({**CASE, "minutes": -1}, "-1 is not a whole number"),
        ({**CASE, "start": "2024-01-08T09:00:00"}, "offset"),
        ({**CASE, "start": "2024-01-08T09:00:00.5Z"}, "whole second"),
        ({**CASE, "start": "yesterday"}, "is not an instant"),
        ({**CASE, "start": 5}, "is not an instant"),
        ({**CASE, "start": "0001-01-01T00:00:00+14:00"}, "too far away"),
        ({**CASE, "pauses": [["2024-01-08T09:00:00Z"]]}, "a pause has a start and an end"),
        ({**CASE, "pauses": {}}, "is not a list"),
        ({**CASE, "pauses": [["2024-01-08T09:00:00Z", "2024-01-08T08:00:00Z"]]}, "ends before it begins"),
        ({**CASE, "horizon": ["2024-01-01"]}, "a first and a last date"),
        ({**CASE, "horizon": ["2024-01-01", "2023-01-01"]}, "ends before it begins"),
        ({**CASE, "horizon": ["2024-01-01", "2024-02-30"]}, "is not a date"),
        ({**CASE, "calendar": 5}, "an object"),
        ({**CASE, "calendar": {**WEEK, "timezone": "Europe/Fernway"}}, "no time zone 'Europe/Fernway'"),
        ({**CASE, "calendar": {**WEEK, "timezone": "../zones"}}, "no time zone"),
        ({**CASE, "calendar": {"week": {}}}, "needs a timezone"),
        ({**CASE, "calendar": {**WEEK, "open": []}}, "no key 'open'"),
        ({**CASE, "calendar": {**WEEK, "week": {"monday": []}}}, "is not a weekday"),
        ({**CASE, "calendar": {**WEEK, "week": {"mon": [["9:00", "17:00"]]}}}, "is not a time of day"),
        ({**CASE, "calendar": {**WEEK, "week": {"mon": [["17:00", "09:00"]]}}}, "does not lie within a day"),
        ({**CASE, "calendar": {**WEEK, "stretches": [["sun", "14:00", "UTC", "fri", "17:00"]]}}, "a stretch is"),
        ({**CASE, "calendar": {**WEEK, "stretches": [["sun", "14:00", "UTC"] * 2]}}, "differs from its start"),
        ({**CASE, "calendar": {**WEEK, "business_day": "noon"}}, "business_day is"),
        ({**CASE, "calendar": {"union": []}}, "at least one calendar"),
        ({**CASE, "calendar": {"union": ["always"], "timezone": 5}}, "a timezone is a name"),
        ({"calendar": WEEK, "start": CASE["start"], "minutes": 5}, "when it is due"),
        ({"calendar": WEEK, "start": CASE["start"], "by": "noon", "due": None}, "by is one of"),
        ({"calendar": "always", "start": CASE["start"], "business_days": 1, "due": None}, "no business days"),
        ({"calendar": WEEK, "end": CASE["start"], "open_seconds": 5}, "needs a start and open_seconds"),
        ({"calendar": WEEK, "at": CASE["start"]}, "needs one of: open"),
        ({"calendar": WEEK, "at": CASE["start"], "open": "yes"}, "true or false"),
        (
            {"calendar": WEEK, "at": CASE["start"], "open": True, "horizon": ["2024-02-01", "2024-02-02"]},
            "is known from",
        ),
    ],
)
def test_cases_that_cannot_be_read(case: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(VectorError, match=message) as problem:
        list(run_vectors(["", case if isinstance(case, str) else json.dumps(case)]))
    assert str(problem.value).startswith("line 2: ")
    assert _run(tmp_path, "", case if isinstance(case, str) else json.dumps(case))[0] == 2
