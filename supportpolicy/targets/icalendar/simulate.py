"""What a calendar program shows of the files, by RFC 5545: when time is busy.

Reads the files alone. Times with a TZID follow the VTIMEZONE of the same file; an event lasts as long in elapsed time
each time it comes (3.8.5.3); a local time that comes twice is the first, one left out is read with the offset before the
gap (3.3.5); all-day and transparent events leave the time free (3.8.2.7).
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.clock.instants import DAY, day_number, weekday_of
from supportpolicy.clock.pieces import joined
from supportpolicy.engine import Engine
from supportpolicy.engine.values import Facts
from supportpolicy.targets.icalendar.dialect import DAYS
from supportpolicy.targets.in_use import coverages_in_use
from supportpolicy.targets.interface import Ask, Aspects, Files
from supportpolicy.targets.open_at import known_of, open_at, opened_of

_WEEK = 7 * DAY
_LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]*)*):(.*)", re.DOTALL)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_NAME = "X-WR-CALNAME"


class _Line(NamedTuple):
    name: str
    parameters: Mapping[str, str]
    value: str


class _Block(NamedTuple):
    """A component: its name, its lines, and the components within it."""

    name: str
    lines: list[_Line]
    inner: list[_Block]

    def one(self, name: str) -> _Line:
        for line in self.lines:
            if line.name == name:
                return line
        raise ValueError(f"a {self.name} has no {name}")

    def all(self, name: str) -> list[_Line]:
        return [line for line in self.lines if line.name == name]


class _Zone(NamedTuple):
    """The offsets of a VTIMEZONE: from each onset (seconds since 1970) on, until the next."""

    onsets: tuple[int, ...]
    before: int
    after: tuple[int, ...]

    def instant(self, wall: int) -> int:
        """The instant of a local time in seconds since 1970 on local walls."""
        near = max(bisect_right(self.onsets, wall - 2 * DAY) - 1, 0)  # no offset is two days
        offset = self.after[near - 1] if near else self.before
        for start, ahead in zip(self.onsets[near:], self.after[near:], strict=True):
            if wall - offset < start:
                return wall - offset  # still shown before the change; of two times the first
            if wall - ahead < start:
                return wall - offset  # left out by the change: read with the offset before it
            offset = ahead
        return wall - offset


def read(files: Files, engine: Engine) -> Ask:
    """What each coverage's calendar says of the instant at which a ticket is opened: `open NAME`, 1 or 0.

    Raises ValueError where a file is not a calendar as the RFC has it.
    """
    busy: dict[str, tuple[Sequence[int], Sequence[int]]] = {}
    for path, text in files.items():
        if path.startswith("coverage/") and path.endswith(".ics"):
            name, pieces = _calendar(path, text)
            busy[name] = [start for start, _ in pieces], [end for _, end in pieces]

    known = known_of(engine, busy)

    def ask(facts: Facts) -> Aspects:
        at = opened_of(facts)
        if at is None:
            return {}
        found: dict[str, str | int | None] = {}
        for name, (low, high) in known.items():
            if low <= at < high:
                starts, ends = busy[name]
                place = bisect_right(starts, at) - 1
                found[f"open {name}"] = int(place >= 0 and at < ends[place])
        return found

    return ask


def expected(engine: Engine) -> Ask:
    """The same by the policy."""
    return open_at(engine, [one.name for one in coverages_in_use(engine.compiled) if one.kind != "choose"])


def _calendar(path: str, text: str) -> tuple[str, list[tuple[int, int]]]:
    block = _parsed(path, text)
    zones = {one.one("TZID").value: _zone(one) for one in block.inner if one.name == "VTIMEZONE"}
    pieces: list[tuple[int, int]] = []
    seen: set[str] = set()
    for event in block.inner:
        if event.name != "VEVENT":
            continue
        uid = event.one("UID").value
        if uid in seen:
            raise ValueError(f"{path} has two events with the UID {uid}; a program keeps one of them")
        seen.add(uid)
        if event.one("TRANSP").value == "OPAQUE" and event.one("DTSTART").parameters.get("VALUE") != "DATE":
            pieces.extend(_times(event, zones))
    return block.one(_NAME).value.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\"), joined(pieces)


def _parsed(path: str, text: str) -> _Block:
    """The calendar of a file. Lines that begin with a space go on the line before."""
    root = _Block("", [], [])
    open_blocks = [root]
    for raw in text.replace("\r\n ", "").split("\r\n"):
        if not raw:
            continue
        found = _LINE.fullmatch(raw)
        if found is None:
            raise ValueError(f"{path}: '{raw[:60]}' is no line of a calendar")
        name, rest, value = found.groups()
        if name == "BEGIN":
            block = _Block(value, [], [])
            open_blocks[-1].inner.append(block)
            open_blocks.append(block)
        elif name == "END":
            if open_blocks.pop().name != value:
                raise ValueError(f"{path}: END:{value} ends nothing that has begun")
        else:
            parameters = dict(part.split("=", 1) for part in rest.split(";") if part)
            open_blocks[-1].lines.append(_Line(name, parameters, value))
    if len(open_blocks) != 1 or [block.name for block in root.inner] != ["VCALENDAR"]:
        raise ValueError(f"{path} is not one calendar")
    return root.inner[0]


def _times(event: _Block, zones: Mapping[str, _Zone]) -> Iterator[tuple[int, int]]:
    """Each time that an event happens, as instants."""
    start, end = event.one("DTSTART"), event.one("DTEND")
    length = _instant(end, zones) - _instant(start, zones)
    skipped = {_instant(line, zones) for line in event.all("EXDATE")}
    rules = event.all("RRULE")
    walls = _recurring(start, rules[0].value, zones) if rules else [_wall(start.value)]
    for wall in walls:
        at = _on(start, wall, zones)
        if at not in skipped:
            yield at, at + length


def _recurring(start: _Line, rule: str, zones: Mapping[str, _Zone]) -> Iterator[int]:
    """The local times of a weekly event, from its first on."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if parts.pop("FREQ", "") != "WEEKLY" or not parts.keys() <= {"UNTIL", "COUNT", "BYDAY"}:
        raise ValueError(f"the rule '{rule}' is none of a weekly event")
    first = _wall(start.value)
    weekdays = [DAYS.index(day) for day in parts["BYDAY"].split(",")] if "BYDAY" in parts else None
    until = _wall(parts["UNTIL"]) if "UNTIL" in parts else None
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    if (until is None) == (count is None):
        raise ValueError(f"the rule '{rule}' never ends, or ends in two ways")
    wall, given = first, 0
    while count is None or given < count:
        weekday = weekday_of(wall // DAY)
        if weekdays is None or weekday in weekdays:
            if until is not None and _on(start, wall, zones) > until:
                return
            given += 1
            yield wall
        wall += _WEEK if weekdays is None else DAY


def _zone(block: _Block) -> _Zone:
    changes: list[tuple[int, int, int]] = []
    for part in block.inner:
        before = _seconds(part.one("TZOFFSETFROM").value)
        after = _seconds(part.one("TZOFFSETTO").value)
        walls = [_wall(part.one("DTSTART").value), *(_wall(line.value) for line in part.all("RDATE"))]
        for line in part.all("RRULE"):
            walls.extend(_yearly(walls[0], line.value, before))
        changes.extend((wall - before, before, after) for wall in walls)
    changes.sort()
    if not changes:
        raise ValueError(f"the zone {block.one('TZID').value} says nothing of its clocks")
    return _Zone(tuple(at for at, _, _ in changes), changes[0][1], tuple(after for _, _, after in changes))


def _yearly(first: int, rule: str, before: int) -> Iterator[int]:
    """The local times of a yearly change after its first; without an end, for a hundred years."""
    found = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?[1-4])([A-Z]{2})(?:;UNTIL=(\w+))?", rule)
    if found is None:
        raise ValueError(f"the rule '{rule}' is none of a yearly change of clocks")
    month, place, weekday = int(found[1]), int(found[2]), DAYS.index(found[3])
    until = _wall(found[4]) if found[4] else None
    begins = dt.date.fromordinal(dt.date(1970, 1, 1).toordinal() + first // DAY)
    for year in range(begins.year + 1, begins.year + 101):
        days = [
            dt.date(year, month, day)
            for day in range(1, months.monthrange(year, month)[1] + 1)
            if dt.date(year, month, day).weekday() == weekday
        ]
        wall = day_number(days[place if place < 0 else place - 1]) * DAY + first % DAY
        if until is not None and wall - before > until:
            return
        yield wall


def _instant(line: _Line, zones: Mapping[str, _Zone]) -> int:
    return _on(line, _wall(line.value), zones)


def _on(line: _Line, wall: int, zones: Mapping[str, _Zone]) -> int:
    """The instant of a time of the kind that a line has: in UTC, or on the walls of its zone."""
    if line.value.endswith("Z"):
        return wall
    zone = line.parameters.get("TZID", "")
    if zone not in zones:
        raise ValueError(f"there is no VTIMEZONE for '{zone}'")
    return zones[zone].instant(wall)


def _wall(value: str) -> int:
    found = _STAMP.fullmatch(value)
    if found is None:
        raise ValueError(f"'{value}' is no date with a time")
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    return day_number(dt.date(year, month, day)) * DAY + hour * 3600 + minute * 60 + second


def _seconds(value: str) -> int:
    found = _OFFSET.fullmatch(value)
    if found is None:
        raise ValueError(f"'{value}' is no offset from UTC")
    size = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return -size if found[1] == "-" else size
