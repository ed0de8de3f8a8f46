"""What stays undecided whatever is known (SP411) is what trying every complete ticket finds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from supportpolicy.analysis.unresolved import unresolved
from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.course import course_of
from supportpolicy.engine.decisions import decision_of
from supportpolicy.engine.values import Money, Ticket, Value
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.analysis.promising import proving_of
from tests.analysis.proving import proved_in

SEEDS = range(60)
BLOCKS = 5
MOMENTS = tuple(dt.datetime(2026, month, 2, 12, tzinfo=dt.UTC) for month in (2, 4))
_PRICE_FROM = "2026-03-01"


def _policy(seed: int) -> dict[str, Any]:
    chance = Random(f"undecided {seed}")
    second = chance.random() < 0.5
    rules = [_rule(chance, f"m{number}", second=second) for number in range(chance.randint(2, 5))]
    return {
        "supportpolicy": 1,
        "name": "small",
        "timezone": "UTC",
        "currency": "EUR",
        "horizon": "2026-01-01..2026-12-31",
        "fields": {
            "vip": {"type": "boolean"},
            "days": {"type": "number"},
            "total": {"type": "money"},
            "voucher": {"type": "money"},
        },
        "prices": {"fee": [{"from": _PRICE_FROM, "price": "2 EUR"}]},
        "refunds": rules,
    }


def _rule(chance: Random, name: str, *, second: bool) -> dict[str, Any]:
    when: dict[str, Any] = {}
    for fact in chance.sample(["vip", "days", "total", "voucher", "now"], chance.randint(0, 2)):
        when[fact] = {
            "vip": chance.choice((True, False)),
            "days": chance.choice(({"at_most": 20}, {"above": 10}, {"present": True}, {"present": False})),
            "total": chance.choice(({"above": "50 EUR"}, {"at_most": "50 USD" if second else "50 EUR"})),
            "voucher": chance.choice(({"present": True}, {"present": False}, {"at_least": "5 EUR"})),
            "now": chance.choice(({"after": "2026-03-01"}, {"before": "2026-03-01"})),
        }[fact]
    rule: dict[str, Any] = {"name": name, "decision": "approve", **({"when": when} if when else {})}
    rows = [{"up_to": 10, "share": "100%"}, {"up_to": 20, "share": "50%"}]
    amount: Any = chance.choice(
        (
            "total",
            "fee",
            "5 EUR",
            {"of": "total", "less": "voucher"},
            {"of": "total", "less": "fee"},
            {
                "of": "total",
                "bands": {"by": "days", "rows": rows if chance.random() < 0.5 else [*rows, {"share": "0%"}]},
            },
            {"each": {"pay": "1 EUR", "of": "days"}, "at_most": "total"},
            {"of": "total", "at_least": "1 EUR"},
        )
    )
    return {**rule, "amount": amount}


def _tickets(policy: dict[str, Any]) -> Iterator[tuple[dict[str, Value | None], dt.datetime]]:
    """Every complete ticket in the policy's currencies."""
    currencies = ["EUR", "USD"] if "USD" in json.dumps(policy["refunds"]) else ["EUR"]
    numbers = [None, *(Decimal(one) for one in (1, 10, 15, 20, 25))]
    for currency, other, vip, at in product(currencies, currencies, (True, False, None), MOMENTS):
        totals = [None, *(Money(Decimal(one), currency) for one in (7, 50, 60))]
        vouchers = [None, *(Money(Decimal(one), other) for one in (1, 6))]
        for days, total, voucher in product(numbers, totals, vouchers):
            yield {"vip": vip, "days": days, "total": total, "voucher": voucher}, at


def _undecided(engine: Engine, policy: dict[str, Any], facts: dict[str, Value | None], at: dt.datetime) -> str | None:
    """The rule that wins and has no answer, unless the ticket is to blame.

    It is, where the policy does not expect a fact to be absent that the sum needs, or where two sums of the ticket that it
    needs are in two currencies.
    """
    ticket, instant = Ticket({**facts, "request": "refund", "opened": at}), to_epoch(at)
    said = decision_of(engine, course_of(engine, ticket, instant, instant), "refunds")
    assert said is not None
    if said.answer.decision != "undecided":
        return None
    assert not said.answer.ask  # everything is known
    rule = next(one for one in policy["refunds"] if one["name"] == said.answer.rule)
    needed = {name for name in facts if f'"{name}"' in json.dumps(rule["amount"])}
    expected = {name for name in ("days", "voucher") if f'"{name}": {{"present"' in json.dumps(policy["refunds"])}
    currencies = {value.currency for name in needed if isinstance(value := facts[name], Money)}
    blamed = len(currencies) > 1 or any(facts[name] is None for name in needed - expected)
    return None if blamed else rule["name"]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_what_stays_undecided_is_what_all_complete_tickets_show(block: int) -> None:
    for seed in SEEDS[block::BLOCKS]:
        compare(seed)


def compare(seed: int) -> int:
    """How many rules there are with such tickets. Raises AssertionError with the policy."""
    policy = _policy(seed)
    loaded = load(read_bytes_as_policy(json.dumps(policy).encode(), "policy.yaml"))
    assert not loaded.findings, loaded.findings
    engine = prepare(compile_policy(loaded.policy))
    expected = {rule for facts, at in _tickets(policy) if (rule := _undecided(engine, policy, facts, at)) is not None}
    found = list(unresolved(proving_of(engine)))
    rules = {one.finding.message.split("'")[1] for one in found}
    assert rules == expected, (seed, rules ^ expected, policy["refunds"])
    for one in found:
        witness = one.witness
        assert witness is not None
        ticket = witness.ticket()
        rule = one.finding.message.split("'")[1]
        assert _stays(engine, ticket, witness.at) == rule
        for name in witness.facts:
            rest = Ticket({other: value for other, value in ticket.facts.items() if other != name})
            assert _stays(engine, rest, witness.at) != rule, (name, one)
    return len(expected)


def _stays(engine: Engine, ticket: Ticket, at: dt.datetime) -> str | None:
    said = decision_of(engine, course_of(engine, ticket, to_epoch(ticket.facts["opened"]), to_epoch(at)), "refunds")  # type: ignore[arg-type]
    return said.answer.rule if said is not None and said.answer.problem is not None else None


def test_some_policies_have_such_tickets_and_some_have_none() -> None:
    assert len({compare(seed) > 0 for seed in range(12)}) == 2


_HEAD = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
currency: EUR
horizon: 2026-01-01..2026-12-31
fields:
  late: {type: boolean}
  total: {type: money}
  postage: {type: money}
  first: {type: time}
  last: {type: time}
facts: {paid: {sum_of: [total, postage]}, start: {latest_of: [first, last]}}
"""


def _found(text: str, folder: Path) -> list[str]:
    return [one.finding.message for one in proved_in(_HEAD + text, folder) if one.finding.code == "SP411"]


def test_a_part_of_a_sum_that_may_be_absent(tmp_path: Path) -> None:
    text = """requests:
  - {name: free, when: {request: goodwill, postage: {present: false}}, decision: deny}
  - {name: late, when: {request: late}, decision: approve, amount: paid}
"""
    assert _found(text, tmp_path) == [
        "'late' takes tickets that stay undecided whatever else is known: "
        "the ticket has no paid, which the sum is worked out from"
    ]


def test_a_time_beyond_the_last_row(tmp_path: Path) -> None:
    rows = "rows: [{up_to: 14d, share: 100%}, {up_to: 30d, share: 50%}]"
    text = f"refunds: [{{name: late, when: {{start: {{within: DAYS}}}}, decision: approve, amount: {{of: total, bands: {{by: start, {rows}}}}}}}]\n"
    (tmp_path / "more").mkdir()
    (tmp_path / "less").mkdir()
    assert _found(text.replace("DAYS", "40d"), tmp_path / "more") == [
        "'late' takes tickets that stay undecided whatever else is known: start is beyond the last band"
    ]
    assert _found(text.replace("DAYS", "30d"), tmp_path / "less") == []


def test_a_price_that_is_not_in_force_yet_beside_the_latest_of_two_times(tmp_path: Path) -> None:
    text = """prices: {fee: [{from: 2026-03-01, price: 2 EUR}]}
refunds: [{name: new, when: {start: {within: 30d}}, decision: approve, amount: {of: total, less: fee}}]
"""
    assert _found(text, tmp_path) == [
        "'new' takes tickets that stay undecided whatever else is known: "
        "there is no price 'fee' on 2026-01-02: the first is from 2026-03-01"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "{name: late, when: {late: true}, decision: approve, amount: total}",
        "{name: late, when: {late: true}, decision: approve, amount: {of: total, less: postage}}",
        "{name: late, when: {late: true}, decision: approve, amount: {of: total, less: 5 EUR}}",
    ],
    ids=[
        "a sum that is null",
        "two sums of the ticket in two currencies",
        "a currency that the policy knows nothing of",
    ],
)
def test_mistakes_of_a_ticket_are_no_finding(rule: str, tmp_path: Path) -> None:
    assert _found(f"refunds: [{rule}]\n", tmp_path) == []
