"""The JSON Schema of a policy file, composed of the sections' fragments."""

from __future__ import annotations

from typing import Any

from supportpolicy.language import conditions
from supportpolicy.language.reading import EFFECTIVE_SCHEMA
from supportpolicy.language.sections import SECTIONS
from supportpolicy.language.shape import WORDS, Schema, mapping, named, number, ref, text

LANGUAGE_VERSION = 1
SCHEMA_BASE = "https://supportpolicy.dev/schemas/v1"
"""Identifier of the schemas; a name, not a place that is ever fetched."""

DEFINITIONS: dict[str, Schema] = {**WORDS, **conditions.SCHEMAS}

HEADER: dict[str, Schema] = {
    "supportpolicy": number("The version of the language; 1.", whole=True, examples=[1]),
    "name": ref("name", "The policy's name, such as the company's."),
    "description": text("What the policy is for."),
    "timezone": ref("zone", "The time zone of the policy: of dates, and of coverages that name none."),
    "currency": {
        "type": "string",
        "pattern": "^[A-Z]{3}$",
        "description": "The currency of the policy, ISO 4217.",
        "examples": ["EUR"],
        "x-syntax": "currency",
        "x-what": "a currency code such as EUR",
    },
    "horizon": ref(
        "dates",
        "The dates for which calendars are worked out, at most 30 years: 2026-01-01..2028-12-31. Nothing is promised beyond.",
        examples=["2026-01-01..2028-12-31"],
    ),
    "business_day_calendar": ref(
        "name", "The coverage whose business days count where an amount in bd names no clock."
    ),
    "order": named(
        "The order of files for sections whose rules stand in several.",
        {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "x-what": "a file name"},
            "minItems": 1,
            "description": "Files in order, relative to the policy's folder; * stands for any characters.",
            "examples": [["urgent.yaml", "regions/*.yaml", "rest.yaml"]],
            "x-what": "a list of file names",
        },
        what="sections with their files in order",
        minProperties=1,
    ),
    "applies": mapping(
        "What holds for every rule of this file.",
        {"when": ref("when", "Joined by 'and' to the condition of every rule."), "effective": EFFECTIVE_SCHEMA},
        minProperties=1,
        what="keys such as when or effective",
    ),
}
"""Top-level keys that are no sections."""


def policy_schema() -> Schema:
    """The schema of one policy file: any of the sections, none of them required."""
    properties = {**HEADER, **{section.name: {**section.schema, "title": section.title} for section in SECTIONS}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}/policy.schema.json",
        "title": "Support policy",
        **mapping("A file of a customer-support policy.", properties, what="sections", minProperties=1),
        "$defs": DEFINITIONS,
    }


def section_schema(name: str) -> Schema:
    """The schema of one section alone, or of one header key. Raises KeyError for a name that is neither."""
    by_name = {section.name: section for section in SECTIONS}
    fragment = by_name[name].schema if name in by_name else HEADER[name]
    title = by_name[name].title if name in by_name else name
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}/sections/{name}.schema.json",
        **fragment,
        "title": title,
        "$defs": _used(fragment),
    }


def _used(fragment: Any) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    todo: list[Any] = [fragment]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            target = part.get("$ref")
            if isinstance(target, str):
                name = target.rsplit("/", 1)[1]
                if name not in found:
                    found[name] = DEFINITIONS[name]
                    todo.append(DEFINITIONS[name])
            todo.extend(part.values())
        elif isinstance(part, list):
            todo.extend(part)
    return {name: found[name] for name in sorted(found)}
