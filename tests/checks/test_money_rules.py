"""The borders of the checks on refunds: bands, sums, gaps between rules, windows, and what is approved unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.underlined import underlined

_FIELDS = (
    "fields: {total: {type: money}, days: {type: number}, late: {type: duration}, "
    "sent: {type: time, ask: When was it sent?}, topic: {type: choice, values: [a, b, c]}, ok: {type: boolean}}\n"
)


def _refunds(*rules: str, head: str = "currency: EUR\n") -> str:
    return f"{head}business_day_calendar: office\ntimezone: UTC\n{_FIELDS}refunds:\n" + "".join(
        f"  - {{name: r{number}, {rule}}}\n" for number, rule in enumerate(rules)
    )


@pytest.mark.parametrize(
    ("by", "rows", "expected"),
    [
        ("days", "{up_to: 14, share: 100%}, {up_to: 30, share: 50%}, {share: 10%}", []),
        ("days", "{up_to: 14, share: 100%}, {up_to: 14, share: 50%}, {share: 10%}", ["{up_to: 14, share: 50%}"]),
        ("days", "{up_to: 9, share: 100%}, {up_to: 10.0, share: 50%}, {share: 10%}", []),
        ("days", "{share: 100%}, {up_to: 14, share: 50%}", ["{up_to: 14, share: 50%}"]),
        ("days", "{share: 100%}, {share: 50%}", ["{share: 50%}"]),
        ("total", "{up_to: 99.90 EUR, pay: 1 EUR}, {up_to: 100 EUR, pay: 2 EUR}, {pay: 3 EUR}", []),
        (
            "total",
            "{up_to: 100 EUR, pay: 1 EUR}, {up_to: 20 EUR, pay: 2 EUR}, {pay: 3 EUR}",
            ["{up_to: 20 EUR, pay: 2 EUR}"],
        ),
        # Days and minutes are not compared.
        ("sent", "{up_to: 14d, share: 100%}, {up_to: 24h, share: 50%}, {share: 10%}", []),
        # One row is wrong, those after it are not.
        (
            "days",
            "{up_to: 30, share: 1%}, {up_to: 9, share: 2%}, {up_to: 40, share: 3%}, {share: 4%}",
            ["{up_to: 9, share: 2%}"],
        ),
    ],
)
def test_rows_that_are_never_reached(by: str, rows: str, expected: list[str], tmp_path: Path) -> None:
    text = _refunds(
        f"when: {{ok: true}}, decision: approve, amount: {{of: total, bands: {{by: {by}, rows: [{rows}]}}}}"
    )
    assert underlined(text, tmp_path, ("SP604", "SP605")) == [("SP604", text) for text in expected]


_TO_30 = "decision: approve, amount: {of: total, bands: {by: days, rows: [{up_to: 30, share: 50%}]}}"


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ((f"when: {{ok: true}}, {_TO_30}",), 1),
        ((f"when: {{days: {{at_most: 30}}}}, {_TO_30}",), 0),
        ((f"when: {{days: {{below: 30}}}}, {_TO_30}",), 0),
        ((f"when: {{days: {{at_most: 31}}}}, {_TO_30}",), 1),
        ((f"when: {{days: {{at_least: 3}}}}, {_TO_30}",), 1),
        # A rule above may have taken away what is beyond.
        (("when: {days: {above: 30}}, decision: deny", f"when: {{ok: true}}, {_TO_30}"), 0),
        ((f"when: {{any_of: [{{ok: true}}, {{days: 3}}]}}, {_TO_30}",), 0),
    ],
)
def test_no_row_for_what_is_beyond(rules: tuple[str, ...], found: int, tmp_path: Path) -> None:
    assert underlined(_refunds(*rules), tmp_path, ("SP605",)) == [("SP605", "{up_to: 30, share: 50%}")] * found


def test_windows_bound_bands_of_times(tmp_path: Path) -> None:
    bands = "decision: approve, amount: {of: total, bands: {by: sent, rows: [{up_to: 30d, share: 50%}]}}"
    for number, (limit, found) in enumerate([("30d", 0), ("14d", 0), ("31d", 1), ("720h", 0)]):
        text = _refunds(f"when: {{sent: {{within: {limit}}}}}, {bands}")
        assert len(underlined(text, tmp_path / str(number), ("SP605",))) == found, limit


@pytest.mark.parametrize(
    ("head", "amount", "expected"),
    [
        ("", "{of: 20 EUR, less: 5 USD}", ["5 USD"]),
        ("", "{of: 20 EUR, less: [5 USD, 3 GBP]}", ["5 USD"]),
        ("", "{of: 20 EUR, less: 5 EUR}", []),
        ("", "{of: total, at_most: 5 EUR}", []),
        ("", "{of: fee, at_most: 5 EUR}", ["5 EUR"]),
        # Every foreign sum is then said by another check.
        ("currency: EUR\n", "{of: 20 EUR, less: 5 USD}", []),
    ],
)
def test_two_currencies(head: str, amount: str, expected: list[str], tmp_path: Path) -> None:
    text = _refunds(f"when: {{ok: true}}, decision: approve, amount: {amount}", head=head) + "prices: {fee: 9 USD}\n"
    assert underlined(text, tmp_path, ("SP606",)) == [("SP606", text) for text in expected]


def test_a_price_keeps_its_currency(tmp_path: Path) -> None:
    text = "prices: {fee: [{from: 2026-01-01, price: 9 USD}, {from: 2027-01-01, price: 9 EUR}]}\n"
    assert underlined(text, tmp_path, ("SP606",)) == [("SP606", "9 EUR")]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("at_least: 50 EUR, at_most: 20 EUR", ["50 EUR"]),
        ("at_least: 20 EUR, at_most: 20.00 EUR", []),
        ("at_least: 9 EUR, at_most: 10 EUR", []),
        ("at_least: total, at_most: 20 EUR", []),
        ("at_least: 50 JPY, at_most: 20 EUR", []),
    ],
)
def test_a_floor_above_the_cap(limits: str, expected: list[str], tmp_path: Path) -> None:
    text = _refunds(f"when: {{ok: true}}, decision: approve, amount: {{of: total, {limits}}}", head="")
    assert underlined(text, tmp_path, ("SP607",)) == [("SP607", text) for text in expected]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (("when: {ok: true}, decision: approve, amount: {of: total, times: days}",), ["days"]),
        (("when: {ok: true}, decision: approve, amount: {of: total, times: 3}",), []),
        (("when: {ok: true}, decision: approve, amount: {of: total, times: days, at_most: total}",), []),
        (("when: {days: {at_most: 3}}, decision: approve, amount: {of: total, times: days}",), []),
        (("when: {days: {above: 3}}, decision: approve, amount: {of: total, times: days}",), ["days"]),
        (("when: {ok: true}, decision: review, amount: {of: total, times: days}",), []),
        (("when: {ok: true}, decision: approve, approver: agent, amount: {of: total, times: days}",), []),
        (
            (
                "when: {days: {above: 9}}, decision: review",
                "when: {ok: true}, decision: approve, amount: {of: total, times: days}",
            ),
            [],
        ),
        (("when: {ok: true}, decision: approve, amount: {each: {pay: 1 EUR, of: late, per: 12h}}",), ["late"]),
    ],
)
def test_a_sum_without_end(rules: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert underlined(_refunds(*rules), tmp_path, ("SP608",)) == [("SP608", text) for text in expected]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("decision: deny, amount: total", ["total"]),
        ("decision: deny, to: store-credit", ["store-credit"]),
        ("decision: deny, paid_within: 24h", ["24h"]),
        ("decision: deny, amount: total, to: store-credit", ["total"]),
        ("decision: review, amount: total", []),
        ("decision: deny, customer_reason: Too late.", []),
    ],
)
def test_money_on_a_no(rule: str, expected: list[str], tmp_path: Path) -> None:
    assert underlined(_refunds(f"when: {{ok: true}}, {rule}"), tmp_path, ("SP609",)) == [("SP609", t) for t in expected]


_APPROVE, _REVIEW, _REST = "decision: approve", "decision: review", "decision: deny"


@pytest.mark.parametrize(
    ("whens", "expected"),
    [
        # One value is left out, whatever comes after.
        (("{total: {below: 9 EUR}}", "{total: {above: 9 EUR}}", ""), ["9 EUR"]),
        (("{total: {at_most: 9 EUR}}", "{total: {above: 9 EUR}}", ""), []),
        (("{total: {below: 9 EUR}}", "{total: {at_least: 9 EUR}}", ""), []),
        (("{total: {at_most: 9 EUR}}", "{total: {at_least: 10 EUR}}", ""), ["10 EUR"]),
        (("{total: {at_most: 9 EUR}}", "{total: {at_least: 9.01 EUR}}", ""), []),
        (("{total: {below: 9 EUR}}", "{total: {above: 9 EUR}}", "{total: 9 EUR}", ""), []),
        # A wide piece may be meant for the last rule.
        (("{total: {at_most: 9 EUR}}", "{total: {above: 90 EUR}}", ""), []),
        (("{total: {at_most: 9 EUR}}", "{total: {above: 90 EUR}}"), ["90 EUR"]),
        (("{total: {at_most: 9 EUR}}", "{total: {above: 90 EUR}}", "{ok: true}"), []),
        (("{topic: a, total: {at_most: 9 EUR}}", "{topic: a, total: {above: 90 EUR}}", "{topic: b}"), ["90 EUR"]),
        (("{topic: a, total: {at_most: 9 EUR}}", "{topic: b, total: {above: 90 EUR}}"), []),
        (("{topic: a, total: {below: 9 EUR}}", "{topic: a, total: {above: 9 EUR}}", "{topic: a}"), []),
        (("{topic: a, total: {below: 9 EUR}}", "{topic: a, total: {above: 9 EUR}}", "{topic: [a, b]}"), []),
        (("{total: {at_most: 9 EUR}}", "{total: {above: 9 USD}}"), []),
        # What is counted has no value between 3 and 4.
        (("{days: {at_most: 3}}", "{days: {at_least: 4}}"), []),
        (("{days: {below: 3}}", "{days: {at_least: 4}}", ""), ["4"]),
        (("{days: {at_most: 2.5}}", "{days: {at_least: 3.5}}", ""), ["3.5"]),
        (("{late: {at_most: 12h}}", "{late: {at_least: 13h}}", ""), ["13h"]),
        (("{late: {at_most: 12h}}", "{late: {at_least: 12h1m}}"), []),
        # `older_than` is exactly what `within` is not.
        (("{sent: {within: 14d}}", "{sent: {older_than: 14d}}"), []),
        (("{sent: {within: 14d}}", "{sent: {older_than: 15d}}", ""), ["15d"]),
        (("{sent: {before: 2026-02-01}}", "{sent: {after: 2026-02-01}}"), []),
        (("{days: {at_most: 3}}", "{days: {above: 3, at_most: 9}}", "{days: {above: 9}}"), []),
        (("{any_of: [{days: {below: 3}}, {ok: true}]}", "{days: {above: 3}}"), []),
    ],
)
def test_gaps(whens: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    rules = [f"when: {when}, {_REVIEW}" if when else _REST for when in whens]
    found = underlined(_refunds(*rules, head=""), tmp_path, ("SP610", "SP611"))
    assert found == [("SP610", text) for text in expected]


@pytest.mark.parametrize(
    ("whens", "expected"),
    [
        (("{total: {at_most: 9 EUR}}", "{total: {above: 5 EUR, at_most: 20 EUR}}"), ["5 EUR"]),
        (("{total: {at_most: 9 EUR}}", "{total: {above: 5 EUR}}"), ["5 EUR"]),
        # At one value both hold, and the first decides; everybody writes so.
        (("{total: {at_most: 9 EUR}}", "{total: {at_least: 9 EUR}}"), []),
        # Each step in turn, or the narrow case before the wide one.
        (("{total: {at_most: 9 EUR}}", "{total: {at_most: 20 EUR}}"), []),
        (("{total: {above: 90 EUR}}", "{total: {above: 20 EUR}}"), []),
        (("{total: {above: 90 EUR}}", "{total: {at_most: 200 EUR}}"), ["200 EUR"]),
        (("{days: {at_least: 2, at_most: 4}}", "{days: {at_least: 1, at_most: 9}}"), []),
        (("{topic: a, days: {at_most: 4}}", "{topic: b, days: {at_least: 3}}"), []),
        (("{sent: {within: 30d}}", "{sent: {older_than: 14d}}"), ["14d"]),
    ],
)
def test_overlaps(whens: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    rules = [f"when: {when}, {_REVIEW}" for when in whens]
    assert underlined(_refunds(*rules, _REST), tmp_path, ("SP611",)) == [("SP611", text) for text in expected]


def test_rules_of_a_season_leave_no_gap(tmp_path: Path) -> None:
    rules = [
        "when: {total: {below: 9 EUR}}, effective: {from: 2026-01-01}, decision: approve",
        "when: {total: {above: 9 EUR}}, decision: review",
    ]
    assert underlined(_refunds(*rules, _REST), tmp_path, ("SP610", "SP611")) == []


@pytest.mark.parametrize(
    ("field", "more", "when", "expected"),
    [
        ("{type: time}", "", "{at: {within: 14d}}", ["at"]),
        ("{type: time}", "", "{any_of: [{ok: true}, {at: {older_than: 14d}}]}", ["at"]),
        ("{type: time, ask: When?}", "", "{at: {within: 14d}}", []),
        ("{type: time, from: Delivered}", "", "{at: {within: 14d}}", []),
        ("{type: time}", "events: {came: {at: at}}\n", "{at: {within: 14d}}", []),
        ("{type: time}", "facts: {start: {latest_of: [at, sent]}}\n", "{start: {within: 14d}}", []),
        ("{type: time}", "facts: {start: {latest_of: [at, at]}}\n", "{start: {within: 14d}}", ["start"]),
        ("{type: time}", "", "{customer.since: {within: 14d}}", []),
        ("{type: time}", "", "{at: {present: true}}", []),
        # Where no field says so, every fact comes by its own name.
        ("{type: time}", "NO ASK", "{at: {within: 14d}}", []),
    ],
)
def test_a_window_needs_its_instant(field: str, more: str, when: str, expected: list[str], tmp_path: Path) -> None:
    text = _refunds(f"when: {when}, decision: approve").replace("fields: {", f"fields: {{at: {field}, ")
    text = text.replace(", ask: When was it sent?", "") if more == "NO ASK" else text + more
    assert underlined(text, tmp_path, ("SP612",)) == [("SP612", text) for text in expected]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (("when: {ok: true}, decision: deny", "decision: approve"), [("SP613", "r1")]),
        (("decision: deny", "decision: approve"), []),
        # Whoever approves everything says so.
        (("decision: approve",), []),
        (("when: {ok: true}, decision: deny", "decision: approve, approver: agent"), []),
        (("when: {topic: {not: a}}, decision: approve", "decision: review"), [("SP614", "a")]),
        (("when: {topic: {not: a}, ok: true}, decision: approve", "decision: review"), []),
        (("when: {topic: {present: false}}, decision: approve", "decision: review"), [("SP614", "false")]),
        (("when: {none_of: [{ok: true}]}, decision: approve",), [("SP614", "true")]),
        (("when: {topic: {not: a}}, decision: approve, proof: photo",), []),
        (("when: {topic: {not: b}}, decision: review", "when: {topic: {not: a}}, decision: approve"), []),
        (("when: {request: refund}, decision: approve", "decision: deny"), [("SP614", "r0")]),
        # Which tier a ticket has is always decided.
        (("when: {tier: {not: free}}, decision: approve", "decision: review"), []),
        (("when: {sure: true}, decision: approve", "decision: review"), [("SP615", "true")]),
        (("when: {sure: true, ok: true}, decision: approve", "decision: review"), []),
        (("when: {sure: false}, decision: deny", "when: {sure: true}, decision: approve"), [("SP615", "true")]),
        (("when: {is: [good]}, decision: approve",), [("SP615", "r0")]),
        (("when: {topic: {not: a}}, effective: {from: 2026-01-01}, decision: approve", "decision: review"), []),
    ],
)
def test_what_is_approved_unseen(rules: tuple[str, ...], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    text = _refunds(*rules).replace("fields: {", "fields: {sure: {type: boolean, default: true}, ")
    text += "conditions: {good: {any_of: [{ok: true}, {sure: true}]}}\n"
    assert underlined(text, tmp_path, ("SP613", "SP614", "SP615")) == expected
