"""What a policy may answer to a ticket of which some facts are hidden: every real value is tried, by the words alone.

Nothing here comes from the engine or the compiled policy. Values stand for others only where no test of the policy, asked
in the words, tells them apart and no other hidden fact is compared with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any

from supportpolicy.language.conditions import Condition, Group, Named, Test
from supportpolicy.language.policy import Policy
from tests.compiler.oracle import Euros, Minutes, Oracle, Raw
from tests.engine.random_unknown import CHOICES, PHRASES, TAGS, Case
from tests.engine.stage_oracle import ATTRIBUTES, StageOracle

Key = tuple[object, ...]
"""What an answer says; two rules with equal keys say the same."""

NO_RULE: Key = ("none",)
UNKNOWN_SUM: Key = ("the sum rests on a hidden fact",)
NO_SUM: Key = ("there is no such sum",)
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)


class Enumeration:
    """All answers that are possible for a case."""

    def __init__(self, case: Case, known: Mapping[str, Raw | None]) -> None:
        self.case = case
        self.policy = case.policy
        self.known = dict(known)
        self.hidden = sorted(case.truth.keys() - known.keys())
        self.tests = list(tests_of(case.policy))

    def answers(self, most: int = 2) -> set[Key]:
        """The answers that are possible, or as many of them as are wanted."""
        found: set[Key] = set()
        values = [self.values(name) for name in self.hidden]
        for combination in product(*values):
            found.add(self.answer(dict(zip(self.hidden, combination, strict=True))))
            if len(found) >= most:
                break
        return found

    def answer(self, rest: Mapping[str, Raw | None]) -> Key:
        """What is decided once everything is known."""
        oracle = self.sorted(rest)
        place = self.winner(oracle)
        return NO_RULE if place is None else self.key(self.case.sections[self.case.table][place], oracle)

    def sorted(self, rest: Mapping[str, Raw | None]) -> StageOracle:
        """An oracle as of the moment asked for that knows what was decided at the opening."""
        facts = {**self.known, **rest}
        opened = StageOracle(self.policy, facts, self.case.opened)
        opened.stages()
        oracle = StageOracle(self.policy, facts, self.case.now)
        for name in ATTRIBUTES:
            oracle.decided(name, opened.facts.get(name))
        return oracle

    def winner(self, oracle: StageOracle) -> int | None:
        """The place of the first rule that applies."""
        rules = {"refunds": self.policy.refunds, "requests": self.policy.requests, "identity": self.policy.identity}
        return next((place for place, one in enumerate(rules[self.case.table]) if oracle.applies(one.head)), None)

    def key(self, written: dict[str, Any], oracle: Oracle) -> Key:
        amount = written.get("amount")
        paid: object = None
        if amount is not None:
            terms = amount if isinstance(amount, dict) else {"of": amount}
            if terms["of"] == "m" and "m" in self.hidden:
                return UNKNOWN_SUM
            paid = paid_of(terms, oracle)
            if paid is None:
                return NO_SUM
        return written["decision"], written.get("approver"), written.get("say"), str(written.get("verify")), paid

    # Values ----------------------------------------------------------------------------------------------------------

    def values(self, name: str) -> list[Raw | None]:
        """Enough values of a hidden fact, None last."""
        found: list[Raw] = []
        match name:
            case "kind" | "other" | "rank" | "wanted":
                found = list(CHOICES[name])
            case "customer.region":
                return ["americas", "emea", "apac", None]
            case "ok":
                found = [True, False]
            case "x" | "y":
                found = list(self.numbers(name))
            case "m" | "n":
                found = [Euros(amount, code) for code in ("EUR", "USD", "GBP") for amount in self.amounts(name, code)]
            case "wait":
                found = [Minutes(number) for number in (0, 29, 30, 31, 59, 60, 61, 62, 1000)]
                found += [Minutes(Decimal(text)) for text in ("30.5", "60.5")]  # type: ignore[arg-type]
            case "note":
                found = ["", PHRASES[0], PHRASES[1], " ".join(PHRASES)]
            case "tags":
                found = [frozenset[str](), frozenset(TAGS[:1]), frozenset(TAGS[1:]), frozenset(TAGS)]
            case _:
                found = list(self.times(name))
        return [*self.told_apart(name, found), None]

    def numbers(self, name: str) -> Iterator[Decimal]:
        other = "y" if name == "x" else "x"
        places = {Decimal(3)} | {
            Decimal(wanted.text) for test in self.tests for wanted in test.values if _is_number(wanted.text)
        }
        value = self.known.get(other)
        if isinstance(value, Decimal):
            places |= {value}
            places |= {place - value for place in places}
        elif other in self.hidden:
            places |= {one - two for one in places for two in places}
        yield from around(places, Decimal("0.001"))

    def amounts(self, name: str, currency: str) -> Iterator[Decimal]:
        other = self.known.get("n" if name == "m" else "m")
        written = [wanted.text.split() for test in self.tests for wanted in test.values if " " in wanted.text]
        places = {Decimal(amount) for amount, code in written if code == currency}
        if isinstance(other, Euros) and other.currency == currency:
            places |= {other.amount}
            places |= {place - other.amount for place in places}
        elif other is None and ("n" if name == "m" else "m") in self.hidden:
            places |= {one - two for one in places for two in places}
        yield from around(places or {Decimal(10)}, Decimal("0.01"))

    def times(self, name: str) -> Iterator[dt.datetime]:
        now, opened = self.case.now, self.case.opened
        places = {now, opened}
        for test in self.tests:
            for wanted in test.values:
                places |= set(_places(self.policy, test.operator, wanted.text, (now, opened)))
        places |= {value for value in self.known.values() if isinstance(value, dt.datetime)}
        places |= {now + sign * dt.timedelta(days=300, hours=hours) for sign in (-1, 1) for hours in (0, 12)}
        found = {place + step for place in places for step in (-SECOND, SECOND * 0, SECOND)}
        if any(test.operator in ("during", "outside") for test in self.tests):
            # Somewhere between any two places it is open and closed: opening hours change on the hour.
            first = now.replace(minute=0, second=0)
            found |= {first + hours * HOUR for hours in range(-24 * 5, 24 * 5)}
        yield from sorted(found)

    def told_apart(self, name: str, values: list[Raw]) -> list[Raw]:
        """One value of each kind that the tests tell apart; where it is compared with hidden facts, some more."""
        names = {name, *(fact for fact, derived in self.policy.facts.items() if name in derived.of)}
        mine = [test for test in self.tests if test.field in names or any(one.text in names for one in test.values)]
        free = [test for test in mine if not self.entangled(test, name)]
        groups: dict[tuple[object, ...], list[Raw]] = {}
        for value in values:
            hours = self.hours(value) if isinstance(value, dt.datetime) else ()
            oracle = StageOracle(self.policy, {**self.known, name: value}, self.case.now)
            early = StageOracle(self.policy, {**self.known, name: value}, self.case.opened)
            # Of two times the later one is one of them, so a test of it is told apart here too.
            both = (oracle,) if self.case.now == self.case.opened else (oracle, early)
            seen = tuple(one.test(test) for test in mine for one in both)
            groups.setdefault((seen, hours), []).append(value)
        if len(free) == len(mine):
            return [group[0] for group in groups.values()]
        if isinstance(values[0], dt.datetime):
            # Which of two times comes first: the earliest and the latest of a kind, and some between, will show.
            return [
                value
                for group in groups.values()
                for value in dict.fromkeys((group[0], group[len(group) // 2], group[-1]))
            ]
        return values

    def hours(self, instant: dt.datetime) -> tuple[bool, ...]:
        """In which opening hours an instant lies, whichever a hidden fact may choose."""
        if not any(test.operator in ("during", "outside") for test in self.tests):
            return ()
        oracle = StageOracle(self.policy, {"customer.region": None, "t": instant}, self.case.now)
        return tuple(oracle.hours_at(name, instant) for name in ("office", "night"))

    def entangled(self, test: Test, name: str) -> bool:
        """Whether other hidden facts have a part in a test."""
        named = {str(test.field), *(wanted.text for wanted in test.values if wanted.kind == "field")}
        if any(wanted.text in ("theirs", "anywhere") for wanted in test.values):
            named.add("customer.region")
        parts = {
            str(part) for one in named for part in (self.policy.facts[one].of if one in self.policy.facts else (one,))
        }
        return any(part in self.hidden for part in parts - {name})


def paid_of(terms: dict[str, str], oracle: Oracle) -> Euros | None:
    """A sum as it is paid; None where it cannot be worked out."""
    base = oracle.facts.get("m") if terms["of"] == "m" else _euros(terms["of"])
    if not isinstance(base, Euros):
        return None
    amount = max(base.amount, Decimal(0))
    if "share" in terms:
        amount /= 2
    if "at_most" in terms:
        cap = _euros(terms["at_most"])
        if cap.currency != base.currency:
            return None
        amount = min(amount, cap.amount)
    return Euros(amount.quantize(Decimal("0.01"), ROUND_HALF_UP), base.currency)


def _euros(text: str) -> Euros:
    amount, _, currency = text.partition(" ")
    return Euros(Decimal(amount), currency)


def around(places: set[Decimal], small: Decimal) -> Iterator[Decimal]:
    """Every place, and something between any two and beyond the last."""
    ordered = sorted(places)
    yield ordered[0] - 20
    for low, high in zip(ordered, [*ordered[1:], ordered[-1] + 20], strict=True):
        yield low
        between = low + small
        if between < high:
            yield between
    yield ordered[-1] + 20


def tests_of(policy: Policy) -> Iterator[Test]:
    """Every test in the conditions of a policy's tables."""
    severities, emergency = policy.severities, policy.emergency
    rules = [*policy.tiers, *policy.routing, *policy.requests, *policy.refunds, *policy.identity]
    conditions = [rule.head.when for rule in rules]
    if severities is not None:
        conditions += [rule.head.when for rule in (*severities.rules, *severities.at_most)]
        conditions += [rule.only_if for rule in severities.rules if rule.only_if is not None]
    if emergency is not None:
        conditions += [one for one in (emergency.when, emergency.unless, emergency.claimed) if one is not None]
    conditions += [named.when for named in policy.conditions.values()]
    for condition in conditions:
        yield from _tests(condition)


def _tests(condition: Condition) -> Iterator[Test]:
    if isinstance(condition, Group):
        for part in condition.parts:
            yield from _tests(part)
    elif not isinstance(condition, Named):
        yield condition


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def _places(policy: Policy, operator: str, text: str, moments: tuple[dt.datetime, ...]) -> Iterator[dt.datetime]:
    """Where the answer of a test of a time may change."""
    zone = Oracle(policy, {}, moments[0]).zone
    if operator in ("before", "after") and text[0].isdigit():
        yield dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), zone).astimezone(dt.UTC)
    if operator not in ("within", "in_next", "older_than"):
        return
    for moment in moments:
        if text.endswith("d"):
            today = moment.astimezone(zone).date()
            for days in range(-9, 10):
                midnight = dt.datetime.combine(today + dt.timedelta(days=days), dt.time(), zone)
                yield midnight.astimezone(dt.UTC)
        else:
            hours, _, rest = text.rpartition("h")
            amount = dt.timedelta(hours=int(hours or 0), minutes=int(rest.removesuffix("m") or 0))
            yield from (moment - amount, moment + amount)
