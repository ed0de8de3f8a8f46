"""Sums of money: tables reckoned by hand, properties, and an oracle in fractions."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.compiled.document import NamedPrices, Price
from supportpolicy.compiled.tables import Band, Duration, Each, Limit, Payment, Sum
from supportpolicy.engine.money import Paid, pay
from supportpolicy.engine.values import Money, Value

TODAY = dt.date(2026, 6, 5)
NOW = dt.datetime(2026, 6, 5, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def number(text: str) -> Decimal:
    return Decimal(text)


def money(text: str) -> Money:
    amount, currency = text.split()
    return Money(Decimal(amount), currency)


def sum_of(text: str) -> Sum:
    """`20 EUR` as a sum, `order.total` as a name."""
    amount, _, currency = text.partition(" ")
    return Sum(amount, currency) if currency else Sum(name=text)


def near(instant: dt.datetime, limit: Duration) -> bool:
    """Both ways from noon of the fifth of June, in days of 24 hours; business days count as days here."""
    days = dt.timedelta(minutes=limit.minutes or 0, days=(limit.days or 0) + (limit.business_days or 0))
    return abs(NOW - instant) <= days


PRICES = {
    "label": NamedPrices("label", (Price(Sum("6.90", "EUR"), "2026-01-01"), Price(Sum("7.40", "EUR"), "2026-07-01"))),
    "late": NamedPrices("late", (Price(Sum("1.50", "EUR")),)),
    "unsorted": NamedPrices("unsorted", (Price(Sum("9", "EUR"), "2026-06-05"), Price(Sum("8", "EUR"), "2026-01-01"))),
    "future": NamedPrices("future", (Price(Sum("1", "EUR"), "2027-01-01"),)),
    "none": NamedPrices("none", ()),
}


def reckon(payment: Payment, today: dt.date = TODAY, **facts: Value) -> Paid:
    named: dict[str, Value] = {key.replace("__", "."): value for key, value in facts.items()}
    return pay(payment, named.get, PRICES, today, near)


def hours(limit: int) -> Limit:
    return Limit(time=Duration(minutes=60 * limit))


def days(limit: int) -> Limit:
    return Limit(time=Duration(days=limit))


LATE = Each(Sum("30", "GBP"), "out", hours(12), hours(24), started=True)
BY_DISTANCE = (
    Band(Limit(number="1500"), Sum("250", "EUR")),
    Band(Limit(number="3500"), Sum("400", "EUR")),
    Band(None, Sum("600", "EUR")),
)
BY_AGE = (Band(days(14), share="100"), Band(days(30), share="80"))

TABLE: list[tuple[str, Payment, dict[str, Value], str]] = [
    ("as written", Payment(of=Sum("20", "EUR")), {}, "20.00 EUR"),
    ("a fact", Payment(of=Sum(name="total")), {"total": money("19.9 EUR")}, "19.90 EUR"),
    ("a price of today", Payment(of=Sum(name="label")), {}, "6.90 EUR"),
    ("a price without a date", Payment(of=Sum(name="late")), {}, "1.50 EUR"),
    ("the price that started last, wherever it stands", Payment(of=Sum(name="unsorted")), {}, "9.00 EUR"),
    # A price is the policy's own word: a fact of its name does not change it.
    ("a price goes before a fact", Payment(of=Sum(name="late")), {"late": money("99 EUR")}, "1.50 EUR"),
    # 3 x 19.99 = 59.97
    ("so many times", Payment(of=Sum("19.99", "EUR"), times="3"), {}, "59.97 EUR"),
    # 2.5 x 10 = 25
    ("times a fact", Payment(of=Sum("10", "EUR"), times="weight"), {"weight": number("2.5")}, "25.00 EUR"),
    ("times nothing", Payment(of=Sum("10", "EUR"), times="0"), {}, "0.00 EUR"),
    # 15% of 33.30 = 4.995, half up: 5.00
    ("a share, rounded up at the half", Payment(of=Sum("33.30", "EUR"), share="15"), {}, "5.00 EUR"),
    # 15% of 33.29 = 4.9935: 4.99
    ("a share, rounded down below it", Payment(of=Sum("33.29", "EUR"), share="15"), {}, "4.99 EUR"),
    # Half up also where half to even would go down: 50% of 0.25 = 0.125: 0.13, where 0.12 is the even one
    ("half up, not half even", Payment(of=Sum("0.25", "EUR"), share="50"), {}, "0.13 EUR"),
    # 7 of 12 months: 100 x 7 / 12 = 58.3333...: 58.33
    (
        "the unused part",
        Payment(of=Sum("100", "EUR"), unused="left", total="paid"),
        {"left": number("7"), "paid": number("12")},
        "58.33 EUR",
    ),
    # Multiplied before it is divided: 90 x 1 / 3 = 30 and not 29.9999...
    (
        "a third that comes out even",
        Payment(of=Sum("90", "EUR"), unused="left", total="paid"),
        {"left": number("1"), "paid": number("3")},
        "30.00 EUR",
    ),
    # 10 x 1/3 x 15% = 0.5; what is kept back comes off undivided: 0.5 - 0.495 = 0.005: 0.01
    (
        "rounded once, at the end",
        Payment(of=Sum("10", "EUR"), unused="left", total="paid", share="15", less=(Sum("0.495", "EUR"),)),
        {"left": number("1"), "paid": number("3")},
        "0.01 EUR",
    ),
    # Rounded each on the way 3.333 x 3 would be 9.99; it is 10 x 3 / 3 = 10.
    (
        "times and the unused part",
        Payment(of=Sum("10", "EUR"), times="3", unused="left", total="paid"),
        {"left": number("1"), "paid": number("3")},
        "10.00 EUR",
    ),
    ("a band, its limit included", Payment(bands_by="km", bands=BY_DISTANCE), {"km": number("1500")}, "250.00 EUR"),
    ("a band, just past it", Payment(bands_by="km", bands=BY_DISTANCE), {"km": number("1500.01")}, "400.00 EUR"),
    ("the open band", Payment(bands_by="km", bands=BY_DISTANCE), {"km": number("9000")}, "600.00 EUR"),
    # Two passengers, half of it: 400 x 2 x 50% = 400
    (
        "a band's sum, times and share",
        Payment(bands_by="km", bands=BY_DISTANCE, times="2", share="50"),
        {"km": number("2000")},
        "400.00 EUR",
    ),
    # A band's sum takes the base's place.
    (
        "a band's sum with a base",
        Payment(of=Sum("1", "EUR"), bands_by="km", bands=BY_DISTANCE),
        {"km": number("1")},
        "250.00 EUR",
    ),
    # 20 days ago: 80% of 50 = 40, less the label: 33.10
    (
        "a share by how long ago",
        Payment(of=Sum("50", "EUR"), bands_by="came", bands=BY_AGE, less=(Sum(name="label"),)),
        {"came": NOW - 20 * DAY},
        "33.10 EUR",
    ),
    (
        "ago, the limit included",
        Payment(of=Sum("50", "EUR"), bands_by="came", bands=BY_AGE),
        {"came": NOW - 14 * DAY},
        "50.00 EUR",
    ),
    (
        "ahead as well as ago",
        Payment(of=Sum("50", "EUR"), bands_by="came", bands=BY_AGE),
        {"came": NOW + 30 * DAY},
        "40.00 EUR",
    ),
    (
        "bands by money",
        Payment(
            of=Sum(name="total"),
            bands_by="total",
            bands=(Band(Limit(money=Sum("100", "EUR")), share="10"), Band(None, share="20")),
        ),
        {"total": money("100.00 EUR")},
        # 10% of 100
        "10.00 EUR",
    ),
    (
        "bands by a duration",
        Payment(bands_by="out", bands=(Band(hours(3), Sum("5", "EUR")), Band(days(1), Sum("9", "EUR")))),
        {"out": 24 * HOUR},
        "9.00 EUR",
    ),
    # 50 h out, the first 24 are free: 26 / 12 is two whole and one begun: 3 x 30 = 90
    ("each started", Payment(each=LATE), {"out": 50 * HOUR}, "90.00 GBP"),
    # Exactly 48 h: 24 / 12 is two, and none begun.
    ("each, exactly", Payment(each=LATE), {"out": 48 * HOUR}, "60.00 GBP"),
    # A microsecond more has begun the third.
    ("each, a moment more", Payment(each=LATE), {"out": 48 * HOUR + dt.timedelta(microseconds=1)}, "90.00 GBP"),
    ("each, not beyond", Payment(each=LATE), {"out": 24 * HOUR}, "0.00 GBP"),
    ("each, far below", Payment(each=LATE), {"out": 1 * HOUR}, "0.00 GBP"),
    # Without `started` what has begun does not count: 50 h is two whole ones.
    ("each whole", Payment(each=LATE._replace(started=False)), {"out": 50 * HOUR}, "60.00 GBP"),
    # The seventh day is four past the third: 4 x 1.50 = 6, but the postage was 4.90
    (
        "each up to a cap",
        Payment(each=Each(Sum(name="late"), "days", None, Limit(number="3")), at_most=Sum(name="shipping")),
        {"days": number("7"), "shipping": money("4.90 EUR")},
        "4.90 EUR",
    ),
    # 5 for each 100 of 250: two whole ones: 10
    (
        "each of money",
        Payment(each=Each(Sum("5", "EUR"), "total", Limit(money=Sum("100", "EUR")))),
        {"total": money("250 EUR")},
        "10.00 EUR",
    ),
    ("each unit of money", Payment(each=Each(Sum("0.10", "EUR"), "total")), {"total": money("7.99 EUR")}, "0.70 EUR"),
    # 100 + 3 x 30 = 190
    ("a base and each", Payment(of=Sum("100", "GBP"), each=LATE), {"out": 50 * HOUR}, "190.00 GBP"),
    # `share` is of the base: 50% of 100 + 90 = 140
    (
        "a share of the base, then each",
        Payment(of=Sum("100", "GBP"), each=LATE, share="50"),
        {"out": 50 * HOUR},
        "140.00 GBP",
    ),
    # The base over 3 and each whole: 100 / 3 + 90 = 123.333...
    (
        "the unused part of the base, then each",
        Payment(of=Sum("100", "GBP"), each=LATE, unused="left", total="paid"),
        {"out": 50 * HOUR, "left": number("1"), "paid": number("3")},
        "123.33 GBP",
    ),
    # Where `each` is all there is, it is the base: 50% of 90 = 45
    ("a share of each", Payment(each=LATE, share="50"), {"out": 50 * HOUR}, "45.00 GBP"),
    # (50 - 4.90 - 6.90) = 38.20
    (
        "less several",
        Payment(of=Sum("50", "EUR"), less=(Sum(name="shipping"), Sum(name="label"))),
        {"shipping": money("4.90 EUR")},
        "38.20 EUR",
    ),
    # The share is taken first: 50% of 50 - 4.90 = 20.10
    (
        "less comes after the share",
        Payment(of=Sum("50", "EUR"), share="50", less=(Sum(name="shipping"),)),
        {"shipping": money("4.90 EUR")},
        "20.10 EUR",
    ),
    ("never below zero", Payment(of=Sum("5", "EUR"), less=(Sum("7", "EUR"),)), {}, "0.00 EUR"),
    ("a base below zero", Payment(of=Sum(name="total")), {"total": money("-5 EUR")}, "0.00 EUR"),
    (
        "a cap below zero",
        Payment(of=Sum("5", "EUR"), at_most=Sum(name="total")),
        {"total": money("-5 EUR")},
        "0.00 EUR",
    ),
    # The floor holds after what is kept back: max(5 - 7, 1) = 1
    ("a floor", Payment(of=Sum("5", "EUR"), less=(Sum("7", "EUR"),), at_least=Sum("1", "EUR")), {}, "1.00 EUR"),
    ("a cap", Payment(of=Sum("500", "EUR"), at_most=Sum("200", "EUR")), {}, "200.00 EUR"),
    # The cap comes last.
    (
        "a floor above the cap",
        Payment(of=Sum("5", "EUR"), at_least=Sum("30", "EUR"), at_most=Sum("20", "EUR")),
        {},
        "20.00 EUR",
    ),
    # No minor unit: 50% of 15 yen is 7.5: 8
    ("yen", Payment(of=Sum("15", "JPY"), share="50"), {}, "8 JPY"),
    # Three places: 0.0005 is half of one fils: 0.001
    ("dinars", Payment(of=Sum("0.001", "KWD"), share="50"), {}, "0.001 KWD"),
    # Equal however it is written, and every place is there.
    ("a power of ten", Payment(of=Sum(name="total")), {"total": Money(Decimal("1E+3"), "EUR")}, "1000.00 EUR"),
    # Twenty digits, the most that a policy may write: nothing is lost.
    ("much money", Payment(of=Sum("99999999999999999.99", "EUR"), times="3"), {}, "299999999999999999.97 EUR"),
    (
        "less than that",
        Payment(of=Sum(name="total"), share="50"),
        {"total": Money(Decimal("1E-999999"), "EUR")},
        "0.00 EUR",
    ),
    # 100 x 0.0000000000000001% = 1e-16
    ("next to nothing", Payment(of=Sum("100", "EUR"), share="0.0000000000000001"), {}, "0.00 EUR"),
]


@pytest.mark.parametrize(("payment", "facts", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_reckoned_by_hand(payment: Payment, facts: dict[str, Value], expected: str) -> None:
    paid = reckon(payment, **facts)
    assert paid == Paid(money(expected))
    assert str(paid.amount) == expected  # with every place of the minor unit


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2026-01-01", "6.90"), ("2026-06-30", "6.90"), ("2026-07-01", "7.40"), ("2031-01-01", "7.40")],
)
def test_prices_by_date(today: str, expected: str) -> None:
    paid = reckon(Payment(of=Sum(name="label")), dt.date.fromisoformat(today))
    assert paid.amount == money(f"{expected} EUR")


PROBLEMS: list[tuple[Payment, dict[str, Value], str]] = [
    (Payment(), {}, "the amount says neither 'of' nor 'bands' nor 'each'"),
    (
        Payment(of=Sum(name="total"), less=(Sum("1", "EUR"),)),
        {"total": money("5 USD")},
        "total (USD) and 1 EUR are in different currencies; nothing is converted",
    ),
    # Nothing is nothing in any currency, but it is not known whether it was meant.
    (
        Payment(of=Sum("5", "EUR"), at_most=Sum("0", "USD")),
        {},
        "5 EUR and 0 USD are in different currencies; nothing is converted",
    ),
    (
        Payment(of=Sum("5", "GBP"), each=Each(Sum("1", "EUR"), "out", hours(1))),
        {"out": 1 * HOUR},
        "5 GBP and 1 EUR are in different currencies; nothing is converted",
    ),
    (Payment(of=Sum("5", "EUX")), {}, "5 EUX is in EUX, which is not a currency"),
    (Payment(of=Sum(name="total")), {"total": number("5")}, "total is not a sum of money"),
    (Payment(of=Sum(name="total")), {"total": "5 EUR"}, "total is not a sum of money"),
    (Payment(of=Sum(name="total")), {"total": Money(Decimal("NaN"), "EUR")}, "total is not a number"),
    (Payment(of=Sum(name="total")), {"total": Money(Decimal("sNaN"), "EUR")}, "total is not a number"),
    (Payment(of=Sum(name="total")), {"total": Money(Decimal("Infinity"), "EUR")}, "total is not a number"),
    (Payment(of=Sum("five", "EUR")), {}, "a number of the policy is not a number"),
    (Payment(of=Sum("5", "EUR"), times="n"), {"n": money("1 EUR")}, "n is not a number"),
    (Payment(of=Sum("5", "EUR"), times="n"), {"n": number("-1")}, "n is -1, and cannot be below zero"),
    (
        Payment(of=Sum("5", "EUR"), unused="u", total="t"),
        {"u": number("0"), "t": number("0")},
        "t is zero, so there is no part of it",
    ),
    (
        Payment(of=Sum("5", "EUR"), unused="u", total="t"),
        {"u": number("13"), "t": number("12")},
        "u is 13, more than t, which is 12",
    ),
    (
        Payment(of=Sum("5", "EUR"), unused="u", total="t"),
        {"u": number("-1"), "t": number("12")},
        "u is -1, and cannot be below zero",
    ),
    (
        Payment(of=Sum("5", "EUR"), unused="u", total="t"),
        {"u": number("-2"), "t": number("-1")},
        "u is -2, and cannot be below zero",
    ),
    (
        Payment(each=Each(Sum("5", "EUR"), "n", Limit(number="0"))),
        {"n": number("3")},
        "n is counted in units of nothing",
    ),
    (
        Payment(each=Each(Sum("5", "EUR"), "out")),
        {"out": 3 * HOUR},
        "out is an amount of time, and 'per' does not say how long a unit is",
    ),
    (Payment(each=Each(Sum("5", "EUR"), "at", hours(1))), {"at": NOW}, "at is a time, and a time cannot be counted"),
    (
        Payment(each=Each(Sum("5", "EUR"), "n", hours(1))),
        {"n": number("3")},
        "n is a number, and its limit is an amount of time",
    ),
    (
        Payment(each=Each(Sum("5", "EUR"), "out", Limit(time=Duration(business_days=1)))),
        {"out": 3 * HOUR},
        "out is an amount of time, and business days cannot measure it",
    ),
    (
        Payment(bands_by="total", bands=(Band(Limit(money=Sum("5", "EUR")), Sum("1", "EUR")),)),
        {"total": money("5 USD")},
        "total is in USD, and its limit is in EUR",
    ),
    (Payment(bands_by="km", bands=BY_DISTANCE[:2]), {"km": number("3501")}, "km is beyond the last band"),
    (Payment(of=Sum("5", "EUR"), bands_by="at", bands=BY_AGE), {"at": NOW - 31 * DAY}, "at is beyond the last band"),
    (Payment(bands=BY_DISTANCE), {}, "the bands do not say which fact they go by"),
    (
        Payment(bands_by="at", bands=(Band(Limit(number="1"), Sum("1", "EUR")),)),
        {"at": NOW},
        "a time has a limit that is not an amount of time",
    ),
    (Payment(bands_by="word", bands=BY_DISTANCE), {"word": "far"}, "word cannot be measured"),
    (
        Payment(bands_by="km", bands=(Band(None, share="50"),)),
        {"km": number("1")},
        "the band that fits pays a share, and there is no sum that it is a share of",
    ),
    (
        Payment(of=Sum("5", "EUR"), less=(Sum(name="fee"),)),
        {"fee": money("-1 EUR")},
        "fee is -1 EUR, and nothing below zero can be kept back",
    ),
    (Payment(of=Sum(name="future")), {}, "there is no price 'future' on 2026-06-05: the first is from 2027-01-01"),
    (Payment(of=Sum(name="none")), {}, "there is no price 'none' on 2026-06-05"),
    (
        Payment(of=Sum("5", "EUR"), times="n"),
        {"n": Decimal(f"1.{'1' * 70}")},
        "the sum has more digits than can be reckoned with exactly",
    ),
    (
        Payment(of=Sum(name="total"), times="n"),
        {"total": Money(Decimal("1E+999999"), "EUR"), "n": Decimal("1E+999999")},
        "the sum has more digits than can be reckoned with exactly",
    ),
    (
        Payment(of=Sum(name="total")),
        {"total": Money(Decimal("1E+70"), "EUR")},
        "the sum has more digits than can be reckoned with exactly",
    ),
    (
        Payment(of=Sum(name="total"), less=(Sum("1", "EUR"),)),
        {"total": Money(Decimal("1E+999999"), "EUR")},
        "the sum has more digits than can be reckoned with exactly",
    ),
    # Sixty digits before the point are whole in yen; their coins in euros need two more.
    (
        Payment(of=Sum(name="total")),
        {"total": Money(Decimal("9" * 60), "EUR")},
        "the sum has more digits than can be reckoned with exactly",
    ),
]


@pytest.mark.parametrize(("payment", "facts", "problem"), PROBLEMS, ids=[row[2] for row in PROBLEMS])
def test_what_cannot_be_reckoned_is_a_problem(payment: Payment, facts: dict[str, Value], problem: str) -> None:
    assert reckon(payment, **facts) == Paid(None, (), problem)


MISSING: list[tuple[Payment, dict[str, Value], tuple[str, ...]]] = [
    (Payment(of=Sum(name="total")), {}, ("total",)),
    (
        Payment(of=Sum(name="total"), times="n", less=(Sum(name="fee"), Sum(name="label")), at_most=Sum(name="top")),
        {},
        ("total", "n", "fee", "top"),
    ),
    (Payment(of=Sum(name="total"), at_least=Sum(name="total")), {}, ("total",)),
    (Payment(of=Sum("1", "EUR"), unused="u", total="t"), {"t": number("1")}, ("u",)),
    (Payment(of=Sum("1", "EUR"), unused="u", total="t"), {"u": number("1")}, ("t",)),
    (Payment(each=Each(Sum(name="fee"), "n")), {}, ("fee", "n")),
    # Which band fits is not known: the base matters only where some band takes a share of it.
    (Payment(of=Sum(name="total"), bands_by="at", bands=BY_AGE), {}, ("at", "total")),
    (Payment(of=Sum(name="total"), bands_by="km", bands=BY_DISTANCE), {}, ("km",)),
    # The band that fits is known: the sums of others do not matter.
    (
        Payment(bands_by="km", bands=(Band(Limit(number="5"), Sum(name="near")), Band(None, Sum(name="far")))),
        {"km": number("6")},
        ("far",),
    ),
]


@pytest.mark.parametrize(("payment", "facts", "missing"), MISSING)
def test_what_is_missing_is_named(payment: Payment, facts: dict[str, Value], missing: tuple[str, ...]) -> None:
    assert reckon(payment, **facts) == Paid(None, missing, None)


def test_a_problem_stands_whatever_is_missing() -> None:
    payment = Payment(of=Sum(name="total"), times="n", less=(Sum("1", "EUR"),))
    paid = reckon(payment, total=money("5 USD"))
    assert paid.amount is None
    assert paid.missing == ("n",)
    assert paid.problem is not None
    assert "different currencies" in paid.problem


def test_the_context_of_the_caller_matters_not() -> None:
    payment = Payment(of=Sum("33.30", "EUR"), share="15", less=(Sum(name="label"),), at_least=Sum("0.01", "EUR"))
    expected = reckon(payment)
    with decimal.localcontext(
        decimal.Context(prec=1, rounding=decimal.ROUND_DOWN, traps=list(decimal.getcontext().flags))
    ):
        assert reckon(payment) == expected
        assert not any(decimal.getcontext().flags.values())


# --- an oracle in fractions ---------------------------------------------------------------------------------------------


def oracle(payment: Payment, facts: dict[str, Any], places: int) -> Fraction:
    """The sum in fractions, written anew; all in one currency, everything known, bands by number."""

    def part(written: Sum) -> Fraction:
        return Fraction(facts[written.name].amount) if written.name else Fraction(written.amount or "")

    each = Fraction(0)
    if payment.each is not None:
        over = Fraction(facts[payment.each.of]) - Fraction((payment.each.beyond or Limit(number="0")).number or "")
        units = max(over, Fraction(0)) / Fraction((payment.each.per or Limit(number="1")).number or "")
        each = part(payment.each.pay) * (-(-units // 1) if payment.each.started else units // 1)
    base = part(payment.of) if payment.of is not None else None
    for band in payment.bands:
        if band.up_to is None or facts[payment.bands_by] <= Fraction(band.up_to.number or ""):
            if band.pay is not None:
                base = part(band.pay)
            elif base is not None:
                base *= Fraction(band.share or "") / 100
            else:
                each *= Fraction(band.share or "") / 100
            break
    factor = Fraction(1)
    if payment.times is not None:
        factor *= int(payment.times) if payment.times.isdigit() else Fraction(facts[payment.times])
    if payment.share is not None:
        factor *= Fraction(payment.share) / 100
    if payment.unused is not None and payment.total is not None:
        factor *= Fraction(facts[payment.unused]) / Fraction(facts[payment.total])
    total = each * factor if base is None else base * factor + each
    total -= sum((part(less) for less in payment.less), Fraction(0))
    if payment.at_least is not None:
        total = max(total, part(payment.at_least))
    if payment.at_most is not None:
        total = min(total, part(payment.at_most))
    coins = max(total, Fraction(0)) * 10**places
    return Fraction((coins + Fraction(1, 2)) // 1, 10**places)


AMOUNTS = st.decimals(0, 10**9, places=3, allow_nan=False)
NUMBERS = st.decimals(0, 10**5, places=2, allow_nan=False)
UNITS = st.decimals(Decimal("0.01"), 10**4, places=2, allow_nan=False)
SHARES = st.decimals(0, 200, places=2, allow_nan=False).map(str)


def _limit(limit: Decimal) -> Limit:
    return Limit(number=str(limit))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def payments(draw: Callable[[st.SearchStrategy[Any]], Any], currency: str) -> tuple[Payment, dict[str, Value]]:
    facts: dict[str, Value] = {
        "money": Money(draw(AMOUNTS), currency),
        "more": Money(draw(AMOUNTS), currency),
        "count": draw(NUMBERS),
        "unused": draw(NUMBERS),
    }
    facts["total"] = draw(UNITS) + facts["unused"]  # type: ignore[operator]
    sums = st.builds(Sum, AMOUNTS.map(str), st.just(currency), st.none()) | st.sampled_from(
        [Sum(name="money"), Sum(name="more")]
    )
    limits = sorted(draw(st.lists(NUMBERS, max_size=3)))
    rows = st.tuples(sums, st.none()) | st.tuples(st.none(), SHARES)
    bands = tuple(
        Band(None if limit is None else Limit(number=str(limit)), *draw(rows))
        for limit in ([*limits, None] if draw(st.booleans()) else [])
    )
    each = draw(
        maybe(
            st.builds(
                Each,
                sums,
                st.just("count"),
                maybe(UNITS.map(_limit)),
                maybe(NUMBERS.map(_limit)),
                st.booleans(),
            )
        )
    )
    of = draw(sums) if (each is None and not any(band.pay for band in bands)) else draw(maybe(sums))
    if of is None and each is None:
        bands = tuple(band for band in bands if band.pay is not None)
        bands = (*bands[:-1], bands[-1]._replace(up_to=None))
    parted = draw(st.booleans())
    payment = Payment(
        of=of,
        times=draw(st.none() | st.integers(0, 50).map(str) | st.just("count")),
        share=draw(maybe(SHARES)),
        unused="unused" if parted else None,
        total="total" if parted else None,
        bands_by="count" if bands else None,
        bands=bands,
        each=each,
        less=tuple(draw(st.lists(sums, max_size=3))),
        at_least=draw(maybe(sums)),
        at_most=draw(maybe(sums)),
    )
    return payment, facts


PLACES = {"EUR": 2, "JPY": 0, "KWD": 3}


@given(st.sampled_from(sorted(PLACES)).flatmap(lambda code: st.tuples(st.just(code), payments(code))))
def test_the_same_as_in_fractions(made: tuple[str, tuple[Payment, dict[str, Value]]]) -> None:
    currency, (payment, facts) = made
    paid = reckon(payment, **facts)
    assert paid.problem is None
    assert paid.amount is not None
    assert paid.amount.currency == currency
    assert Fraction(paid.amount.amount) == oracle(payment, facts, PLACES[currency])
    assert paid.amount.amount.as_tuple().exponent == -PLACES[currency]


@given(payments("EUR"))
def test_never_below_zero_and_never_above_the_cap_or_below_the_floor(made: tuple[Payment, dict[str, Value]]) -> None:
    payment, facts = made
    paid = reckon(payment._replace(at_least=Sum("12", "EUR"), at_most=Sum("80", "EUR")), **facts)
    assert paid.amount is not None
    assert 12 <= paid.amount.amount <= 80
    free = reckon(payment, **facts).amount
    assert free is not None
    assert free.amount >= 0
    assert not free.amount.is_signed()


@given(AMOUNTS, st.integers(0, 1000))
def test_so_many_times_is_added_so_many_times(amount: Decimal, times: int) -> None:
    whole = amount.quantize(Decimal("0.01"))
    once = reckon(Payment(of=Sum(str(whole), "EUR"))).amount
    often = reckon(Payment(of=Sum(str(whole), "EUR"), times=str(times))).amount
    assert once is not None
    assert often is not None
    assert Fraction(often.amount) == Fraction(once.amount) * times


@given(payments("EUR"), st.sets(st.sampled_from(["money", "more", "count", "unused", "total"])))
def test_a_sum_or_what_is_missing_never_both(made: tuple[Payment, dict[str, Value]], hidden: set[str]) -> None:
    payment, facts = made
    left = {name: value for name, value in facts.items() if name not in hidden}
    paid = reckon(payment, **left)
    assert set(paid.missing) <= hidden
    assert paid.problem is None
    assert (paid.amount is None) == bool(paid.missing)
    if paid.amount is not None:
        assert paid == reckon(payment, **facts)


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.text(max_size=3),
    st.booleans(),
    st.decimals(),
    st.builds(Money, st.decimals(), st.sampled_from(["EUR", "USD", "XXX", ""])),
    st.timedeltas(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.frozensets(st.text(max_size=3), max_size=2),
)


@given(payments("EUR"), st.dictionaries(st.sampled_from(["money", "more", "count", "unused", "total"]), VALUES))
def test_whatever_the_facts_are_nothing_is_raised(made: tuple[Payment, dict[str, Value]], wild: dict[str, Any]) -> None:
    payment, facts = made
    paid = pay(payment, {**facts, **wild}.get, PRICES, TODAY, near)
    assert (paid.amount is None) == bool(paid.missing or paid.problem)
    if paid.amount is not None:
        assert paid.amount.amount >= 0
