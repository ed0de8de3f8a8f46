"""SP406: a test that can never hold, or that always does."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.space import BEFORE_ADJUST, Space, When
from supportpolicy.analysis.tables_in_use import is_cell
from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.tables import Part, Rule
from supportpolicy.diagnostics import Kind

KIND = Kind(
    "SP406",
    "test-without-a-choice",
    "warning",
    "A test never holds for any ticket there can be, or holds for all of them.",
    "It reads as if it told tickets apart. One that never holds makes its rule useless; one that always holds hides that the "
    "rule is wider than it looks.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid], default: free}}
tiers: [{name: gold, when: {plan: paid}}, {name: silver}]
teams: [{name: front, coverage: always}, {name: vip, coverage: always}]
routing: [{name: top, when: {tier: {not: [gold, silver]}}, team: vip}, {name: rest, team: front}]
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid], default: free}}
tiers: [{name: gold, when: {plan: paid}}, {name: silver}]
teams: [{name: front, coverage: always}, {name: vip, coverage: always}]
routing: [{name: top, when: {tier: gold}, team: vip}, {name: rest, team: front}]
""",
)


_ADDED = ("language", "channel", "emergency.claimed", "adjust.proof", "adjust.raise")
"""Tables of which the compiler wrote tests of its own."""
_GUARANTEES = ("guarantees", "guarantees.hold", "guarantees.others")
"""What they say is proved as a whole: a test that always holds is what they want."""
_IN_FORCE = "in force "
"""How the compiler words `effective`; a rule may well be in force for the whole horizon."""


def parts(proving: Proving) -> Iterator[Proved]:
    """Tests of written conditions that never or always hold; each place once."""
    space = proving.space
    seen: set[tuple[str, str]] = set()
    known: dict[tuple[tuple[tuple[str, Admitted], ...], ...], tuple[bool, bool] | None] = {}
    for table in space.engine.compiled.tables:
        if table.name in _ADDED or table.name in _GUARANTEES or table.name == "conditions":
            continue
        when: When = "before" if table.name in BEFORE_ADJUST else "after"
        for rule in table.rules:
            if is_cell(rule):
                continue
            for part in rule.parts:
                if (part.at, part.text) in seen or not _is_written(part, rule):
                    continue
                key = tuple(tuple(one.items()) for one in part.any)
                if key not in known:
                    known[key] = _of_one_fact(space, part)
                never, always = known[key] or _asked(space, part, when)
                if never or always:
                    seen.add((part.at, part.text))
                    yield _found(proving, part, never=never)


def _of_one_fact(space: Space, part: Part) -> tuple[bool, bool] | None:
    """Whether a test of one fact never or always holds, where all that the fact can be is listed; else None.

    Such a fact can be anything whatever the others are, so no solver is needed.
    """
    engine = space.engine
    facts = {engine.compiled.columns[engine.places[column]].fact for one in part.any for column in one}
    domain = space.domains.by_fact.get(next(iter(facts))) if len(facts) == 1 else None
    if domain is None or not domain.vectors or not domain.exact:
        return None
    at = {place: number for number, place in enumerate(domain.places)}
    tests = [[(at[engine.places[column]], admitted) for column, admitted in one.items()] for one in part.any]
    held = {
        any(all(any(low <= vector[n] <= high for low, high in admitted) for n, admitted in test) for test in tests)
        for vector in domain.vectors
    }
    return True not in held, False not in held


def _asked(space: Space, part: Part, when: When) -> tuple[bool, bool]:
    """Whether a test never or always holds, by the solver."""
    literal = space.part(part, when)
    never = not space.possible([literal])
    return never, not never and not space.possible([-literal])


def _is_written(part: Part, rule: Rule) -> bool:
    """Whether a person wrote the test: not the compiler, for a row of a promise or `effective`."""
    of_row = rule.row is not None and part.text.endswith(f" is {rule.row}")
    return bool(part.at) and not of_row and not part.text.startswith(_IN_FORCE)


def _found(proving: Proving, part: Part, *, never: bool) -> Proved:
    how = "can never hold" if never else "holds for every ticket"
    advice = (
        "change it, or take the rule out"
        if never
        else "take it out; the rule says the same without it, or mean something else"
    )
    space = proving.space
    facts = {space.engine.compiled.columns[space.engine.places[column]].fact for one in part.any for column in one}
    opaque = any(space.domains.by_fact[fact].opaque for fact in facts if fact in space.domains.by_fact)
    return Proved(KIND.at(proving.place(part.at), f"'{part.text}' {how}", help=advice), opaque=opaque)
