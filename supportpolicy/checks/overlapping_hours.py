"""SP303: hours of one day that overlap, or a day given twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.hours import WEEKDAYS, DaySpan
from supportpolicy.language.sections.coverage import WeekHours, WeeklyCoverage

KIND = Kind(
    "SP303",
    "overlapping-hours",
    "error",
    "A weekday is given twice, or two spans of hours of one day overlap.",
    "One of the two is a mistake, and nobody could say which.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00, fri: 09:00-15:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-thu: 09:00-17:00, fri: 09:00-15:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Days and spans that are given twice."""
    for coverage in context.policy.coverage.values():
        if isinstance(coverage, WeeklyCoverage):
            yield from _week(coverage.week)
            for exception in coverage.exceptions:
                yield from _spans(exception.spans)


def _week(week: tuple[WeekHours, ...]) -> Iterator[Diagnostic]:
    seen: dict[int, WeekHours] = {}
    for hours in week:
        yield from _spans(hours.spans)
        twice = [day for day in hours.days if day in seen]
        if twice:
            first = seen[twice[0]]
            yield KIND.at(
                hours.span,
                f"{WEEKDAYS[twice[0]]} is given twice",
                related=(Related(first.span, "first given here"),),
                help="name each day once, such as mon-thu and fri",
            )
        for day in hours.days:
            seen.setdefault(day, hours)
    yield from _past_midnight(week)


def _spans(spans: tuple[DaySpan, ...]) -> Iterator[Diagnostic]:
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            yield KIND.at(
                later.span,
                f"{later.text} overlaps {earlier.text}",
                related=(Related(earlier.span, "the other span"),),
                help="make them one span, or move one of them",
            )


def _past_midnight(week: tuple[WeekHours, ...]) -> Iterator[Diagnostic]:
    by_day = {day: hours for hours in week for day in hours.days}
    for day, hours in sorted(by_day.items()):
        tails = [span for span in hours.spans if span.end > 24 * 60]
        following = by_day.get((day + 1) % 7)
        for tail in tails:
            for span in following.spans if following else ():
                if span is not tail and span.start < tail.end - 24 * 60:
                    yield KIND.at(
                        span.span,
                        f"{span.text} overlaps the hours after midnight of {tail.text} the day before",
                        related=(Related(tail.span, "the day before"),),
                        help="begin later, or end the day before earlier",
                    )
                    return


CHECK = Check(KIND, check)
