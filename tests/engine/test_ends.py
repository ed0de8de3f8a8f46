"""How promises end: what comes after an answer, a pause at the last moment, replies to tickets that are over."""

import pytest

from supportpolicy.engine import BeyondPolicy
from tests.engine.asking import local
from tests.engine.histories import asked, runs
from tests.engine.test_targets import BASE, OPEN, POLICY, WAIT

_REOPENING = POLICY + "lifecycle: {reopen: {within: 2d, otherwise: follow-up}}\n"
_ALWAYS_THERE = BASE.replace("coverage: office}, {name: night", "coverage: always}, {name: night") + (
    "sla: [{name: all, targets: {resolve: 2bd, clock: team}}]\n"
)


@pytest.mark.parametrize(
    ("events", "at"),
    [
        (f"10:30 agent_reply; 10:45 {WAIT}; fri 09:00 {OPEN}", "fri 12:00"),
        (f"10:30 agent_reply; 10:30 {WAIT}", "fri 12:00"),
        (f"10:30 agent_reply; 10:45 {WAIT}", "fri 12:00"),
    ],
)
def test_a_pause_after_the_answer_does_not_move_what_was_due(events: str, at: str) -> None:
    assert runs(asked(POLICY, events, at), "first_response") == ["met, 10:00 > 14:00, met 10:30"]


def test_a_pause_after_the_breach_does_not_move_what_was_due() -> None:
    answer = asked(POLICY, f"15:00 {WAIT}", "fri 12:00")
    assert runs(answer, "first_response") == ["breached, 10:00 > 14:00, ended 14:00"]


def test_what_is_due_as_a_pause_begins_is_due() -> None:
    assert runs(asked(POLICY, f"14:00 {WAIT}", "14:00"), "first_response") == ["running, 10:00 > 14:00, left 0m"]
    assert runs(asked(POLICY, f"14:00 {WAIT}", "14:01"), "first_response") == ["breached, 10:00 > 14:00, ended 14:00"]


def test_a_reply_to_a_closed_ticket_is_owed_no_answer() -> None:
    late = "10:30 agent_reply; 11:00 solved; 11:30 closed; 12:00 customer_reply"
    assert runs(asked(POLICY, late), "next_response") == ["waiting, - > -"]
    after_reopening_ends = "10:30 agent_reply; 11:00 solved; sat 12:00 customer_reply"
    assert runs(asked(_REOPENING, after_reopening_ends), "next_response") == ["waiting, - > -"]


def test_a_reply_in_time_reopens_and_is_owed_an_answer() -> None:
    answer = asked(_REOPENING, "10:30 agent_reply; 11:00 solved; 12:00 customer_reply")
    assert runs(answer, "next_response") == ["running, 12:00 > 14:00, left 120m"]


def test_who_was_solved_without_a_word_and_writes_again_is_owed_an_answer() -> None:
    answer = asked(POLICY, "11:00 solved; 12:00 customer_reply")
    assert runs(answer, "next_response") == ["running, 12:00 > 14:00, left 120m"]


def test_every_date_is_a_business_day_of_a_team_that_is_always_there() -> None:
    assert runs(asked(_ALWAYS_THERE, opened="fri 18:00"), "resolve") == ["running, fri 18:00 > sun 18:00, left 2880m"]


def test_never_as_exports_write_it_is_no_moment_to_ask_about() -> None:
    with pytest.raises(BeyondPolicy):
        asked(POLICY, opened=local("9999-12-31 23:59"))
