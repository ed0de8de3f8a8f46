"""Why: the rule that won, the first test that each rule above it failed, and what became of another rule."""

from __future__ import annotations

import pytest

from supportpolicy.engine import Answer, Ticket, UnknownName, Value, WhyNot, decide, why_not
from tests.engine.asking import ask, engine_of, local

NOW = local("2026-06-03 10:00")
POLICY = """\
fields:
  plan: {type: choice, values: [free, team, enterprise]}
  impact: {type: choice, values: [down, slow]}
  reason: {type: choice, values: [broken, other]}
  days: {type: number}
tiers:
  - name: gold
    when:
      plan: enterprise
      customer.vip: true
    why: They pay most.
  - {name: silver, when: {plan: [team, enterprise]}}
  - {name: rest}
severities:
  levels: [high, normal, low]
  rules:
    - {name: outage, level: high, when: {impact: down}, only_if: {channel: phone}, if_not: normal}
    - {level: low}
  at_most: [{name: free is low, level: low, when: {plan: free}}]
channels: {phone: {}, email: {}}
refunds:
  - {name: broken, when: {reason: broken, days: {at_most: 30}}, decision: approve}
  - {name: late, when: {reason: broken}, decision: review}
  - {name: else, decision: deny}
"""


def line(text: str) -> str:
    """Where a piece of the policy stands; its head has five lines."""
    return f"policy.yaml:{POLICY[: POLICY.index(text)].count(chr(10)) + 6}"


def reason(answer: Answer, table: str) -> tuple[str | None, str, list[tuple[str, str, str]]]:
    found = next(one for one in answer.reasons if one.table == table)
    return found.rule, found.at, [(one.rule, one.test, one.at) for one in found.before]


def asked(**facts: Value | None) -> Answer:
    return ask(POLICY, {"opened": NOW, **{name.replace("__", "."): value for name, value in facts.items()}})


def test_the_first_test_that_failed_with_its_line() -> None:
    answer = asked(plan="team", customer__vip=False)
    assert reason(answer, "tier") == (
        "silver",
        line("  - {name: silver"),
        [("gold", "plan is enterprise", line("      plan: enterprise"))],
    )
    answer = asked(plan="enterprise", customer__vip=False)
    assert reason(answer, "tier")[2] == [("gold", "customer.vip", line("      customer.vip: true"))]
    missing = asked()
    assert reason(missing, "tier")[0] == "rest"
    assert [rule for rule, _, _ in reason(missing, "tier")[2]] == ["gold", "silver"]


def test_the_rule_that_won_with_its_tests_and_why() -> None:
    won = next(one for one in asked(plan="enterprise", customer__vip=True).reasons if one.table == "tier")
    assert (won.rule, won.holds, won.why, won.before) == (
        "gold",
        ("plan is enterprise", "customer.vip"),
        "They pay most.",
        (),
    )


def test_what_changed_a_severity_has_a_reason_of_its_own() -> None:
    answer = asked(plan="free", impact="down", channel="email")
    assert answer.stages["severity"] == "low"
    tables = {one.table: one.rule for one in answer.reasons}
    assert tables["severity"] == "outage"
    assert tables["adjust.proof"] == "outage"
    assert tables["adjust.lower"] == "free is low"
    calm = {one.table for one in asked(plan="team").reasons}
    assert not any(table.startswith("adjust") for table in calm)


def test_without_reasons_the_rest_is_the_same() -> None:
    facts: dict[str, Value | None] = {"opened": NOW, "plan": "free", "request": "refund"}
    engine = engine_of(POLICY)
    whole = decide(engine, Ticket(facts))
    brief = decide(engine, Ticket(facts), reasons=False)
    assert brief.reasons == () and brief.guidance == {} and whole.reasons
    assert whole._replace(reasons=(), guidance={}) == brief


def test_an_undecided_table_has_no_rule() -> None:
    answer = asked(request="refund", reason="broken")
    assert reason(answer, "refunds") == (None, "", [])
    decided = asked(request="refund", reason="other")
    assert reason(decided, "refunds")[0] == "else"
    assert [rule for rule, _, _ in reason(decided, "refunds")[2]] == ["broken", "late"]


def why(table: str, rule: str, **facts: Value | None) -> WhyNot:
    given: dict[str, Value | None] = {"opened": NOW, **{name.replace("__", "."): v for name, v in facts.items()}}
    return why_not(engine_of(POLICY), Ticket(given), None, table, rule)


def test_why_not() -> None:
    found = why("tier", "gold", plan="enterprise", customer__vip=False)
    assert (found.wins, found.holds, found.won_by, found.asked) == (False, False, "silver", True)
    assert [(one.text, one.holds, one.values) for one in found.tests] == [
        ("plan is enterprise", True, (("plan", "enterprise"),)),
        ("customer.vip", False, (("customer.vip", "no"),)),
    ]
    assert found.at == line("  - name: gold") and found.tests[1].at == line("      customer.vip: true")
    later = why("tier", "rest", plan="team")  # it holds, but stands below
    assert (later.wins, later.holds, later.won_by) == (False, True, "silver")
    winner = why("tier", "silver", plan="team")
    assert (winner.wins, winner.holds, winner.won_by) == (True, True, None)
    missing = why("tier", "gold", plan=None)
    assert [one.values for one in missing.tests] == [(("plan", "none"),), (("customer.vip", "missing"),)]


def test_why_not_where_facts_are_unknown_or_the_table_is_not_asked() -> None:
    open_ = why("refunds", "broken", request="refund", reason="broken")
    assert (open_.asked, open_.wins, open_.holds, open_.won_by) == (True, False, None, None)
    assert [one.holds for one in open_.tests] == [True, None]
    unasked = why("refunds", "broken", reason="broken")
    assert (unasked.asked, unasked.wins) == (False, False)
    cap = why("adjust.lower", "free is low", plan="free")
    assert (cap.wins, cap.holds) == (True, True)


@pytest.mark.parametrize(("table", "rule"), [("tiers", "gold"), ("tier", "platinum"), ("sla", "any")])
def test_names_that_do_not_exist(table: str, rule: str) -> None:
    with pytest.raises(UnknownName) as error:
        why(table, rule)
    assert error.value.name in (table, rule) and error.value.known
