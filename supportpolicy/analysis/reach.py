"""Rules that some random ticket reaches: so that the solver is asked only about the few that none did."""

from __future__ import annotations

import random
from collections.abc import Sequence

from supportpolicy.analysis.domains import Domain
from supportpolicy.analysis.moments import Vector
from supportpolicy.analysis.space import BEFORE_ADJUST, Space
from supportpolicy.engine.lookups import NO_RULE, Lookup
from supportpolicy.engine.sorting import stages

TRIES = 24
"""Tickets for each rule."""
_SEED = 20_260_101


def reached(space: Space, name: str) -> frozenset[int]:
    """Rules of a table that win for some ticket there can be. Others may too.

    For each rule tickets are made that satisfy its tests of facts, with everything else at random. Of facts whose
    combinations are not all listed nothing is claimed, so tables that ask about them may come back empty.
    """
    lookup = space.engine.lookups.get(name)
    if lookup is None or not _listed(space, lookup):
        return frozenset()
    chance = random.Random(_SEED)
    domains = list(space.domains.by_fact.values())
    found: set[int] = set()
    known: dict[tuple[str, tuple[tuple[int, tuple[int, ...]], ...]], Sequence[Vector]] = {}
    for index, rule in enumerate(lookup.rules):
        if index in found or not all(part.any for part in rule.parts):
            continue
        wanted: dict[int, list[int]] = {}
        for part in rule.parts:
            for column, admitted in chance.choice(part.any).items():
                wanted[space.engine.places[column]] = [n for low, high in admitted for n in range(low, high + 1)]
        choices = [_fitting(known, domain, wanted) for domain in domains]
        for _ in range(TRIES):
            classes = _ticket(space, domains, choices, chance)
            winner = _winner(space, lookup, classes)
            if winner != NO_RULE:
                found.add(winner)
            if winner == index:
                break
    return frozenset(found)


def _listed(space: Space, lookup: Lookup) -> bool:
    """Whether every combination of the facts of this policy is listed, so that a random one is a real one."""
    return all(domain.vectors and domain.exact for domain in space.domains.by_fact.values())


def _fitting(
    known: dict[tuple[str, tuple[tuple[int, tuple[int, ...]], ...]], Sequence[Vector]],
    domain: Domain,
    wanted: dict[int, list[int]],
) -> Sequence[Vector]:
    """What a fact can be so that it passes the tests of a rule; kept for other rules with the same tests."""
    asked = tuple((place, tuple(wanted[place])) for place in domain.places if place in wanted)
    if not asked:
        return domain.vectors
    found = known.get((domain.fact, asked))
    if found is None:
        at = {place: number for number, place in enumerate(domain.places)}
        tests = [(at[place], frozenset(classes)) for place, classes in asked]
        fitting = [vector for vector in domain.vectors if all(vector[n] in classes for n, classes in tests)]
        found = known[domain.fact, asked] = fitting or domain.vectors
    return found


def _ticket(space: Space, domains: list[Domain], choices: list[Sequence[Vector]], chance: random.Random) -> list[int]:
    classes = list(space.engine.empty)
    for domain, fitting in zip(domains, choices, strict=True):
        vector = chance.choice(fitting)
        for place, number in zip(domain.places, vector, strict=True):
            classes[place] = number
    moments = space.moments
    one, other, _ = chance.choice(moments.both)
    for places, kind in ((moments.opened_places, moments.opened[one]), (moments.now_places, moments.now[other])):
        for place, number in zip(places, kind.vector, strict=True):
            classes[place] = number
    return classes


def _winner(space: Space, lookup: Lookup, classes: list[int]) -> int:
    sorted_ = stages(space.engine, {}, classes, 0)
    if lookup.name in sorted_.won:
        return sorted_.won[lookup.name]
    return lookup.first(sorted_.unadjusted if lookup.name in BEFORE_ADJUST else sorted_.classes)
