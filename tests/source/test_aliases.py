"""Anchors and aliases: used where they are used, counted at every use, refused where they mean nothing."""

import time

import pytest

from supportpolicy.source import Node, limits
from tests.source.marks import only, read, slice_of, unmark


def root_of(text: str) -> Node:
    sources = read(text)
    assert sources.findings == ()
    root = sources.files[0].root
    assert root is not None
    return root


def test_an_alias_stands_where_it_is_used_and_its_children_where_they_are_written() -> None:
    text = "base: &hours\n  mon: 9:00\nteams:\n  night: *hours\n"
    used = root_of(text).at(("teams", "night"))
    assert used.plain == {"mon": "9:00"}
    assert slice_of(text, used.span) == "*hours"
    assert slice_of(text, used.at(("mon",)).span) == "9:00"
    assert used.at(("mon",)).span.line == 2


@pytest.mark.parametrize(
    ("text", "path", "slice_"),
    [
        ("a: &x word\n", ("a",), "word"),
        ("a: &x   # why\n  # more\n  word\n", ("a",), "word"),
        ("a: &x [1]\n", ("a",), "[1]"),
        ("a: &x\n  b: 1\n", ("a",), "b: 1"),
        ("a: &x\n- b\n- c\n", ("a",), "- b\n- c"),
        ("a: &x {b: 1}\n", ("a",), "{b: 1}"),
        ("a: &x 'q'\n", ("a",), "'q'"),
        ("a: &x |\n  t\n\n\nb: 1\n", ("a",), "|\n  t"),
        ("&x a: 1\n", ("a",), "1"),
        ("a: &x\nb: 1\n", ("a",), ""),
        ("[&x , 2]\n", (0,), ""),
        ("&x\na: 1\n", (), "a: 1"),
    ],
)
def test_an_anchor_is_no_part_of_its_value(text: str, path: tuple[str | int, ...], slice_: str) -> None:
    assert slice_of(text, root_of(text).at(path).span) == slice_


def test_an_anchored_key_is_the_key_alone() -> None:
    text = "&x  acme: 1\n*x : 2\n"
    sources = read(text)
    finding = only(sources)
    assert finding.name == "duplicate-key"
    assert [slice_of(text, finding.span), slice_of(text, finding.related[0].span)] == ["*x", "acme"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[&a 1, &a 2, *a]", [1, 2, 2]),
        ("[&a [&a x, *a], *a]", [["x", "x"], ["x", "x"]]),
        ("[&a [&a [x], *a]]", [[["x"], ["x"]]]),
        ("{a: &x , b: *x}", {"a": None, "b": None}),
    ],
)
def test_an_anchor_set_again_means_the_later_one(text: str, plain: object) -> None:
    assert root_of(text).plain == plain


def test_nested_use_counts_whole() -> None:
    root = root_of("a: &a [1, 2]\nb: &b [*a, *a]\nc: [*b, *b]\n")
    # a list of 3; a list of 1 + 2 * 3; a list of 1 + 2 * 7; three keys; the mapping
    assert root.size == 3 + 7 + 15 + 3 + 1
    assert root.depth == 4


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_a_bomb_is_refused_at_once() -> None:
    started = time.process_time()
    finding = only(read(BOMB))
    assert time.process_time() - started < 10
    assert finding.name == "too-large"
    assert "250,000 values" in finding.message
    assert slice_of(BOMB, finding.span) == "*e"


def test_a_tower_of_aliases_is_as_deep_as_what_it_stands_for() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 200))
    finding = only(read(text))
    assert finding.name == "too-large"
    assert f"{limits.MAX_DEPTH} levels" in finding.message
    assert slice_of(text, finding.span) == f"*a{limits.MAX_DEPTH - 2}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x [«*x»]\n", "inside its own anchor"),
        ("a: &x\n  b:\n    c: «*x»\n", "inside its own anchor"),
        ("a: «*x»\nb: &x 1\n", "no anchor before it"),
        ("name: «*acme»\n", "no anchor before it"),
    ],
)
def test_refused_aliases(text: str, words: str) -> None:
    text, span = unmark(text)
    finding = only(read(text))
    assert (finding.name, finding.span) == ("alias", span)
    assert words in finding.message
