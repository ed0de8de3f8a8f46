"""How long a coverage is certainly closed at a stretch in an ordinary week."""

from __future__ import annotations

from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import ChosenCoverage, UnionCoverage, WeeklyCoverage

_DAY = 24 * 60
_WEEK = 7 * _DAY


def longest_closed(policy: Policy, name: str | None) -> int | None:
    """Minutes of the longest time in every ordinary week in which a coverage is closed; 0 where it is always open.

    None where nobody can say: it is not known, its parts lie in several time zones, or it goes in a circle.
    Of a coverage chosen by a fact, the least of its cases.
    """
    return None if name is None else _closed(policy, name, frozenset())


def _closed(policy: Policy, name: str, seen: frozenset[str]) -> int | None:
    coverage = policy.coverage.get(name)
    if coverage is None:
        return 0 if name == ALWAYS_OPEN else None
    if isinstance(coverage, ChosenCoverage):
        if coverage.otherwise is None or name in seen:
            return None
        names = {str(case) for _, case in coverage.cases} | {str(coverage.otherwise)}
        each = [_closed(policy, case, seen | {name}) for case in names]
        return None if None in each else min(closed for closed in each if closed is not None)
    spans = _spans(policy, name)
    return None if spans is None else _longest_between(spans[1])


def _spans(policy: Policy, name: str) -> tuple[str, list[tuple[int, int]]] | None:
    """The zone and the open minutes of the week, from Monday 00:00; the last of them may reach into the next week."""
    coverage = policy.coverage.get(name)
    names = coverage.of if isinstance(coverage, UnionCoverage) else (name,)
    parts = [_weekly(policy, policy.coverage.get(part)) for part in names]
    found: list[tuple[int, int]] = []
    zones: set[str] = set()
    for part in parts:
        if part is None:
            return None
        zones.add(part[0])
        found += part[1]
    return (zones.pop(), found) if len(zones) == 1 else None


def _weekly(policy: Policy, coverage: object) -> tuple[str, list[tuple[int, int]]] | None:
    if not isinstance(coverage, WeeklyCoverage):
        return None
    found = [
        (day * _DAY + span.start, day * _DAY + span.end)
        for hours in coverage.week
        for day in hours.days
        for span in hours.spans
    ]
    for stretch in coverage.stretches:
        if stretch.start.zone != stretch.end.zone:
            return None
        start = stretch.start.weekday * _DAY + stretch.start.minute
        end = stretch.end.weekday * _DAY + stretch.end.minute
        found.append((start, end if end > start else end + _WEEK))
    zone: Name | None = coverage.timezone or policy.header.timezone
    # Hours in the customer's own zone are the same hours for each customer.
    by = str(coverage.zone_by.field) if coverage.zone_by is not None else ""
    return f"{zone} {by} {sorted({str(stretch.start.zone) for stretch in coverage.stretches})}", found


def _longest_between(spans: list[tuple[int, int]]) -> int | None:
    if not spans:
        return None  # never open: there is a check of its own
    ordered = sorted(spans)
    longest, until = 0, max(ordered[0][0], max(end for _, end in ordered) - _WEEK)
    for start, end in [*ordered, (ordered[0][0] + _WEEK, 0)]:
        longest = max(longest, start - until)
        until = max(until, end)
    return longest
