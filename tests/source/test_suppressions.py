"""Comments that switch off a finding: where they speak, until when, and what is said about those that do not."""

from __future__ import annotations

from datetime import date

import pytest

from supportpolicy.diagnostics import Diagnostic, Kind, Span
from supportpolicy.source import Suppression, apply_suppressions
from tests.source.marks import only, read, slice_of, unmark

TODAY = date(2026, 6, 15)
UNKNOWN_TEAM = Kind("SP201", "unknown-team", "error", "", "", "", "")
NO_HOURS = Kind("SP202", "no-hours", "warning", "", "", "", "")


def suppressions_of(text: str) -> tuple[Suppression, ...]:
    sources = read(text)
    assert sources.findings == ()
    return sources.files[0].suppressions


def at(line: int, kind: Kind = UNKNOWN_TEAM, path: str = "stdin") -> Diagnostic:
    return kind.at(Span(path, line, 1, line, 2), "words")


def apply(text: str, *findings: Diagnostic) -> tuple[list[str], int]:
    """The names of what stays, and how many were switched off."""
    kept, count = apply_suppressions(findings, suppressions_of(text), TODAY)
    return [finding.name for finding in kept], count


WHY = "the team starts in spring"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"a: 1\nb: 2 # supportpolicy: ignore[SP201] {WHY}\nc: 3\n", 2),
        (f"a: 1\n# supportpolicy: ignore[SP201] {WHY}\nb: 2\nc: 3\n", 3),
        (f"a: 1\n# supportpolicy: ignore[SP201] {WHY}\n\n  # more\n\nb: 2\n", 6),
        (f"a: 1\nb:\n    # supportpolicy: ignore[SP201] {WHY}\n  c: 2\n", 4),
        (f"# supportpolicy: ignore-file[SP201] {WHY}\na: 1\nb: 2\n", 3),
        (f"a: 1\nb: 2\n# supportpolicy: ignore-file[SP201] {WHY}\n", 1),
        (f"a: 1 # supportpolicy: ignore-file[SP201] {WHY}\nb: 2\n", 2),
        (f"a: 1 # see there # supportpolicy: ignore[SP201] {WHY}\n", 1),
        (f"a: 1 #supportpolicy:ignore[SP201]: {WHY}\n", 1),
        (f"a: 1 #  SupportPolicy: Ignore[sp201] {WHY}\n", 1),
        (f"a: 1 # supportpolicy: ignore[unknown-team] {WHY}\n", 1),
        (f"a: 1 # supportpolicy: ignore [Unknown-Team] {WHY}\n", 1),
        (f"a: [ # supportpolicy: ignore[SP201] {WHY}\n  b]\n", 1),
        (f"a: | # supportpolicy: ignore[SP201] {WHY}\n  text\n", 1),
        (f'a: "#" # supportpolicy: ignore[SP201] {WHY}\n', 1),
        (f'a: "# supportpolicy: ignore[x] y" # supportpolicy: ignore[SP201] {WHY}\n', 1),
        (f"a: 1 # supportpolicy: ignore[SP201] until 2026-06-15: {WHY}\n", 1),
        (f"a: 1 # supportpolicy: ignore[SP201] until 2026-06-15 {WHY}\n", 1),
        (f"a: 1 # supportpolicy: ignore[SP201] UNTIL 2027-01-01 : {WHY}\n", 1),
    ],
)
def test_a_comment_switches_off_one_line_or_the_file(text: str, line: int) -> None:
    (suppression,) = suppressions_of(text)
    assert suppression.reason == WHY
    assert apply(text, at(line)) == ([], 1)


def test_only_its_line_its_code_and_its_file() -> None:
    text = f"a: 1\nb: 2 # supportpolicy: ignore[SP201] {WHY}\n"
    others = [at(1), at(3), at(2, NO_HOURS), at(2, path="other.yaml")]
    assert apply(text, at(2), *others) == ([finding.name for finding in others], 1)


def test_all_of_its_kind_on_the_line() -> None:
    assert apply(f"a: 1 # supportpolicy: ignore[SP201] {WHY}\n", at(1), at(1)) == ([], 2)


def test_it_is_the_first_line_of_the_main_place_that_counts() -> None:
    text = f"a: 1\nb: 2 # supportpolicy: ignore[SP201] {WHY}\nc: 3\n"
    several_lines = UNKNOWN_TEAM.at(Span("stdin", 2, 1, 3, 1), "words")
    from_above = UNKNOWN_TEAM.at(Span("stdin", 1, 1, 3, 1), "words")
    assert apply(text, several_lines) == ([], 1)
    assert apply(text, from_above) == (["unknown-team", "unused-suppression"], 0)


def test_several_codes_and_names() -> None:
    text = f"a: 1 # supportpolicy: ignore[SP201, no-hours,] {WHY}\n"
    assert apply(text, at(1), at(1, NO_HOURS)) == ([], 2)


def test_what_is_too_many_among_several_codes_is_named() -> None:
    text = f"a: 1 # supportpolicy: ignore[SP201, SP202] {WHY}\n"
    (finding,), count = apply_suppressions([at(1)], suppressions_of(text), TODAY)
    assert (finding.name, count) == ("unused-suppression", 1)
    assert (finding.message, finding.help) == ("there is no SP202 here to switch off", "remove SP202 from the comment")


def test_a_comment_for_nothing() -> None:
    text, span = unmark(f"a: 1 «# supportpolicy: ignore[SP201, SP202] {WHY}»  \n")
    (finding,), count = apply_suppressions([], suppressions_of(text), TODAY)
    assert (finding.name, finding.level, finding.span, count) == ("unused-suppression", "warning", span, 0)
    assert (finding.message, finding.help) == ("there is no SP201, SP202 here to switch off", "remove the comment")


@pytest.mark.parametrize(
    ("today", "kept"),
    [
        (date(2026, 6, 14), []),
        (date(2026, 6, 15), []),
        (date(2026, 6, 16), ["unknown-team", "expired-suppression"]),
    ],
    ids=["the day before", "the last day", "the day after"],
)
def test_the_last_day_is_a_good_day(today: date, kept: list[str]) -> None:
    suppressions = suppressions_of(f"a: 1 # supportpolicy: ignore[SP201] until 2026-06-15: {WHY}\n")
    findings, count = apply_suppressions([at(1)], suppressions, today)
    assert [finding.name for finding in findings] == kept
    assert count == (0 if kept else 1)


def test_an_expired_comment_is_not_called_unused_too() -> None:
    text, span = unmark(f"a: 1 «# supportpolicy: ignore[SP201] until 2020-02-29: {WHY}»\n")
    (finding,), _ = apply_suppressions([], suppressions_of(text), TODAY)
    assert (finding.name, finding.span) == ("expired-suppression", span)
    assert "2020-02-29" in finding.message


def test_of_two_for_the_same_line_one_is_too_many() -> None:
    text = f"# supportpolicy: ignore[SP201] {WHY}\na: 1 # supportpolicy: ignore[SP201] {WHY}\n"
    assert apply(text, at(2)) == (["unused-suppression"], 1)


def test_what_is_said_about_comments_cannot_be_switched_off() -> None:
    text = f"a: 1 # supportpolicy: ignore[SP021, SP201] {WHY}\n# supportpolicy: ignore-file[SP021] {WHY}\n"
    assert apply(text) == (["unused-suppression"] * 2, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1 «# supportpolicy: ignore[SP201]»\n", "no reason"),
        ("a: 1 «# supportpolicy: ignore[SP201]:»  \n", "no reason"),
        ("a: 1 «# supportpolicy: ignore[SP201] until 2027-01-01»\n", "no reason"),
        ("a: 1 «# supportpolicy: ignore[SP201] until 2027-01-01:»\n", "no reason"),
        (f"a: 1 «# supportpolicy: ignore {WHY}»\n", "which code"),
        (f"a: 1 «# supportpolicy: ignore SP201 {WHY}»\n", "which code"),
        (f"a: 1 «# supportpolicy: ignore[] {WHY}»\n", "which code"),
        (f"a: 1 «# supportpolicy: ignore[ , ] {WHY}»\n", "which code"),
        (f"a: 1 «# supportpolicy: ignore[SP201 {WHY}»\n", "which code"),
        ("a: 1 «# supportpolicy: ignore»\n", "which code"),
        (f"a: 1 «# supportpolicy: ignore[SP201] until 2027-02-30: {WHY}»\n", "'2027-02-30' is not a date"),
        (f"a: 1 «# supportpolicy: ignore[SP201] until 2027-1-3: {WHY}»\n", "'2027-1-3' is not a date"),
        (f"a: 1 «# supportpolicy: ignore[SP201] until 31.12.2027: {WHY}»\n", "'31.12.2027' is not a date"),
        (f"a: 1 «# supportpolicy: ignore[SP201] until 20271231: {WHY}»\n", "'20271231' is not a date"),
        (f"a: 1 «# supportpolicy: ignore[SP201] until spring: {WHY}»\n", "'spring' is not a date"),
        (f"«# supportpolicy: ignore-file {WHY}»\na: 1\n", "which code"),
    ],
)
def test_unclear_comments(text: str, message: str) -> None:
    text, span = unmark(text)
    finding = only(sources := read(text))
    assert (finding.name, finding.span) == ("unclear-suppression", span)
    assert message in finding.message
    assert "ignore[SP201]" in (finding.help or "")
    assert sources.files[0].suppressions == ()


@pytest.mark.parametrize(
    "text",
    [
        "a: '# supportpolicy: ignore[SP201] x'\n",
        'a: "\n  # supportpolicy: ignore[SP201] x"\n',
        "a: |\n  # supportpolicy: ignore[SP201] x\n",
        "a: |\n  one\n  # supportpolicy: ignore[SP201] x\n",
        "a: |\n  one\n\n  # supportpolicy: ignore[SP201] x\n\n# end\nb: 1\n",
        "a: >-\n  one # supportpolicy: ignore[SP201] x",
        "a: &x |\n  # supportpolicy: ignore[SP201] x\nb: *x\n",
        "- '# supportpolicy: ignore[SP201] x'\n",
        "'# supportpolicy: ignore[SP201] x'\n",
        "'# supportpolicy: ignore[SP201] x': 1\n",
        "a: {'b # supportpolicy: ignore[SP201] x': 1}\n",
        "a: b#supportpolicy:ignore[SP201]\n",
        "a: 1 # supportpolicy: see the handbook\n",
        "a: 1 # supportpolicy: ignored findings are listed in the handbook\n",
        "a: 1 # about supportpolicy ignore[SP201]\n",
    ],
)
def test_what_is_no_suppression(text: str) -> None:
    assert suppressions_of(text) == ()


def test_a_comment_right_behind_a_block_of_text_is_one() -> None:
    text = f"a: |\n  one\n# supportpolicy: ignore[SP201] {WHY}\nb: 1\n"
    assert apply(text, at(4)) == ([], 1)


def test_the_place_of_a_comment_is_all_of_it() -> None:
    text = f"é😀: 1   # supportpolicy: ignore[SP201] {WHY}  \nb: 2\n"
    (suppression,) = suppressions_of(text)
    assert slice_of(text, suppression.span) == f"# supportpolicy: ignore[SP201] {WHY}"


def test_a_file_that_cannot_be_read_is_not_excused_and_its_comments_are_not_blamed() -> None:
    sources = read(f"# supportpolicy: ignore-file[SP010] {WHY}\na: [ # supportpolicy: ignore[SP010]\n")
    assert only(sources).name == "yaml-syntax"
    assert sources.files[0].suppressions == ()
