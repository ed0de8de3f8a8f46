"""`when`: what each form of writing a condition is read as."""

from pathlib import Path

import pytest

from supportpolicy.language import walk
from supportpolicy.language.conditions import ALWAYS
from tests.language.loading import HEAD, load_text, said

CASES = [
    ("{plan: paid}", "plan is [paid]"),
    ("{plan: [free, paid]}", "plan is [free, paid]"),
    ("{plan: paid, customer.vip: true}", "all(plan is [paid]; customer.vip is [boolean:true])"),
    ("{customer.vip: True}", "customer.vip is [boolean:true]"),
    ("{bot_turns: 3}", "bot_turns is [number:3]"),
    ("{bot_turns: [1, 2]}", "bot_turns is [number:1, number:2]"),
    ("{sentiment: {below: -0.4}}", "sentiment below [number:-0.4]"),
    ('{plan: "3"}', "plan is [3]"),
    ("{plan: no}", "plan is [no]"),
    ("{plan: {not: free}}", "plan not [free]"),
    ("{plan: {not: [free, trial]}}", "plan not [free, trial]"),
    ("{bot_turns: {at_least: 2, at_most: 5}}", "all(bot_turns at_least [number:2]; bot_turns at_most [number:5])"),
    ("{opened: {outside: [dublin, denver]}}", "opened outside [dublin, denver]"),
    ("{customer.since: {older_than: 365d}}", "customer.since older_than [365d]"),
    ("{tags: {has_all: [a, b]}}", "tags has_all [a, b]"),
    ("{body: {mentions: [refund, money back]}}", "body mentions [refund, money back]"),
    ("{plan: {present: false}}", "plan present [boolean:false]"),
    ("{plan: {field: other}}", "plan is [field:other]"),
    ("{order.total: {above: {field: order.limit}}}", "order.total above [field:order.limit]"),
    ("{plan: [free, {field: other}]}", "plan is [free, field:other]"),
    ("{is: serious}", "is [serious]"),
    ("{is: [serious, urgent]}", "is [serious, urgent]"),
    ("{any_of: [{a: 1}, {b: 2}]}", "any(a is [number:1]; b is [number:2])"),
    ("{none_of: [{a: 1}]}", "none(a is [number:1])"),
    ("{all_of: [{a: 1}, {b: 2, c: 3}]}", "all(a is [number:1]; all(b is [number:2]; c is [number:3]))"),
    (
        "{tier: gold, any_of: [{is: down}, {none_of: [{a: 1}, {b: x}]}]}",
        "all(tier is [gold]; any(is [down]; none(a is [number:1]; b is [x])))",
    ),
]


@pytest.mark.parametrize(("written", "meant"), CASES, ids=[written for written, _ in CASES])
def test_a_condition_is_read(written: str, meant: str, tmp_path: Path) -> None:
    policy, findings = load_text(f"{HEAD}routing:\n  - {{name: one, when: {written}, team: front}}\n", tmp_path)
    assert findings == []
    assert said(policy.routing[0].head.when) == meant


def test_no_condition_means_always(tmp_path: Path) -> None:
    policy, _ = load_text(f"{HEAD}routing: [{{name: one, team: front}}]\n", tmp_path)
    assert policy.routing[0].head.when == ALWAYS


def test_a_value_knows_its_place(tmp_path: Path) -> None:
    policy, _ = load_text(
        f"{HEAD}routing:\n  - name: one\n    when: {{plan: [free, paid]}}\n    team: front\n", tmp_path
    )
    (test,) = walk.tests_in(policy.routing[0].head.when)
    assert [(value.text, value.span.line, value.span.col) for value in test.values] == [
        ("free", 5, 19),
        ("paid", 5, 25),
    ]
    assert (test.field.span.line, test.field.span.col, test.field.span.end_col) == (5, 12, 16)


def test_walking_a_condition_keeps_the_order(tmp_path: Path) -> None:
    written = "{a: 1, any_of: [{b: 1}, {is: x}, {none_of: [{c: 1}, {is: y}]}], d: 1}"
    policy, _ = load_text(f"{HEAD}conditions: {{all: {written}}}\n", tmp_path)
    condition = policy.conditions["all"].when
    assert [str(test.field) for test in walk.tests_in(condition)] == ["a", "b", "c", "d"]
    assert [str(name) for named in walk.named_in(condition) for name in named.names] == ["x", "y"]
