"""RT's initial data as JSON: queues, groups, custom fields and the scrip that sorts new tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact
from supportpolicy.targets.request_tracker.dialect import (
    KNOWN_ABSENT,
    TAGS_FIELD,
    answer_field,
    fact_field,
    group_names,
    question_field,
)
from supportpolicy.targets.request_tracker.scrip import CALL
from supportpolicy.targets.request_tracker.tables import TABLES, Sorting, is_native

_NUMBER = r"^-?\d+(\.\d+)?$"
_MONEY = r"^-?\d+(\.\d+)? [A-Z]{3}$"
_TYPES: Mapping[str, tuple[str, str | None]] = {
    "boolean": ("SelectSingle", None),
    "choice": ("FreeformSingle", None),
    "text": ("FreeformSingle", None),
    "number": ("FreeformSingle", _NUMBER),
    "duration": ("FreeformSingle", _NUMBER),
    "money": ("FreeformSingle", _MONEY),
    "time": ("DateTimeSingle", None),
    "tags": ("FreeformMultiple", None),
}
"""Type of a fact -> type of its custom field, and the pattern of what it takes. A duration is in seconds."""


def initial_data(
    compiled: Compiled, sorting: Sorting, intake: str, queues: Mapping[tuple[str, str | None], str]
) -> dict[str, Any]:
    """What `rt-setup-database --action insert` takes."""
    places = [intake, *queues.values()]
    return {
        "Groups": [
            {"Name": name, "Description": _about(compiled, team)}
            for team, name in group_names(dict.fromkeys(team for team, _ in queues)).items()
        ],
        "Queues": [
            {"Name": intake, "Description": "Where tickets arrive and are sorted", "SLADisabled": 0},
            *(
                {"Name": name, "Description": _queue_about(team, queue), "SLADisabled": 0}
                for (team, queue), name in queues.items()
            ),
        ],
        "CustomFields": [{**field, **_EVERYWHERE, "ApplyTo": places} for field in _fields(compiled, sorting)],
        "Scrips": [
            {
                "Description": "Sort a new ticket by the support policy",
                "Queue": [intake],
                "ScripCondition": "On Create",
                "ScripAction": "User Defined",
                "Template": "Blank",
                "CustomPrepareCode": "1;",
                "CustomCommitCode": CALL,
            }
        ],
    }


_EVERYWHERE = {"LookupType": "RT::Queue-RT::Ticket"}


def _fields(compiled: Compiled, sorting: Sorting) -> Iterator[dict[str, Any]]:
    for fact in sorting.facts:
        if not is_native(fact) and fact.derived is None:
            yield _fact_field(fact)
    for column in sorting.asked:
        yield {
            "Name": question_field(column.id),
            "Description": f"Filled in by an integration before the ticket is sorted: {column.id}",
            "Type": "SelectSingle",
            "Values": _values(["yes", "no"]),
        }
    for name in sorting.answers:
        yield {
            "Name": answer_field(name),
            "Description": "Set when the ticket is sorted",
            "Type": "SelectSingle",
            "Values": _values(_decided(compiled, name)),
        }
    if sorting.tags:
        yield {"Name": TAGS_FIELD, "Description": "Set when the ticket is sorted", "Type": "FreeformMultiple"}


def _fact_field(fact: Fact) -> dict[str, Any]:
    type_, pattern = _TYPES[fact.type]
    words = ["true", "false"] if fact.type == "boolean" else list(fact.values) if fact.type == "choice" else []
    if fact.default is not None and pattern is None and fact.type != "time":
        words += [KNOWN_ABSENT] if words else []
    if fact.default is not None and pattern is not None:
        pattern = f"{pattern}|^{KNOWN_ABSENT.replace('(', r'[(]').replace(')', '[)]')}$"
    field: dict[str, Any] = {
        "Name": fact_field(fact.name),
        "Description": fact.about or fact.name,
        "Type": "SelectSingle" if words else type_,
    }
    if words:
        field["Values"] = _values(words)
    if pattern is not None:
        field["Pattern"] = pattern
    return field


def _decided(compiled: Compiled, name: str) -> list[str]:
    found = {
        rule.outcome.decides[name]: None
        for table in compiled.tables
        if table.name in TABLES
        for rule in table.rules
        if name in rule.outcome.decides
    }
    return [one for one in compiled.severity_levels if one in found] if name == "severity" else list(found)


def _values(words: list[str]) -> list[dict[str, Any]]:
    return [{"Name": word, "SortOrder": place} for place, word in enumerate(words, 1)]


def _about(compiled: Compiled, team: str) -> str:
    return next((one.about for one in compiled.teams if one.name == team and one.about), team)


def _queue_about(team: str, queue: str | None) -> str:
    return f"Tickets of {team}" if queue is None else f"{queue}, of {team}"
