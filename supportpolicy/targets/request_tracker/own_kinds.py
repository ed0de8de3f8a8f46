"""SP975 to SP979: what only Request Tracker cannot say, or says in its own way."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.kind_examples import Example, policy
from supportpolicy.targets.request_tracker.dialect import NAME

_OFFICE = "  office: {open: {mon-fri: 09:00-17:00}}\n"


def _example(targets: str, hours: str = _OFFICE, more: str = "") -> str:
    return policy(Example(hours=hours, sla=f"  - {{name: all, targets: {{{targets}}}}}\n", more=more, target=NAME))


_ANSWERS = "first_response: 4h, next_response: 4h, clock: office"

TOO_FAR = Kind(
    "SP975",
    "beyond-29-days",
    "error",
    "Request Tracker looks 29 days ahead for open time, and this promise may take longer.",
    "It would give such a ticket no due date at all, and say so nowhere.",
    _example("first_response: 4h, next_response: 4h, resolve: 200h, clock: office"),
    _example("first_response: 4h, next_response: 4h, resolve: 80h, clock: office"),
)
HOLIDAY_EDGE = Kind(
    "SP976",
    "holiday-edge",
    "error",
    "Request Tracker takes a holiday for 86,401 seconds from its midnight on, whatever the length of the day.",
    "Hours that go on through midnight open one second late after a holiday, and an hour early or late where clocks are "
    "changed on the holiday.",
    _example(_ANSWERS, "  office: {open: {mon-sun: 00:00-24:00}, exceptions: [{dates: 2026-12-25, open: closed}]}\n"),
    _example(_ANSWERS, "  office: {open: {mon-sun: 08:00-20:00}, exceptions: [{dates: 2026-12-25, open: closed}]}\n"),
)
CLOCK_CHANGE = Kind(
    "SP977",
    "hours-at-clock-change",
    "error",
    "Hours begin or end within the hour that is left out or comes twice when clocks are changed.",
    "Request Tracker opens or closes up to an hour away from the policy on these dates.",
    _example(_ANSWERS, "  office: {open: {mon-fri: 09:00-17:00, sun: 01:30-05:00}}\n"),
    _example(_ANSWERS, "  office: {open: {mon-fri: 09:00-17:00, sun: 03:00-05:00}}\n"),
)
ONE_ANSWER = Kind(
    "SP978",
    "one-answer-time",
    "error",
    "Request Tracker counts the answer to a later message like the answer to the first one.",
    "Due dates of tickets that a customer writes to again are not those of the policy.",
    _example("first_response: 4h, next_response: 8h, clock: office"),
    _example(_ANSWERS),
)
ONE_DUE = Kind(
    "SP979",
    "one-due-date",
    "warning",
    "A ticket in Request Tracker has one due date, and the policy promises several things at once.",
    "People see the first of them only. The next one shows when that is done.",
    _example("first_response: 4h, next_response: 4h, resolve: 16h, clock: office"),
    _example(_ANSWERS),
)

KINDS: tuple[Kind, ...] = (TOO_FAR, HOLIDAY_EDGE, CLOCK_CHANGE, ONE_ANSWER, ONE_DUE)
