"""SP513: the same week of opening hours under two names."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.amounts import Amount
from supportpolicy.language.sections.coverage import CountryHolidays, CoverageException, PeopleThere, WeeklyCoverage

KIND = Kind(
    "SP513",
    "same-hours-twice",
    "info",
    "Two coverages have the same week in the same time zone.",
    "Whoever changes one forgets the other. Days off have to be given anew every year or two; after the first Christmas "
    "that was entered once, two teams in one office keep different hours on paper.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-24, open: closed}]}
  front-desk: {open: {mon-thu: 09:00-17:00, fri: 09:00-17:00}}
teams: [{name: front, coverage: front-desk}, {name: back, coverage: office}]
routing: [{name: talk, when: {asks_for_human: true}, team: back}, {name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-24, open: closed}]}
teams: [{name: front, coverage: office}, {name: back, coverage: office}]
routing: [{name: talk, when: {asks_for_human: true}, team: back}, {name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Weekly coverages with the week and the zone of an earlier one."""
    first: dict[Hashable, WeeklyCoverage] = {}
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, WeeklyCoverage) or not (coverage.week or coverage.stretches):
            continue
        earlier = first.setdefault(_week(coverage, str(context.policy.header.timezone)), coverage)
        if earlier is coverage:
            continue
        differs = _differs(earlier, coverage)
        also = f", but other {differs}" if differs else ""
        yield KIND.at(
            coverage.name.span,
            f"'{coverage.name}' has the same week as '{earlier.name}'{also}",
            help=f"use '{earlier.name}' in both places, or say with a comment why the hours are kept twice",
            related=(Related(earlier.name.span, "the same week is here"),),
        )


def _week(coverage: WeeklyCoverage, default: str) -> Hashable:
    days = {
        day: frozenset((span.start, span.end) for span in hours.spans)
        for hours in coverage.week
        for day in hours.days
        if hours.spans
    }
    stretches = frozenset((stretch.start, stretch.end) for stretch in coverage.stretches)
    by = coverage.zone_by
    zone = str(coverage.timezone or default) if by is None else (str(by.field), frozenset(by.among), str(by.otherwise))
    return frozenset(days.items()), stretches, zone


def _differs(one: WeeklyCoverage, other: WeeklyCoverage) -> str:
    if _holidays(one) != _holidays(other):
        return "holidays"
    if {_exception(e) for e in one.exceptions} != {_exception(e) for e in other.exceptions}:
        return "exceptions"
    if _days(one) != _days(other):
        return "business days"
    return "numbers of people" if _people(one.people) != _people(other.people) else ""


def _holidays(coverage: WeeklyCoverage) -> Hashable:
    return frozenset(
        (str(h.country), str(h.subdivision), frozenset(h.only), frozenset(h.without), h.observed)
        if isinstance(h, CountryHolidays)
        else h.days
        for h in coverage.holidays
    )


def _exception(exception: CoverageException) -> Hashable:
    dates = frozenset((dates.first, dates.last) for dates in exception.dates)
    spans = frozenset((span.start, span.end) for span in exception.spans)
    return dates, frozenset(exception.holidays), spans, exception.cover, _people(exception.people)


def _days(coverage: WeeklyCoverage) -> Hashable:
    way = coverage.business_day
    return coverage.business_days, (way.number, way.unit) if isinstance(way, Amount) else way


def _people(people: PeopleThere | None) -> Hashable:
    return None if people is None else (people.number, people.share.number if people.share is not None else None)


CHECK = Check(KIND, check)
