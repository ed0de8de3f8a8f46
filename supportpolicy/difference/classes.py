"""Which tickets are treated differently: a class at a time, each as wide and as short to tell as can be.

A model shows one ticket. Of its classes only those are kept without which not every such ticket would change in the same
way (what cannot hold together says which), and each is widened to all that change with it. Then the class is ruled
out and the next model asked for, until there is none.

Requests, refunds and identity answer also where facts are unknown: by what every completion of the ticket is answered. So
two policies that treat all complete tickets alike (known to be absent among the values) and fill in the same defaults treat
every ticket alike; the search of the engine for an answer is bounded in both in the same way, and past its bound says
`undecided`, which is never another answer but less of one. That is why complete tickets are all that is compared here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from supportpolicy.analysis.columns import ColumnForm
from supportpolicy.analysis.space import TableForm
from supportpolicy.compiled.admitted import as_ranges
from supportpolicy.compiled.tables import Rule
from supportpolicy.difference.alignment import apart
from supportpolicy.difference.answers import Part, values
from supportpolicy.difference.items import GIVEN, OPEN, Decided, Item, Items, Kept, Rules, TicketClass
from supportpolicy.difference.joint import Joint

MOST_CLASSES = 120
"""Classes of one part of the answer that are told; of more it is said that there are more."""
MOST_WORKED_OUT = 24
"""Classes of one part for which it is worked out what their tickets have in common; the others are told by the rules."""
LONG, FEWER = 400, 6
"""Of a table with more rules than this, so many are worked out: there each takes its time."""
MOST_FOR_ONE_PAIR = 3
"""Classes that are told of tickets that one rule decided and another one decides now; what more there are is told as one."""
MOST_WIDENED = 40
"""Classes of a column that are tried one by one; beyond, a class is told as it was found."""


_Won = tuple["Rule | None", int, int]
"""A rule, and the literals that it wins and that it holds."""


class Classes:
    """Looks for classes of tickets in one pair of policies."""

    def __init__(self, joint: Joint) -> None:
        self.joint = joint
        self.solver = joint.solver
        self._values: dict[tuple[str, bool], dict[Hashable, int]] = {}
        self._items = Items(joint, lambda attribute, old: self.values(Part(attribute, (), ()), old=old))
        self.more: list[str] = []
        """Parts with more classes than were looked for."""

    def of(self, part: Part) -> Iterator[TicketClass]:
        """The classes of tickets for which a part of the answer changes."""
        solver = self.solver
        old, new = self.values(part, old=True), self.values(part, old=False)
        if old == new:
            return
        changes = [solver.all_of([literal, -new.get(value, -solver.true)]) for value, literal in old.items()]
        differs = solver.any_of(changes)
        if differs == -solver.true:
            return
        self._lemma(part, differs)
        search = solver.new()
        told: Counter[tuple[Hashable, ...]] = Counter()
        for _ in range(MOST_CLASSES):
            model = self.joint.model([differs, search])
            if model is None:
                return
            found = self._class(part, model, old, new, told)._replace(model=model)
            yield found
            solver.add(-search, *(-literal for literal in found.literals[found.how == "tests" :]))
        if self.joint.model([differs, search]) is not None:
            self.more.append(part.name)

    def values(self, part: Part, *, old: bool) -> dict[Hashable, int]:
        """The values of a part under one policy."""
        key = (part.name, old)
        if key not in self._values:
            self._values[key] = values(self.joint, self.joint.sides(asking=part.asked)[not old], part)
        return self._values[key]

    def _lemma(self, part: Part, differs: int) -> None:
        """Where no rule that only one policy has holds, and nothing before differs, nothing differs: told to the solver."""
        if len(part.tables) != 1 or part.tables[0] in ("timelines", "adjust.lower"):
            return
        (name,) = part.tables
        one, other = (side.table(name) for side in self.joint.sides(asking=part.asked))
        alone = apart(_marks(one), _marks(other))
        if alone is not None:
            left, right = alone
            self.solver.add(-differs, *(one.holds[n] for n in left), *(other.holds[n] for n in right))

    # One class ---------------------------------------------------------------------------------------------------

    def _class(
        self,
        part: Part,
        model: frozenset[int],
        old: dict[Hashable, int],
        new: dict[Hashable, int],
        told: Counter[tuple[Hashable, ...]],
    ) -> TicketClass:
        """The class of the ticket of a model. `told` counts the classes by the rules that decide them."""
        before = next(value for value, literal in old.items() if literal in model)
        after = next(value for value, literal in new.items() if literal in model)
        goal = self.solver.all_of([old[before], new[after]])
        won = self._won(part, model)
        if won is None:
            key: tuple[Hashable, ...] = (before, after)
            whole, rules = goal, None
        else:
            (left, left_wins, left_holds), (right, right_wins, right_holds) = won
            key = (before, after, left_wins, right_wins)
            whole, rules = self.solver.all_of([goal, left_wins, right_wins]), Rules(left, right)
            if left_holds == right_holds and left is not None:
                covered = self.joint.possible([right_holds, -right_wins])
                return TicketClass(before, after, (), (), (whole,), rules, "rule", covered=covered)
        told[key] += 1
        worked_out = sum(min(count, MOST_FOR_ONE_PAIR) for count in told.values())
        long = any(len(self.joint.new.table(table).wins) > LONG for table in part.tables)
        if told[key] > MOST_FOR_ONE_PAIR or worked_out > (FEWER if long else MOST_WORKED_OUT):
            return TicketClass(before, after, (), (), (whole,), rules, "rest")
        return self._generalised(part, model, before, after, goal)._replace(rules=rules)

    def _won(self, part: Part, model: frozenset[int]) -> tuple[_Won, _Won] | None:
        """The rules that win in a model; None where several tables decide."""
        if len(part.tables) != 1 or part.tables[0] == "adjust.lower":
            return None
        found: list[_Won] = []
        for side in self.joint.sides(asking=part.asked):
            form = side.table(part.tables[0])
            if form.table.mode == "all":
                name = part.name.partition(" ")[2]
                names = self.joint.names.timelines if side.is_old else {}
                its = [
                    (rule, holds, holds)
                    for rule, holds in zip(form.table.rules, form.holds, strict=True)
                    if names.get(rule.name, rule.name) == name and holds in model
                ]
            else:
                ways = zip(form.table.rules, form.wins, form.holds, strict=True)
                its = [(rule, wins, holds) for rule, wins, holds in ways if wins in model]
            found.append(its[0] if its else (None, self.solver.true if form.table.mode == "all" else form.none, 0))
        return found[0], found[1]

    def _generalised(
        self, part: Part, model: frozenset[int], before: Hashable, after: Hashable, goal: int
    ) -> TicketClass:
        items = sorted(self._items.of(part, model), key=lambda item: -item.rank)
        mentioned = [item for item in items if item.rank >= 2]
        kept = self._enough(mentioned, goal)
        if kept is None:
            kept = self._enough(items, goal)
        if kept is None:  # what is left open, such as which calendar a fact chooses: the whole model then
            kept = items
        kept = self._fewest(kept, goal)
        tests: list[Kept] = []
        decided: list[Decided] = []
        literals = [item.literal for item in kept]
        for number, item in enumerate(kept):
            others = [*literals[:number], *literals[number + 1 :]]
            if item.attribute:
                one, literals[number] = self._wider_decided(item, others, goal)
                decided.append(one)
            else:
                test, literals[number] = self._wider(item, others, goal)
                tests.append(test)
        return TicketClass(before, after, tuple(tests), tuple(decided), (goal, *literals))

    def _enough(self, items: Sequence[Item], goal: int) -> list[Item] | None:
        """As many items as make sure that the goal is reached; None where all of them do not."""
        if self.solver.model([*(item.literal for item in items), -goal]) is not None:
            return None
        core = set(self.solver.core())
        return [item for item in items if item.literal in core]

    def _fewest(self, items: Sequence[Item], goal: int) -> list[Item]:
        """Without any that can be left out, the least telling ones first."""
        kept = list(items)
        for item in sorted(items, key=lambda one: one.rank):
            others = [one for one in kept if one is not item]
            if item in kept and self.solver.model([*(one.literal for one in others), -goal]) is None:
                core = set(self.solver.core())
                kept = [one for one in others if one.literal in core]
        return kept

    def _wider(self, item: Item, others: Sequence[int], goal: int) -> tuple[Kept, int]:
        form = self.joint.fact_column(item.place)
        single = as_ranges([item.number])
        if len(form.classes) > MOST_WIDENED:
            return self._stretched(form, item, others, goal)
        admitted, real = {item.number}, {item.number}
        for number, literal in enumerate(form.classes):
            if number == item.number:
                continue
            if self.solver.model([*others, literal, -goal]) is None:
                admitted.add(number)
                if self.solver.model([*others, literal]) is not None:
                    real.add(number)
        ranges = as_ranges(admitted)
        return Kept(item.place, ranges, as_ranges(real)), form.is_in(ranges) if ranges != single else item.literal

    def _stretched(self, form: ColumnForm, item: Item, others: Sequence[int], goal: int) -> tuple[Kept, int]:
        """Of a column with many classes: as far to both sides as goes, in steps that double."""
        low = high = item.number
        if form.column.kind == "ranges":
            last = 1 + len(form.column.cuts)
            low = self._reach(form, item.number, 1, others, goal)
            high = self._reach(form, item.number, last, others, goal)
        ranges = ((low, high),)
        return Kept(item.place, ranges, ranges), form.is_in(ranges)

    def _reach(self, form: ColumnForm, begin: int, end: int, others: Sequence[int], goal: int) -> int:
        way = 1 if end > begin else -1
        good, bad = 0, abs(end - begin) + 1
        while bad - good > 1:
            middle = (good + bad) // 2
            ends = sorted((begin, begin + way * middle))
            if self.solver.model([*others, form.is_in(((ends[0], ends[1]),)), -goal]) is None:
                good = middle
            else:
                bad = middle
        return begin + way * good

    def _wider_decided(self, item: Item, others: Sequence[int], goal: int) -> tuple[Decided, int]:
        if item.attribute.startswith((GIVEN, OPEN)):
            return Decided(item.attribute, (item.pair,)), item.literal
        part = Part(item.attribute, (), ())
        old, new = self.values(part, old=True), self.values(part, old=False)
        pairs, literals = [item.pair], [item.literal]
        both = [value for value in old if value in new]
        for value in both if len(both) <= MOST_WIDENED else ():
            pair = (str(value), str(value))
            if pair == item.pair or item.pair[0] != item.pair[1]:
                continue
            literal = self.solver.all_of([old[value], new[value]])
            if (
                self.solver.model([*others, literal, -goal]) is None
                and self.solver.model([*others, literal]) is not None
            ):
                pairs.append(pair)
                literals.append(literal)
        return Decided(item.attribute, tuple(pairs)), self.solver.any_of(literals)


def _marks(form: TableForm) -> list[Hashable]:
    """A rule as it can be found again in another table: its literal and what it decides."""
    return [(literal, _outcome(rule)) for literal, rule in zip(form.holds, form.table.rules, strict=True)]


def _outcome(rule: Rule) -> str:
    return repr(rule.outcome._replace(targets=tuple(one._replace(at="") for one in rule.outcome.targets)))
