"""The published schemas: valid themselves, and true of the policies of this repository."""

from __future__ import annotations

from functools import cache

import pytest
from jsonschema import Draft202012Validator

from supportpolicy.compiled.ticket_schema import ticket_schema
from supportpolicy.language.sections import SECTIONS
from supportpolicy.reporting.answer_schema import answer_schema
from supportpolicy.reporting.schemas import published, schema_named, schema_names
from supportpolicy.source import Source, read_policy
from tests.compiled.policies import FOLDERS, ROOT, compiled

PUBLISHED = published()
SOURCES = {f"{folder}/{source.name}": source for folder in FOLDERS for source in read_policy(ROOT / folder).files}
SECTION_NAMES = {section.name for section in SECTIONS}


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema_named(name, None))


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_published_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(PUBLISHED[name])
    assert PUBLISHED[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert _references(PUBLISHED[name]) <= set(PUBLISHED[name].get("$defs", {}))


def test_identifiers_are_told_apart() -> None:
    ids = [schema["$id"] for schema in PUBLISHED.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", schema_names())
def test_every_name_gives_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema_named(name, None))


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_the_files_of_policies_fit(path: str) -> None:
    root = _root(SOURCES[path])
    validator("policy").validate(root)
    for key in root:
        if key in SECTION_NAMES:
            validator(key).validate(root[key])


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_schemas_of_one_policy_are_schemas(folder: str) -> None:
    ticket = ticket_schema(compiled(folder))
    Draft202012Validator.check_schema(ticket)
    Draft202012Validator.check_schema(answer_schema(compiled(folder)))
    check = Draft202012Validator(ticket)
    assert check.is_valid({"facts": {}})
    assert check.is_valid({"id": 7, "facts": {"opened": "2026-06-05T14:30:00Z", "tags": ["a"], "language": None}})
    assert not check.is_valid({"facts": {"no such fact": 1}})
    assert not check.is_valid({})


def _root(source: Source) -> dict[str, object]:
    assert source.root is not None and isinstance(source.root.plain, dict)
    return dict(source.root.plain)


def _references(schema: object) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["$ref"].removeprefix("#/$defs/")} if isinstance(schema.get("$ref"), str) else set()
        return own.union(*map(_references, schema.values()))
    return set().union(*map(_references, schema)) if isinstance(schema, list) else set()
