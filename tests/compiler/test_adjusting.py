"""`emergency` and what changes a severity afterwards: proof, raise, caps, and emergencies that were none."""

from __future__ import annotations

from supportpolicy.compiled import Compiled
from tests.compiler.building import compiled
from tests.compiler.lookup import winner, winners
from tests.compiler.reading import rule_named, rules, some

BASE = """\
fields:
  impact: {type: choice, values: [down, slow]}
  test: {type: boolean}
messages: {sorry: Sorry., coming: We are coming.}
channels: {email: {}, form: {}, phone: {}}
"""
LEVELS = "levels: [critical, high, low]"


def policy(text: str) -> Compiled:
    return compiled(BASE + text)


def classes(found: Compiled, **facts: str) -> dict[str, int]:
    """The classes of a ticket with these words; everything else is missing."""
    given = {name.replace("__", "."): value for name, value in facts.items()}
    return {
        column.id: column.values.index(given[column.fact]) + 2
        if column.fact in given and given[column.fact] in column.values
        else int(column.fact in given)
        for column in found.columns
    }


def test_only_if_asks_the_rule_that_won() -> None:
    found = policy(
        f"severities:\n  {LEVELS}\n  rules:\n    - {{level: critical, when: {{impact: down}}, only_if: {{channel: phone}}, if_not: high}}\n"
        "    - {name: slow, level: critical, when: {impact: slow}, only_if: {channel: [phone, form], test: false}, if_not: low}\n"
        "    - {level: low}\n"
    )
    assert rules(found, "adjust.proof") == [
        ("critical", ["the severity rule 'critical' won", "what it needs does not hold"], {"severity": "high"}),
        ("slow", ["the severity rule 'slow' won", "what it needs does not hold"], {"severity": "low"}),
    ]
    table = found.table("adjust.proof")

    def answer(**facts: str) -> str | None:
        won = winner(table, classes(found, **facts))
        return None if won is None else won.outcome.decides["severity"]

    assert answer(severity_rule="critical", channel="phone") is None
    assert answer(severity_rule="critical", channel="email") == "high"
    assert answer(severity_rule="critical") == "high"  # a missing fact proves nothing
    assert answer(severity_rule="slow", channel="phone", test="false") is None
    assert answer(severity_rule="slow", channel="phone", test="true") == "low"
    assert answer(severity_rule="slow", channel="email", test="false") == "low"
    assert answer(severity_rule="low") is None


def test_only_if_of_a_grid_asks_each_of_its_cells() -> None:
    found = policy(
        f"severities:\n  {LEVELS}\n  rules:\n    - name: g\n      grid: {{down: impact, across: test, cells: {{down: {{true: low, false: critical}},"
        " slow: {true: low, false: high}}}\n      only_if: {channel: phone}\n      if_not: low\n"
    )
    won = [rule.name for rule in found.table("severity").rules]
    assert won[:2] == ["g: down, true", "g: down, false"]
    table = found.table("adjust.proof")
    for name in won:
        assert winner(table, classes(found, severity_rule=name, channel="email")) is not None
        assert winner(table, classes(found, severity_rule=name, channel="phone")) is None


def test_caps_all_count_and_the_emergency_raises() -> None:
    found = policy(
        f"severities:\n  {LEVELS}\n  rules: [{{level: critical}}]\n"
        "  at_most: [{level: high, when: {channel: form}, why: Forms.}, {name: tests, level: low, when: {test: true}}]\n"
        "emergency: {when: {impact: down}, claimed: {channel: form}, severity: critical, if_not_one: {at_most: high, say: sorry}}\n"
    )
    assert rules(found, "adjust.raise") == [("emergency", ["emergency"], {"severity": "critical"})]
    assert rules(found, "adjust.lower") == [
        ("at most high (1)", ["channel is form"], {"severity": "high"}),
        ("tests", ["test"], {"severity": "low"}),
        ("claimed, but no emergency", ["claimed", "emergency is false"], {"severity": "high"}),
    ]
    assert some(rule_named(found, "adjust.lower", "claimed, but no emergency").outcome)["say"] == ("sorry",)
    lower = found.table("adjust.lower")
    ticket = classes(found, channel="form", test="true", claimed="true", emergency="false")
    assert winners(lower, ticket) == ["at most high (1)", "tests", "claimed, but no emergency"]
    assert winners(lower, classes(found, claimed="true", emergency="true")) == []


def test_if_not_one_may_only_say_something() -> None:
    found = policy("emergency: {when: {impact: down}, claimed: {channel: form}, if_not_one: {say: sorry}}\n")
    assert rules(found, "adjust.lower") == [("claimed, but no emergency", ["claimed", "emergency is false"], {})]


def test_what_is_an_emergency_and_what_is_claimed() -> None:
    found = policy(
        "emergency: {when: {impact: down}, except: {test: true, channel: email}, claimed: {channel: form}, say: coming, why: Loss.}\n"
    )
    assert rules(found, "emergency") == [
        ("except", ["test", "channel is email"], {"emergency": "false"}),
        ("emergency", ["impact is down"], {"emergency": "true"}),
        ("none", [], {"emergency": "false"}),
    ]
    assert rules(found, "emergency.claimed") == [
        ("claimed", ["channel is form"], {"claimed": "true"}),
        ("not claimed", [], {"claimed": "false"}),
    ]
    one = rule_named(found, "emergency", "emergency")
    assert (one.outcome.say, one.why) == (("coming",), "Loss.")
    table = found.table("emergency")

    def answer(**facts: str) -> str:
        won = winner(table, classes(found, **facts))
        assert won is not None
        return won.outcome.decides["emergency"]

    assert answer(impact="down") == "true"
    assert answer(impact="down", test="true", channel="email") == "false"
    assert answer(impact="down", test="true", channel="form") == "true"
    assert answer(impact="slow") == answer() == "false"


def test_outside_its_window_nothing_is_an_emergency_and_nothing_is_claimed() -> None:
    found = policy(
        "emergency: {when: {impact: down}, claimed: {channel: form}, if_not_one: {say: sorry}, effective: {from: 2026-06-01}}\n"
    )
    window = ["in force from 2026-06-01"]
    assert rules(found, "emergency")[0] == ("emergency", [*window, "impact is down"], {"emergency": "true"})
    assert rules(found, "emergency.claimed")[0] == ("claimed", [*window, "channel is form"], {"claimed": "true"})


def test_without_an_emergency_section_there_are_no_such_tables() -> None:
    found = policy("")
    assert [table.name for table in found.tables] == ["channel"]
