"""What can be asked about a ticket under one policy: built-in facts, its own, derived ones, decided attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language import builtin
from supportpolicy.language.builtin import FactType
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.contact import OTHERWISE

NOBODY = "none"
"""The team of a ticket that nobody gets."""


class Fact(NamedTuple):
    """Something a condition may test."""

    name: str
    type: FactType
    values: tuple[str, ...]
    """Of a choice: all it can be, where that is known; empty means any word."""
    ranked: bool
    origin: Literal["built-in", "field", "derived", "attribute"]
    stage: str
    """The stage that decides it; `facts` where the ticket brings it along."""
    open_values: bool = False
    """Whether other values than `values` may come."""
    span: Span | None = None


SECTIONS: Mapping[str, str] = {
    "tier": "tiers",
    "severity": "severities",
    "reply_language": "languages",
    "language_level": "languages",
    "team": "teams",
    "sla": "sla",
}
"""The section whose names are the values of a decided attribute."""

Scope = Mapping[str, Fact]


def scope_of(policy: Policy) -> dict[str, Fact]:
    """Every fact and attribute by name."""
    found: dict[str, Fact] = {}
    for known in builtin.FACTS:
        values = known.values
        if known.name == "channel":
            values = tuple(policy.channels)
        elif known.name == "status":
            values = tuple(dict.fromkeys([*(status.name for status in builtin.STATUSES), *policy.statuses]))
        found[known.name] = Fact(known.name, known.type, values, False, "built-in", "facts", not values)
    for name, field in policy.fields.items():
        origin: Literal["built-in", "field"] = "built-in" if name in found else "field"
        values = tuple(str(value) for value in field.values)
        found[name] = Fact(str(name), field.type, values, field.ranked, origin, "facts", span=field.name.span)
    for derived in policy.facts.values():
        kind = _derived_type(derived.how, derived.of, found)
        found[derived.name] = Fact(str(derived.name), kind, (), False, "derived", "facts", span=derived.name.span)
    for attribute in builtin.ATTRIBUTES:
        values = attribute.values or attribute_values(policy, attribute.name)
        found[attribute.name] = Fact(
            attribute.name,
            attribute.type,
            values,
            attribute.name == "severity",
            "attribute",
            attribute.stage,
        )
    return found


def attribute_values(policy: Policy, attribute: str) -> tuple[str, ...]:
    """What a decided attribute can be, in the policy's order; highest first for severity."""
    match attribute:
        case "tier":
            names: list[str] = []
            for tier in policy.tiers:
                if tier.tier is not None:
                    names.append(tier.tier)
                if tier.head.grid is not None:
                    names.extend(cell.outcome for cell in tier.head.grid.cells)
        case "severity":
            names = list(policy.severities.levels) if policy.severities else []
        case "reply_language":
            names = [name for name in policy.languages if name != OTHERWISE]
            names.extend(language.reply_in for language in policy.languages.values() if language.reply_in)
        case "language_level":
            names = [language.level for language in policy.languages.values()]
        case "team":
            names = [*policy.teams, NOBODY] if policy.teams else []
        case "sla":
            names = [promise.head.name for promise in policy.sla if promise.head.name]
        case _:
            names = []
    return tuple(dict.fromkeys(str(name) for name in names))


def main_language(policy: Policy) -> str:
    """The language of messages that name none: what `otherwise` replies in, else the first language, else en."""
    otherwise = policy.languages.get(OTHERWISE)
    if otherwise is not None and otherwise.reply_in is not None:
        return str(otherwise.reply_in)
    return next((str(name) for name in policy.languages if name != OTHERWISE), "en")


def offered_languages(policy: Policy) -> tuple[str, ...]:
    """Languages in which customers get answers."""
    return tuple(
        str(name)
        for name, language in policy.languages.items()
        if name != OTHERWISE and language.level != "none" and language.reply_in in (None, name)
    )


def known_events(policy: Policy) -> Iterator[str]:
    """Every event that can be named without an argument."""
    yield from (event.name for event in builtin.EVENTS if not event.argument)
    yield from policy.events
    yield from known_metrics(policy)


def known_metrics(policy: Policy) -> tuple[str, ...]:
    """Built-in metrics and the policy's own."""
    return tuple(dict.fromkeys([*(metric.name for metric in builtin.METRICS), *policy.metrics]))


def known_statuses(policy: Policy) -> tuple[str, ...]:
    """Built-in statuses and the policy's own."""
    return tuple(dict.fromkeys([*(status.name for status in builtin.STATUSES), *policy.statuses]))


def _derived_type(how: str, of: tuple[Name, ...], found: Mapping[str, Fact]) -> FactType:
    if how != "sum_of":
        return "time"
    kinds = {found[name].type for name in of if name in found}
    return "money" if "money" in kinds else "number"
