"""A lowered policy as requests to Freshdesk's API, in files; one file for each kind of object."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.targets.desks.asking import Test, Words, tests_in, words_of
from supportpolicy.targets.desks.requests import Files, Request, objects, references, written
from supportpolicy.targets.desks.stages import STAGES, Done, all_rules
from supportpolicy.targets.desks.tags import short_hash
from supportpolicy.targets.desks.wording import decision_texts, with_placeholders
from supportpolicy.targets.freshdesk.conditions import asked_attributes, condition_of, not_done
from supportpolicy.targets.freshdesk.dialect import (
    DESK,
    NUMBER_OF,
    SEVERITY_FIELD,
    STAGE_FIELD,
    TEAM_FIELD,
    class_field,
    decided_field,
    fact_field,
    label_of,
)
from supportpolicy.targets.freshdesk.hours import FILE, hours_file, hours_name, hours_of
from supportpolicy.targets.freshdesk.levels import priorities_of
from supportpolicy.targets.freshdesk.promises import mark_of, sla_requests
from supportpolicy.targets.freshdesk.tasks import NOTES, PLACEHOLDERS, tasks_for
from supportpolicy.targets.ids import reference
from supportpolicy.targets.interface import Object, Rendered, Wish


def render(wish: Wish, compiled: Compiled) -> Rendered:
    """Everything that the lowered policy says, as files."""
    words, ids = words_of(compiled, DESK), wish.ids
    rules = tuple(all_rules(words, lambda rule: mark_of(words, rule)))
    tests = tuple(dict.fromkeys(test for rule in rules for test in tests_in(rule.ways)))
    noted = frozenset((*asked_attributes(tests), "team"))
    files: Files = {
        "ticket_fields.json": tuple(_fields(words, tests, noted)),
        "groups.json": tuple(_groups(compiled, ids)),
        "automation_rules.json": tuple(_rules(compiled, rules, noted, ids)),
        "sla_policies.json": tuple(sla_requests(words, compiled)),
        "canned_responses.json": tuple(_responses(compiled, ids)),
    }
    needed = references(files) | {one.reference for one in files["groups.json"]}
    hours = hours_of(compiled)
    own = {FILE: hours_file(hours)} if hours else {}
    by_hand = tuple(
        Object(FILE, one.calendar.name, (one.calendar.at,) if one.calendar.at else (), "business hours")
        for one in hours
    )
    return Rendered(
        {**written(files), **own},
        (*objects(files), *by_hand),
        tasks_for(words, tests, hours),
        NOTES,
        tuple(sorted(name for name in needed if name not in ids)),
    )


def _rules(
    compiled: Compiled, rules: Sequence[Done], noted: Collection[str], ids: Mapping[str, str]
) -> Iterator[Request]:
    """A rule for each way in which a rule of the policy holds, in order."""
    levels = priorities_of(compiled.severity_levels)
    names: dict[str, int] = {}
    number = 0
    for rule in rules:
        actions = _actions(rule, noted, levels, ids)
        for way in rule.ways if actions else ():
            number += 1
            mark = short_hash(repr((rule.stage, way, rule.decides, rule.tags, sorted(rule.sets.items()))))
            names[mark] = names.get(mark, 0) + 1
            name = f"Policy {rule.stage} {mark}" + (f" {names[mark]}" if names[mark] > 1 else "")
            conditions = [not_done(rule.stage), *(condition_of(test) for test in way)]
            body = {
                "name": name,
                "description": rule.about,
                "active": True,
                "position": number,
                "conditions": [{"name": "condition_set_1", "match_type": "all", "properties": conditions}],
                "actions": actions,
            }
            path = "/api/v2/automations/1/rules"
            yield Request(f"automation_rule:{name}", path, body, "rule on ticket creation", name, rule.at)


def _actions(
    rule: Done, noted: Collection[str], levels: Mapping[str, str], ids: Mapping[str, str]
) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []

    def put(field: str, value: object) -> None:
        found.append({"field_name": field, "value": value})

    for attribute, value in rule.decides.items():
        if attribute in noted:
            put(decided_field(attribute), value)
    if "severity" in rule.sets:
        put(SEVERITY_FIELD, rule.sets["severity"])
    if "priority" in rule.sets:
        put("priority", NUMBER_OF[levels[rule.sets["priority"]]])
    if "group" in rule.sets:
        put("group_id", reference(ids, f"group:{rule.sets['group']}"))
    if "promise" in rule.sets:
        put("ticket_type", rule.sets["promise"])
    if rule.tags:
        put("add_tag", list(rule.tags))
    if rule.ends:
        put(STAGE_FIELD, rule.stage)
    return found


def _fields(words: Words, tests: Collection[Test], noted: Collection[str]) -> Iterator[Request]:
    """Drop-downs for facts, for what is decided, and for what an integration says."""
    compiled = words.compiled
    choices: dict[str, dict[str, None]] = {STAGE_FIELD: dict.fromkeys(STAGES)}
    places: dict[str, str] = {}
    if compiled.severity_levels:
        choices[SEVERITY_FIELD] = dict.fromkeys(compiled.severity_levels)
    for attribute in sorted(noted):
        family = "severity" if attribute == "graded" else attribute
        choices[decided_field(attribute)] = dict.fromkeys(words.decided.get(family, ()))
    for test in tests:
        if test.home == "ticket":
            fact = words.facts[test.name]
            places[fact_field(test.name)] = fact.at
            own = ("true", "false") if fact.type == "boolean" else fact.values
            choices.setdefault(fact_field(test.name), dict.fromkeys(own)).update(dict.fromkeys(test.words))
        elif test.home == "class":
            choices.setdefault(class_field(test.name), {}).update(dict.fromkeys(test.words))
    for name, values in choices.items():
        if values or name == TEAM_FIELD:
            body = {
                "label": label_of(name),
                "label_for_customers": label_of(name),
                "type": "custom_dropdown",
                "choices": [{"value": value, "position": place} for place, value in enumerate(values, 1)],
            }
            at = (places[name],) if places.get(name) else ()
            yield Request(f"ticket_field:{name}", "/api/v2/admin/ticket_fields", body, "ticket field", name, at)


def _groups(compiled: Compiled, ids: Mapping[str, str]) -> Iterator[Request]:
    for team in compiled.teams:
        body: dict[str, object] = {"name": team.name, "description": team.about or ""}
        hours = hours_name(compiled, team)
        if hours is not None:
            body["business_hour_id"] = reference(ids, f"business_hours:{hours}")
        yield Request(f"group:{team.name}", "/api/v2/groups", body, "group", team.name, (team.at,) if team.at else ())


def _responses(compiled: Compiled, ids: Mapping[str, str]) -> Iterator[Request]:
    """A canned response for each message and language, and one for each table that agents decide by."""
    for name, texts in compiled.messages.items():
        for language, text in texts.items():
            yield _response(f"Policy {name} {language}".strip(), with_placeholders(text, PLACEHOLDERS), (), ids)
    for title, text, at in decision_texts(compiled):
        yield _response(f"Policy: {title}", text, at, ids)


def _response(title: str, text: str, at: tuple[str, ...], ids: Mapping[str, str]) -> Request:
    folder = reference(ids, "canned_response_folder:policy")
    body = {"title": title, "content": text, "folder_id": folder, "visibility": 0}
    return Request(f"canned_response:{title}", "/api/v2/canned_responses", body, "canned response", title, at)
