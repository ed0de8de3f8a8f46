"""Whether a tool, by its model, does with exported files what the policy says: ticket by ticket, aspect by aspect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.engine import Engine, EngineError
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.expected import BEYOND, DUE, STEP
from supportpolicy.targets.interface import Ask, Aspects, Files, Model
from supportpolicy.targets.one_line import one_line, wall_time

MOST_SHOWN = 20
"""Disagreements that are shown; the tickets of all are counted."""
UNREADABLE = "cannot be read"
"""The aspect of files that the tool could not take, or of a ticket about which its model has no answer."""

_TABLE_OF: Mapping[str, str] = {
    "tier": "tier",
    "severity": "severity",
    "reply_language": "language",
    "language_level": "language",
    "emergency": "emergency",
    "claimed": "emergency.claimed",
    "channel_support": "channel",
    "redirect": "channel",
    "team": "routing",
    "queue": "routing",
    "sla": "sla",
}
"""Aspect -> the table whose winning rule it comes from; due times come from `sla`."""


class Disagreement(NamedTuple):
    """Where a tool and the policy part: one aspect under one rule, shown by the smallest ticket that was found."""

    aspect: str
    rule: str
    """The rule of the policy that decides it: `routing: weekend`; nothing where no rule does."""
    at: str
    """`file:line` of that rule."""
    ticket: str
    """On one line, as a policy test would write it; nothing where the files could not be read at all."""
    policy: str
    """What the policy says, in words."""
    tool: str
    """What the tool would do, in words."""
    tickets: int
    """How many of the compared tickets part here."""
    facts: Facts = {}

    def __str__(self) -> str:
        if not self.ticket:
            return f"the files cannot be read as the tool would: {self.tool}"
        if self.aspect == UNREADABLE:
            return f"the tool would have no answer: {self.tool}, for {self.ticket}"
        rule = f" ({self.rule})" if self.rule else ""
        return f"{self.aspect}{rule}: the policy says {self.policy}, the tool {self.tool}, for {self.ticket}"


class Verified(NamedTuple):
    """What came of a comparison."""

    tickets: int
    """How many were compared."""
    disagreements: tuple[Disagreement, ...] = ()
    more: int = 0
    """Disagreements of other aspects and rules that are not shown."""

    @property
    def agrees(self) -> bool:
        """Whether tool and policy agree about every ticket."""
        return not self.disagreements


class _Group(NamedTuple):
    """The first of the shortest tickets for which one aspect under one rule is not as the policy says."""

    facts: Facts
    policy: str | int | None
    tool: str | int | None


def verify(model: Model, files: Files, engine: Engine, tickets: Iterable[Facts], enough: int | None = None) -> Verified:
    """Compare a tool that has these files with the policy, by every ticket. `engine` is of the lowered policy.

    `enough`: so many disagreements end the comparison, which else goes on to the last ticket.
    """
    try:
        tool = model.read(files, engine)
    except ValueError as bad:
        return Verified(0, (Disagreement(UNREADABLE, "", "", "", "", str(bad), 0),))
    policy = model.expected(engine)
    outlines = Outlines(engine)
    groups: dict[tuple[str, str], _Group] = {}
    counts: dict[tuple[str, str], int] = {}
    compared = 0
    for facts in tickets:
        if enough is not None and len(groups) >= enough:
            break
        compared += 1
        wanted = policy(facts)
        found = _answer(tool, facts)
        if wanted == found:
            continue
        differing = _differing(wanted, found)
        table_rules = _won(outlines, facts) if differing else {}
        for aspect in differing:
            key = aspect, table_rules.get(_table(aspect), ("", ""))[0]
            counts[key] = counts.get(key, 0) + 1
            if key not in groups or len(facts) < len(groups[key].facts):
                groups[key] = _Group(facts, wanted.get(aspect), found.get(aspect))
    comparing = _Comparing(engine, outlines, policy, tool)
    shown = tuple(comparing.shown(*key, group, counts[key]) for key, group in list(groups.items())[:MOST_SHOWN])
    return Verified(compared, shown, len(groups) - len(shown))


class _Comparing(NamedTuple):
    """What it takes to make a ticket smaller."""

    engine: Engine
    outlines: Outlines
    policy: Ask
    tool: Ask

    def shown(self, aspect: str, rule: str, group: _Group, count: int) -> Disagreement:
        """One disagreement by the smallest ticket there is under the same rule."""
        smallest = self._smallest(aspect, rule, group)
        at = _won(self.outlines, smallest.facts).get(_table(aspect), ("", ""))[1]
        return Disagreement(
            aspect,
            rule,
            at,
            one_line(self.engine, smallest.facts),
            _in_words(self.engine, aspect, smallest.policy),
            _in_words(self.engine, aspect, smallest.tool),
            count,
            smallest.facts,
        )

    def _smallest(self, aspect: str, rule: str, group: _Group) -> _Group:
        smaller = True
        while smaller:
            smaller = False
            for name in sorted(group.facts):
                if name == OPENED:
                    continue
                facts = {other: value for other, value in group.facts.items() if other != name}
                without = self._still(aspect, rule, facts)
                if without is not None:
                    group, smaller = without, True
        return group

    def _still(self, aspect: str, rule: str, facts: dict[str, Value | None]) -> _Group | None:
        try:
            wanted, found = self.policy(facts), _answer(self.tool, facts)
            won = _won(self.outlines, facts)
        except (EngineError, ClockError):
            return None
        if aspect not in _differing(wanted, found) or won.get(_table(aspect), ("", ""))[0] != rule:
            return None
        return _Group(facts, wanted.get(aspect), found.get(aspect))


def _answer(tool: Ask, facts: Facts) -> Aspects:
    try:
        return tool(facts)
    except ValueError as bad:
        return {UNREADABLE: str(bad)}


def _differing(wanted: Aspects, found: Aspects) -> list[str]:
    """The aspects that are not alike; what is missing is nothing."""
    if UNREADABLE in found:
        return [UNREADABLE]
    names = dict.fromkeys((*wanted, *found))
    return [name for name in names if wanted.get(name) != found.get(name) and wanted.get(name) != BEYOND]


def _table(aspect: str) -> str:
    return "sla" if aspect.startswith(DUE) else _TABLE_OF.get(aspect, "")


def _won(outlines: Outlines, facts: Facts) -> dict[str, tuple[str, str]]:
    """Table -> its winning rule, with the table's name, and where that stands."""
    found: dict[str, tuple[str, str]] = {}
    for name, place in zip(outlines.tables, outlines.of(facts).won, strict=True):
        if place != NO_RULE:
            rule = outlines.engine.lookups[name].rules[place]
            found[name] = f"{name}: {rule.name}", rule.at
    return found


def _in_words(engine: Engine, aspect: str, answer: str | int | None) -> str:
    """An answer as a person would say it: instants as wall times of the policy's zone."""
    if answer is None:
        return "no time" if aspect.startswith(DUE) else "nothing"
    if isinstance(answer, int) and aspect.startswith((DUE, STEP)):
        return wall_time(engine, from_epoch(answer))
    return str(answer)
