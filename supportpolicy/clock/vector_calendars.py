"""Calendars of test vectors: from plain JSON to clocks. The format is described in `vectors`."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import lru_cache
from typing import Any, Final

from supportpolicy.clock.business_days import Way
from supportpolicy.clock.clocks import ALWAYS, BusinessDayRule, Clock, union_clock, weekly_clock
from supportpolicy.clock.errors import ClockError
from supportpolicy.clock.horizon import Horizon
from supportpolicy.clock.stretches import Stretch
from supportpolicy.clock.week import WeeklyCalendar, weekly_calendar

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME: Final = re.compile(r"(\d\d):(\d\d)\Z", re.ASCII)
_BUSINESS_DAY_KEYS: Final = {"business_days", "business_day"}
_WEEK_KEYS: Final = {"timezone", "week", "closed", "hours", "stretches"} | _BUSINESS_DAY_KEYS
_UNION_KEYS: Final = {"union", "timezone"} | _BUSINESS_DAY_KEYS


class VectorError(ClockError):
    """A file of vectors, or a line of it, that cannot be read; says which line."""


def clock_of(calendar: Any, horizon: Horizon) -> Clock:
    """The clock of a calendar as JSON gives it. Raises VectorError, or ClockError for what it cannot mean."""
    return _cached(json.dumps(calendar, sort_keys=True), horizon)


def require(holds: bool, message: str) -> None:
    """Raise VectorError with the message unless it holds."""
    if not holds:
        raise VectorError(message)


def whole_number(value: Any) -> int:
    """A whole number of at least 0. Raises VectorError."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise VectorError(f"{json.dumps(value)} is not a whole number of at least 0")
    return value


def read_date(value: Any) -> dt.date:
    """A date such as 2026-12-24. Raises VectorError."""
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise VectorError(f"{json.dumps(value)} is not a date such as 2026-12-24") from None


@lru_cache(maxsize=256)  # the cases of one calendar stand together, and working it out is most of the work
def _cached(text: str, horizon: Horizon) -> Clock:
    return _build(json.loads(text), horizon)


def _build(calendar: Any, horizon: Horizon) -> Clock:
    if calendar == "always":
        return ALWAYS
    require(isinstance(calendar, dict), 'a calendar is "always" or an object')
    zone = calendar.get("timezone")
    require(zone is None or isinstance(zone, str), "a timezone is a name")
    if "union" in calendar:
        _only(calendar, _UNION_KEYS)
        members = [_build(member, horizon) for member in _sequence(calendar["union"])]
        return union_clock(members, zone, _business_day(calendar))
    _only(calendar, _WEEK_KEYS)
    require(zone is not None, "a week needs a timezone")
    return weekly_clock(_weekly(calendar, str(zone)), horizon, _business_day(calendar))


def _weekly(calendar: dict[str, Any], zone: str) -> WeeklyCalendar:
    days: list[list[tuple[int, int]]] = [[] for _ in _WEEKDAYS]
    for day, spans in _mapping(calendar.get("week", {})).items():
        days[_weekday(day)] = _spans(spans)
    dates: dict[dt.date, list[tuple[int, int]]] = {read_date(day): [] for day in _sequence(calendar.get("closed", []))}
    for day, spans in _mapping(calendar.get("hours", {})).items():
        dates[read_date(day)] = _spans(spans)
    stretches = [_stretch(_sequence(ends)) for ends in _sequence(calendar.get("stretches", []))]
    return weekly_calendar(zone, days, dates, stretches)


def _stretch(ends: list[Any]) -> Stretch:
    require(len(ends) == 6, "a stretch is weekday, time, timezone, and again weekday, time, timezone")
    require(all(isinstance(end, str) for end in ends), "the ends of a stretch are words")
    return Stretch(_weekday(ends[0]), _minute(ends[1]), ends[2], _weekday(ends[3]), _minute(ends[4]), ends[5])


def _business_day(calendar: dict[str, Any]) -> BusinessDayRule:
    weekdays = tuple(_weekday(day) for day in _sequence(calendar.get("business_days", [])))
    way = calendar.get("business_day", "same-time")
    if isinstance(way, int):
        return BusinessDayRule(weekdays, "open-time", whole_number(way) * 60)
    known: dict[str, Way] = {"same-time": "same-time", "close": "close"}
    require(isinstance(way, str) and way in known, "business_day is same-time, close, or minutes of open time")
    return BusinessDayRule(weekdays, known[str(way)])


def _spans(value: Any) -> list[tuple[int, int]]:
    found = []
    for span in _sequence(value):
        ends = _sequence(span)
        require(len(ends) == 2, "a span has a start and an end")
        found.append((_minute(ends[0]), _minute(ends[1])))
    return found


def _minute(value: Any) -> int:
    match = _TIME.match(value) if isinstance(value, str) else None
    if match is None or int(match[2]) > 59 or int(match[1]) * 60 + int(match[2]) > 24 * 60:
        raise VectorError(f"{json.dumps(value)} is not a time of day such as 09:00")
    return int(match[1]) * 60 + int(match[2])


def _weekday(value: Any) -> int:
    require(value in _WEEKDAYS, f"{json.dumps(value)} is not a weekday: {', '.join(_WEEKDAYS)}")
    return _WEEKDAYS.index(value)


def _only(calendar: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(calendar) - allowed)
    require(not unknown, f"this kind of calendar has no key {ascii(unknown[:1])[1:-1]}")


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise VectorError(f"{json.dumps(value)} is not an object")
    return value


def _sequence(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise VectorError(f"{json.dumps(value)} is not a list")
    return value
