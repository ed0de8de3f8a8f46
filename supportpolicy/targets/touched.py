"""What one change touches of a policy: rules, calendars and timelines that are not the same before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.pieces import without
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.tables import Rule
from supportpolicy.engine import Engine
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.prepared import OPENED

RuleKey = tuple[str, str, str | None, str]
"""Table, name, row and line of a rule."""

MOST_MOMENTS = 6
"""Instants of one calendar around which tickets are opened."""
_BEFORE = 3600
_AT_OPENING = frozenset((OPENED, "emergency"))


class Touched(NamedTuple):
    """Names of what a change touches."""

    rules: frozenset[RuleKey]
    calendars: frozenset[str]
    timelines: frozenset[str]

    @property
    def names(self) -> frozenset[object]:
        """All of them."""
        return frozenset((*self.rules, *self.calendars, *self.timelines))


def key_of(table: str, rule: Rule) -> RuleKey:
    """A rule as it can be found again after it was edited."""
    return table, rule.name, rule.row, rule.at


def touched_by(before: Compiled, after: Compiled) -> Touched:
    """What differs between a policy before and after a change."""
    return Touched(
        frozenset(_rules(before, after)),
        _differing({one.name: one for one in before.calendars}, {one.name: one for one in after.calendars}),
        _differing({one.name: one for one in before.timelines}, {one.name: one for one in after.timelines}),
    )


def moments_apart(before: Engine, after: Engine, name: str) -> tuple[int, ...]:
    """Instants at or shortly before which the hours of a calendar begin to differ, the first ones; seconds since 1970."""
    try:
        old, new = before.clock(name).openings, after.clock(name).openings
    except (EngineError, ClockError):
        return ()
    known = max(old.known_from, new.known_from), min(old.known_until, new.known_until)
    pieces, others = old.pieces(), new.pieces()
    apart = sorted((*without(pieces, others)[:MOST_MOMENTS], *without(others, pieces)[:MOST_MOMENTS]))
    found = dict.fromkeys(start - back for start, _ in apart for back in (0, _BEFORE))
    return tuple(one for one in found if known[0] <= one < known[1])[:MOST_MOMENTS]


def shows_at_opening(before: Compiled, after: Compiled, touched: Touched, metrics: Collection[str] = ()) -> bool:
    """Whether what is touched can matter to a ticket as it is opened; else no ticket needs to be tried.

    `metrics` are told of a ticket at its opening though they start later.
    """
    told = _starting(before).union(metrics)
    return (
        any(_rule_shows(before, after, key, told) for key in touched.rules)
        or any(_timeline_shows(before, after, name) for name in touched.timelines)
        or not touched.calendars.isdisjoint(_calendars_at_opening(before, told))
        or before.severity_levels != after.severity_levels
    )


def only_promises(before: Compiled, after: Compiled, touched: Touched) -> bool:
    """Whether the change is one of promises alone: the same rules hold for the same tickets, and no hours are others."""
    return not (touched.calendars or touched.timelines) and all(
        (old := _rule(before, key)) is not None
        and (new := _rule(after, key)) is not None
        and _sorts_alike(key, old, new)
        for key in touched.rules
    )


def asked_about(compiled: Compiled) -> frozenset[str]:
    """The calendars that conditions ask about, with their parts."""
    probes = (one.probe for one in compiled.columns if one.probe is not None and one.probe.operator == "during")
    return _with_parts(compiled, (probe.operand for probe in probes))


def _sorts_alike(key: RuleKey, old: Rule, new: Rule) -> bool:
    bare_old, bare_new = (rule._replace(outcome=rule.outcome._replace(targets=())) for rule in (old, new))
    return key[0] == "sla" and bare_old == bare_new


def _rule_shows(before: Compiled, after: Compiled, key: RuleKey, told: frozenset[str]) -> bool:
    old, new = _rule(before, key), _rule(after, key)
    if old is None or new is None or not _sorts_alike(key, old, new):
        return True
    was, now = (
        {one._replace(on_change="keep", usually=None) for one in rule.outcome.targets if one.metric in told}
        for rule in (old, new)
    )
    return was != now


def _rule(compiled: Compiled, key: RuleKey) -> Rule | None:
    return next((rule for rule in compiled.table(key[0]).rules if key_of(key[0], rule) == key), None)


def _timeline_shows(before: Compiled, after: Compiled, name: str) -> bool:
    old, new = (next((one for one in policy.timelines if one.name == name), None) for policy in (before, after))
    if old is None or new is None:
        return any(one is not None and _starts_at_opening(one) for one in (old, new))
    bare_old, bare_new = (
        one._replace(steps=tuple(step._replace(unless=()) for step in one.steps)) for one in (old, new)
    )
    return _starts_at_opening(old) and bare_old != bare_new


def _starts_at_opening(timeline: Timeline) -> bool:
    return not _AT_OPENING.isdisjoint(timeline.starts_on) or any(
        one.startswith("entered:") for one in timeline.starts_on
    )


def _starting(compiled: Compiled) -> frozenset[str]:
    """The metrics that start with a ticket."""
    return frozenset(one.name for one in compiled.metrics if OPENED in one.starts_on)


def _calendars_at_opening(compiled: Compiled, told: frozenset[str]) -> frozenset[str]:
    """The calendars on which a due time, a step or a condition may depend when a ticket is opened, with their parts."""
    names = {
        target.clock
        for rule in compiled.table("sla").rules
        for target in rule.outcome.targets
        if target.metric in told and target.clock is not None
    }
    names |= {one.clock for one in compiled.timelines if _starts_at_opening(one)}
    names |= {team.coverage for team in compiled.teams if TEAM in names and team.coverage is not None}
    if compiled.business_day_calendar is not None:
        names.add(compiled.business_day_calendar)
    return _with_parts(compiled, names) | asked_about(compiled)


def moves_steps(before: Compiled, touched: Touched) -> bool:
    """Whether steps of timelines may come at other times."""
    clocks = {one.clock for one in before.timelines if _starts_at_opening(one)}
    if TEAM in clocks:
        clocks |= {team.coverage for team in before.teams if team.coverage is not None}
    return (
        bool(touched.timelines)
        or any(key[0] == "timelines" for key in touched.rules)
        or not touched.calendars.isdisjoint(_with_parts(before, clocks))
    )


def _with_parts(compiled: Compiled, names: Iterable[str]) -> frozenset[str]:
    calendars = {one.name: one for one in compiled.calendars}
    wanted, found = list(names), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in found and name in calendars:
            found.add(name)
            one = calendars[name]
            wanted += [*one.union, *one.cases.values(), *((one.otherwise,) if one.otherwise is not None else ())]
    return frozenset(found)


def _rules(before: Compiled, after: Compiled) -> Iterator[RuleKey]:
    tables = {table.name: table for table in after.tables}
    for table in before.tables:
        other = tables.get(table.name)
        if other is table or other is None:
            continue
        old = {key_of(table.name, rule): rule for rule in table.rules}
        new = {key_of(table.name, rule): rule for rule in other.rules}
        yield from (key for key in {**old, **new} if old.get(key) != new.get(key))


def _differing(old: dict[str, object], new: dict[str, object]) -> frozenset[str]:
    return frozenset(name for name in {**old, **new} if old.get(name) != new.get(name))
