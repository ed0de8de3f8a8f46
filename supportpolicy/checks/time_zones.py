"""SP301: a time zone that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Span, closest
from supportpolicy.language.sections.coverage import UnionCoverage, WeeklyCoverage
from supportpolicy.language.zones import zone_names

KIND = Kind(
    "SP301",
    "unknown-zone",
    "error",
    "A time zone that the IANA database does not have.",
    "Names such as CET or EST are fixed or old; only Continent/City knows when clocks change.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublinn
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every zone that is named and does not exist."""
    named = list(_zones(context))
    if not named:
        return
    known = zone_names()
    for name, span in named:
        if name in known:
            continue
        city = name.rsplit("/", 1)[-1].replace(" ", "_")
        same_city = sorted(
            zone for zone in known if zone.rsplit("/", 1)[-1].casefold() == city.casefold() and "/" in zone
        )
        near = same_city[0] if same_city else closest(name, known)
        advice = (
            f"did you mean '{near}'?" if near else "write Continent/City, such as Europe/Dublin or America/New_York"
        )
        yield KIND.at(span, f"there is no time zone '{name}'", help=advice)


def _zones(context: Context) -> Iterator[tuple[str, Span]]:
    policy = context.policy
    if policy.header.timezone is not None:
        yield str(policy.header.timezone), policy.header.timezone.span
    for coverage in policy.coverage.values():
        if isinstance(coverage, (WeeklyCoverage, UnionCoverage)) and coverage.timezone is not None:
            yield str(coverage.timezone), coverage.timezone.span
        if isinstance(coverage, WeeklyCoverage):
            if coverage.zone_by is not None:
                for zone in (*coverage.zone_by.among, coverage.zone_by.otherwise):
                    yield str(zone), zone.span
            for stretch in coverage.stretches:
                for end in (stretch.start, stretch.end):
                    if end.zone is not None:
                        yield end.zone, stretch.span.inside(stretch.text.find(end.zone), len(end.zone))


CHECK = Check(KIND, check)
