"""SP314: a day is closed that is closed anyway. SP315: an exception with the hours of every other week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.hours import DAY_MINUTES, Dates
from supportpolicy.language.lock import region_key
from supportpolicy.language.sections.coverage import CountryHolidays, WeeklyCoverage

CLOSED = Kind(
    "SP314",
    "closed-anyway",
    "warning",
    "An exception closes a date on which the coverage has no hours anyway.",
    "Most often the date of another year was copied: Christmas Eve moves through the week, and the day that was meant "
    "stays open with nobody there.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2028-12-24, open: closed}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2027-12-24, open: closed}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)
AS_USUAL = Kind(
    "SP315",
    "exception-as-usual",
    "warning",
    "An exception gives a date the hours that it has anyway.",
    "Whoever wrote it meant the day to be different. Universities publish a page of such dates for each vacation; one wrong "
    "digit, and the short day is announced for the wrong date.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office:
    open: {mon-thu: 09:00-17:00, fri: 09:00-13:00}
    exceptions: [{dates: 2027-12-31, open: 09:00-13:00}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office:
    open: {mon-thu: 09:00-17:00, fri: 09:00-13:00}
    exceptions: [{dates: 2026-12-31, open: 09:00-13:00}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_REMEDY = "look at a calendar: perhaps another date was meant; else leave it out"


def check_closed(context: Context) -> Iterator[Diagnostic]:
    """Closed exceptions none of whose days has hours, its own or the tail of the night before."""
    for coverage in _weekly(context):
        hours = _usual(coverage)
        for exception in coverage.exceptions:
            if exception.spans:
                continue
            for dates in exception.dates:
                if all(hours[day] == () and not _tail(hours, day) for day in _weekdays(dates)):
                    yield CLOSED.at(
                        dates.span, f"{_named(dates)}, when '{coverage.name}' is closed anyway", help=_REMEDY
                    )


def check_as_usual(context: Context) -> Iterator[Diagnostic]:
    """Exceptions that change neither the hours nor who is there, on days that are no holidays."""
    for coverage in _weekly(context):
        hours = _usual(coverage)
        for exception in coverage.exceptions:
            if exception.people is not None or exception.cover != "full" or not exception.spans:
                continue
            own = tuple(sorted((span.start, span.end) for span in exception.spans))
            for dates in exception.dates:
                days = _weekdays(dates)
                if any(hours[day] != own or _tail(hours, day) for day in days) or _holiday(context, coverage, dates):
                    continue
                usual = next(week for week in coverage.week if days[0] in week.days)
                yield AS_USUAL.at(
                    dates.span,
                    f"{_named(dates)}, and these are the usual hours of '{coverage.name}'",
                    related=(Related(usual.span, "the usual hours"),),
                    help=_REMEDY,
                )


def _weekly(context: Context) -> Iterator[WeeklyCoverage]:
    for coverage in context.policy.coverage.values():
        if isinstance(coverage, WeeklyCoverage) and not coverage.stretches:
            yield coverage


def _usual(coverage: WeeklyCoverage) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The spans of each weekday, in minutes."""
    found: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
    for week in coverage.week:
        for day in week.days:
            found[day].extend((span.start, span.end) for span in week.spans)
    return tuple(tuple(sorted(spans)) for spans in found)


def _tail(hours: tuple[tuple[tuple[int, int], ...], ...], day: int) -> bool:
    """Whether hours pass midnight, into the day or out of it: then an exception does change something."""
    return any(end > DAY_MINUTES for _, end in (*hours[day - 1], *hours[day]))


def _weekdays(dates: Dates) -> list[int]:
    count = min((dates.last - dates.first).days + 1, 7)
    return [(dates.first.weekday() + step) % 7 for step in range(count)]


def _named(dates: Dates) -> str:
    if dates.first == dates.last:
        return f"{dates.text} is a {_DAYS[dates.first.weekday()]}"
    return f"{dates.text} is {_DAYS[dates.first.weekday()]} to {_DAYS[dates.last.weekday()]}"


def _holiday(context: Context, coverage: WeeklyCoverage, dates: Dates) -> bool:
    """Whether one of the dates is, or may be, a day off."""
    length = (dates.last - dates.first).days + 1
    for days in coverage.holidays:
        if isinstance(days, CountryHolidays):
            if context.lock is None or length > 366:
                return True
            locked = context.lock.regions.get(region_key(days.country, days.subdivision))
            if locked is None or any(dates.first + dt.timedelta(step) in locked for step in range(length)):
                return True
        elif length > 366 or any(
            (day.month, day.day) in days.days for day in (dates.first + dt.timedelta(step) for step in range(length))
        ):
            return True
    return False


CHECKS = (Check(CLOSED, check_closed), Check(AS_USUAL, check_as_usual))
