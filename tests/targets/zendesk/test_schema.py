"""Every request is valid by Zendesk's own description, and by our lists where that takes any word."""

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator

from supportpolicy.targets.zendesk.checking import NotZendesk, check
from supportpolicy.targets.zendesk.requests import Request
from tests.targets.zendesk.making import DATA, reference

VENDOR = json.loads((DATA / "support-api.json").read_text(encoding="utf-8"))
INNER = {
    "trigger": "TriggerObject",
    "sla_policy": "SLAPolicyObject",
    "automation": "AutomationObject",
    "group": "GroupObject",
    "macro": "MacroInput",
    "ticket_field": "TicketFieldObject",
    "trigger_category": "TriggerCategory",
}
"""What a body holds -> the component that describes it."""


def resolved(plain: Any) -> Any:
    """The same with made-up ids instead of references: what will be sent."""
    if isinstance(plain, dict):
        if "id_of" in plain:
            return str(plain.get("as", "{id}")).replace("{id}", "1" + str(len(plain["id_of"])))
        return {name: resolved(part) for name, part in plain.items()}
    return [resolved(part) for part in plain] if isinstance(plain, list) else plain


def nullable(schema: Any) -> Any:
    """OpenAPI's `nullable` in the words of JSON Schema."""
    if isinstance(schema, list):
        return [nullable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: nullable(part) for name, part in schema.items()}
    return {"anyOf": [found, {"type": "null"}]} if schema.get("nullable") is True else found


SCHEMAS = nullable(VENDOR["components"]["schemas"])
REQUESTS = [(name, request) for name, text in reference().rendered.files.items() for request in json.loads(text)]


def test_every_body_is_what_the_vendor_describes() -> None:
    seen = set()
    for name, request in REQUESTS:
        for kind, inner in resolved(request["body"]).items():
            if kind in INNER:
                schema = {"$ref": f"#/components/schemas/{INNER[kind]}", "components": {"schemas": SCHEMAS}}
                errors = list(Draft4Validator(schema).iter_errors(inner))
                assert not errors, (name, request["reference"], errors[0].message)
                seen.add(kind)
    assert seen == set(INNER)


def test_the_schema_says_no_where_it_should() -> None:
    schema = {"$ref": "#/components/schemas/SLAPolicyObject", "components": {"schemas": SCHEMAS}}
    assert list(Draft4Validator(schema).iter_errors({"policy_metrics": [{"target": "four"}]}))


def test_no_reference_could_be_taken_for_an_id() -> None:
    text = json.dumps([request["body"] for _, request in REQUESTS])
    assert '"null"' not in text
    assert "custom_fields_{id}" not in json.dumps([resolved(request["body"]) for _, request in REQUESTS])


def trigger(**parts: Any) -> Request:
    """A trigger that is right but for these parts."""
    condition = {"field": "current_tags", "operator": "includes", "value": "a", **parts.pop("condition", {})}
    action = {"field": "priority", "value": "high", **parts.pop("action", {})}
    body = {"trigger": {"conditions": {"all": [condition], "any": []}, "actions": [action]}}
    return Request("trigger:x", "POST", "/api/v2/triggers", body, "trigger")


def sla(**parts: Any) -> Request:
    """An SLA policy that is right but for these parts of its one target."""
    metric = {"priority": "high", "metric": "first_reply_time", "target": 60, "business_hours": True, **parts}
    condition = {"field": "current_tags", "operator": "includes", "value": "a"}
    body = {"sla_policy": {"filter": {"all": [condition], "any": []}, "policy_metrics": [metric]}}
    return Request("sla_policy:x", "POST", "/api/v2/slas/policies", body, "SLA policy")


def week(start: int, end: int) -> Request:
    """A week with one interval."""
    body = {"workweek": {"intervals": [{"start_time": start, "end_time": end}]}}
    return Request("schedule:x", "PUT", "/", body, "schedule")


def test_what_is_right_is_taken() -> None:
    check([trigger(), sla(), week(1980, 2460), week(2880, 4320), week(8640, 10080)])


WRONG = {
    "no such field": trigger(condition={"field": "on_a_holiday"}),
    "no such operator": trigger(condition={"operator": "is"}),
    "value is a number": trigger(condition={"value": 5}),
    "value is empty": trigger(condition={"value": ""}),
    "no such priority": trigger(action={"value": "P1"}),
    "no such action": trigger(action={"field": "set_priority"}),
    "no such metric": sla(metric="nonsense"),
    "no such priority of a target": sla(priority="critical"),
    "nothing to be in time for": sla(target=0),
    "half a minute": sla(target=0.5),
    "hours as text": sla(business_hours="true"),
    "past midnight": week(1980, 3900),
    "not on a quarter": week(1981, 2461),
    "half an hour": week(1980, 2010),
    "past the week": week(10080, 10140),
    "no such zone": Request("schedule:x", "POST", "/", {"schedule": {"time_zone": "Europe/Oslo"}}, "schedule"),
}


@pytest.mark.parametrize("request_", WRONG.values(), ids=WRONG)
def test_what_zendesk_would_not_carry_out_is_refused(request_: Request) -> None:
    with pytest.raises(NotZendesk):
        check([request_])
