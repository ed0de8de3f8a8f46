"""Random draft conditions: the ranges of their parts, the masks of their table and the words themselves agree."""

from __future__ import annotations

import itertools
from decimal import Decimal
from random import Random
from typing import Literal

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from supportpolicy.compiled.admitted import is_canonical
from supportpolicy.compiled.partition import ABSENT, Column, Cut, Probe, class_of_range, class_of_value, cut_key
from supportpolicy.compiled.tables import Outcome, Table
from supportpolicy.compiler import TooBranched
from supportpolicy.compiler.drafts import DraftPart, DraftRule, DraftTable
from supportpolicy.compiler.masks import compile_table
from supportpolicy.compiler.partition import Key, cut_columns
from supportpolicy.compiler.terms import Between, IsOneOf, IsPresent, Joined, Probed, Term
from tests.compiler.lookup import holds, winner, winners

HOWS: tuple[Literal["all", "any", "none"], ...] = ("all", "any", "none")
WORDS = ("a", "b", "c", "d")
VIP = Probe("has", "vip")
Ticket = dict[str, str | int | bool | None]
TICKETS: list[Ticket] = [
    {"plan": plan, "seats": seats, "tags": vip}
    for plan, seats, vip in itertools.product((None, "else", *WORDS), (None, *range(9)), (None, False, True))
]


def random_term(random: Random, depth: int) -> Term:
    if depth and random.random() < 0.6:
        return Joined(random.choice(HOWS), tuple(random_term(random, depth - 1) for _ in range(random.randint(0, 3))))
    match random.randrange(5):
        case 0:
            return IsOneOf("plan", "choice", tuple(random.sample(WORDS, random.randint(1, 3))))
        case 1:
            return IsPresent("plan", "choice")
        case 2:
            return Probed("tags", "tags", VIP, random.random() < 0.5)
        case 3:
            return IsPresent("seats", "number")
        case _:
            return Between("seats", "number", random_cut(random), random_cut(random))


def random_cut(random: Random) -> Cut | None:
    return None if random.random() < 0.3 else Cut(str(random.randint(1, 7)), random.random() < 0.5)


def says(term: Term, ticket: Ticket) -> bool:
    """What a term means, without columns and classes."""
    if isinstance(term, Joined):
        each = [says(part, ticket) for part in term.terms]
        return all(each) if term.how == "all" else any(each) == (term.how == "any")
    value = ticket[term.fact]
    if value is None or isinstance(term, IsPresent):
        return value is not None
    if isinstance(term, IsOneOf):
        return value in term.values
    if isinstance(term, Probed):
        return value is term.wanted
    number = int(value)
    above = term.low is None or (number > int(term.low.value) if term.low.after else number >= int(term.low.value))
    below = term.high is None or (number <= int(term.high.value) if term.high.after else number < int(term.high.value))
    return above and below


def class_of(column: Column, ticket: Ticket) -> int:
    value = ticket[column.fact]
    if value is None:
        return ABSENT
    if column.kind == "flag":
        return 2 if value else 1
    if column.kind == "values":
        return class_of_value(column, str(value))
    return class_of_range(column, [cut_key(cut, column.type) for cut in column.cuts], Decimal(int(value)))


def random_table(random: Random) -> tuple[DraftTable, dict[Key, Column], Table]:
    rules = []
    for number in range(random.randint(1, 12)):
        terms = [random_term(random, 3) for _ in range(random.randint(0, 3))]
        rules.append(DraftRule(f"rule {number}", Outcome(), tuple(DraftPart("t", term, "at") for term in terms)))
    draft = DraftTable("routing", "routing", "first", tuple(rules))
    columns = cut_columns([draft])
    return draft, columns, compile_table(draft, columns)


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(st.integers(0, 2**32))
def test_ranges_masks_and_words_agree(seed: int) -> None:
    try:
        draft, columns, table = random_table(Random(seed))
    except TooBranched:
        reject()
    sizes = {column.id: column.size for column in columns.values()}
    admitted = [pair for rule in table.rules for part in rule.parts for one in part.any for pair in one.items()]
    assert all(classes and is_canonical(classes, sizes[column]) for column, classes in admitted)
    for ticket in TICKETS:
        classes = {column.id: class_of(column, ticket) for column in columns.values()}
        expected = [rule.name for rule in draft.rules if all(says(part.term, ticket) for part in rule.parts)]
        assert [rule.name for rule in table.rules if holds(rule, classes)] == expected
        assert winners(table, classes) == expected
        won = winner(table, classes)
        assert (won and won.name) == (expected[0] if expected else None)
