"""Calendars: local weeks and dates are the truth; open intervals in UTC are worked out from them when they are needed."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.compiled.tables import Duration


class People(NamedTuple):
    """How many must be there: a number, or a share in percent of those who usually are."""

    number: int | None = None
    share: str | None = None


class Day(NamedTuple):
    """What is different on one local date: it replaces all hours of the date."""

    open: tuple[tuple[int, int], ...] = ()
    """Half-open spans in minutes of the local day."""
    kind: str = "exception"
    """holiday or exception."""
    name: str | None = None
    cover: str = "full"
    """full, skeleton or closed."""
    people: People | None = None
    at: str = ""


class Stretch(NamedTuple):
    """Open from a weekday and local minute in one zone to another, every week. Weekday 0 is Monday.

    It ends at the first such end after its start, as instants go: `sun 23:30` in Denver comes after `mon 00:00` in Sydney.
    Dates of the calendar, in the calendar's own zone, replace their part of it.
    """

    start_day: int
    start_minute: int
    start_zone: str
    end_day: int
    end_minute: int
    end_zone: str


class Calendar(NamedTuple):
    """When somebody is there.

    `weekly`: `week` holds, for Monday to Sunday, half-open spans in minutes of the local day, none past midnight.
    `union`: open when any of `union` is. `choose`: the one of `cases` for the value of the fact `by`, else `otherwise`.
    """

    name: str
    kind: str
    timezone: str | None = None
    week: tuple[tuple[tuple[int, int], ...], ...] = ()
    stretches: tuple[Stretch, ...] = ()
    dates: dict[str, Day] = {}
    business_days: tuple[int, ...] = ()
    """Weekdays that count as business days, open or not; none: local dates with any opening do."""
    business_day: str = "same-time"
    """same-time, close, or open-time for `business_day_length`."""
    business_day_length: Duration | None = None
    people: People | None = None
    union: tuple[str, ...] = ()
    by: str | None = None
    cases: dict[str, str] = {}
    otherwise: str | None = None
    about: str | None = None
    at: str = ""
