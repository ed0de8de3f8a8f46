"""Instants as a test writes them, and as a report shows them: wall times of the policy's zone, dates, `{after: 90m}`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from supportpolicy.clock.instants import DAY, day_number, from_epoch
from supportpolicy.clock.zones import load_zone, zone_keys, zone_offsets
from supportpolicy.diagnostics import Span, closest
from supportpolicy.language.amounts import parse_amount
from supportpolicy.language.malformed import Malformed
from supportpolicy.source import Node
from supportpolicy.testing import kinds
from supportpolicy.testing.mistakes import Mistake

OPENED, NOW = "opened", "now"
"""What a relative moment may count from, beside the times that a ticket has as facts."""

_FIRST_YEAR, _LAST_YEAR = 1000, 3000
_EXAMPLES = "write 2026-06-05 14:00, 2026-06-05 14:00 Asia/Tokyo, 2026-06-05T14:00:00Z, 2026-06-05 or {after: 90m}"
_FORM = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:(?P<sign>[ T])(?P<time>\d\d:\d\d(?::\d\d)?))?(?P<offset>Z|[+-]\d\d:\d\d)?"
    r"(?: (?P<zone>[A-Za-z][\w+\-/]*))?\Z",
    re.ASCII,
)


class Moment(NamedTuple):
    """One of three: an instant (UTC), a local date of the policy's zone, or an amount of time from another moment."""

    span: Span
    instant: dt.datetime | None = None
    date: dt.date | None = None
    """Then `instant` is its beginning."""
    shift: dt.timedelta | None = None
    """Below zero for `before`."""
    of: str = OPENED


class NoSuchWall(ValueError):
    """Clocks of the zone never show this time: they went forward over it, or the date was left out."""


def read_moment(node: Node, zone: str | None) -> Moment:
    """An instant of a test. `zone` is the policy's. Raises Mistake."""
    if node.kind == "mapping":
        return _relative(node)
    if node.kind != "scalar":
        raise Mistake(kinds.INSTANT.at(node.span, "this is not an instant", help=_EXAMPLES))
    try:
        instant, date = parse_instant(node.text, zone)
    except Malformed as problem:
        raise Mistake(kinds.INSTANT.at(node.span, problem.message, help=problem.help)) from None
    return Moment(node.span, instant, date)


@lru_cache(maxsize=4096)
def parse_instant(text: str, zone: str | None) -> tuple[dt.datetime, dt.date | None]:
    """The instant in UTC that a text means, and the local date where it is a date alone. Raises Malformed.

    A wall time that comes twice, as clocks go back, is the first of the two.
    """
    match = _FORM.match(text)
    if (
        match is None
        or (match["offset"] and (match["zone"] or not match["time"]))
        or (match["zone"] and not match["time"])
    ):
        raise Malformed(f"'{text[:60]}' is not an instant", _EXAMPLES)
    try:
        wall = dt.datetime.fromisoformat(f"{match['date']}T{match['time'] or '00:00'}")
    except ValueError:
        raise Malformed(
            f"there is no such date or time: '{text}'", "check the month, the day, the hour and the minute"
        ) from None
    if not _FIRST_YEAR <= wall.year <= _LAST_YEAR:
        raise Malformed(f"'{text}' is too far away", "write a date of the policy's horizon")
    if match["offset"]:
        offset = match["offset"].replace("Z", "+00:00")
        try:
            return dt.datetime.fromisoformat(f"{wall.isoformat()}{offset}").astimezone(dt.UTC), None
        except ValueError:
            raise Malformed(f"'{match['offset']}' is no offset from UTC", "write for example +09:00 or Z") from None
    if match["sign"] == "T":
        raise Malformed(
            f"'{text}' has no offset",
            f"write '{text.replace('T', ' ')}' for the time on the wall, or add Z or an offset such as +09:00",
        )
    key = match["zone"] or zone
    if key is None:
        raise Malformed(
            "the policy has no time zone, so a time on the wall means no instant",
            f"write the zone behind it, such as '{match['date']} {match['time'] or '00:00'} Europe/Dublin'",
        )
    if key not in zone_keys():
        near = closest(key, zone_keys())
        advice = f"did you mean '{near}'?" if near else "use a name of the IANA database, such as Europe/Dublin"
        raise Malformed(f"there is no time zone '{key}'", advice)
    try:
        if match["time"] is None:
            return begin_of(wall.date(), key), wall.date()
        return at_wall(wall, key), None
    except NoSuchWall:
        shown = wall.strftime("%H:%M") if match["time"] else "date"
        advice = "clocks went forward over it; write a time an hour earlier or later, or one with its offset"
        raise Malformed(f"there is no {shown} on {wall.date()} in {key}", advice) from None


def at_wall(wall: dt.datetime, zone: str) -> dt.datetime:
    """The first instant, in UTC, at which clocks of a zone show a wall time. Raises NoSuchWall."""
    info = load_zone(zone).info
    instant = wall.replace(tzinfo=info).astimezone(dt.UTC)
    if instant.astimezone(info).replace(tzinfo=None, fold=0) != wall:
        raise NoSuchWall
    return instant


def begin_of(date: dt.date, zone: str) -> dt.datetime:
    """The first instant of a local date. Raises NoSuchWall for a date that the zone left out."""
    day = day_number(date)
    first = zone_offsets(zone, (day - 3) * DAY, (day + 4) * DAY).first_from(day, 0)
    if first is None:
        raise NoSuchWall
    return from_epoch(first)


def local_date(instant: dt.datetime, zone: str | None) -> dt.date:
    """The date that calendars of a zone (none: UTC) show at an instant."""
    return instant.astimezone(load_zone(zone).info if zone else dt.UTC).date()


def show_instant(instant: dt.datetime, zone: str | None) -> str:
    """An instant in the words of a test: the wall time of the policy's zone, with its offset where that comes twice."""
    if zone is None:
        return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    local = instant.astimezone(load_zone(zone).info)
    if local.fold:
        return local.replace(microsecond=0).isoformat()
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def settle(moment: Moment, instant_of: Callable[[str], dt.datetime | None]) -> Moment:
    """The moment with its instant, worked out from others where it is relative. Raises Mistake."""
    if moment.shift is None:
        return moment
    start = instant_of(moment.of)
    if start is None:
        message, advice = (
            f"the ticket does not say when '{moment.of}' was, from which this counts",
            "give it as a fact of the ticket",
        )
        if moment.of == OPENED:
            message, advice = (
                "this counts from the ticket's opening, and the ticket does not say when that was",
                ("give the ticket 'opened', or the test 'at'"),
            )
        raise Mistake(kinds.INSTANT.at(moment.span, message, help=advice))
    try:
        instant = start + moment.shift
    except OverflowError:
        instant = dt.datetime.max.replace(tzinfo=dt.UTC)
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise Mistake(kinds.INSTANT.at(moment.span, "this is too far away", help="write a shorter time"))
    return moment._replace(instant=instant)


def read_span_of_time(node: Node) -> dt.timedelta:
    """An elapsed time, `90m`, `2h` or `30d` with days of 24 hours. Raises Mistake."""
    example = "write 90m for minutes, 2h for hours or 30d for days of 24 hours"
    try:
        if node.kind != "scalar":
            raise Malformed("this is not an amount of time", example)
        amount = parse_amount(node.text, node.span)
        if amount.unit == "business_days":
            raise Malformed(f"'{node.text}' counts business days; here only elapsed time can be given", example)
    except Malformed as problem:
        raise Mistake(kinds.VALUE.at(node.span, problem.message, help=problem.help)) from None
    return dt.timedelta(minutes=amount.number) if amount.unit == "minutes" else dt.timedelta(days=amount.number)


def _relative(node: Node) -> Moment:
    entries = node.entries or {}
    strange = next((key for key in entries if key not in ("after", "before", "of")), None)
    if strange is not None:
        raise Mistake.unknown_key(node, strange, ("after", "before", "of"))
    if ("after" in entries) == ("before" in entries):
        raise Mistake(
            kinds.INSTANT.at(node.span, "this is not an instant: it needs either 'after' or 'before'", help=_EXAMPLES)
        )
    given = entries.get("after") or entries["before"]
    shift = read_span_of_time(given)
    of = entries.get("of")
    return Moment(node.span, shift=shift if "after" in entries else -shift, of=of.text if of is not None else OPENED)


__all__ = [
    "NOW",
    "OPENED",
    "Moment",
    "NoSuchWall",
    "begin_of",
    "local_date",
    "parse_instant",
    "read_moment",
    "read_span_of_time",
    "settle",
    "show_instant",
]
