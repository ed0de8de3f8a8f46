"""PagerDuty: bodies that its own schemas take, and escalations that do what the policy says."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.engine.values import Facts
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.ids import ids_file
from supportpolicy.targets.interface import Files
from supportpolicy.targets.pagerduty import TARGET
from supportpolicy.targets.pagerduty.conditions import boxes_of
from supportpolicy.targets.pagerduty.dialect import EVENTS, PAUSES, POLICIES, ROUTER, SERVICES
from supportpolicy.targets.verify import verify
from tests.targets.pagerduty.schemas import problems, unknown_keys
from tests.targets.paging_exports import Exported, compiled, exported, reference
from tests.targets.paging_policies import ODD

assert TARGET.model is not None
MODEL = TARGET.model
BOTH = pytest.mark.parametrize("name", ["reference", "odd"])


def _policies() -> dict[str, Compiled]:
    return {"reference": reference(), "odd": compiled(ODD)}


@cache
def _of(name: str) -> tuple[Exported, tuple[Facts, ...]]:
    done = exported(TARGET, _policies()[name])
    return done, cover_of(done.engine)


@cache
def _with_ids(name: str) -> tuple[Exported, dict[str, str]]:
    ids = {reference_: f"P{number:06}" for number, reference_ in enumerate(_of(name)[0].rendered.unresolved)}
    return exported(TARGET, _policies()[name], ids), ids


def _read(files: Files, name: str) -> Any:
    return json.loads(files[name])


@BOTH
def test_tool_and_policy_agree_about_every_ticket(name: str) -> None:
    done, cover = _of(name)
    found = verify(MODEL, done.rendered.files, done.engine, cover)
    assert found.agrees, [str(one) for one in found.disagreements]
    assert found.tickets > 500


@BOTH
def test_they_agree_with_the_ids_of_an_account_too(name: str) -> None:
    done, ids = _with_ids(name)
    assert done.rendered.unresolved == ()
    files = {**done.rendered.files, **ids_file(ids, ())}
    assert verify(MODEL, files, done.engine, _of(name)[1][:500]).agrees


def test_two_people_may_share_a_schedule() -> None:
    _, ids = _with_ids("reference")
    shared = {**ids, "schedule:on-call-manager": ids["schedule:head-of-support"]}
    done = exported(TARGET, reference(), shared)
    files = {**done.rendered.files, **ids_file(shared, ())}
    assert verify(MODEL, files, done.engine, _of("reference")[1][:500]).agrees


@BOTH
def test_the_schemas_take_every_body(name: str) -> None:
    files = _with_ids(name)[0].rendered.files
    bodies = [
        *(("EscalationPolicy", one["escalation_policy"]) for one in _read(files, POLICIES)),
        *(("Service", one["service"]) for one in _read(files, SERVICES)),
        ("OrchestrationRouter", _read(files, ROUTER)),
        *(("ServiceOrchestration", {"orchestration_path": one["orchestration_path"]}) for one in _read(files, PAUSES)),
    ]
    assert len(bodies) > 4
    for schema, body in bodies:
        assert problems(schema, body) == []
        assert unknown_keys(schema, body) == []


def test_the_schemas_refuse_nonsense() -> None:
    body = _read(_with_ids("reference")[0].rendered.files, POLICIES)[0]["escalation_policy"]
    assert problems("EscalationPolicy", {**body, "on_call_handoff_notifications": "never"})
    assert problems("EscalationPolicy", {**body, "escalation_rules": [{"targets": []}]})
    assert unknown_keys("EscalationPolicy", {**body, "loops": 1}) == ["loops"]


@BOTH
def test_what_the_schemas_leave_open(name: str) -> None:
    files = _with_ids(name)[0].rendered.files
    for one in _read(files, POLICIES):
        policy = one["escalation_policy"]
        assert policy["num_loops"] == 0
        for rule in policy["escalation_rules"]:
            assert 1 <= rule["escalation_delay_in_minutes"] < 100_000
            assert all(target["type"] == "schedule_reference" for target in rule["targets"])
            assert len({target["id"] for target in rule["targets"]}) == len(rule["targets"]) <= 10
    for one in _read(files, SERVICES):
        assert one["service"]["escalation_policy"]["type"] == "escalation_policy_reference"
        assert one["service"]["incident_urgency_rule"] == {"type": "constant", "urgency": "high"}
    path = _read(files, ROUTER)["orchestration_path"]
    assert [one["id"] for one in path["sets"]] == ["start"]
    assert path["catch_all"] == {"actions": {"route_to": "unrouted"}}
    assert all(rule["conditions"] for rule in path["sets"][0]["rules"])
    for one in _read(files, PAUSES):
        assert one["orchestration_path"]["sets"][0]["rules"][0]["actions"]["suspend"] % 60 == 0


def test_delays_are_differences_and_the_first_is_held_back() -> None:
    files = _of("reference")[0].rendered.files
    by_name = {one["escalation_policy"]["description"]: one["escalation_policy"] for one in _read(files, POLICIES)}
    critical = by_name["The ladder 'critical and unanswered' of the support policy."]
    assert [rule["escalation_delay_in_minutes"] for rule in critical["escalation_rules"]] == [10, 30]
    (pause,) = _read(files, PAUSES)
    assert pause["orchestration_path"]["sets"][0]["rules"][0]["actions"] == {"suspend": 15 * 60}
    emergency = by_name["The ladder 'emergency' of the support policy."]
    assert [rule["escalation_delay_in_minutes"] for rule in emergency["escalation_rules"]] == [10, 10, 30]


def test_a_renamed_ladder_stays_the_same_object() -> None:
    text = ODD.replace("name: same condition", "name: another name").replace('"nobody | answers"', "nobody answers")
    before, after = (exported(TARGET, compiled(one)).rendered for one in (ODD, text))
    assert [one.key for one in before.objects] == [one.key for one in after.objects]
    assert before.files[ROUTER] == after.files[ROUTER]


def test_a_ladder_that_holds_in_too_many_ways_is_told() -> None:
    policy = compiled(ODD)
    emergency = next(one for one in policy.timelines if one.name == "emergency")
    boxes = boxes_of(policy, emergency, 500)
    assert boxes is not None
    assert len(boxes) > 3
    assert boxes_of(policy, emergency, 3) is None


def _replaced(name: str, before: str, after: str) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        assert before in files[name], before
        return {**files, name: files[name].replace(before, after, 1)}

    return change


FAULTS: dict[str, Callable[[Files], Files]] = {
    "a delay is the time from the start": _replaced(
        POLICIES, '"escalation_delay_in_minutes": 10', '"escalation_delay_in_minutes": 25'
    ),
    "seconds are minutes": _replaced(PAUSES, '"suspend": 900', '"suspend": 15'),
    "nothing is held back": lambda files: {**files, PAUSES: "[]\n"},
    "another person": _replaced(POLICIES, "schedule:head-of-support", "schedule:security-lead"),
    "a condition is left out": _replaced(ROUTER, " and event.custom_details.severity matches 'critical'", ""),
    "an exception counts": _replaced(ROUTER, "'^(none|other|production)$'", "'^(none|other|production|test)$'"),
    "a rule goes to another service": _replaced(ROUTER, "service:emergency", "service:ladder_5f165c9e"),
    "it begins anew": _replaced(POLICIES, '"num_loops": 0', '"num_loops": 1'),
    "a word is another's": _replaced(EVENTS, '["critical", "critical"]', '["critical", "high"]'),
    "an event ends it that does not": _replaced(EVENTS, '"stops_on": ["first_response"]', '"stops_on": ["solved"]'),
    "a set has another name": _replaced(ROUTER, '"id": "start"', '"id": "begin"'),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str) -> None:
    done, cover = _of("reference")
    assert not verify(MODEL, FAULTS[name](done.rendered.files), done.engine, cover).agrees
