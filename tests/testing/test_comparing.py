"""Answers against what tests expect of them: hand-made answers, and those of a small policy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from supportpolicy.clock import ALWAYS
from supportpolicy.engine.answer import (
    Answer,
    DecisionAnswer,
    Message,
    Question,
    Reason,
    StepAnswer,
    TargetAnswer,
    TimelineAnswer,
    Told,
    Verify,
)
from supportpolicy.engine.values import Money
from supportpolicy.source import read_bytes_as_policy
from supportpolicy.testing.comparing import Asked, compare
from supportpolicy.testing.expecting import read_expect
from supportpolicy.testing.vocabulary import vocabulary_of
from tests.testing.support import differences, harbour


def at(text: str) -> dt.datetime:
    """A moment in UTC of the fifth of June."""
    return dt.datetime.fromisoformat(f"2026-06-05T{text}:00+00:00")


STEPS = (
    StepAnswer("done", at("13:15"), "after 15m", tell=(Told("lead", True, asked="team-lead"),), via=("chat",)),
    StepAnswer(
        "done", at("13:25"), "after 25m", tell=(Told("boss", False), Told("front", None)), via=("phone",), tag=("late",)
    ),
    StepAnswer("planned", at("14:00"), "after 60m", assign="senior", status="open", say=("hello",), do=("open-room",)),
    StepAnswer("skipped", None, "50% of resolve", because="no such target"),
)
ANSWER = Answer(
    "harbour",
    "",
    None,
    at("14:00"),
    at("13:00"),
    False,
    {"severity": "high", "team": "front", "emergency": False, "channel_support": "none", "tier": None},
    targets=(
        TargetAnswer("update_every", "met", "1h", "always", at("13:00"), at("14:00"), at("13:30")),
        TargetAnswer("update_every", "running", "1h", "always", at("13:30"), at("14:30")),
        TargetAnswer("first_response", "breached", "1h30m", "office", at("13:00"), at("13:30"), None, at("13:30")),
        TargetAnswer("resolve", "paused", "8h", "always", at("13:00")),
    ),
    timelines=(
        TimelineAnswer("unanswered", "escalation", "stopped", at("13:00"), at("13:40"), "first_response", STEPS),
    ),
    refunds=DecisionAnswer(
        "undecided",
        ask=(Question("order.total", "How much?"), Question("order.sent_at")),
        customer_reason="More than 14 days\nhave passed.",
    ),
    identity=DecisionAnswer(
        "approve",
        "keys",
        amount=Money(Decimal("20.00"), "EUR"),
        to=("card", "voucher"),
        paid_within="3bd",
        pay_by=at("15:00"),
        wait="72h",
        say=("hello",),
        verify=Verify(points={"email-code": 2}, at_least=3, all_of=("invoice",)),
    ),
    messages=(Message("hello", "de", "Hallo", "routing"),),
    do=("open-room",),
    tags=("hot",),
    guidance={
        "voice": {"tones": [{"tone": "Calm and brief."}]},
        "bot": {"never": ["Promise money."], "may_answer": True},
        "goals": [{"within": {"minutes": 90}, "weight": 3}],
    },
    reasons=(
        Reason("routing", "urgent"),
        Reason("sla", "paying: high"),
        Reason("adjust.lower", "a"),
        Reason("adjust.lower", "b"),
    ),
)


EMERGENCY = {"emergency": frozenset({"none"}), "emergency.claimed": frozenset({"not claimed"})}


def found(expect: str) -> list[str]:
    """What of the hand-made answer is not as expected."""
    node = read_bytes_as_policy(f"it: {{{expect}}}".encode()).files[0].root
    assert node is not None
    findings: list[Any] = []
    names = vocabulary_of(harbour()[0])
    names = names._replace(rules={**names.rules, "adjust.lower": frozenset("abc"), "tier": frozenset(), **EMERGENCY})
    expected = read_expect(node.entries["it"], names, findings.append)  # type: ignore[index]
    assert [finding.message for finding in findings] == []
    asked = Asked("Europe/Dublin", {("sla", "paying: high"): "paying"}, lambda name: ALWAYS)
    return [f"{m.what}: {m.expected} | {m.actual}" for one in expected for m in compare(one, ANSWER, asked)]


@pytest.mark.parametrize(
    "expect",
    [
        "severity: high, team: front, emergency: false, tier: none, channel_support: none, claimed: none, queue: none",
        "rules: {routing: urgent, sla: paying, adjust.lower: b, refunds: none}",
        "rules: {sla: 'paying: high'}",
        "targets: {first_response: 2026-06-05 14:30}",
        "targets: {first_response: 2026-06-05}",
        "targets: {first_response: {due: 2026-06-05T13:30:00Z, state: breached, ended: 2026-06-05 14:30, met: none, promise: 90m, clock: office}}",
        "targets: {resolve: paused}",
        "targets: {resolve: {due: none, state: paused, started: 2026-06-05 22:00 Asia/Tokyo}}",
        "targets: {next_response: none}",
        "targets: {next_response: {state: none, due: none}}",
        "targets: {update_every: {run: 3, state: none}}",
        "emergency: no",
        "targets: {update_every: {run: 1, met: 2026-06-05 14:30}}",
        "targets: {update_every: [{run: 1, state: met}, {run: 2, state: running}]}",
        "timelines: {unanswered: stopped}",
        "timelines: {unanswered: {state: stopped, started: 2026-06-05 14:00, stopped: 2026-06-05 14:40}}",
        "timelines: {unanswered: {steps: [{at: 2026-06-05 14:25, tell: [front, boss], via: phone, tag: late, reaches: nobody}]}}",
        "timelines: {unanswered: {steps: [{tell: lead, reaches: lead}, {state: planned, assign: senior, status: open, say: hello, do: open-room}]}}",
        "timelines: {unanswered: {steps: [{tell: team-lead, via: chat, tag: none}, {state: skipped, at: none}]}}",
        "refunds: undecided",
        "refunds: {decision: undecided, rule: none, ask: [order.sent_at, order.total], ask_first: order.total, amount: none}",
        "refunds: {customer_reason: 14 DAYS have}",
        "identity: {decision: approve, rule: keys, amount: 20 EUR, to: [voucher, card], paid_within: 3bd, pay_by: 2026-06-05}",
        "identity: {wait: 72h, say: hello, points: {email-code: 2}, at_least: 3, all_of: invoice, any_of: none, attempts: none}",
        "messages: [hello]",
        "messages: {hello: de}",
        "no_messages: declined",
        "do: open-room, tags: [hot]",
        "guidance: [calm and  BRIEF, promise money], no_guidance: [short sentences, 'voice.tones 1']",
        "guidance: ['may_answer: yes', 1h30m, 'weight: 3', tone], no_guidance: 'may_answer: no'",
        "coverage: {office: open, always: {is: open, next_opening: 2026-06-05 15:00}}",
    ],
)
def test_as_expected(expect: str) -> None:
    assert found(expect) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("severity: normal", "severity: normal | high"),
        ("severity: none", "severity: none | high"),
        ("emergency: true", "emergency: true | false"),
        ("emergency: none", "emergency: none | false"),
        ("emergency: yes", "emergency: true | false"),
        ("claimed: false", "claimed: false | none"),
        ("rules: {routing: the rest}", "rules.routing: the rest | urgent"),
        ("rules: {routing: none}", "rules.routing: none | urgent"),
        ("rules: {adjust.lower: c}", "rules.adjust.lower: c | [a, b]"),
        ("rules: {refunds: in time}", "rules.refunds: in time | none"),
        (
            "targets: {first_response: 2026-06-05 14:00}",
            "targets.first_response.due: 2026-06-05 14:00 | 2026-06-05 14:30",
        ),
        ("targets: {first_response: 2026-06-06}", "targets.first_response.due: 2026-06-06 | 2026-06-05 14:30"),
        ("targets: {first_response: none}", "targets.first_response: none | 2026-06-05 14:30 (breached)"),
        ("targets: {resolve: 2026-06-05 22:00}", "targets.resolve.due: 2026-06-05 22:00 | none (paused)"),
        ("targets: {next_response: 2026-06-05 22:00}", "targets.next_response.due: 2026-06-05 22:00 | none"),
        ("targets: {update_every: {run: 3, state: met}}", "targets.update_every.state: met | only 2 runs"),
        ("targets: {update_every: met}", "targets.update_every.state: met | running"),
        ("targets: {resolve: {promise: 2h}}", "targets.resolve.promise: 2h | 8h"),
        ("timelines: {unanswered: running}", "timelines.unanswered.state: running | stopped"),
        ("timelines: {unanswered: none}", "timelines.unanswered: none | stopped"),
        (
            "timelines: {unanswered: {steps: [{tell: boss}]}}",
            "timelines.unanswered.steps.1.tell: boss | team-lead (the step 'after 15m')",
        ),
        (
            "timelines: {unanswered: {steps: [{tell: [boss, front], at: 2026-06-05 14:20}]}}",
            "timelines.unanswered.steps.1.at: 2026-06-05 14:20 | 2026-06-05 14:25 (the step 'after 25m')",
        ),
        (
            "timelines: {unanswered: {steps: [{assign: senior}, {tell: lead}]}}",
            "timelines.unanswered.steps.2.tell: lead | none (the step '50% of resolve')",
        ),
        (
            "timelines: {unanswered: {steps: [{state: skipped}, {state: skipped}]}}",
            "timelines.unanswered.steps.2: a step | no further step",
        ),
        (
            "timelines: {unanswered: {steps: [{via: chat, reaches: nobody}]}}",
            "timelines.unanswered.steps.1.reaches: nobody | lead (the step 'after 15m')",
        ),
        ("refunds: not asked", "refunds.decision: not asked | undecided"),
        ("refunds: none", "refunds.decision: none | undecided"),
        ("refunds: {ask: [order.total]}", "refunds.ask: order.total | [order.total, order.sent_at]"),
        ("refunds: {ask_first: order.sent_at}", "refunds.ask_first: order.sent_at | order.total"),
        ("refunds: {customer_reason: 30 days}", "refunds.customer_reason: 30 days | More than 14 days\nhave passed."),
        ("refunds: {points: {email-code: 2}}", "refunds.points: {email-code: 2} | none"),
        ("identity: {amount: 20.01 EUR}", "identity.amount: 20.01 EUR | 20.00 EUR"),
        ("identity: {amount: 20 USD}", "identity.amount: 20 USD | 20.00 EUR"),
        ("identity: {at_least: 2}", "identity.at_least: 2 | 3"),
        ("messages: [declined]", "messages: declined | hello"),
        ("messages: {hello: en}", "messages.hello: en | de"),
        ("no_messages: all", "no_messages: no message | hello"),
        ("no_messages: [hello]", "no_messages: no hello | hello"),
        ("do: none", "do: none | open-room"),
        ("tags: [late]", "tags: late | hot"),
        ("guidance: [be funny]", "guidance: be funny | in no piece of guidance that applies"),
        ("no_guidance: [promise]", "no_guidance: nowhere: promise | never: Promise money."),
        ("coverage: {office: closed}", "coverage.office.is: closed | open"),
    ],
)
def test_not_as_expected(expect: str, difference: str) -> None:
    assert found(expect) == [difference]


def test_the_last_run_of_a_timeline_is_meant_and_none_of_it_says_so() -> None:
    assert differences("{timelines: {unanswered: none}, targets: {resolve: none}}") == []
    assert differences("{timelines: {unanswered: running}}") == ["timelines.unanswered.state: running | none"]


OUTAGE = "{opened: 2026-06-05 14:00, plan: paid, impact: down}"


def test_a_whole_answer_of_a_policy() -> None:
    expect = """{severity: high, team: senior, sla: paying, rules: {severity: nothing works, sla: paying},
      targets: {first_response: {after: 30m}, resolve: {due: 2026-06-05 22:00, clock: always, promise: 480m}},
      timelines: {unanswered: {state: running, started: 2026-06-05 14:00, steps: [
        {at: {after: 15m}, tell: lead, reaches: lead, state: planned}, {at: {after: 25m}, tag: late}]}},
      messages: {hello: en}, do: open-room, tags: hot, guidance: calm, refunds: not asked, identity: not asked}"""
    assert differences(expect, OUTAGE) == []


def test_a_policy_without_emergencies_calls_nothing_one() -> None:
    assert differences("{emergency: false, claimed: no}") == []
    assert differences("{emergency: yes}") == ["emergency: true | none"]


def test_events_and_the_moment_asked_for() -> None:
    events = """    events:
      - {after: 40m, event: agent_reply}
      - {after: 1h, event: "entered:waiting-on-customer"}
"""
    expect = """{targets: {first_response: {state: breached, ended: 2026-06-05 14:30}, resolve: paused},
      timelines: {unanswered: {state: stopped, stopped: {after: 40m}}}}"""
    assert differences(expect, OUTAGE, events) == []
    changed = "    events: [{after: 2h, event: 'changed:impact', value: question}]\n    at: 2026-06-05 15:00\n"
    assert differences("{severity: high}", OUTAGE, changed) == []
    assert differences("{severity: high}", OUTAGE, changed.replace("15:00", "16:00")) == ["severity: high | normal"]


def test_money_and_windows() -> None:
    ticket = "{opened: 2026-06-05 14:00, request: refund, order.delivered_at: {before: 14d}, order.sent_at: null, order.total: 200 EUR}"
    expect = "{refunds: {decision: approve, rule: in time, amount: 200.00 EUR, paid_within: 3bd, pay_by: 2026-06-10}}"
    assert differences(expect, ticket) == []
    late = ticket.replace("14d", "15d")
    assert (
        differences("{refunds: {decision: deny, customer_reason: 14 days, say: declined}, messages: declined}", late)
        == []
    )
    unknown = ticket.replace(", order.total: 200 EUR", "")
    assert differences("{refunds: {decision: undecided, ask: order.total}}", unknown) == []


def test_the_proof_of_identity() -> None:
    expect = "{identity: {decision: approve, rule: keys, points: {email-code: 2, invoice: 1}, at_least: 3, wait: 72h}}"
    (difference,) = differences(expect.replace("email-code: 2", "email-code: 1"), "{opened: 2026-06-05, request: key}")
    assert difference == "identity.points: {email-code: 1, invoice: 1} | {email-code: 2, invoice: 1}"
