"""SP304: two exceptions of a coverage for one date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span
from supportpolicy.language.sections.coverage import WeeklyCoverage

KIND = Kind(
    "SP304",
    "overlapping-exceptions",
    "error",
    "Two exceptions of one coverage speak of the same date.",
    "Each replaces all hours of the date, so only one of them can hold.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions: [{dates: 2026-12-24..2026-12-26, open: closed}, {dates: 2026-12-24, open: 09:00-12:00}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions: [{dates: 2026-12-25..2026-12-26, open: closed}, {dates: 2026-12-24, open: 09:00-12:00}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Pairs of exceptions that share a date; each pair once."""
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, WeeklyCoverage):
            continue
        ranges: list[tuple[dt.date, dt.date, Span]] = sorted(
            (dates.first, dates.last, dates.span) for exception in coverage.exceptions for dates in exception.dates
        )
        latest: tuple[dt.date, Span] | None = None
        for first, last, span in ranges:
            if latest is not None and first <= latest[0]:
                place, other = (span, latest[1]) if span > latest[1] else (latest[1], span)
                yield KIND.at(
                    place,
                    f"{first} already has an exception",
                    related=(Related(other, "the other exception"),),
                    help="leave the date out of one of them",
                )
            if latest is None or last > latest[0]:
                latest = (last, span)


CHECK = Check(KIND, check)
