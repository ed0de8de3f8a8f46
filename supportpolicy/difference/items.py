"""What a class of tickets is, and what is known of the ticket that a model shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Literal, NamedTuple

from supportpolicy.analysis.space import TableForm
from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.tables import Rule
from supportpolicy.difference.answers import Part
from supportpolicy.difference.joint import Joint

GIVEN, OPEN = "given ", "open"
"""What stands for the attribute where it is said of a fact whether it was left out; and where something is left open."""
ABSENT, LEFT_OUT = "known to be absent", "not given"


class Kept(NamedTuple):
    """A test that all tickets of a class pass: a column with the classes it may have."""

    place: int
    admitted: Admitted
    needed: Admitted
    """Those of them that such a ticket can really have."""


class Decided(NamedTuple):
    """What a class of tickets has in common by what is decided about it: before and now, in pairs."""

    attribute: str
    pairs: tuple[tuple[str, str], ...]


class TicketClass(NamedTuple):
    """Tickets of which one part of the answer changes in one way."""

    old: Hashable
    new: Hashable
    kept: tuple[Kept, ...]
    decided: tuple[Decided, ...]
    literals: tuple[int, ...]
    """That the answer changes so, and what the tests say."""
    rules: Rules | None = None
    """Where one table decides: the rules that win before and now; None: no rule."""
    how: Literal["tests", "rule", "rest"] = "tests"
    """What the class is: all that pass the tests; all that one rule decides, which both policies have; or, where the two
    rules leave too many classes to tell, all tickets that go from the one to the other."""
    model: frozenset[int] = frozenset()
    """A model of such a ticket."""
    covered: bool = False
    """Of what one rule decides: whether rules above it take some of the tickets that pass its tests."""


class Rules(NamedTuple):
    """The rules that decide a class of tickets."""

    old: Rule | None
    new: Rule | None


class Item(NamedTuple):
    """One thing that is known of the ticket of a model."""

    literal: int
    place: int = -1
    number: int = 0
    attribute: str = ""
    pair: tuple[str, str] = ("", "")
    rank: int = 0
    """The lower, the sooner it is left out."""


class Items:
    """What is known of tickets, in one pair of policies. `values` gives the literals of a decided attribute, before or now."""

    def __init__(self, joint: Joint, values: Callable[[str, bool], dict[Hashable, int]]) -> None:
        self.joint = joint
        self._values = values

    def of(self, part: Part, model: frozenset[int]) -> Iterator[Item]:
        """Every class of a fact, and every pair of decided values, with what says so."""
        joint = self.joint
        facts, attributes = self._mentioned(part, None)
        own_facts, own_attributes = self._mentioned(part, model)
        for place, form in joint.fact_columns.items():
            number = form.class_in(model)
            yield Item(
                form.classes[number], place, number, rank=5 if place in own_facts else 3 if place in facts else 0
            )
        yield from self._left_out(part, model, facts)
        for attribute in part.before:
            pairs = {
                (str(one), str(other)): self.joint.solver.all_of([left, right])
                for one, left in self._values(attribute, True).items()
                for other, right in self._values(attribute, False).items()
                if left in model and right in model
            }
            for pair, literal in pairs.items():
                rank = 4 if attribute in own_attributes else 2 if attribute in attributes else 1
                yield Item(literal, attribute=attribute, pair=pair, rank=rank)

    def _left_out(self, part: Part, model: frozenset[int], facts: frozenset[int]) -> Iterator[Item]:
        """Of facts with two defaults: whether they are known to be absent, and what they may be where nothing is known."""
        joint = self.joint
        asked = {joint.engine.compiled.columns[place].fact for place in facts}
        for fact in sorted(joint.split):
            null = joint.null(fact)
            literal, words = (null, ABSENT) if null in model else (-null, LEFT_OUT)
            yield Item(literal, attribute=f"{GIVEN}{fact}", pair=(words, words), rank=3 if fact in asked else 0)
        for form in joint.open_columns.values() if part.asked else ():
            literal = form.classes[form.class_in(model)]
            yield Item(literal, attribute=OPEN, pair=("", ""))

    def _mentioned(self, part: Part, model: frozenset[int] | None) -> tuple[frozenset[int], frozenset[str]]:
        """The columns and attributes of which the rules of a part speak; with a model, those that win in it."""
        facts: set[int] = set()
        attributes: set[str] = set()
        for side in self.joint.sides(asking=part.asked):
            known = len(self.joint.engine.compiled.columns)
            for table in part.tables:
                for column in _columns(side.table(table), model):
                    place = side.engine.places[column]
                    if place < known:
                        facts.add(place)
                    else:
                        attributes.add(side.engine.compiled.columns[place].fact)
            if part.asked:
                facts.add(self.joint.engine.places["request"])
        return frozenset(facts), frozenset(attributes)


def _columns(form: TableForm, model: frozenset[int] | None) -> Iterator[str]:
    literals = form.holds if form.table.mode == "all" else form.wins
    for rule, literal in zip(form.table.rules, literals, strict=True):
        if model is None or literal in model:
            for part in rule.parts:
                for one in part.any:
                    yield from one
