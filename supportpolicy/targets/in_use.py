"""Which coverages of a policy anything refers to, what they are made of, and file names for them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar

ALWAYS = "always"


def coverages_in_use(compiled: Compiled) -> tuple[Calendar, ...]:
    """The calendars that something refers to, with their members and cases, in the policy's order.

    `always` counts only where people, a language or a channel have it: as a clock it needs no hours.
    """
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    named = dict.fromkeys(_named_by_people(compiled))
    named.update(dict.fromkeys(name for name in _named_by_clocks(compiled) if name != ALWAYS))
    waiting, found = [name for name in named if name in calendars], set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(part for part in parts_of(calendars[name]) if part in calendars)
    return tuple(calendar for calendar in compiled.calendars if calendar.name in found)


def parts_of(calendar: Calendar) -> tuple[str, ...]:
    """The calendars that a union is made of, or among which one is chosen."""
    otherwise = (calendar.otherwise,) if calendar.otherwise is not None else ()
    return tuple(dict.fromkeys((*calendar.union, *calendar.cases.values(), *otherwise)))


def members_of(name: str, calendars: Mapping[str, Calendar]) -> tuple[Calendar, ...]:
    """The weekly calendars of which any must be open: the calendar itself, or the members of a union and of its unions."""
    calendar = calendars[name]
    if calendar.kind != "union":
        return (calendar,)
    found = {one.name: one for member in calendar.union for one in members_of(member, calendars)}
    return tuple(found.values())


def file_names(names: Iterable[str]) -> dict[str, str]:
    """A file name for each name, without its ending: lower case, letters, figures and hyphens.

    Names that would give the same file name get some figures of their hash, so that a name always has the same file
    whatever else there is but its like.
    """
    given = tuple(names)
    plain = {name: _plain(name) for name in given}
    counts: dict[str, int] = {}
    for short in plain.values():
        counts[short] = counts.get(short, 0) + 1
    return {
        name: f"{short}-{short_hash(name)}".lstrip("-") if counts[short] > 1 or not short else short
        for name, short in plain.items()
    }


def short_hash(*parts: str, length: int = 8) -> str:
    """The first figures of a SHA-256 over some words: a name for what they say together."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:length]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _named_by_people(compiled: Compiled) -> Iterator[str]:
    for group in (compiled.teams, compiled.roles, compiled.languages, compiled.channels):
        for one in group:
            if one.coverage is not None:
                yield one.coverage


def _named_by_clocks(compiled: Compiled) -> Iterator[str]:
    for table in compiled.tables:
        for rule in table.rules:
            for target in rule.outcome.targets:
                if target.clock is not None:
                    yield target.clock
    for timeline in compiled.timelines:
        yield timeline.clock
    for column in compiled.columns:
        if column.probe is not None and column.probe.operator == "during":
            yield column.probe.operand
    if compiled.business_day_calendar is not None:
        yield compiled.business_day_calendar
