"""SP901 to SP908: what tools cannot say of promises."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.kind_examples import PLAIN, promise

METRIC = Kind(
    "SP901",
    "metric-left-out",
    "error",
    "The tool does not measure this time.",
    "Nobody is reminded of it in the tool, and its reports do not show when it is missed.",
    promise("first_response: 4h, update_every: 8h, clock: office"),
    promise("first_response: 4h, next_response: 8h, clock: office"),
)
ONE_CLOCK = Kind(
    "SP902",
    "one-clock-only",
    "error",
    "The tool counts all times of one promise on the same hours, and the policy has several.",
    "A time that counts on other hours is due at another moment: an answer that was promised for tonight may be due on "
    "Monday only.",
    promise(
        "first_response: {at_most: 4h, clock: office}, resolve: {at_most: 12h, clock: late}",
        hours="  office: {open: {mon-fri: 09:00-17:00}}\n  late: {open: {mon-sat: 09:00-21:00}}\n",
    ),
    promise("first_response: {at_most: 4h, clock: office}, resolve: {at_most: 12h, clock: office}"),
)
BUSINESS_DAYS = Kind(
    "SP903",
    "business-days-as-hours",
    "error",
    "The tool counts minutes and hours only, and the promise is in business days.",
    "A business day is as long as the day is open. Counted in hours, the same promise is due earlier on some days, so the "
    "team has less time than the policy gives it.",
    promise("first_response: 1bd, clock: office"),
    promise("first_response: 8h, clock: office"),
)
BY_PHRASE = Kind(
    "SP904",
    "end-of-day-as-hours",
    "error",
    "The tool counts minutes and hours only, and the promise is for the end of a business day.",
    "How many hours there are until the end of the day depends on when the ticket came. Counted in hours, the promise is due "
    "earlier for most tickets.",
    promise("first_response: {by: end of next business day}, clock: office"),
    promise("first_response: 8h, clock: office"),
)
ROUNDED = Kind(
    "SP905",
    "target-rounded",
    "error",
    "The tool does not take so fine an amount of time, and the promise is rounded.",
    "The team sees another due time than the customer was promised.",
    promise("first_response: 242m, clock: office"),
    promise("first_response: 4h, clock: office"),
)
PAUSE = Kind(
    "SP906",
    "pause-differs",
    "error",
    "The tool cannot stop the clock of a promise in this status.",
    "The clock runs on while the team waits, so promises are counted as broken that were kept.",
    promise("resolve: {at_most: 8h, clock: office, pause_while: [waiting-on-third-party]}"),
    promise("resolve: {at_most: 8h, clock: office, pause_while: [waiting-on-customer]}"),
)
ON_CHANGE = Kind(
    "SP907",
    "restart-left-out",
    "error",
    "The tool does not begin a promise anew when another one comes to hold for the ticket.",
    "After such a change the ticket is due earlier in the tool than by the policy.",
    promise("resolve: {at_most: 8h, clock: office, on_change: restart}"),
    promise("resolve: {at_most: 8h, clock: office}"),
)
PROMISE = Kind(
    "SP908",
    "promise-left-out",
    "error",
    "There is no amount of time that the tool could count for this promise without ever being late.",
    "Nobody is reminded of it in the tool. It has to be watched in another way, or promised in hours.",
    promise("first_response: {by: end of business day}, clock: office"),
    PLAIN,
)

PROMISE_KINDS: tuple[Kind, ...] = (METRIC, ONE_CLOCK, BUSINESS_DAYS, BY_PHRASE, ROUNDED, PAUSE, ON_CHANGE, PROMISE)
