"""How a compiled policy grows, counted and not timed; and what is refused because it would grow too much."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import TooBranched, compile_policy
from supportpolicy.compiler.masks import MOST_ALTERNATIVES
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
    """Columns, classes, bits, and the classes named in all parts."""
    table = found.table("routing")
    named = sum(
        len(classes) for rule in table.rules for part in rule.parts for one in part.any for classes in one.values()
    )
    return len(found.columns), sum(column.size for column in found.columns), len(table.bits), named


def test_columns_classes_and_bits_grow_with_the_rules() -> None:
    (columns, classes, bits, _), (more_columns, more_classes, more_bits, _) = size(policy(100)), size(policy(300))
    assert columns == more_columns == 3
    assert (bits, more_bits) == (100, 300)
    assert more_classes - classes == 2 * 200  # a region and a number for each rule


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
