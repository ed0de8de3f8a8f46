"""SP217: a sum that is neither money, nor a money fact, nor a price."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean

KIND = Kind(
    "SP217",
    "unknown-money",
    "error",
    "A sum is worked out from something that is neither a money fact nor a price.",
    "Nobody could say how much is paid.",
    """supportpolicy: 1
name: acme
fields: {order.total: {type: money}}
refunds:
  - {name: small, when: {order.total: {at_most: 20 EUR}}, decision: approve, amount: order.totl}
  - {name: rest, decision: review}
currency: EUR
""",
    """supportpolicy: 1
name: acme
fields: {order.total: {type: money}}
refunds: [{name: small, when: {order.total: {at_most: 20 EUR}}, decision: approve, amount: order.total}, {name: rest, decision: review}]
currency: EUR
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every sum whose name is no money."""
    if not context.complete("fields", "facts", "prices"):
        return
    known = [name for name, fact in context.facts.items() if fact.type == "money"] + list(context.policy.prices)
    for reference in context.references_to("money"):
        fact = context.facts.get(reference.name)
        if fact is not None and fact.type != "money":
            message = f"{reference.name} is no money but of type {fact.type}"
            yield KIND.at(reference.span, message, help=did_you_mean("", known, what="money facts and prices"))
        elif reference.name not in known:
            advice = did_you_mean(reference.name, known, what="money facts and prices")
            yield KIND.at(reference.span, f"there is no sum '{reference.name}'", help=advice)


CHECK = Check(KIND, check)
