"""Written and read again, a compiled policy is the same; its schema says so too."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from supportpolicy.compiled import Compiled, read_compiled, with_hashes, write_compiled
from supportpolicy.compiled.consistency import inconsistencies
from supportpolicy.compiled.schema import compiled_schema
from supportpolicy.compiled.writing import pretty
from supportpolicy.compiler import TooBranched, compile_policy
from tests.compiled.policies import FOLDERS, compiled
from tests.compiler.random_policies import Case

SCHEMA = Draft202012Validator(compiled_schema())


@pytest.mark.parametrize("folder", FOLDERS)
def test_read_what_was_written(folder: str) -> None:
    policy = compiled(folder)
    text = write_compiled(policy)
    assert read_compiled(text) == policy
    assert write_compiled(read_compiled(text)) == text
    assert text.endswith("}\n") and "\r" not in text


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_schema_holds(folder: str) -> None:
    SCHEMA.validate(json.loads(write_compiled(compiled(folder))))


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_random_policies_too(seed: int) -> None:
    try:
        policy = compile_policy(Case(seed, tickets=0).policy)
    except TooBranched:
        return
    text = write_compiled(policy)
    assert read_compiled(text) == policy
    SCHEMA.validate(json.loads(text))


def test_the_smallest_policy() -> None:
    policy = with_hashes(Compiled(name="acme"))
    assert read_compiled(write_compiled(policy)) == policy
    SCHEMA.validate(json.loads(write_compiled(policy)))


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_hashes_are_those_of_the_content(folder: str) -> None:
    policy = compiled(folder)
    assert with_hashes(policy) == policy
    assert len({policy.hashes.behaviour, policy.hashes.document}) == 2


@pytest.mark.parametrize("folder", FOLDERS)
def test_everything_fits_together(folder: str) -> None:
    policy = compiled(folder)
    assert list(inconsistencies(policy)) == []
    names = {timeline.name for timeline in policy.timelines}
    assert len(names) == len(policy.timelines)
    assert names == {rule.name for rule in policy.table("timelines").rules}
    calendars = {calendar.name for calendar in policy.calendars}
    assert len(calendars) == len(policy.calendars)
    for column in policy.columns:
        if column.probe is not None and column.probe.operator == "during":
            assert column.probe.operand in calendars
    for calendar in policy.calendars:
        targets = {*calendar.union, *calendar.cases.values(), *filter(None, (calendar.otherwise,))}
        assert targets <= calendars


def test_lines_are_short_and_numbers_stand_in_a_row() -> None:
    text = write_compiled(compiled("policies"))
    assert not [line for line in text.splitlines() if line.strip().rstrip(",").isdecimal()]
    plain = json.loads(text)
    assert pretty(plain["severity_levels"]) == '["critical", "high", "normal", "low"]'
    assert pretty(list(range(50))) == json.dumps(list(range(50)))
    assert pretty([[n, n] for n in range(0, 50, 2)]) == json.dumps([[n, n] for n in range(0, 50, 2)])
    assert pretty(["x" * 60, "é" * 60]) == '[\n  "' + "x" * 60 + '",\n  "' + "é" * 60 + '"\n]'
    assert pretty({"a": [], "b": {}, "c": "50%s"}) == '{"a": [], "b": {}, "c": "50%s"}'
