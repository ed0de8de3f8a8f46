"""Sums that guides, vendors and tools got wrong, asked of a whole policy: promises, pauses, ladders, versions.

The sums of the calendar alone stand in tests/clock/test_known_sums.py. New York, Monday to Friday from nine to five; 2026-01-16
is a Friday, and Monday the 19th is closed in the coverage `holidays-too`.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, decide, prepare
from supportpolicy.engine.answer import Answer, StepAnswer, TargetAnswer
from supportpolicy.engine.values import Ticket, TicketEvent, Value
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.clock.oracle import zone

POLICY = """\
supportpolicy: 1
name: sums
timezone: America/New_York
horizon: 2026-01-01..2026-12-31
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
  holidays-too:
    open: {mon-fri: 09:00-17:00}
    exceptions:
      - {dates: 2026-01-19, open: closed}
  berlin: {timezone: Europe/Berlin, open: {mon-fri: 09:00-17:00}}
  nights: {open: {mon-fri: 22:00-06:00}}
  customer:
    choose_by: customer.region
    europe: berlin
    otherwise: office
fields:
  promise: {type: choice, values: [8h, 24h, 1bd, holidays, berlin, customer, team, versions]}
  ladder: {type: choice, values: [office, alone, shares, elapsed]}
  customer.region: {type: choice, values: [europe, america]}
roles:
  night-lead: {coverage: nights, contact: phone}
  day-lead: {coverage: office, contact: phone}
teams:
  - {name: new-york, coverage: office}
  - {name: europe, coverage: berlin}
routing:
  - {name: europeans, when: {customer.region: europe}, team: europe}
  - {name: everybody, team: new-york}
sla:
  - {name: 8h, when: {promise: 8h}, targets: {first_response: 8h, clock: office}, pause_while: waiting-on-customer}
  - {name: 24h, when: {promise: 24h}, targets: {first_response: 24h, clock: office}}
  - {name: 1bd, when: {promise: 1bd}, targets: {first_response: 1bd, clock: office}, pause_while: waiting-on-customer}
  - {name: holidays, when: {promise: holidays}, targets: {first_response: 8h, clock: holidays-too}}
  - {name: berlin, when: {promise: berlin}, targets: {first_response: 2h, clock: berlin}}
  - {name: customer, when: {promise: customer}, targets: {first_response: 2h, clock: customer}}
  - {name: team, when: {promise: team}, targets: {first_response: 2h, clock: team}}
  - name: before
    when: {promise: versions}
    effective: {until: 2026-02-01}
    targets: {first_response: 4h, clock: office}
  - {name: after, when: {promise: versions}, targets: {first_response: 2h, clock: office}}
  - {name: nobody, targets: none}
escalation:
  - name: in office hours
    when: {ladder: office}
    stops_on: first_response
    clock: office
    steps:
      - {after: 20m, tell: day-lead, via: phone}
  - name: nobody there
    when: {ladder: alone}
    clock: always
    steps:
      - {after: 10m, tell: night-lead, via: phone}
      - {after: 25m, tell: day-lead, via: phone}
  - name: shares
    when: {ladder: shares}
    clock: office
    steps:
      - {at: 75%, of: first_response, tell: team}
"""


@cache
def engine() -> Engine:
    loaded = load(read_bytes_as_policy(POLICY.encode()))
    assert loaded.findings == ()
    return prepare(compile_policy(loaded.policy))


def wall(text: str, name: str = "America/New_York") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone(name))


def answer(opened: str, at: str | None = None, *events: tuple[str, str], **facts: Value) -> Answer:
    """The answer for a ticket; a status stands for entering it."""
    happened = [
        TicketEvent("entered", wall(when), status=name)
        if name in ("waiting-on-customer", "open")
        else TicketEvent(name, wall(when))
        for when, name in events
    ]
    named = {name.replace("__", "."): value for name, value in facts.items()}
    ticket = Ticket({"opened": wall(opened), **named}, tuple(happened))
    return decide(engine(), ticket, None if at is None else wall(at))


def first(given: Answer) -> TargetAnswer:
    (target,) = [target for target in given.targets if target.metric == "first_response"]
    return target


def steps(given: Answer) -> tuple[StepAnswer, ...]:
    (run,) = given.timelines
    return run.steps


@pytest.mark.parametrize(
    ("promise", "opened", "due"),
    [
        # P19: a guide says Monday 09:00, with an hour on Friday that is not there.
        ("8h", "2026-01-16 17:00", "2026-01-19 17:00"),
        ("8h", "2026-01-16 16:00", "2026-01-19 16:00"),
        # P20: 24 hours of an office of eight are three days of work; a business day is one.
        ("24h", "2026-01-16 16:55", "2026-01-21 16:55"),
        ("1bd", "2026-01-16 16:55", "2026-01-19 16:55"),
        # P28: a holiday in between.
        ("holidays", "2026-01-16 16:00", "2026-01-20 16:00"),
        ("holidays", "2026-01-16 17:00", "2026-01-20 17:00"),
        # P22: clocks change in New York on 8 March and on 1 November; the office does not notice.
        ("8h", "2026-03-06 16:00", "2026-03-09 16:00"),
        ("8h", "2026-10-30 16:00", "2026-11-02 16:00"),
    ],
)
def test_when_the_first_answer_is_due(promise: str, opened: str, due: str) -> None:
    target = first(answer(opened, promise=promise))
    assert target.due == wall(due)
    assert target.state == "running"


def test_what_is_left_of_a_day_of_24_office_hours_is_24_hours() -> None:
    """P20: a badge that shows five days counts the nights."""
    assert first(answer("2026-01-16 16:55", promise="24h")).left == dt.timedelta(hours=24)
    assert first(answer("2026-01-16 16:55", "2026-01-19 12:00", promise="24h")).left == dt.timedelta(
        hours=20, minutes=55
    )


def test_nothing_is_breached_over_the_weekend() -> None:
    """P21: a badge that counts calendar hours says on Sunday that eight office hours have passed."""
    sunday = first(answer("2026-01-16 16:00", "2026-01-18 12:00", promise="8h"))
    assert (sunday.state, sunday.left) == ("running", dt.timedelta(hours=7))
    assert first(answer("2026-01-16 16:00", "2026-01-19 16:00", promise="8h")).state == "running"
    late = first(answer("2026-01-16 16:00", "2026-01-19 16:00:01", promise="8h"))
    assert (late.state, late.ended) == ("breached", wall("2026-01-19 16:00"))


@pytest.mark.parametrize(
    ("promise", "waits", "goes_on", "due"),
    [
        # Monday 10:00. Five of eight hours are gone at 15:00; three are left from Tuesday 11:00.
        ("8h", "2026-01-12 15:00", "2026-01-13 11:00", "2026-01-13 14:00"),
        # It went on out of hours: three are left from 09:00.
        ("8h", "2026-01-12 15:00", "2026-01-13 20:00", "2026-01-14 12:00"),
        # A pause over a night in which the clock stands anyway costs nothing.
        ("8h", "2026-01-12 17:00", "2026-01-13 09:00", "2026-01-13 10:00"),
        # A business day is due on Tuesday 10:00, eight open hours; two are gone at noon, and six are left from Wednesday 09:00.
        ("1bd", "2026-01-12 12:00", "2026-01-14 09:00", "2026-01-14 15:00"),
    ],
)
def test_a_pause_leaves_the_open_time_that_was_left(promise: str, waits: str, goes_on: str, due: str) -> None:
    events = ((waits, "waiting-on-customer"), (goes_on, "open"))
    assert first(answer("2026-01-12 10:00", None, *events, promise=promise)).due == wall(due)
    paused = first(answer("2026-01-12 10:00", None, events[0], promise=promise))
    assert (paused.state, paused.due) == ("paused", None)


def test_an_office_in_another_zone_keeps_its_wall_time_when_its_clocks_change() -> None:
    """P22: Friday 16:00 in Berlin, an hour is left; on Sunday the clocks go forward. Monday 10:00 is 08:00 UTC, not 09:00."""
    opened = wall("2026-03-27 16:00", "Europe/Berlin")
    ticket = Ticket({"opened": opened, "promise": "berlin"})
    assert first(decide(engine(), ticket, None)).due == dt.datetime(2026, 3, 30, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize("promise", ["customer", "team"])
def test_whose_hours_count_is_said(promise: str) -> None:
    """P26: noon in New York is six in the evening in Berlin."""
    assert first(answer("2026-01-14 12:00", promise=promise, customer__region="america")).due == wall(
        "2026-01-14 14:00"
    )
    european = first(answer("2026-01-14 12:00", promise=promise, customer__region="europe"))
    assert european.due == wall("2026-01-15 11:00", "Europe/Berlin")


def test_a_ladder_in_office_hours_rings_nobody_in_the_evening() -> None:
    """P34: 20 minutes from 16:55 are five on this day and fifteen on the next."""
    (step,) = steps(answer("2026-01-14 16:55", "2026-01-14 17:30", ladder="office"))
    assert (step.state, step.at) == ("planned", wall("2026-01-15 09:15"))
    assert [told.on_duty for told in step.tell] == [True]


def test_a_step_that_reaches_nobody_is_known_beforehand_and_holds_up_no_other() -> None:
    """P32: whoever is told at noon works nights. The next step comes 15 minutes later, not after the full delay once more."""
    alone, next_one = steps(answer("2026-01-14 12:00", ladder="alone"))
    assert [(told.on_duty, told.next_on) for told in alone.tell] == [(False, wall("2026-01-14 22:00"))]
    assert (alone.at, next_one.at) == (wall("2026-01-14 12:10"), wall("2026-01-14 12:25"))
    assert [told.on_duty for told in next_one.tell] == [True]


def test_night_means_night_where_the_people_are() -> None:
    """P33: 22:00 in New York is 03:00 UTC in winter and 02:00 UTC in summer."""
    for day, reached in (("2026-01-14", True), ("2026-07-15", True)):
        told = steps(answer(f"{day} 21:50", ladder="alone"))[0].tell[0]
        assert told.on_duty is reached
        assert steps(answer(f"{day} 21:49", ladder="alone"))[0].tell[0].on_duty is not reached


def test_steps_come_to_the_second_and_not_with_the_next_whole_hour() -> None:
    """P31: three quarters of eight hours from 09:13:20 are six hours later."""
    (step,) = steps(answer("2026-01-14 09:13:20", "2026-01-14 15:13:20", ladder="shares", promise="8h"))
    assert (step.state, step.at) == ("done", wall("2026-01-14 15:13:20"))
    (step,) = steps(answer("2026-01-14 09:13:20", "2026-01-14 15:13:19", ladder="shares", promise="8h"))
    assert step.state == "planned"


def test_a_new_promise_leaves_running_and_met_ones_as_they_were() -> None:
    """P12, P14: on 1 February four hours become two. Who was promised four has four, and who kept them has kept them."""
    running = first(answer("2026-01-30 16:00", "2026-02-02 11:30", promise="versions"))
    assert (running.state, running.due, running.promise) == ("running", wall("2026-02-02 12:00"), "4h")
    met = first(answer("2026-01-30 16:00", "2026-02-05 09:00", ("2026-02-02 11:59", "agent_reply"), promise="versions"))
    assert (met.state, met.promise) == ("met", "4h")
    new = first(answer("2026-02-02 10:00", promise="versions"))
    assert (new.due, new.promise) == (wall("2026-02-02 12:00"), "2h")
