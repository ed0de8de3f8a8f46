"""Small pairs of policies with what is said about them, to the letter."""

from __future__ import annotations

import datetime as dt

import pytest

from supportpolicy.checks.verdict import judge
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.difference import Difference, compare
from supportpolicy.reporting.difference_markdown import as_digest, as_markdown
from supportpolicy.reporting.difference_text import as_text
from supportpolicy.source import read_bytes_as_policy

BASE = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
currency: EUR
horizon: 2026-01-01..2026-12-31
fields:
  plan: {type: choice, values: [free, team, enterprise], default: free}
  impact: {type: choice, values: [down, question]}
  order.total: {type: money}
conditions:
  serious: {impact: down}
coverage:
  office: {timezone: Europe/Dublin, open: {mon-fri: 09:00-17:00}}
  shop: {timezone: Europe/Dublin, open: {sat: 10:00-14:00}}
roles:
  lead: {coverage: office, contact: chat}
teams:
  - {name: front, coverage: office}
  - {name: billing, coverage: office}
messages:
  declined: {en: We cannot pay this back.}
prices:
  postage: 5 EUR
tiers:
  - {name: gold, when: {plan: enterprise}}
  - {name: basic}
severities:
  levels: [high, low]
  rules:
    - {name: bad, level: high, when: {is: serious}}
    - {name: rest, level: low}
routing:
  - {name: money, when: {request: refund}, team: billing}
  - {name: gold, when: {tier: gold}, team: billing}
  - {name: rest, team: front}
sla:
  - name: promise
    rows: severity
    targets:
      high: {first_response: 2h, clock: office}
      low: {first_response: 8h, clock: office}
refunds:
  - {name: small, when: {order.total: {at_most: 50 EUR}}, decision: approve, amount: order.total}
  - {name: else, decision: deny, say: declined}
escalation:
  - name: unanswered
    when: {severity: high}
    starts_on: opened
    stops_on: first_response
    steps:
      - {after: 30m, tell: lead, via: chat}
voice:
  formality: casual
"""
NOTHING = "No ticket is treated differently."


def policy(text: str) -> Compiled:
    verdict = judge(read_bytes_as_policy(text.encode()), dt.date.min)
    assert not verdict.blocking, verdict.blocking
    return compile_policy(verdict.policy)


def edited(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    return text


def difference(*changes: tuple[str, str]) -> Difference:
    return compare(policy(BASE), policy(edited(*changes)))


def said(*changes: tuple[str, str]) -> str:
    return as_text(difference(*changes), "old", "new").split("\n", 1)[1]


SAME = {
    "renamed rule": (("{name: money,", "{name: about money,"),),
    "reordered disjoint pair": (
        (
            "    - {name: bad, level: high, when: {is: serious}}\n    - {name: rest, level: low}",
            "    - {name: calm, level: low, when: {impact: {not: down}}}\n    - {name: bad, level: high}",
        ),
    ),
    "condition written out": (("when: {is: serious}", "when: {any_of: [{impact: [down]}]}"),),
    "renamed condition": (("serious", "very-serious"),),
    "renamed coverage": (("office", "desk"),),
    "renamed message": (("declined", "sorry"),),
    "renamed price": (("postage", "parcel"),),
    "renamed timeline": (("name: unanswered", "name: nobody wrote"),),
    "hours written otherwise": (("{mon-fri: 09:00-17:00}", "{mon-thu: 09:00-17:00, fri: [09:00-12:00, 12:00-17:00]}"),),
    "hours that nothing uses": (("sat: 10:00-14:00", "sat: 10:00-15:00"),),
    "a rule that never wins": (
        (
            "  - {name: gold, when: {tier",
            "  - {name: gold refund, when: {tier: gold, request: refund}, team: front}\n  - {name: gold, when: {tier",
        ),
    ),
    "why and source": (("{name: money,", "{name: money, why: because, source: handbook,"),),
    "a fact that nothing asks about": (("  impact:", "  colour: {type: choice, values: [red]}\n  impact:"),),
}


@pytest.mark.parametrize("changes", SAME.values(), ids=SAME)
def test_nothing_is_said_of_what_changes_no_answer(changes: tuple[tuple[str, str], ...]) -> None:
    found = difference(*changes)
    assert found.changes == (), found.changes
    assert said(*changes) == f"{NOTHING}\n"
    assert NOTHING in as_markdown(found, "old", "new")


TOLD = {
    "team": (
        (("{name: gold, when: {tier: gold}, team: billing}", "{name: gold, when: {tier: gold}, team: front}"),),
        """1 change: 1 routing

Tickets
  tickets where tier is gold and no rule above applies
    team: billing -> front  [routing]
      such as {plan: enterprise, opened: 2026-01-14 10:00}
      stdin:34
""",
    ),
    "threshold": (
        (("at_most: 50 EUR", "at_most: 80 EUR"),),
        """1 change: 1 contractual

Tickets
  tickets where request refund and order.total above 50 EUR up to 80 EUR
    refunds: deny, say declined -> approve order.total  [contractual]
      such as {request: refund, order.total: 50.01 EUR, opened: 2026-01-14 10:00}
      stdin:44 -> stdin:43
""",
    ),
    "promise": (
        (("high: {first_response: 2h", "high: {first_response: 1h"),),
        """1 change: 1 contractual

Tickets
  tickets where severity is high
    promise  [contractual, better for the customer]
      first response: 2h (office) -> 1h (office) (better for the customer)
      such as {impact: down, opened: 2026-01-14 10:00}
      stdin:40
""",
    ),
    "hours": (
        (("{mon-fri: 09:00-17:00}", "{mon-thu: 09:00-17:00, fri: 09:00-16:00}"),),
        """1 change: 1 contractual

Hours
  office  [contractual, worse for the customer, from 2026-01-02]
    Fridays close at 16:00 instead of 17:00, from 2026-01-02
    used by promise promise, role lead, team billing, team front
    stdin:13
""",
    ),
    "single date": (
        (("open: {mon-fri: 09:00-17:00}}", "open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-24, open: closed, why: Christmas Eve}]}"),),
        """1 change: 1 contractual

Hours
  office  [contractual, worse for the customer, from 2026-12-24]
    Thu 2026-12-24 (Christmas Eve): closed instead of open 09:00-17:00
    used by promise promise, role lead, team billing, team front
    stdin:13
""",
    ),
    "step": (
        (("after: 30m", "after: 45m"),),
        """1 change: 1 internal

What happens as time passes
  unanswered  [internal]
    after 45m: tell lead via chat (was: after 30m: tell lead via chat)
    stdin:46
""",
    ),
    "message": (
        (("We cannot pay this back.", "We cannot refund this."),),
        """1 change: 1 wording

Messages
  declined (en): We cannot pay this back. -> We cannot refund this.  [wording]
""",
    ),
    "guidance": (
        (("formality: casual", "formality: formal"),),
        """1 change: 1 wording

Guidance
  voice.formality: casual -> formal  [wording]
""",
    ),
    "renamed tier": (
        (("{name: gold, when: {plan", "{name: top, when: {plan"), ("tier: gold", "tier: top")),
        """1 change: 1 routing

Tickets
  tickets where plan is enterprise
    tier: gold -> top  [routing]
      such as {plan: enterprise, opened: 2026-01-14 10:00}
      stdin:25
""",
    ),
    "default": (
        (("default: free", "default: enterprise"),),
        """3 changes: 3 routing

Tickets
  tickets where plan not given
    tier: basic -> gold  [routing]
      such as {opened: 2026-01-14 10:00}
      stdin:26 -> stdin:25
  tickets where tier goes from basic to gold and request not refund
    team: front -> billing  [routing]
      such as {opened: 2026-01-14 10:00}
      stdin:35 -> stdin:34

Facts
  plan: default: free -> enterprise  [routing]
    stdin:7
""",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), TOLD.values(), ids=TOLD)
def test_what_changes_an_answer_is_said(changes: tuple[tuple[str, str], ...], expected: str) -> None:
    assert said(*changes) == expected


def test_a_comment_has_counts_tables_and_folded_examples() -> None:
    found = difference(("high: {first_response: 2h", "high: {first_response: 1h"), ("after: 30m", "after: 45m"))
    text = as_markdown(found, "main", "policies")
    assert text.startswith("<!-- supportpolicy diff -->\n### What changes in the support policy: main → policies\n")
    assert "| contractual | routing | money | wording | internal |" in text
    assert "| 1 | 0 | 0 | 0 | 1 |" in text
    assert "<details><summary>Tickets that show it, and the lines</summary>" in text
    assert "`{impact: down, opened: 2026-01-14 10:00}`" in text


def test_markup_in_a_policy_stays_text() -> None:
    text = as_markdown(difference(("We cannot pay this back.", "<b>a|b</b> @everyone `x`")), "old", "new")
    assert "<b>" not in text
    assert "@everyone" not in text


def test_a_digest_says_to_each_what_changed_and_from_when() -> None:
    found = difference(
        ("after: 30m", "after: 45m"),
        ("{name: gold, when: {tier: gold}, team: billing}", "{name: gold, when: {tier: gold}, team: front}"),
        ("formality: casual", "formality: formal"),
    )
    text = as_digest(found, "old", "new")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## billing", "## front", "## lead", "## Everybody"]
    assert "- unanswered\n  - after 45m: tell lead via chat (was: after 30m: tell lead via chat)" in text


def test_the_two_directions_mirror_each_other() -> None:
    old, new = policy(BASE), policy(edited(("high: {first_response: 2h", "high: {first_response: 1h")))
    (there,), (back,) = compare(old, new).changes, compare(new, old).changes
    assert (there.direction, back.direction) == ("better", "worse")
    assert (there.old, there.new) == (back.new, back.old)
