"""A lowered policy as requests to Zendesk's API, in files; one file for each kind of object.

The files are sent in the order of FILES, and within a file from top to bottom. What a later request needs the id of stands in it
as a reference, `{"id_of": "group:billing"}`, unless the map file has the id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.targets.interface import Object, Rendered, Wish
from supportpolicy.targets.zendesk.adjusting import lower_triggers, priority_triggers, proof_triggers, raise_triggers
from supportpolicy.targets.zendesk.automations import automation_requests
from supportpolicy.targets.zendesk.carried import Words, words_of
from supportpolicy.targets.zendesk.checking import check
from supportpolicy.targets.zendesk.conditions import Action, Ref, action_json, conditions_json, tags_include
from supportpolicy.targets.zendesk.dialect import short_hash
from supportpolicy.targets.zendesk.fields import field_requests
from supportpolicy.targets.zendesk.macros import message_macros, rule_macros
from supportpolicy.targets.zendesk.promises import (
    DAY_AND_NIGHT,
    SlaPolicy,
    promise_triggers,
    promises_of,
    schedule_triggers,
)
from supportpolicy.targets.zendesk.requests import Request, references_of, request_file
from supportpolicy.targets.zendesk.schedules import all_schedules, day_and_night
from supportpolicy.targets.zendesk.tasks import NOTES, needed_references, tasks_for
from supportpolicy.targets.zendesk.triggers import (
    STAGES,
    TABLE_OF,
    Trigger,
    asked_calendars,
    ends_always,
    hours,
    start,
    table_triggers,
)

FILES: Final = (
    "ticket_fields.json",
    "groups.json",
    "schedules.json",
    "trigger_categories.json",
    "triggers.json",
    "sla_policies.json",
    "automations.json",
    "macros.json",
)
"""Files of requests in the order in which they are sent."""


def render(wish: Wish, compiled: Compiled) -> Rendered:
    """Everything that the lowered policy says, as files."""
    words, ids = words_of(compiled), wish.ids
    triggers = list(all_triggers(compiled, words))
    triggers.insert(0, start(triggers))
    automations = tuple(automation_requests(compiled, words, ids))
    asked = _asked(triggers) | {name for one in automations for name in references_of(one.body)}
    stages = [(key, title) for key, title in STAGES if any(one.stage == key for one in triggers)]
    calendars = [
        *(one for one in compiled.calendars if f"schedule:{one.name}" in asked),
        *([day_and_night(compiled)] if f"schedule:{DAY_AND_NIGHT}" in asked else []),
    ]
    by_file: dict[str, tuple[Request, ...]] = {
        "ticket_fields.json": tuple(field_requests(compiled, asked)),
        "groups.json": tuple(_groups(compiled)),
        "schedules.json": all_schedules(calendars),
        "trigger_categories.json": tuple(_categories(stages)),
        "triggers.json": tuple(_trigger_requests(triggers, ids)),
        "sla_policies.json": tuple(_sla_requests(promises_of(compiled).policies, ids)),
        "automations.json": automations,
        "macros.json": (*message_macros(compiled), *rule_macros(compiled)),
    }
    for requests in by_file.values():
        check(requests)
    needed = needed_references(by_file.values(), asked)
    files = {name: request_file(requests, ids) for name, requests in by_file.items() if requests}
    return Rendered(
        files,
        tuple(
            Object(file, one.title or one.reference, one.at, one.kind)
            for file, requests in by_file.items()
            for one in requests
            if one.method == "POST"
        ),
        tasks_for(compiled, words, triggers, asked),
        NOTES,
        tuple(name for name in needed if name not in ids),
    )


def all_triggers(compiled: Compiled, words: Words) -> Iterator[Trigger]:
    """The triggers of all stages but the start, in order."""
    levels = compiled.severity_levels
    graded = any(
        words.columns[column].fact == "severity"
        for table in compiled.tables
        if table.name.startswith("adjust.")
        for column in table.masks
    )
    yield from hours(compiled, words, asked_calendars(compiled))
    for stage, table in TABLE_OF.items():
        if stage != "routing" and compiled.table(table).rules:
            yield from table_triggers(words, compiled.table(table), stage, graded=graded)
    for name, made in (("proof", proof_triggers), ("raise", raise_triggers), ("lower", lower_triggers)):
        if compiled.table(f"adjust.{name}").rules:
            yield from made(words, compiled.table(f"adjust.{name}"), levels)
    yield from priority_triggers(levels, ends_always(compiled.table("severity").rules))
    if compiled.table("routing").rules:
        yield from table_triggers(words, compiled.table("routing"), "routing", graded=False)
    if compiled.table("sla").rules:
        yield from promise_triggers(compiled, words, promises_of(compiled))
    yield from schedule_triggers(compiled, words)


def _asked(triggers: list[Trigger]) -> set[str]:
    found: set[str] = set()
    for trigger in triggers:
        for part in (*trigger.every, *trigger.some, *trigger.actions):
            found.update(one.name for one in part if isinstance(one, Ref))
    return found


def _groups(compiled: Compiled) -> Iterator[Request]:
    for team in compiled.teams:
        body = {"group": {"name": team.name, "description": team.about or "", "is_public": True}}
        at = (team.at,) if team.at else ()
        yield Request(f"group:{team.name}", "POST", "/api/v2/groups", body, "group", team.name, at)


def _categories(stages: list[tuple[str, str]]) -> Iterator[Request]:
    for number, (key, title) in enumerate(stages, 1):
        name = f"Policy {number:02d} {title}"
        body = {"trigger_category": {"name": name, "position": number}}
        path = "/api/v2/trigger_categories"
        yield Request(f"trigger_category:{key}", "POST", path, body, "trigger category", name)


class _Place(NamedTuple):
    """How many triggers a category has so far, and the titles in use."""

    positions: dict[str, int]
    titles: dict[str, int]


def _trigger_requests(triggers: list[Trigger], ids: Mapping[str, str]) -> Iterator[Request]:
    titles = dict(STAGES)
    places = _Place({}, {})
    for trigger in triggers:
        position = places.positions[trigger.stage] = places.positions.get(trigger.stage, 0) + 1
        mark = short_hash(repr((trigger.every, trigger.some, trigger.actions)))
        title = f"Policy {titles[trigger.stage]} {mark}"
        number = places.titles[title] = places.titles.get(title, 0) + 1
        if number > 1:
            title = f"{title} {number}"
        body = {
            "trigger": {
                "title": title,
                "description": trigger.about,
                "active": True,
                "category_id": _written_category(trigger.stage, ids),
                "position": position,
                "conditions": conditions_json(trigger.every, trigger.some, ids),
                "actions": [action_json(one, ids) for one in _together(trigger.actions)],
            }
        }
        reference = "trigger:" + title.removeprefix("Policy ")
        yield Request(reference, "POST", "/api/v2/triggers", body, "trigger", title, trigger.at)


def _written_category(stage: str, ids: Mapping[str, str]) -> object:
    reference = f"trigger_category:{stage}"
    return ids.get(reference, {"id_of": reference})


def _together(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The same actions with all tags to be added in one."""
    tags = [word for one in actions if one.field == "current_tags" for word in str(one.value).split()]
    others = tuple(one for one in actions if one.field != "current_tags")
    return (*others, Action("current_tags", " ".join(dict.fromkeys(tags)))) if tags else others


def _sla_requests(policies: tuple[SlaPolicy, ...], ids: Mapping[str, str]) -> Iterator[Request]:
    for number, policy in enumerate(policies, 1):
        title = f"Policy promise {policy.tag.rsplit('_', 1)[-1]}"
        body = {
            "sla_policy": {
                "title": title,
                "description": policy.about,
                "position": number,
                "filter": conditions_json((tags_include([policy.tag]),), (), ids),
                "policy_metrics": [
                    {
                        "priority": one.priority,
                        "metric": one.metric,
                        "target": one.minutes,
                        "business_hours": one.business_hours,
                    }
                    for one in policy.metrics
                ],
            }
        }
        reference = "sla_policy:" + policy.tag
        yield Request(reference, "POST", "/api/v2/slas/policies", body, "SLA policy", title, policy.at)
