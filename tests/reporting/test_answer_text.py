"""Answers as people read them."""

from __future__ import annotations

import datetime as dt
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from supportpolicy.engine import decide, prepare
from supportpolicy.engine.answer import DecisionAnswer, TimelineAnswer, Verify
from supportpolicy.engine.values import Money, Ticket
from supportpolicy.reporting.answer_text import answer_text
from supportpolicy.reporting.wall_times import offset_text, wall_times
from tests.compiler.building import compiled
from tests.reporting.answer_cases import CASES, OPENED, PLAIN, policy

GOLDEN = Path(__file__).parent / "answers"
ANSI = re.compile("\x1b\\[[0-9;]*m")
INNER = "INNER-REASON"
OUTER = "OUTER-REASON"


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("verbose", [False, True], ids=["short", "verbose"])
def test_text_is_as_reviewed(name: str, verbose: bool) -> None:
    """Set UPDATE_GOLDEN to rewrite the files, then look at every one that changed."""
    shown = answer_text(CASES[name], policy(), verbose=verbose)
    path = GOLDEN / f"{name}{'_verbose' if verbose else ''}.txt"
    if verbose and shown == answer_text(CASES[name], policy()):
        assert not path.exists()
        return
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == path.read_bytes().decode("utf-8")


def test_no_golden_file_is_left_behind() -> None:
    assert {path.stem.removesuffix("_verbose") for path in GOLDEN.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_colour_changes_nothing_but_colour(name: str) -> None:
    plain = answer_text(CASES[name], policy())
    coloured = answer_text(CASES[name], policy(), color=True)
    assert ANSI.sub("", coloured) == plain
    assert "\x1b" not in plain
    assert coloured != plain


@pytest.mark.parametrize("decision", ["approve", "deny", "review", "hand_over", "redirect", "undecided", "none"])
@pytest.mark.parametrize("part", ["requests", "refunds", "identity"])
def test_what_colleagues_think_is_never_beside_what_the_customer_may_hear(part: str, decision: str) -> None:
    answer = PLAIN._replace(**{part: DecisionAnswer(decision, "r", why=INNER, customer_reason=OUTER)})
    text = answer_text(answer, policy(), verbose=True)
    assert f"may be told to the customer: {OUTER}" in text
    assert INNER not in text


PROVED = DecisionAnswer("approve", "nothing to prove")


@pytest.mark.parametrize(
    ("identity", "cents", "expected"),
    [
        (None, 2000, "Refund: approved, 20.00 EUR\n"),
        (None, 0, "Refund: approved, nothing is left to pay\n"),
        (PROVED, 2000, "Refund: approved, 20.00 EUR\n"),
        (DecisionAnswer("none"), 2000, "Refund: approved, 20.00 EUR\n"),
        (DecisionAnswer("undecided"), 2000, "Refund: approved, 20.00 EUR, only after identity is proved\n"),
        (
            PROVED._replace(verify=Verify(all_of=("invoice-number",))),
            2000,
            "Refund: approved, 20.00 EUR, only after identity is proved\n",
        ),
    ],
)
def test_how_a_refund_is_approved(identity: DecisionAnswer | None, cents: int, expected: str) -> None:
    refund = DecisionAnswer("approve", "defect", amount=Money(Decimal(cents).scaleb(-2), "EUR"))
    assert expected in answer_text(PLAIN._replace(identity=identity, refunds=refund), policy())


@pytest.mark.parametrize(
    ("absent", "advised"), [("order.total", True), ("reason", False), ("order.total, which nobody said", False)]
)
def test_a_sum_that_the_ticket_has_not_may_be_given_as_zero(absent: str, advised: bool) -> None:
    problem = f"the ticket has no {absent}, which the sum is worked out from"
    text = answer_text(PLAIN._replace(refunds=DecisionAnswer("undecided", problem=problem)), policy())
    assert ("\n    write a sum of zero, such as 0 EUR, if nothing was paid for it\n" in text) is advised


def test_what_stopped_a_timeline() -> None:
    stopped = TimelineAnswer("nobody answers", "escalation", "stopped", OPENED, stopped=OPENED)
    for because, expected in (("solved", "by solved"), ("its condition no longer holds", "because its condition no")):
        text = answer_text(PLAIN._replace(timelines=(stopped._replace(because=because),)), policy())
        assert f"nobody answers: stopped Fri 2026-06-05 14:00 {expected}" in text


def test_rules_that_nobody_wrote_are_no_reasons() -> None:
    asked = compiled(
        """\
fields: {tier-asked: {type: boolean}, plan: {type: choice, values: [gold]}}
severities: {levels: [high, low], rules: [{level: low}]}
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
channels: {chat: {coverage: office}, email: {}, phone: {for: {tier-asked: true}, coverage: office}}
sla:
  - {name: gold, when: {tier-asked: true}, rows: plan, targets: {gold: {resolve: 4h, clock: always}}}
  - {name: rest, targets: {resolve: 8h, clock: always}}
"""
    )
    engine = prepare(asked)

    def why(**facts: str) -> str:
        ticket = Ticket({"opened": OPENED, "tier-asked": False, **facts})
        return answer_text(decide(engine, ticket), asked, verbose=True).partition("Why (for colleagues only)")[2]

    assert "channel: the ticket names none of the policy's channels\n" in why(channel="fax")
    assert "chat" not in why(channel="fax") and "chat" not in why(channel="phone")
    assert "channel: phone: not_for_you" in why(channel="phone")
    assert "not gold: gold:" in why(channel="fax") and "otherwise" not in why(channel="fax")


def test_lines_are_made_for_a_terminal() -> None:
    for name, answer in CASES.items():
        for line in answer_text(answer, policy(), verbose=True).splitlines():
            assert line == line.rstrip(), name
            assert len(line) <= 130, name


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, "UTC"), (1, "UTC+01:00"), (-3.5, "UTC-03:30"), (5.75, "UTC+05:45"), (14, "UTC+14:00")],
)
def test_offsets(hours: float, expected: str) -> None:
    assert offset_text(dt.timedelta(minutes=int(hours * 60))) == expected


def test_the_offset_is_said_only_where_clocks_have_changed() -> None:
    times = wall_times(policy(), OPENED)
    assert times.say(OPENED) == "Fri 2026-06-05 14:00"
    assert times.say(OPENED + dt.timedelta(seconds=5)) == "Fri 2026-06-05 14:00:05"
    # Clocks went back on 2026-10-25 at 01:00 UTC, so that 01:30 came twice.
    first, second = (dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC) for hour in (0, 1))
    assert times.say(first) == "Sun 2026-10-25 01:30"
    assert times.say(second) == "Sun 2026-10-25 01:30 UTC"
    assert times.say_with_zone(OPENED) == "Fri 2026-06-05 14:00 Europe/Dublin (UTC+01:00)"


def test_a_policy_without_a_zone_speaks_utc() -> None:
    times = wall_times(policy()._replace(timezone=None), OPENED)
    assert times.say_with_zone(OPENED) == "Fri 2026-06-05 13:00 UTC"
