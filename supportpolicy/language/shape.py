"""Pieces of JSON Schema (2020-12) from which the sections build their fragments, and the shared small words.

`x-syntax` names the parser that explains a value whose characters are wrong; `x-what` says in plain words what a
value is, for messages. Editors ignore both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from supportpolicy.diagnostics import Span
from supportpolicy.language import amounts, hours

Schema: TypeAlias = dict[str, Any]

_NOWHERE = Span("", 1, 1, 1, 1)


def ref(name: str, description: str = "", **more: Any) -> Schema:
    """A use of one of the shared words, with what it means here."""
    schema: Schema = {"$ref": f"#/$defs/{name}"}
    if description:
        schema["description"] = description
    schema.update(more)
    return schema


def mapping(
    description: str,
    properties: Mapping[str, Schema],
    *,
    required: tuple[str, ...] = (),
    others: Schema | None = None,
    what: str = "",
    **more: Any,
) -> Schema:
    """An object with known keys; any other key is refused unless `others` says what it holds."""
    schema: Schema = {"type": "object", "description": description, "properties": dict(properties)}
    if required:
        schema["required"] = list(required)
    schema["additionalProperties"] = False if others is None else others
    if what:
        schema["x-what"] = what
    schema.update(more)
    return schema


def named(description: str, entry: Schema, *, what: str, **more: Any) -> Schema:
    """An object whose keys are names that the author chooses."""
    return {
        "type": "object",
        "description": description,
        "additionalProperties": entry,
        "propertyNames": {"$ref": "#/$defs/name"},
        "x-what": what,
        **more,
    }


def listed(description: str, item: Schema, *, what: str = "", **more: Any) -> Schema:
    """A list of such items, at least one."""
    schema: Schema = {"type": "array", "description": description, "items": item, "minItems": 1}
    if what:
        schema["x-what"] = what
    schema.update(more)
    return schema


def one_or_more(item: Schema, description: str = "", **more: Any) -> Schema:
    """One value, or a list of them."""
    schema: Schema = {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
    if description:
        schema["description"] = description
    schema.update(more)
    return schema


def text(description: str, **more: Any) -> Schema:
    """Words for people."""
    return {"type": "string", "minLength": 1, "description": description, "x-what": "text", **more}


def choice(values: tuple[str, ...], description: str, **more: Any) -> Schema:
    """One of some fixed words."""
    return {"enum": list(values), "description": description, **more}


def flag(description: str, **more: Any) -> Schema:
    """true or false."""
    return {"type": "boolean", "description": description, "x-what": "true or false", **more}


def number(description: str, *, minimum: float | None = None, whole: bool = False, **more: Any) -> Schema:
    """A number."""
    schema: Schema = {"type": "integer" if whole else "number", "description": description, "x-what": "a number"}
    if minimum is not None:
        schema["minimum"] = minimum
    schema.update(more)
    return schema


def _syntax(kind: str, pattern: str, title: str, description: str, examples: list[str], what: str) -> Schema:
    return {
        "type": "string",
        "pattern": pattern,
        "minLength": 1,
        "title": title,
        "description": description,
        "examples": examples,
        "x-syntax": kind,
        "x-what": what,
    }


SCALAR: Schema = {"type": ["string", "number", "boolean"], "x-what": "a value"}

WORDS: dict[str, Schema] = {
    "name": {
        "type": ["string", "integer"],
        "pattern": r"^\S(.*\S)?$",
        "maxLength": 100,
        "title": "Name",
        "description": "A name: any words on one line.",
        "x-what": "a name",
    },
    "names": {
        "anyOf": [{"$ref": "#/$defs/name"}, {"type": "array", "items": {"$ref": "#/$defs/name"}, "minItems": 1}],
        "title": "Name or names",
        "x-what": "a name or a list of names",
    },
    "amount": _syntax(
        "amount",
        amounts.AMOUNT_PATTERN,
        "Amount of time",
        "30m (minutes) and 4h (hours) count open time on the clock; 1bd is a business day; 7d is 24 hours a day, "
        "or local dates in a window.",
        ["30m", "4h", "1h30m", "1bd", "30d"],
        "an amount of time such as 30m, 4h or 1bd",
    ),
    "open-time": _syntax(
        "amount",
        amounts.OPEN_TIME_PATTERN,
        "Open time",
        "Minutes or hours of open time.",
        ["30m", "8h"],
        "minutes or hours such as 30m or 8h",
    ),
    "money": _syntax(
        "money",
        amounts.MONEY_PATTERN,
        "Sum of money",
        "A number, a space and an ISO 4217 currency code.",
        ["200 EUR", "19.90 USD"],
        "a sum of money such as 200 EUR",
    ),
    "percent": _syntax(
        "percent",
        amounts.PERCENT_PATTERN,
        "Share",
        "A share in percent.",
        ["15%", "99.5%"],
        "a share such as 15%",
    ),
    "hours": _syntax(
        "hours",
        hours.SPAN_PATTERN,
        "Span of hours",
        "From when to when, local time: 09:00-17:30. 22:00-06:00 passes midnight; 00:00-24:00 is the whole day.",
        ["09:00-17:30", "22:00-06:00"],
        "a span of hours such as 09:00-17:30",
    ),
    "dates": _syntax(
        "dates",
        hours.DATES_PATTERN,
        "Date or dates",
        "A date, or two with two dots between them; both days are included.",
        ["2026-12-24", "2026-12-24..2026-12-26"],
        "a date such as 2026-12-24, or two: 2026-12-24..2026-12-26",
    ),
    "date": _syntax(
        "date",
        hours.DATE_PATTERN,
        "Date",
        "A date: year-month-day.",
        ["2026-12-24"],
        "a date such as 2026-12-24",
    ),
    "yearly": _syntax(
        "yearly",
        hours.YEARLY_PATTERN,
        "Day of every year",
        "Month and day.",
        ["12-24"],
        "a day of the year such as 12-24",
    ),
    "week-span": _syntax(
        "week-span",
        hours.WEEK_SPAN_PATTERN,
        "Span over days",
        "From a day and time to a day and time, each with its own time zone if need be; open without a break.",
        ["sun 14:00 America/Los_Angeles - fri 17:00 America/Los_Angeles"],
        "a span such as sun 14:00 - fri 17:00",
    ),
    "zone": {
        "type": "string",
        "title": "Time zone",
        "description": "A time zone of the IANA database: Continent/City. It knows when clocks change.",
        "examples": ["Europe/Dublin", "America/New_York", "Asia/Tokyo"],
        "x-what": "a time zone such as Europe/Dublin",
    },
    "say": {
        "anyOf": [{"$ref": "#/$defs/name"}, {"type": "array", "items": {"$ref": "#/$defs/name"}, "minItems": 1}],
        "title": "Message",
        "description": "The name of a message (section `messages`) that the customer gets; a list for several.",
        "x-what": "the name of a message",
    },
}
"""The shared words of the language; every schema carries those it uses under `$defs`."""

EXPLAINERS: dict[str, Callable[[str], object]] = {
    "amount": lambda text: amounts.parse_amount(text, _NOWHERE),
    "money": lambda text: amounts.parse_money(text, _NOWHERE),
    "percent": lambda text: amounts.parse_percent(text, _NOWHERE),
    "hours": lambda text: hours.parse_span(text, _NOWHERE),
    "days": hours.parse_days,
    "dates": lambda text: hours.parse_dates(text, _NOWHERE),
    "date": hours.parse_date,
    "yearly": hours.parse_yearly,
    "currency": amounts.parse_currency,
    "week-span": lambda text: hours.parse_week_span(text, _NOWHERE),
}
"""Parser by `x-syntax`; each raises Malformed with advice."""
