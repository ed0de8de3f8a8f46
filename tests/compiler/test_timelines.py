"""Ladders, emergencies, reminders and updates as timelines, and the table that says which of them run."""

from __future__ import annotations

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.tables import Duration
from tests.compiler.building import compiled
from tests.compiler.reading import rules, some

BASE = """\
coverage: {desk: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: a, coverage: desk, contact: [chat, page]}]
roles: {lead: {coverage: always, contact: [phone, chat]}}
fields: {impact: {type: choice, values: [down, slow]}}
messages: {news: News., still-there: Well?}
actions: {call-room: {does: Opens a room.}}
"""


def policy(text: str) -> Compiled:
    return compiled(BASE + text)


def named(found: Compiled, name: str) -> Timeline:
    return next(timeline for timeline in found.timelines if timeline.name == name)


def steps(timeline: Timeline) -> list[dict[str, object]]:
    return [some(step) for step in timeline.steps]


def test_a_ladder_with_every_kind_of_step() -> None:
    found = policy(
        "sla: [{name: s, clock: always, targets: {first_response: 1h}}]\n"
        "escalation:\n  - name: slow\n    when: {impact: slow}\n    starts_on: [opened, customer_reply]\n    stops_on: agent_reply\n    clock: desk\n"
        "    steps:\n      - {at: 50%, of: first_response, tell: lead, via: chat}\n"
        "      - {after: 1h30m, unless: [acknowledged, assigned], tell: [lead, a], via: chat, assign: a, note: Look.}\n"
        "      - {after: 2h, say: news, do: call-room, tag: [late, red], status: on-hold}\n      - {every: 1bd, tell: team-lead}\n"
    )
    timeline = named(found, "slow")
    assert (timeline.section, timeline.clock, timeline.starts_on, timeline.stops_on) == (
        "escalation",
        "desk",
        ("opened", "customer_reply"),
        ("agent_reply",),
    )
    assert steps(timeline) == [
        {"share": "50", "of": "first_response", "tell": ("lead",), "via": ("chat",)},
        {
            "after": Duration(minutes=90),
            "unless": ("acknowledged", "assigned"),
            "tell": ("lead", "a"),
            "via": ("chat",),
            "assign": "a",
            "note": "Look.",
        },
        {
            "after": Duration(minutes=120),
            "say": ("news",),
            "do": ("call-room",),
            "tag": ("late", "red"),
            "status": "on-hold",
        },
        {"every": Duration(business_days=1), "tell": ("team-lead",)},
    ]
    assert rules(found, "timelines") == [("slow", ["impact is slow"], {})]


def test_what_a_ladder_need_not_say() -> None:
    timeline = named(policy("escalation: [{name: e, steps: [{after: 0m, tell: lead}]}]\n"), "e")
    assert (timeline.starts_on, timeline.stops_on, timeline.clock) == (("opened",), (), "always")


def test_the_emergency_and_its_updates() -> None:
    found = policy(
        "emergency:\n  when: {impact: down}\n  stops_on: [agent_reply, solved]\n  clock: desk\n"
        "  steps: [{after: 0m, tell: lead, via: phone}]\n  update_customer: {every: 30m, say: news}\n"
    )
    emergency, updates = named(found, "emergency"), named(found, "emergency updates")
    assert (emergency.starts_on, emergency.stops_on, emergency.clock) == (
        ("emergency",),
        ("agent_reply", "solved"),
        "desk",
    )
    assert (updates.starts_on, updates.stops_on, updates.clock, updates.replaces) == (
        ("emergency",),
        ("solved",),
        "always",
        "update_every",
    )
    assert steps(updates) == [{"every": Duration(minutes=30), "say": ("news",)}]
    assert rules(found, "timelines") == [("emergency", ["emergency"], {}), ("emergency updates", ["emergency"], {})]


def test_an_emergency_without_steps_has_no_timeline() -> None:
    found = policy("emergency: {when: {impact: down}}\n")
    assert found.timelines == () and found.table("timelines").rules == ()


def test_lifecycle_and_communication() -> None:
    found = policy(
        "lifecycle:\n  rules: [{name: remind, starts_on: 'entered:waiting-on-customer', stops_on: customer_reply,\n"
        "    steps: [{after: 3d, say: still-there}, {after: 7d, status: solved}]}]\n  reopen: {within: 14d}\n"
        "communication: {updates: [{name: tell, when: {impact: down}, steps: [{every: 1h, say: news}]}]}\n"
    )
    assert [(timeline.name, timeline.section) for timeline in found.timelines] == [
        ("remind", "lifecycle"),
        ("tell", "communication"),
    ]
    assert steps(named(found, "remind"))[1] == {"after": Duration(days=7), "status": "solved"}
    assert found.guidance["lifecycle"] == {"reopen": {"within": {"days": 14}, "otherwise": "follow-up"}}


def test_one_name_in_two_sections_is_two_timelines_with_a_rule_each() -> None:
    found = policy(
        "escalation: [{name: slow, when: {impact: slow}, steps: [{after: 1h, tell: lead}]},\n"
        "  {name: emergency, when: {impact: slow}, steps: [{after: 1h, tell: lead}]}]\n"
        "lifecycle: {rules: [{name: slow, when: {impact: down}, steps: [{after: 1h, tell: lead}]}]}\n"
        "emergency: {when: {impact: down}, steps: [{after: 0m, tell: lead}]}\n"
    )
    assert rules(found, "timelines") == [
        ("slow", ["impact is slow"], {}),
        ("escalation: emergency", ["impact is slow"], {}),
        ("lifecycle: slow", ["impact is down"], {}),
        ("emergency", ["emergency"], {}),
    ]
    assert [timeline.name for timeline in found.timelines] == [name for name, _, _ in rules(found, "timelines")]


def test_a_window_of_a_ladder() -> None:
    found = policy("escalation: [{name: e, effective: {until: 2026-06-01}, steps: [{after: 1h, tell: lead}]}]\n")
    assert rules(found, "timelines") == [("e", ["in force until 2026-06-01"], {})]
