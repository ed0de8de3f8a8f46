"""Answers as people read them."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from supportpolicy.engine.answer import DecisionAnswer
from supportpolicy.reporting.answer_text import answer_text
from supportpolicy.reporting.wall_times import offset_text, wall_times
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
