"""Questions about a ticket: what one says of another, and several taken together."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from supportpolicy.checks.ranges import Range


class Ask(NamedTuple):
    """One question about one fact. `wanted` false is its exact negation, which also holds where the fact is missing."""

    fact: str
    how: str
    """`words` (it is one of `of`), `range`, `present`, or another operator of conditions (any of `of`)."""
    of: frozenset[str] = frozenset()
    range: Range | None = None
    wanted: bool = True


Asks: TypeAlias = "frozenset[Ask]"


def plain(asks: Asks) -> Asks | None:
    """The same questions, those about one fact taken together; None where no ticket can answer them all."""
    if len(asks) < 2:
        return asks
    by_fact: dict[str, list[Ask]] = {}
    for ask in asks:
        by_fact.setdefault(ask.fact, []).append(ask)
    kept: list[Ask] = []
    for about in by_fact.values():
        together = about if len(about) == 1 else _together(about)
        if together is None:
            return None
        kept.extend(together)
    return frozenset(kept)


def _together(about: list[Ask]) -> list[Ask] | None:
    """Several questions about one fact."""
    words = [ask.of for ask in about if ask.how == "words" and ask.wanted]
    refused = frozenset(word for ask in about if ask.how == "words" and not ask.wanted for word in ask.of)
    rest = [ask for ask in about if ask.how != "words"]
    fact = about[0].fact
    if words:
        left = frozenset.intersection(*words) - refused
        if not left:
            return None
        rest.append(Ask(fact, "words", left))
    elif refused:
        rest.append(Ask(fact, "words", refused, wanted=False))
    wanted, unwanted = [ask for ask in rest if ask.wanted], [ask for ask in rest if not ask.wanted]
    for ask in wanted:
        if any(_subset(ask, other) for other in unwanted) or any(_clash(ask, other) for other in wanted):
            return None
    kept = [ask for ask in unwanted if not any(_clash(ask, other) for other in wanted)]
    needed = [ask for ask in wanted if not any(_subset(o, ask) and o != ask for o in wanted)]
    return needed + kept


def without_implied(found: tuple[Asks, ...]) -> list[Asks]:
    """Alternatives that are no part of another one; of two that are the same the first."""
    kept: list[Asks] = []
    for asks in found:
        if not any(implies(asks, other) for other in kept):
            kept = [other for other in kept if not implies(other, asks)]
            kept.append(asks)
    return kept


def never_both(one: Ask, other: Ask) -> bool:
    """Whether no ticket answers the two questions as they are wanted."""
    if one.fact != other.fact:
        return False
    if one.wanted and other.wanted:
        return _clash(one, other)
    if one.wanted:
        return _subset(one, other)
    return other.wanted and _subset(other, one)


def implies(one: Asks, other: Asks) -> bool:
    """Whether every ticket that answers all of the first answers all of the second."""
    return all(ask in one or any(_makes_true(given, ask) for given in one) for ask in other)


def _makes_true(given: Ask, ask: Ask) -> bool:
    if given.fact != ask.fact:
        return False
    if ask.wanted:
        return given.wanted and _subset(given, ask)
    return _clash(given, ask) if given.wanted else _subset(ask, given)


def _subset(one: Ask, other: Ask) -> bool:
    """Whether the first, asked with yes, is never yes without the other."""
    if other.how == "present":
        return True
    if one.how != other.how:
        return False
    if one.range is not None and other.range is not None:
        return one.range.within(other.range)
    return one.of <= other.of if one.how in ("words", "has", "mentions", "during") else one.of == other.of


def _clash(one: Ask, other: Ask) -> bool:
    """Whether the two are never both yes."""
    if one.how == other.how == "words":
        return one.of.isdisjoint(other.of)
    if one.range is not None and other.range is not None:
        return one.range.apart_from(other.range)
    return {one.how, other.how} == {"during", "outside"} and one.of == other.of
