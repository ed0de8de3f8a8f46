"""SP209: something is declared that nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, closest
from supportpolicy.language.name import Name
from supportpolicy.language.sections.messages import PLACEHOLDER

KIND = Kind(
    "SP209",
    "unused-name",
    "warning",
    "Something is declared that no part of the policy uses.",
    "It is left over, or a rule that should use it is missing.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: chat}}
escalation: [{name: late, steps: [{after: 1h, tell: lead}]}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Declared names that nothing refers to. Silent where a part of the policy could not be read."""
    policy = context.policy
    if policy.incomplete:
        return
    used: dict[str, set[str]] = {}
    for reference in context.references:
        used.setdefault(reference.sort, set()).add(reference.name)
    facts = used.get("fact", set()) | used.get("money", set()) | _in_messages(context) | _in_events(context)
    people = used.get("people", set()) | used.get("role", set())
    events = used.get("event", set())
    yield from _unused("field", policy.fields.values(), facts | _NARROWED)
    yield from _unused("fact", policy.facts.values(), facts)
    yield from _unused("condition", policy.conditions.values(), used.get("condition", set()))
    yield from _unused("role", policy.roles.values(), people)
    yield from _unused("message", policy.messages.values(), used.get("message", set()))
    yield from _unused("coverage", policy.coverage.values(), used.get("coverage", set()) | used.get("clock", set()))
    teams = people | used.get("team", set())
    if policy.routing:
        yield from _unused("team", policy.teams.values(), teams)
    statuses = (
        used.get("status", set()) | {name.partition(":")[2].strip() for name in events} | _tested(context, "status")
    )
    yield from _unused("status", policy.statuses.values(), statuses)
    yield from _unused("event", policy.events.values(), events)
    yield from _unused("metric", policy.metrics.values(), used.get("metric", set()) | events | _measured(context))
    yield from _unused("price", policy.prices.values(), used.get("money", set()))
    yield from _unused("action", policy.actions.values(), used.get("action", set()))


def _unused(what: str, declared: Iterable[Any], used: set[str]) -> Iterator[Diagnostic]:
    names: list[Name] = [item.name for item in declared]
    left = [name for name in names if name not in used]
    # A misspelt use is reported where it stands; the name it was meant for is not unused besides.
    unknown = used.difference(names) if left else set()
    meant = {closest(word, left) for word in unknown} if len(unknown) * len(left) <= _MOST_COMPARED else set()
    for name in left:
        if name not in meant:
            yield KIND.at(name.span, f"the {what} '{name}' is used nowhere", help="use it, or remove it")


_MOST_COMPARED = 20_000
"""Pairs of names; beyond, every name that is used nowhere is reported, misspelt or not."""
_NARROWED = {"request", "channel", "language", "status", "wanted_severity"}
"""Built-in facts that are asked or carried without being named in a condition."""


def _in_messages(context: Context) -> set[str]:
    found: set[str] = set()
    for message in context.policy.messages.values():
        for words in message.texts.values():
            found.update(match[1].strip() for match in PLACEHOLDER.finditer(words.text))
    return found


def _in_events(context: Context) -> set[str]:
    names = (reference.name for reference in context.references_to("event"))
    return {name.partition(":")[2].strip() for name in names if name.startswith("changed:")}


def _tested(context: Context, fact: str) -> set[str]:
    from supportpolicy.language.walk import conditions_of, tests_in

    return {
        value.text
        for use in conditions_of(context.policy)
        for test in tests_in(use.condition)
        if test.field == fact
        for value in test.values
    }


def _measured(context: Context) -> set[str]:
    quality = context.policy.quality
    return {str(goal.measure) for goal in quality.goals} if quality is not None else set()


CHECK = Check(KIND, check)
