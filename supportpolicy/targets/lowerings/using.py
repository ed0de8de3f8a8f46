"""What of a policy a target has to say: the calendars, metrics and timelines that the rules it takes really use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.walk import promises

TABLES: tuple[str, ...] = (
    "tier",
    "severity",
    "emergency",
    "emergency.claimed",
    "adjust.proof",
    "adjust.raise",
    "adjust.lower",
    "routing",
    "sla",
    "timelines",
)
"""The tables that most tools take: sorting, promises and ladders, without what is said of languages and channels."""


PEOPLE = "people"
"""Named among the tables: the hours of teams, roles, languages and channels count too."""


def calendar_of(compiled: Compiled, name: str) -> Calendar | None:
    """A calendar by its name."""
    return next((one for one in compiled.calendars if one.name == name), None)


def with_calendar(compiled: Compiled, calendar: Calendar) -> Compiled:
    """The policy with another calendar of the same name."""
    calendars = tuple(calendar if one.name == calendar.name else one for one in compiled.calendars)
    return compiled._replace(calendars=calendars)


def promised(compiled: Compiled) -> Iterator[tuple[Rule, Target]]:
    """Every target by which some time is promised, with its rule."""
    for rule in compiled.table("sla").rules:
        for target in rule.outcome.targets:
            if promises(target):
                yield rule, target


def running(compiled: Compiled) -> tuple[Timeline, ...]:
    """The timelines that run for some ticket."""
    names = {rule.name for rule in compiled.table("timelines").rules}
    return tuple(one for one in compiled.timelines if one.name in names)


def named(rule: Rule) -> str:
    """A rule by its name, with its row where it has one."""
    return f"{rule.name} {rule.row}" if rule.row is not None and rule.row not in rule.name else rule.name


def clocks_in_use(compiled: Compiled, tables: Sequence[str] = TABLES) -> tuple[str, ...]:
    """The names of clocks that promises and timelines count on, `team` resolved to the hours of teams; without `always`."""
    names = [target.clock for _, target in promised(compiled)] if "sla" in tables else []
    if "timelines" in tables:
        names += [one.clock for one in running(compiled)]
    found = [name for name in names if name is not None and name not in (TEAM, ALWAYS_OPEN)]
    if TEAM in names:
        found += [team.coverage for team in compiled.teams if team.coverage not in (None, ALWAYS_OPEN)]
    if PEOPLE in tables:
        groups = (compiled.teams, compiled.roles, compiled.languages, compiled.channels)
        found += [one.coverage for group in groups for one in group if one.coverage not in (None, ALWAYS_OPEN)]
    return tuple(dict.fromkeys(name for name in found if name))


def columns_in_use(compiled: Compiled, tables: Sequence[str] = TABLES) -> tuple[str, ...]:
    """The columns that some rule of these tables tests, in the order of the policy's columns."""
    used = {
        column
        for table in compiled.tables
        if table.name in tables
        for rule in table.rules
        for part in rule.parts
        for way in part.any
        for column in way
    }
    return tuple(column.id for column in compiled.columns if column.id in used)


def calendars_in_use(compiled: Compiled, tables: Sequence[str] = TABLES) -> tuple[Calendar, ...]:
    """The calendars that clocks count on or rules of these tables ask about, and those that these are made of.

    Without `always`, which every tool says in its own way. In the order of the policy.
    """
    names = set(clocks_in_use(compiled, tables))
    for id_ in columns_in_use(compiled, tables):
        probe = compiled.column(id_).probe
        if probe is not None and probe.operator == "during":
            names.add(probe.operand)
    return _with_inner(compiled, names)


def _with_inner(compiled: Compiled, names: Iterable[str]) -> tuple[Calendar, ...]:
    wanted, found = list(names), set[str]()
    while wanted:
        name = wanted.pop()
        calendar = calendar_of(compiled, name)
        if calendar is None or name in found or name == ALWAYS_OPEN:
            continue
        found.add(name)
        wanted += [*calendar.union, *calendar.cases.values(), *((calendar.otherwise,) if calendar.otherwise else ())]
    return tuple(one for one in compiled.calendars if one.name in found)
