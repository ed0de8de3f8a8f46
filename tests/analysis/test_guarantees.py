"""Every form of guarantee: proved where it is true, refuted with the smallest ticket and the instant where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportpolicy.analysis import Proved
from supportpolicy.analysis.guarantees import guarantees
from supportpolicy.analysis.showing import in_flow
from supportpolicy.engine import Engine
from tests.analysis.promising import proving_of
from tests.analysis.proving import engine_of

_HEAD = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
currency: EUR
horizon: 2026-01-01..2026-12-31
fields:
  plan: {type: choice, values: [free, paid], default: free}
  down: {type: boolean}
  paid: {type: money}
coverage:
  office: {timezone: Europe/Dublin, open: {mon-fri: 09:00-17:00}}
  late: {timezone: Europe/Dublin, open: {mon-fri: 12:00-20:00}}
  day: {timezone: Europe/Dublin, open: {mon-sun: 06:00-18:00}}
  night: {timezone: Europe/Dublin, open: {mon-sun: 18:00-06:00}}
roles:
  boss: {coverage: always, contact: [phone, chat]}
  clerk: {coverage: office, contact: phone}
  early: {coverage: day, contact: phone}
  owl: {coverage: night, contact: phone}
tiers: [{name: gold, when: {plan: paid}}, {name: silver}]
severities: {levels: [critical, normal], rules: [{level: critical, when: {down: true}}, {level: normal}]}
teams: [{name: front, coverage: office}, {name: incidents, coverage: always}]
routing: [{name: broken, when: {severity: critical}, team: incidents}, {name: rest, team: front}]
"""


def _found(text: str, folder: Path) -> tuple[Engine, list[Proved]]:
    engine = engine_of(_HEAD + text, folder)
    return engine, list(guarantees(proving_of(engine)))


def _ladder(*steps: str, when: str = "{severity: critical}", clock: str = "always") -> str:
    return (
        f"escalation: [{{name: ring, when: {when}, starts_on: opened, stops_on: first_response, clock: {clock}, "
        f"steps: [{', '.join(steps)}]}}]\n"
    )


def _reach(within: str = "20m", extra: str = ", at_any_hour: true") -> str:
    return f"guarantees: [{{name: g, when: {{severity: critical}}, must: {{reach: phone, within: {within}{extra}}}}}]\n"


_TRUE = {
    "hold": "guarantees: [{name: g, when: {severity: critical}, must: {hold: {team: incidents}}}]\n",
    "reach: somebody who is always there": _ladder("{after: 15m, tell: boss, via: phone}") + _reach(),
    "reach: in the last second": _ladder("{after: 20m, tell: boss, via: phone}") + _reach(),
    "reach: two who take turns": _ladder("{after: 5m, tell: [early, owl], via: phone}") + _reach(),
    "reach: two steps for the two halves of the day": _ladder(
        "{after: 5m, tell: early, via: phone}",
        "{after: 6m, tell: owl, via: phone}",
        "{after: 17m, tell: [early, owl], via: phone}",
    )
    + _reach(),
    "reach: only while the team is there": _ladder("{after: 5m, tell: boss, via: phone}", clock="office").replace(
        "{severity: critical}", "{down: {not: true}}"
    )
    + _reach(extra="").replace("severity: critical", "severity: normal").replace("20m", "65h5m"),
    "not slower: more hours and less time": """
sla:
  - {name: gold, when: {tier: gold}, targets: {first_response: 1h, clock: always}}
  - {name: silver, targets: {first_response: 1h, clock: office}}
guarantees: [{name: g, when: {tier: gold}, must: {not_slower_than: {tier: silver}}}]
""",
    "not slower: open hours against a business day": """
sla:
  - {name: gold, when: {tier: gold}, targets: {first_response: 8h, clock: office}}
  - {name: silver, targets: {first_response: 1bd, clock: office}}
guarantees: [{name: g, when: {tier: gold}, must: {not_slower_than: {tier: silver}}}]
""",
    "not slower: other metrics are not compared": """
sla:
  - {name: gold, when: {tier: gold}, targets: {first_response: 1h, resolve: 9h, clock: office}}
  - {name: silver, targets: {first_response: 2h, resolve: 8h, clock: office}}
guarantees: [{name: g, when: {tier: gold}, must: {not_slower_than: {tier: silver}, metrics: first_response}}]
""",
    "approved: nothing above is approved": """
refunds:
  - {name: small, when: {paid: {at_most: 100 EUR}}, decision: approve, amount: paid}
  - {name: large, decision: review, approver: clerk}
guarantees: [{name: g, when: {request: refund}, must: {approved_by: second-person, above: 100 EUR}}]
""",
    "approved: with the word of somebody": """
refunds: [{name: all, decision: approve, amount: paid, approver: clerk}]
guarantees: [{name: g, when: {request: refund}, must: {approved_by: clerk}}]
""",
    "approved: a sum that is capped": """
refunds: [{name: all, decision: approve, amount: {of: paid, at_most: 50 EUR}}]
guarantees: [{name: g, when: {request: refund}, must: {approved_by: second-person, above: 50 EUR}}]
""",
}


@pytest.mark.parametrize("text", _TRUE.values(), ids=_TRUE.keys())
def test_what_is_true_is_proved(text: str, tmp_path: Path) -> None:
    assert [one.finding.message for one in _found(text, tmp_path)[1]] == []


_FALSE = {
    "hold": (
        "guarantees: [{name: g, when: {tier: gold}, must: {hold: {team: front}}}]\n",
        "'team is front' is not so; the team is incidents",
        "{down: true, plan: paid, opened: 2026-01-02 00:00}",
    ),
    "reach: nobody is told at all": (
        _reach(),
        "a ticket opened Fri 2026-01-02 00:00 reaches nobody by phone within 20m",
        "{down: true, opened: 2026-01-02 00:00}",
    ),
    "reach: a second too late": (
        _ladder("{after: 21m, tell: boss, via: phone}") + _reach(),
        "a ticket opened Fri 2026-01-02 00:00 reaches nobody by phone within 20m",
        "{down: true, opened: 2026-01-02 00:00}",
    ),
    "reach: by another means": (
        _ladder("{after: 1m, tell: boss, via: chat}") + _reach(),
        "reaches nobody by phone within 20m",
        "{down: true, opened: 2026-01-02 00:00}",
    ),
    "reach: somebody who sleeps": (
        _ladder("{after: 5m, tell: owl, via: phone}") + _reach(),
        "a ticket opened Fri 2026-01-02 05:55 reaches nobody",
        "{down: true, opened: 2026-01-02 05:55}",
    ),
    "reach: a ladder that counts office hours": (
        _ladder("{after: 15m, tell: boss, via: phone}", clock="day") + _reach(),
        "a ticket opened Fri 2026-01-02 00:00 reaches nobody",
        "{down: true, opened: 2026-01-02 00:00}",
    ),
    "reach: over the weekend on which clocks are changed": (
        _ladder("{after: 5m, tell: boss, via: phone}", clock="office", when="{severity: normal}")
        + _reach("64h5m", "").replace("severity: critical", "severity: normal"),
        "a ticket opened Fri 2026-10-23 16:56",
        "{opened: 2026-10-23 16:56}",
    ),
    "reach: not all of these tickets": (
        _ladder("{after: 5m, tell: boss, via: phone}", when="{severity: critical, plan: paid}") + _reach(),
        "a ticket opened Fri 2026-01-02 00:00 reaches nobody",
        "{down: true, opened: 2026-01-02 00:00}",
    ),
    "not slower: the same time on fewer hours": (
        """
sla:
  - {name: gold, when: {tier: gold}, targets: {first_response: 1h, clock: office}}
  - {name: silver, targets: {first_response: 2h, clock: always}}
guarantees: [{name: g, when: {tier: gold}, must: {not_slower_than: {tier: silver}}}]
""",
        "it is due Mon",
        "{plan: paid, opened: ",
    ),
    "not slower: nothing is promised": (
        """
sla:
  - {name: gold, when: {tier: gold}, targets: none}
  - {name: silver, targets: {first_response: 2h, clock: always}}
guarantees: [{name: g, when: {tier: gold}, must: {not_slower_than: {tier: silver}}}]
""",
        "no time is promised; for the other ticket, {opened: 2026-01-02 00:00}, it is due Fri 2026-01-02 02:00",
        "{plan: paid, opened: 2026-01-02 00:00}",
    ),
    "not slower: a business day may be short": (
        """
sla:
  - {name: gold, when: {tier: gold}, targets: {first_response: 9h, clock: office}}
  - {name: silver, targets: {first_response: 1bd, clock: office}}
guarantees: [{name: g, when: {tier: gold}, must: {not_slower_than: {tier: silver}}}]
""",
        "of first_response from ",
        "{plan: paid, opened: ",
    ),
    "approved: more than the limit": (
        """
refunds: [{name: all, when: {paid: {at_most: 200 EUR}}, decision: approve, amount: paid}]
guarantees: [{name: g, when: {request: refund}, must: {approved_by: second-person, above: 100 EUR}}]
""",
        "'all' approves 100.01 EUR without second-person",
        "{paid: 100.01 EUR, request: refund, opened: 2026-01-02 00:00}",
    ),
    "approved: half of it": (
        """
refunds: [{name: all, when: {paid: {at_most: 500 EUR}}, decision: approve, amount: {of: paid, share: 50%}}]
guarantees: [{name: g, when: {request: refund}, must: {approved_by: second-person, above: 100 EUR}}]
""",
        "without second-person",
        "request: refund",
    ),
}


@pytest.mark.parametrize(("text", "says", "ticket"), _FALSE.values(), ids=_FALSE.keys())
def test_what_is_false_is_refuted_with_a_ticket(text: str, says: str, ticket: str, tmp_path: Path) -> None:
    engine, found = _found(text, tmp_path)
    assert [one.finding.code for one in found] == ["SP550"], [one.finding.message for one in found]
    assert says in found[0].finding.message
    witness = found[0].witness
    assert witness is not None
    assert ticket in in_flow(engine, witness)


def test_a_guarantee_without_tickets_says_nothing(tmp_path: Path) -> None:
    _, found = _found(
        "guarantees: [{name: g, when: {tier: gold, plan: free}, must: {hold: {team: front}}}]\n", tmp_path
    )
    assert [one.finding.code for one in found] == ["SP551"]


def test_a_sum_that_cannot_be_bounded_is_left_open(tmp_path: Path) -> None:
    text = """
refunds: [{name: all, when: {paid: {at_most: 10 EUR}}, decision: approve, amount: {of: paid, times: 2}}]
guarantees: [{name: g, when: {request: refund}, must: {approved_by: second-person, above: 100 EUR}}]
"""
    assert [one.finding.code for one in _found(text, tmp_path)[1]] == ["SP552"]
