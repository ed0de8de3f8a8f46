"""Fixes and form, before and after."""

import pytest

from supportpolicy.formatting.form import format_text
from supportpolicy.language.key_order import heads_of_rules
from supportpolicy.source import read_bytes_as_policy
from tests.formatting.golden import FIXES, FORMS, LEVELS, fixed, formed, levels, mended, read

HEADS = heads_of_rules()


@pytest.mark.parametrize("name", FIXES)
@pytest.mark.parametrize(("which", "unsafe"), [("fixed", False), ("unsafe", True)])
def test_fixes(name: str, which: str, unsafe: bool) -> None:
    after = read(f"fixes/{name}.{which}.yaml")
    assert fixed(read(f"fixes/{name}.before.yaml"), unsafe=unsafe) == after
    assert fixed(after, unsafe=unsafe) == after


@pytest.mark.parametrize("name", FIXES)
def test_fixes_keep_the_ends_of_lines_and_the_mark_at_the_beginning(name: str) -> None:
    before, after = read(f"fixes/{name}.before.yaml"), read(f"fixes/{name}.fixed.yaml")
    mark = "\ufeff"
    assert fixed(mark + before.replace("\n", "\r\n"), unsafe=False) == mark + after.replace("\n", "\r\n")


def test_a_fix_leaves_every_other_line_alone() -> None:
    before, after = read("fixes/amounts.before.yaml").split("\n"), read("fixes/amounts.fixed.yaml").split("\n")
    changed = [index for index, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert changed == [0, 5, 14, 15, 16]


def test_every_mistake_is_mended_as_reviewed() -> None:
    """`python -m tests.formatting.golden`; what is called sure cannot have meant anything else."""
    assert levels() == LEVELS.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_form(name: str) -> None:
    after = read(f"forms/{name}.after.yaml")
    assert formed(read(f"forms/{name}.before.yaml")) == after
    assert formed(after) == after


@pytest.mark.parametrize("name", FORMS)
def test_form_keeps_the_ends_of_lines_and_the_mark_at_the_beginning(name: str) -> None:
    before, after = read(f"forms/{name}.before.yaml"), read(f"forms/{name}.after.yaml")
    mark = "\ufeff"
    assert formed(mark + before.replace("\n", "\r\n")) == mark + after.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1\n", 1),
        ("a: 1\na: 2\n", 2),
        ("a: !x 1\n", 1),
        ("%YAML 1.2\n---\na: 1\n", 1),
        ("a: 1\n...\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("? a\n: 1\n", 1),
        ("a:\n\tb: 1\n", 2),
        ("a: 1\x07\n", 1),
        ("# only\n", 1),
        ("", 1),
        ("a: *b\n", 1),
    ],
)
def test_what_cannot_be_formatted_is_left_alone_with_a_reason(text: str, line: int) -> None:
    done = format_text(text, HEADS)
    assert done.text == text
    assert done.why_not
    assert done.line == line


def test_unused_comments_stay_while_there_are_errors() -> None:
    text = read("fixes/suppression-beside-an-error.before.yaml")
    assert "ignore[SP201]" in fixed(text, unsafe=True)


def test_what_is_fixed_is_counted_and_gone() -> None:
    done = mended(read("fixes/amounts.before.yaml"), unsafe=False)
    assert done.fixed == 7
    assert [finding.code for finding in done.verdict.findings] == ["SP103"]
    assert done.sources.files[0].text == done.texts["stdin"]


def test_a_fix_that_would_break_the_file_is_not_made() -> None:
    from supportpolicy.checks.mending import _reread

    sources = read_bytes_as_policy(b"supportpolicy: 1\nname: acme\n")
    after, kept = _reread(sources, {"stdin": "supportpolicy: [1\n"}, {"stdin": set()})
    assert (after, kept) == (sources, set())
