"""Guarantees of the form `approved_by`: whatever is approved needs the word of somebody else.

A table that answers although facts are unknown answers the same whatever they are, absent included; so it is enough to look
at tickets of which everything is known. A sum is bounded by the fact that it is taken from, where it is that fact or less;
of other sums nothing is taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from supportpolicy.analysis.guaranteed import WHEN, Guaranteed
from supportpolicy.analysis.proof import Proved
from supportpolicy.analysis.witness import NOTHING, Shows, Witness
from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled.tables import Decision, Payment, Rule, Sum
from supportpolicy.diagnostics import Related, quoted_list
from supportpolicy.engine.course import course_of
from supportpolicy.engine.decisions import REFUNDS, decision_of
from supportpolicy.engine.prepared import REQUEST
from supportpolicy.engine.questions import Scene, question_of
from supportpolicy.engine.values import Money, Value
from supportpolicy.engine.walk import Course
from supportpolicy.language.currencies import MINOR_UNITS

APPROVE, IDENTITY, REQUESTS = "approve", "identity", "requests"
_NOBODY_ELSE = ("agent", "team", "requester")
_ANYBODY_ELSE = "second-person"
MOST_TRIES = 8
"""Models that are tried for one rule and sum."""
_TIMES = (1, 2, 5, 20, 1000)
"""Of a sum that is a part of a fact, the fact is tried at so many times the limit."""


class Approving:
    """One guarantee of this form."""

    def __init__(self, its: Guaranteed) -> None:
        self.its = its
        self.space = its.proving.space
        self.engine = self.space.engine
        above = its.guarantee.above
        self.above = None if above is None else Money(Decimal(above.amount or 0), above.currency or "")

    def found(self) -> Proved | None:
        """The finding against it; None where it is proved."""
        open_rule: Rule | None = None
        for table in (REFUNDS, REQUESTS):
            form = self.space.table(table)
            for rule, wins in zip(form.table.rules, form.wins, strict=True):
                if not self._matters(rule.outcome.decision):
                    continue
                literals = [self.its.when, wins, *self._asked(table), *self._without_word()]
                bound = self._bound(rule.outcome.decision)
                literals += [bound] if bound is not None else []
                if not self.space.possible(literals):
                    continue
                witness = self._witness(table, rule, literals)
                if witness is not None:
                    return self._broken(table, rule, witness)
                open_rule = rule
        if open_rule is None:
            return None
        return self.its.undecided(f"'{open_rule.name}' approves without it, and how much it may come to is not known")

    def _matters(self, decision: Decision | None) -> bool:
        """Whether a rule approves without the word of these, and may pay more than the limit."""
        if decision is None or decision.decision != APPROVE or self._has_word(decision):
            return False
        if self.above is None:
            return True
        paid = decision.amount
        if paid is None:
            return False
        caps = (paid.at_most, paid.of if _is_plain(paid) else None)
        return not any(self._at_most(cap) for cap in caps)

    def _at_most(self, cap: Sum | None) -> bool:
        """Whether a sum that is written out does not pass the limit."""
        if cap is None or cap.amount is None or self.above is None:
            return False
        return cap.currency == self.above.currency and Decimal(cap.amount) <= self.above.amount

    def _has_word(self, decision: Decision | None) -> bool:
        if decision is None:
            return False
        wanted = self.its.guarantee.approved_by
        if _ANYBODY_ELSE in wanted and any(name not in _NOBODY_ELSE for name in decision.approver):
            return True
        return not set(wanted).isdisjoint(decision.approver)

    # Propositions ------------------------------------------------------------------------------------------------

    def _asked(self, table: str) -> Iterator[int]:
        """That a table is asked for the ticket."""
        if REQUEST not in self.engine.places:
            return
        column = self.space.column(REQUEST, "after")
        values = column.column.values
        if table != REFUNDS:
            yield -column.classes[0]
        else:
            yield column.classes[values.index("refund") + 2] if "refund" in values else column.classes[1]

    def _without_word(self) -> Iterator[int]:
        """That no rule of `identity` asks for it either."""
        form = self.space.table(IDENTITY)
        for rule, wins in zip(form.table.rules, form.wins, strict=True):
            if self._has_word(rule.outcome.decision):
                yield -wins

    def _bound(self, decision: Decision | None) -> int | None:
        """That the fact a sum is taken from passes the limit; None where nothing says so."""
        paid = None if decision is None else decision.amount
        if self.above is None or paid is None or not _is_plain(paid) or paid.of is None or paid.of.name is None:
            return None
        found: list[int] = []
        for column in self.engine.compiled.columns:
            if column.fact == paid.of.name and column.kind == "ranges" and column.currency == self.above.currency:
                form = self.space.column(column.id, "after")
                found.append(self.space.solver.any_of(form.classes[self._class_above(column.id) :]))
        return self.space.solver.all_of(found) if found else None

    def _class_above(self, column_id: str, times: int = 1) -> int:
        column = self.engine.compiled.columns[self.engine.places[column_id]]
        now = self.space.moments.first
        scene = Scene(now, {}, self.engine.windows)
        return question_of(column, self.engine.facts[column.fact]).class_of(self._over(times), scene)

    def _over(self, times: int) -> Money:
        assert self.above is not None
        smallest = Decimal(1).scaleb(-MINOR_UNITS.get(self.above.currency, 2))
        return Money(self.above.amount * times + smallest, self.above.currency)

    # The ticket that shows it ------------------------------------------------------------------------------------

    def _witness(self, table: str, rule: Rule, literals: list[int]) -> Witness | None:
        def shows(course: Course) -> bool:
            return self._shows(course, table)

        request = {REQUEST: "refund"} if table == REFUNDS else NOTHING
        paid = rule.outcome.decision.amount if rule.outcome.decision is not None else None
        name = None if paid is None or paid.of is None else paid.of.name
        if self.above is not None and name is not None and name in self.engine.facts:
            for times in _TIMES:
                extra = [
                    self.space.column(column.id, "after").classes[self._class_above(column.id, times)]
                    for column in self.engine.compiled.columns
                    if column.fact == name and column.kind == "ranges" and column.currency == self.above.currency
                ]
                if not self.space.possible([*literals, *extra]):
                    continue
                fixed = {**request, **self._worth(name, self._over(times))}
                found = self._search([*literals, *extra], shows, fixed)
                if found is not None:
                    return found
        return self._search(literals, shows, request)

    def _search(self, literals: list[int], shows: Shows, fixed: Mapping[str, Value | None]) -> Witness | None:
        return self.its.proving.witnesses.find(literals, shows, fixed, complete=True, tries=MOST_TRIES).witness

    def _worth(self, name: str, value: Money) -> dict[str, Value | None]:
        """Facts that make a fact have a value; of a sum, its first part has all of it."""
        fact = self.engine.facts[name]
        if fact.derived != "sum_of":
            return {name: value}
        first, *others = fact.of
        return {**dict.fromkeys(others, Money(Decimal(0), value.currency)), first: value}

    def _shows(self, course: Course, table: str) -> bool:
        """Whether the engine says that it is approved, and that nobody else has to agree."""
        if not self.its.is_meant(course.sorted, WHEN):
            return False
        said = decision_of(self.engine, course, table)
        if said is None or said.answer.decision != APPROVE:
            return False
        if self.above is not None:
            amount = said.answer.amount
            if amount is None or amount.currency != self.above.currency or amount.amount <= self.above.amount:
                return False
        proof = decision_of(self.engine, course, IDENTITY)
        given = [said.answer.approver, proof.answer.approver if proof is not None else ()]
        return not any(self._has_word(Decision(APPROVE, approver=tuple(names))) for names in given)

    def _broken(self, table: str, rule: Rule, witness: Witness) -> Proved:
        course = course_of(self.engine, witness.ticket(), to_epoch(witness.opened), to_epoch(witness.at))
        said = decision_of(self.engine, course, table)
        amount = said.answer.amount if said is not None else None
        what = f"'{rule.name}' approves" + (f" {amount.amount} {amount.currency}" if amount is not None else "")
        names = quoted_list(self.its.guarantee.approved_by, last="or")
        related = (Related(self.its.proving.place(rule.at), "this rule approves it"),)
        advice = "give the rule an 'approver', or decide 'review' there"
        return self.its.broken(f"{what} without {names}", advice, witness, related)


def approval_missing(its: Guaranteed) -> Proved | None:
    """The finding that something is approved without the word of those who must give it; None where it is proved."""
    return Approving(its).found()


def _is_plain(paid: Payment) -> bool:
    """Whether a payment is a sum or a fact, or less than that."""
    whole = paid.share is None or Decimal(paid.share) <= 100
    rest = (paid.times, paid.unused, paid.total, paid.bands_by, paid.each, paid.at_least)
    return whole and not paid.bands and all(one is None for one in rest)
