"""Reading, running and covering: tickets by name, cases, rows, errors, and what passing tests reach."""

from __future__ import annotations

import datetime as dt

from supportpolicy.engine import prepare
from supportpolicy.source import read_bytes_as_policy
from supportpolicy.testing.coverage import HOURS, STEPS, Coverage, coverage_of
from supportpolicy.testing.reading import read_tests
from supportpolicy.testing.running import run_cases
from tests.testing.support import compiled_from, harbour, results_of, suite_of

LENT = "tickets:\n  outage: {opened: 2026-06-05 14:00, plan: paid, impact: down}\n"
CASES = """\
tests:
  - name: severity
    ticket: outage
    clause: [house 1, house 2]
    expect: {severity: high, team: senior}
    cases:
      - {with: {impact: question}, expect: {severity: normal, team: front}}
      - {name: as it is, clause: house 3}
      - {without: [impact], expect: {severity: normal, team: front}}
  - name: first responses
    ticket: outage
    with: {vip: true}
    table:
      given: [plan, impact]
      expect: [severity, targets.first_response, targets.resolve.state]
      rows:
        - [paid, down, high, {after: 30m}, running]
        - [paid, question, normal, 2026-06-08 10:00, running]
  - name: on Christmas
    table:
      given: [at]
      expect: [coverage.office, coverage.office.next_opening]
      rows:
        - [2026-12-24 12:59, open, 2026-12-24 12:59]
        - [2026-12-24 13:00, closed, 2026-12-28 09:00]
"""


def test_cases_and_rows_add_to_their_test() -> None:
    results = results_of(LENT, CASES)
    assert [(result.case.name, result.outcome) for result in results] == [
        ("severity [1]", "passed"),
        ("severity: as it is", "passed"),
        ("severity [3]", "passed"),
        ("first responses (paid, down)", "passed"),
        ("first responses (paid, question)", "failed"),
        ("on Christmas (2026-12-24 12:59)", "passed"),
        ("on Christmas (2026-12-24 13:00)", "passed"),
    ]
    assert [result.case.clauses for result in results][:4] == [
        ("house 1", "house 2"),
        ("house 3",),
        ("house 1", "house 2"),
        (),
    ]
    (mismatch,) = results[4].mismatches
    assert (mismatch.what, mismatch.actual, mismatch.span.line) == ("targets.resolve.state", "none", 18)
    assert "'paying: normal'" in mismatch.because


def test_facts_that_are_known_to_be_absent_are_given_as_none() -> None:
    (case,) = suite_of(
        "tests:\n  - {name: a, ticket: {opened: 2026-06-05, vip: null, plan: 'free'}, expect: {sla: others}}\n"
    ).cases
    assert case.ticket is not None
    assert case.ticket.facts == {"opened": dt.datetime(2026, 6, 4, 23, tzinfo=dt.UTC), "vip": None, "plan": "free"}
    assert not case.ticket.history


def test_events_are_told_in_the_order_of_time() -> None:
    text = """\
    tests:
      - name: a
        ticket: {opened: 2026-06-05 14:00, order.sent_at: {before: 3h, of: now}, order.delivered_at: {after: 1h, of: order.sent_at}}
        events:
          - {after: 3h, event: assigned, team: senior}
          - {after: 1h, event: agent_reply}
          - {after: 30m, of: order.sent_at, event: solved}
        at: 2026-06-05 18:00
        expect: {team: senior}
    """
    (case,) = suite_of(text).cases
    assert case.ticket is not None
    assert [event.name for event in case.ticket.events] == ["agent_reply", "solved", "assigned"]
    assert [event.at.hour for event in case.ticket.events] == [14, 14, 16]  # in UTC
    assert case.ticket.history
    assert case.ticket.facts["order.delivered_at"] == dt.datetime(2026, 6, 5, 15, tzinfo=dt.UTC)


def test_what_cannot_be_answered_is_an_error_with_its_reason() -> None:
    text = """\
    tests:
      - {name: early, ticket: {opened: 2026-06-05 14:00}, at: 2026-06-05 13:00, expect: {severity: normal}}
      - {name: beyond, ticket: {opened: 2031-06-05 14:00, plan: paid}, expect: {targets: {first_response: none}}}
      - {name: when, ticket: {plan: paid}, expect: {severity: normal}}
      - {name: hours, at: 2031-06-05 14:00, expect: {coverage: {office: open}}}
    """
    results = results_of(text)
    assert [result.outcome for result in results] == ["error"] * 4
    assert "did not exist yet" in results[0].message
    assert "lies outside the policy's horizon" in results[1].message
    assert results[2].message == "it is not known when: write 'opened' in the ticket, or 'at' in the test"
    assert "2026-12-31" in results[3].message


def test_the_first_failure_may_end_the_run() -> None:
    text = "tests:\n" + "".join(
        f"  - {{name: {name}, ticket: {{opened: 2026-06-05}}, expect: {{severity: {level}}}}}\n"
        for name, level in (("a", "normal"), ("b", "high"), ("c", "high"))
    )
    cases = suite_of(text).cases
    assert [result.outcome for result in run_cases(cases, *harbour(), fail_fast=True)] == ["passed", "failed"]
    assert [result.outcome for result in run_cases(cases, *harbour())] == ["passed", "failed", "failed"]


def test_why_an_expected_rule_did_not_win() -> None:
    text = "tests:\n  - {name: a, ticket: {opened: 2026-06-05, plan: free}, expect: {severity: high, rules: {routing: urgent}, sla: paying}}\n"
    (result,) = results_of(text)
    said = {mismatch.what: mismatch.because for mismatch in result.mismatches}
    assert "'everybody else' (policy.yaml:" in said["severity"]
    assert "'nothing works' does not hold: impact is down" in said["severity"]
    assert "'urgent' does not hold: severity is high" in said["rules.routing"]
    assert "plan is paid" in said["sla"]


def test_why_a_timeline_does_not_run() -> None:
    text = "tests:\n  - {name: a, ticket: {opened: 2026-06-05, impact: question}, expect: {timelines: {unanswered: running}}}\n"
    (result,) = results_of(text)
    assert result.mismatches[0].because.startswith("it does not run: severity is high (policy.yaml:")


def test_the_name_of_a_grid_or_promise_stands_for_all_its_rules() -> None:
    compiled, _ = compiled_from("""\
supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields:
  impact: {type: choice, values: [down, question]}
  urgency: {type: choice, values: [now, later]}
severities:
  levels: [high, normal]
  rules:
    - name: both
      grid:
        down: impact
        across: urgency
        cells: {down: {now: high, later: high}, question: {now: normal, later: normal}}
    - {name: nothing is known, level: normal}
""")
    text = """\
tests:
  - {name: a, ticket: {opened: 2026-06-05, impact: down, urgency: now}, expect: {rules: {severity: both}}}
  - {name: b, ticket: {opened: 2026-06-05, impact: down, urgency: now}, expect: {rules: {severity: "both: down, later"}}}
  - {name: c, ticket: {opened: 2026-06-05}, expect: {rules: {severity: both}}}
"""
    suite = read_tests(read_bytes_as_policy(text.encode()), compiled)
    assert suite.findings == ()
    assert [one.outcome for one in run_cases(suite.cases, compiled, prepare(compiled))] == [
        "passed",
        "failed",
        "failed",
    ]


def _coverage(*texts: str) -> Coverage:
    return coverage_of(harbour()[0], results_of(*texts))


def _reached(coverage: Coverage) -> dict[str, tuple[int, int]]:
    return {group.name: (group.reached, group.all) for group in coverage.groups}


def test_coverage_counts_what_passing_tests_reach() -> None:
    nothing = _coverage("tests:\n  - {name: a, ticket: {opened: 2026-06-05}, expect: {severity: high}}\n")
    assert _reached(nothing) == {
        "severity": (0, 2),
        "channel": (0, 1),
        "routing": (0, 2),
        "sla": (0, 3),  # the row that nobody wrote is not counted
        "refunds": (0, 2),
        "identity": (0, 1),
        "timelines": (0, 1),
        "guidance": (0, 1),
        STEPS: (0, 2),
        HOURS: (0, 2),
    }
    assert nothing.total == ("total", 0, 17)
    some = _coverage(
        "tests:\n  - {name: a, ticket: {opened: 2026-06-05 14:00, plan: paid, impact: down}, expect: {severity: high}}\n"
    )
    assert _reached(some) == {
        **_reached(nothing),
        "severity": (1, 2),
        "routing": (1, 2),
        "sla": (1, 3),
        "timelines": (1, 1),
        "guidance": (1, 1),
        STEPS: (2, 2),
    }
    assert some.total.percent == 41  # 7 of 17, rounded down
    assert ("routing", "the rest") in [(item.group, item.name) for item in some.missing]


def test_a_day_is_reached_by_asking_about_it_or_counting_across_it() -> None:
    def days(text: str) -> list[str]:
        return [item.name for item in _coverage(text).missing if item.group == HOURS]

    eve, day = "Christmas Eve in office", "Christmas Day in office"
    assert days("tests:\n  - {name: a, at: 2026-12-23 10:00, expect: {coverage: {office: open}}}\n") == [eve, day]
    assert days("tests:\n  - {name: a, at: 2026-12-24 10:00, expect: {coverage: {office: open}}}\n") == [day]
    across = "tests:\n  - {name: a, ticket: {opened: 2026-12-23 16:00, plan: paid}, expect: {targets: {first_response: 2026-12-24 12:00}}}\n"
    assert days(across) == [day]
    later = across.replace("12-23 16:00", "12-24 12:00").replace("2026-12-24 12:00}}}", "2026-12-28 12:00}}}")
    assert days(later) == []


def test_steps_that_were_dropped_are_not_reached() -> None:
    text = """\
    tests:
      - name: a
        ticket: {opened: 2026-06-05 14:00, plan: paid, impact: down}
        events: [{after: 20m, event: agent_reply}]
        expect: {timelines: {unanswered: stopped}}
    """
    assert [item.name for item in _coverage(text).missing if item.group == STEPS] == ["unanswered, step 2"]
