"""SP410: two named conditions that hold for exactly the same tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.space import Space, When
from supportpolicy.compiled.tables import Rule
from supportpolicy.diagnostics import Kind, Related

KIND = Kind(
    "SP410",
    "same-condition-twice",
    "info",
    "Two named conditions hold for exactly the same tickets.",
    "Sooner or later somebody changes one of them and believes that both were changed. And whoever reads two names looks for "
    "the difference.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, team, enterprise], default: free}}
conditions:
  paying: {plan: [team, enterprise]}
  not-free: {plan: {not: free}, request: {not: refund}}
  customer-who-pays: {any_of: [{plan: team}, {plan: enterprise}]}
teams: [{name: front, coverage: always}, {name: vip, coverage: always}, {name: sales, coverage: always}]
routing:
  - {name: bugs, when: {is: paying, channel: phone}, team: front}
  - {name: money, when: {is: not-free, channel: email}, team: sales}
  - {name: paying, when: {is: customer-who-pays}, team: vip}
  - {name: rest, team: front}
channels: {phone: {}, email: {}}
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, team, enterprise], default: free}}
conditions:
  paying: {plan: [team, enterprise]}
  not-free: {plan: {not: free}, request: {not: refund}}
teams: [{name: front, coverage: always}, {name: vip, coverage: always}, {name: sales, coverage: always}]
routing:
  - {name: bugs, when: {is: paying, channel: phone}, team: front}
  - {name: money, when: {is: not-free, channel: email}, team: sales}
  - {name: paying, when: {is: paying}, team: vip}
  - {name: rest, team: front}
channels: {phone: {}, email: {}}
""",
)

CONDITIONS = "conditions"
"""The table of named conditions, which the compiler makes for proofs alone."""


def same_conditions(proving: Proving) -> Iterator[Proved]:
    """Named conditions that hold where one above them does and nowhere else.

    Those that always or never hold are left out: SP406 says so where they are used, and one says nothing about another.
    """
    rules = proving.space.engine.compiled.table(CONDITIONS).rules
    for first, *others in _alike(proving.space, rules):
        related = (Related(proving.place(rules[first].at), f"'{rules[first].name}' is here"),)
        for index in others:
            message = f"'{rules[index].name}' holds for exactly the same tickets as '{rules[first].name}'"
            advice = f"keep one of the two, and ask for it by 'is: {rules[first].name}' wherever the other is used"
            yield Proved(KIND.at(proving.place(rules[index].at), message, related=related, help=advice))


def _alike(space: Space, rules: Sequence[Rule]) -> Iterator[list[int]]:
    """Places of two and more rules that hold for the same tickets, before and after severity was adjusted."""
    readings: tuple[When, ...] = ("before", "after") if _asks_severity(space, rules) else ("after",)
    forms = [tuple(space.rule(rule, when) for when in readings) for rule in rules]
    groups = [[place for place, form in enumerate(forms) if _has_a_choice(space, form[-1])]]
    while groups:
        group = groups.pop()
        if len(group) < 2:
            continue
        first, *others = group
        model = next((found for other in others if (found := _difference(space, forms[first], forms[other]))), None)
        if model is None:
            yield [first, *others]
            continue
        by_answer: dict[tuple[bool, ...], list[int]] = {}
        for place in (first, *others):
            by_answer.setdefault(tuple(literal in model for literal in forms[place]), []).append(place)
        groups.extend(by_answer.values())


def _asks_severity(space: Space, rules: Sequence[Rule]) -> bool:
    engine = space.engine
    columns = {column for rule in rules for part in rule.parts for one in part.any for column in one}
    return any(engine.compiled.columns[engine.places[column]].fact == "severity" for column in columns)


def _has_a_choice(space: Space, literal: int) -> bool:
    return space.possible([literal]) and space.possible([-literal])


def _difference(space: Space, one: Sequence[int], other: Sequence[int]) -> frozenset[int] | None:
    """A model in which the one holds and the other does not, in one of the readings; None where there is none."""
    for left, right in zip(one, other, strict=True):
        for wanted in ((left, -right), (-left, right)):
            model = space.solver.model(wanted)
            if model is not None:
                return model
    return None
