"""`coverage`: when somebody is there."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, TypeAlias

from supportpolicy.diagnostics import Span
from supportpolicy.language import kinds
from supportpolicy.language.amounts import Amount, Percent, parse_amount, parse_percent
from supportpolicy.language.hours import (
    Dates,
    DaySpan,
    WeekSpan,
    parse_dates,
    parse_days,
    parse_span,
    parse_week_span,
    parse_yearly,
)
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry, Unreadable, entries, name_of, parsed
from supportpolicy.language.sections.coverage_shape import COVERAGE_SCHEMA
from supportpolicy.language.sections.section import Section
from supportpolicy.source import Node


class WeekHours(NamedTuple):
    """Hours of some weekdays; no spans where the days are closed."""

    days: tuple[int, ...]
    """0 is Monday."""
    spans: tuple[DaySpan, ...]
    span: Span
    """The key that names the days."""


class CountryHolidays(NamedTuple):
    """Public holidays of a country or a part of it, from the lock."""

    country: Name
    subdivision: Name | None
    only: tuple[Name, ...]
    without: tuple[Name, ...]
    observed: bool
    span: Span


class YearlyHolidays(NamedTuple):
    """Days of the company's own that come back every year."""

    days: tuple[tuple[int, int], ...]
    """Month and day."""
    name: str | None
    span: Span


class Holiday(NamedTuple):
    """Days off by name, as an exception refers to them."""

    names: tuple[Name, ...]
    span: Span


class PeopleThere(NamedTuple):
    """How many people must be there: a number, or a share of those who usually are."""

    number: int | None
    share: Percent | None
    span: Span


class CoverageException(NamedTuple):
    """Other hours on some dates."""

    dates: tuple[Dates, ...]
    holidays: tuple[Name, ...]
    """Dates by the name of a holiday in the lock."""
    spans: tuple[DaySpan, ...]
    cover: str
    people: PeopleThere | None
    why: str | None
    span: Span


class ZoneByFact(NamedTuple):
    """Hours in the customer's own time zone: a fact, the zones it may name, and the one for all others."""

    field: Name
    among: tuple[Name, ...]
    otherwise: Name


class WeeklyCoverage(NamedTuple):
    """Opening hours by weekday."""

    name: Name
    timezone: Name | None
    zone_by: ZoneByFact | None
    week: tuple[WeekHours, ...]
    stretches: tuple[WeekSpan, ...]
    holidays: tuple[CountryHolidays | YearlyHolidays, ...]
    exceptions: tuple[CoverageException, ...]
    business_days: tuple[int, ...] | None
    business_day: str | Amount
    """`same-time`, `close`, or open hours."""
    people: PeopleThere | None
    about: str | None
    span: Span


class UnionCoverage(NamedTuple):
    """Open when any of some others is."""

    name: Name
    of: tuple[Name, ...]
    timezone: Name | None
    business_days: tuple[int, ...] | None
    business_day: str | Amount
    about: str | None
    span: Span


class ChosenCoverage(NamedTuple):
    """One of some others, by the value of a fact."""

    name: Name
    by: Name
    cases: tuple[tuple[Name, Name], ...]
    otherwise: Name | None
    span: Span


Coverage: TypeAlias = "WeeklyCoverage | UnionCoverage | ChosenCoverage"


def read_coverage(name: Name, node: Node) -> Coverage:
    """One entry of `coverage`."""
    entry = Entry(node)
    if entry.has("choose_by"):
        cases = [(key, name_of(value)) for key, value in entries(node) if key not in ("choose_by", "otherwise")]
        return ChosenCoverage(name, entry.the_word("choose_by"), tuple(cases), entry.word("otherwise"), node.span)
    days = _business_days(node.get("business_days"))
    way = _business_day(node.get("business_day"))
    if entry.has("union"):
        return UnionCoverage(
            name, entry.names("union"), entry.word("timezone"), days, way, entry.text("about"), node.span
        )
    week, stretches = _open(node.get("open"))
    zone = entry.sub("timezone")
    return WeeklyCoverage(
        name,
        None if zone else entry.word("timezone"),
        ZoneByFact(zone.the_word("field"), zone.names("among"), zone.the_word("otherwise")) if zone else None,
        week,
        stretches,
        tuple(_holidays(Entry(item)) for item in entry.each("holidays")),
        tuple(_exception(Entry(item)) for item in entry.each("exceptions")),
        days,
        way,
        _people(node.get("people")),
        entry.text("about"),
        node.span,
    )


def _open(node: Node | None) -> tuple[tuple[WeekHours, ...], tuple[WeekSpan, ...]]:
    if node is None:
        return (), ()
    if node.entries is None:
        return (), tuple(parsed(item, parse_week_span) for item in (node.items or (node,)))
    week: list[WeekHours] = []
    for key, value in entries(node):
        days = parsed(Node("scalar", key, key.span, key), lambda words, _: parse_days(words))
        week.append(WeekHours(days, _spans(value), key.span))
    return tuple(week), ()


def _spans(node: Node | None) -> tuple[DaySpan, ...]:
    if node is None or node.plain == "closed" or node.plain == []:
        return ()
    return tuple(parsed(item, parse_span) for item in (node.items or (node,)))


def _holidays(entry: Entry) -> CountryHolidays | YearlyHolidays:
    if entry.has("every_year"):
        days = tuple(parsed(node, lambda words, _: parse_yearly(words)) for node in entry.each("every_year"))
        return YearlyHolidays(days, entry.text("name"), entry.span)
    return CountryHolidays(
        entry.the_word("country"),
        entry.word("subdivision"),
        entry.names("only"),
        entry.names("except"),
        entry.flag("observed", True),
        entry.span,
    )


def _exception(entry: Entry) -> CoverageException:
    dates = tuple(parsed(node, parse_dates) for node in entry.each("dates"))
    spans = _spans(entry.node.get("open"))
    for span in spans:
        if span.end > 24 * 60:
            raise Unreadable(
                kinds.MALFORMED.at(
                    span.span,
                    "the hours of an exception may not pass midnight",
                    help="end at 24:00, and give the hours after midnight to the next date",
                )
            )
    return CoverageException(
        dates,
        entry.names("holiday"),
        spans,
        entry.text("cover") or ("full" if spans else "closed"),
        _people(entry.node.get("people")),
        entry.text("why"),
        entry.span,
    )


def _people(node: Node | None) -> PeopleThere | None:
    least = node.get("at_least") if node is not None else None
    if node is None or least is None:
        return None
    if isinstance(least.plain, int):
        return PeopleThere(least.plain, None, node.span)
    return PeopleThere(None, parsed(least, parse_percent), node.span)


def _business_days(node: Node | None) -> tuple[int, ...] | None:
    if node is None:
        return None
    days: list[int] = []
    for item in node.items or (node,):
        days.extend(parsed(item, lambda words, _: parse_days(words)))
    return tuple(sorted(set(days)))


def _business_day(node: Node | None) -> str | Amount:
    if node is None or node.text in ("same-time", "close"):
        return "same-time" if node is None else node.text
    return parsed(node, parse_amount)


def dates_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every date from first to last."""
    return [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]


COVERAGE = Section("coverage", "named", "Coverage", COVERAGE_SCHEMA, read_named=read_coverage)
