"""A damaged document is Unreadable, with a reason; it is never another exception, and never half a policy."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.compiled import FORMAT, Unreadable, read_compiled, with_hashes, write_compiled
from tests.compiled.policies import compiled

PLAIN: dict[str, Any] = json.loads(write_compiled(compiled("examples/mongodb-support")))


def refused(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_compiled(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "{", "nonsense", "[1, 2", '{"format": 1} trailing', "\ufeff{}", "[" * 100_000, '{"a":' * 50_000, "9" * 5000],
)
def test_what_is_not_json(text: str) -> None:
    assert refused(text).startswith("this is not ")


@pytest.mark.parametrize(
    "text",
    ["null", "3", "[]", '"format"', "{}", '{"format": "1"}', '{"format": true}', '{"format": 0}', '{"format": 1.0}'],
)
def test_what_is_no_compiled_policy(text: str) -> None:
    assert refused(text) == "this is not a compiled policy: it has no 'format'; make one with 'supportpolicy compile'"


def test_a_newer_format_is_refused_whatever_else_is_in_it() -> None:
    said = refused(json.dumps({"format": FORMAT + 1, "unheard": "of"}))
    assert f"compiled in format {FORMAT + 1}" in said and f"knows format {FORMAT}" in said
    assert "update supportpolicy" in said


def asking(*ranges: list[int]) -> list[Any]:
    """The parts of a rule that asks for these ranges of classes."""
    return [{"text": "t", "any": [{"plan": list(ranges)}]}]


def damaged(change: str, value: Any = None) -> str:
    """The document with what stands at a path replaced; `...` takes it away."""
    plain: Any = deepcopy(PLAIN)
    *way, last = [int(part) if part.isdigit() else part for part in change.split("/")]
    place = plain
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("change", "value", "said"),
    [
        ("name", 3, "/name must be of type str"),
        ("tables", {}, "/tables must be a list"),
        ("hashes", [], "/hashes must be a mapping"),
        ("tables/0/rules/0/name", ..., "/tables/0/rules/0 lacks 'name'"),
        ("tables/0/rules/0/unheard", 1, "/tables/0/rules/0/unheard is not known in format 1"),
        ("columns/0/kind", "heap", "/columns/0/kind cannot be 'heap'"),
        ("tables/0/bits/0", "0", "/tables/0/bits/0 must be of type int"),
        ("tables/0/bits/0", True, "/tables/0/bits/0 must be of type int"),
        ("horizon", ["2026-01-01"], "/horizon must have 2 parts"),
        ("messages", {"a": {"en": 1}}, "/messages/a/en must be of type str"),
        ("tables/0/rules/0/parts", asking([0]), "/tables/0/rules/0/parts/0/any/0/plan/0 must have 2 parts"),
    ],
)
def test_the_place_of_the_damage_is_named(change: str, value: Any, said: str) -> None:
    assert refused(damaged(change, value)) == said


@pytest.mark.parametrize(
    ("change", "value", "said"),
    [
        ("tables/0/bits/0", 999, "do not follow its rules"),
        ("tables/0/mode", "last", "the unknown mode 'last'"),
        ("tables/0/masks", {"no such column": ["0"]}, "the column 'no such column', which is not there"),
        ("tables/0/rules/0/parts", asking([0, 99]), "asks for a class of 'plan'"),
        ("tables/0/rules/0/parts", asking([-1, 1]), "asks for a class of 'plan'"),
        ("tables/0/rules/0/parts", asking([2, 1]), "not ranges that rise with gaps"),
        ("tables/0/rules/0/parts", asking([2, 2], [0, 0]), "not ranges that rise with gaps"),
        ("tables/0/rules/0/parts", asking([0, 1], [1, 2]), "not ranges that rise with gaps"),
        ("tables/0/rules/0/parts", asking([0, 1], [2, 2]), "not ranges that rise with gaps"),
        ("columns/0/id", "plan", "is there twice"),
        ("tables/1/name", "tier", "is there twice"),
    ],
)
def test_what_does_not_fit_together_is_refused(change: str, value: Any, said: str) -> None:
    text = refused(damaged(change, value))
    assert said in text and text.startswith("this is not what supportpolicy wrote: ")


@pytest.mark.parametrize("mask", ["", "xyz", "-1", "0x1", "fffffffffff", "1_0", "\u0661"])
def test_a_mask_that_is_none(mask: str) -> None:
    column, masks = next(iter(PLAIN["tables"][0]["masks"].items()))
    assert "a mask for" in refused(damaged(f"tables/0/masks/{column}", [mask, *masks[1:]]))
    assert "masks for the" in refused(damaged(f"tables/0/masks/{column}", masks[1:]))


def test_a_document_that_was_changed_is_known_by_its_hashes() -> None:
    assert "changed after it was compiled" in refused(damaged("name", "another"))
    assert "changed after it was compiled" in refused(damaged("hashes/behaviour", "0" * 64))


def test_what_was_written_is_read() -> None:
    assert with_hashes(read_compiled(json.dumps(PLAIN))) == read_compiled(json.dumps(PLAIN))


def paths(plain: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return [here] + [path for key, part in children for path in paths(part, (*here, key))]


PATHS = [path for path in paths(PLAIN) if path]
JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**70,
    1.5,
    "",
    "x",
    "\ud800",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    {"": []},
    "..",
)


@settings(derandomize=True, database=None, deadline=None, max_examples=600)
@given(st.integers(0, 2**32))
def test_any_damage_is_unreadable_or_harmless(seed: int) -> None:
    random = Random(seed)
    plain = deepcopy(PLAIN)
    for _ in range(random.randint(1, 3)):
        way = random.choice(PATHS)
        try:
            place: Any = plain
            for part in way[:-1]:
                place = place[part]
            match random.randrange(4):
                case 0:
                    del place[way[-1]]
                case 1 if isinstance(place, dict):
                    place[f"{way[-1]}s"] = place[way[-1]]
                case _:
                    place[way[-1]] = random.choice(JUNK)
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # an earlier change took the place away
    try:
        found = read_compiled(json.dumps(plain))
    except Unreadable as error:
        assert str(error)
        return
    write_compiled(with_hashes(found)).encode("utf-8")


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_torn_text_is_unreadable_or_whole(seed: int) -> None:
    random = Random(seed)
    text = json.dumps(PLAIN)
    start = random.randrange(len(text))
    torn = text[:start] + random.choice(("", '"', "{", "]", "\x00", "0", "null")) + text[start + random.randrange(40) :]
    try:
        read_compiled(torn)
    except Unreadable as error:
        assert str(error)


def test_deep_guidance_is_read_or_refused() -> None:
    deep: Any = "end"
    for _ in range(900):
        deep = [deep]
    try:
        found = read_compiled(damaged("guidance", {"a": deep}))
    except Unreadable:
        return
    write_compiled(found)
