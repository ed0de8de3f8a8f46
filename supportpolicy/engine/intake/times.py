"""Instants and durations as helpdesks write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from supportpolicy.engine.intake.mapping import Unit
from supportpolicy.engine.intake.problems import Unfit

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?([Zz])|([+-])(\d\d):?(\d\d))?)?\Z",
    re.ASCII,
)
_DURATION = re.compile(r"(?:(\d{1,30})d)?(?:(\d{1,30})h)?(?:(\d{1,30})m)?(?:(\d{1,30})s)?\Z", re.ASCII)
_WHOLE = re.compile(r"\d{1,30}\Z", re.ASCII)
_SECONDS: dict[Unit, int] = {"seconds": 1, "minutes": 60, "hours": 3600}
_LONGEST = dt.timedelta(days=36_600)

INSTANT_EXAMPLE = "an instant with its offset, such as 2026-06-05T14:30:00Z"
DURATION_EXAMPLE = "an amount of time such as 90m or 1h30m"


def instant(raw: Any, zone: ZoneInfo | None) -> dt.datetime:
    """An instant in UTC from RFC 3339 text, or from an aware datetime. Raises Unfit.

    With a zone, wall times and dates (their beginning) are taken too: a wall time that comes twice is the first one, and
    one that the clocks skip is read by the offset before the change, so that 02:30 becomes 03:30.
    """
    if isinstance(raw, dt.datetime):
        return _in_utc(raw, zone)
    match = _INSTANT.match(raw) if isinstance(raw, str) else None
    if match is None:
        raise Unfit(INSTANT_EXAMPLE)
    year, month, day, hour, minute, second, part, utc, sign, ahead_hours, ahead_minutes = match.groups()
    offset: dt.tzinfo | None = zone
    if utc:
        offset = dt.UTC
    elif sign:
        ahead = dt.timedelta(hours=int(ahead_hours), minutes=int(ahead_minutes))
        if ahead >= dt.timedelta(days=1) or int(ahead_minutes) > 59:
            raise Unfit(f"{INSTANT_EXAMPLE}; there is no offset {sign}{ahead_hours}:{ahead_minutes}")
        offset = dt.timezone(-ahead if sign == "-" else ahead)
    if offset is None:
        raise Unfit(f"{INSTANT_EXAMPLE}, or a field mapping that names the time zone")
    micros = int((part or "0").ljust(6, "0")[:6])
    try:
        wall = dt.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micros, tzinfo=offset
        )
        return wall.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Unfit(f"{INSTANT_EXAMPLE}; there is no such time") from None


def duration(raw: Any, unit: Unit | None) -> dt.timedelta:
    """An amount of time from text such as `90m`, `1h30m`, `45s` or `2d` (of 24 hours), or a whole number of `unit`."""
    if isinstance(raw, dt.timedelta):
        if not dt.timedelta(0) <= raw <= _LONGEST:
            raise Unfit(f"{DURATION_EXAMPLE}, not negative and at most a hundred years")
        return raw
    text = raw if isinstance(raw, str) else _whole(raw)
    if _WHOLE.match(text):
        if unit is None:
            raise Unfit(f"{DURATION_EXAMPLE}, or a field mapping that names the unit of the number")
        return _not_too_long(int(text) * _SECONDS[unit])
    match = _DURATION.match(text)
    if match is None or not text:
        raise Unfit(DURATION_EXAMPLE)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return _not_too_long(((days * 24 + hours) * 60 + minutes) * 60 + seconds)


def in_text(amount: dt.timedelta) -> str:
    """A duration as `duration` reads it, to the second."""
    minutes, seconds = divmod(amount // dt.timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{number}{letter}" for number, letter in parts if number) or "0m"


def _in_utc(raw: dt.datetime, zone: ZoneInfo | None) -> dt.datetime:
    if raw.utcoffset() is None:
        if zone is None:
            raise Unfit("an instant with its offset (an aware datetime), or a field mapping that names the time zone")
        raw = raw.replace(tzinfo=zone)
    try:
        return raw.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Unfit(INSTANT_EXAMPLE) from None


def _whole(raw: Any) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**30:
        return str(raw)
    if isinstance(raw, Decimal) and raw.is_finite() and 0 <= raw < 10**30 and raw == raw.to_integral_value():
        return str(int(raw))
    raise Unfit(DURATION_EXAMPLE)


def _not_too_long(seconds: int) -> dt.timedelta:
    if seconds > _LONGEST // dt.timedelta(seconds=1):
        raise Unfit(f"{DURATION_EXAMPLE}, at most a hundred years")
    return dt.timedelta(seconds=seconds)
