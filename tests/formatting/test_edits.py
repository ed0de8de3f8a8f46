"""Replacing characters: places, ends of lines, overlaps; and how a remedy becomes characters."""

import pytest

from supportpolicy.diagnostics import Remedy, Span, meant, slips, write
from supportpolicy.formatting.diff import unified
from supportpolicy.formatting.edits import Edit, Lines, apart, apply_edits
from supportpolicy.formatting.settling import fix_of


def test_edits_are_made_in_the_order_of_places() -> None:
    assert apply_edits("abcdef", [Edit(4, 5, "E"), Edit(0, 1, ""), Edit(2, 2, "-")]) == "b-cdEf"


def test_two_edits_of_the_same_characters_are_refused() -> None:
    with pytest.raises(ValueError, match="same characters"):
        apply_edits("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])


def test_of_edits_that_touch_each_other_one_is_chosen() -> None:
    edits = [Edit(2, 4, "y"), Edit(0, 3, "x"), Edit(4, 4, "z"), Edit(6, 7, "w"), Edit(6, 7, "w")]
    assert apart(edits) == [Edit(0, 3, "x"), Edit(4, 4, "z"), Edit(6, 7, "w")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_do_not_depend_on_the_ends_of_lines(end: str, mark: str) -> None:
    lines = Lines(f"{mark}ab{end}cde{end}")
    edit = lines.edit(Span("x", 2, 2, 2, 3), "1\n2")
    assert apply_edits(lines.text, [edit]) == f"{mark}ab{end}c1{end}2e{end}"
    assert lines.offset(9, 1) == len(lines.text)


@pytest.mark.parametrize(
    ("text", "col", "remedy", "after"),
    [
        ("a: fornt", 4, Remedy("front", False, "fornt"), "a: front"),
        ("a: 'fornt'", 4, Remedy("front", False, "fornt"), "a: 'front'"),
        ('a: "fornt" # x', 4, Remedy("front", False, "fornt"), 'a: "front" # x'),
        ("a: fornt", 4, Remedy("a: b", False, "fornt"), 'a: "a: b"'),
        ("a: fornt", 4, Remedy('say "hi"', False, "fornt"), 'a: say "hi"'),
        ("a: fornt", 4, Remedy("[x]", False, "fornt"), 'a: "[x]"'),
        ("a: fornt", 4, Remedy("x #y", False, "fornt"), 'a: "x #y"'),
        ("a: *front", 4, Remedy("b", False, "front"), None),
        ("a: 'it''s'", 4, Remedy("b", False, "it's"), None),
        ("a: 'x'", 4, Remedy("it's", False, "x"), None),
        ("a: changed:fornt", 12, Remedy("front desk", False, "fornt"), "a: changed:front desk"),
        ("a: changed:fornt", 12, Remedy("front: desk", False, "fornt"), None),
        ("a: xfornt fornt", 4, Remedy("front", False, "fornt"), None),
        ("a: xfornt", 4, Remedy("front", False, "fornt"), None),
        ("a: {{x}} y", 4, Remedy("{x}", True, "{{x}}", how="part"), "a: {x} y"),
        ('a: "6"', 4, Remedy("6", True, "6", how="yaml"), "a: 6"),
        ("a: yes", 4, Remedy("true", True, "yes", how="yaml"), "a: true"),
        ("a: *x", 4, Remedy("true", True, how="yaml"), None),
        ("a: [b, c, d]", 8, Remedy("", True, how="remove"), None),
    ],
)
def test_a_remedy_keeps_to_how_the_place_is_written(text: str, col: int, remedy: Remedy, after: str | None) -> None:
    end = text.index(" #") if " # " in text else len(text)
    fix = fix_of(remedy, Span("x", 1, col, 1, end + 1), Lines(text))
    if after is None:
        assert fix is None
    else:
        assert fix is not None
        assert apply_edits(text, [Lines(text).edit(fix.span, fix.replacement)]) == after
        assert fix.safe is remedy.sure


@pytest.mark.parametrize(
    ("text", "what", "after"),
    [
        ("a: [b, c, d]\n", "c", "a: [b, d]\n"),
        ("a: [b, c, d]\n", "d", "a: [b, c]\n"),
        ("a: [b,c]\n", "c", "a: [b]\n"),
        ("a: [b]\n", "b", None),
        ("a: [b, c, # x\n d]\n", "c", None),
        ("a: [b,\n c,\n d]\n", "c", None),
        ("a:\n  - b\n  - c\n", "c", "a:\n  - b\n"),
        ("a:\n  - b\n  - c", "c", "a:\n  - b\n"),
        ("a:\n  - b\n  - c # x\n", "c", None),
        ("a: {b: 1, b: 1}\n", "b: 1}", None),
    ],
)
def test_items_go_with_what_separates_them(text: str, what: str, after: str | None) -> None:
    start = text.rindex(what)
    line, col = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    fix = fix_of(Remedy("", True, how="remove"), Span("x", line, col, line, col + len(what)), Lines(text))
    if after is None:
        assert fix is None
    else:
        assert fix is not None
        assert apply_edits(text, [Lines(text).edit(fix.span, fix.replacement)]) == after


def test_what_was_meant_brings_its_remedy() -> None:
    assert meant("Front", "front", known=["front", "back"]).remedy.sure
    assert not meant("front_desk", "front-desk", known=["front-desk", "front desk"]).remedy.sure
    assert not meant("fornt", "front").remedy.sure
    assert write("4h", "4 hours") == "write 4h"
    assert slips("coverge", ["coverage", "channels", "lead"]) == ["coverage"]
    assert slips("tiemzone", ["timezone"]) == ["timezone"]
    assert slips("taem", ["team"]) == []
    assert slips("Time_Zone", ["timezone", "time"]) == ["timezone"]


def test_a_difference_is_shown_as_git_shows_it() -> None:
    assert unified("x", "a\nb\n", "a\nc") == "--- x\n+++ x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n"
    assert unified("x", "a\n", "a\n") == ""
