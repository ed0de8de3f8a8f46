"""SP604: a row of an amount that is never reached. SP605: an amount that says nothing above its last row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.written_out import every_test, with_tested_above
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.amounts import Amount, Money
from supportpolicy.language.conditions import Test
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.decisions import Decision
from supportpolicy.language.sections.payment import Band, Bands, Limit

if TYPE_CHECKING:
    from decimal import Decimal

NEVER = Kind(
    "SP604",
    "band-never-reached",
    "error",
    "A row of an amount stands below one whose limit is as high, or that has none.",
    "The first row whose limit is not passed counts, so this one pays nobody. Stays are refunded by such rows: all of it "
    "five days ahead, half of it one day ahead; the wrong way round, everybody gets the first.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.days: {type: number}}
refunds:
  - name: returned
    when: {order.days: {at_most: 30}}
    decision: approve
    amount: {of: order.total, bands: {by: order.days, rows: [{up_to: 30, share: 50%}, {up_to: 14, share: 100%}]}}
  - {name: rest, decision: deny}
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.days: {type: number}}
refunds:
  - name: returned
    when: {order.days: {at_most: 30}}
    decision: approve
    amount: {of: order.total, bands: {by: order.days, rows: [{up_to: 14, share: 100%}, {up_to: 30, share: 50%}]}}
  - {name: rest, decision: deny}
""",
)
NONE_ABOVE = Kind(
    "SP605",
    "no-band-above",
    "warning",
    "The last row of an amount has a limit, and the rule also holds for what lies beyond it.",
    "The refund is approved and no sum can be worked out; whoever answers has to invent one.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.days: {type: number}, order.damaged: {type: boolean}}
refunds:
  - name: damaged
    when: {order.damaged: true}
    decision: approve
    amount: {of: order.total, bands: {by: order.days, rows: [{up_to: 14, share: 100%}, {up_to: 30, share: 50%}]}}
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.days: {type: number}, order.damaged: {type: boolean}}
refunds:
  - name: damaged
    when: {order.damaged: true}
    decision: approve
    amount: {of: order.total, bands: {by: order.days, rows: [{up_to: 14, share: 100%}, {share: 50%}]}}
""",
)

_CAN_BOUND = ("is", "at_most", "below", "within", "in_next", "after", "before")
"""Operators that may keep a fact under a limit; whether they do is not worked out where they are another kind of amount."""
_TAKES_AWAY = ("above", "at_least", "older_than", "not", "before")
"""Operators by which a rule above may have taken away what is beyond."""


def check_never(context: Context) -> Iterator[Diagnostic]:
    """Rows whose limit was reached before them."""
    for rule in (*context.policy.requests, *context.policy.refunds):
        bands = rule.amount.bands if rule.amount is not None else None
        if bands is None:
            continue
        highest: Band | None = None
        for band in bands.bands:
            if highest is not None and highest.up_to is None:
                yield _never(band, highest, "the row above has no limit")
            elif highest is not None and band.up_to is not None and _at_most(band.up_to, highest.up_to):
                yield _never(
                    band, highest, f"{_text(band.up_to)} is not above the {_text(highest.up_to)} of a row above"
                )
            else:
                highest = band


def check_none_above(context: Context) -> Iterator[Diagnostic]:
    """Limited bands of a fact that neither the rule nor one above it keeps within them."""
    for rules in (context.policy.requests, context.policy.refunds):
        if any(rule.amount is not None and rule.amount.bands is not None for rule in rules):
            for rule, taken in with_tested_above(rules, context.policy, _TAKES_AWAY):
                bands = rule.amount.bands if rule.amount is not None else None
                if bands is not None and bands.by not in taken:
                    yield from _none_above(rule, bands, context.policy)


def _none_above(rule: Decision, bands: Bands, policy: Policy) -> Iterator[Diagnostic]:
    last = bands.bands[-1]
    if last.up_to is None or any(band.up_to is None or _at_most(last.up_to, band.up_to) for band in bands.bands[:-1]):
        return  # rows that do not rise are said already
    own = [test for test in every_test(rule.head.when, policy) if test.field == bands.by]
    if not any(test.operator in _CAN_BOUND and not _beyond(test, last.up_to) for test in own):
        yield NONE_ABOVE.at(
            last.span,
            f"where {bands.by} is more than {_text(last.up_to)}, no sum can be worked out",
            help="add a last row without 'up_to', or let the rule hold only up to there",
        )


def _never(band: Band, above: Band, reason: str) -> Diagnostic:
    related = (Related(above.span, "the row above"),)
    return NEVER.at(
        band.span,
        f"this row is never reached: {reason}",
        related=related,
        help="write the rows by rising limit, the one without a limit last",
    )


def _beyond(test: Test, limit: Limit) -> bool:
    """Whether a test certainly admits more than the limit."""
    from supportpolicy.checks.ranges import range_of

    if test.operator not in ("at_most", "below", "within", "in_next"):
        return False
    kind = "money" if isinstance(limit, Money) else "number" if isinstance(limit, str) else "duration"
    text = test.values[0].text
    if test.operator in ("within", "in_next"):
        found, wanted = range_of("time", "within", text), range_of("time", "within", _text(limit))
    else:
        found, wanted = range_of(kind, test.operator, text), range_of(kind, "at_most", _text(limit))
    if found is None or wanted is None or found.unit != wanted.unit or found.high is None or wanted.high is None:
        return False
    return found.high > wanted.high


def _at_most(limit: Limit, other: Limit | None) -> bool:
    """Whether a limit is certainly not above another one of the same kind."""
    if isinstance(limit, Amount) and isinstance(other, Amount):
        return limit.unit == other.unit and limit.number <= other.number
    if isinstance(limit, Money) and isinstance(other, Money):
        return limit.currency == other.currency and _number(limit.number) <= _number(other.number)
    if isinstance(limit, str) and isinstance(other, str):
        return _number(limit) <= _number(other)
    return False


def _number(text: str) -> Decimal:
    from decimal import Decimal

    return Decimal(text)


def _text(limit: Limit | None) -> str:
    return limit.text if isinstance(limit, (Amount, Money)) else str(limit)


CHECKS = (Check(NEVER, check_never), Check(NONE_ABOVE, check_none_above))
