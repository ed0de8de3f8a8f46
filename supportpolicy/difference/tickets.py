"""The tickets that are treated differently, class by class, each shown by a ticket that both engines confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from supportpolicy.analysis.showing import in_flow
from supportpolicy.compiled.tables import Decision
from supportpolicy.difference.answer_words import value_in_words
from supportpolicy.difference.answers import Part, answered, parts, spoken_by, won
from supportpolicy.difference.both import Both, Pairs
from supportpolicy.difference.change import Change, Direction, Example, Label
from supportpolicy.difference.classes import Classes
from supportpolicy.difference.items import TicketClass
from supportpolicy.difference.joint import Joint, Side
from supportpolicy.difference.naming import NOTHING
from supportpolicy.difference.promises import compared
from supportpolicy.difference.timelines import steps_in_words
from supportpolicy.difference.wording import attribute_in_words, is_opaque, tests_of

_LABELS: dict[str, Label] = {
    "promise": "contractual",
    "identity": "internal",
    "say": "wording",
    "do": "internal",
    "tag": "internal",
}
_NOTHING_ABOVE = "no rule above applies"
_OF_CUSTOMER = ("decision", "amount", "paid_within", "wait", "redirect")
"""Parts of a decision that are the customer's; the rest is who approves and how it is paid."""


class Tickets:
    """Goes through every part of the answer."""

    def __init__(self, joint: Joint) -> None:
        self.joint = joint
        self._classes = Classes(joint)
        self._pairs = Pairs(joint)
        self.unfinished: list[str] = []

    def changes(self) -> Iterator[Change]:
        """Every class of tickets of which some part of the answer changes."""
        for part in parts(self.joint):
            found = list(self._of(part))
            for one in self._classes.more:
                self.unfinished.append(f"{attribute_in_words(one)}: there are more classes than are listed")
            self._classes.more.clear()
            yield from found

    def _of(self, part: Part) -> Iterator[Change]:
        """The classes of one part; those of a pair that is told as one stand together."""
        groups: dict[tuple[object, ...], list[tuple[TicketClass, Both]]] = {}
        for one in self._classes.of(part):
            both, certain = self._pairs.showing(part, one)
            if both is not None:
                groups.setdefault((one.old, one.new, _places(one)), []).append((one, both))
            elif not certain:
                where = " and ".join(self._where(one)) or "anything"
                self.unfinished.append(
                    f"{attribute_in_words(part.name)}: may differ where {where}; no ticket that shows it was found"
                )
        for group in groups.values():
            if any(one.how == "rest" for one, _ in group):
                yield self._together(part, group)
            else:
                yield from (self._change(part, one, both) for one, both in group)

    def _together(self, part: Part, group: list[tuple[TicketClass, Both]]) -> Change:
        """All classes of a pair of rules as one, told by what they have in common."""
        told = [one for one, _ in group if one.how != "rest"]
        wheres = [self._where(one) for one in told]
        common = tuple(test for test in wheres[0] if all(test in where for where in wheres)) if wheres else ()
        change = self._change(part, *group[0])
        if not told:
            return change._replace(where=_by_rules(group[0][0]), some=True)
        such = tuple(f"such as: {' and '.join(test for test in where if test not in common)}" for where in wheres)
        return change._replace(where=common, some=True, details=(*change.details, *such))

    def _where(self, found: TicketClass) -> tuple[str, ...]:
        if found.how != "rule":
            return tests_of(self.joint, found)
        rule = found.rules.new if found.rules is not None else None
        tests = tuple(part.text for part in rule.parts) if rule is not None else ()
        return (*tests, _NOTHING_ABOVE) if found.covered or not tests else tests

    def _change(self, part: Part, found: TicketClass, both: Both) -> Change:
        joint = self.joint
        direction: Direction | None = None
        details: tuple[str, ...] = ()
        who: tuple[str, ...] = ()
        old, new = value_in_words(found.old), value_in_words(found.new)
        if part.name == "promise":
            direction, details = compared(joint.hours, found.old, found.new)
        elif part.name in ("team", "queue"):
            who = tuple(value for value in (old, new) if value != "none")
        elif part.name.startswith("timeline "):
            details = self._steps(part)
        if both.before is not None and both.before.decision == "undecided":
            old = "undecided"
        if both.after is not None and both.after.decision == "undecided":
            new = "undecided"
        example = self._example(part, both)
        return Change(
            "tickets", part.name, _label(part, found), old, new, self._where(found), found.how == "rest", direction,
            _since(found, joint), details, example, who, is_opaque(joint, found), example.old_at, example.new_at,
        )  # fmt: skip

    def _steps(self, part: Part) -> tuple[str, ...]:
        """Of a timeline that only one policy has: what it does."""
        name = part.name.partition(" ")[2]
        policies = [side.own.compiled.timelines for side in (self.joint.old, self.joint.new)]
        found = [[one for one in policy if one.name == name] for policy in policies]
        if all(found):
            return ()
        return tuple(line for ones in found for one in ones for line in steps_in_words(one))

    def _example(self, part: Part, both: Both) -> Example:
        joint, witness = self.joint, both.witness
        at = None if witness.at == witness.opened else wall(joint, witness.at)
        old_at, new_at = (self._place(side, part, both, old=side is joint.old) for side in (joint.old, joint.new))
        old, new = (self._said(side, part, both, old=side is joint.old) for side in (joint.old, joint.new))
        return Example(in_flow(joint.engine, witness), at, old, new, old_at, new_at)

    def _said(self, side: Side, part: Part, both: Both, *, old: bool) -> str:
        if part.asked:
            answer = both.before if old else both.after
            if answer is None:
                return "not asked"
            words = [answer.decision] + ([str(answer.amount)] if answer.amount is not None else [])
            words += [f"approved by {' and '.join(answer.approver)}"] if answer.approver else []
            return ", ".join(words)
        names = self.joint.names if old else NOTHING
        return value_in_words(answered(side.own, names, (both.old if old else both.new).sorted, part))

    def _place(self, side: Side, part: Part, both: Both, *, old: bool) -> str:
        """`file:line` of the rule that decided."""
        if part.asked:
            answer = both.before if old else both.after
            return "" if answer is None else answer.at
        if part.name.startswith("timeline "):
            called = self.joint.names.timelines if old else {}
            name = part.name.partition(" ")[2]
            return next((one.at for one in side.own.compiled.timelines if called.get(one.name, one.name) == name), "")
        sorted_ = (both.old if old else both.new).sorted
        rules = [one for table in part.tables if (one := won(side.own, sorted_, table)) is not None]
        kind, _, name = part.name.partition(" ")
        if name:  # the rule that says, does or tags it; else the one that stands in its place
            names = self.joint.names if old else NOTHING
            rules = [one for one in rules if name in spoken_by(names, one.outcome, kind)] or rules
        return rules[0].at if rules else ""


def _by_rules(found: TicketClass) -> tuple[str, ...]:
    """The rules between which tickets go."""
    if found.rules is None:
        return ()
    names = ["no rule" if rule is None else f"'{rule.name}'" for rule in found.rules]
    return (f"the rule was {names[0]} and is {names[1]}",)


def _places(found: TicketClass) -> tuple[object, ...] | None:
    rules = found.rules
    return None if rules is None else tuple(None if rule is None else (rule.name, rule.at) for rule in rules)


def _label(part: Part, found: TicketClass) -> Label:
    kind = part.name.partition(" ")[0]
    if kind == "timeline":
        return "internal"
    if part.name in ("refunds", "requests"):
        return (
            "contractual"
            if _of_customer(found.old) != _of_customer(found.new)
            else "money"
            if part.name == "refunds"
            else "internal"
        )
    return _LABELS.get(kind, "routing")


def _of_customer(value: Hashable) -> Hashable:
    decision = value[0] if isinstance(value, tuple) and value else None
    if not isinstance(decision, Decision):
        return value
    return tuple(getattr(decision, name) for name in _OF_CUSTOMER)


def _since(found: TicketClass, joint: Joint) -> str | None:
    """The date from which on a class is asked about, where it says so."""
    for one in found.kept:
        column = joint.engine.compiled.columns[one.place]
        if column.fact == "now" and column.kind == "ranges" and one.needed[0][0] >= 2:
            return column.cuts[one.needed[0][0] - 2].value
    return None


def wall(joint: Joint, instant: dt.datetime) -> str:
    """Wall time of the new policy's zone."""
    return f"{instant.astimezone(joint.engine.windows.zone.info):%Y-%m-%d %H:%M}"
