"""Ladders, emergencies and reminders over the life of a ticket: histories worked out by hand."""

from __future__ import annotations

import pytest

from supportpolicy.engine import Answer
from supportpolicy.engine.answer import StepAnswer, Told
from tests.engine.histories import asked, runs, shown, steps, timelines

BASE = """\
fields:
  impact: {type: choice, values: [down, slow], default: slow}
  plan: {type: choice, values: [free, paid], default: paid}
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
  late: {open: {mon-fri: 13:00-21:00}}
teams: [{name: desk, coverage: office, lead: boss}, {name: night, coverage: late}]
roles:
  boss: {coverage: office, contact: [phone, chat]}
  chief: {coverage: always, contact: [phone, chat, page]}
  ghost: {contact: chat}
severities:
  levels: [high, low]
  rules: [{level: high, when: {impact: down}}, {level: low}]
routing: [{name: all, team: desk}]
sla:
  - name: paid
    when: {plan: paid}
    rows: severity
    clock: office
    pause_while: waiting-on-customer
    targets: {high: {first_response: 2h, update_every: 1h}, low: {first_response: 4h}}
  - {name: free, targets: none}
messages: {news: News., reminder: "Still there?"}
"""
LADDER = (
    BASE
    + """\
escalation:
  - name: ladder
    when: {severity: high}
    stops_on: first_response
    clock: office
    steps:
      - {after: 30m, tell: boss, via: phone, unless: acknowledged}
      - {at: 50%, of: first_response, tell: chief, via: phone}
      - {after: 2h, tell: chief, via: phone}
"""
)
WAIT, OPEN = "entered:waiting-on-customer", "entered:open"


@pytest.mark.parametrize(
    ("events", "at", "facts", "run", "expected"),
    [
        ("", None, {}, "running 10:00", ["10:30 planned", "11:00 planned", "12:00 planned"]),
        ("", "10:30", {}, "running 10:00", ["10:30 done", "11:00 planned", "12:00 planned"]),
        ("", "10:29:59", {}, "running 10:00", ["10:30 planned", "11:00 planned", "12:00 planned"]),
        ("", "20:00", {}, "running 10:00", ["10:30 done", "11:00 done", "12:00 done"]),
        # Open time on its clock.
        (
            "",
            None,
            {"opened": "16:45"},
            "running 16:45",
            ["thu 09:15 planned", "thu 09:45 planned", "thu 10:45 planned"],
        ),
        # What stops it, in the last second too; the metric met is the event.
        (
            "11:00 agent_reply",
            "20:00",
            {},
            "stopped 10:00 > 11:00 first_response",
            ["10:30 done", "12:00 dropped (first_response)", "- dropped (first_response)"],
        ),
        (
            "10:31 customer_reply; 10:32 bot_reply",
            None,
            {},
            "running 10:00",
            ["10:30 done", "11:00 planned", "12:00 planned"],
        ),
        # It turns false, and true again: a new run.
        (
            "10:45 changed:impact=slow",
            None,
            {},
            "stopped 10:00 > 10:45 its condition no longer holds",
            # Half of the four hours that are promised now is at noon.
            [
                "10:30 done",
                "12:00 dropped (its condition no longer holds)",
                "12:00 dropped (its condition no longer holds)",
            ],
        ),
        # `unless` looks at what came since the start.
        (
            "10:10 acknowledged",
            "10:40",
            {},
            "running 10:00",
            ["10:30 skipped (acknowledged)", "11:00 planned", "12:00 planned"],
        ),
        ("10:35 acknowledged", "10:40", {}, "running 10:00", ["10:30 done", "11:00 planned", "12:00 planned"]),
        # A share of a target moves with its pauses and has no time while they last.
        (
            f"10:20 {WAIT}",
            "10:40",
            {},
            "running 10:00",
            ["10:30 done", "12:00 planned", "- planned (first_response is paused)"],
        ),
        (f"10:20 {WAIT}; 11:20 {OPEN}", None, {}, "running 10:00", ["10:30 done", "12:00 planned", "12:00 planned"]),
        # Nothing is promised: such a step has no place.
        (
            "",
            None,
            {"plan": "free"},
            "running 10:00",
            ["10:30 planned", "12:00 planned", "- skipped (first_response is not promised)"],
        ),
    ],
)
def test_a_ladder(events: str, at: str | None, facts: dict[str, str], run: str, expected: list[str]) -> None:
    answer = asked(LADDER, events, at, impact="down", **facts)
    assert timelines(answer, "ladder") == [run]
    assert steps(answer, "ladder") == expected


def test_a_ladder_that_becomes_true_late_counts_from_then() -> None:
    answer = asked(LADDER, "11:00 changed:impact=down")
    assert timelines(answer, "ladder") == ["running 11:00"]
    # Half of the two hours that are promised since ten has passed at eleven.
    assert steps(answer, "ladder") == ["11:00 done", "11:30 planned", "13:00 planned"]
    later = asked(LADDER, "11:45 changed:impact=down")
    assert steps(later, "ladder") == ["11:45 done", "12:15 planned", "13:45 planned"]


def test_unless_does_not_look_before_the_start() -> None:
    answer = asked(LADDER, "10:30 acknowledged; 11:00 changed:impact=down", "11:30")
    assert "11:30 done" in steps(answer, "ladder")


def test_a_ladder_does_not_start_if_what_stops_it_has_come_since() -> None:
    answer = asked(LADDER, "10:30 agent_reply; 11:00 changed:impact=down")
    assert timelines(answer, "ladder") == ["waiting"]
    both = asked(LADDER, "11:00 agent_reply; 11:00 changed:impact=down")
    assert timelines(both, "ladder") == ["waiting"]


def test_a_ladder_starts_anew_when_its_condition_holds_again() -> None:
    answer = asked(LADDER, "10:45 changed:impact=slow; 13:00 changed:impact=down", impact="down")
    assert timelines(answer, "ladder") == ["stopped 10:00 > 10:45 its condition no longer holds", "running 13:00"]
    assert "13:30 planned" in steps(answer, "ladder")


def test_a_changed_target_moves_the_share() -> None:
    policy = LADDER.replace("when: {severity: high}", "when: {plan: paid}").replace("{after: 2h", "{after: 3h")
    assert steps(asked(policy), "ladder") == ["10:30 planned", "12:00 planned", "13:00 planned"]
    moved = asked(policy, "10:40 changed:impact=down")
    assert steps(moved, "ladder") == ["10:30 done", "11:00 planned", "13:00 planned"]
    past = asked(policy, "11:20 changed:impact=down")  # half of it was at eleven: at once
    assert steps(past, "ladder") == ["10:30 done", "11:20 done", "13:00 planned"]
    done = asked(policy, "12:30 changed:impact=down")
    assert steps(done, "ladder") == ["10:30 done", "12:00 done", "13:00 planned"]


REPEATING = (
    BASE
    + """\
lifecycle:
  rules:
    - name: remind
      when: {status: waiting-on-customer}
      starts_on: entered:waiting-on-customer
      stops_on: [customer_reply, solved]
      clock: office
      steps:
        - {every: 2h, say: reminder}
        - {after: 1bd, status: solved, tag: stale}
"""
)


def test_every() -> None:
    answer = asked(REPEATING, f"11:00 {WAIT}", "16:00")
    assert timelines(answer, "remind") == ["running 11:00"]
    assert steps(answer, "remind") == ["13:00 done", "15:00 done", "17:00 planned", "thu 11:00 planned"]
    assert [step.number for step in answer.timelines[0].steps] == [1, 2, 3, 1]
    assert [(message.name, shown(message.at)) for message in answer.messages] == [
        ("reminder", "13:00"),
        ("reminder", "15:00"),
    ]


def test_a_step_that_sets_a_status_solves_the_ticket_and_stops_its_own_timeline() -> None:
    answer = asked(REPEATING, f"11:00 {WAIT}", "fri 12:00")
    assert timelines(answer, "remind") == ["stopped 11:00 > thu 11:00 its condition no longer holds"]
    done = [step for step in steps(answer, "remind") if "done" in step]
    assert done == ["13:00 done", "15:00 done", "17:00 done", "thu 11:00 done", "thu 11:00 done"]
    assert runs(answer, "first_response") == ["met, 10:00 > thu 14:00, met thu 11:00"]  # with the three hours left


def test_a_timeline_that_is_stopped_starts_again_on_its_event() -> None:
    answer = asked(REPEATING, f"11:00 {WAIT}; 12:00 customer_reply; 14:00 {OPEN}; 15:00 {WAIT}")
    assert timelines(answer, "remind") == ["stopped 11:00 > 12:00 customer_reply", "running 15:00"]
    assert steps(answer, "remind") == ["17:00 planned", "thu 15:00 planned"]


ACTING = (
    BASE
    + """\
escalation:
  - name: moves
    when: {impact: down}
    stops_on: solved
    steps:
      - {after: 1h, assign: night, tag: late, tell: [team, team-lead, boss, ghost, requester], via: chat}
      - {after: 2h, status: on-hold}
  - {name: tagged, when: {tags: {has: late}}, starts_on: "changed:tags", stops_on: solved, steps: [{after: 1h, tell: chief, via: chat}]}
"""
)


def test_steps_change_the_ticket_for_everything_after_them() -> None:
    answer = asked(ACTING, "", "12:30", impact="down")
    assert answer.stages["team"] == "night"
    assert timelines(answer, "tagged") == ["running 11:00"]
    assert steps(answer, "tagged") == ["12:00 done"]
    assert steps(answer, "moves") == ["11:00 done", "12:00 done"]
    before = asked(ACTING, "", "10:59", impact="down")
    assert before.stages["team"] == "desk"
    assert timelines(before, "tagged") == []


def test_who_is_on_duty_and_who_comes_next() -> None:
    answer = asked(ACTING, "", "10:00", impact="down")
    assert told(answer, "moves", 0) == ["desk on", "boss on", "boss on", "ghost ?", "requester ?"]
    evening = asked(ACTING, "", None, impact="down", opened="fri 18:00")
    assert told(evening, "moves", 0) == [
        "desk off next mon 09:00",
        "boss off next mon 09:00",
        "boss off next mon 09:00",
        "ghost ?",
        "requester ?",
    ]
    closing = asked(ACTING, "", None, impact="down", opened="16:00")
    assert told(closing, "moves", 0)[2] == "boss off thu 09:00"  # at the closing second it is closed


def told(answer: Answer, name: str, place: int) -> list[str]:
    """Whom a step tells, and whether they are there."""
    step: StepAnswer = next(one for one in answer.timelines if one.name == name).steps[place]
    return [_told(one) for one in step.tell]


def _told(one: Told) -> str:
    if one.on_duty is None:
        return f"{one.who} ?"
    return f"{one.who} on" if one.on_duty else f"{one.who} off {shown(one.next_on)}"


EMERGENCY = (
    BASE
    + """\
emergency:
  when: {impact: down}
  steps:
    - {after: 0m, tell: chief, via: page}
    - {after: 10m, tell: boss, via: phone, unless: acknowledged}
  update_customer: {every: 30m, say: news}
"""
)


def test_an_emergency_starts_when_the_ticket_becomes_one_and_ends_with_it() -> None:
    answer = asked(EMERGENCY, "11:00 changed:impact=down")
    assert timelines(answer, "emergency") == ["running 11:00"]
    assert steps(answer, "emergency") == ["11:00 done", "11:10 planned"]
    over = asked(EMERGENCY, "11:00 changed:impact=down; 12:00 changed:impact=slow", "13:00")
    assert timelines(over, "emergency") == ["stopped 11:00 > 12:00 its condition no longer holds"]
    assert steps(over, "emergency updates")[:2] == ["11:30 done", "12:00 dropped (its condition no longer holds)"]
    again = asked(EMERGENCY, "11:00 changed:impact=down; 12:00 changed:impact=slow; 14:00 changed:impact=down")
    assert timelines(again, "emergency")[-1] == "running 14:00"
    solved = asked(EMERGENCY, "11:00 changed:impact=down; 12:00 solved")
    assert timelines(solved, "emergency") == ["stopped 11:00 > 12:00 solved"]
    assert timelines(asked(EMERGENCY), "emergency") == []


def test_update_customer_replaces_update_every_while_it_runs() -> None:
    policy = EMERGENCY.replace("low: {first_response: 4h}", "low: {first_response: 4h, update_every: 3h}")
    answer = asked(policy, "10:15 agent_reply; 11:00 changed:impact=down")
    assert runs(answer, "update_every") == ["cancelled, 10:15 > 13:15, ended 11:00"]
    replied = asked(policy, "10:15 agent_reply; 11:00 changed:impact=down; 11:10 agent_reply", "11:40")
    assert runs(replied, "update_every") == ["cancelled, 10:15 > 13:15, ended 11:00"]
    assert steps(replied, "emergency updates") == ["11:30 done", "12:00 planned"]
    over = asked(policy, "10:15 agent_reply; 11:00 changed:impact=down; 11:10 agent_reply; 12:00 changed:impact=slow")
    # It is over: the promise of an update counts anew from then.
    assert runs(over, "update_every")[-1] == "running, 12:00 > 15:00, left 180m"
    assert runs(asked(policy, "10:15 agent_reply", impact="down"), "update_every") == ["waiting, - > -"]


def test_steps_of_several_timelines_come_in_the_order_of_time_whatever_the_order_of_files() -> None:
    first, second = ACTING.index("  - name: moves"), ACTING.index("  - {name: tagged")
    turned = ACTING[:first] + ACTING[second:] + ACTING[first:second]
    one, other = (asked(text, "", "12:30", impact="down") for text in (ACTING, turned))
    for name in ("moves", "tagged"):
        assert steps(one, name) == steps(other, name)
    assert one.stages == other.stages
