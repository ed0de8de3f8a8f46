"""SP606: two currencies in one sum. SP607: a floor above the cap. SP608: a sum that grows without end. SP609: money on a no."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.written_out import every_test, place_of, with_tested_above
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span
from supportpolicy.language.currencies import MINOR_UNITS
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.decisions import Decision
from supportpolicy.language.sections.payment import Payment, Sum

TWO_CURRENCIES = Kind(
    "SP606",
    "currencies-in-one-sum",
    "error",
    "One sum is worked out from money in two currencies.",
    "Nothing is ever converted, so no sum comes out, and an approved refund waits for somebody with a calculator.",
    """supportpolicy: 1
name: acme
fields: {order.late: {type: boolean}}
prices: {voucher: 20 EUR, parcel-fee: 5 USD}
refunds: [{name: late, when: {order.late: true}, decision: approve, amount: {of: voucher, less: parcel-fee}}]
""",
    """supportpolicy: 1
name: acme
fields: {order.late: {type: boolean}}
prices: {voucher: 20 EUR, parcel-fee: 5 EUR}
refunds: [{name: late, when: {order.late: true}, decision: approve, amount: {of: voucher, less: parcel-fee}}]
""",
)
FLOOR_ABOVE_CAP = Kind(
    "SP607",
    "floor-above-cap",
    "error",
    "An amount is at least more than it is at most.",
    "The cap counts last, so everybody is paid the smaller sum, and the least that was promised is paid to nobody.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.late: {type: boolean}}
refunds:
  - name: late
    when: {order.late: true}
    decision: approve
    amount: {of: order.total, share: 10%, at_least: 50 EUR, at_most: 20 EUR}
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.late: {type: boolean}}
refunds:
  - name: late
    when: {order.late: true}
    decision: approve
    amount: {of: order.total, share: 10%, at_least: 20 EUR, at_most: 50 EUR}
""",
)
NO_END = Kind(
    "SP608",
    "sum-without-end",
    "warning",
    "An approved sum grows with a count or a length of time, and nothing limits it.",
    "One wrong number in the ticket, such as 900 days in place of 9, and the payment is approved without a second look. What "
    "a bot or a rule has promised binds the company.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.days_late: {type: number}}
refunds:
  - name: late
    when: {order.days_late: {above: 3}}
    decision: approve
    amount: {each: {pay: 2 EUR, of: order.days_late}}
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.days_late: {type: number}}
refunds:
  - name: late
    when: {order.days_late: {above: 3}}
    decision: approve
    amount: {each: {pay: 2 EUR, of: order.days_late}, at_most: 60 EUR}
""",
)
ON_A_NO = Kind(
    "SP609",
    "money-on-a-no",
    "warning",
    "A rule that denies says how much is paid, where to, or by when.",
    "One of the two was copied from another rule. The customer hears no, or gets money, and nobody can say which was meant.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.late: {type: boolean}}
refunds: [{name: late, when: {order.late: true}, decision: deny, amount: order.total}]
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.late: {type: boolean}}
refunds: [{name: late, when: {order.late: true}, decision: approve, amount: order.total}]
""",
)

_LIMITS = ("is", "at_most", "below", "within")
_TAKES_AWAY = ("above", "at_least", "older_than")


def check_currencies(context: Context) -> Iterator[Diagnostic]:
    """Sums in two currencies, where the policy has none of its own (else each foreign sum is said already)."""
    if context.policy.header.currency in MINOR_UNITS:
        return
    for price in context.policy.prices.values():
        first = price.prices[0].money
        for dated in price.prices[1:]:
            if dated.money.currency != first.currency:
                yield _two(dated.money.span, dated.money.currency, first.span, first.currency, "a price")
    for rule in _rules(context.policy):
        seen: tuple[str, Span] | None = None
        for part in _sums(rule.amount) if rule.amount is not None else ():
            currency = _currency(part, context.policy)
            if currency is None:
                continue
            if seen is None:
                seen = (currency, part.span)
            elif currency != seen[0]:
                yield _two(part.span, currency, seen[1], seen[0], "an amount")
                break


def check_floor(context: Context) -> Iterator[Diagnostic]:
    """Floors above caps, both written as sums."""
    for rule in _rules(context.policy):
        amount = rule.amount
        if amount is None or amount.at_least is None or amount.at_most is None:
            continue
        floor, cap = amount.at_least.money, amount.at_most.money
        if floor is None or cap is None or floor.currency != cap.currency:
            continue
        from decimal import Decimal

        if Decimal(floor.number) > Decimal(cap.number):
            yield FLOOR_ABOVE_CAP.at(
                floor.span,
                f"at least {floor.text} is more than at most {cap.text}",
                related=(Related(cap.span, "the most that is paid"),),
                help="exchange the two, or leave one of them out",
            )


def check_no_end(context: Context) -> Iterator[Diagnostic]:
    """Approved sums multiplied by a fact that neither a cap, nor the rule, nor a rule above it limits."""
    for rules in (context.policy.requests, context.policy.refunds):
        if all(_counted(rule) is None for rule in rules):
            continue
        for rule, taken in with_tested_above(rules, context.policy, _TAKES_AWAY):
            counted = _counted(rule)
            if counted is None or counted in taken:
                continue
            own = every_test(rule.head.when, context.policy)
            if not any(test.field == counted and test.operator in _LIMITS for test in own):
                yield NO_END.at(
                    counted.span,
                    f"the sum grows with {counted}, and nothing limits it",
                    help=f"add a cap, such as at_most: 100 EUR, or limit {counted} in the rule's 'when'",
                )


def check_on_a_no(context: Context) -> Iterator[Diagnostic]:
    """Denials that pay."""
    for rule in _rules(context.policy):
        if rule.decision != "deny":
            continue
        what, span = "", place_of(rule.head)
        if rule.amount is not None:
            what, span = "how much is paid", rule.amount.span
        elif rule.to:
            what, span = "where money goes", rule.to[0].span
        elif rule.paid_within is not None:
            what, span = "by when it is paid", rule.paid_within.span
        if what:
            yield ON_A_NO.at(span, f"the rule denies, and says {what}", help="leave it out, or write decision: approve")


def _rules(policy: Policy) -> tuple[Decision, ...]:
    return (*policy.requests, *policy.refunds)


def _counted(rule: Decision) -> Name | None:
    """The fact by which an approved sum is multiplied without a cap, and without anybody who looks at it."""
    amount = rule.amount
    if amount is None or amount.at_most is not None or rule.decision != "approve" or rule.approver:
        return None
    if amount.each is not None:
        return amount.each.of
    return amount.times if isinstance(amount.times, Name) else None


def _sums(amount: Payment) -> Iterator[Sum]:
    parts: list[Sum | None] = [amount.of]
    if amount.bands is not None:
        parts.extend(band.pay for band in amount.bands.bands)
    parts.append(amount.each.pay if amount.each is not None else None)
    parts += [*amount.less, amount.at_least, amount.at_most]
    yield from (part for part in parts if part is not None)


def _currency(part: Sum, policy: Policy) -> str | None:
    if part.money is not None:
        return part.money.currency
    price = policy.prices.get(part.name) if part.name is not None else None
    return price.prices[0].money.currency if price is not None and price.prices else None


def _two(span: Span, currency: str, other: Span, first: str, what: str) -> Diagnostic:
    return TWO_CURRENCIES.at(
        span,
        f"{what} in {first} goes on in {currency}",
        related=(Related(other, f"in {first} here"),),
        help=f"write both in one currency, such as {first}; nothing is converted",
    )


CHECKS = (
    Check(TWO_CURRENCIES, check_currencies),
    Check(FLOOR_ABOVE_CAP, check_floor),
    Check(NO_END, check_no_end),
    Check(ON_A_NO, check_on_a_no),
)
