"""What a test means once the type of its fact is known; what cannot mean anything is said with a remedy."""

from __future__ import annotations

import re
from typing import NamedTuple

from supportpolicy.diagnostics import closest, meant, quoted_list
from supportpolicy.language.amounts import parse_amount, parse_money
from supportpolicy.language.builtin import FactType
from supportpolicy.language.conditions import Operator, Test, Value
from supportpolicy.language.hours import parse_date
from supportpolicy.language.malformed import MOST_CHARACTERS, Malformed
from supportpolicy.language.scope import SECTIONS, Fact
from supportpolicy.language.synonyms import COMPARISONS, write_flag

_EQUAL: tuple[Operator, ...] = ("is", "not", "present")
_COMPARED: tuple[Operator, ...] = ("at_least", "at_most", "above", "below")

OPERATORS: dict[FactType, tuple[Operator, ...]] = {
    "choice": _EQUAL,
    "boolean": _EQUAL,
    "number": (*_EQUAL, *_COMPARED),
    "money": (*_EQUAL, *_COMPARED),
    "duration": (*_EQUAL, *_COMPARED),
    "text": (*_EQUAL, "mentions"),
    "time": ("within", "in_next", "older_than", "before", "after", "during", "outside", "present"),
    "tags": ("has", "has_all", "present"),
}
"""Operators by the type of the fact; ranked choices take comparisons too."""

_SIGN = re.compile(r"\s*(>=|=>|<=|=<|!=|>|<)\s*(\S.*?)\s*\Z")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?\Z", re.ASCII)


class Problem(NamedTuple):
    """Why a value or operator does not fit its fact."""

    value: Value | None
    """None where the operator itself does not fit."""
    message: str
    help: str
    unknown_value: bool = False
    """Whether a word is not among the choice's values, rather than of a wrong kind."""


def operators_of(fact: Fact) -> tuple[Operator, ...]:
    """The operators that make sense for a fact."""
    if fact.type == "choice" and fact.ranked:
        return (*_EQUAL, *_COMPARED)
    return OPERATORS[fact.type]


def problems(test: Test, fact: Fact, facts: dict[str, Fact]) -> list[Problem]:
    """Everything in a test that does not fit the type of its fact. Values that are other facts are checked by type."""
    allowed = operators_of(fact)
    if test.operator not in allowed:
        return [_wrong_operator(test, fact, allowed)]
    if test.operator in ("present", "during", "outside"):
        return []
    found: list[Problem] = []
    for value in test.values:
        problem = (
            _field_problem(value, test, fact, facts) if value.kind == "field" else _value_problem(value, test, fact)
        )
        if problem is not None:
            found.append(problem)
    return found


def _wrong_operator(test: Test, fact: Fact, allowed: tuple[Operator, ...]) -> Problem:
    words = quoted_list([word for word in allowed if word != "is"])
    if test.operator == "is":
        if fact.type == "time":
            return Problem(
                None,
                f"{fact.name} is a time, and no single value is compared with it",
                f"use {words}; for example {fact.name}: {{within: 30d}}",
            )
        return Problem(None, f"{fact.name} is a set of words", f"use has: {fact.name}: {{has: {test.values[0].text}}}")
    if fact.type == "choice" and test.operator in _COMPARED:
        return Problem(
            None,
            f"the values of {fact.name} are not ranked, so '{test.operator}' cannot compare them",
            "list the values that are meant, or declare the field with 'ranked: true'",
        )
    if fact.type in ("choice", "boolean") and test.operator in ("has", "has_all", "mentions"):
        words = f"a value or a list of values: {fact.name}: {test.values[0].text}"
        return Problem(None, f"'{test.operator}' does not fit {fact.name}, which is {_a(fact.type)}", f"write {words}")
    return Problem(None, f"'{test.operator}' does not fit {fact.name}, which is {_a(fact.type)}", f"use {words}")


def _field_problem(value: Value, test: Test, fact: Fact, facts: dict[str, Fact]) -> Problem | None:
    other = facts.get(value.text)
    if other is None:
        return None
    if other.type != fact.type or test.operator in ("within", "in_next", "older_than", "has", "has_all", "mentions"):
        return Problem(
            value,
            f"{fact.name} is {_a(fact.type)}, and {other.name} is {_a(other.type)}",
            "only facts of the same kind can be compared",
        )
    if fact.stage != "facts" or other.stage != "facts":
        return Problem(value, f"{fact.name} and {other.name} cannot be compared", "compare facts of the ticket only")
    return None


def _value_problem(value: Value, test: Test, fact: Fact) -> Problem | None:
    compared = _SIGN.match(value.text[:MOST_CHARACTERS]) if fact.type not in ("text", "tags") else None
    if compared is not None:
        operator = COMPARISONS[compared[1]]
        advice = f"write {fact.name}: {{{operator}: {compared[2]}}}"
        return Problem(value, f"'{value.text}' is not how values are compared here", advice)
    match fact.type:
        case "choice":
            return _choice_problem(value, fact)
        case "boolean":
            if value.kind != "boolean":
                return Problem(value, f"{fact.name} is true or false", write_flag(value.text))
            return None
        case "number":
            if value.kind != "number" and not _NUMBER.match(value.text):
                return Problem(value, f"{fact.name} is a number, and '{value.text}' is not", "write a number")
            return None
        case "money":
            return _parsed_problem(value, lambda: parse_money(value.text, value.span))
        case "duration":
            return _duration_problem(value)
        case "time":
            return _time_problem(value, test)
        case _:
            return None


def _choice_problem(value: Value, fact: Fact) -> Problem | None:
    if fact.open_values or value.text in fact.values:
        return None
    if not fact.values and fact.origin != "attribute":
        return None  # said of the field, which must list its values
    near = closest(value.text, fact.values)
    if near is not None:
        advice: str = meant(value.text, near, known=fact.values)
    elif fact.values:
        advice = f"{fact.name} is {quoted_list(fact.values)}"
    else:
        advice = f"the policy says nothing of {fact.name} yet; add it under '{SECTIONS[fact.name]}:'"
    return Problem(value, f"{fact.name} is never '{value.text}'", advice, unknown_value=True)


def _duration_problem(value: Value) -> Problem | None:
    problem = _parsed_problem(value, lambda: parse_amount(value.text, value.span))
    if problem is None and value.text.endswith("d"):
        return Problem(value, "a duration is compared with minutes or hours", "write for example 90m or 48h")
    return problem


def _time_problem(value: Value, test: Test) -> Problem | None:
    if test.operator in ("before", "after"):
        return _parsed_problem(value, lambda: parse_date(value.text))
    return _parsed_problem(value, lambda: parse_amount(value.text, value.span))


def _parsed_problem(value: Value, parse: object) -> Problem | None:
    assert callable(parse)
    try:
        parse()
    except Malformed as error:
        if error.length:
            quotes = (value.span.end_col - value.span.col - len(value.text)) // 2
            value = value._replace(span=value.span.inside(error.start + quotes, error.length))
        return Problem(value, error.message, error.help)
    return None


def _a(kind: str) -> str:
    return {
        "choice": "a choice",
        "boolean": "true or false",
        "tags": "a set of words",
        "text": "text",
        "money": "money",
    }.get(kind, f"a {kind}")
