"""`sla`: rules and rows to rules, and what a target inherits."""

from __future__ import annotations

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import as_ranges
from supportpolicy.compiled.partition import class_of_value
from supportpolicy.compiled.tables import Duration
from supportpolicy.compiled.views import target_rows
from tests.compiler.building import compiled
from tests.compiler.lookup import winner
from tests.compiler.reading import rule_named, rules, some

BASE = """\
coverage: {dublin: {open: {mon-fri: 09:00-17:00}}, tokyo: {timezone: Asia/Tokyo, open: {mon-fri: 09:00-17:00}}}
statuses: {waiting-for-parcel: {waiting_on: third-party}}
severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}
fields: {plan: {type: choice, values: [free, paid]}, gold: {type: boolean}}
"""


def policy(text: str) -> Compiled:
    return compiled(BASE + text)


def targets(compiled: Compiled, rule: str) -> dict[str, dict[str, object]]:
    return {
        target.metric: {key: part for key, part in some(target).items() if key != "metric"}
        for target in rule_named(compiled, "sla", rule).outcome.targets
    }


def test_without_rows() -> None:
    found = policy(
        "sla: [{name: all, clock: dublin, when: {plan: paid}, targets: {first_response: 4h, resolve: none}}]\n"
    )
    assert rules(found, "sla") == [("all", ["plan is paid"], {"sla": "all"})]
    assert targets(found, "all") == {
        "first_response": {"clock": "dublin", "at_most": Duration(minutes=240)},
        "resolve": {"clock": "dublin"},
    }


def test_none_is_an_answer() -> None:
    found = policy(
        "sla: [{name: nobody, when: {plan: free}, targets: none}, {name: all, clock: always, targets: {resolve: 1h}}]\n"
    )
    assert rules(found, "sla") == [("nobody", ["plan is free"], {"sla": "nobody"}), ("all", [], {"sla": "all"})]
    assert targets(found, "nobody") == {}


ROWS = "sla:\n  - {name: a, when: {plan: paid}, rows: severity, clock: dublin, targets: {%s}}\n  - {name: b, targets: none}\n"


def test_each_row_is_a_rule_and_the_rest_stays_with_the_promise() -> None:
    found = policy(ROWS % "high: {resolve: 1h}, low: none")
    assert rules(found, "sla") == [
        ("a: high", ["severity is high", "plan is paid"], {"sla": "a"}),
        ("a: low", ["severity is low", "plan is paid"], {"sla": "a"}),
        # A ticket without a severity is under this promise too, and is promised nothing by it.
        ("a: otherwise", ["plan is paid"], {"sla": "a"}),
        ("b", [], {"sla": "b"}),
    ]
    assert [rule.row for rule in found.table("sla").rules] == ["high", "low", "otherwise", None]
    assert targets(found, "a: otherwise") == {}
    table = found.table("sla")
    paid = found.column("plan").values.index("paid") + 2
    without = winner(table, {"severity": 0, "plan": paid})
    assert without is not None and without.name == "a: otherwise"
    other = winner(table, {"severity": 0, "plan": 0})
    assert other is not None and other.name == "b"


def test_the_row_otherwise_wherever_it_stands() -> None:
    found = policy(ROWS % "otherwise: {resolve: 8h, why: Nobody waits for ever.}, high: {resolve: 1h}")
    assert [rule.name for rule in found.table("sla").rules] == ["a: high", "a: otherwise", "b"]
    assert targets(found, "a: otherwise") == {"resolve": {"clock": "dublin", "at_most": Duration(minutes=480)}}
    assert rule_named(found, "sla", "a: otherwise").why == "Nobody waits for ever."


def test_the_row_otherwise_alone() -> None:
    found = policy(ROWS % "otherwise: {resolve: 8h}")
    assert [rule.name for rule in found.table("sla").rules] == ["a: otherwise", "b"]
    assert "resolve" in targets(found, "a: otherwise")


def test_rows_without_any_target() -> None:
    found = policy("sla: [{name: a, rows: severity, targets: none}]\n")
    assert rules(found, "sla") == [("a", [], {"sla": "a"})]


def test_rows_by_true_and_false() -> None:
    found = policy("sla: [{name: a, rows: gold, clock: always, targets: {true: {resolve: 1h}, false: none}}]\n")
    rule = rule_named(found, "sla", "a: true")
    assert rule.parts[0].any == ({"gold": as_ranges([class_of_value(found.column("gold"), "true")])},)


def test_the_clock_of_a_target_beats_that_of_its_row_and_that_of_its_promise() -> None:
    found = policy(
        ROWS % "high: {clock: tokyo, first_response: 1h, resolve: {at_most: 1h, clock: always}}, low: {resolve: 2h}"
    )
    assert {metric: target["clock"] for metric, target in targets(found, "a: high").items()} == {
        "first_response": "tokyo",
        "resolve": "always",
    }
    assert targets(found, "a: low")["resolve"]["clock"] == "dublin"


def test_the_pauses_of_a_target_beat_those_of_its_row_and_those_of_its_promise() -> None:
    found = policy(
        "sla:\n  - name: a\n    rows: severity\n    clock: always\n    pause_while: [waiting-on-customer]\n    targets:\n"
        "      high: {pause_while: on-hold, first_response: 1h, resolve: {at_most: 1h, pause_while: [waiting-for-parcel, on-hold]}}\n"
        "      low: {resolve: 2h}\n"
    )
    assert {metric: target["pause_while"] for metric, target in targets(found, "a: high").items()} == {
        "first_response": ("on-hold",),
        "resolve": ("waiting-for-parcel", "on-hold"),
    }
    assert targets(found, "a: low")["resolve"]["pause_while"] == ("waiting-on-customer",)


def test_everything_a_target_can_say() -> None:
    found = policy(
        "sla:\n  - name: a\n    clock: dublin\n    on_change: restart\n    targets:\n"
        "      first_response: {at_most: 2bd, usually: 1h30m}\n"
        "      next_response: {by: end of next business day, on_change: keep}\n"
        "      update_every: {usually: 1bd}\n      resolve: {at_most: 7d, clock: always}\n"
    )
    assert targets(found, "a") == {
        "first_response": {
            "clock": "dublin",
            "at_most": Duration(business_days=2),
            "usually": Duration(minutes=90),
            "on_change": "restart",
        },
        "next_response": {"clock": "dublin", "by": "end of next business day"},
        "update_every": {"clock": "dublin", "usually": Duration(business_days=1), "on_change": "restart"},
        "resolve": {"clock": "always", "at_most": Duration(days=7), "on_change": "restart"},
    }


def test_what_follows_and_what_is_said_of_a_promise_is_said_of_every_row() -> None:
    found = policy(
        "messages: {hello: Hello.}\nsla:\n  - {name: a, rows: severity, clock: always, say: hello, tag: promised, why: Contract.,\n"
        "     effective: {from: 2026-06-01}, targets: {high: {resolve: 1h, why: Urgent.}, low: none}}\n"
    )
    table = found.table("sla")
    assert {(rule.outcome.say, rule.outcome.tag) for rule in table.rules} == {(("hello",), ("promised",))}
    assert [rule.why for rule in table.rules] == ["Urgent.", "Contract.", "Contract."]
    assert {(rule.start, rule.until, rule.parts[0].text) for rule in table.rules} == {
        ("2026-06-01", None, "in force from 2026-06-01")
    }


def test_the_rows_as_a_table() -> None:
    found = policy(ROWS % "high: {resolve: {at_most: 1h, usually: 20m}}, low: {resolve: {by: end of business day}}")
    rows = [
        (row.promise, row.when, row.row, row.metric, row.target, row.usually, row.clock) for row in target_rows(found)
    ]
    assert rows == [
        ("a", "plan is paid", "high", "resolve", "1h", "20m", "dublin"),
        ("a", "plan is paid", "low", "resolve", "by end of business day", "", "dublin"),
        ("a", "plan is paid", "otherwise", "", "none", "", ""),
        ("b", "always", "", "", "none", "", ""),
    ]
