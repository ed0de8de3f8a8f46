"""Steps about conditions, severities, ladders and topics."""

import datetime as dt
import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.partition import Column
from supportpolicy.engine import prepare
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.values import Facts, Money, Value
from supportpolicy.targets import lowerings
from supportpolicy.targets.capabilities import TOPICS
from supportpolicy.targets.lowerings.using import columns_in_use
from tests.targets.demo import can_do
from tests.targets.lowering_help import compiled_of, lowered, shown

POLICY = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
fields:
  plan: {type: choice, values: [free, paid], default: free}
  topic: {type: choice, values: [billing, login]}
  total: {type: money}
  seats: {type: number}
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
roles: {lead: {coverage: office, contact: phone}}
teams: [{name: front, coverage: office}, {name: money, coverage: office}, {name: big, coverage: office}]
severities:
  levels: [one, two, three, four]
  rules:
    - {level: one, when: {topic: login}}
    - {level: two, when: {plan: paid}}
    - {level: four, when: {seats: {at_most: 3}}}
    - {level: three}
  at_most: [{level: four, when: {plan: free}}]
routing:
  - {name: dear, when: {total: {above: 200 EUR}}, team: money}
  - {name: dear or billing, when: {any_of: [{total: {above: 100 EUR}}, {topic: billing}]}, team: money}
  - {name: not dear, when: {plan: paid, none_of: [{total: {above: 50 EUR}}]}, team: big}
  - {name: soon, when: {topic: login}, effective: {from: 2027-01-01}, team: big}
  - {name: still, when: {plan: paid}, effective: {from: 2026-01-02}, team: big}
  - {name: small, when: {severity: [three, four]}, team: big}
  - {name: rest, team: front}
sla:
  - name: all
    rows: severity
    targets:
      one: {first_response: 1h, clock: office}
      two: {first_response: 2h, clock: office}
      three: {first_response: 3h, clock: office}
      four: {first_response: 4h, clock: office}
escalation:
  - name: late
    when: {plan: paid}
    stops_on: solved
    clock: office
    steps:
      - {after: 10m, tell: lead}
      - {at: 50%, of: first_response, tell: front}
      - {after: 1bd, unless: acknowledged, tell: team-lead}
  - {name: moved, stops_on: solved, steps: [{after: 1h, assign: big}]}
voice: {formality: casual}
"""
OPENED = dt.datetime(2026, 6, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compiled_of(POLICY, tmp_path_factory.mktemp("rules"))


def words_only(column: Column) -> bool:
    return column.kind == "values"


def answer(compiled: Compiled, facts: Facts) -> tuple[str | None, str | None, int | None]:
    outlines = Outlines(prepare(compiled))
    outline = outlines.of({**facts, "opened": OPENED})
    decided = outlines.decided(outline)
    return decided.get("team"), decided.get("severity"), outline.due.get("first_response")


def tickets() -> list[dict[str, Value]]:
    """Every combination of a few values, absence included."""
    values: dict[str, tuple[Value | None, ...]] = {
        "plan": (None, "free", "paid"),
        "topic": (None, "billing", "login"),
        "total": (None, Money(Decimal(60), "EUR"), Money(Decimal(300), "EUR")),
        "seats": (None, Decimal(2), Decimal(9)),
    }
    return [
        {name: value for name, value in zip(values, chosen, strict=True) if value is not None}
        for chosen in itertools.product(*values.values())
    ]


def test_what_cannot_be_tested_is_decided_as_if_it_were_not_there(policy: Compiled) -> None:
    policy, _ = lowered(policy, lowerings.in_force())
    after, changes = lowered(policy, lowerings.only_columns(words_only))
    used = columns_in_use(after)
    assert all(words_only(after.column(id_)) for id_ in used)
    old, new = prepare(policy), prepare(after)
    before_outlines, after_outlines = Outlines(old), Outlines(new)
    for facts in tickets():
        known = {name: value for name, value in facts.items() if name in ("plan", "topic")}
        bare = before_outlines.of({**known, "opened": OPENED})
        less = after_outlines.of({**facts, "opened": OPENED})
        assert before_outlines.decided(bare) == after_outlines.decided(less), facts
        assert bare.due == less.due
    assert len(changes) == 4


def test_what_is_left_out_is_said_precisely(policy: Compiled) -> None:
    policy, _ = lowered(policy, lowerings.in_force())
    _, changes = lowered(policy, lowerings.only_columns(words_only))
    assert shown(changes) == [
        "SP922 severity: four",
        "SP922 routing: dear",
        "SP921 routing: dear or billing",
        "SP921 routing: not dear",
    ]
    told = {change.loss.about: change.loss for change in changes}
    assert "cannot test total as 'dear' does: total is above 200 EUR" in told["routing: dear"].problem
    assert "decided by the rules below" in told["routing: dear"].fallback
    assert (
        "tickets for which the rule holds only by this test are not its own"
        in told["routing: dear or billing"].fallback
    )
    assert "holds whatever total is" in told["routing: not dear"].fallback
    assert told["routing: dear"].at == "policy.yaml:22"


def test_a_default_is_what_a_fact_is_without_being_known(policy: Compiled) -> None:
    after, _ = lowered(policy, lowerings.only_columns(lambda column: column.fact != "plan", ("severity", "routing")))
    for plan in ("free", "paid"):
        assert answer(after, {"plan": plan})[0] == answer(policy, {})[0]


def test_other_tables_are_left_as_they_are(policy: Compiled) -> None:
    after, _ = lowered(policy, lowerings.only_columns(lambda _: False, ("routing",)))
    assert after.table("severity") == policy.table("severity")
    assert [rule.name for rule in after.table("routing").rules if rule.parts] == []


def test_dates_are_decided_as_of_the_export(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.in_force())
    assert [(change.loss.about, change.loss.kind.code, change.loss.kind.level) for change in changes] == [
        ("routing: soon", "SP922", "error"),
        ("routing: still", "SP921", "info"),
    ]
    assert "from 2027-01-01" in changes[0].loss.problem
    assert all(after.column(id_).fact != "now" for id_ in columns_in_use(after))
    assert [
        rule.name for rule in lowered(policy, lowerings.in_force(dt.date(2027, 1, 1)))[0].table("routing").rules
    ] == [rule.name for rule in policy.table("routing").rules]


@pytest.mark.parametrize("most", [1, 3, 6])
def test_a_table_has_no_more_rules_than_a_tool_takes(policy: Compiled, most: int) -> None:
    after, changes = lowered(policy, lowerings.at_most_rules("routing", most))
    rules = after.table("routing").rules
    assert len(rules) == most
    assert rules[-1].name == "rest"
    assert [rule.name for rule in rules[:-1]] == [rule.name for rule in policy.table("routing").rules[: most - 1]]
    assert shown(changes) == ["SP923 routing"]
    assert lowered(policy, lowerings.at_most_rules("routing", 7))[1] == ()


@pytest.mark.parametrize("most", [1, 2, 3])
def test_the_lowest_severities_become_the_next_higher_one(policy: Compiled, most: int) -> None:
    after, changes = lowered(policy, lowerings.at_most_levels(("p1", "p2", "p3")[:most]))
    levels = policy.severity_levels
    assert after.severity_levels == levels[:most]
    assert [change.loss.about for change in changes] == list(levels[most:])
    old, new = Outlines(prepare(policy)), Outlines(prepare(after))
    for facts in tickets():
        ticket = {**facts, "opened": OPENED}
        before, now = old.of(ticket), new.of(ticket)
        rank = levels.index(old.decided(before)["severity"])
        assert new.decided(now)["severity"] == levels[min(rank, most - 1)]
        assert (now.due["first_response"] or 0) <= (before.due["first_response"] or 0)
    gone = set(levels[most:])
    assert all(gone.isdisjoint(column.values) for column in after.columns if column.fact == "severity")
    assert all(rule.outcome.decides.get("severity") not in gone for table in after.tables for rule in table.rules)


def test_ladders(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.no_ladders(can_do))
    assert shown(changes) == ["SP932 late at 50% of first_response", "SP930 moved"]
    assert [one.name for one in after.timelines] == ["late"]
    assert [rule.name for rule in after.table("timelines").rules] == ["late"]
    assert [one.tell for one in after.timelines[0].steps] == [("lead",), ("team-lead",)]
    assert "it cannot count a share of a promise" in changes[0].loss.problem


def test_delays_are_rounded_and_in_minutes(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.no_ladders(can_do), lowerings.no_unless(), lowerings.step_delays(15))
    assert shown(changes)[2:] == ["SP933 late after 1bd", "SP931 late after 10m", "SP931 late after 1bd"]
    steps = after.timelines[0].steps
    assert [one.after.minutes for one in steps if one.after is not None] == [15, 480]
    assert all(not one.unless for one in steps)
    assert "later than the policy says" in changes[3].loss.fallback
    assert "no later than the policy says" in changes[4].loss.fallback


def test_a_tool_that_sorts_once(policy: Compiled, tmp_path: Path) -> None:
    after, changes = lowered(policy, lowerings.sorted_once())
    assert after == policy
    assert shown(changes) == ["SP940 sorting"]
    assert "plan" in changes[0].loss.problem
    assert lowered(policy, lowerings.sorted_once(("tier",)))[1] == ()


def test_topics_that_are_left_out(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.left_out(TOPICS))
    found = {change.loss.about for change in changes}
    assert {"voice and style", "escalation", "promises", "routing", "severities", "teams", "opening hours"} <= found
    assert {"tiers", "public holidays", "lifecycle", "identity checks", "pauses"}.isdisjoint(found)
    assert after.timelines == ()
    assert all(not after.table(name).rules for name in ("routing", "sla", "severity", "timelines"))
    prepare(after)


def test_a_table_that_others_read_is_not_taken_out(policy: Compiled) -> None:
    after, changes = lowered(policy, lowerings.left_out(("severities",)))
    assert shown(changes) == ["SP950 severities"]
    assert after.table("severity") == policy.table("severity")


def test_a_topic_has_to_be_one() -> None:
    with pytest.raises(ValueError, match="no such topic: weather"):
        lowerings.left_out(("weather",))
