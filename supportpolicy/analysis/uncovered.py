"""Whether a box has a place that none of some rules has, by the solver: for the few boxes where no such place is at hand.

The solver of the whole policy is not asked: a value for each fact and one clause for each alternative are enough here,
and only the rules that meet a box are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress

from supportpolicy.analysis.boxes import Box, Boxes, bits_of, flags_of
from supportpolicy.analysis.solver import Solver


class Uncovered:
    """Questions about one table. Raises NoSolver."""

    def __init__(self, boxes: Boxes) -> None:
        self.boxes = boxes
        self._solver = Solver()
        self._values = [[self._solver.new() for _ in fact.masks] for fact in boxes.facts]
        self._inside: dict[tuple[int, int], int] = {}
        self._outside: list[int] = []
        """For each alternative, that its rule does not hold; made when it is first asked for."""
        self._core: frozenset[int] = frozenset()
        """Of the last box that had no such place, the rules that have all of it."""
        self._covering: dict[int, frozenset[int]] = {}
        for literals in self._values:
            self._solver.exactly_one(literals)
        self._places: dict[int, int | None] = {}

    def winning(self, rule: int) -> int | None:
        """The alternatives that hold at some place where a rule wins; None where there is no such place."""
        if rule not in self._places:
            above, covering = self.boxes.above(rule), frozenset[int]()
            holding: int | None = None
            for bit in self.boxes.bits[rule]:
                holding = self.place(self.boxes.boxes[bit], above)
                if holding is not None:
                    break
                covering |= self._core
            self._places[rule] = holding
            self._covering[rule] = covering
        return self._places[rule]

    def place(self, box: Box, against: int) -> int | None:
        """The alternatives that hold at some place of a box where no rule of `against` does; None where there is none.

        `against` has all alternatives of its rules that meet the box.
        """
        box = self.boxes.reduced(box)
        meeting = self.boxes.meeting(box, against)
        alone = self.boxes.holding_all(box, meeting)
        if alone:
            self._core = frozenset((self.boxes.lookup.rule_of[(alone & -alone).bit_length() - 1],))
            return None
        found = self.boxes.place(box, meeting)
        if found is not None:
            return found
        outside = self._not(meeting)
        model = self._solver.model([*self._in(box), *outside])
        if model is None:
            core = set(self._solver.core())
            self._core = frozenset(rule for literal, rule in outside.items() if literal in core)
            return None
        holding = self.boxes.lookup.everything
        for fact, literals in zip(self.boxes.facts, self._values, strict=True):
            holding &= fact.masks[next(value for value, literal in enumerate(literals) if literal in model)]
        return holding

    def differs(self, rule: int, answers: Sequence[str]) -> bool:
        """Whether, at some place where a rule wins, the next rule that holds has another answer, or there is none."""
        lookup, boxes = self.boxes.lookup, self.boxes
        holding = self.winning(rule)
        if holding is None:
            return False
        following = holding & ~lookup.rule_bits[rule]
        if not following or answers[lookup.rule_of[(following & -following).bit_length() - 1]] != answers[rule]:
            return True
        same = sum(bits for bits, answer in zip(lookup.rule_bits, answers, strict=True) if answer == answers[rule])
        return any(self._differs_in(boxes.boxes[bit], rule, same) for bit in boxes.bits[rule])

    def _differs_in(self, box: Box, rule: int, same: int) -> bool:
        """The same for one alternative; `same` are those of all rules with the same answer."""
        lookup, boxes = self.boxes.lookup, self.boxes
        against = boxes.above(rule)
        below = boxes.meeting(box, lookup.everything & ~against & ~lookup.rule_bits[rule])
        if self.place(box, against | (below & same)) is not None:
            return True
        for other in bits_of(below):
            if same >> other & 1:
                against |= 1 << other
                if boxes.holding_all(box, 1 << other):
                    return False  # what stands below it is never next
                continue
            common = tuple(one & two for one, two in zip(box, boxes.boxes[other], strict=True))
            if self.place(common, against) is not None:
                return True
        return False

    def covering(self, rule: int) -> list[int]:
        """Rules above that together take all tickets of a rule that never wins; none can be left out."""
        self.winning(rule)
        rules = self._covering[rule]
        if len(rules) == 1:
            return list(rules)
        return fewest(self.boxes, [self.boxes.boxes[bit] for bit in self.boxes.bits[rule]], rules)

    def close(self) -> None:
        """Give its memory back."""
        self._solver.close()

    def _in(self, box: Box) -> list[int]:
        return [self._within(number, values) for number, values in enumerate(box) if values != self.boxes.full[number]]

    def _within(self, number: int, values: int) -> int:
        """That a fact has one of some values."""
        found = self._inside.get((number, values))
        if found is None:
            found = self._inside[number, values] = self._solver.new()
            for value, literal in enumerate(self._values[number]):
                self._solver.add(-literal, found if values >> value & 1 else -found)
        return found

    def _not(self, alternatives: int) -> dict[int, int]:
        """For each rule of some alternatives what says that it does not hold, and the rule."""
        rule_of = self.boxes.lookup.rule_of
        if not self._outside:
            literals = [self._made(rule) for rule in range(len(self.boxes.lookup.rules))]
            self._outside = [literals[rule] for rule in rule_of]
        flags = flags_of(alternatives)
        return dict(zip(compress(self._outside, flags), compress(rule_of, flags), strict=True))

    def _made(self, rule: int) -> int:
        literal = self._solver.new()
        for bit in self.boxes.bits[rule]:
            self._solver.add(-literal, *(-one for one in self._in(self.boxes.boxes[bit])))
        return literal


def fewest(boxes: Boxes, covered: Sequence[Box], rules: Iterable[int]) -> list[int]:
    """Of rules that together have all places of some boxes, as many as it takes: none of them can be left out."""
    needed = sorted(rules)
    solvers = [_Few(boxes, boxes.reduced(box), needed) for box in covered]
    for one in tuple(needed):
        if one not in needed:
            continue
        rest = [other for other in needed if other != one]
        found: set[int] = set()
        for solver in solvers:
            core = solver.core(rest)
            if core is None:
                break
            found |= core
        else:
            needed = sorted(found)
    for solver in solvers:
        solver.close()
    return needed


class _Few:
    """One box and a few rules, with no more values than these tell apart."""

    def __init__(self, boxes: Boxes, box: Box, rules: Sequence[int]) -> None:
        self._solver = Solver()
        self._not = {rule: self._solver.new() for rule in rules}
        self._rules = {literal: rule for rule, literal in self._not.items()}
        outside = {bit: [-self._not[rule]] for rule in rules for bit in boxes.bits[rule]}
        every = sum(1 << bit for bit in outside)
        for number, values in enumerate(box):
            groups: dict[int, int] = {}
            for value, mask in zip(bits_of(values), boxes.admitting(number, values).masks, strict=True):
                groups.setdefault(mask & every, value)
            if len(groups) == 1 and every in groups:
                continue
            literals = [self._solver.new() for _ in groups]
            self._solver.exactly_one(literals)
            for bit, clause in outside.items():
                admitted = boxes.boxes[bit][number]
                clause += [
                    literal
                    for literal, value in zip(literals, groups.values(), strict=True)
                    if not admitted >> value & 1
                ]
        for clause in outside.values():
            self._solver.add(*clause)

    def core(self, rules: Iterable[int]) -> set[int] | None:
        """Those of some rules that it takes to have the whole box; None where they do not have it."""
        if self._solver.holds([self._not[rule] for rule in rules]):
            return None
        return {self._rules[literal] for literal in self._solver.core()}

    def close(self) -> None:
        self._solver.close()
