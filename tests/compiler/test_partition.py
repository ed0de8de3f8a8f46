"""Questions to columns: equal things are one cut, and names of any kind never meet in one column."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from decimal import Decimal

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiler.amounts import plain_number
from tests.compiler.building import compiled
from tests.compiler.lookup import Lookup, winner
from tests.compiler.oracle import Euros, Raw

NOW = dt.datetime(2026, 6, 5, 10, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("200", "200"),
        ("200.00", "200"),
        ("+0200.50", "200.5"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("-3.10", "-3.1"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1.5E-2", "0.015"),
        ("-2e0", "-2"),
        ("0x10", "16"),
        ("0o17", "15"),
        ("12345678901234567890.12345678901234567890", "12345678901234567890.1234567890123456789"),
    ],
)
def test_equal_numbers_are_written_alike(text: str, number: str) -> None:
    assert plain_number(text) == number


def test_a_tiny_number_writes_no_endless_row_of_digits() -> None:
    tracemalloc.start()
    assert plain_number("1e-999999999") == "0"
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def policy(fields: str, *rules: str) -> Compiled:
    lines = "".join(f"  - {{name: '{number}', team: a, when: {when}}}\n" for number, when in enumerate(rules, 1))
    return compiled(
        f"fields:\n  plan: {{type: choice, values: [free]}}\n{fields}teams: [{{name: a}}]\nrouting:\n{lines}"
    )


def answer(found: Compiled, facts: dict[str, Raw | None] | None = None, **more: Raw | None) -> str | None:
    won = winner(found.table("routing"), Lookup(found, {**(facts or {}), **more}, NOW).classes)
    return None if won is None else won.name


def test_numbers_by_every_way_of_writing_them() -> None:
    found = policy(
        "", "{bot_turns: {above: 0x10}}", "{bot_turns: 1e1}", "{bot_turns: 10.0}", "{bot_turns: {below: 1e-400}}"
    )
    column = found.column("bot_turns")
    assert [(cut.value, cut.after) for cut in column.cuts] == [("0", False), ("10", False), ("10", True), ("16", True)]
    assert answer(found, bot_turns=Decimal(17)) == "1"
    assert answer(found, bot_turns=Decimal(16)) is None
    assert answer(found, bot_turns=Decimal(10)) == "2"
    assert answer(found, bot_turns=Decimal(-1)) == "4"


CLASHING = """\
  order: {type: money}
  order?: {type: boolean}
  order@EUR: {type: boolean}
  tags has vip: {type: boolean}
  note: {type: text}
  note mentions a: {type: text}
"""


def test_names_that_read_like_columns() -> None:
    found = policy(
        CLASHING,
        "{order: {present: true}, order?: true, order@EUR: true}",
        "{order: {at_most: 5 EUR}, tags has vip: true}",
        "{tags: {has: vip}}",
        "{note: {mentions: a mentions b}}",
        "{note mentions a: {mentions: b}}",
    )
    ids = [column.id for column in found.columns]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert {"order?", "order? (2)", "order@EUR", "order@EUR (2)", "tags has vip", "tags has vip (2)"} <= set(ids)
    assert {"note mentions a mentions b", "note mentions a mentions b (2)"} <= set(ids)
    five = Euros(Decimal(5), "EUR")
    assert answer(found, order=five) is None
    assert answer(found, {"order": five, "order?": True, "order@EUR": True}) == "1"
    assert answer(found, {"order?": True, "order@EUR": True}) is None
    assert answer(found, {"order": five, "tags has vip": True}) == "2"
    assert answer(found, {"tags has vip": True}) is None
    assert answer(found, tags=frozenset({"vip"})) == "3"
    assert answer(found, note="A mentions B") == "4"
    assert answer(found, {"note mentions a": "b"}) == "5"


def test_columns_of_one_fact_agree_on_its_absence() -> None:
    found = policy(
        "  order: {type: money}\n  other: {type: money}\n",
        "{order: {at_most: 5 EUR}}",
        "{order: {at_most: 5 USD}}",
        "{order: {not: 9 EUR}}",
        "{order: {field: other}, plan: free}",
        "{order: {present: false}}",
    )
    columns = [column for column in found.columns if column.fact == "order"]
    assert [column.id for column in columns] == ["order equals other", "order?", "order@EUR", "order@USD"]
    for ticket in ({}, {"order": None}):
        classes = Lookup(found, ticket, NOW).classes
        assert {classes[column.id] for column in columns} == {0}
    pounds = Lookup(found, {"order": Euros(Decimal(9), "GBP")}, NOW).classes
    assert [columns[n].label(pounds[columns[n].id]) for n in range(4)] == [
        "no",
        "yes",
        "another currency",
        "another currency",
    ]


def test_ranked_words_stand_highest_first() -> None:
    found = policy(
        "  urgency: {type: choice, values: [now, soon, later], ranked: true}\n",
        "{urgency: {above: now}}",
        "{urgency: {at_least: soon}}",
        "{urgency: {below: soon}}",
    )
    assert [answer(found, urgency=word) for word in ("now", "soon", "later", None)] == ["2", "2", "3", None]


def test_text_is_compared_as_written_and_searched_whatever_the_case() -> None:
    found = policy("  note: {type: text}\n", "{note: Hello}", "{note: {mentions: STRASSE}}")
    assert [answer(found, note=words) for words in ("Hello", "hello", "In der Straße 5")] == ["1", None, "2"]
