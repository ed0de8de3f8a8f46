"""A small policy, and the way from the text of a test file to results."""

from __future__ import annotations

import textwrap
from functools import cache

from supportpolicy.checks import run_checks
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from supportpolicy.testing.cases import Suite
from supportpolicy.testing.reading import read_tests
from supportpolicy.testing.running import Result, run_cases

POLICY = """\
supportpolicy: 1
name: harbour
timezone: Europe/Dublin
currency: EUR
horizon: 2026-01-01..2026-12-31
business_day_calendar: office
fields:
  plan: {type: choice, values: [free, paid]}
  impact: {type: choice, values: [down, question]}
  vip: {type: boolean}
  seats: {type: number}
  order.total: {type: money, ask: "How much was it?"}
  order.delivered_at: {type: time, ask: "When did it come?"}
  order.sent_at: {type: time}
  trip.length: {type: duration}
  request: {type: choice, values: [refund, key]}
facts:
  refund-start: {latest_of: [order.delivered_at, order.sent_at]}
events:
  parcel-back: {at: order.sent_at}
statuses:
  with-engineering: {waiting_on: third-party}
actions:
  open-room: {does: Open a room.}
messages:
  hello: {en: "Hello {requester.first_name}", de: "Hallo"}
  declined: {en: "No."}
voice:
  guidelines: ["Short sentences."]
  tones:
    - {when: {impact: down}, tone: "Calm and brief."}
severities:
  levels: [high, normal]
  rules:
    - {name: nothing works, level: high, when: {impact: down}}
    - {name: everybody else, level: normal}
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions:
      - {dates: 2026-12-24, open: 09:00-13:00, why: Christmas Eve}
      - {dates: 2026-12-25, open: closed, why: Christmas Day}
  at-customer: {choose_by: plan, paid: always, otherwise: office}
roles:
  boss: {coverage: always, contact: phone}
  lead: {coverage: office, contact: chat}
teams:
  - {name: front, coverage: office}
  - {name: senior, coverage: always}
channels:
  email: {}
routing:
  - {name: urgent, when: {severity: high}, team: senior, say: hello, do: open-room, tag: hot}
  - {name: the rest, team: front}
sla:
  - name: paying
    when: {plan: paid}
    rows: severity
    targets:
      high: {first_response: 30m, resolve: 8h, clock: always}
      normal: {first_response: 4h, clock: office}
    pause_while: [waiting-on-customer]
  - {name: others, targets: none}
escalation:
  - name: unanswered
    when: {severity: high}
    starts_on: opened
    stops_on: first_response
    clock: always
    steps:
      - {after: 15m, tell: lead, via: chat}
      - {after: 25m, tell: boss, via: phone, tag: late}
refunds:
  - name: in time
    when: {refund-start: {within: 14d}, order.total: {at_most: 200 EUR}}
    decision: approve
    amount: {of: order.total}
    paid_within: 3bd
  - {name: too late, decision: deny, say: declined, customer_reason: "More than 14 days have passed."}
identity:
  - {name: keys, when: {request: key}, verify: {points: {email-code: 2, invoice: 1}, at_least: 3}, wait: 72h}
"""


@cache
def compiled_from(text: str) -> tuple[Compiled, Engine]:
    """A policy of one file, compiled and ready. It is without errors."""
    loaded = load(read_bytes_as_policy(text.encode(), "policy.yaml"))
    errors = [f.message for f in (*loaded.findings, *run_checks(loaded.policy)) if f.level == "error"]
    assert errors == []
    compiled = compile_policy(loaded.policy)
    return compiled, prepare(compiled)


def harbour() -> tuple[Compiled, Engine]:
    """The small policy, compiled and ready."""
    return compiled_from(POLICY)


def suite_of(*texts: str) -> Suite:
    """What is read from test files, called `1.yaml`, `2.yaml` …"""
    sources = [
        read_bytes_as_policy(textwrap.dedent(text).encode(), f"{number}.yaml") for number, text in enumerate(texts, 1)
    ]
    whole = sources[0]
    for more in sources[1:]:
        whole = whole._replace(files=(*whole.files, *more.files), findings=(*whole.findings, *more.findings))
    return read_tests(whole, harbour()[0])


def results_of(*texts: str) -> list[Result]:
    """The results of test files without mistakes."""
    suite = suite_of(*texts)
    assert [finding.message for finding in suite.findings] == []
    return list(run_cases(suite.cases, *harbour()))


def differences(expect: str, ticket: str = "{opened: 2026-06-05 14:00}", more: str = "") -> list[str]:
    """One test, and what is not as it expects: `what: expected … actual …`."""
    (result,) = results_of(f"tests:\n  - name: it\n    ticket: {ticket}\n{more}    expect: {expect}\n")
    assert result.outcome != "error", result.message
    return [f"{one.what}: {one.expected} | {one.actual}" for one in result.mismatches]
