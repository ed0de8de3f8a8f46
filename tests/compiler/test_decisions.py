"""`requests`, `refunds`, `identity` and `prices`: answers, payments of every form, proofs."""

from __future__ import annotations

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Band, Decision, Duration, Each, Limit, Payment, Proof, Sum
from tests.compiler.building import compiled
from tests.compiler.reading import rules, some

BASE = """\
business_day_calendar: desk
coverage: {desk: {open: {mon-fri: 09:00-17:00}}}
fields:
  order.total: {type: money}
  order.shipping: {type: money}
  hours.late: {type: duration}
  months.left: {type: number}
  months.paid: {type: number}
  delivered: {type: time}
prices:
  label: 6.90 EUR
  voucher: [{from: 2027-01-01, price: 20 EUR}, {price: 10 EUR}, {from: 2026-06-01, price: 15 EUR}]
messages: {yes: Yes., no: No.}
channels: {email: {}}
teams: [{name: orders}]
roles: {boss: {coverage: always}}
"""
TOTAL = Sum(name="order.total")


def euros(amount: str) -> Sum:
    return Sum(amount, "EUR")


def policy(text: str) -> Compiled:
    return compiled(BASE + text)


def payment(written: str) -> Payment:
    found = policy(f"refunds: [{{name: r, decision: approve, amount: {written}}}]\n")
    decision = found.table("refunds").rules[0].outcome.decision
    assert decision is not None and decision.amount is not None
    return decision.amount


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("20 EUR", Payment(of=euros("20"))),
        ("19.90 EUR", Payment(of=euros("19.90"))),
        ("order.total", Payment(of=TOTAL)),
        ("label", Payment(of=Sum(name="label"))),
        (
            "{of: order.total, less: order.shipping, share: 100%}",
            Payment(of=TOTAL, share="100", less=(Sum(name="order.shipping"),)),
        ),
        ("{of: order.total, less: [label, 2 EUR]}", Payment(of=TOTAL, less=(Sum(name="label"), euros("2")))),
        (
            "{of: order.total, share: 12.5%, at_least: 1 EUR, at_most: voucher}",
            Payment(of=TOTAL, share="12.5", at_least=euros("1"), at_most=Sum(name="voucher")),
        ),
        ("{of: label, times: 3}", Payment(of=Sum(name="label"), times="3")),
        ("{of: label, times: months.left}", Payment(of=Sum(name="label"), times="months.left")),
        (
            "{of: order.total, pro_rata: {unused: months.left, total: months.paid}}",
            Payment(of=TOTAL, unused="months.left", total="months.paid"),
        ),
        (
            "{of: order.total, bands: {by: delivered, rows: [{up_to: 14d, share: 100%}, {up_to: 2bd, share: 80%}, {pay: label}]}}",
            Payment(
                of=TOTAL,
                bands_by="delivered",
                bands=(
                    Band(Limit(time=Duration(days=14)), share="100"),
                    Band(Limit(time=Duration(business_days=2)), share="80"),
                    Band(pay=Sum(name="label")),
                ),
            ),
        ),
        (
            "{bands: {by: order.total, rows: [{up_to: 200 EUR, pay: 5 EUR}, {pay: 10 EUR}]}}",
            Payment(
                bands_by="order.total",
                bands=(Band(Limit(money=euros("200")), euros("5")), Band(pay=euros("10"))),
            ),
        ),
        (
            "{each: {pay: 30 EUR, of: hours.late, per: 12h, beyond: 24h, started: true}, at_most: order.total}",
            Payment(
                each=Each(
                    euros("30"),
                    "hours.late",
                    Limit(time=Duration(minutes=720)),
                    Limit(time=Duration(minutes=1440)),
                    True,
                ),
                at_most=TOTAL,
            ),
        ),
        (
            "{each: {pay: label, of: months.left, beyond: 0.5}}",
            Payment(each=Each(Sum(name="label"), "months.left", beyond=Limit(number="0.5"))),
        ),
    ],
)
def test_payments(written: str, expected: Payment) -> None:
    assert payment(written) == expected


@pytest.mark.parametrize(
    ("written", "number"),
    [("3", "3"), ("3.0", "3"), ("0.1", "0.1"), ("1234567", "1234567"), ("12345.678", "12345.678"), ("1e6", "1000000")],
)
def test_the_limit_of_a_band_is_exact(written: str, number: str) -> None:
    found = payment(f"{{bands: {{by: months.left, rows: [{{up_to: {written}, pay: 5 EUR}}]}}}}")
    assert found.bands[0].up_to == Limit(number=number)


def test_everything_an_answer_can_say() -> None:
    found = policy(
        "requests:\n  - {name: r, when: {request: replacement}, decision: review, approver: [boss, second-person], confirm: customer,\n"
        "     proof: [photo, receipt], team: orders, wait: 3d, customer_reason: Later., say: 'yes', tag: odd}\n"
        "  - {name: s, decision: redirect, redirect: email}\n"
    )
    table = found.table("requests")
    assert rules(found, "requests") == [("r", ["request is replacement"], {}), ("s", [], {})]
    assert table.rules[0].outcome.decision == Decision(
        "review",
        approver=("boss", "second-person"),
        confirm="customer",
        proof=("photo", "receipt"),
        team="orders",
        wait=Duration(days=3),
        customer_reason="Later.",
    )
    assert (table.rules[0].outcome.say, table.rules[0].outcome.tag) == (("yes",), ("odd",))
    assert table.rules[1].outcome.decision == Decision("redirect", redirect="email")


def test_a_refund() -> None:
    found = policy(
        "refunds:\n  - {name: r, when: {delivered: {within: 30d}}, decision: approve, amount: order.total, to: [card, voucher], paid_within: 5bd}\n"
    )
    assert rules(found, "refunds") == [("r", ["delivered was within the last 30d"], {})]
    assert found.table("refunds").rules[0].outcome.decision == Decision(
        "approve", Payment(of=TOTAL), ("card", "voucher"), Duration(business_days=5)
    )


def identity(written: str) -> dict[str, object]:
    found = policy(f"identity: [{{name: i, when: {{request: password-reset}}, {written}}}]\n")
    proof = found.table("identity").rules[0].outcome.proof
    assert isinstance(proof, Proof)
    return some(proof)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("verify: sso", {"all_of": ("sso",)}),
        ("verify: [sso, invoice]", {"all_of": ("sso", "invoice")}),
        ("verify: none", {}),
        ("verify: {all_of: [sso], any_of: [invoice, code]}", {"all_of": ("sso",), "any_of": ("invoice", "code")}),
        (
            "verify: {points: {code: 2, source: 1, at: 3}, at_least: 3}",
            {"points": {"code": 2, "source": 1, "at": 3}, "at_least": 3},
        ),
        (
            "verify: sso, attempts: 3, never_reveal: [the address]",
            {"all_of": ("sso",), "attempts": 3, "never_reveal": ("the address",)},
        ),
    ],
)
def test_proofs(written: str, expected: dict[str, object]) -> None:
    assert identity(written) == expected


def test_identity_decides_too() -> None:
    found = policy(
        "identity: [{name: i, when: {request: reset}, verify: sso, approver: second-person, wait: 72h}, {name: j, verify: none, decision: hand_over}]\n"
    )
    first, second = (rule.outcome.decision for rule in found.table("identity").rules)
    assert first == Decision("approve", approver=("second-person",), wait=Duration(minutes=4320))
    assert second == Decision("hand_over")


def test_prices_in_the_order_of_their_dates() -> None:
    label, voucher = policy("").prices
    assert [some(price) for price in label.prices] == [{"price": euros("6.90")}]
    assert [(price.start, price.price.amount) for price in voucher.prices] == [
        (None, "10"),
        ("2026-06-01", "15"),
        ("2027-01-01", "20"),
    ]


def test_facts_worked_out_from_others() -> None:
    found = policy("facts: {paid: {sum_of: [order.total, order.shipping]}, start: {latest_of: [delivered, opened]}}\n")
    facts = {fact.name: fact for fact in found.facts}
    assert some(facts["paid"]) == {
        "name": "paid",
        "type": "money",
        "derived": "sum_of",
        "of": ("order.total", "order.shipping"),
    }
    assert (facts["start"].type, facts["start"].derived, facts["start"].of) == (
        "time",
        "latest_of",
        ("delivered", "opened"),
    )
