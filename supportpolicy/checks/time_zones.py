"""SP301: a time zone that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Span, closest, meant
from supportpolicy.language.sections.coverage import UnionCoverage, WeeklyCoverage
from supportpolicy.language.zones import zone_names

KIND = Kind(
    "SP301",
    "unknown-zone",
    "error",
    "A time zone that does not exist, or an old name of one that is not Continent/City.",
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


_CITIES = {
    "ACST": "Australia/Adelaide",
    "AEDT": "Australia/Sydney",
    "AEST": "Australia/Sydney",
    "ART": "America/Argentina/Buenos_Aires",
    "AWST": "Australia/Perth",
    "BRT": "America/Sao_Paulo",
    "BST": "Europe/London",
    "CDT": "America/Chicago",
    "CEST": "Europe/Berlin",
    "CET": "Europe/Berlin",
    "CST": "America/Chicago",
    "EDT": "America/New_York",
    "EET": "Europe/Helsinki",
    "EST": "America/New_York",
    "GMT": "Europe/London",
    "HKT": "Asia/Hong_Kong",
    "HST": "Pacific/Honolulu",
    "ICT": "Asia/Bangkok",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "MDT": "America/Denver",
    "MET": "Europe/Berlin",
    "MSK": "Europe/Moscow",
    "MST": "America/Denver",
    "NZDT": "Pacific/Auckland",
    "NZST": "Pacific/Auckland",
    "PDT": "America/Los_Angeles",
    "PHT": "Asia/Manila",
    "PST": "America/Los_Angeles",
    "SAST": "Africa/Johannesburg",
    "SGT": "Asia/Singapore",
    "WET": "Europe/Lisbon",
}
"""Abbreviations -> a city whose clocks go that way; several mean other zones elsewhere, so the advice is a question."""

_WORDS = {"EASTERN": "EST", "CENTRAL": "CST", "MOUNTAIN": "MST", "PACIFIC": "PST"}
_OFFSET = re.compile(r"(UTC|GMT|Z)?\s?[+-]?\s?\d{1,2}(:?\d{2})?\Z", re.IGNORECASE)
_UNIVERSAL = "UTC"


def check(context: Context) -> Iterator[Diagnostic]:
    """Every zone that is named and does not exist, or does not say where it is."""
    named = list(_zones(context))
    if not named:
        return
    known = zone_names()
    for name, span in named:
        exists = name in known
        if exists and ("/" in name or name == _UNIVERSAL):
            continue
        message = f"there is no time zone '{name}'"
        if exists or name.upper() in _CITIES:
            message = f"'{name}' does not say where, so nobody knows when its clocks change"
        yield KIND.at(span, message, help=_advice(name, known))


def _advice(name: str, known: frozenset[str]) -> str:
    words = name.upper().split()
    short = _WORDS.get(words[0], name.upper()) if words else ""
    if short in _CITIES:
        also = f", or {_UNIVERSAL} for a clock that never changes" if short == "GMT" else ""
        return f"write Continent/City, for example {_CITIES[short]}{also}"
    if _OFFSET.match(name):
        return f"write Continent/City, such as Europe/Dublin; it knows when clocks change. {_UNIVERSAL} never does"
    city = name.rsplit("/", 1)[-1].replace(" ", "_").casefold()
    same_city = sorted(zone for zone in known if zone.rsplit("/", 1)[-1].casefold() == city and "/" in zone)
    near = same_city[0] if same_city else closest(name, [zone for zone in known if "/" in zone])
    return meant(name, near) if near else "write Continent/City, such as Europe/Dublin or America/New_York"


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
