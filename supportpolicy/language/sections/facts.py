"""`fields`, `facts` and `conditions`: what a policy may ask about a ticket."""

from __future__ import annotations

from typing import Literal, NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.builtin import FactType
from supportpolicy.language.conditions import Condition, read_condition
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry
from supportpolicy.language.sections.section import Section
from supportpolicy.language.shape import Schema, choice, flag, mapping, named, ref, text
from supportpolicy.source import Node

FACT_TYPES: tuple[FactType, ...] = ("choice", "boolean", "number", "text", "money", "time", "duration", "tags")


class Default(NamedTuple):
    """What fills a missing fact, as written."""

    text: str
    span: Span


class Field(NamedTuple):
    """A fact of the policy's own, or a built-in one narrowed to some values."""

    name: Name
    type: FactType
    values: tuple[Name, ...]
    ranked: bool
    default: Default | None
    ask: str | None
    about: str | None
    source: str | None
    sensitive: bool
    span: Span


class Derived(NamedTuple):
    """A fact worked out from others."""

    name: Name
    how: Literal["latest_of", "earliest_of", "sum_of"]
    of: tuple[Name, ...]
    span: Span


class NamedCondition(NamedTuple):
    """A condition with a name, for `is`."""

    name: Name
    when: Condition
    span: Span


def read_field(name: Name, node: Node) -> Field:
    """One entry of `fields`."""
    entry = Entry(node)
    default = node.get("default")
    return Field(
        name,
        node.plain["type"],  # type: ignore[index,call-overload,arg-type]
        entry.names("values"),
        entry.flag("ranked"),
        None if default is None else Default(default.text, default.span),
        entry.text("ask"),
        entry.text("about"),
        entry.text("from"),
        entry.flag("sensitive"),
        node.span,
    )


def read_derived(name: Name, node: Node) -> Derived:
    """One entry of `facts`."""
    how = next(iter(node.entries or {}))
    return Derived(name, how, Entry(node).names(how), node.span)  # type: ignore[arg-type]


def read_named_condition(name: Name, node: Node) -> NamedCondition:
    """One entry of `conditions`."""
    return NamedCondition(name, read_condition(node), node.span)


_FIELD: Schema = mapping(
    "A fact that the ticket brings along.",
    {
        "type": choice(
            FACT_TYPES,
            "choice: one of some words. boolean: true or false. number. text: free words. money: 200 EUR. "
            "time: an instant. duration: an amount of time such as 90m. tags: a set of words.",
        ),
        "values": {
            "type": "array",
            "items": {"$ref": "#/$defs/name"},
            "minItems": 1,
            "uniqueItems": True,
            "description": "Of a choice: every value it can have.",
            "x-what": "a list of values",
        },
        "ranked": flag("The values stand highest first, so that at_least and at_most may compare them.", default=False),
        "default": {
            "type": ["string", "number", "boolean"],
            "description": "The value where the ticket brings none.",
            "x-what": "a value",
        },
        "ask": text("How to ask for it where it is missing and matters."),
        "about": text("What it means."),
        "from": text("Where the ticket has it: the name of the field in the helpdesk."),
        "sensitive": flag("Never show its value to customers or in reports.", default=False),
    },
    required=("type",),
    what="keys such as type and values",
    examples=[{"type": "choice", "values": ["free", "team", "enterprise"], "default": "free"}],
)

_OF: Schema = {
    "type": "array",
    "items": {"$ref": "#/$defs/name"},
    "minItems": 2,
    "x-what": "a list of facts",
}

FIELDS = Section(
    "fields",
    "named",
    "Facts beside the built-in ones",
    named(
        "Facts beside the built-in ones. A built-in choice may be listed here to say its values.", _FIELD, what="facts"
    ),
    read_named=read_field,
)

FACTS = Section(
    "facts",
    "named",
    "Facts worked out from others",
    named(
        "Facts worked out from others; they may not be worked out from one another.",
        mapping(
            "How the fact is worked out.",
            {
                "latest_of": {**_OF, "description": "The latest of these times; missing ones are left out."},
                "earliest_of": {**_OF, "description": "The earliest of these times; missing ones are left out."},
                "sum_of": {**_OF, "description": "The sum of these numbers or sums of money; missing if any is."},
            },
            minProperties=1,
            maxProperties=1,
            what="one of latest_of, earliest_of, sum_of",
        ),
        what="facts",
    ),
    read_named=read_derived,
)

CONDITIONS = Section(
    "conditions",
    "named",
    "Conditions with a name",
    named("Conditions used more than once; `is: NAME` asks for one.", ref("when"), what="conditions"),
    read_named=read_named_condition,
)
