"""SP318: skeleton cover without people. SP319: as many as on any other day. SP320: fewer people than the coverage needs."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.sections.coverage import ChosenCoverage, CoverageException, UnionCoverage, WeeklyCoverage
from supportpolicy.language.sections.people import Role, Team

NOBODY = Kind(
    "SP318",
    "skeleton-without-people",
    "warning",
    "A day has skeleton cover, and nothing says how many people that is, or it says none.",
    "Everybody thinks somebody else is there. Teams that do this well give a least share for each such day, never under a "
    "seventh of the region.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-29, open: 10:00-16:00, cover: skeleton}]}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions: [{dates: 2026-12-29, open: 10:00-16:00, cover: skeleton, people: {at_least: 15%}}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)
NOT_FEWER = Kind(
    "SP319",
    "skeleton-as-usual",
    "warning",
    "A day of skeleton cover asks for as many people as any other day, or for more.",
    "Either the number or the word is wrong, and whoever plans the day off finds out which.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    people: {at_least: 4}
    exceptions: [{dates: 2026-12-29, open: 10:00-16:00, cover: skeleton, people: {at_least: 4}}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    people: {at_least: 4}
    exceptions: [{dates: 2026-12-29, open: 10:00-16:00, cover: skeleton, people: {at_least: 1}}]
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
)
TOO_FEW = Kind(
    "SP320",
    "too-few-people",
    "warning",
    "A coverage must have more people there than work in its hours.",
    "The hours stand on paper only: open around the clock, and nobody there who can act.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}, people: {at_least: 8}}}
teams: [{name: front, coverage: office, people: 6}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}, people: {at_least: 4}}}
teams: [{name: front, coverage: office, people: 6}]
routing: [{name: all, team: front}]
""",
)


def check_nobody(context: Context) -> Iterator[Diagnostic]:
    """Skeleton days on which nobody has to be there."""
    for _, exception in _skeletons(context):
        people = exception.people
        advice = "say how many: people: {at_least: 2}, or a share: people: {at_least: 15%}"
        if people is None:
            yield NOBODY.at(exception.span, "skeleton cover, and nothing says how many people that is", help=advice)
        elif people.number == 0 or (people.share is not None and not people.share.number.strip("0.")):
            yield NOBODY.at(people.span, "skeleton cover with nobody there", help=advice)


def check_not_fewer(context: Context) -> Iterator[Diagnostic]:
    """Skeleton days with no fewer people than usual."""
    for coverage, exception in _skeletons(context):
        people, usual = exception.people, coverage.people
        if people is None:
            continue
        if people.share is not None and int(people.share.number.partition(".")[0]) >= 100:
            yield NOT_FEWER.at(
                people.span,
                f"skeleton cover with {people.share.text} of the usual people",
                help="write a smaller share",
            )
        elif people.number and usual is not None and usual.number is not None and people.number >= usual.number:
            yield NOT_FEWER.at(
                people.span,
                f"skeleton cover with {people.number}, and any other day has at least {usual.number}",
                related=(Related(usual.span, "how many there usually are"),),
                help="write fewer people, or leave out 'cover: skeleton'",
            )


def check_too_few(context: Context) -> Iterator[Diagnostic]:
    """Coverages whose own teams and roles are known, and too small together."""
    policy = context.policy
    if not context.complete("teams", "roles", "coverage"):
        return
    joined: set[str] = set()
    for coverage in policy.coverage.values():
        if isinstance(coverage, UnionCoverage):
            joined.update(coverage.of)
        elif isinstance(coverage, ChosenCoverage):
            joined.update(target for _, target in coverage.cases)
            joined.update([coverage.otherwise] if coverage.otherwise is not None else [])
    for coverage in policy.coverage.values():
        if not isinstance(coverage, WeeklyCoverage) or coverage.name in joined:
            continue  # whoever works in joined hours may be there as well
        needed = coverage.people.number if coverage.people is not None else None
        teams = [team for team in policy.teams.values() if team.coverage == coverage.name]
        there: list[Team | Role] = [*teams, *(role for role in policy.roles.values() if role.coverage == coverage.name)]
        if coverage.people is None or needed is None or not teams:
            continue
        total = sum(somebody.people or 0 for somebody in there)
        if total < needed and all(somebody.people is not None for somebody in there):
            yield TOO_FEW.at(
                coverage.people.span,
                f"'{coverage.name}' needs {needed} people, and only {total} work in its hours",
                related=tuple(Related(somebody.name.span, f"{somebody.people} people") for somebody in there[:4]),
                help="write a number that can be there, or correct 'people' of the teams",
            )


def _skeletons(context: Context) -> Iterator[tuple[WeeklyCoverage, CoverageException]]:
    for coverage in context.policy.coverage.values():
        if isinstance(coverage, WeeklyCoverage):
            for exception in coverage.exceptions:
                if exception.cover == "skeleton" and exception.spans:
                    yield coverage, exception


CHECKS = (Check(NOBODY, check_nobody), Check(NOT_FEWER, check_not_fewer), Check(TOO_FEW, check_too_few))
