"""What a ticket is answered, part by part, as something to compare: for each policy the values with their literals."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import NamedTuple

from supportpolicy.analysis.tables_in_use import ASKED
from supportpolicy.compiled.tables import Outcome, Rule, Target
from supportpolicy.difference.joint import REFUND, Joint, Side
from supportpolicy.difference.naming import NOTHING, Names
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.prepared import REQUEST, Engine
from supportpolicy.engine.sorting import Sorted

NONE = "none"
"""No rule decided."""
DECIDED = (
    "tier",
    "severity",
    "reply_language",
    "language_level",
    "emergency",
    "claimed",
    "channel_support",
    "redirect",
    "team",
    "queue",
)
TABLES: Mapping[str, tuple[str, ...]] = {
    "tier": ("tier",),
    "severity": ("severity", "adjust.proof", "adjust.raise", "adjust.lower"),
    "reply_language": ("language",),
    "language_level": ("language",),
    "emergency": ("emergency",),
    "claimed": ("emergency.claimed",),
    "channel_support": ("channel",),
    "redirect": ("channel",),
    "team": ("routing",),
    "queue": ("routing",),
    "promise": ("sla",),
    **{name: (name,) for name in ASKED},
}
"""The tables whose rules decide it, the first of them first."""
SPEAKING = (
    "tier",
    "severity",
    "language",
    "emergency",
    "emergency.claimed",
    "channel",
    "adjust.proof",
    "adjust.raise",
    "adjust.lower",
    "routing",
    "sla",
)
"""Tables of the sorting stages whose rules may say, do or tag something."""
Kind = ("say", "do", "tag")


class Part(NamedTuple):
    """One part of an answer."""

    name: str
    """tier, team, promise, refunds, `say NAME`, `timeline NAME` …"""
    tables: tuple[str, ...]
    before: tuple[str, ...]
    """The decided attributes in whose words a class of tickets may be told."""

    @property
    def asked(self) -> bool:
        """Whether it is one of the tables that never guess."""
        return self.name in ASKED


def parts(joint: Joint) -> Iterator[Part]:
    """Every part in the order of the stages."""
    for number, name in enumerate(DECIDED):
        yield Part(name, TABLES[name], DECIDED[:number])
    yield Part("promise", TABLES["promise"], DECIDED)
    for name in ASKED:
        yield Part(name, TABLES[name], DECIDED)
    for kind in Kind:
        tables: dict[str, dict[str, None]] = {}
        for side, names in ((joint.new, NOTHING), (joint.old, joint.names)):
            for name, table in _spoken(side, kind, names):
                tables.setdefault(name, {})[table] = None
        for name, found in tables.items():
            yield Part(f"{kind} {name}", tuple(found), DECIDED)
    for name in dict.fromkeys(
        [
            *(one.name for one in joint.new.table("timelines").table.rules),
            *(joint.names.timelines.get(one.name, one.name) for one in joint.old.table("timelines").table.rules),
        ]
    ):
        yield Part(f"timeline {name}", ("timelines",), DECIDED)


def names_of(joint: Joint, side: Side) -> Names:
    """The names by which a side is compared."""
    return joint.names if side.is_old else NOTHING


def values(joint: Joint, side: Side, part: Part) -> dict[Hashable, int]:
    """What a part may be under one policy, each with the literal that says so; exactly one of them holds."""
    if part.name in DECIDED:
        return _given(side, part.name)
    if part.name == "promise":
        return _by_content(side, "sla", lambda outcome: promised(names_of(joint, side), outcome))
    if part.asked:
        return _asked(joint, side, part.name)
    holding = holds(joint, side, part)
    return {True: holding, False: -holding}


def _given(side: Side, attribute: str) -> dict[Hashable, int]:
    found: dict[Hashable, list[int]] = {}
    for value, literal in side.by_value(attribute, "after").items():
        found.setdefault(_plain(attribute, value), []).append(literal)
    return {value: side.solver.any_of(literals) for value, literals in found.items()}


def _plain(attribute: str, value: str | None) -> str:
    """A decided value; what nothing says to be an emergency is none."""
    if attribute in ("emergency", "claimed"):
        return "no" if value in (None, "false") else "yes"
    return NONE if value is None else value


def _by_content(side: Side, table: str, content: Callable[[Outcome], Hashable]) -> dict[Hashable, int]:
    form = side.table(table)
    found: dict[Hashable, list[int]] = {}
    for rule, wins in zip(form.table.rules, form.wins, strict=True):
        found.setdefault(content(rule.outcome), []).append(wins)
    found.setdefault(NONE, []).append(form.none)
    return {value: side.solver.any_of(literals) for value, literals in found.items()}


def promised(names: Names, outcome: Outcome) -> Hashable:
    """The targets of a promise, by metric; a promise of nothing is none."""
    targets = tuple(sorted((names.target(one) for one in outcome.targets), key=lambda one: one.metric))
    return tuple(one for one in targets if one.at_most is not None or one.by is not None) or NONE


def _asked(joint: Joint, side: Side, table: str) -> dict[Hashable, int]:
    solver, form = side.solver, side.table(table)
    if not form.table.rules:
        return {None: solver.true}
    column = side.column(REQUEST, "after")
    place = column.column.values.index(REFUND) + 2
    asked = column.classes[place] if table == "refunds" else -column.classes[0]
    names = names_of(joint, side)
    found = _by_content(side, table, names.outcome)
    return {None: -asked, **{value: solver.all_of([asked, literal]) for value, literal in found.items()}}


def holds(joint: Joint, side: Side, part: Part) -> int:
    """Of a part that is or is not: whether it is."""
    kind, _, name = part.name.partition(" ")
    names = names_of(joint, side)
    if kind == "timeline":
        form = side.table("timelines")
        return side.solver.any_of(
            [
                literal
                for rule, literal in zip(form.table.rules, form.holds, strict=True)
                if names.timelines.get(rule.name, rule.name) == name
            ]
        )
    found: list[int] = []
    for table in SPEAKING:
        form = side.table(table)
        literals = form.holds if table == "adjust.lower" else form.wins
        for rule, literal in zip(form.table.rules, literals, strict=True):
            if name in spoken_by(names, rule.outcome, kind):
                found.append(literal)
    return side.solver.any_of(found)


def spoken_by(names: Names, outcome: Outcome, kind: str) -> tuple[str, ...]:
    """What a rule says, does or tags."""
    return names.say(outcome.say) if kind == "say" else outcome.do if kind == "do" else outcome.tag


def _spoken(side: Side, kind: str, names: Names) -> Iterator[tuple[str, str]]:
    """What rules say, do or tag, each with its table."""
    for table in SPEAKING:
        for rule in side.table(table).table.rules:
            for name in spoken_by(names, rule.outcome, kind):
                yield name, table


# The same, asked of the engine ------------------------------------------------------------------------------------


def answered(engine: Engine, names: Names, sorted_: Sorted, part: Part) -> Hashable:
    """What the engine decided about a part; not for the tables that never guess."""
    if part.name in DECIDED:
        return decided(sorted_, part.name)
    if part.name == "promise":
        rule = won(engine, sorted_, "sla")
        return NONE if rule is None else promised(names, rule.outcome)
    kind, _, name = part.name.partition(" ")
    if kind == "timeline":
        lookup = engine.lookups.get("timelines")
        if lookup is None:
            return False
        holding = {lookup.rules[index].name for index in lookup.holding(sorted_.classes)}
        return name in {names.timelines.get(one, one) for one in holding}
    rules = [one for table in SPEAKING if (one := won(engine, sorted_, table)) is not None]
    rules += [engine.lookups["adjust.lower"].rules[index] for index in sorted_.caps]
    return any(name in spoken_by(names, rule.outcome, kind) for rule in rules)


def decided(sorted_: Sorted, attribute: str) -> str:
    """A decided attribute, as it is compared."""
    return _plain(attribute, sorted_.decided.get(attribute))


def won(engine: Engine, sorted_: Sorted, table: str) -> Rule | None:
    """The rule of a table that won; None where none did."""
    index = sorted_.won.get(table, NO_RULE)
    return None if index == NO_RULE else engine.lookups[table].rules[index]


def targets_of(value: Hashable) -> tuple[Target, ...]:
    """The targets of a promise as it is compared."""
    return value if isinstance(value, tuple) else ()
