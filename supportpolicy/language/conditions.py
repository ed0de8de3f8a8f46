"""`when`: conditions that can be read aloud, proved about and translated to a helpdesk. No expressions, no code."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Name
from supportpolicy.language.shape import SCALAR, Schema, ref
from supportpolicy.source import Node

Operator: TypeAlias = Literal[
    "is",
    "not",
    "at_least",
    "at_most",
    "above",
    "below",
    "within",
    "in_next",
    "older_than",
    "before",
    "after",
    "has",
    "has_all",
    "mentions",
    "during",
    "outside",
    "present",
]

GROUPS = ("any_of", "all_of", "none_of", "is")
"""Keys of a `when` that are not facts."""


class Value(NamedTuple):
    """What a fact is compared with: words as written, or another fact (`{field: x}`)."""

    text: str
    kind: Literal["text", "number", "boolean", "field"]
    span: Span


class Test(NamedTuple):
    """One fact, one operator. Several values of `is` mean any of them, of `not` none of them."""

    field: Name
    operator: Operator
    values: tuple[Value, ...]
    span: Span
    """The operand; for a plain value the value itself."""


class Named(NamedTuple):
    """`is: NAME`: a condition of the policy's own; of several names, any."""

    names: tuple[Name, ...]
    span: Span


class Group(NamedTuple):
    """Conditions joined: all must hold, any may, or none may."""

    how: Literal["all", "any", "none"]
    parts: tuple[Condition, ...]
    span: Span | None


Condition: TypeAlias = "Test | Named | Group"

ALWAYS = Group("all", (), None)
"""The condition of a rule without a `when`."""

_OPERATOR_WORDS: dict[str, tuple[str, Schema]] = {
    "not": ("Is none of these; also true where the fact is missing.", {"$ref": "#/$defs/value-or-values"}),
    "at_least": ("This or more; for ranked words, this or higher.", {"$ref": "#/$defs/value"}),
    "at_most": ("This or less; for ranked words, this or lower.", {"$ref": "#/$defs/value"}),
    "above": ("More than this.", {"$ref": "#/$defs/value"}),
    "below": ("Less than this.", {"$ref": "#/$defs/value"}),
    "within": ("A time in the past, at most this long ago.", {"$ref": "#/$defs/value"}),
    "in_next": ("A time in the future, at most this far ahead.", {"$ref": "#/$defs/value"}),
    "older_than": ("A time in the past, longer ago than this.", {"$ref": "#/$defs/value"}),
    "before": ("Earlier than this date or this other time.", {"$ref": "#/$defs/value"}),
    "after": ("On or later than this date, or later than this other time.", {"$ref": "#/$defs/value"}),
    "has": ("Has at least one of these words.", {"$ref": "#/$defs/value-or-values"}),
    "has_all": ("Has every one of these words.", {"$ref": "#/$defs/value-or-values"}),
    "mentions": ("The text has at least one of these phrases, whatever the case.", {"$ref": "#/$defs/value-or-values"}),
    "during": ("The instant lies in the open hours of this coverage.", {"$ref": "#/$defs/names"}),
    "outside": ("The instant lies outside the open hours of this coverage.", {"$ref": "#/$defs/names"}),
    "present": ("Whether the fact is there at all.", {"type": "boolean", "x-what": "true or false"}),
    "field": ("Equal to this other fact.", {"$ref": "#/$defs/name"}),
}

SCHEMAS: dict[str, Schema] = {
    "value": {
        "anyOf": [
            SCALAR,
            {
                "type": "object",
                "properties": {"field": ref("name", "The name of another fact.")},
                "required": ["field"],
                "additionalProperties": False,
                "x-what": "another fact, {field: name}",
            },
        ],
        "description": "A value, or another fact: {field: name}.",
        "x-what": "a value",
    },
    "value-or-values": {
        "anyOf": [
            {"$ref": "#/$defs/value"},
            {"type": "array", "items": {"$ref": "#/$defs/value"}, "minItems": 1, "x-what": "a list of values"},
        ],
        "description": "A value or a list of values.",
        "x-what": "a value or a list of values",
    },
    "test": {
        "title": "Test",
        "description": "A value, a list (any of them), or operators that must all hold.",
        "anyOf": [
            SCALAR,
            {"type": "array", "items": {"$ref": "#/$defs/value"}, "minItems": 1, "x-what": "a list of values"},
            {
                "type": "object",
                "properties": {
                    word: {**schema, "description": meaning} for word, (meaning, schema) in _OPERATOR_WORDS.items()
                },
                "additionalProperties": False,
                "minProperties": 1,
                "x-what": "operators such as {at_least: 3}",
            },
        ],
        "examples": ["billing", ["billing", "refund"], {"at_least": 3}, {"not": "free"}, {"within": "30d"}],
        "x-what": "a value, a list of values or operators",
    },
    "when": {
        "title": "Condition",
        "description": "All entries must hold. Each is a fact with a test, or one of any_of, all_of, none_of, is.",
        "type": "object",
        "properties": {
            "any_of": {
                "type": "array",
                "items": {"$ref": "#/$defs/when"},
                "minItems": 1,
                "description": "At least one of these holds.",
            },
            "all_of": {
                "type": "array",
                "items": {"$ref": "#/$defs/when"},
                "minItems": 1,
                "description": "Every one of these holds.",
            },
            "none_of": {
                "type": "array",
                "items": {"$ref": "#/$defs/when"},
                "minItems": 1,
                "description": "Not one of these holds.",
            },
            "is": ref("names", "A condition of the section `conditions`; of several, any."),
        },
        "additionalProperties": {"$ref": "#/$defs/test"},
        "minProperties": 1,
        "examples": [{"tier": "enterprise"}, {"topic": ["billing", "refund"], "severity": {"at_least": "high"}}],
        "x-what": "facts and what they must be, such as {plan: paid}",
    },
}


def read_condition(node: Node | None) -> Condition:
    """The condition of a `when` mapping whose shape is right; no node means always."""
    if node is None or node.entries is None:
        return ALWAYS
    parts: list[Condition] = []
    for key, value in node.entries.items():
        if key in ("any_of", "all_of", "none_of"):
            inner = tuple(read_condition(item) for item in value.items or ())
            how: Literal["all", "any", "none"] = "any" if key == "any_of" else "all" if key == "all_of" else "none"
            parts.append(Group(how, inner, value.span))
        elif key == "is":
            names = tuple(Name(item.text, item.span) for item in (value.items or (value,)))
            parts.append(Named(names, value.span))
        else:
            parts.extend(_tests(Name(key, node.key_span(key)), value))
    return parts[0] if len(parts) == 1 else Group("all", tuple(parts), node.span)


def both(first: Condition, second: Condition) -> Condition:
    """A condition that holds where both do."""
    if first == ALWAYS:
        return second
    if second == ALWAYS:
        return first
    return Group("all", (first, second), None)


def _tests(field: Name, node: Node) -> list[Test]:
    if node.entries is None:
        return [Test(field, "is", _values(node), node.span)]
    tests: list[Test] = []
    for word, operand in node.entries.items():
        if word == "field":
            tests.append(Test(field, "is", (Value(operand.text, "field", operand.span),), operand.span))
        else:
            # The schema admits only words of Operator here.
            tests.append(Test(field, word, _values(operand), operand.span))  # type: ignore[arg-type]
    return tests


def _values(node: Node) -> tuple[Value, ...]:
    if node.items is not None:
        return tuple(value for item in node.items for value in _values(item))
    other = node.get("field")
    if other is not None:
        return (Value(other.text, "field", other.span),)
    if isinstance(node.plain, bool):
        return (Value(node.text.lower(), "boolean", node.span),)
    if isinstance(node.plain, (int, float)):
        return (Value(node.text, "number", node.span),)
    return (Value(node.text, "text", node.span),)
