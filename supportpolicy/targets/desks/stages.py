"""The tables that sort a ticket as rules of a desk, stage by stage.

Every rule asks that its stage is not done, and says that it is. A last rule ends a stage in which nothing held, so that nothing
of it can happen later: some desks look at all rules again after each change of a ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from supportpolicy.compiled.tables import Rule, Table
from supportpolicy.compiled.views import when_in_words
from supportpolicy.targets.desks.asking import Test, Way, Ways, Words, ways_of
from supportpolicy.targets.desks.tags import NO_TEAM, decided_tag, slug

TABLES_OF: Final[Mapping[str, str]] = {
    "tier": "tier",
    "severity": "severity",
    "language": "language",
    "emergency": "emergency",
    "claimed": "emergency.claimed",
    "channel": "channel",
    "routing": "routing",
}
"""Stage -> the table that it carries as it stands."""
SORTING_TABLES: Final = (*TABLES_OF.values(), "adjust.proof", "adjust.raise", "adjust.lower", "sla")
STAGES: Final = (
    *(stage for stage in TABLES_OF if stage != "routing"),
    *("proof", "raise", "lower", "routing", "promise", "priority"),
)
"""In their order."""

Sets = Mapping[str, str]
"""What a rule changes besides tags: `severity`, `priority` (a level), `group` (a team), `promise` (its mark)."""


class Done(NamedTuple):
    """One rule of a desk."""

    stage: str
    about: str
    """Which rule of the policy it carries and when, in words."""
    ways: Ways
    decides: Mapping[str, str] = {}
    """What is noted of a decision: attribute -> value."""
    tags: tuple[str, ...] = ()
    """What else the rule says: tags of its own, messages and actions."""
    sets: Sets = {}
    ends: bool = True
    """Whether the stage is done then."""
    at: tuple[str, ...] = ()


def all_rules(words: Words, mark_of: Callable[[Rule], str | None]) -> Iterator[Done]:
    """The rules of all stages, in order. `mark_of` names the promise of a rule of `sla`; None where nothing is promised."""
    compiled = words.compiled
    levels = compiled.severity_levels
    graded = any(
        words.columns[column].fact == "severity"
        for table in compiled.tables
        if table.name.startswith("adjust.")
        for column in table.masks
    )
    for stage, table in TABLES_OF.items():
        if stage != "routing":
            yield from _table(words, compiled.table(table), stage, graded=graded)
    yield from _proof(words, compiled.table("adjust.proof"))
    yield from _raise(words, compiled.table("adjust.raise"), levels)
    yield from _lower(words, compiled.table("adjust.lower"), levels)
    yield from _table(words, compiled.table("routing"), "routing", graded=False)
    yield from _promises(words, compiled.table("sla"), mark_of)
    for level in levels:
        only: Way = (Test("severity", "", (level,)),)
        yield Done("priority", f"Severity {level}.", (only,), sets={"priority": level})


def _table(words: Words, table: Table, stage: str, *, graded: bool) -> Iterator[Done]:
    """A table of which the first rule that holds wins. `graded`: severity is also kept as it was first decided."""
    for rule in table.rules:
        ways = ways_of(words, rule)
        if ways:
            noted = _noted(rule, graded=graded)
            yield Done(stage, about(rule), ways, noted, _said(rule), _sets(rule, stage), at=_line(rule))
    yield from _closing(table, stage)


def _noted(rule: Rule, *, graded: bool) -> dict[str, str]:
    """What a rule decides, but the severity, which has a place of its own."""
    found: dict[str, str] = {}
    for attribute, value in rule.outcome.decides.items():
        if attribute != "severity":
            found[attribute] = value
            continue
        if graded:
            found["graded"] = value
        found["severity_rule"] = rule.name
    return found


def _said(rule: Rule) -> tuple[str, ...]:
    """What else a rule says: its own tags, and one for each message and action."""
    return (
        *(slug(tag) for tag in rule.outcome.tag),
        *(decided_tag("say", name) for name in rule.outcome.say),
        *(decided_tag("do", name) for name in rule.outcome.do),
    )


def _sets(rule: Rule, stage: str) -> Sets:
    found: dict[str, str] = {}
    level, team = (rule.outcome.decides.get(name) for name in ("severity", "team"))
    if level is not None:
        found["severity"] = level
    if stage == "routing" and team not in (None, NO_TEAM):
        found["group"] = str(team)
    return found


def _proof(words: Words, table: Table) -> Iterator[Done]:
    """A severity that was to be proved and was not: the first rule that holds says which level it is instead."""
    for rule in table.rules:
        ways = ways_of(words, rule, graded=True)
        if ways:
            level = {"severity": rule.outcome.decides["severity"]}
            yield Done("proof", about(rule), ways, {}, _said(rule), level, at=_line(rule))
    yield from _closing(table, "proof")


def _raise(words: Words, table: Table, levels: Sequence[str]) -> Iterator[Done]:
    """The first rule that holds raises to its level; a ticket that has it already, or a higher one, is left as it is."""
    for rule in table.rules:
        level = rule.outcome.decides["severity"]
        below = Test("severity", "", tuple(levels[: levels.index(level) + 1]), holds=False)
        ways = ways_of(words, rule, graded=True)
        if ways:
            raised = tuple((*way, below) for way in ways)
            yield Done("raise", about(rule), raised, {}, _said(rule), {"severity": level}, at=_line(rule))
            yield Done("raise", f"{about(rule)}, and it is no lower", ways, {}, _said(rule), at=_line(rule))
    yield from _closing(table, "raise")


def _lower(words: Words, table: Table, levels: Sequence[str]) -> Iterator[Done]:
    """Caps: every one that holds lowers what is above it."""
    for rule in table.rules:
        level = rule.outcome.decides.get("severity")
        above = tuple(levels[: levels.index(level)]) if level is not None else ()
        ways = ways_of(words, rule, graded=True)
        if level is not None and above and ways:
            lowered = tuple((*way, Test("severity", "", above)) for way in ways)
            yield Done("lower", about(rule), lowered, {}, (), {"severity": level}, ends=False, at=_line(rule))
        if _said(rule) and ways:
            yield Done("lower", f"{about(rule)}, what is said", ways, {}, _said(rule), ends=False, at=_line(rule))
    yield from _closing(table, "lower")


def _promises(words: Words, table: Table, mark_of: Callable[[Rule], str | None]) -> Iterator[Done]:
    for rule in table.rules:
        mark = mark_of(rule)
        ways = ways_of(words, rule)
        if ways:
            noted = {"sla": rule.outcome.decides.get("sla", rule.name)}
            sets = {"promise": mark} if mark is not None else {}
            yield Done("promise", about(rule), ways, noted, _said(rule), sets, at=_line(rule))
    yield from _closing(table, "promise")


def _closing(table: Table, stage: str) -> Iterator[Done]:
    if table.rules and table.rules[-1].parts:
        yield Done(stage, "No rule held: the stage is done.", ((),))


def _line(rule: Rule) -> tuple[str, ...]:
    return (rule.at,) if rule.at else ()


def about(rule: Rule) -> str:
    """A rule in words, for people who read what a desk has."""
    return f"Rule “{rule.name}”: {when_in_words(rule)}"
