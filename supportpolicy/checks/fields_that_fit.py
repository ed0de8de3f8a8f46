"""SP222: a field whose declaration contradicts itself, a built-in fact, or a name the language uses."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean
from supportpolicy.language import builtin
from supportpolicy.language.amounts import parse_amount, parse_money
from supportpolicy.language.conditions import GROUPS
from supportpolicy.language.malformed import Malformed
from supportpolicy.language.sections.facts import Field

KIND = Kind(
    "SP222",
    "unfitting-field",
    "error",
    "A field's declaration contradicts itself, a built-in fact of the same name, or a word of the language.",
    "Tests of the field would mean something else than they say.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid], default: fre}}
tiers: [{name: paying, when: {plan: paid}}, {name: rest}]
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid], default: free}}
tiers: [{name: paying, when: {plan: paid}}, {name: rest}]
""",
)

_BUILT_IN = {fact.name: fact for fact in builtin.FACTS}
# `severity_rule` is what the compiler calls the severity rule that won, for the stage `adjust` alone.
_ATTRIBUTES = {attribute.name for attribute in builtin.ATTRIBUTES} | {"severity_rule"}


def check(context: Context) -> Iterator[Diagnostic]:
    """Fields that cannot be what they say."""
    for field in context.policy.fields.values():
        yield from _field(field)
    for derived in context.policy.facts.values():
        if derived.name in _BUILT_IN or derived.name in _ATTRIBUTES or derived.name in context.policy.fields:
            yield KIND.at(derived.name.span, f"there is already a fact '{derived.name}'", help="choose another name")
        wanted = ("time",) if derived.how != "sum_of" else ("number", "money")
        for part in derived.of:
            fact = context.facts.get(part)
            if fact is not None and fact.type not in wanted:
                message = (
                    f"{derived.how} needs facts of type {' or '.join(wanted)}, and '{part}' is of type {fact.type}"
                )
                yield KIND.at(part.span, message, help="name other facts")


def _field(field: Field) -> Iterator[Diagnostic]:
    if field.name in GROUPS or field.name in _ATTRIBUTES:
        message = f"'{field.name}' is a word of the language and cannot be a field"
        yield KIND.at(field.name.span, message, help="choose another name")
        return
    known = _BUILT_IN.get(field.name)
    if known is not None and known.type != field.type:
        message = f"'{field.name}' is built in and of type {known.type}"
        yield KIND.at(field.name.span, message, help=f"write type: {known.type}, or choose another name")
        return
    if field.type == "choice" and not field.values:
        yield KIND.at(
            field.name.span, f"the choice '{field.name}' lists no values", help="add values: [...], or write type: text"
        )
    if field.type != "choice" and (field.values or field.ranked):
        place = field.values[0].span if field.values else field.span
        yield KIND.at(
            place, f"'{field.name}' is of type {field.type}, which has no list of values", help="write type: choice"
        )
        return
    if field.default is not None:
        yield from _default(field, field.default.text)


def _default(field: Field, text: str) -> Iterator[Diagnostic]:
    assert field.default is not None
    span = field.default.span
    advice: str | None = None
    match field.type:
        case "choice":
            if field.values and text not in field.values:
                advice = did_you_mean(text, field.values, what="the values are")
        case "boolean":
            advice = None if text.lower() in ("true", "false") else "write true or false"
        case "number":
            advice = None if text.lstrip("+-").replace(".", "", 1).isdigit() else "write a number"
        case "money" | "duration":
            try:
                (parse_money if field.type == "money" else parse_amount)(text, span)
            except Malformed as error:
                advice = error.help
        case "time":
            advice = "a time cannot have a default; leave it out"
        case _:
            advice = None
    if advice is not None:
        yield KIND.at(span, f"'{text}' cannot be the default of a {field.type}", help=advice)


CHECK = Check(KIND, check)
