"""`tiers`, `severities`, `routing` and grids: how each is written, and the rules it becomes."""

from __future__ import annotations

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import as_ranges, classes_in
from supportpolicy.compiled.partition import class_of_value
from tests.compiler.building import compiled
from tests.compiler.reading import rule_named, rules, some

FIELDS = """\
fields:
  impact: {type: choice, values: [down, slow]}
  urgency: {type: choice, values: [now, later]}
  vip: {type: boolean}
teams: [{name: a}, {name: b}]
"""
GRID = "grid: {down: impact, across: urgency, cells: {down: {now: %s, later: %s}, slow: {now: %s, later: %s}}}"


def policy(text: str) -> Compiled:
    return compiled(FIELDS + text)


def test_tiers() -> None:
    found = policy(
        "tiers:\n  - {name: by hand, when: {vip: true}, tier: gold, tag: vip}\n"
        f"  - {{name: by grid, {GRID % ('gold', 'silver', 'silver', 'bronze')}}}\n  - {{name: rest}}\n"
    )
    assert rules(found, "tier") == [
        ("by hand", ["vip"], {"tier": "gold"}),
        ("by grid: down, now", ["impact is down", "urgency is now"], {"tier": "gold"}),
        ("by grid: down, later", ["impact is down", "urgency is later"], {"tier": "silver"}),
        ("by grid: slow, now", ["impact is slow", "urgency is now"], {"tier": "silver"}),
        ("by grid: slow, later", ["impact is slow", "urgency is later"], {"tier": "bronze"}),
        ("rest", [], {"tier": "rest"}),
    ]
    assert some(rule_named(found, "tier", "by hand").outcome) == {"decides": {"tier": "gold"}, "tag": ("vip",)}


def test_severities_by_rules_and_by_a_grid_of_their_own() -> None:
    found = policy(
        "severities:\n  levels: [high, low]\n  rules: [{level: high, when: {vip: true}}, {level: high, when: {bot_turns: 3}}]\n"
        f"  {GRID % ('high', 'low', 'low', 'low')}\n"
    )
    assert [(name, decides) for name, _, decides in rules(found, "severity")] == [
        ("high", {"severity": "high"}),
        ("high (2)", {"severity": "high"}),
        ("down, now", {"severity": "high"}),
        ("down, later", {"severity": "low"}),
        ("slow, now", {"severity": "low"}),
        ("slow, later", {"severity": "low"}),
    ]
    assert found.severity_levels == ("high", "low")


def test_routing_with_a_grid_a_condition_and_a_queue() -> None:
    found = policy(
        f"routing:\n  - {{name: vips, queue: fast, when: {{vip: true}}, {GRID % ('a', 'a', 'a', 'b')}}}\n"
        "  - {name: rest, team: none}\n"
    )
    assert rules(found, "routing")[:2] == [
        ("vips: down, now", ["impact is down", "urgency is now", "vip"], {"team": "a", "queue": "fast"}),
        ("vips: down, later", ["impact is down", "urgency is later", "vip"], {"team": "a", "queue": "fast"}),
    ]
    assert rules(found, "routing")[-1] == ("rest", [], {"team": "none"})


def test_a_grid_over_true_and_false() -> None:
    found = policy(
        "routing:\n  - name: g\n    grid: {down: vip, across: impact, cells: {true: {down: a, slow: b}, false: {down: b, slow: b}}}\n"
    )
    rule = rule_named(found, "routing", "g: true, slow")
    assert rule.parts[0].any == ({"vip": as_ranges([class_of_value(found.column("vip"), "true")])},)
    assert rule.parts[1].any == ({"impact": as_ranges([class_of_value(found.column("impact"), "slow")])},)


def test_a_window_and_the_head_of_a_file_are_part_of_every_condition() -> None:
    found = compiled(
        "applies: {when: {vip: true}, effective: {from: 2026-02-01, until: 2026-05-01}}\n" + FIELDS + "routing:\n"
        "  - {name: one, when: {impact: down}, team: a, effective: {from: 2026-01-01, until: 2026-03-01}}\n"
        f"  - {{name: two, {GRID % ('a', 'a', 'a', 'b')}}}\n"
    )
    assert rules(found, "routing")[0] == (
        "one",
        ["in force from 2026-02-01 until 2026-03-01", "vip", "impact is down"],
        {"team": "a"},
    )
    assert rules(found, "routing")[1][1] == [
        "in force from 2026-02-01 until 2026-05-01",
        "impact is down",
        "urgency is now",
        "vip",
    ]
    rule = rule_named(found, "routing", "one")
    assert (rule.start, rule.until) == ("2026-02-01", "2026-03-01")
    now = found.column("now")
    assert [now.label(number) for number in classes_in(rule.parts[0].any[0]["now"])] == [
        "from 2026-02-01 below 2026-03-01"
    ]


def test_what_a_rule_says_of_itself() -> None:
    found = policy("routing: [{name: one, team: a, why: So., source: A page., owner: Ann}]\n")
    rule = found.table("routing").rules[0]
    assert (rule.why, rule.source, rule.owner, rule.at) == ("So.", "A page.", "Ann", "policy.yaml:11")


def test_tables_stand_in_the_order_of_their_stages() -> None:
    found = policy(
        "messages: {no: No.}\nchannels: {email: {}}\nlanguages: {en: {level: full}}\ntiers: [{name: t}]\n"
        "severities: {levels: [high, low], rules: [{level: high, only_if: {vip: true}, if_not: low}],\n"
        "  at_most: [{level: low, when: {tier: t}}]}\n"
        "emergency: {when: {vip: true}, severity: high}\nrouting: [{name: r, team: a}]\nsla: [{name: s, targets: none}]\n"
        "refunds: [{name: f, decision: deny, say: no}]\n"
    )
    assert [(table.name, table.stage) for table in found.tables] == [
        ("tier", "tier"),
        ("severity", "severity"),
        ("language", "language"),
        ("emergency", "emergency"),
        ("emergency.claimed", "emergency"),
        ("channel", "channel"),
        ("adjust.proof", "adjust"),
        ("adjust.raise", "adjust"),
        ("adjust.lower", "adjust"),
        ("routing", "routing"),
        ("sla", "sla"),
        ("refunds", "after"),
    ]
    assert {table.name for table in found.tables if table.mode == "all"} == {"adjust.lower"}


def test_a_table_that_is_not_there_is_empty() -> None:
    assert policy("").table("routing").rules == ()
