"""Whether a box has a place that none of some rules has, by the solver: for the few boxes where no such place is at hand.

The solver of the whole policy is not asked: a value for each fact and one clause for each alternative are enough here,
and only the rules that meet a box are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supportpolicy.analysis.boxes import Box, Boxes, bits_of
from supportpolicy.analysis.solver import Solver


class Uncovered:
    """Questions about one table. Raises NoSolver."""

    def __init__(self, boxes: Boxes) -> None:
        self.boxes = boxes
        self._solver = Solver()
        self._values = [[self._solver.new() for _ in fact.masks] for fact in boxes.facts]
        self._inside: dict[tuple[int, int], int] = {}
        self._outside: dict[int, int] = {}
        for literals in self._values:
            self._solver.exactly_one(literals)
        self._places: dict[int, int | None] = {}

    def winning(self, rule: int) -> int | None:
        """The alternatives that hold at some place where a rule wins; None where there is no such place."""
        if rule not in self._places:
            boxes = (self.boxes.boxes[bit] for bit in self.boxes.bits[rule])
            above = self.boxes.above(rule)
            found = (self.place(box, above) for box in boxes)
            self._places[rule] = next((holding for holding in found if holding is not None), None)
        return self._places[rule]

    def place(self, box: Box, against: int) -> int | None:
        """The alternatives that hold at some place of a box where none of `against` does; None where there is none."""
        meeting = self.boxes.meeting(box, against)
        if self.boxes.holding_all(box, meeting):
            return None
        found = self.boxes.place(box, meeting)
        if found is not None:
            return found
        model = self._solver.model(self._assumed(box, self._rules(meeting)))
        if model is None:
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
        for bit in boxes.bits[rule]:
            box = boxes.boxes[bit]
            against = boxes.above(rule)
            below = boxes.meeting(box, lookup.everything & ~against & ~lookup.rule_bits[rule])
            for other in bits_of(below):
                if answers[lookup.rule_of[other]] == answers[rule]:
                    against |= 1 << other
                    if boxes.holding_all(box, 1 << other):
                        break  # what stands below it is never next
                    continue
                common = tuple(one & two for one, two in zip(box, boxes.boxes[other], strict=True))
                if self.place(common, against) is not None:
                    return True
            else:
                if self.place(box, against | below) is not None:
                    return True
        return False

    def covering(self, rule: int) -> list[int]:
        """Rules above that together take all tickets of a rule that never wins; none can be left out."""
        needed: set[int] = set()
        boxes = [self.boxes.boxes[bit] for bit in self.boxes.bits[rule]]
        for box in boxes:
            meeting = self.boxes.meeting(box, self.boxes.above(rule))
            alone = self.boxes.holding_all(box, meeting)
            if alone:
                needed.add(self.boxes.lookup.rule_of[(alone & -alone).bit_length() - 1])
                continue
            rules = self._rules(meeting)
            self._solver.holds(self._assumed(box, rules))
            core = set(self._solver.core())
            needed.update(one for one in rules if self._outside[one] in core)
        if len(needed) == 1:
            return list(needed)
        return fewest(self.boxes, boxes, needed)

    def close(self) -> None:
        """Give its memory back."""
        self._solver.close()

    def _rules(self, alternatives: int) -> list[int]:
        rule_of = self.boxes.lookup.rule_of
        return list(dict.fromkeys(rule_of[bit] for bit in bits_of(alternatives)))

    def _assumed(self, box: Box, rules: Iterable[int]) -> list[int]:
        found = [self._within(number, values) for number, values in enumerate(box) if values != self.boxes.full[number]]
        return found + [self._not(rule) for rule in rules]

    def _within(self, number: int, values: int) -> int:
        """That a fact has one of some values."""
        found = self._inside.get((number, values))
        if found is None:
            found = self._inside[number, values] = self._solver.new()
            for value, literal in enumerate(self._values[number]):
                self._solver.add(-literal, found if values >> value & 1 else -found)
        return found

    def _not(self, rule: int) -> int:
        """That a rule does not hold."""
        found = self._outside.get(rule)
        if found is None:
            found = self._outside[rule] = self._solver.new()
            for bit in self.boxes.bits[rule]:
                box = self.boxes.boxes[bit]
                tests = (n for n, values in enumerate(box) if values != self.boxes.full[n])
                self._solver.add(-found, *(-self._within(number, box[number]) for number in tests))
        return found


def fewest(boxes: Boxes, covered: Sequence[Box], rules: Iterable[int]) -> list[int]:
    """Of rules that together have all places of some boxes, as many as it takes: none of them can be left out."""
    needed = sorted(rules)
    solvers = [_Few(boxes, box, needed) for box in covered]
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
        alternatives = [(rule, boxes.boxes[bit]) for rule in rules for bit in boxes.bits[rule]]
        outside: list[list[int]] = [[-self._not[rule]] for rule, _ in alternatives]
        for number, values in enumerate(box):
            groups: dict[tuple[int, ...], None] = {}
            for value in bits_of(values):
                groups[tuple(n for n, (_, other) in enumerate(alternatives) if not other[number] >> value & 1)] = None
            literals = [self._solver.new() for _ in groups]
            self._solver.exactly_one(literals)
            for literal, group in zip(literals, groups, strict=True):
                for n in group:
                    outside[n].append(literal)
        for clause in outside:
            self._solver.add(*clause)

    def core(self, rules: Iterable[int]) -> set[int] | None:
        """Those of some rules that it takes to have the whole box; None where they do not have it."""
        if self._solver.holds([self._not[rule] for rule in rules]):
            return None
        return {self._rules[literal] for literal in self._solver.core()}

    def close(self) -> None:
        self._solver.close()
