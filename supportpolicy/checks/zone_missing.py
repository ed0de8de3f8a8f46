"""SP312: opening hours without a time zone."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.sections.coverage import WeeklyCoverage

KIND = Kind(
    "SP312",
    "no-time-zone",
    "error",
    "Opening hours are given, and neither the coverage nor the policy says in which time zone.",
    "Nine o'clock comes at another moment in every zone.",
    """supportpolicy: 1
name: acme
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Coverages without a zone of their own in a policy without one."""
    if context.policy.header.timezone is not None or context.policy.incomplete:
        return
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, WeeklyCoverage) or coverage.timezone is not None or coverage.zone_by is not None:
            continue
        if coverage.week or any(end.zone is None for span in coverage.stretches for end in (span.start, span.end)):
            yield KIND.at(
                coverage.name.span,
                f"the hours of '{coverage.name}' are in no time zone",
                help="add timezone: Continent/City here, or once in the header",
            )


CHECK = Check(KIND, check)
