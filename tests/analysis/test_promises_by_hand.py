"""Promises, steps and hand-overs at hours that were worked out by hand."""

from __future__ import annotations

import pytest

from supportpolicy.analysis.promise_findings import promise_findings
from supportpolicy.engine import Ticket, decide, prepare
from tests.analysis.promising import engine_of, found_in, proving_of
from tests.compiled.policies import compiled

OFFICE = """
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
  evening: {open: {mon-fri: 17:00-21:00}}
  tokyo: {timezone: Asia/Tokyo, open: {mon-fri: 09:00-18:00}}
"""
FRONT = OFFICE + "teams: [{name: front, coverage: office}]\nrouting: [{name: all, team: front}]\n"
LEAD = OFFICE + "roles: {lead: {coverage: office, contact: phone}, chief: {coverage: evening, contact: phone}}\n"


def _sla(target: str) -> str:
    return f"sla: [{{name: all, targets: {{{target}}}}}]\n"


def _ladder(clock: str, *steps: str) -> str:
    return f"escalation: [{{name: late, stops_on: solved, clock: {clock}, steps: [{', '.join(steps)}]}}]\n"


# Each with the code, and pieces of the message.
FOUND = [
    # The longest wait: the weekend on which the clocks go back, from Friday's close to Monday, an hour more than others.
    (
        FRONT + _sla("first_response: 4h, clock: always"),
        "SP530",
        "opened Fri 2026-10-23 17:00, it is due Fri 2026-10-23 21:00, and the first is there Mon 2026-10-26 09:00, "
        "after 2 days 17h",
    ),
    # 16 hours are exactly a night: due at nine, when somebody is there. The weekend is what is left.
    (FRONT + _sla("first_response: 16h, clock: always"), "SP530", "due Sat 2026-10-24 09:00"),
    # An hour short on one weekend of the year, and on no other.
    (
        FRONT + _sla("first_response: 64h, clock: always"),
        "SP530",
        "it is due Mon 2026-10-26 08:00, and the first is there Mon 2026-10-26 09:00",
    ),
    # A clock that runs in the evening while the team of the day has gone.
    (
        FRONT + _sla("first_response: 1h, clock: evening"),
        "SP530",
        "opened Fri 2026-10-23 17:00, it is due Fri 2026-10-23 18:00",
    ),
    # Nobody who speaks Japanese, though the team is there: it does not say which languages it has.
    (
        "languages: {ja: {level: full, coverage: tokyo}, en: {level: full}}\n"
        + FRONT
        + _sla("first_response: 2h, clock: team"),
        "SP530",
        "nobody of 'front' who speaks ja is there in time",
    ),
    # A channel, where nothing is known of a team.
    (
        OFFICE + "channels: {phone: {coverage: office}}\n" + _sla("first_response: 1h, clock: always"),
        "SP530",
        "nobody at the channel phone is there in time",
    ),
    # The next answer, which only a customer's second message starts.
    (FRONT + _sla("next_response: 4h, clock: always"), "SP530", "after customer_reply on Fri 2026-10-23 17:00"),
    # A listed business day on which nobody opens ends at its midnight.
    (
        "coverage: {office: {open: {mon-fri: 09:00-17:00}, business_days: mon-fri, "
        "exceptions: [{dates: 2026-05-04, open: closed}]}}\n"
        "teams: [{name: front, coverage: office}]\nrouting: [{name: all, team: front}]\n"
        + _sla("first_response: {by: end of next business day}, clock: office"),
        "SP531",
        "it is due Tue 2026-05-05 00:00, and the first is there Tue 2026-05-05 09:00",
    ),
    (LEAD + _ladder("always", "{after: 30m, tell: lead}"), "SP533", "tells 'lead' on Fri 2026-10-23 17:00"),
    # Either of two is enough; between 17:00 and 21:00 it is the chief.
    (
        LEAD + _ladder("always", "{after: 30m, tell: [lead, chief]}"),
        "SP533",
        "tells 'lead' and 'chief' on Fri 2026-10-23 21:00",
    ),
    (
        FRONT
        + _sla("first_response: 4h, clock: always")
        + _ladder("always", "{at: 50%, of: first_response, tell: team}"),
        "SP533",
        "the step 50% of first_response tells team ('front')",
    ),
    # It is the eighth time that comes after five: every hour, of tickets that are opened at nine at the latest.
    (
        LEAD + "escalation: [{name: late, when: {opened: {during: office}}, stops_on: solved, clock: always, "
        "steps: [{every: 10h, tell: chief}]}]\n",
        "SP533",
        "the step every 10h tells 'chief'",
    ),
    (
        FRONT
        + "emergency: {when: {request: alarm}, steps: [{after: 0m, assign: front}], update_customer: {every: 30m, clock: always}}\n",
        "SP535",
        "the update every 30m comes",
    ),
    (FRONT + _sla("update_every: 2h, clock: always"), "SP535", "after a last agent_reply on Fri 2026-10-23 16:59"),
]

SILENT = [
    FRONT + _sla("first_response: 4h, clock: office"),
    FRONT + _sla("first_response: 4h, clock: team"),
    FRONT + _sla("first_response: {by: end of next business day}, clock: office"),
    # From Friday's close to Monday's opening are 65 hours at most; due in the very minute in which somebody is there.
    FRONT + _sla("first_response: 65h, clock: always"),
    # It is due at the closing itself, at the latest.
    FRONT + _sla("update_every: 8h, clock: office"),
    FRONT.replace("coverage: office}]", "coverage: always}]") + _sla("first_response: 4h, clock: always"),
    # The team says that it speaks Japanese whenever it is there.
    "languages: {ja: {level: full, coverage: tokyo}, en: {level: full}}\n"
    + FRONT.replace("coverage: office}]", "coverage: office, languages: [en, ja]}]")
    + _sla("first_response: 2h, clock: team"),
    # Nothing is known of anybody's hours.
    "teams: [{name: front}]\nrouting: [{name: all, team: front}]\n" + _sla("first_response: 1h, clock: always"),
    # By night it goes to those who are there.
    OFFICE
    + "teams: [{name: front, coverage: office}, {name: night, coverage: always}]\n"
    + "routing: [{name: by day, when: {opened: {during: office}}, team: front}, {name: by night, team: night}]\n"
    + _sla("first_response: 1h, clock: always"),
    LEAD + _ladder("office", "{after: 30m, tell: lead}"),
    # Who leaves at that very moment is still there.
    LEAD + _ladder("office", "{after: 8h, tell: lead}"),
    LEAD + _ladder("always", "{after: 30m, tell: requester}"),
    LEAD
    + "emergency: {when: {request: alarm, opened: {during: office}}, steps: [{after: 0m, tell: lead, via: phone}]}\n",
]


@pytest.mark.parametrize(("text", "code", "words"), FOUND)
def test_found(text: str, code: str, words: str) -> None:
    said = {one.finding.code: f"{one.finding.message} | {one.finding.help}" for one in found_in(text)}
    assert code in said, said
    assert words in said[code]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert [one.finding.message for one in found_in(text)] == []


def test_a_step_that_is_reported_is_carried_out_while_nobody_is_there() -> None:
    text = LEAD + _ladder("always", "{after: 30m, tell: lead}")
    witness = next(one.witness for one in found_in(text) if one.finding.code == "SP533")
    assert witness is not None
    answer = decide(engine_of(text), Ticket({**witness.facts, "opened": witness.opened}), witness.at)
    step = answer.timelines[0].steps[0]
    assert (step.state, step.at) == ("done", witness.at)
    assert [told.on_duty for told in step.tell] == [False]


def test_hours_of_a_year() -> None:
    # Of a week 128 hours are closed; from the last four before each of five openings somebody is there in time.
    (one,) = found_in(FRONT + _sla("first_response: 4h, clock: always"))
    assert one.finding.help is not None
    hours = int(one.finding.help.split("in about ")[1].split(" hours")[0])
    assert abs(hours - 108 * 365 / 7) < 60


def test_a_hand_over_on_usual_weekends_is_no_gap_and_a_holiday_is() -> None:
    text = (
        "coverage:\n"
        "  east: {open: {mon-fri: 06:00-14:00}}\n"
        "  west: {open: {mon-fri: 14:00-22:00}, exceptions: [{dates: 2026-11-26, open: closed}]}\n"
        "teams: [{name: east, coverage: east}, {name: west, coverage: west}]\n"
        "communication: {handovers: [{name: afternoon, from: east, to: west, how: chat},"
        " {name: morning, from: west, to: east, how: chat}]}\n"
    )
    (one,) = [one.finding for one in found_in(text) if "'afternoon'" in one.finding.message]
    assert "closes Thu 2026-11-26 14:00 and 'west' comes Fri 2026-11-27 14:00, 24h later" in one.message
    never = [one.finding.message for one in found_in(text) if "'morning'" in one.finding.message]
    assert len(never) == 1
    assert "never there" in never[0]


def test_the_reference_policy_keeps_what_it_promises() -> None:
    engine = prepare(compiled("policies"))
    assert [one.finding.message for one in promise_findings(proving_of(engine))] == []
