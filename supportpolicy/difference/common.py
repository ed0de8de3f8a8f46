"""What two policies have in common before anything is proved: dates, facts, calendars and columns by one set of names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import Column
from supportpolicy.difference.hours import Span
from supportpolicy.engine import Engine
from supportpolicy.engine.calendars import DEFAULT_HORIZON
from supportpolicy.engine.candidates import midnight

AS_IT_WAS = " (as it was)"
"""Behind the name of a calendar or fact of the old policy that the new one has otherwise."""


class NothingInCommon(Exception):
    """The two policies speak of no common day."""


def common_span(old: Engine, new: Engine) -> Span:
    """The instants that both policies speak of. Raises NothingInCommon."""
    first, last = common_horizon(old.compiled, new.compiled)
    return Span(midnight(new, _day(first)), midnight(new, _day(last) + 1))


def _day(date: dt.date) -> int:
    return (date - dt.date(1970, 1, 1)).days


def common_horizon(old: Compiled, new: Compiled) -> tuple[dt.date, dt.date]:
    """The first and the last date that both policies speak of. Raises NothingInCommon."""
    both = [
        tuple(dt.date.fromisoformat(day) for day in one.horizon) if one.horizon else DEFAULT_HORIZON
        for one in (old, new)
    ]
    first, last = max(one[0] for one in both), min(one[1] for one in both)
    if first >= last:
        raise NothingInCommon
    return first, last


def moved_column(column: Column, probes: Mapping[str, str], facts: Mapping[str, str]) -> Column:
    """A column of the old policy by the common names."""
    fact, probe = facts.get(column.fact, column.fact), column.probe
    if probe is not None and probe.operator == "during":
        probe = probe._replace(operand=probes.get(probe.operand, probe.operand))
    elif probe is not None and probe.operator not in ("has", "mentions", "present", "within", "in_next", "older_than"):
        probe = probe._replace(operand=facts.get(probe.operand, probe.operand))
    id_ = column.id
    if (fact, probe) != (column.fact, column.probe):
        id_ = fact if probe is None else f"{fact} {probe.operator} {probe.operand}"
        id_ = f"{id_}@{column.currency}" if column.currency else id_
    return column._replace(id=id_, fact=fact, probe=probe)


def all_calendars(old: Compiled, new: Compiled, probes: Mapping[str, str]) -> tuple[Calendar, ...]:
    """The new policy's calendars, and those of the old one that are otherwise there or not at all."""
    known = {one.name for one in new.calendars}
    more = [
        one._replace(
            name=probes[one.name],
            union=tuple(probes.get(name, name) for name in one.union),
            cases={value: probes.get(name, name) for value, name in one.cases.items()},
            otherwise=None if one.otherwise is None else probes.get(one.otherwise, one.otherwise),
        )
        for one in old.calendars
        if probes[one.name] not in known
    ]
    return (*new.calendars, *more)


def all_facts(
    old: Compiled, new: Compiled, renamed: Mapping[str, str]
) -> tuple[tuple[Fact, ...], dict[str, str], frozenset[str]]:
    """All facts; those of the old policy that stand here under another name; and those with two defaults."""
    after = {fact.name: fact for fact in new.facts}
    found = dict(after)
    moved = dict(renamed)
    split: set[str] = set()
    for fact in old.facts:
        name = moved.get(fact.name, fact.name)
        other = after.get(name)
        if other is None:
            found[name] = fact
        elif (fact.type, fact.derived, fact.of) != (other.type, other.derived, other.of):
            moved[fact.name] = f"{fact.name}{AS_IT_WAS}"
            found[moved[fact.name]] = fact._replace(name=moved[fact.name])
        else:
            values = tuple(dict.fromkeys((*other.values, *fact.values))) if fact.values and other.values else ()
            if fact.default != other.default:
                split.add(name)
            found[name] = other._replace(values=values, default=other.default if name not in split else None)
    return _with_moved_parts(found.values(), moved, old), moved, frozenset(split)


def _with_moved_parts(facts: Iterable[Fact], moved: Mapping[str, str], old: Compiled) -> tuple[Fact, ...]:
    before = {moved.get(fact.name, fact.name) for fact in old.facts if moved.get(fact.name) != fact.name}
    return tuple(
        fact._replace(of=tuple(moved.get(part, part) for part in fact.of))
        if fact.name in before and fact.name.endswith(AS_IT_WAS)
        else fact
        for fact in facts
    )
