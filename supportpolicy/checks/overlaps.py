"""Which tickets a condition speaks of, and whether two of them certainly speak of the same tickets, or of none in common.

Most often nobody can say; then a check that needs to know stays silent. What is answered here is certain, whatever the
ticket: a condition is brought into alternatives, each of them all of some questions, and only questions about the same
fact are compared. Decided attributes change on their way through the stages (a severity is raised and capped), so only
conditions that read them at the same stage, or after the last one, may be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from supportpolicy.checks.asks import Ask, Asks, implies, never_both, plain, without_implied
from supportpolicy.checks.ranges import range_of
from supportpolicy.language.conditions import Condition, Group, Named, Test
from supportpolicy.language.policy import Policy
from supportpolicy.language.scope import Fact

MOST, MOST_ASKS, MOST_LEVELS, MOST_PAIRS = 32, 40, 60, 64
"""Alternatives of a condition, questions of an alternative, groups and names within one another, and pairs of alternatives
that are compared. Of what has more nothing is said: nobody writes it by hand, and it must not take seconds."""

Relation: TypeAlias = Literal["same", "disjoint", "unknown"]


_Alternatives: TypeAlias = "tuple[Asks, ...] | None"
_NO_QUESTION: Asks = frozenset()


class Tickets(NamedTuple):
    """The tickets for which a condition holds: any alternative, of each all questions.

    No alternative: no ticket at all. None: too much to say anything. Two that are equal are the same tickets.
    """

    alternatives: frozenset[Asks] | None

    @property
    def alone(self) -> Asks | None:
        """The questions of the only alternative; None where there are several, or where nothing can be said."""
        return next(iter(self.alternatives)) if self.alternatives is not None and len(self.alternatives) == 1 else None


ALL = Tickets(frozenset({_NO_QUESTION}))
UNKNOWN = Tickets(None)


class Overlaps:
    """The conditions of one policy as tickets; named conditions are written out."""

    def __init__(self, policy: Policy, facts: Mapping[str, Fact]) -> None:
        self._conditions = policy.conditions
        self._facts = facts
        self._named: dict[tuple[str, bool], _Alternatives] = {}
        self._level = 0
        self._tickets: dict[int, tuple[Condition, Tickets]] = {}
        self.kept: dict[str, Any] = {}
        """What one check has worked out and another one needs too."""

    def tickets(self, condition: Condition) -> Tickets:
        """The tickets for which a condition holds."""
        known = self._tickets.get(id(condition))
        if known is None:
            found = self._alternatives(condition, True)
            tickets = UNKNOWN if found is None else Tickets(frozenset(without_implied(found)))
            # The condition is kept as well: as long as it is there, no other one has its identity.
            known = self._tickets[id(condition)] = condition, tickets
        return known[1]

    def _alternatives(self, condition: Condition, wanted: bool) -> _Alternatives:
        if isinstance(condition, Test):
            return self._test(condition, wanted)
        if self._level == MOST_LEVELS:
            return None
        self._level += 1
        found = self._parts(condition, wanted)
        self._level -= 1
        return found

    def _parts(self, condition: Named | Group, wanted: bool) -> _Alternatives:
        if isinstance(condition, Named):
            return _joined((self._written_out(name, wanted) for name in condition.names), any_of=wanted)
        inner = wanted and condition.how != "none"
        any_of = condition.how == "any" if wanted else condition.how == "all"
        if condition.how == "none":
            inner, any_of = not wanted, not wanted
        return _joined((self._alternatives(part, inner) for part in condition.parts), any_of=any_of)

    def _written_out(self, name: str, wanted: bool) -> _Alternatives:
        key = (name, wanted)
        if key not in self._named:
            self._named[key] = None  # a circle leads back here
            condition = self._conditions.get(name)
            if condition is not None:
                self._named[key] = self._alternatives(condition.when, wanted)
        return self._named[key]

    def _test(self, test: Test, wanted: bool) -> _Alternatives:
        fact = self._facts.get(test.field)
        name, operator, words = str(test.field), test.operator, tuple(value.text for value in test.values)
        if fact is None or any(value.kind == "field" for value in test.values):
            # Nothing is known of it but that it is the same question where it is written the same.
            kinds = frozenset(f"{value.kind} {value.text}" for value in test.values)
            return _any([Ask(name, f"= {operator}", kinds)], wanted)
        match operator:
            case "is" | "not":
                asks = _equal(fact, words)
                return _any(asks, wanted == (operator == "is"))
            case "present":
                return _any([Ask(name, "present")], wanted == (words[0] == "true"))
            case "has_all" | "outside":
                return _all([Ask(name, operator.removesuffix("_all"), frozenset({word})) for word in words], wanted)
            case "at_least" | "at_most" | "above" | "below" if fact.type == "choice":
                if words[0] not in fact.values:
                    return None
                ranked = _ranked(fact.values, operator, words[0])
                # Above the highest there is nothing: that holds for no ticket.
                return _any([Ask(name, "words", ranked)] if ranked else [], wanted)
            case "has" | "mentions" | "during":
                fold = operator == "mentions"
                return _any([Ask(name, operator, frozenset(w.casefold() if fold else w for w in words))], wanted)
        return _any(_stretches(fact, operator, words), wanted)


def certainly_disjoint(one: Tickets, other: Tickets) -> bool:
    """Whether no ticket can be among both."""
    if not _comparable(one, other):
        return False
    for asks in one.alternatives or ():
        about: dict[str, list[Ask]] = {}
        for ask in asks:
            about.setdefault(ask.fact, []).append(ask)
        if not all(_apart(about, against) for against in other.alternatives or ()):
            return False
    return True


def certainly_within(inner: Tickets, outer: Tickets) -> bool:
    """Whether every ticket of `inner` is one of `outer`."""
    if outer == ALL:
        return True
    if not _comparable(inner, outer):
        return False
    return all(any(implies(a, b) for b in outer.alternatives or ()) for a in inner.alternatives or ())


def relation(one: Tickets, other: Tickets) -> Relation:
    """What is certain of two conditions. Of those that hold for no ticket at all nothing is said."""
    if one.alternatives == frozenset() or other.alternatives == frozenset():
        return "unknown"
    if certainly_within(one, other) and certainly_within(other, one):
        return "same"
    return "disjoint" if certainly_disjoint(one, other) else "unknown"


def among(one: Tickets, other: Tickets) -> Tickets:
    """The tickets that are among both."""
    if one.alternatives is None or other.alternatives is None:
        return UNKNOWN
    found = _joined((tuple(one.alternatives), tuple(other.alternatives)), any_of=False)
    return UNKNOWN if found is None else Tickets(frozenset(without_implied(found)))


def with_words(fact: str, words: Iterable[str], *, wanted: bool = True) -> Tickets:
    """The tickets whose fact is one of some words; not `wanted`, is none of them or is missing."""
    return Tickets(frozenset({frozenset({Ask(fact, "words", frozenset(words), wanted=wanted)})}))


def words_asked(asks: Asks, fact: str) -> frozenset[str] | None:
    """The words of which the fact must be one; None where it need not be one of some words."""
    return next((ask.of for ask in asks if ask.fact == fact and ask.how == "words" and ask.wanted), None)


def without(asks: Asks, *facts: str) -> Asks:
    """The questions about all other facts."""
    return frozenset(ask for ask in asks if ask.fact not in facts)


def facts_asked(tickets: Tickets) -> frozenset[str]:
    """Every fact that a question is about; empty also where nothing can be said."""
    return frozenset(ask.fact for asks in tickets.alternatives or () for ask in asks)


def _equal(fact: Fact, words: tuple[str, ...]) -> list[Ask]:
    if fact.type in ("choice", "text", "boolean"):
        folded = (word.lower() for word in words) if fact.type == "boolean" else words
        return [Ask(fact.name, "words", frozenset(folded))]
    return _stretches(fact, "is", words)


def _stretches(fact: Fact, operator: str, words: tuple[str, ...]) -> list[Ask]:
    """Any of these; where they are no stretches, one question that only the same words answer alike."""
    found = [range_of(fact.type, operator, word) for word in words]
    if any(part is None for part in found):
        return [Ask(fact.name, f"= {operator}", frozenset(words))]
    return [Ask(fact.name, "range", range=part) for part in found]


def _ranked(values: tuple[str, ...], operator: str, word: str) -> frozenset[str]:
    """Values stand highest first."""
    place = values.index(word)
    match operator:
        case "at_least":
            return frozenset(values[: place + 1])
        case "above":
            return frozenset(values[:place])
        case "at_most":
            return frozenset(values[place:])
        case _:
            return frozenset(values[place + 1 :])


def _any(asks: list[Ask], wanted: bool) -> _Alternatives:
    if not wanted:
        return (frozenset(ask._replace(wanted=False) for ask in asks),)
    return tuple(frozenset({ask}) for ask in asks) if len(asks) <= MOST else None


def _all(asks: list[Ask], wanted: bool) -> _Alternatives:
    if wanted:
        return (frozenset(asks),)
    return tuple(frozenset({ask._replace(wanted=False)}) for ask in asks) if len(asks) <= MOST else None


def _joined(parts: Iterable[_Alternatives], *, any_of: bool) -> _Alternatives:
    """Any of some alternatives, or all of them: then every choice of one from each."""
    found: tuple[Asks, ...] = () if any_of else (_NO_QUESTION,)
    for part in parts:
        if part is None:
            return None
        if any_of:
            found = tuple(dict.fromkeys((*found, *part)))
        else:
            joined = (plain(one | other) for one in found for other in part)
            found = tuple(dict.fromkeys(asks for asks in joined if asks is not None))
        if len(found) > MOST or any(len(asks) > MOST_ASKS for asks in found):
            return None
    return found


def _comparable(one: Tickets, other: Tickets) -> bool:
    """Whether something is known of both, and not too much."""
    if one.alternatives is None or other.alternatives is None:
        return False
    return len(one.alternatives) * len(other.alternatives) <= MOST_PAIRS


def _apart(about: Mapping[str, list[Ask]], other: Asks) -> bool:
    return any(never_both(ask, against) for against in other for ask in about.get(against.fact, ()))
