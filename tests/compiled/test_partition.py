"""Columns: how many classes, what each is called, and which one a value falls into."""

from __future__ import annotations

from decimal import Decimal

import pytest

from supportpolicy.compiled.partition import (
    Column,
    Cut,
    Probe,
    class_of_range,
    class_of_value,
    cut_key,
)

WORDS = Column("plan", "plan", "values", "choice", values=("free", "paid"))
NUMBERS = Column("n", "n", "ranges", "number", cuts=(Cut("-1.5"), Cut("2"), Cut("2", True), Cut("10", True)))
MONEY = Column("m@EUR", "m", "ranges", "money", cuts=(Cut("5"),), currency="EUR")
DAYS = Column("now", "now", "ranges", "time", cuts=(Cut("2026-06-01"), Cut("2026-09-01")))
FLAG = Column("tags has vip", "tags", "flag", "tags", probe=Probe("has", "vip"))
BARE = Column("n", "n", "ranges", "number")


@pytest.mark.parametrize(
    ("column", "labels"),
    [
        (WORDS, ["absent", "anything else", "free", "paid"]),
        (NUMBERS, ["absent", "below -1.5", "from -1.5 below 2", "exactly 2", "above 2 up to 10", "above 10"]),
        (MONEY, ["absent", "below 5", "from 5", "another currency"]),
        (DAYS, ["absent", "below 2026-06-01", "from 2026-06-01 below 2026-09-01", "from 2026-09-01"]),
        (FLAG, ["absent", "no", "yes"]),
        (BARE, ["absent", "any"]),
    ],
    ids=["words", "numbers", "money", "days", "flag", "bare"],
)
def test_classes_have_names(column: Column, labels: list[str]) -> None:
    assert [column.label(number) for number in range(column.size)] == labels


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("-2", "below -1.5"),
        ("-1.5", "from -1.5 below 2"),
        ("1.999", "from -1.5 below 2"),
        ("2", "exactly 2"),
        ("2.00", "exactly 2"),
        ("2.001", "above 2 up to 10"),
        ("10", "above 2 up to 10"),
        ("10.0001", "above 10"),
    ],
)
def test_the_class_of_a_number(value: str, label: str) -> None:
    keys = [cut_key(cut, NUMBERS.type) for cut in NUMBERS.cuts]
    assert NUMBERS.label(class_of_range(NUMBERS, keys, Decimal(value))) == label


@pytest.mark.parametrize(
    ("day", "number"), [("2026-05-31", 1), ("2026-06-01", 2), ("2026-08-31", 2), ("2026-09-01", 3)]
)
def test_the_class_of_a_date(day: str, number: int) -> None:
    assert class_of_range(DAYS, [cut_key(cut, "time") for cut in DAYS.cuts], day) == number


def test_the_class_of_a_word() -> None:
    assert [class_of_value(WORDS, word) for word in ("free", "paid", "Free", "")] == [2, 3, 1, 1]
