"""SP502: a promise whose rows do not match the values of its fact."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Span, did_you_mean, quoted_list
from supportpolicy.language.conditions import Condition, Group, Test
from supportpolicy.language.scope import SECTIONS
from supportpolicy.language.sections.sla import OTHERWISE_ROW, Promise, rows_of

KIND = Kind(
    "SP502",
    "missing-row",
    "error",
    "A promise lacks the row of a value, or has a row for a value that its fact never has.",
    "A ticket that falls into the missing row would be promised nothing, and nobody would have decided so.",
    """supportpolicy: 1
name: acme
severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}
sla: [{name: all, rows: severity, clock: always, targets: {high: {first_response: 1h}}}]
""",
    """supportpolicy: 1
name: acme
severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}
sla: [{name: all, rows: severity, clock: always, targets: {high: {first_response: 1h}, low: none}}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Rows that are missing or in vain."""
    for promise in context.policy.sla:
        if promise.rows_by is None or promise.rows[0].value is None:
            continue
        fact = context.facts.get(promise.rows_by)
        if fact is None or not context.complete("severities", "tiers", "fields", "channels", "teams", "languages"):
            continue
        if fact.type not in ("choice", "boolean"):
            message = f"rows need a choice, and {fact.name} is of type {fact.type}"
            yield KIND.at(promise.rows_by.span, message, help="name severity, tier or a field of type choice")
            continue
        if fact.origin == "attribute" and not fact.values:
            message = f"there are no rows to give: the policy says nothing of {fact.name} yet"
            yield KIND.at(promise.rows_by.span, message, help=f"add it under '{SECTIONS[fact.name]}:'")
            continue
        values = fact.values if fact.type == "choice" else ("true", "false")
        given = rows_of(promise)
        if values and not fact.open_values:
            for row in given:
                if row not in values and row != OTHERWISE_ROW:
                    advice = did_you_mean(row, values, what=f"{fact.name} is")
                    yield KIND.at(row.span, f"{fact.name} is never '{row}'", help=advice)
        if OTHERWISE_ROW in given:
            continue
        missing = [value for value in _possible(promise, fact.name, values) if value not in given]
        if missing or not values:
            rows = quoted_list(missing, last="and") if missing else "'otherwise'"
            yield KIND.at(
                _head(promise),
                f"the promise has no row for {rows}",
                help="add a row for each, 'none' where no time is promised, or one row 'otherwise'",
            )


def _possible(promise: Promise, fact: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Values that can reach the rule: where its own condition asks for some, only those need a row."""
    asked = _asked(promise.head.when, fact)
    return values if asked is None else tuple(value for value in values if value in asked)


def _asked(condition: Condition, fact: str) -> set[str] | None:
    parts = condition.parts if isinstance(condition, Group) and condition.how == "all" else (condition,)
    for part in parts:
        if isinstance(part, Test) and part.field == fact and part.operator == "is":
            return {value.text for value in part.values}
        if isinstance(part, Group) and part.how == "all":
            inner = _asked(part, fact)
            if inner is not None:
                return inner
    return None


def _head(promise: Promise) -> Span:
    return promise.head.name.span if promise.head.name is not None else promise.span


CHECK = Check(KIND, check)
