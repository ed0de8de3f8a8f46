"""What Zendesk cannot say, and what becomes of it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.verify import verify
from supportpolicy.targets.zendesk import TARGET
from supportpolicy.targets.zendesk.dialect import option_tag, priorities_of, slug
from supportpolicy.targets.zendesk.gaps import years_after
from supportpolicy.targets.zendesk.kinds import KINDS
from tests.targets.zendesk.making import Made, asked, instant, made

HEAD = """supportpolicy: 1
name: shop
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
"""
PLAIN = "teams: [{name: front}]\nrouting: [{name: all, team: front}]\n"


def agreed(one: Made) -> Made:
    """The same, once the model agrees about every ticket."""
    found = verify(TARGET.model, one.files, one.engine, cover_of(one.engine, 2_000))
    assert found.agrees, [str(each) for each in found.disagreements]
    return one


def losses(one: Made) -> list[str]:
    """Code and subject of each loss."""
    return [f"{change.loss.kind.code} {change.loss.about}" for change in one.changes]


def bodies(one: Made, name: str, kind: str) -> list[dict[str, Any]]:
    """The objects of one kind in a file."""
    return [request["body"][kind] for request in json.loads(one.files[name]) if kind in request["body"]]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_kinds_explain_themselves(kind: Kind, tmp_path: Path) -> None:
    bad, good = agreed(made(kind.bad, tmp_path / "bad")), agreed(made(kind.good, tmp_path / "good"))
    assert kind in {change.loss.kind for change in bad.changes}
    assert kind not in {change.loss.kind for change in good.changes}


def test_a_phrase_that_must_not_be_in_the_message_must_not_be_in_the_subject(tmp_path: Path) -> None:
    text = HEAD + (
        "teams: [{name: front}, {name: robot}]\n"
        "routing:\n"
        "  - {name: harmless, when: {none_of: [{body: {mentions: lawyer}}]}, team: robot}\n"
        "  - {name: all, team: front}\n"
    )
    one = agreed(made(text, tmp_path))
    assert "SP970 harmless" in losses(one)
    assert asked(one, subject="My Lawyer", body="hello", opened="2026-05-04T10:00+00:00")["team"] == "front"
    assert asked(one, subject="hello", opened="2026-05-04T10:00+00:00")["team"] == "robot"


def test_hours_chosen_by_a_fact_are_a_schedule_for_each_case(tmp_path: Path) -> None:
    text = (
        HEAD
        + PLAIN
        + (
            "fields:\n  region: {type: choice, values: [us, jp, eu]}\n"
            "coverage:\n"
            "  dublin: {open: {mon-fri: 09:00-17:00}}\n"
            "  tokyo: {timezone: Asia/Tokyo, open: {mon-fri: 09:00-17:00}}\n"
            "  theirs: {choose_by: region, jp: tokyo, us: always, otherwise: dublin}\n"
            "sla: [{name: all, targets: {first_response: 1h, clock: theirs}}]\n"
        )
    )
    one = agreed(made(text, tmp_path))
    assert losses(one) == []
    at = "2026-06-08T00:30+00:00"
    assert asked(one, region="jp", opened=at)["due first_response"] == instant("2026-06-08T01:30+00:00")
    assert asked(one, region="us", opened="2026-06-06T03:00+00:00")["due first_response"] == instant(
        "2026-06-06T04:00+00:00"
    )
    assert asked(one, region="eu", opened=at)["due first_response"] == instant("2026-06-08T09:00+00:00")
    assert asked(one, opened=at)["due first_response"] == instant("2026-06-08T09:00+00:00")


def test_a_promise_without_severities_still_has_a_priority(tmp_path: Path) -> None:
    text = HEAD + PLAIN + "sla: [{name: all, targets: {first_response: 90m, clock: always}}]\n"
    one = agreed(made(text, tmp_path))
    found = asked(one, opened="2026-06-08T00:30+00:00")
    assert (found["severity"], found["due first_response"]) == (None, instant("2026-06-08T02:00+00:00"))


def test_two_promises_for_the_same_row(tmp_path: Path) -> None:
    text = (
        HEAD
        + PLAIN
        + (
            "fields:\n  plan: {type: choice, values: [a, b]}\n"
            "severities: {levels: [high, low], rules: [{level: high, when: {plan: b}}, {level: low}]}\n"
            "sla:\n"
            "  - {name: one, when: {plan: a}, rows: severity, targets: {high: none, low: {first_response: 1h, clock: always}}}\n"
            "  - {name: two, rows: severity, targets: {high: {first_response: 2h, clock: always}, low: none}}\n"
        )
    )
    one = agreed(made(text, tmp_path))
    assert len(bodies(one, "sla_policies.json", "sla_policy")) == 2


def test_severity_that_is_raised_and_then_lowered(tmp_path: Path) -> None:
    # A cap lowers what was high by itself; then the rule that raises must not find something to raise.
    text = HEAD + (
        "teams: [{name: front}]\nrouting: [{name: all, team: front}]\n"
        "fields:\n  impact: {type: choice, values: [down, slow]}\n  plan: {type: choice, values: [free, paid]}\n"
        "severities:\n  levels: [critical, high, normal]\n"
        "  rules:\n    - {level: critical, when: {impact: down}, only_if: {channel: phone}, if_not: high}\n"
        "    - {level: normal}\n"
        "  at_most: [{level: high, when: {plan: free}}, {level: normal, when: {channel: forum}}]\n"
        "channels: {phone: {}, email: {}, forum: {}}\n"
        "emergency: {when: {impact: down, channel: [phone, forum]}, severity: critical, steps: [{after: 2h, tell: front, via: chat}]}\n"
    )
    one = agreed(made(text, tmp_path))
    at = "2026-06-08T00:30+00:00"
    for channel, plan, wanted in (
        ("phone", "paid", "critical"),
        ("phone", "free", "high"),
        ("forum", "paid", "normal"),
        ("email", "paid", "high"),
    ):
        assert asked(one, impact="down", plan=plan, channel=channel, opened=at)["severity"] == wanted, (channel, plan)


def test_what_triggers_cannot_test_becomes_a_tag_that_somebody_must_set(tmp_path: Path) -> None:
    text = HEAD + (
        "teams: [{name: front}, {name: sales}]\n"
        "fields:\n  seats: {type: number}\n  told: {type: boolean}\n"
        "routing:\n"
        "  - {name: large, when: {seats: {at_least: 100}}, team: sales}\n"
        "  - {name: said no, when: {told: false}, team: sales}\n"
        "  - {name: all, team: front}\n"
    )
    one = agreed(made(text, tmp_path))
    titles = [task.title for task in one.rendered.tasks]
    assert "Have each new ticket tagged: seats" in titles
    task = next(task for task in one.rendered.tasks if task.title.endswith("seats"))
    assert (
        task.steps[0]
        == "Tag `policy_fact_seats_from-100_" + slug("from 100").split("_")[1] + "` where seats is from 100."
    )
    fields = bodies(one, "ticket_fields.json", "ticket_field")
    assert [(field["title"], field["type"]) for field in fields] == [("told", "tagger")], "a box cannot say `no`"


def test_messages_and_rules_for_agents_are_macros(tmp_path: Path) -> None:
    text = (
        HEAD
        + PLAIN
        + (
            "fields:\n  request: {type: choice, values: [refund]}\n  order.total: {type: money}\n"
            "currency: EUR\n"
            "messages: {sorry: {en: 'Hello {requester.first_name|there}, {order.total} is on its way.'}}\n"
            "refunds: [{name: small, when: {order.total: {at_most: 50 EUR}}, decision: approve, say: sorry}, {name: else, decision: deny}]\n"
        )
    )
    one = made(text, tmp_path)
    macros = {macro["title"]: macro["actions"] for macro in bodies(one, "macros.json", "macro")}
    assert macros["Policy::sorry::en"] == [
        {"field": "comment_value", "value": "Hello {{ticket.requester.first_name}}, [order.total] is on its way."}
    ]
    assert macros["Policy::Refunds"][0] == {"field": "comment_mode_is_public", "value": "false"}
    assert (
        "1. small: order.total is at most 50 EUR; decision: approve; say sorry."
        in macros["Policy::Refunds"][1]["value"]
    )


def test_steps_that_change_a_ticket_after_whole_hours_are_automations(tmp_path: Path) -> None:
    text = HEAD + (
        "teams: [{name: front}, {name: back}]\nrouting: [{name: all, team: front}]\n"
        "escalation:\n"
        "  - {name: old, starts_on: opened, stops_on: solved, clock: always, steps: [{after: 90m, assign: back}]}\n"
        "  - {name: unread, starts_on: opened, stops_on: first_response, clock: always, steps: [{after: 2h, assign: back}]}\n"
        "lifecycle:\n  rules:\n"
        "    - {name: close, starts_on: solved, stops_on: reopened, clock: always, steps: [{after: 3d, status: closed}]}\n"
    )
    one = agreed(made(text, tmp_path))
    assert losses(one) == ["SP930 unread", "SP931 old after 1h30m"]
    found = [(rule["conditions"]["all"], rule["actions"]) for rule in bodies(one, "automations.json", "automation")]
    assert [conditions[1] for conditions, _ in found] == [
        {"field": "NEW", "operator": "greater_than", "value": "1"},
        {"field": "SOLVED", "operator": "greater_than", "value": "72"},
    ]
    (old, assigns), (closed, closes) = found
    assert old[2]["operator"] == "not_includes"
    assert assigns[-1]["value"] == old[2]["value"], "without the tag it would fire every hour"
    assert closes == [{"field": "status", "value": "closed"}], (
        "closing stops itself, and a second closing must be possible"
    )
    assert len(closed) == 2


def test_priorities_keep_the_order_and_the_names() -> None:
    assert priorities_of(("critical", "high", "normal", "low")) == {
        "critical": "urgent",
        "high": "high",
        "normal": "normal",
        "low": "low",
    }
    assert priorities_of(("high", "low")) == {"high": "high", "low": "low"}
    assert priorities_of(("p1", "p2", "p3")) == {"p1": "high", "p2": "normal", "p3": "low"}
    assert priorities_of(("urgent", "normal")) == {"urgent": "urgent", "normal": "normal"}
    assert priorities_of(("only",)) == {"only": "normal"}


def test_different_names_give_different_tags() -> None:
    names = ["key accounts", "key-accounts", "key_accounts", "Key accounts", "鍵", "a.b", "a-b", "x" * 90, "x" * 91]
    assert len({slug(name) for name in names}) == len(names)
    assert slug("enterprise") == "enterprise"
    assert option_tag("customer.region", "emea") == "customer-region_emea"
    assert all(set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_") for name in names)


def test_two_years_after_a_leap_day() -> None:
    assert years_after(dt.date(2028, 2, 29), 2) == dt.date(2030, 2, 28)
    assert years_after(dt.date(2026, 11, 30), 2) == dt.date(2028, 11, 30)
