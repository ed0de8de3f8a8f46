from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from supportpolicy.diagnostics import Span
from supportpolicy.reporting import Report, render
from supportpolicy.reporting.excerpt import WIDEST, excerpt
from supportpolicy.reporting.plain import one_line, visible
from supportpolicy.reporting.report import summary
from tests.reporting.cases import CASES, LONG, TEAM_FINDING, finding, report_of
from tests.reporting.strategies import reports, unhurried

GOLDEN = Path(__file__).parent / "golden"
ANSI = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize("name", sorted(CASES))
def test_text_is_as_reviewed(name: str) -> None:
    """Set UPDATE_GOLDEN to rewrite the files, then look at every one that changed."""
    shown = render("text", CASES[name])
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == path.read_bytes().decode("utf-8")


def test_no_golden_file_is_left_behind() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


def test_the_first_line_has_the_promised_form() -> None:
    first = render("text", CASES["ordinary"]).split("\n")[0]
    assert first == "policies/routing.yaml:6:11: error[SP201] unknown-team: there is no team 'biling'"


@pytest.mark.parametrize("name", sorted(CASES))
def test_colour_changes_nothing_but_colour(name: str) -> None:
    plain, colored = render("text", CASES[name]), render("text", CASES[name], color=True)
    assert ANSI.sub("", colored) == plain
    assert "\x1b" not in plain


def test_colour_marks_level_carets_and_place() -> None:
    colored = render(
        "text", report_of(TEAM_FINDING, text="a\n" * 5 + "    team: biling\n", path="policies/routing.yaml"), color=True
    )
    assert "\x1b[1mpolicies/routing.yaml:6:11\x1b[0m: \x1b[1;31merror[SP201]\x1b[0m unknown-team" in colored
    assert "\x1b[1;31m^^^^^^\x1b[0m" in colored


@unhurried
@given(st.text(st.sampled_from("ab: 名チé\u0301🎉ｶ\u3000-"), max_size=60), st.data())
@example("cafe\u0301: 名前", None)
def test_carets_stand_under_exactly_the_span(line: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(line))) if data else 7
    end = data.draw(st.integers(start, len(line))) if data else 9
    shown = excerpt(line, Span("a", 1, start + 1, 1, end + 1))
    # rich measures text on its own; a mark that has nothing to stand on is what the two may see differently.
    before, within = cell_len(line[:start]), cell_len(line[start:end])
    assert shown.line == line.rstrip()
    if within:
        assert shown.carets == " " * before + "^" * within
    else:
        assert shown.carets.count("^") == 1


@unhurried
@given(st.integers(0, len(LONG) - 1), st.integers(1, 30))
def test_a_cut_line_still_underlines_the_span(start: int, length: int) -> None:
    line = LONG.replace(" ", "_")
    end = min(start + length, len(line))
    shown = excerpt(line, Span("a", 1, start + 1, 1, end + 1))
    left = len(shown.carets) - len(shown.carets.lstrip())
    assert shown.line[left : len(shown.carets)] == line[start:end]
    assert len(shown.line) <= WIDEST


@unhurried
@given(st.integers(0, 700), st.integers(0, 700), st.integers(0, 300), st.booleans())
def test_plain_lines_are_cut_as_all_others_are(length: int, start: int, width: int, ends: bool) -> None:
    """A letter that is not ASCII, and as wide as one that is, makes the line be measured letter by letter."""
    span = Span("a", 1, start + 1, 1 if ends else 2, start + width + 1)
    plain, other = excerpt("e" * length, span), excerpt("é" * length, span)
    assert plain == other._replace(line=other.line.replace("é", "e"))


def test_a_huge_line_costs_little_and_is_cut() -> None:
    line = "名\t" * 1_000_000
    shown = excerpt(line, Span("a", 1, 1_000_001, 1, 1_000_002))
    assert cell_len(shown.line) <= WIDEST
    assert shown.line.startswith("…")
    assert shown.line.endswith("…")
    assert shown.carets.endswith(" ^^")


@unhurried
@given(reports())
def test_any_report_is_shown_without_a_control_character(report: Report) -> None:
    shown = render("text", report)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\u200b]", shown)
    assert shown.endswith(f"{summary(report)}\n")
    assert shown.count("\n\n") == len(report.findings)


@unhurried
@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_what_is_ordinary_stays_as_it_is() -> None:
    for text in ("Grüße, 名前 🎉", "a\u00a0b", "می\u200cخواهم", "👩\u200d💻"):
        assert visible(text) == text
    assert visible("\x1b\u202e\U000e0001") == "\\x1b\\u202e\\U000e0001"


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (Report((), {}, 0), "no findings in 0 files"),
        (Report((), {}, 1), "no findings in 1 file"),
        (report_of(finding(1, 1, 1, 1)), "1 error in 1 file"),
        (
            Report((finding(1, 1, 1, 1), finding(2, 1, 2, 1), finding(3, 1, 3, 1, level="warning")), {}, 14, 1),
            "2 errors, 1 warning in 14 files (1 switched off)",
        ),
        (
            Report((finding(1, 1, 1, 1, level="info"), finding(2, 1, 2, 1, level="info")), {}, 2, complete=False),
            "2 info in 2 files; not every file could be read, so there may be more",
        ),
    ],
)
def test_the_summary_counts(report: Report, line: str) -> None:
    assert summary(report) == line
