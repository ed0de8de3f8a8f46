"""Conditions in words, for reasons, tables and pages: `plan is enterprise`, `order.total is at most 200 EUR`."""

from __future__ import annotations

from supportpolicy.language.conditions import Condition, Group, Named, Test, Value

_OPERATORS = {
    "at_least": "is at least",
    "at_most": "is at most",
    "above": "is above",
    "below": "is below",
    "within": "was within the last",
    "in_next": "comes within",
    "older_than": "is older than",
    "before": "is before",
    "after": "is on or after",
    "during": "is during",
    "outside": "is outside",
}


def in_words(condition: Condition) -> str:
    """A condition as a sentence that can be read aloud."""
    if isinstance(condition, Test):
        return _test(condition)
    if isinstance(condition, Named):
        return " or ".join(str(name) for name in condition.names)
    parts = [_inner(part) for part in condition.parts]
    if not parts:
        return "always"
    if condition.how == "none":
        return "not (" + " or ".join(parts) + ")"
    return (" and " if condition.how == "all" else " or ").join(parts)


def _inner(condition: Condition) -> str:
    words = in_words(condition)
    return (
        f"({words})" if isinstance(condition, Group) and condition.how != "none" and len(condition.parts) > 1 else words
    )


def _test(test: Test) -> str:
    field = str(test.field)
    values = [_value(value) for value in test.values]
    any_of = " or ".join(values)
    match test.operator:
        case "is":
            if len(test.values) == 1 and test.values[0].kind == "boolean":
                return field if values[0] == "true" else f"{field} is false"
            return f"{field} is {any_of}"
        case "not":
            return f"{field} is not {any_of}"
        case "present":
            return f"{field} is {'known' if values[0] == 'true' else 'missing'}"
        case "has":
            return f"{field} has {any_of}"
        case "has_all":
            return f"{field} has {' and '.join(values)}"
        case "mentions":
            return f"{field} mentions " + " or ".join(f'"{value}"' for value in values)
        case operator:
            return f"{field} {_OPERATORS[operator]} {any_of}"


def _value(value: Value) -> str:
    return f"the value of {value.text}" if value.kind == "field" else value.text
