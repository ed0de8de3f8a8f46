"""What a payment is worked out from: sums, numbers and limits, looked up by name and refused where they do not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from typing import NamedTuple

from supportpolicy.compiled import tables
from supportpolicy.compiled.document import NamedPrices
from supportpolicy.engine.values import Money, Value

_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE


class Problem(Exception):
    """Why a sum cannot be worked out, in plain words."""


class Stated(NamedTuple):
    """A sum, and what to call it in a message."""

    amount: Decimal
    currency: str
    label: str
    """The name of the fact or price; of a sum as written, the sum itself."""

    @property
    def shown(self) -> str:
        """The sum with its currency, which a name does not tell."""
        return self.label if self.label.endswith(f" {self.currency}") else f"{self.label} ({self.currency})"


class Measure(NamedTuple):
    """How large a fact is. Its kind is `number`, `time` (counted in microseconds), or a currency."""

    number: Decimal
    kind: str
    name: str


class Sources:
    """Facts and prices by name. Facts that are not there are collected in `missing`; what does not fit is a Problem."""

    def __init__(
        self,
        context: Context,
        facts: Callable[[str], Value | None],
        prices: Mapping[str, NamedPrices],
        today: dt.date,
        near: Callable[[dt.datetime, tables.Duration], bool],
    ) -> None:
        self.context = context
        self.missing: dict[str, None] = {}
        self._facts = facts
        self._prices = prices
        self._today = today
        self._near = near

    def sum(self, written: tables.Sum) -> Stated | None:
        """A sum as written, by the name of a price, or by that of a money fact; None where the fact is missing."""
        if written.name is None:
            return self._written(written, "")
        if written.name in self._prices:
            return self._price(self._prices[written.name])
        value = self._fact(written.name)
        if value is None:
            return None
        if not isinstance(value, Money):
            raise Problem(f"{written.name} is not a sum of money")
        return Stated(_finite(value.amount, written.name), value.currency, written.name)

    def number(self, name: str) -> Decimal | None:
        """A number fact; None where it is missing."""
        value = self._fact(name)
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise Problem(f"{name} is not a number")
        return _finite(value, name)

    def measured(self, name: str) -> Measure | dt.datetime | None:
        """How large a fact is, or the instant that it holds; None where it is missing."""
        value = self._fact(name)
        if value is None or isinstance(value, dt.datetime):
            return value
        if isinstance(value, Decimal):
            return Measure(_finite(value, name), "number", name)
        if isinstance(value, Money):
            return Measure(_finite(value.amount, name), value.currency, name)
        if isinstance(value, dt.timedelta):
            return Measure(Decimal(value // dt.timedelta(microseconds=1)), "time", name)
        raise Problem(f"{name} cannot be measured")

    def within(self, measured: Measure | dt.datetime, limit: tables.Limit) -> bool:
        """Whether a measure does not pass a limit, or an instant lies within it of now."""
        if not isinstance(measured, dt.datetime):
            return measured.number <= self.limit(limit, measured)
        if limit.time is None:
            raise Problem("a time has a limit that is not an amount of time")
        return self._near(measured, limit.time)

    def limit(self, limit: tables.Limit, measured: Measure) -> Decimal:
        """A limit in the measure's kind. Raises Problem where it is of another kind or currency."""
        if limit.money is not None:
            stated = self._written(limit.money, "")
            found = Measure(stated.amount, stated.currency, measured.name)
        elif limit.time is not None:
            found = Measure(_elapsed(limit.time, measured.name), "time", measured.name)
        else:
            found = Measure(self.decimal(limit.number or ""), "number", measured.name)
        if found.kind != measured.kind:
            raise Problem(f"{measured.name} is {_kind(measured.kind)}, and its limit is {_kind(found.kind)}")
        return found.number

    def decimal(self, text: str) -> Decimal:
        """A number of the policy. Raises Problem where the text is none."""
        return _finite(self.context.create_decimal(text), "a number of the policy")

    def _fact(self, name: str) -> Value | None:
        value = self._facts(name)
        if value is None:
            self.missing[name] = None
        return value

    def _written(self, written: tables.Sum, label: str) -> Stated:
        amount, currency = self.decimal(written.amount or ""), written.currency or ""
        return Stated(amount, currency, label or f"{written.amount} {currency}")

    def _price(self, named: NamedPrices) -> Stated:
        """The price in force: of those that have started, the one that started last."""
        today = self._today.isoformat()
        started = [price for price in named.prices if price.start is None or price.start <= today]
        if not started:
            first = min((price.start or "" for price in named.prices), default="")
            raise Problem(
                f"there is no price '{named.name}' on {today}{f': the first is from {first}' if first else ''}"
            )
        latest = max(started, key=lambda price: price.start or "")
        return self._written(latest.price, named.name)


def _elapsed(time: tables.Duration, name: str) -> Decimal:
    if time.minutes is not None:
        return Decimal(time.minutes * _MINUTE)
    if time.days is not None:
        return Decimal(time.days * _DAY)
    raise Problem(f"{name} is an amount of time, and business days cannot measure it")


def _finite(number: Decimal, name: str) -> Decimal:
    if not number.is_finite():
        raise Problem(f"{name} is not a number")
    return number


def _kind(kind: str) -> str:
    match kind:
        case "number":
            return "a number"
        case "time":
            return "an amount of time"
        case _:
            return f"in {kind}"
