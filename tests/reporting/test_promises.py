"""The summary of what is promised: opening hours in brief."""

from __future__ import annotations

import pytest

from supportpolicy.compiled.hours_in_words import hours_in_words
from tests.compiler.building import compiled


@pytest.mark.parametrize(
    ("exceptions", "expected"),
    [
        ("{dates: 2026-12-25, open: closed, why: Friday}", " (1 day closed)"),
        ("{dates: 2026-12-26, open: closed, why: Saturday}", ""),
        ("{dates: 2026-12-24..2026-12-28, open: closed, why: Christmas}", " (3 days closed)"),
        ("{dates: 2026-12-26, open: 09:00-12:00, why: open on Saturday}", " (1 day with other hours)"),
    ],
)
def test_days_that_are_closed_anyway_do_not_count(exceptions: str, expected: str) -> None:
    policy = compiled(
        f"coverage: {{office: {{open: {{mon-fri: 09:00-17:00}}, exceptions: [{exceptions}]}}}}\n"
        "teams: [{name: front, coverage: office}]\n"
    )
    (office,) = (calendar for calendar in policy.calendars if calendar.name == "office")
    assert hours_in_words(office) == f"Mon-Fri 09:00-17:00 {office.timezone}{expected}"
