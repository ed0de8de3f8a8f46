"""SP402: a condition that is far larger than it looks, because the conditions it names name others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.links import bottom_up, is_circle
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.conditions import Condition, Group, Test
from supportpolicy.language.name import Name
from supportpolicy.language.walk import conditions_of, named_in

MOST_TESTS = 2_000
"""Tests of a condition with all that it names written out."""
MOST_LEVELS = 40
"""Groups and names within one another, with all that is named written out."""
MOST_IN_ALL = 50_000
"""Tests that the names of a whole policy stand for, each use counted."""

_SIX = "".join(f"  c{number}: {{any_of: [{', '.join([f'{{is: c{number + 1}}}'] * 6)}]}}\n" for number in range(1, 5))
KIND = Kind(
    "SP402",
    "condition-too-large",
    "error",
    "A condition names conditions that name others, and written out it has too many tests or too many levels.",
    "Nobody can say when such a rule applies, and working it out would take for ever.",
    f"""supportpolicy: 1
name: acme
fields: {{paid: {{type: boolean}}, amount: {{type: number}}}}
conditions:
{_SIX}  c5: {{paid: true, amount: {{above: 5}}}}
teams: [{{name: front, coverage: always}}]
routing: [{{name: paid, when: {{is: c1}}, team: front}}, {{name: all, team: front}}]
""",
    """supportpolicy: 1
name: acme
fields: {paid: {type: boolean}, amount: {type: number}}
conditions:
  c5: {paid: true, amount: {above: 5}}
teams: [{name: front, coverage: always}]
routing: [{name: paid, when: {is: c5}, team: front}, {name: all, team: front}]
""",
)


class _Size(NamedTuple):
    """How large a condition is with all that it names written out."""

    tests: int
    levels: int


def check(context: Context) -> Iterator[Diagnostic]:
    """The name with which a condition grows too large. Conditions that name a large one are not blamed as well."""
    conditions = context.policy.conditions
    links = {
        str(name): [str(used) for named in named_in(condition.when) for used in named.names]
        for name, condition in conditions.items()
    }
    sizes: dict[str, _Size | None] = {}
    for together in bottom_up(links):
        for name in together:
            # What goes round in a circle has no size; that it does is said elsewhere.
            found = None if is_circle(together, links) else _size(conditions[name].when, sizes)
            sizes[name] = found if isinstance(found, _Size) else None
            if isinstance(found, Diagnostic):
                yield found
    in_all = 0
    for use in conditions_of(context.policy):
        found = _size(use.condition, sizes)
        if isinstance(found, Diagnostic):
            yield found
        for name in (name for named in named_in(use.condition) for name in named.names):
            size = sizes.get(name)
            before, in_all = in_all, in_all + (size.tests if size is not None else 0)
            if before <= MOST_IN_ALL < in_all:
                yield _too_large(name, "the conditions of this policy have", f"{MOST_IN_ALL:,} tests in all")


def _size(condition: Condition, sizes: Mapping[str, _Size | None]) -> _Size | Diagnostic | None:
    """How large a condition is; a finding where a name makes it too large; None where that cannot be said of a name."""
    tests = levels = 0
    todo: list[tuple[Condition, int]] = [(condition, 0)]
    while todo:
        part, level = todo.pop()
        if isinstance(part, Group):
            todo.extend((inner, level + 1) for inner in reversed(part.parts))
        elif isinstance(part, Test):
            tests += _questions(part)
            levels = max(levels, level)
        else:
            for name in part.names:
                named = sizes.get(name, _Size(0, 0))
                if named is None:
                    return None
                tests += named.tests
                levels = max(levels, level + 1 + named.levels)
                if tests > MOST_TESTS:
                    return _too_large(name, "this condition has", f"{MOST_TESTS:,} tests")
                if levels > MOST_LEVELS:
                    return _too_large(name, "this condition has", f"{MOST_LEVELS} levels of groups and names")
    return _Size(tests, levels)


def _questions(test: Test) -> int:
    """Words that a fact may be are one question, however many; other operators put one for each value."""
    return 1 if test.operator in ("is", "not") else len(test.values)


def _too_large(name: Name, has: str, what: str) -> Diagnostic:
    return KIND.at(
        name.span,
        f"with '{name}' written out, {has} more than {what}",
        help="name fewer conditions here, or let a field of the ticket say what they work out",
    )


CHECK = Check(KIND, check)
