"""SP602: a currency that does not exist. SP603: sums in another currency than the policy's."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Span
from supportpolicy.language.amounts import Money
from supportpolicy.language.currencies import MINOR_UNITS
from supportpolicy.language.sections.payment import Payment, Sum
from supportpolicy.language.walk import conditions_of, tests_in

UNKNOWN = Kind(
    "SP602",
    "unknown-currency",
    "error",
    "The policy's currency is not one of ISO 4217.",
    "Sums could not be rounded to its smallest coin.",
    """supportpolicy: 1
name: acme
currency: EUX
""",
    """supportpolicy: 1
name: acme
currency: EUR
""",
)
MIXED = Kind(
    "SP603",
    "mixed-currencies",
    "warning",
    "A sum is in another currency than the policy.",
    "Money in another currency never matches: nothing is converted. A limit in USD does not hold for orders in EUR.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds: [{name: small, when: {order.total: {at_most: 200 USD}}, decision: approve}, {name: rest, decision: review}]
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds: [{name: small, when: {order.total: {at_most: 200 EUR}}, decision: approve}, {name: rest, decision: review}]
""",
)


def check_unknown(context: Context) -> Iterator[Diagnostic]:
    """A header currency without minor units."""
    currency = context.policy.header.currency
    if currency is not None and currency not in MINOR_UNITS:
        yield UNKNOWN.at(
            currency.span, f"there is no currency '{currency}'", help="use a code such as EUR, USD, GBP or JPY"
        )


def check_mixed(context: Context) -> Iterator[Diagnostic]:
    """Sums in another currency."""
    currency = context.policy.header.currency
    if currency is None or currency not in MINOR_UNITS:
        return
    for found, span in _currencies(context):
        if found != currency:
            message = f"this is in {found}, and the policy's currency is {currency}"
            yield MIXED.at(
                span,
                message,
                help="write the sum in the policy's currency, or say why in a comment that switches this off",
            )


def _currencies(context: Context) -> Iterator[tuple[str, Span]]:
    policy = context.policy
    uses = [use.condition for use in conditions_of(policy)]
    uses.extend(condition.when for condition in policy.conditions.values())
    for condition in uses:
        for test in tests_in(condition):
            fact = context.facts.get(test.field)
            if fact is not None and fact.type == "money":
                for value in test.values:
                    code = value.text.rpartition(" ")[2]
                    if code in MINOR_UNITS:
                        yield code, value.span
    for rule in (*policy.refunds, *policy.requests):
        if rule.amount is not None:
            yield from ((money.currency, money.span) for money in _sums(rule.amount))
    for price in policy.prices.values():
        yield from ((dated.money.currency, dated.money.span) for dated in price.prices)


def _sums(payment: Payment) -> Iterator[Money]:
    sums: list[Sum | None] = [payment.of, *payment.less, payment.at_least, payment.at_most]
    if payment.bands is not None:
        sums.extend(band.pay for band in payment.bands.bands)
        for band in payment.bands.bands:
            if isinstance(band.up_to, Money):
                yield band.up_to
    if payment.each is not None:
        sums.append(payment.each.pay)
    yield from (part.money for part in sums if part is not None and part.money is not None)


CHECKS = (Check(UNKNOWN, check_unknown), Check(MIXED, check_mixed))
