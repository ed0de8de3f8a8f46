"""From the facts of a case of `data/retail_refunds.jsonl` to the facts of a ticket for `examples/tau-retail`.

Nothing is decided here: facts are renamed, counted, added up and looked up, and the policy does the rest. A fact that a
case does not have is left out, so that the policy would have to ask for it.

| fact of the ticket | from the case |
|---|---|
| `request`, `refund.way` | `operation`, by the table OPERATIONS |
| `cancel.reason` | `reason`, as it stands |
| `order.status` | `order_status`, as it stands |
| `order.paid` | `order_total_paid` |
| `order.payment_entries` | count of the entries of `paid_with` |
| `order.gift_card_payments` | count of the payments in `paid_with` whose method is `gift_card` |
| `order.other_payments` | count of the payments in `paid_with` with any other method |
| `items.count` | count of `items` |
| `items.beyond_order` | count of `items` that are named more often than their `qty_in_order` |
| `items.price` | sum of `price` over `items`; left out where the price of one is not known |
| `new_items.count` | count of `new_items` |
| `new_items.other_product` | count of `new_items` whose `product_id` is not that of the item in the same place |
| `new_items.unavailable` | count of `new_items` that are not `available` |
| `new_items.unchanged` | count of `new_items` whose `item_id` is that of the item in the same place |
| `new_items.price` | sum of `price` over `new_items`; left out where the price of one is not known |
| `payment.kind` | `method` of `chosen_method` |
| `payment.original` | `is_original` of `chosen_method` |
| `payment.on_profile` | `on_profile` of `chosen_method` |
| `payment.balance` | `balance` of that method in `customer_payment_methods`; null where it has none |

Not used: `order_id`, `order_total` (one of several sums that `order_total_paid` has in one), and the ids of payment
methods, which the policy names by their part (original payment, gift card).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

Fact: TypeAlias = "str | bool | int | None"
Thing: TypeAlias = "Mapping[str, Any]"

OPERATIONS: dict[str, dict[str, Fact]] = {
    "cancel_pending_order": {"request": "refund", "refund.way": "cancel"},
    "return_delivered_order_items": {"request": "refund", "refund.way": "return"},
    "exchange_delivered_order_items": {"request": "exchange-items"},
    "modify_pending_order_items": {"request": "change-items"},
    "modify_pending_order_payment": {"request": "change-payment"},
}
CENT = Decimal("0.01")


def read_cases(text: str) -> list[dict[str, Any]]:
    """The cases of the file, one a line; numbers with a point are read exactly."""
    return [json.loads(line, parse_float=Decimal) for line in text.splitlines()]


def facts_of(operation: str, case: Thing) -> dict[str, Fact]:
    """The facts of the ticket for an operation and the facts of its case."""
    facts: dict[str, Fact] = dict(OPERATIONS[operation])
    facts["order.status"] = case["order_status"]
    if "reason" in case:
        facts["cancel.reason"] = case["reason"]
    facts |= _payments(case["order_total_paid"], case["paid_with"])
    if "items" in case:
        facts |= _items(case["items"])
    if "new_items" in case:
        facts |= _new_items(case["items"], case["new_items"])
    if "chosen_method" in case:
        facts |= _chosen(case["chosen_method"], case["customer_payment_methods"])
    return facts


def money(amount: Decimal | int) -> str:
    """A sum as a ticket has it, exact to the cent. Raises ValueError where cents are not enough."""
    cents = Decimal(amount).quantize(CENT)
    if cents != amount:
        raise ValueError(f"{amount} is not a sum of whole cents")
    return f"{cents} USD"


def _payments(paid: Decimal | int, entries: Iterable[Thing]) -> dict[str, Fact]:
    entries = list(entries)
    by_gift_card = [entry["method"] == "gift_card" for entry in entries if entry["type"] == "payment"]
    return {
        "order.paid": money(paid),
        "order.payment_entries": len(entries),
        "order.gift_card_payments": by_gift_card.count(True),
        "order.other_payments": by_gift_card.count(False),
    }


def _items(items: list[Thing]) -> dict[str, Fact]:
    named = Counter(item["item_id"] for item in items)
    return {
        "items.count": len(items),
        "items.beyond_order": sum(named[item["item_id"]] > item["qty_in_order"] for item in items),
        **_price("items.price", items),
    }


def _new_items(items: list[Thing], new_items: list[Thing]) -> dict[str, Fact]:
    pairs = list(zip(items, new_items, strict=False))
    return {
        "new_items.count": len(new_items),
        "new_items.other_product": sum(old["product_id"] != new["product_id"] for old, new in pairs),
        "new_items.unavailable": sum(not new["available"] for new in new_items),
        "new_items.unchanged": sum(old["item_id"] == new["item_id"] for old, new in pairs),
        **_price("new_items.price", new_items),
    }


def _price(name: str, items: list[Thing]) -> dict[str, Fact]:
    prices = [item["price"] for item in items]
    return {} if None in prices else {name: money(sum(prices, Decimal(0)))}


def _chosen(chosen: Thing, methods: Iterable[Thing]) -> dict[str, Fact]:
    balance = next((method.get("balance") for method in methods if method["id"] == chosen["id"]), None)
    return {
        "payment.kind": chosen["method"],
        "payment.original": chosen["is_original"],
        "payment.on_profile": chosen["on_profile"],
        "payment.balance": None if balance is None else money(balance),
    }
