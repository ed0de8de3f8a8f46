"""The tables that sort a ticket as rules of a desk, stage by stage.

Every rule asks that its stage is not done, and says that it is. A last rule ends a stage in which nothing held, so that nothing
of it can happen later: some desks look at all rules again after each change of a ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule, Table
from supportpolicy.compiled.views import when_in_words
from supportpolicy.targets.desks.asking import Test, Way, Ways, Words, ways_of
from supportpolicy.targets.desks.tags import NO_TEAM, decided_tag, done_tag, slug

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
STAGES: Final = (*TABLES_OF, "proof", "raise", "lower", "promise", "priority")

Sets = Mapping[str, str]
"""What a rule changes besides tags: `severity`, `priority` (a level), `group` (a team), `promise` (its mark)."""


class Done(NamedTuple):
    """One rule of a desk."""

    stage: str
    about: str
    """Which rule of the policy it carries and when, in words."""
    ways: Ways
    adds: tuple[str, ...]
    """Tags."""
    sets: Sets = {}
    at: tuple[str, ...] = ()

    @property
    def unless(self) -> str:
        """The tag that a ticket must not have."""
        return done_tag(self.stage)


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
        yield Done("priority", f"Severity {level}.", (only,), (done_tag("priority"),), {"priority": level})


def _table(words: Words, table: Table, stage: str, *, graded: bool) -> Iterator[Done]:
    """A table of which the first rule that holds wins. `graded`: severity is also kept as it was first decided."""
    for rule in table.rules:
        ways = ways_of(words, rule)
        if ways:
            yield Done(stage, about(rule), ways, _tags(rule, stage, graded=graded), _sets(rule, stage), _line(rule))
    yield from _closing(table, stage)


def _tags(rule: Rule, stage: str, *, graded: bool) -> tuple[str, ...]:
    tags = [done_tag(stage)]
    for attribute, value in rule.outcome.decides.items():
        if attribute != "severity":
            tags.append(decided_tag(attribute, value))
            continue
        if graded:
            tags.append(decided_tag("graded", value))
        tags.append(decided_tag("severity_rule", rule.name))
    return tuple(dict.fromkeys([*tags, *_said(rule)]))


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
            yield Done("proof", about(rule), ways, (done_tag("proof"), *_said(rule)), level, _line(rule))
    yield from _closing(table, "proof")


def _raise(words: Words, table: Table, levels: Sequence[str]) -> Iterator[Done]:
    """The first rule that holds raises to its level; a ticket that has it already, or a higher one, is left as it is."""
    for rule in table.rules:
        level = rule.outcome.decides["severity"]
        below = Test("severity", "", tuple(levels[: levels.index(level) + 1]), holds=False)
        ways = ways_of(words, rule, graded=True)
        tags = (done_tag("raise"), *_said(rule))
        if ways:
            raised = tuple((*way, below) for way in ways)
            yield Done("raise", about(rule), raised, tags, {"severity": level}, _line(rule))
            yield Done("raise", f"{about(rule)}, and the severity is no lower", ways, tags, {}, _line(rule))
    yield from _closing(table, "raise")


def _lower(words: Words, table: Table, levels: Sequence[str]) -> Iterator[Done]:
    """Caps: every one that holds lowers what is above it."""
    for rule in table.rules:
        level = rule.outcome.decides.get("severity")
        above = tuple(levels[: levels.index(level)]) if level is not None else ()
        ways = ways_of(words, rule, graded=True)
        if level is not None and above and ways:
            lowered = tuple((*way, Test("severity", "", above)) for way in ways)
            yield Done("lower", about(rule), lowered, (), {"severity": level}, _line(rule))
        if _said(rule) and ways:
            yield Done("lower", f"{about(rule)}, what is said then", ways, _said(rule), {}, _line(rule))
    yield from _closing(table, "lower")


def _promises(words: Words, table: Table, mark_of: Callable[[Rule], str | None]) -> Iterator[Done]:
    for rule in table.rules:
        mark = mark_of(rule)
        name = rule.outcome.decides.get("sla", rule.name)
        tags = (done_tag("promise"), decided_tag("sla", name), *((mark,) if mark is not None else ()), *_said(rule))
        ways = ways_of(words, rule)
        if ways:
            sets = {"promise": mark} if mark is not None else {}
            yield Done("promise", about(rule), ways, tuple(dict.fromkeys(tags)), sets, _line(rule))
    yield from _closing(table, "promise")


def _closing(table: Table, stage: str) -> Iterator[Done]:
    if table.rules and table.rules[-1].parts:
        yield Done(stage, "No rule held: the stage is done.", ((),), (done_tag(stage),))


def _line(rule: Rule) -> tuple[str, ...]:
    return (rule.at,) if rule.at else ()


def about(rule: Rule) -> str:
    """A rule in words, for people who read what a desk has."""
    return f"Rule “{rule.name}”: {when_in_words(rule)}"


def ends_with_severity(compiled: Compiled) -> bool:
    """Whether every ticket has a severity."""
    rules = compiled.table("severity").rules
    return bool(rules) and not rules[-1].parts
