"""Answers as programs read them, and the schema that says how."""

from __future__ import annotations

import datetime as dt
import json
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from supportpolicy.compiled import Compiled
from supportpolicy.engine import answer as parts
from supportpolicy.engine.answer import Answer, DecisionAnswer
from supportpolicy.engine.values import Money
from supportpolicy.reporting.answer_json import answer_data, answer_json, answer_line, instant_text, length_text
from supportpolicy.reporting.answer_schema import answer_schema
from tests.reporting.answer_cases import CASES, OPENED, PLAIN, STAGES, policy

GENERAL = Draft202012Validator(answer_schema(Compiled()), format_checker=Draft202012Validator.FORMAT_CHECKER)
OWN = Draft202012Validator(answer_schema(policy()), format_checker=Draft202012Validator.FORMAT_CHECKER)
RECORDS: dict[str, Any] = {
    "target": parts.TargetAnswer,
    "timeline": parts.TimelineAnswer,
    "step": parts.StepAnswer,
    "told": parts.Told,
    "decision": parts.DecisionAnswer,
    "question": parts.Question,
    "verify": parts.Verify,
    "message": parts.Message,
    "reason": parts.Reason,
    "failed": parts.Failed,
}
OF_OTHERS = {"given_to_nobody", "hostile", "reasons", "timelines", "words"}
"""Cases that speak of names which the small policy does not have."""


@pytest.mark.parametrize("name", sorted(CASES))
def test_an_answer_is_valid_by_the_general_schema(name: str) -> None:
    GENERAL.validate(json.loads(answer_json(CASES[name])))


@pytest.mark.parametrize("name", sorted(set(CASES) - OF_OTHERS))
def test_an_answer_is_valid_by_the_schema_of_its_policy(name: str) -> None:
    OWN.validate(answer_data(CASES[name]))


@pytest.mark.parametrize("name", sorted(CASES))
def test_both_forms_say_the_same(name: str) -> None:
    line = answer_line(CASES[name])
    assert line.count("\n") == 1 and line.endswith("\n")
    assert json.loads(line) == json.loads(answer_json(CASES[name])) == answer_data(CASES[name])


def test_the_schema_has_the_fields_of_the_types() -> None:
    schema = answer_schema(policy())
    assert list(schema["properties"]) == list(Answer._fields)
    assert set(schema["$defs"]) == set(RECORDS)
    for name, record in RECORDS.items():
        assert list(schema["$defs"][name]["properties"]) == list(record._fields), name
    assert list(schema["properties"]["stages"]["properties"]) == list(STAGES)


def test_every_type_of_an_answer_has_its_schema() -> None:
    types = {value for value in vars(parts).values() if getattr(value, "_fields", None) and value is not Money}
    assert types == {Answer, *RECORDS.values()}


def test_nothing_may_be_added_or_left_out() -> None:
    for name, answer in CASES.items():
        data = answer_data(answer)
        for record in _records(data):
            key = next(iter(record))
            kept = record.pop(key)
            assert not GENERAL.is_valid(data), (name, key)
            record[key] = kept
            record["surplus"] = 1
            assert not GENERAL.is_valid(data), name
            del record["surplus"]
        GENERAL.validate(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [("tier", "gold"), ("severity", "critical"), ("team", "back"), ("sla", "x"), ("emergency", "no")],
)
def test_only_names_of_the_policy_are_answers(field: str, value: str) -> None:
    data = answer_data(PLAIN)
    OWN.validate(data)
    data["stages"][field] = value
    assert not OWN.is_valid(data)


def test_the_schemas_are_schemas() -> None:
    for compiled in (Compiled(), policy()):
        Draft202012Validator.check_schema(answer_schema(compiled))


@pytest.mark.parametrize("at", ["2026-06-05T14:00:00+01:00", "2026-06-05 14:00:00Z", "2026-06-05T14:00Z", ""])
def test_an_instant_has_one_form(at: str) -> None:
    assert not GENERAL.is_valid({**answer_data(PLAIN), "at": at})


def test_values_are_text_that_nobody_rounds() -> None:
    tokyo = OPENED.astimezone(dt.timezone(dt.timedelta(hours=9)))
    answer = PLAIN._replace(at=tokyo, refunds=DecisionAnswer("approve", amount=Money(Decimal("1E+2"), "JPY")))
    data = answer_data(answer)
    assert data["at"] == "2026-06-05T13:00:00Z"
    assert data["refunds"]["amount"] == "100 JPY"
    GENERAL.validate(data)


def test_amounts_of_guidance_are_text_too() -> None:
    guidance = answer_data(CASES["words"])["guidance"]
    assert guidance["quality"]["goals"][0]["within"] == "1h30m"
    assert guidance["lifecycle"]["reopen"]["within"] == "14d"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0m"), (59, "59s"), (60, "1m"), (5400, "1h30m"), (90_061, "25h1m1s"), (-60, "-1m"), (172_800, "48h")],
)
def test_lengths(seconds: int, expected: str) -> None:
    assert length_text(dt.timedelta(seconds=seconds)) == expected


@given(st.timedeltas(min_value=dt.timedelta(days=-9000), max_value=dt.timedelta(days=9000)))
def test_a_length_can_be_read_back(length: dt.timedelta) -> None:
    text = length_text(length)
    whole = dt.timedelta(seconds=math.floor(length.total_seconds()))
    units = {"h": 3600, "m": 60, "s": 1}
    number, total = "", 0
    for character in text.removeprefix("-"):
        if character in units:
            total += int(number) * units[character]
            number = ""
        else:
            number += character
    assert dt.timedelta(seconds=-total if text.startswith("-") else total) == whole


@given(st.datetimes(min_value=dt.datetime(1990, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis adds one
def test_an_instant_can_be_read_back(instant: dt.datetime) -> None:
    text = instant_text(instant)
    assert text.endswith("Z")
    assert dt.datetime.fromisoformat(text) == instant.astimezone(dt.UTC)


def _records(data: Any) -> list[dict[str, Any]]:
    """The records of an answer; guidance and points have names of their own choice."""
    if isinstance(data, list):
        return [record for part in data for record in _records(part)]
    if not isinstance(data, dict):
        return []
    inner = [record for key, part in data.items() if key not in ("guidance", "points") for record in _records(part)]
    return [data, *inner]
