"""What Freshdesk does with files, by hand: each case is reckoned from its documentation and not from the exporter."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from supportpolicy.targets.freshdesk.levels import priorities_of
from supportpolicy.targets.freshdesk.simulate import read
from tests.targets.business_desks import HEAD, asked, of, small

OFFICE = "coverage:\n  office: {open: {mon-fri: [09:00-12:00, 13:00-17:00]}}\n"
PROMISED = (
    HEAD
    + OFFICE
    + "teams: [{name: front, coverage: office}]\nrouting: [{name: all, team: front}]\n"
    + "sla: [{name: all, targets: {first_response: 4h, resolve: 16h, clock: office}, pause_while: [waiting-on-customer]}]\n"
)


def test_a_promise_counts_in_the_hours_of_the_group_from_the_first_to_the_last_minute_of_the_day() -> None:
    one = of("freshdesk", PROMISED)
    assert one.codes == ["SP915"]
    found = asked("freshdesk", one, opened="2026-06-12T15:00+01:00")  # a Friday
    assert found == {
        "team": "front",
        "severity": None,
        "due first_response": "2026-06-15 10:00",
        "due resolve": "2026-06-16 14:00",
    }
    target = json.loads(one.rendered.files["sla_policies.json"])[0]["body"]["sla_target"]
    assert set(target) == {"priority_1", "priority_2", "priority_3", "priority_4"}
    assert (target["priority_4"]["respond_within"], target["priority_1"]["resolve_within"]) == (14_400, 57_600)


def test_hours_are_typed_by_hand() -> None:
    tasks = {task.title: task.steps for task in of("freshdesk", PROMISED).rendered.tasks}
    steps = tasks["Set the business hours “office”"]
    assert "Monday: 09:00 to 17:00" in steps
    assert "Saturday: closed" in steps
    assert "Give them to the groups front." in steps
    assert "Switch the SLA timer off for: waiting-on-customer." in tasks["Set the SLA timers of statuses"]
    assert tasks["Let all matching rules run"][0].endswith("“Execute all matching rules”.")


CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a word in the subject, whatever its case": (
        {"subject": "Your INVOICE of May", "paid": True, "opened": "2026-06-10T10:00+01:00"},
        {"team": "front", "severity": "normal"},
    ),
    "an outage of anybody else is lowered, and nothing is promised": (
        {"topic": "outage", "opened": "2026-06-10T03:00+01:00"},
        {"severity": "normal", "due first_response": None, "due resolve": None},
    ),
    "an outage of a paying customer at night, as an integration says": (
        {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"},
        {"team": "night", "severity": "high", "due first_response": "2026-06-10 02:30"},
    ),
    "no rule of routing": ({"paid": True, "opened": "2026-06-10T10:00+01:00"}, {"team": None}),
}


@pytest.mark.parametrize(("ticket", "wanted"), CASES.values(), ids=CASES)
def test_a_new_ticket(ticket: dict[str, Any], wanted: dict[str, Any]) -> None:
    found = asked("freshdesk", small("freshdesk"), **ticket)
    assert {name: found[name] for name in wanted} == wanted


def changed(name: str, edit: Callable[[list[dict[str, Any]]], None]) -> dict[str, str]:
    """The files of the small policy with one of them edited as data."""
    files = dict(small("freshdesk").rendered.files)
    plain = json.loads(files[name])
    edit(plain)
    return {**files, name: json.dumps(plain)}


def test_all_rules_that_fit_run_unless_the_stage_is_done() -> None:
    def edit(plain: list[dict[str, Any]]) -> None:
        body = next(one["body"] for one in plain if "all others" in one["body"]["description"])
        properties = body["conditions"][0]["properties"]
        properties[:] = [one for one in properties if one["field_name"] != "cf_policy_stage"]

    ticket = {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"}
    files = changed("automation_rules.json", edit)
    assert asked("freshdesk", small("freshdesk"), files, **ticket)["team"] == "front"


def test_rules_run_by_position_and_switched_off_ones_do_not() -> None:
    ticket = {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"}
    files = changed("automation_rules.json", lambda plain: plain.reverse())
    assert asked("freshdesk", small("freshdesk"), files, **ticket)["team"] == "night"

    def off(plain: list[dict[str, Any]]) -> None:
        for one in plain:
            one["body"]["active"] = "night" not in json.dumps(one["body"]["actions"])

    assert asked("freshdesk", small("freshdesk"), changed("automation_rules.json", off), **ticket)["team"] == "front"


REFUSED: dict[str, tuple[str, Callable[[list[dict[str, Any]]], None], str]] = {
    "an SLA policy that applies to everything": (
        "sla_policies.json",
        lambda plain: plain[0]["body"].update({"applicable_to": {}}),
        "asks for no type",
    ),
    "no time to resolve": (
        "sla_policies.json",
        lambda plain: plain[0]["body"]["sla_target"]["priority_2"].pop("resolve_within"),
        "lacks a time",
    ),
    "a priority by its name": (
        "automation_rules.json",
        lambda plain: plain[0]["body"]["actions"].append({"field_name": "priority", "value": "urgent"}),
        "no priority",
    ),
    "a field that nobody made": (
        "automation_rules.json",
        lambda plain: plain[0]["body"]["actions"].append({"field_name": "cf_other", "value": "x"}),
        "no field",
    ),
}


@pytest.mark.parametrize(("name", "edit", "words"), REFUSED.values(), ids=REFUSED)
def test_what_freshdesk_would_refuse(name: str, edit: Callable[[list[dict[str, Any]]], None], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(changed(name, edit), small("freshdesk").engine)


def test_priorities_keep_the_order_and_the_names() -> None:
    assert priorities_of(("critical", "high", "normal", "low")) == {
        "critical": "urgent",
        "high": "high",
        "normal": "medium",
        "low": "low",
    }
    assert priorities_of(("urgent", "low")) == {"urgent": "urgent", "low": "low"}
