"""How a compiled policy grows, counted and not timed; and what is refused because it would grow too much."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled, write_compiled
from supportpolicy.compiled.partition import Cut
from supportpolicy.compiled.tables import Outcome
from supportpolicy.compiler import TooBranched, compile_policy
from supportpolicy.compiler.drafts import DraftPart, DraftRule, DraftTable
from supportpolicy.compiler.masks import MOST_ALTERNATIVES, compile_table
from supportpolicy.compiler.partition import cut_columns
from supportpolicy.compiler.terms import Between, IsOneOf, negated
from tests.compiled.policies import ROOT
from tests.compiler.building import HEAD, compiled, written


def names(count: int) -> str:
    return ", ".join(f"r{number}" for number in range(count))


FIELDS = f"""\
fields:
  plan: {{type: choice, values: [free, paid]}}
  region: {{type: choice, values: [{names(400)}]}}
teams: [{{name: a}}]
"""


def policy(rules: int) -> Compiled:
    lines = [
        f"  - {{name: n{number}, when: {{plan: paid, region: [r{number}, r{number + 1}], bot_turns: {{above: {number}}}}}, team: a}}"
        for number in range(rules)
    ]
    return compiled(FIELDS + "routing:\n" + "\n".join(lines) + "\n")


def size(found: Compiled) -> tuple[int, int, int, int]:
    """Columns, classes, bits, and the ranges of classes in all parts."""
    table = found.table("routing")
    ranges = sum(
        len(admitted) for rule in table.rules for part in rule.parts for one in part.any for admitted in one.values()
    )
    return len(found.columns), sum(column.size for column in found.columns), len(table.bits), ranges


def test_columns_classes_and_bits_grow_with_the_rules() -> None:
    columns, classes, bits, ranges = size(policy(100))
    more_columns, more_classes, more_bits, more_ranges = size(policy(300))
    assert columns == more_columns == 3
    assert (bits, more_bits) == (100, 300)
    assert more_classes - classes == 2 * 200  # a region and a number for each rule
    assert ranges <= 4 * 100 and more_ranges <= 4 * 300  # of plans and of numbers one, of two regions two at most


def thresholds(rules: int) -> DraftTable:
    """Rules that each bring a threshold and a word of their own, and admit about half of all classes."""
    return DraftTable(
        "routing",
        "routing",
        "first",
        tuple(
            DraftRule(
                f"n{number}",
                Outcome(),
                (
                    DraftPart("above", Between("bot_turns", "number", Cut(str(number)), None), "a:1"),
                    DraftPart("word", negated(IsOneOf("region", "choice", (f"r{number}",))), "a:1"),
                ),
            )
            for number in range(1_000, 1_000 + rules)
        ),
    )


@pytest.mark.parametrize(("few", "many"), [(200, 400), (300, 900)])
def test_rules_with_thresholds_of_their_own_are_written_in_proportion(few: int, many: int) -> None:
    """All but the masks, which have a bit for each class and rule."""

    def written_length(rules: int) -> int:
        draft = thresholds(rules)
        table = compile_table(draft, cut_columns([draft]))
        return len(write_compiled(Compiled(tables=(table._replace(bits=(), masks={}),))))

    assert written_length(many) < 1.05 * many / few * written_length(few)


def test_rules_with_thresholds_of_their_own_take_steps_in_proportion() -> None:
    assert steps(800) < 1.05 * 4 * steps(200)


def steps(rules: int) -> int:
    """How many functions are called while such a table is cut and compiled, those of Python itself included."""
    draft = thresholds(rules)
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        compile_table(draft, cut_columns([draft]))
    finally:
        sys.setprofile(before)
    return count


def test_a_list_of_values_is_one_bit() -> None:
    found = compiled(
        FIELDS + f"routing: [{{name: one, when: {{region: [{', '.join(f'r{n}' for n in range(200))}]}}, team: a}}]\n"
    )
    assert len(found.table("routing").bits) == 1


def test_any_of_one_fact_is_one_bit() -> None:
    tests = ", ".join(f"{{bot_turns: {number}}}" for number in range(200))
    found = compiled(FIELDS + f"routing: [{{name: one, when: {{any_of: [{tests}]}}, team: a}}]\n")
    assert len(found.table("routing").bits) == 1


def test_none_of_many_is_one_bit() -> None:
    tests = ", ".join(f"{{tags: {{has: t{number}}}}}" for number in range(200))
    found = compiled(FIELDS + f"routing: [{{name: one, when: {{none_of: [{tests}]}}, team: a}}]\n")
    assert len(found.table("routing").bits) == 1


def exploding(groups: int, width: int, key: str = "any_of") -> str:
    """So many groups that must all hold, each with so many ways to."""
    lists = [", ".join(f"{{tags: {{has: g{g}w{w}}}}}" for w in range(width)) for g in range(groups)]
    return f"{{all_of: [{', '.join(f'{{{key}: [{ways}]}}' for ways in lists)}]}}"


def with_rule(when: str) -> str:
    return f"{FIELDS}routing:\n  - {{name: fine, team: a, when: {{plan: paid}}}}\n  - {{name: wild, team: a, when: {when}}}\n"


def test_as_many_alternatives_as_are_allowed() -> None:
    found = compiled(with_rule(exploding(5, 4)))
    assert len(found.table("routing").bits) == 1 + MOST_ALTERNATIVES


@pytest.mark.parametrize(
    "when",
    [
        exploding(5, 5),
        exploding(30, 3),
        f"{{none_of: [{{none_of: [{exploding(6, 4)}]}}]}}",
        f"{{any_of: [{{plan: paid}}, {exploding(6, 4)}]}}",
        f"{{tags: {{has: [{names(33)}]}}, subject: {{mentions: [{names(33)}]}}}}",
    ],
    ids=["wide", "deep", "negated", "nested", "two long lists"],
)
def test_a_condition_that_explodes_is_refused_by_its_place(when: str) -> None:
    policy = written(with_rule(when))
    with pytest.raises(TooBranched) as caught:
        compile_policy(policy)
    problem = caught.value
    assert (problem.table, problem.rule, problem.at) == ("routing", "wild", "policy.yaml:12")
    assert str(problem) == "routing: wild"


@pytest.mark.parametrize("command", [("compile",), ("build", "--out", "out")])
def test_the_command_says_which_rule_and_what_to_do(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(HEAD + with_rule(exploding(6, 4)), encoding="utf-8")
    name, *options = command
    ran = subprocess.run(
        [sys.executable, "-m", "supportpolicy", name, "policy.yaml", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "policy.yaml:12" in ran.stderr and "'wild'" in ran.stderr and "make several rules of it" in ran.stderr
    assert "Traceback" not in ran.stderr
