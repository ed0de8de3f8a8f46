"""SP221: conditions or coverages that refer to one another in a circle, and facts worked out from worked-out facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.links import in_circles
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.name import Name
from supportpolicy.language.sections.coverage import ChosenCoverage, UnionCoverage
from supportpolicy.language.walk import named_in

KIND = Kind(
    "SP221",
    "circle",
    "error",
    "Conditions or coverages refer to one another in a circle, or a fact is worked out from another worked-out fact.",
    "There would be no place to begin.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {a: {union: [b]}, b: {union: [a]}}
teams: [{name: front, coverage: a}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {a: {union: [b]}, b: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: a}]
routing: [{name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Each circle once, at its first name; each derived fact that needs another."""
    policy = context.policy
    conditions = {
        str(name): [used for named in named_in(condition.when) for used in named.names]
        for name, condition in policy.conditions.items()
    }
    yield from _circles(conditions, {str(c.name): c.name for c in policy.conditions.values()}, "condition")
    coverages: dict[str, list[Name]] = {}
    for name, coverage in policy.coverage.items():
        if isinstance(coverage, UnionCoverage):
            coverages[str(name)] = list(coverage.of)
        elif isinstance(coverage, ChosenCoverage):
            coverages[str(name)] = [target for _, target in coverage.cases]
            coverages[str(name)].extend([coverage.otherwise] if coverage.otherwise else [])
    yield from _circles(coverages, {str(c.name): c.name for c in policy.coverage.values()}, "coverage")
    for derived in policy.facts.values():
        for part in derived.of:
            if part in policy.facts:
                yield KIND.at(
                    part.span,
                    f"'{part}' is itself worked out from other facts",
                    help="name the facts of the ticket instead",
                    related=(Related(policy.facts[part].name.span, f"'{part}' is worked out here"),),
                )


def _circles(links: Mapping[str, Sequence[Name]], places: Mapping[str, Name], what: str) -> Iterator[Diagnostic]:
    cyclic = in_circles(links)
    done: set[str] = set()
    for start in links:
        path: dict[str, int] = {}
        current: str | None = start
        while current is not None and current not in done and current not in path:
            path[current] = len(path)
            current = next((str(name) for name in links.get(current, ()) if name in cyclic), None)
        if current is not None and current in path:
            circle = list(path)[path[current] :]
            shown = " -> ".join([*circle, circle[0]])
            yield KIND.at(places[circle[0]].span, f"this {what} refers to itself: {shown}", help="break the circle")
        done.update(path)


CHECK = Check(KIND, check)
