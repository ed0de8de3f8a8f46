"""SP313: a coverage that is never open."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.sections.coverage import WeeklyCoverage

KIND = Kind(
    "SP313",
    "never-open",
    "error",
    "A coverage has no open hour in any week.",
    "A clock on it never runs: whatever is promised on it is never due.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-sun: closed}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00, sat-sun: closed}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Weekly coverages without any span. Hours on some dates alone do not make a week."""
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, WeeklyCoverage) or coverage.stretches:
            continue
        if not any(hours.spans for hours in coverage.week) and not any(e.spans for e in coverage.exceptions):
            yield KIND.at(coverage.name.span, f"'{coverage.name}' is never open", help="give it hours, or remove it")


CHECK = Check(KIND, check)
