"""What Zammad does with files, by hand: each case is reckoned from its documentation and not from the exporter."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.zammad import TARGET
from supportpolicy.targets.zammad.dialect import attribute_name, priority_name
from supportpolicy.targets.zammad.simulate import read, read_recursive
from tests.targets.business_desks import HEAD, asked, of, small
from tests.targets.paging_exports import exported, reference

CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "an outage of a paying customer at night: all of one promise is on one calendar, day and night": (
        {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"},
        {"team": "night", "severity": "high", "due first_response": "2026-06-10 02:30"},
    ),
    "Tuesday is open until midnight, which is written 23:59": (
        {"plan": "team", "topic": "other", "opened": "2026-06-09T22:00+01:00"},
        {"team": "front", "severity": "normal", "due first_response": "2026-06-10 10:00"},
    ),
    "holidays are whole days": (
        {"plan": "team", "opened": "2026-12-24T10:00+00:00"},
        {"team": "front", "severity": "normal", "due first_response": "2026-12-28 13:00"},
    ),
    "clocks go forward on 29 March": (
        {"plan": "team", "opened": "2026-03-27T16:00+00:00"},
        {"team": "front", "due first_response": "2026-03-30 11:00"},
    ),
    "an outage of anybody else is lowered, and nothing is promised": (
        {"topic": "outage", "opened": "2026-06-10T03:00+01:00"},
        {"team": "front", "severity": "normal", "due first_response": None, "due resolve": None},
    ),
    "a word in the title, whatever its case": (
        {"subject": "Your INVOICE of May", "paid": True, "opened": "2026-06-10T10:00+01:00"},
        {"team": "front"},
    ),
    "no rule of routing": ({"paid": True, "opened": "2026-06-10T10:00+01:00"}, {"team": None, "severity": "normal"}),
    "an attribute without a value is none of the words": ({"opened": "2026-06-10T10:00+01:00"}, {"team": "front"}),
}


@pytest.mark.parametrize(("ticket", "wanted"), CASES.values(), ids=CASES)
def test_a_new_ticket(ticket: dict[str, Any], wanted: dict[str, Any]) -> None:
    found = asked("zammad", small("zammad"), **ticket)
    assert {name: found[name] for name in wanted} == wanted


def changed(name: str, edit: Callable[[list[dict[str, Any]]], None]) -> dict[str, str]:
    """The files of the small policy with one of them edited as data."""
    files = dict(small("zammad").rendered.files)
    plain = json.loads(files[name])
    edit(plain)
    return {**files, name: json.dumps(plain)}


def test_every_trigger_that_fits_runs_unless_a_tag_stands_in_the_way() -> None:
    def edit(plain: list[dict[str, Any]]) -> None:
        body = next(one["body"] for one in plain if "all others" in one["body"]["note"])
        body["condition"]["conditions"] = [
            one for one in body["condition"]["conditions"] if one.get("operator") != "contains one not"
        ]

    ticket = {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"}
    assert asked("zammad", small("zammad"), **ticket)["team"] == "night"
    assert asked("zammad", small("zammad"), changed("triggers.json", edit), **ticket)["team"] == "front"


def test_triggers_run_in_the_order_of_their_names_and_not_of_the_file() -> None:
    ticket = {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"}
    files = changed("triggers.json", lambda plain: plain.reverse())
    assert asked("zammad", small("zammad"), files, **ticket) == asked("zammad", small("zammad"), **ticket)

    def rename(plain: list[dict[str, Any]]) -> None:
        next(one["body"] for one in plain if "all others" in one["body"]["note"])["name"] = "policy 0000"

    assert asked("zammad", small("zammad"), changed("triggers.json", rename), **ticket)["team"] == "front"


def test_an_sla_without_a_condition_is_the_last_resort_wherever_it_stands() -> None:
    ticket = {"plan": "team", "topic": "other", "opened": "2026-06-09T10:00+01:00"}

    def first(plain: list[dict[str, Any]]) -> None:
        plain[0]["body"].update({"name": "aaa", "condition": {}, "first_response_time": 1})

    free = {"topic": "other", "opened": "2026-06-09T10:00+01:00"}
    files = changed("slas.json", first)
    assert asked("zammad", small("zammad"), files, **free)["due first_response"] == "2026-06-09 09:01"
    assert asked("zammad", small("zammad"), files, **ticket)["due first_response"] == "2026-06-09 13:00"


REFUSED: dict[str, tuple[str, Callable[[list[dict[str, Any]]], None], str]] = {
    "a time for the next response and one between updates": (
        "slas.json",
        lambda plain: plain[0]["body"].update({"response_time": 1, "update_time": 2}),
        "not both",
    ),
    "hours on no day": (
        "calendars.json",
        lambda plain: [day.update({"active": False}) for day in plain[0]["body"]["business_hours"].values()],  # type: ignore[func-returns-value]
        "never open",
    ),
    "two triggers of one name": (
        "triggers.json",
        lambda plain: plain[0]["body"].update({"name": plain[1]["body"]["name"].upper()}),
        "two triggers",
    ),
    "working time in an SLA": (
        "slas.json",
        lambda plain: plain[0]["body"]["condition"]["conditions"].append(
            {
                "name": "execution_time.calendar_id",
                "operator": "is in working time",
                "value": {"id_of": "calendar:office"},
            }
        ),
        "only a trigger",
    ),
}


@pytest.mark.parametrize(("name", "edit", "words"), REFUSED.values(), ids=REFUSED)
def test_what_zammad_would_refuse(name: str, edit: Callable[[list[dict[str, Any]]], None], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(changed(name, edit), small("zammad").engine)


def test_recursive_triggers_make_no_difference() -> None:
    one = exported(TARGET, reference())
    once, again = read(one.rendered.files, one.engine), read_recursive(one.rendered.files, one.engine)
    for facts in cover_of(one.engine, 300):
        assert once(facts) == again(facts)


def test_hours_of_teams_and_hours_chosen_by_a_fact_are_an_sla_each() -> None:
    one = of(
        "zammad",
        HEAD
        + "fields:\n  region: {type: choice, values: [jp, eu]}\n"
        + "coverage:\n  dublin: {open: {mon-fri: 09:00-17:00}}\n"
        + "  tokyo: {timezone: Asia/Tokyo, open: {mon-fri: 09:00-17:00}}\n"
        + "  theirs: {choose_by: region, jp: tokyo, otherwise: dublin}\n"
        + "teams: [{name: front, coverage: theirs}, {name: night, coverage: always}]\n"
        + "routing: [{name: n, when: {channel: phone}, team: night}, {name: all, team: front}]\n"
        + "channels: {phone: {}, email: {}}\n"
        + "sla: [{name: all, targets: {first_response: 1h, clock: team}, pause_while: [waiting-on-customer]}]\n",
    )
    assert one.codes == ["SP940"]
    at = "2026-06-08T00:30+00:00"
    due = [
        asked("zammad", one, opened=at, **facts)["due first_response"]
        for facts in ({"region": "jp"}, {"region": "eu"}, {"region": "jp", "channel": "phone"})
    ]
    assert due == ["2026-06-08 01:30", "2026-06-08 09:00", "2026-06-08 01:30"]
    assert len(json.loads(one.rendered.files["slas.json"])) == 3


def test_what_triggers_cannot_test_becomes_a_tag_that_somebody_must_set() -> None:
    one = of(
        "zammad",
        HEAD
        + "fields:\n  seats: {type: number}\n"
        + "teams: [{name: front}, {name: sales}]\n"
        + "routing: [{name: large, when: {seats: {at_least: 100}}, team: sales}, {name: all, team: front}]\n",
    )
    task = next(task for task in one.rendered.tasks if "seats" in task.title)
    assert task.steps[0].startswith("Tag `policy_fact_seats_from-100_")


def test_hours_until_a_minute_before_midnight_end_at_midnight() -> None:
    one = of(
        "zammad",
        HEAD
        + "coverage:\n  late: {open: {mon-fri: 18:00-23:59}}\n"
        + "teams: [{name: front, coverage: late}]\nrouting: [{name: all, team: front}]\n"
        + "sla: [{name: all, targets: {first_response: 1h, clock: late}, pause_while: [waiting-on-customer]}]\n",
    )
    assert one.codes == ["SP913"]


def test_of_two_clocks_for_updates_the_stricter_one_stays() -> None:
    text = (
        HEAD
        + "teams: [{name: front}]\nrouting: [{name: all, team: front}]\nsla: [{name: all, targets: {TIMES, clock: always}}]\n"
    )
    for times, left in (
        ("next_response: 4h, update_every: 8h", {"response_time": 240, "update_time": None}),
        ("next_response: 8h, update_every: 4h", {"response_time": None, "update_time": 240}),
    ):
        body = json.loads(of("zammad", text.replace("TIMES", times)).rendered.files["slas.json"])[0]["body"]
        assert {name: body[name] for name in left} == left


def test_names_of_attributes_and_priorities() -> None:
    names = ["plan", "order.total", "order-total", "Plan", "severity", "order_id", "customer.region"]
    assert len({attribute_name(name) for name in names}) == len(names)
    assert attribute_name("plan") == "policy_plan"
    assert attribute_name("order_id") == "policy_order_id_value"
    assert [priority_name(one, ("high", "normal", "low")) for one in ("high", "low")] == ["3 high", "1 low"]
