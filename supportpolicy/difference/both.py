"""A ticket that shows a difference: the smallest one, asked of both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from supportpolicy.analysis.values import Impossible
from supportpolicy.analysis.witness import Witness, Witnesses
from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled.admitted import admits
from supportpolicy.compiled.tables import Sum
from supportpolicy.difference.answers import Part, answered, decided, won
from supportpolicy.difference.common import AS_IT_WAS
from supportpolicy.difference.items import ABSENT, GIVEN, LEFT_OUT, OPEN, TicketClass
from supportpolicy.difference.joint import Joint
from supportpolicy.difference.naming import NOTHING, Names
from supportpolicy.engine import Engine, Money, Value
from supportpolicy.engine.answer import DecisionAnswer
from supportpolicy.engine.candidates import midnight
from supportpolicy.engine.course import course_of
from supportpolicy.engine.decisions import decision_of
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.walk import Course

MOST_MODELS, MOST_TRIED = 400, 40
"""Models that are looked at for one class, and tickets made of them that are tried; past it nothing is claimed."""
_SUMS = (Decimal(100), Decimal(37), Decimal(1000))

Facts = Mapping[str, "Value | None"]


class Both(NamedTuple):
    """A ticket with what it is answered by both policies."""

    witness: Witness
    old: Course
    new: Course
    before: DecisionAnswer | None = None
    after: DecisionAnswer | None = None


class Pairs(Witnesses):
    """Looks for tickets that two policies treat differently."""

    def __init__(self, joint: Joint) -> None:
        super().__init__(joint)
        self.joint = joint
        self._ordinary = _wednesday(joint.engine, joint.moments.first)
        paid = {*_paid(joint.old.own), *_paid(joint.new.own)}
        paid |= {part for fact in joint.engine.derived if fact.name in paid for part in fact.of}
        self._paid = tuple(sorted(paid))

    def showing(self, part: Part, found: TicketClass) -> tuple[Both | None, bool]:
        """The smallest ticket of a class, and where there is none whether that is certain."""
        literals = found.literals
        if part.asked:  # a sum is known only where what it is worked out from is
            columns = self.space.fact_columns.values()
            there = [-form.classes[0] for form in columns if form.column.fact in self._paid]
            if self.space.possible([*literals, *there]):
                literals = (*literals, *there)
        search = self.space.solver.new()
        tried, first = 0, found.model
        for _ in range(MOST_MODELS):
            if tried >= MOST_TRIED:
                break
            # The ticket by which the class was found is of it; sums need more.
            known = first if first and not part.asked else self.space.model([*literals, search])
            first = frozenset()
            if known is None:
                return None, True
            model = known
            chosen = self._chosen(model)
            blamed: tuple[str, ...] = ()
            for opened, at in self._moments(model):
                facts = self._values.facts(chosen, at)
                if isinstance(facts, Impossible):
                    blamed = facts.facts
                    continue
                nulls = {name for name in self.joint.split if self.joint.null(name) in model and name not in facts}
                facts.update(dict.fromkeys(sorted(nulls)))
                for more in self._completed(part, facts):
                    witness = Witness(more, from_epoch(opened), from_epoch(at))
                    if self.differs(part, witness, found) is not None:
                        return self.differs(part, self._small(part, witness, found), found), True
            tried += not blamed
            names = blamed or tuple(domain.fact for domain in chosen if not domain.exact or part.asked)
            self._rule_out(model, chosen, names, -search)
        return None, False

    def differs(self, part: Part, witness: Witness, found: TicketClass) -> Both | None:
        """Both answers, where the ticket is of the class and the engines give different ones to this part."""
        opened, at = to_epoch(witness.opened), to_epoch(witness.at)
        courses: list[Course] = []
        answers: list[Hashable] = []
        said: list[DecisionAnswer | None] = []
        try:
            for side, names in ((self.joint.old, self.joint.names), (self.joint.new, NOTHING)):
                ticket = witness._replace(facts=self._told(witness.facts, old=side is self.joint.old)).ticket()
                course = course_of(side.own, ticket, opened, at)
                courses.append(course)
                if part.asked:
                    one = decision_of(side.own, course, part.name)
                    said.append(None if one is None else one.answer)
                    answers.append(None if one is None else what(names, one.answer))
                else:
                    answers.append(answered(side.own, names, course.sorted, part))
        except (EngineError, ClockError):
            return None
        if answers[0] == answers[1] or not self._is_of(found, part, witness, courses, answers):
            return None
        return Both(witness, courses[0], courses[1], *said)

    def _is_of(
        self, found: TicketClass, part: Part, witness: Witness, courses: list[Course], answers: list[Hashable]
    ) -> bool:
        """Whether a ticket is of a class."""
        if not part.asked and (answers[0], answers[1]) != (found.old, found.new):
            return False
        if (
            found.rules is not None
            and found.how != "tests"
            and not part.asked
            and not part.name.startswith("timeline ")
        ):
            table = part.tables[0]
            for side, course, rule in zip((self.joint.old, self.joint.new), courses, found.rules, strict=True):
                its = won(side.own, course.sorted, table)
                if (None if its is None else (its.name, its.at)) != (None if rule is None else (rule.name, rule.at)):
                    return False
        left_out = [
            (one.attribute.removeprefix(GIVEN), one.pairs[0][0])
            for one in found.decided
            if one.attribute.startswith(GIVEN)
        ]
        for one in found.decided:
            if one.attribute.startswith((GIVEN, OPEN)):
                continue
            pair = tuple(decided(course.sorted, one.attribute) for course in courses)
            if pair not in one.pairs:
                return False
        for name, words in left_out:
            if (ABSENT if name in witness.facts else LEFT_OUT) != words and witness.facts.get(name) is None:
                return False
        if found.kept:
            engine, at = self.space.engine, to_epoch(witness.at)
            facts = witness.ticket().facts
            classes = classes_of(engine, facts, completed(engine, facts, at), at)
            return all(admits(one.admitted, classes[one.place]) for one in found.kept)
        return True

    def _small(self, part: Part, witness: Witness, found: TicketClass) -> Witness:
        if witness.at != witness.opened:
            for moment in (witness.opened, witness.at):
                at_once = witness._replace(opened=moment, at=moment)
                if self.differs(part, at_once, found) is not None:
                    witness = at_once
                    break
        plain = witness._replace(opened=self._ordinary, at=self._ordinary)
        if self.differs(part, plain, found) is not None:
            witness = plain
        smaller = True
        while smaller:
            smaller = False
            for name in sorted(witness.facts):
                facts = {other: value for other, value in witness.facts.items() if other != name}
                without = witness._replace(facts=facts)
                if self.differs(part, without, found) is not None:
                    witness, smaller = without, True
        return witness

    def _completed(self, part: Part, facts: Facts) -> Iterator[dict[str, Value | None]]:
        """The facts as they are; where nothing is guessed, with all others known to be absent and sums filled in."""
        if not part.asked:
            yield dict(facts)
            return
        known = self.space.engine.facts
        columns = {domain.fact for domain in self.space.domains.by_fact.values()}
        asked = set(columns)
        asked |= {name for fact in self.space.engine.derived for name in fact.of}
        asked |= {one.by for one in self.space.engine.compiled.calendars if one.by}
        empty: dict[str, Value | None] = {
            name: None for name in asked if name in known and known[name].derived is None and name not in facts
        }
        for name in ("opened", *self.joint.split):
            empty.pop(name, None)
        for sum_ in _SUMS if self._paid else (Decimal(0),):
            filled: dict[str, Value | None] = {}
            for name in self._paid:
                if name in known and known[name].derived is None and facts.get(name) is None and name not in columns:
                    filled[name] = _of_kind(self.space.engine, known[name].type, sum_)
            yield {**empty, **facts, **filled}

    def _told(self, facts: Facts, *, old: bool) -> dict[str, Value | None]:
        """The facts by the names of one policy."""
        if not self.joint.own_facts:
            return dict(facts)
        found = {name: value for name, value in facts.items() if not name.endswith(AS_IT_WAS)}
        if old:
            for name, common in self.joint.own_facts.items():
                found.pop(name, None)
                if common in facts:
                    found[name] = facts[common]
        return found


def what(names: Names, answer: DecisionAnswer) -> Hashable:
    """What an answer says, as something to compare: not which rule gave it, nor what there is to ask."""
    if answer.decision == "undecided":
        return "undecided"
    shown = answer.verify
    proof = None if shown is None else (shown.all_of, shown.any_of, tuple(sorted(shown.points.items())), *shown[3:])
    bare = answer._replace(rule=None, at="", ask=(), why=None, verify=None, say=names.say(answer.say))
    return bare, proof


def _wednesday(engine: Engine, first: int) -> dt.datetime:
    """Ten in the morning of the first Wednesday that is no longer the first week of the horizon."""
    day = engine.windows.day(first) + 7
    while (day + 3) % 7 != 2:
        day += 1
    return from_epoch(midnight(engine, day) + 36_000)


def _of_kind(engine: Engine, kind: str, number: Decimal) -> Value | None:
    if kind == "money":
        return Money(number, engine.compiled.currency or "EUR")
    return number if kind == "number" else None


def _paid(engine: Engine) -> Iterator[str]:
    """The facts that sums are worked out from."""
    for table in ("requests", "refunds"):
        for rule in engine.compiled.table(table).rules:
            decision = rule.outcome.decision
            if decision is not None and decision.amount is not None:
                yield from _named(decision.amount)


def _named(value: object) -> Iterator[str]:
    if isinstance(value, Sum):
        if value.name is not None:
            yield value.name
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _named(part)
