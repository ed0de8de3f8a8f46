"""Bodies are valid by Intercom's own schema, and by what its prose demands and its schema does not."""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema

from supportpolicy.clock.zones import zone_keys
from supportpolicy.targets.capabilities import TOPICS
from supportpolicy.targets.intercom import TARGET
from supportpolicy.targets.interface import Task
from tests.targets.exporting import as_reviewed, compiled_from, exported, lowered, reference, small
from tests.targets.intercom.requests_sent import requests_of

API = json.loads((Path(__file__).parent / "data" / "office-hours-2.16.json").read_text(encoding="utf-8"))


def _schema(path: str, method: str) -> dict[str, Any]:
    generic = re.sub(r"/\d+(?=/|$)", "/ID", path)
    for known, operations in API["paths"].items():
        if re.sub(r"{[^}]*}", "ID", known) == generic and method.lower() in operations:
            body = operations[method.lower()]["requestBody"]["content"]["application/json"]["schema"]
            return {**_draft(body), "components": _draft(API["components"])}
    raise AssertionError(f"Intercom has no {method} {path}")


def _draft(schema: Any) -> Any:
    """OpenAPI 3.0 says `nullable`; no body has a null, so that it need not be translated. Unknown keys are refused here."""
    if isinstance(schema, dict):
        plain = {key: _draft(value) for key, value in schema.items() if key not in ("nullable", "example", "examples")}
        if plain.get("type") == "object" and isinstance(plain.get("properties"), dict):
            plain["additionalProperties"] = False
        return plain
    return [_draft(value) for value in schema] if isinstance(schema, list) else schema


def test_as_reviewed() -> None:
    rendered, _ = exported(TARGET, small())
    as_reviewed(
        rendered._replace(files={**rendered.files, "checklist.txt": _as_text(rendered.tasks)}),
        Path(__file__).parent / "golden",
    )


def _as_text(tasks: tuple[Task, ...]) -> str:
    return "".join(
        "\n".join(
            [task.title, *(f"  why: {line}" for line in [task.why] if line), *(f"  - {step}" for step in task.steps)]
        )
        + "\n"
        for task in tasks
    )


def test_bodies_are_valid_by_the_schema() -> None:
    count = 0
    for compiled in (small(), reference()):
        for sent in requests_of(exported(TARGET, compiled)[0].files):
            checker = jsonschema.FormatChecker()
            jsonschema.Draft202012Validator(_schema(sent.path, sent.method), format_checker=checker).validate(sent.body)
            count += 1
    assert count > 250


def test_bodies_are_what_the_prose_demands() -> None:
    compiled = reference()
    first, last = compiled.horizon or ("", "")
    for sent in requests_of(exported(TARGET, compiled)[0].files):
        exception = "exception_date" in sent.body
        intervals = sent.body.get("time_intervals", [])
        edges = [minute for one in intervals for minute in (one["start_minute"], one["end_minute"])]
        assert all(minute % 15 == 0 and 0 <= minute <= (1440 if exception else 10080) for minute in edges)
        assert all(a < b or (a == b and place % 2) for place, (a, b) in enumerate(pairwise(edges)))
        assert "recurring_annually" not in sent.body
        assert all("day_of_week" not in one for one in intervals)
        if exception:
            assert first <= sent.body["exception_date"] <= last
            assert bool(intervals) == (sent.body["exception_type"] == "custom_hours")
            assert dt.date.fromisoformat(sent.body["exception_date"])
        else:
            assert sent.body["time_zone_name"] in zone_keys()


def test_monday_is_the_first_day_and_short_days_are_said() -> None:
    document = json.loads(exported(TARGET, small())[0].files["office-hours/dublin.json"])
    intervals = document["schedule"]["body"]["time_intervals"]
    assert intervals[0] == {"start_minute": 540, "end_minute": 1050}
    assert intervals[-1] == {"start_minute": 4 * 1440 + 540, "end_minute": 4 * 1440 + 975}  # 16:10 becomes 16:15
    bodies = {one["exception_date"]: one for one in document["exceptions"]["bodies"]}
    assert bodies["2026-12-24"]["time_intervals"] == [{"start_minute": 540, "end_minute": 780}]
    assert bodies["2026-12-25"] == {
        "exception_date": "2026-12-25",
        "exception_type": "closed",
        "name": "Winter holidays",
    }


def test_ids_that_are_known_are_used_and_others_named() -> None:
    rendered, _ = exported(TARGET, small(), ids={"schedule:dublin": "815"})
    document = json.loads(rendered.files["office-hours/dublin.json"])
    assert document["schedule_id"] == "815"
    assert (document["schedule"]["method"], document["schedule"]["path"]) == ("PUT", "/office_hours_schedules/815")
    assert document["exceptions"]["path"] == "/office_hours_schedules/815/office_hours_exceptions"
    assert "schedule:dublin" not in rendered.unresolved and "schedule:denver" in rendered.unresolved
    other = json.loads(rendered.files["office-hours/denver.json"])
    assert other["schedule_id"] == {"id_of": "schedule:denver"}
    assert other["schedule"]["method"] == "POST"


def test_every_decision_has_a_line_of_the_checklist() -> None:
    compiled = lowered(TARGET, reference())
    tasks = {task.title: task for task in exported(TARGET, reference())[0].tasks}
    for table, title in (
        ("tier", "Workflow: tier"),
        ("severity", "Workflow: severity"),
        ("routing", "Workflow: routing"),
    ):
        assert len(tasks[title].steps) == len(compiled.table(table).rules)
    assert len(tasks["Workflow: service levels"].steps) == len(compiled.table("sla").rules)
    steps = [step for name, task in tasks.items() if name.startswith("Workflow with waits") for step in task.steps]
    assert sum(step.startswith("Step ") for step in steps) == sum(len(one.steps) for one in compiled.timelines)
    assert all(f"Team “{team.name}”" in tasks for team in compiled.teams)
    for name, texts in compiled.messages.items():
        assert len(tasks[f"Macros of the message “{name}”"].steps) == len(texts)


def test_capabilities_speak_of_every_topic_in_order() -> None:
    assert tuple(one.topic for one in TARGET.capabilities) == TOPICS


def test_a_plain_policy_loses_nothing() -> None:
    from supportpolicy.targets.interface import Wish
    from supportpolicy.targets.kind_examples import PLAIN

    assert TARGET.lower(Wish(compiled_from(PLAIN))) == ()
