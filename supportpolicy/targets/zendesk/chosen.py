"""Hours that depend on a fact of the ticket: each case by its value, so that a trigger can set the schedule of the one.

A calendar that is chosen by a fact has no column for it in the policy's partition. Here it gets one, of the fact's values that
the calendar names; conditions and tickets go by it as by any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, both
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import Column


class Case(NamedTuple):
    """One calendar that is no choice any more, and when it is the one."""

    way: Mapping[str, Admitted]
    """Columns and the classes they must be in."""
    calendar: str | None
    """None: no case fits the ticket, and no hours are known."""


def chosen_columns(compiled: Compiled) -> tuple[Column, ...]:
    """A column for each calendar that is chosen by a fact."""
    facts = {fact.name: fact for fact in compiled.facts}
    return tuple(
        Column(column_id(calendar), calendar.by, "values", _type(facts.get(calendar.by)), tuple(calendar.cases))
        for calendar in compiled.calendars
        if calendar.kind == "choose" and calendar.by is not None
    )


def column_id(calendar: Calendar) -> str:
    """The id of such a column; no column of a policy has it."""
    return f"{calendar.by} by {calendar.name}"


def _type(fact: Fact | None) -> str:
    return fact.type if fact is not None else "choice"


def cases_of(compiled: Compiled, name: str) -> tuple[Case, ...]:
    """What a calendar comes to: itself, or the cases of a choice, of which exactly one holds for any ticket."""
    return tuple(_cases({calendar.name: calendar for calendar in compiled.calendars}, name, {}))


def _cases(calendars: Mapping[str, Calendar], name: str, way: Mapping[str, Admitted]) -> Iterator[Case]:
    calendar = calendars.get(name)
    if calendar is None or calendar.kind != "choose":
        yield Case(way, name)
        return
    column = column_id(calendar)
    size = 2 + len(calendar.cases)
    for number, inner in enumerate(calendar.cases.values(), 2):
        yield from _cases(calendars, inner, _joined(way, column, ((number, number),)))
    others = _joined(way, column, ((0, min(1, size - 1)),))
    if calendar.otherwise is None:
        yield Case(others, None)
    else:
        yield from _cases(calendars, calendar.otherwise, others)


def _joined(way: Mapping[str, Admitted], column: str, admitted: Admitted) -> dict[str, Admitted]:
    return {**way, column: both(way[column], admitted) if column in way else admitted}
