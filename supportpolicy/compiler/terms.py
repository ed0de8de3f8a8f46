"""Conditions resolved: every test becomes a question to one column of the partition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from supportpolicy.compiled.partition import Cut, Probe
from supportpolicy.compiler.amounts import plain_number
from supportpolicy.language.amounts import parse_amount, parse_money
from supportpolicy.language.conditions import Condition, Named, Test, Value
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.scope import Fact


class IsOneOf(NamedTuple):
    """The fact is one of these words."""

    fact: str
    type: str
    values: tuple[str, ...]


class IsPresent(NamedTuple):
    """The fact is there, whatever it is."""

    fact: str
    type: str


class Between(NamedTuple):
    """The fact lies between two cuts; no cut is no limit. Money only in this currency."""

    fact: str
    type: str
    low: Cut | None
    high: Cut | None
    currency: str | None = None


class Probed(NamedTuple):
    """A flag of the fact is yes, or no (`wanted` false); where the fact is missing it is neither."""

    fact: str
    type: str
    probe: Probe
    wanted: bool = True


class Joined(NamedTuple):
    """Terms joined: all must hold, any may, none may."""

    how: Literal["all", "any", "none"]
    terms: tuple[Term, ...]


Term: TypeAlias = "IsOneOf | IsPresent | Between | Probed | Joined"

TRUE = Joined("all", ())


class Resolver:
    """Turns conditions of one policy into terms. The policy has been checked: every name and value fits."""

    def __init__(self, policy: Policy, facts: Mapping[str, Fact]) -> None:
        self._conditions = policy.conditions
        self._facts = facts
        self._named: dict[str, Term] = {}

    def term(self, condition: Condition) -> Term:
        """The term of a condition, named conditions written out."""
        if isinstance(condition, Test):
            return self._test(condition)
        if isinstance(condition, Named):
            return any_of(self._named_term(name) for name in condition.names)
        return Joined(condition.how, tuple(self.term(part) for part in condition.parts))

    def _named_term(self, name: str) -> Term:
        if name not in self._named:
            self._named[name] = self.term(self._conditions[name].when)
        return self._named[name]

    def _test(self, test: Test) -> Term:
        fact = self._facts[test.field]
        match test.operator:
            case "is":
                return any_of(self._equal(fact, value) for value in test.values)
            case "not":
                return Joined("none", (any_of(self._equal(fact, value) for value in test.values),))
            case "present":
                present = _present(fact)
                return present if test.values[0].text == "true" else Joined("none", (present,))
            case "at_least" | "at_most" | "above" | "below":
                return any_of(self._compared(fact, test.operator, value) for value in test.values)
            case "before" | "after":
                return any_of(self._dated(fact, test.operator, value) for value in test.values)
            case "during":
                return any_of(Probed(fact.name, fact.type, Probe("during", value.text)) for value in test.values)
            case "outside":
                return all_of(Probed(fact.name, fact.type, Probe("during", value.text), False) for value in test.values)
            case "has_all":
                return all_of(Probed(fact.name, fact.type, Probe("has", value.text)) for value in test.values)
            case operator:  # within, in_next, older_than, has, mentions: each value a question of its own
                return any_of(
                    Probed(fact.name, fact.type, Probe(operator, _operand(operator, value))) for value in test.values
                )

    def is_word(self, name: str, word: Name) -> Term:
        """The fact is this word, as the row of a grid or of a promise says it."""
        return self._equal(self._facts[name], Value(str(word), "text", word.span))

    def _equal(self, fact: Fact, value: Value) -> Term:
        if value.kind == "field":
            return Probed(fact.name, fact.type, Probe("equals", value.text))
        if fact.type in ("choice", "boolean", "text"):
            word = value.text.lower() if fact.type == "boolean" else value.text
            return IsOneOf(fact.name, fact.type, (word,))
        return _exactly(fact, value)

    def _compared(self, fact: Fact, operator: str, value: Value) -> Term:
        if value.kind == "field":
            return Probed(fact.name, fact.type, Probe(operator, value.text))
        if fact.type == "choice":
            return IsOneOf(fact.name, fact.type, _ranked(fact.values, operator, value.text))
        number, currency = _number(fact, value)
        low = Cut(number, after=operator == "above") if operator in ("at_least", "above") else None
        high = Cut(number, after=operator == "at_most") if operator in ("at_most", "below") else None
        return Between(fact.name, fact.type, low, high, currency)

    def _dated(self, fact: Fact, operator: str, value: Value) -> Term:
        if value.kind == "field":
            return Probed(fact.name, fact.type, Probe(operator, value.text))
        day = Cut(value.text)
        return (
            Between(fact.name, fact.type, None, day)
            if operator == "before"
            else Between(fact.name, fact.type, day, None)
        )


def any_of(terms: Iterable[Term]) -> Term:
    """Any of some terms; words of one fact become one question."""
    found = list(terms)
    if len(found) > 1 and all(isinstance(term, IsOneOf) for term in found):
        words = [value for term in found if isinstance(term, IsOneOf) for value in term.values]
        first = found[0]
        assert isinstance(first, IsOneOf)
        if all(isinstance(term, IsOneOf) and term.fact == first.fact for term in found):
            return IsOneOf(first.fact, first.type, tuple(dict.fromkeys(words)))
    return found[0] if len(found) == 1 else Joined("any", tuple(found))


def all_of(terms: Iterable[Term]) -> Term:
    """All of some terms."""
    found = tuple(terms)
    return found[0] if len(found) == 1 else Joined("all", found)


def negated(term: Term) -> Term:
    """A term that holds exactly where this one does not."""
    return Joined("none", (term,))


def _exactly(fact: Fact, value: Value) -> Term:
    number, currency = _number(fact, value)
    return Between(fact.name, fact.type, Cut(number), Cut(number, after=True), currency)


def _present(fact: Fact) -> Term:
    if fact.type in ("choice", "boolean", "number", "duration"):
        return IsPresent(fact.name, fact.type)
    # Money, times, tags and texts may be cut by several columns or none; presence is a flag of its own.
    return Probed(fact.name, fact.type, Probe("present", ""))


def _number(fact: Fact, value: Value) -> tuple[str, str | None]:
    if fact.type == "money":
        money = parse_money(value.text, value.span)
        return plain_number(money.number), money.currency
    if fact.type == "duration":
        return str(parse_amount(value.text, value.span).number), None
    return plain_number(value.text), None


def _ranked(values: tuple[str, ...], operator: str, value: str) -> tuple[str, ...]:
    """Values stand highest first, so that `at_least` means this one and all before it."""
    place = values.index(value)
    if operator == "at_least":
        return values[: place + 1]
    if operator == "above":
        return values[:place]
    return values[place:] if operator == "at_most" else values[place + 1 :]


def _operand(operator: str, value: Value) -> str:
    return value.text.casefold() if operator == "mentions" else value.text
