"""Promises over the life of a ticket: histories worked out by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.engine.asking import local
from tests.engine.histories import asked, runs, when

BASE = """\
fields:
  impact: {type: choice, values: [down, slow], default: slow}
  plan: {type: choice, values: [free, paid], default: paid}
  cause_sent_at: {type: time}
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
  late: {open: {mon-fri: 13:00-21:00}}
teams: [{name: desk, coverage: office}, {name: night, coverage: late}]
severities:
  levels: [high, low]
  rules: [{level: high, when: {impact: down}}, {level: low}]
routing: [{name: all, team: desk}]
"""
SLA = """\
sla:
  - name: paid
    when: {plan: paid}
    rows: severity
    clock: office
    pause_while: waiting-on-customer
    targets:
      high: {first_response: 2h, next_response: 1h, update_every: 4h, resolve: 8h}
      low: {first_response: 4h, next_response: 2h}
  - {name: free, targets: none}
"""
POLICY = BASE + SLA
RESTART = POLICY.replace("clock: office\n", "clock: office\n    on_change: restart\n")
TEAM = POLICY.replace("clock: office\n", "clock: team\n")
WAIT, OPEN = "entered:waiting-on-customer", "entered:open"


@pytest.mark.parametrize(
    ("events", "at", "facts", "expected"),
    [
        # Open time, exactly.
        ("", None, {}, ["running, 10:00 > 14:00, left 240m"]),
        ("", "12:30", {}, ["running, 10:00 > 14:00, left 90m"]),
        ("", "14:00", {}, ["running, 10:00 > 14:00, left 0m"]),
        ("", "14:00:01", {}, ["breached, 10:00 > 14:00, ended 14:00"]),
        ("14:00 agent_reply", None, {}, ["met, 10:00 > 14:00, met 14:00"]),
        ("14:00:01 agent_reply", None, {}, ["breached, 10:00 > 14:00, met 14:00:01, ended 14:00"]),
        ("11:00 agent_reply; 15:00 agent_reply", None, {}, ["met, 10:00 > 14:00, met 11:00"]),
        ("", None, {"opened": "16:00"}, ["running, 16:00 > thu 12:00, left 240m"]),
        ("", "20:00", {"opened": "16:00"}, ["running, 16:00 > thu 12:00, left 180m"]),
        ("", None, {"opened": "13:00"}, ["running, 13:00 > 17:00, left 240m"]),  # on closing: it stays there
        ("", None, {"opened": "fri 16:00"}, ["running, fri 16:00 > next mon 12:00, left 240m"]),
        ("", None, {"opened": "sat 11:00"}, ["running, sat 11:00 > next mon 13:00, left 240m"]),
        # What is not a reply of a person meets nothing.
        ("10:05 bot_reply; 10:06 internal_note; 10:07 acknowledged", None, {}, ["running, 10:00 > 14:00, left 233m"]),
        # Solved without an answer ends it: met in time, breached past due.
        ("13:00 solved", None, {}, ["met, 10:00 > 14:00, met 13:00"]),
        ("13:00 closed", None, {}, ["met, 10:00 > 14:00, met 13:00"]),
        ("13:00 entered:solved", None, {}, ["met, 10:00 > 14:00, met 13:00"]),
        ("15:00 solved", None, {}, ["breached, 10:00 > 14:00, met 15:00, ended 14:00"]),
        # Pauses.
        (f"11:00 {WAIT}", "15:00", {}, ["paused, 10:00 > -, left 180m"]),
        (f"11:00 {WAIT}; 12:00 {OPEN}", None, {}, ["running, 10:00 > 15:00, left 180m"]),
        (f"11:00 {WAIT}; thu 10:00 {OPEN}", None, {}, ["running, 10:00 > thu 13:00, left 180m"]),
        (f"11:00 {WAIT}; 11:10 {OPEN}; 12:00 {WAIT}; 12:20 {OPEN}", None, {}, ["running, 10:00 > 14:30, left 130m"]),
        (f"11:00 {WAIT}; 11:30 entered:on-hold", None, {}, ["running, 10:00 > 14:30, left 180m"]),
        (f"18:00 {WAIT}; 20:00 {OPEN}", None, {"opened": "16:00"}, ["running, 16:00 > thu 12:00, left 180m"]),
        (f"13:59 {WAIT}", "16:00", {}, ["paused, 10:00 > -, left 1m"]),
        (f"14:00 {WAIT}", "16:00", {}, ["breached, 10:00 > 14:00, ended 14:00"]),
        (f"11:00 {WAIT}; 12:00 agent_reply", None, {}, ["met, 10:00 > -, met 12:00"]),
        ("", "12:00", {"status": "waiting-on-customer"}, ["paused, 10:00 > -, left 240m"]),
        (f"12:00 {OPEN}", None, {"status": "waiting-on-customer"}, ["running, 10:00 > 16:00, left 240m"]),
        # Another severity, another target: from the original start, with its pauses.
        ("11:00 changed:impact=down", None, {}, ["running, 10:00 > 12:00, left 60m"]),
        ("13:00 changed:impact=down", None, {}, ["breached, 10:00 > 12:00, ended 13:00"]),
        ("12:00 changed:impact=down", None, {}, ["running, 10:00 > 12:00, left 0m"]),
        (f"10:30 {WAIT}; 11:30 {OPEN}; 12:30 changed:impact=down", None, {}, ["running, 10:00 > 13:00, left 30m"]),
        ("11:00 agent_reply; 13:00 changed:impact=down", None, {}, ["met, 10:00 > 14:00, met 11:00"]),
        ("12:30 changed:impact=slow", None, {"impact": "down"}, ["breached, 10:00 > 12:00, ended 12:00"]),
        ("11:30 changed:impact=slow", None, {"impact": "down"}, ["running, 10:00 > 14:00, left 150m"]),
        # Nothing promised any more, and promised again.
        ("11:00 changed:plan=free", None, {}, ["cancelled, 10:00 > -, ended 11:00"]),
        ("11:00 changed:plan=free; 12:00 changed:plan=paid", None, {}, ["running, 10:00 > 14:00, left 120m"]),
        ("", None, {"plan": "free"}, []),
        ("11:00 changed:plan=paid", None, {"plan": "free"}, ["running, 10:00 > 14:00, left 180m"]),
        # What comes after the moment asked for has not happened.
        ("11:00 agent_reply", "10:59:59", {}, ["running, 10:00 > 14:00, left 180m"]),
    ],
)
def test_first_response(events: str, at: str | None, facts: dict[str, str], expected: list[str]) -> None:
    assert runs(asked(POLICY, events, at, **facts), "first_response") == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("11:00 changed:impact=down", ["running, 11:00 > 13:00, left 120m"]),
        ("13:00 changed:impact=down", ["running, 13:00 > 15:00, left 120m"]),
        (f"10:30 {WAIT}; 11:30 {OPEN}; 12:30 changed:impact=down", ["running, 12:30 > 14:30, left 120m"]),
        ("11:00 changed:impact=slow", ["running, 10:00 > 14:00, left 180m"]),  # the same target as before
    ],
)
def test_on_change_restart_starts_anew(events: str, expected: list[str]) -> None:
    assert runs(asked(RESTART, events), "first_response") == expected


@pytest.mark.parametrize(
    ("events", "at", "expected"),
    [
        ("10:30 customer_reply", None, ["waiting, - > -"]),  # nobody has answered yet
        ("11:00 agent_reply", None, ["waiting, - > -"]),
        ("11:00 agent_reply; 11:30 customer_reply", "12:00", ["running, 11:30 > 13:30, left 90m"]),
        (  # of several unanswered messages the first counts
            "11:00 agent_reply; 11:30 customer_reply; 12:00 customer_reply; 12:15 agent_reply",
            "16:00",
            ["met, 11:30 > 13:30, met 12:15"],
        ),
        (
            "11:00 agent_reply; 11:30 customer_reply; 12:15 agent_reply; 13:00 customer_reply; 15:30 agent_reply",
            "16:00",
            ["met, 11:30 > 13:30, met 12:15", "breached, 13:00 > 15:00, met 15:30, ended 15:00"],
        ),
        ("11:00 agent_reply; 11:30 customer_reply; 12:00 solved", None, ["met, 11:30 > 13:30, met 12:00"]),
        ("11:00 bot_reply; 11:30 customer_reply", None, ["waiting, - > -"]),
        (
            f"11:00 agent_reply; 11:05 {WAIT}; 11:30 customer_reply; 11:40 {OPEN}",
            None,
            ["running, 11:30 > 13:40, left 120m"],
        ),
    ],
)
def test_next_response(events: str, at: str | None, expected: list[str]) -> None:
    assert runs(asked(POLICY, events, at), "next_response") == expected


@pytest.mark.parametrize(
    ("events", "at", "expected"),
    [
        ("10:30 agent_reply", None, ["running, 10:30 > 14:30, left 240m"]),
        (
            "10:30 agent_reply; 12:00 agent_reply",
            "13:00",
            ["met, 10:30 > 14:30, met 12:00", "running, 12:00 > 16:00, left 180m"],
        ),
        ("10:30 agent_reply; 12:00 solved", "16:00", ["met, 10:30 > 14:30, met 12:00"]),
        ("10:30 agent_reply; 15:00 solved", None, ["breached, 10:30 > 14:30, met 15:00, ended 14:30"]),
        ("10:30 agent_reply; 10:40 bot_reply", None, ["running, 10:30 > 14:30, left 230m"]),
    ],
)
def test_update_every(events: str, at: str | None, expected: list[str]) -> None:
    assert runs(asked(POLICY, events, at, impact="down"), "update_every") == expected


@pytest.mark.parametrize(
    ("events", "at", "expected"),
    [
        ("", None, "running, 10:00 > thu 10:00, left 480m"),
        ("thu 10:00 solved", None, "met, 10:00 > thu 10:00, met thu 10:00"),
        ("12:00 solved", "fri 12:00", "met, 10:00 > thu 10:00, met 12:00"),
        # Reopened: the six hours that were left run on.
        ("12:00 solved; thu 09:00 reopened", None, "running, 10:00 > thu 15:00, left 360m"),
        ("12:00 solved; thu 09:00 entered:open", None, "running, 10:00 > thu 15:00, left 360m"),
        (
            "12:00 solved; thu 09:00 reopened; thu 15:00:01 solved",
            None,
            "breached, 10:00 > thu 15:00, met thu 15:00:01, ended thu 15:00",
        ),
        (
            "12:00 solved; 13:00 reopened; 14:00 solved; 16:00 reopened",
            None,
            "running, 10:00 > thu 13:00, left 300m",
        ),
        # Closed counts as solved; closing what is solved changes nothing.
        ("12:00 closed", None, "met, 10:00 > thu 10:00, met 12:00"),
        ("12:00 solved; 13:00 closed", None, "met, 10:00 > thu 10:00, met 12:00"),
        # Breached stays breached.
        ("thu 11:00 solved; thu 12:00 reopened", None, "breached, 10:00 > thu 10:00, ended thu 10:00"),
        # Closed and reopened while waiting for the customer: both stop it, once.
        (f"11:00 {WAIT}; 12:00 solved; 13:00 reopened", None, "running, 10:00 > thu 12:00, left 420m"),
    ],
)
def test_resolve(events: str, at: str | None, expected: str) -> None:
    assert runs(asked(POLICY, events, at, impact="down"), "resolve") == [expected]


def test_a_promise_by_the_end_of_a_business_day_pauses_by_the_time_that_was_left() -> None:
    policy = (
        BASE
        + "sla: [{name: all, clock: office, pause_while: on-hold, targets: {resolve: {by: end of next business day}}}]\n"
    )
    assert runs(asked(policy), "resolve") == ["running, 10:00 > thu 17:00, left 900m"]
    held = asked(policy, "16:00 entered:on-hold; thu 10:00 entered:open")
    assert runs(held, "resolve") == ["running, 10:00 > fri 11:00, left 540m"]
    assert runs(asked(policy, opened="fri 18:00"), "resolve") == ["running, fri 18:00 > next mon 17:00, left 480m"]
    assert runs(asked(policy, opened="sat 18:00"), "resolve") == ["running, sat 18:00 > next mon 17:00, left 480m"]


def test_the_clock_is_that_of_the_team_that_had_the_ticket_at_the_start() -> None:
    events = "10:30 assigned:night; 11:00 agent_reply; 11:30 customer_reply"
    answer = asked(TEAM, events)
    assert runs(answer, "first_response") == ["met, 10:00 > 14:00, met 11:00"]
    assert runs(answer, "next_response") == ["running, 11:30 > 15:00, left 120m"]  # the night team begins at one
    clocks = {target.metric: target.clock for target in answer.targets if target.started is not None}
    assert clocks == {"first_response": "office", "next_response": "late"}
    assert answer.stages["team"] == "night"
    again = asked(TEAM, f"{events}; 12:00 changed:impact=down")
    assert again.stages["team"] == "night"  # an assignment holds; routing does not move it
    assert runs(again, "next_response") == ["running, 11:30 > 14:00, left 60m"]
    person = asked(TEAM, "10:30 assigned")
    assert person.stages["team"] == "desk"


VERSIONS = BASE + (
    "sla:\n"
    "  - {name: old, effective: {until: 2026-06-04}, clock: office, targets: {first_response: 2h, next_response: 1h}}\n"
    "  - {name: new, effective: {from: 2026-06-04}, clock: office, targets: {first_response: 6h, next_response: 3h}}\n"
)


def test_a_target_keeps_the_version_in_force_when_it_started() -> None:
    assert runs(asked(VERSIONS, opened="16:00"), "first_response") == ["running, 16:00 > thu 10:00, left 120m"]
    note = asked(VERSIONS, "thu 09:30 internal_note", opened="16:00")
    assert runs(note, "first_response") == ["running, 16:00 > thu 10:00, left 30m"]
    assert note.stages["sla"] == "new"  # what is decided now
    replied = asked(VERSIONS, "16:30 agent_reply; thu 09:00 customer_reply", opened="16:00")
    assert runs(replied, "next_response") == ["running, thu 09:00 > thu 12:00, left 180m"]
    assert runs(asked(VERSIONS, opened="thu 00:00"), "first_response") == ["running, thu 00:00 > thu 15:00, left 360m"]
    assert runs(asked(VERSIONS, opened="23:59:59"), "first_response") == ["running, 23:59:59 > thu 11:00, left 120m"]


OWN = BASE + (
    "events: {cause-sent: {at: cause_sent_at}}\n"
    "metrics:\n"
    "  cause: {starts_on: solved, met_by: cause-sent}\n"
    "  parts: {starts_on: 'entered:on-hold', met_by: customer_reply, again: true}\n"
    "sla: [{name: all, clock: office, targets: {cause: 8h, parts: 1h}}]\n"
)


@pytest.mark.parametrize(
    ("sent", "at", "expected"),
    [
        (None, "thu 09:00", "running, 12:00 > thu 12:00, left 180m"),
        ("thu 10:00", "thu 09:00", "running, 12:00 > thu 12:00, left 180m"),
        ("thu 10:00", "thu 10:00", "met, 12:00 > thu 12:00, met thu 10:00"),
        ("thu 12:00:01", "thu 16:00", "breached, 12:00 > thu 12:00, met thu 12:00:01, ended thu 12:00"),
        (
            "11:00",
            "thu 16:00",
            "breached, 12:00 > thu 12:00, ended thu 12:00",
        ),  # came before there was anything to meet
        ("tue 11:00", "thu 09:00", "running, 12:00 > thu 12:00, left 180m"),
    ],
)
def test_own_metrics_and_events_by_a_time_of_the_ticket(sent: str | None, at: str, expected: str) -> None:
    answer = asked(OWN, "12:00 solved", at, cause_sent_at=None if sent is None else when(sent))
    assert runs(answer, "cause") == [expected]


def test_own_metrics_run_again_only_where_it_is_said() -> None:
    events = "10:30 entered:on-hold; 11:00 customer_reply; 12:00 entered:open; 12:30 entered:on-hold"
    answer = asked(OWN, f"{events}; 13:00 solved; 14:00 reopened; 15:00 solved")
    assert runs(answer, "parts") == ["met, 10:30 > 11:30, met 11:00", "breached, 12:30 > 13:30, ended 13:30"]
    assert runs(answer, "cause") == ["running, 13:00 > thu 13:00, left 360m"]


def test_the_stages_run_at_the_opening_and_at_events_but_not_as_time_goes_by() -> None:
    policy = BASE.replace("{impact: down}", "{now: {outside: office}}") + SLA
    assert asked(policy).stages["severity"] == "low"
    assert asked(policy, at="20:00").stages["severity"] == "low"
    assert asked(policy, "20:00 internal_note").stages["severity"] == "high"
    assert asked(policy, opened="20:00").stages["severity"] == "high"


def test_past_the_horizon_no_due_time_is_given() -> None:
    policy = BASE + "sla: [{name: all, clock: office, targets: {resolve: 40h, first_response: 1h}}]\n"
    answer = asked(policy, opened=local("2028-12-29 12:00"))
    resolve = next(target for target in answer.targets if target.metric == "resolve")
    assert (resolve.due, resolve.beyond_horizon, resolve.state) == (None, True, "running")
    first = next(target for target in answer.targets if target.metric == "first_response")
    assert first.due == local("2028-12-29 13:00").astimezone(dt.UTC) and not first.beyond_horizon
