"""943 decisions of somebody else's shop: the policy `examples/tau-retail` decides each of them in the same way."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from supportpolicy import CompiledPolicy, as_data, compile, decide, load
from tests.examples.published import EXAMPLES
from tests.examples.retail_adapter import facts_of, read_cases

CASES = read_cases((Path(__file__).parent / "data/retail_refunds.jsonl").read_text(encoding="utf-8"))
BY_ID = {case["id"]: case for case in CASES}
AT = dt.datetime(2026, 6, 3, 14, tzinfo=dt.UTC)
DECISIONS = {"allow": "approve", "deny": "deny"}
SWAPS = ("exchange_delivered_order_items", "modify_pending_order_items")
BACK = ("cancel_pending_order", "return_delivered_order_items", "modify_pending_order_payment")
WHY = {
    "non-pending order cannot be cancelled": "cancel-not-pending",
    "invalid reason": "cancel-for-another-reason",
    "non-delivered order cannot be returned": "return-not-delivered",
    "payment method should be either the original payment method or a gift card": "return-to-another-method",
    "some item not found": "return-more-than-ordered",
    "insufficient gift card balance to pay for the price difference": "difference-beyond-the-gift-card",
}
"""Why the benchmark's tools refuse, and the rule of the policy that says so."""

Case = dict[str, Any]


class Decided(NamedTuple):
    """What either side answers, in the same words."""

    decision: str
    amount: Decimal | None
    """What is paid back, or the difference of a swap, whoever pays it."""
    pays: str | None
    """Of a swap: who pays the difference."""
    to: tuple[str, ...]
    """Of money back: original-payment or gift-card."""
    when: str | None
    """Of money back: by when the last of it is there."""


@cache
def shop() -> CompiledPolicy:
    return compile(load(EXAMPLES / "tau-retail"))


def asked(case: Case) -> dict[str, Any]:
    """The policy's answer to a case: requests or refunds, as plain data."""
    answer = as_data(decide(shop(), {"facts": facts_of(case["operation"], case["facts"])}, AT, reasons=False))
    found: dict[str, Any] = answer["refunds"] or answer["requests"]
    return found | {"tags": answer["tags"]}


def ours(case: Case) -> Decided:
    """What the policy decides."""
    found = asked(case)
    amount = Decimal(str(found["amount"]).split()[0]) if found.get("amount") is not None else None
    pays = next((tag for tag in found["tags"] if tag.startswith("customer-")), None)
    return Decided(found["decision"], amount, pays, tuple(found.get("to") or ()), found.get("paid_within"))


def theirs(case: Case) -> Decided:
    """What the benchmark's tools decide."""
    expected = case["expected"]
    decision = DECISIONS[expected["decision"]]
    if decision == "deny":
        return Decided(decision, None, None, (), None)
    if case["operation"] in SWAPS:
        difference = expected["price_difference"]
        pays = "customer-pays" if difference > 0 else "customer-gets-back" if difference < 0 else None
        return Decided(decision, abs(Decimal(difference)), pays, (), None)
    amount = Decimal(expected["refund"])
    if "refund_to" not in expected:  # a payment that is moved
        return Decided(decision, amount, None, (), None)
    paid_with = [entry["id"] for entry in case["facts"]["paid_with"]]
    places = [place["id"] for place in expected["refund_to"]]
    # A return to the gift card of the order goes to a gift card; a cancelled order goes back wherever it came from.
    returned = case["operation"] == "return_delivered_order_items"
    kind = "gift-card" if returned and places[0].startswith("gift_card") else "original-payment"
    if kind == "original-payment":
        assert set(places) <= set(paid_with), case["id"]
    assert {place["when"] for place in expected["refund_to"]} <= {"immediate", "5-7 business days"}
    at_once = all(place["when"] == "immediate" for place in expected["refund_to"])
    return Decided(decision, amount, None, (kind,), "0m" if at_once else "7bd")


def test_every_case_is_decided_as_by_the_shop() -> None:
    assert len(CASES) == 943
    different = {case["id"]: (ours(case), theirs(case)) for case in CASES if ours(case) != theirs(case)}
    assert different == {}


def test_the_cases_are_of_every_kind() -> None:
    """Or agreement would mean little."""
    kinds = {(case["operation"], case["expected"]["decision"]) for case in CASES}
    assert {operation for operation, _ in kinds} == {*SWAPS, *BACK}
    decided = [theirs(case) for case in CASES]
    assert sum(one.decision == "deny" for one in decided) > 300
    assert {one.pays for one in decided} == {None, "customer-pays", "customer-gets-back"}
    assert {(one.to, one.when) for one in decided} == {
        ((), None),
        (("original-payment",), "0m"),
        (("original-payment",), "7bd"),
        (("gift-card",), "0m"),
    }


def test_what_is_refused_is_refused_for_the_same_reason() -> None:
    refused = [case for case in CASES if case["expected"]["decision"] == "deny"]
    reasons = {case["id"]: WHY.get(case["expected"]["why"], case["expected"]["why"]) for case in refused}
    for name, reason in reasons.items():
        rule = "not-available" if reason.endswith("not found or available") else reason
        assert asked(BY_ID[name])["rule"] == rule, name
    assert {*reasons.values()} >= {*WHY.values()}


# --- each fact turned alone ---------------------------------------------------------------------------------------------


def _status(status: str) -> Callable[[Case], None]:
    def turn(facts: Case) -> None:
        facts["order_status"] = status

    return turn


def _reason(facts: Case) -> None:
    facts["reason"] = "found it cheaper elsewhere"


def _off_profile(facts: Case) -> None:
    facts["chosen_method"]["on_profile"] = False


def _another_card(facts: Case) -> None:
    facts["chosen_method"] |= {"is_original": False, "method": "credit_card"}


def _same_method(facts: Case) -> None:
    facts["chosen_method"]["is_original"] = True


def _once_too_often(facts: Case) -> None:
    facts["items"] += [facts["items"][0]] * facts["items"][0]["qty_in_order"]
    if "new_items" in facts:
        facts["new_items"] += [facts["new_items"][0]] * facts["items"][0]["qty_in_order"]


def _unavailable(facts: Case) -> None:
    facts["new_items"][-1]["available"] = False


def _other_product(facts: Case) -> None:
    facts["new_items"][-1]["product_id"] = "another"


def _one_too_few(facts: Case) -> None:
    del facts["new_items"][-1]


def _moved_before(facts: Case) -> None:
    facts["paid_with"] += [{**facts["paid_with"][0], "type": "refund"}, facts["paid_with"][0]]


def _empty_card(facts: Case) -> None:
    facts["chosen_method"] |= {"method": "gift_card", "id": "card"}
    facts["customer_payment_methods"] += [{"id": "card", "method": "gift_card", "balance": Decimal(0)}]


TURNS: dict[str, list[tuple[Callable[[Case], None], str]]] = {
    "cancel_pending_order": [
        (_status("delivered"), "cancel-not-pending"),
        (_status("pending (item modified)"), "cancel-not-pending"),
        (_status("processed"), "cancel-not-pending"),
        (_reason, "cancel-for-another-reason"),
    ],
    "return_delivered_order_items": [
        (_status("pending"), "return-not-delivered"),
        (_status("return requested"), "return-not-delivered"),
        (_off_profile, "return-to-an-unknown-method"),
        (_another_card, "return-to-another-method"),
        (_once_too_often, "return-more-than-ordered"),
    ],
    "exchange_delivered_order_items": [
        (_status("pending"), "exchange-not-delivered"),
        (_status("exchange requested"), "exchanged-or-changed-before"),
        (_once_too_often, "more-than-ordered"),
        (_unavailable, "not-available"),
        (_other_product, "another-product"),
        (_one_too_few, "not-one-for-one"),
        (_off_profile, "difference-by-an-unknown-method"),
    ],
    "modify_pending_order_items": [
        (_status("delivered"), "change-not-pending"),
        (_status("pending (item modified)"), "exchanged-or-changed-before"),
        (_once_too_often, "more-than-ordered"),
        (_unavailable, "not-available"),
        (_other_product, "another-product"),
        (_one_too_few, "not-one-for-one"),
        (_off_profile, "difference-by-an-unknown-method"),
    ],
    "modify_pending_order_payment": [
        (_status("delivered"), "payment-not-pending"),
        (_off_profile, "payment-by-an-unknown-method"),
        (_moved_before, "payment-not-a-single-one"),
        (_same_method, "payment-by-the-same-method"),
        (_empty_card, "payment-beyond-the-gift-card"),
    ],
}


def _turned() -> Iterator[Any]:
    for operation, turns in TURNS.items():
        for number, (turn, rule) in enumerate(turns):
            yield pytest.param(operation, turn, rule, id=f"{operation}-{number}-{rule}")


@pytest.mark.parametrize(("operation", "turn", "rule"), list(_turned()))
def test_one_fact_turned_alone_turns_the_answer(operation: str, turn: Callable[[Case], None], rule: str) -> None:
    """Wherever the shop allowed it, the opposite fact leads to a refusal, and to the one that belongs to this fact."""
    allowed = [case for case in CASES if case["operation"] == operation and case["expected"]["decision"] == "allow"]
    for case in allowed[:40]:
        changed = copy.deepcopy(case)
        turn(changed["facts"])
        found = asked(changed)
        assert (found["decision"], found["rule"]) == ("deny", rule), case["id"]


def test_what_was_refused_is_allowed_once_its_fact_is_turned() -> None:
    """The other way round: the status that was wanted, and nothing else changed."""
    turned = 0
    for case in CASES:
        wanted = {
            "non-pending order cannot be cancelled": "pending",
            "non-delivered order cannot be returned": "delivered",
        }.get(case["expected"].get("why", ""))
        if wanted is None:
            continue
        changed = copy.deepcopy(case)
        changed["facts"]["order_status"] = wanted
        assert asked(changed)["decision"] == "approve", case["id"]
        turned += 1
    assert turned == 222
    unavailable = [case for case in CASES if case["expected"].get("why", "").endswith("not found or available")]
    for case in unavailable:
        changed = copy.deepcopy(case)
        for item in changed["facts"]["new_items"]:
            item["available"] = True
        assert asked(changed)["rule"] != "not-available", case["id"]
    assert unavailable


def test_a_cent_more_or_less() -> None:
    """The gift card is enough where it holds exactly the difference, and not where it lacks a cent."""
    short = [case for case in CASES if case["expected"].get("why", "").startswith("insufficient gift card")]
    assert short
    for case in short:
        facts = copy.deepcopy(case["facts"])
        difference = sum(item["price"] for item in facts["new_items"]) - sum(item["price"] for item in facts["items"])
        for balance, decision in ((difference, "approve"), (difference - Decimal("0.01"), "deny")):
            for method in facts["customer_payment_methods"]:
                if method["id"] == facts["chosen_method"]["id"]:
                    method["balance"] = balance
            assert asked({"operation": case["operation"], "facts": facts})["decision"] == decision, case["id"]


def test_a_fact_that_is_missing_is_asked_for() -> None:
    """Nothing is guessed: without the status no case of any kind is decided."""
    for operation in TURNS:
        case = next(
            case for case in CASES if case["operation"] == operation and case["expected"]["decision"] == "allow"
        )
        facts = facts_of(operation, case["facts"])
        del facts["order.status"]
        answer = as_data(decide(shop(), {"facts": facts}, AT, reasons=False))
        found = answer["refunds"] or answer["requests"]
        assert found["decision"] == "undecided"
        assert [question["fact"] for question in found["ask"]] == ["order.status"]
