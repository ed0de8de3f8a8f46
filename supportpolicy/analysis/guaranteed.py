"""What all forms of guarantees share: who they speak of, and what comes of them."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.analysis.guarantee_kinds import BROKEN, UNDECIDED
from supportpolicy.analysis.paces import Paces
from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.witness import Witness
from supportpolicy.compiled.document import Guarantee
from supportpolicy.compiled.tables import Rule
from supportpolicy.diagnostics import Related
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.sorting import Sorted

WHEN, HOLD, OTHERS = "guarantees", "guarantees.hold", "guarantees.others"


class Guaranteed(NamedTuple):
    """A guarantee with the propositions of its conditions."""

    guarantee: Guarantee
    proving: Proving
    when: int
    """Holds for the tickets of which it speaks."""
    paces: Paces
    """Shared by all guarantees of a policy."""

    def place_in(self, table: str) -> int:
        """The place of its rule in one of the three tables; NO_RULE where it has none."""
        rules = self.proving.space.engine.compiled.table(table).rules
        return next((place for place, rule in enumerate(rules) if rule.name == self.guarantee.name), NO_RULE)

    def rule_in(self, table: str) -> Rule:
        """Its rule in one of the three tables."""
        return self.proving.space.engine.compiled.table(table).rules[self.place_in(table)]

    def literal_in(self, table: str) -> int:
        """What holds where its rule in a table does."""
        return self.proving.space.table(table).holds[self.place_in(table)]

    def is_meant(self, sorted_: Sorted, table: str = WHEN) -> bool:
        """Whether the engine says that its rule in a table holds."""
        return self.place_in(table) in self.proving.space.engine.lookups[table].holding(sorted_.classes)

    def broken(
        self,
        what: str,
        advice: str,
        witness: Witness | None,
        related: tuple[Related, ...] = (),
        *,
        opaque: bool = False,
    ) -> Proved:
        """The finding that it does not hold."""
        place = self.proving.place(self.guarantee.at)
        message = f"the guarantee '{self.guarantee.name}' does not hold: {what}"
        return Proved(BROKEN.at(place, message, help=advice, related=related), witness, opaque)

    def undecided(self, why: str) -> Proved:
        """The finding that nothing can be said of it."""
        message = f"the guarantee '{self.guarantee.name}' could be neither proved nor refuted: {why}"
        return Proved(UNDECIDED.at(self.proving.place(self.guarantee.at), message, help="write policy tests for it"))


def opaque_rules(proving: Proving, *rules: Rule) -> bool:
    """Whether rules ask about free text or compare two facts."""
    space = proving.space
    places, columns = space.engine.places, space.engine.compiled.columns
    facts = {columns[places[name]].fact for rule in rules for part in rule.parts for one in part.any for name in one}
    domains = space.domains.by_fact
    return any(domains[fact].opaque for fact in facts if fact in domains)
