"""What Zendesk does with files, by hand: each case is reckoned from its documentation and not from the exporter."""

import json
from pathlib import Path
from typing import Any

import pytest

from supportpolicy.targets.zendesk.simulate import read
from tests.targets.zendesk.making import DATA, Made, asked, instant, made

SMALL = (DATA / "small.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The small policy, exported."""
    return made(SMALL, tmp_path_factory.mktemp("small"))


CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "an outage of a paying customer at night": (
        {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"},
        # Wednesday, open from nine to half past twelve and from half past one to five: eight hours end on Thursday.
        {
            "team": "night",
            "severity": "high",
            "due first_response": "2026-06-10T03:30+01:00",
            "due resolve": "2026-06-11T10:00+01:00",
        },
    ),
    "Tuesday is open until midnight, and Wednesday begins at nine": (
        {"plan": "team", "topic": "other", "opened": "2026-06-09T22:00+01:00"},
        {"team": "front", "severity": "normal", "due first_response": "2026-06-10T11:00+01:00"},
    ),
    "the last minute of Tuesday": (
        {"plan": "team", "opened": "2026-06-09T20:00+01:00"},
        {"team": "front", "severity": "normal", "due first_response": "2026-06-10T00:00+01:00"},
    ),
    "a week begins on Sunday, and Sunday is closed": (
        {"plan": "team", "opened": "2026-06-07T12:00+01:00"},
        {"team": "front", "severity": "normal", "due first_response": "2026-06-08T13:00+01:00"},
    ),
    "holidays are whole days, from and to included": (
        {"plan": "team", "opened": "2026-12-24T10:00+00:00"},
        # Thursday to Sunday are closed; Monday the 28th is open.
        {"team": "front", "severity": "normal", "due first_response": "2026-12-28T13:00+00:00"},
    ),
    "clocks go forward on 29 March": (
        {"plan": "team", "opened": "2026-03-27T16:00+00:00"},
        {"team": "front", "severity": "normal", "due first_response": "2026-03-30T12:00+01:00"},
    ),
    "an outage of anybody else is lowered, and nothing is promised": (
        {"topic": "outage", "opened": "2026-06-10T03:00+01:00"},
        {"team": "front", "severity": "normal", "due first_response": None, "due resolve": None},
    ),
    "a word in the subject, whatever its case": (
        {"subject": "Your INVOICE of May", "paid": True, "opened": "2026-06-10T10:00+01:00"},
        {"team": "front", "severity": "normal"},
    ),
    "no rule of routing": (
        {"paid": True, "opened": "2026-06-10T10:00+01:00"},
        {"team": None, "severity": "normal"},
    ),
    "a ticked box that is not there is not ticked": (
        {"paid": False, "opened": "2026-06-10T10:00+01:00"},
        {"team": "front"},
    ),
}


@pytest.mark.parametrize(("ticket", "wanted"), CASES.values(), ids=CASES)
def test_a_new_ticket(small: Made, ticket: dict[str, Any], wanted: dict[str, Any]) -> None:
    expected = {name: instant(value) if name.startswith("due") and value else value for name, value in wanted.items()}
    found = asked(small, **ticket)
    assert {name: found[name] for name in expected} == expected


def changed(files: dict[str, str], name: str, edit: Any) -> dict[str, str]:
    """The files with one of them edited as data."""
    plain = json.loads(files[name])
    edit(plain)
    return {**files, name: json.dumps(plain)}


def routing_of(plain: list[dict[str, Any]], words: str) -> dict[str, Any]:
    """The trigger whose description has these words."""
    return next(one["body"]["trigger"] for one in plain if words in one["body"]["trigger"]["description"])


def test_every_trigger_that_fits_fires_unless_a_tag_stands_in_the_way(small: Made) -> None:
    # Without the test for the mark of its stage, a later rule of routing fires as well and takes the ticket away.
    def edit(plain: list[dict[str, Any]]) -> None:
        trigger = routing_of(plain, "all others")
        trigger["conditions"]["all"] = [
            one for one in trigger["conditions"]["all"] if one["operator"] != "not_includes"
        ]

    files = changed(small.files, "triggers.json", edit)
    ticket = {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"}
    assert asked(small, **ticket)["team"] == "night"
    assert asked(small._replace(files=files), **ticket)["team"] == "front"


def test_a_trigger_that_has_fired_does_not_fire_again_though_the_run_begins_anew(small: Made) -> None:
    # A trigger that always fits would go on for ever if the new run had it in again.
    def edit(plain: list[dict[str, Any]]) -> None:
        trigger = routing_of(plain, "“paying”")
        trigger["conditions"] = {"all": [], "any": []}

    files = changed(small.files, "triggers.json", edit)
    found = asked(small._replace(files=files), plan="free", topic="outage", opened="2026-06-10T03:00+01:00")
    assert found["team"] == "night", "everybody counts as paying now, so nothing is lowered"


def test_a_run_begins_anew_so_an_earlier_trigger_may_fire_late(small: Made) -> None:
    # The first trigger of tiers now waits for a tag that routing sets: in the second run it is there.
    def edit(plain: list[dict[str, Any]]) -> None:
        trigger = routing_of(plain, "“paying”")
        trigger["conditions"] = {
            "all": [{"field": "current_tags", "operator": "includes", "value": "policy_team_front"}],
            "any": [],
        }
        trigger["actions"] = [{"field": "priority", "value": "urgent"}]

    files = changed(small.files, "triggers.json", edit)
    found = asked(small._replace(files=files), topic="billing", opened="2026-06-10T10:00+01:00")
    assert found["severity"] == "normal with priority urgent"


def test_a_follow_up_of_a_closed_ticket_begins_anew(small: Made) -> None:
    # It has the tags of the closed ticket; without the first trigger no stage would be open.
    left = frozenset({"policy_done_tier", "policy_done_severity", "policy_done_routing", "policy_team_front", "vip"})
    ticket = {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"}
    assert asked(small, **ticket, tags=left) == asked(small, **ticket)

    def edit(plain: list[dict[str, Any]]) -> None:
        del plain[0]

    one = small._replace(files=changed(small.files, "triggers.json", edit))
    assert asked(one, **ticket, tags=left)["team"] is None
    minutes = [asked(one, **ticket | {"opened": f"2026-06-10T03:0{minute}+01:00"}) for minute in range(8)]
    assert [each["as a follow-up"] for each in minutes].count("differs") == 1, "one minute of eight is looked at"


def test_includes_is_any_of_some_tags(small: Made) -> None:
    def edit(plain: list[dict[str, Any]]) -> None:
        trigger = routing_of(plain, "“all others”")
        trigger["conditions"]["all"].append({"field": "current_tags", "operator": "includes", "value": "gold silver"})

    one = small._replace(files=changed(small.files, "triggers.json", edit))
    assert asked(one, tags=frozenset({"silver"}), opened="2026-06-10T10:00+01:00")["team"] == "front"
    assert asked(one, tags=frozenset({"bronze"}), opened="2026-06-10T10:00+01:00")["team"] is None


def test_a_ticket_without_priority_is_promised_nothing(small: Made) -> None:
    def edit(plain: list[dict[str, Any]]) -> None:
        for one in plain:
            one["body"]["trigger"]["active"] = "Policy priority" not in one["body"]["trigger"]["title"]

    one = small._replace(files=changed(small.files, "triggers.json", edit))
    found = asked(one, plan="team", opened="2026-06-10T10:00+01:00")
    assert found["due first_response"] is None


def test_the_first_sla_policy_by_position_counts(small: Made) -> None:
    def edit(plain: list[dict[str, Any]]) -> None:
        first = json.loads(json.dumps(plain[0]))
        first["body"]["sla_policy"]["position"] = 0
        for metric in first["body"]["sla_policy"]["policy_metrics"]:
            metric["target"] = 1
            metric["business_hours"] = False
        plain.append(first)

    one = small._replace(files=changed(small.files, "sla_policies.json", edit))
    found = asked(one, plan="team", opened="2026-06-10T10:00+01:00")
    assert found["due first_response"] == instant("2026-06-10T10:01+01:00")


def test_without_a_schedule_of_its_own_a_ticket_has_the_first(small: Made) -> None:
    def edit(plain: list[dict[str, Any]]) -> None:
        for one in plain:
            trigger = one["body"]["trigger"]
            trigger["actions"] = [action for action in trigger["actions"] if action["field"] != "set_schedule"]

    one = small._replace(files=changed(small.files, "triggers.json", edit))
    found = asked(one, plan="team", opened="2026-06-07T12:00+01:00")
    assert found["due first_response"] == instant("2026-06-08T13:00+01:00")


REFUSED: dict[str, tuple[str, Any]] = {
    "a minute off the grid": (
        "schedules.json",
        lambda plain: plain[1]["body"]["workweek"]["intervals"][0].update(start_time=1981),
    ),
    "no such zone": ("schedules.json", lambda plain: plain[0]["body"]["schedule"].update(time_zone="Europe/Dublin")),
    "no such category": ("trigger_categories.json", lambda plain: plain.pop(0)),
    "no such group": ("groups.json", lambda plain: plain.pop(0)),
    "a target as text": (
        "sla_policies.json",
        lambda plain: plain[0]["body"]["sla_policy"]["policy_metrics"][0].update(target="30"),
    ),
    "no such operator": (
        "triggers.json",
        lambda plain: plain[0]["body"]["trigger"]["conditions"]["all"][0].update(operator="equals"),
    ),
    "no conditions": ("triggers.json", lambda plain: plain[0]["body"]["trigger"].pop("conditions")),
}


@pytest.mark.parametrize(("name", "edit"), REFUSED.values(), ids=REFUSED)
def test_what_zendesk_refuses_is_not_read(small: Made, name: str, edit: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read(changed(small.files, name, edit), small.engine)


def test_ids_are_read_back(tmp_path: Path) -> None:
    ids = {"group:front": "360001", "field:topic": "77", "schedule:office": "5", "trigger_category:tier": "10026"}
    one = made(SMALL, tmp_path, ids)
    ticket = {"plan": "team", "topic": "outage", "opened": "2026-06-10T03:00+01:00"}
    assert asked(one, **ticket) == asked(made(SMALL, tmp_path / "other"), **ticket)
    swapped = {**one.files, "ids.json": json.dumps({**json.loads(one.files["ids.json"]), "group:front": "360002"})}
    with pytest.raises(ValueError, match="there is no group with the id 360001"):
        read(swapped, one.engine)
