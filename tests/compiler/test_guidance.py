"""Guidance stays words; its conditions become rules that the words name. Guarantees become rules of three tables."""

from __future__ import annotations

from supportpolicy.compiled.tables import Duration
from tests.compiler.building import compiled
from tests.compiler.reading import rules, some

BASE = """\
fields: {topic: {type: choice, values: [billing, shipping]}}
teams: [{name: a}, {name: b}]
roles: {lead: {coverage: always, contact: phone}}
severities: {levels: [high, low], rules: [{level: low}], describe: {high: Much stands still.}}
tiers: [{name: gold, when: {topic: billing}, describe: Pays.}, {name: rest}]
"""


def test_a_piece_with_a_condition_names_its_rule() -> None:
    found = compiled(
        f"{BASE}voice:\n  formality: casual\n  avoid: [{{words: unfortunately, prefer: say what we can do}}]\n"
        "  tones: [{when: {topic: billing}, tone: calm}, {when: {topic: shipping}, tone: quick}]\n"
    )
    assert found.guidance["voice"] == {
        "formality": "casual",
        "avoid": [{"words": ["unfortunately"], "prefer": "say what we can do"}],
        "tones": [
            {"rule": "voice.tones 1", "when": "topic is billing", "tone": "calm"},
            {"rule": "voice.tones 2", "when": "topic is shipping", "tone": "quick"},
        ],
    }
    assert rules(found, "guidance") == [
        ("voice.tones 1", ["topic is billing"], {}),
        ("voice.tones 2", ["topic is shipping"], {}),
    ]
    assert (found.table("guidance").mode, found.table("guidance").stage) == ("all", "after")


def test_every_section_of_guidance() -> None:
    found = compiled(
        f"{BASE}self_service:\n  bot: {{name: Robbie, may_answer: {{topic: shipping}}, hand_over: {{asks_for_human: true}}, hand_over_to: a, never: [guess]}}\n"
        "quality:\n  goals: [{measure: csat, at_least: 90%}, {measure: first_response, met: 95%, over: quarter, when: {tier: gold}}]\n"
        "  scorecard: [{name: solved, weight: 3, when: {tier: gold}}, {name: solved twice, critical: true, when: {tier: rest}}]\n"
        "  reviews: [{share: 5%, by: lead, when: {tier: gold}}]\n"
        "communication:\n  handovers: [{name: evening, from: a, to: b, when: {severity: high}}]\n"
        "  approvals: [{what: public answers, by: lead, when: {channel: email}}]\nchannels: {email: {}}\n"
        "style: {answers: complete, channels: {email: {length: short}}}\n"
    )
    assert [name for name, _, _ in rules(found, "guidance")] == [
        "quality.goals 2",
        "quality.scorecard solved",
        "quality.scorecard solved twice",
        "quality.reviews 1",
        "self_service.bot.may_answer",
        "self_service.bot.hand_over",
        "communication.handovers evening",
        "communication.approvals 1",
    ]
    assert found.guidance["self_service"]["bot"] == {
        "name": "Robbie",
        "may_answer": {"rule": "self_service.bot.may_answer", "when": "topic is shipping"},
        "hand_over": {"rule": "self_service.bot.hand_over", "when": "asks_for_human"},
        "hand_over_to": "a",
        "never": ["guess"],
    }
    assert found.guidance["quality"]["goals"][0] == {"measure": "csat", "at_least": "90%"}
    assert found.guidance["style"] == {"answers": "complete", "channels": {"email": {"length": "short"}}}
    assert found.guidance["severities"] == {"high": "Much stands still."}
    assert found.guidance["tiers"] == {"gold": "Pays."}


def test_two_pieces_of_one_name_have_a_rule_each() -> None:
    found = compiled(
        f"{BASE}quality: {{scorecard: [{{name: solved, when: {{tier: gold}}}}, {{name: solved, when: {{tier: rest}}}}]}}\n"
    )
    assert [line["rule"] for line in found.guidance["quality"]["scorecard"]] == [
        "quality.scorecard solved",
        "quality.scorecard solved (2)",
    ]
    assert rules(found, "guidance")[1] == ("quality.scorecard solved (2)", ["tier is rest"], {})


def test_guarantees() -> None:
    found = compiled(
        f"{BASE}channels: {{email: {{}}}}\nrouting: [{{name: all, team: a}}]\nguarantees:\n"
        "  - {name: called, when: {severity: high}, must: {reach: phone, within: 20m, at_any_hour: true}}\n"
        "  - {name: right team, when: {tier: gold}, must: {hold: {team: a}}}\n"
        "  - {name: fair, when: {tier: gold}, must: {not_slower_than: {tier: rest}, metrics: [first_response]}}\n"
    )
    assert [some(guarantee) for guarantee in found.guarantees] == [
        {"name": "called", "reach": ("phone",), "within": Duration(minutes=20), "at_any_hour": True},
        {"name": "right team", "holds": True},
        {"name": "fair", "not_slower": True, "metrics": ("first_response",)},
    ]
    assert rules(found, "guarantees") == [
        ("called", ["severity is high"], {}),
        ("right team", ["tier is gold"], {}),
        ("fair", ["tier is gold"], {}),
    ]
    assert rules(found, "guarantees.hold") == [("right team", ["team is a"], {})]
    assert rules(found, "guarantees.others") == [("fair", ["tier is rest"], {})]
    assert {found.table(name).mode for name in ("guarantees", "guarantees.hold", "guarantees.others")} == {"all"}
