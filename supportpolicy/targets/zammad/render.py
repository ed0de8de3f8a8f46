"""A lowered policy as requests to Zammad's API, in files; one file for each kind of object.

Zammad looks at triggers and SLAs in the order of their names. So each name has a number of four digits behind the same words: it
sorts alike whatever the language of the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.targets.desks.asking import Test, Words, tests_in, words_of
from supportpolicy.targets.desks.requests import Files, Request, objects, references, written
from supportpolicy.targets.desks.stages import Done, all_rules
from supportpolicy.targets.desks.tags import decided_tag, done_tag, short_hash
from supportpolicy.targets.ids import reference
from supportpolicy.targets.interface import Rendered, Wish
from supportpolicy.targets.zammad.attributes import attribute_requests
from supportpolicy.targets.zammad.conditions import Json, expert, tags_json, ways_json
from supportpolicy.targets.zammad.dialect import DAYS, DESK, LAST_MINUTE, NOTE_LENGTH, SEVERITY_ATTRIBUTE, priority_name
from supportpolicy.targets.zammad.promises import DAY_AND_NIGHT, counted_on, mark_of, promised, sla_requests
from supportpolicy.targets.zammad.tasks import NOTES, tasks_for
from supportpolicy.targets.zammad.texts import text_requests

_DAY = 1440


def render(wish: Wish, compiled: Compiled) -> Rendered:
    """Everything that the lowered policy says, as files."""
    words, ids = words_of(compiled, DESK), wish.ids
    rules = tuple(all_rules(words, lambda rule: mark_of(words, rule)))
    tests = _tests(words, rules)
    slas = tuple(sla_requests(words, compiled, ids))
    triggers = tuple(_triggers(compiled, rules, ids))
    calendars = _calendars(compiled, tests, words)
    files: Files = {
        "object_attributes.json": tuple(attribute_requests(compiled, tests)),
        "priorities.json": tuple(_priorities(compiled)),
        "groups.json": tuple(_groups(compiled)),
        "calendars.json": tuple(_calendar(one) for one in calendars),
        "triggers.json": triggers,
        "slas.json": slas,
        "text_modules.json": tuple(text_requests(compiled)),
    }
    needed = references(files) | {one.reference for name in _OWN_IDS for one in files[name]}
    return Rendered(
        written(files),
        objects(files),
        tasks_for(words, tests, needed),
        NOTES,
        tuple(sorted(name for name in needed if name not in ids)),
    )


_OWN_IDS = ("priorities.json", "groups.json", "calendars.json")
"""Files of things that others refer to by id."""


def _tests(words: Words, rules: Sequence[Done]) -> tuple[Test, ...]:
    """Every test of triggers and SLAs."""
    of_rules = (test for rule in rules for test in tests_in(rule.ways))
    sla = words.compiled.table("sla").rules
    of_slas = (test for rule in sla if promised(rule) for one in counted_on(words, rule) for test in tests_in(one.ways))
    return tuple(dict.fromkeys((*of_rules, *of_slas)))


def _triggers(compiled: Compiled, rules: Sequence[Done], ids: Mapping[str, str]) -> Iterator[Request]:
    names: dict[str, int] = {}
    for number, rule in enumerate(rules, 1):
        created: Json = {"name": "ticket.action", "operator": "is", "value": "create"}
        condition = expert([created, tags_json((done_tag(rule.stage),), holds=False), *ways_json(rule.ways, ids)])
        tags = _tags(rule)
        mark = short_hash(repr((rule.stage, rule.ways, tags, sorted(rule.sets.items()))))
        names[mark] = names.get(mark, 0) + 1
        name = f"policy {number:04d} {rule.stage} {mark}" + (f" {names[mark]}" if names[mark] > 1 else "")
        body = {
            "name": name,
            "activator": "action",
            "execution_condition_mode": "selective",
            "active": True,
            "condition": condition,
            "perform": _perform(compiled, rule, tags, ids),
            "disable_notification": True,
            "note": rule.about if len(rule.about) <= NOTE_LENGTH else rule.about[: NOTE_LENGTH - 1] + "…",
        }
        yield Request(f"trigger:{number:04d} {mark}", "/api/v1/triggers", body, "trigger", name, rule.at)


def _tags(rule: Done) -> tuple[str, ...]:
    """The tags that a trigger adds: the end of its stage, what is decided, the promise, what is said."""
    done = (done_tag(rule.stage),) if rule.ends else ()
    decided = (decided_tag(attribute, value) for attribute, value in rule.decides.items())
    promise = (rule.sets["promise"],) if "promise" in rule.sets else ()
    return tuple(dict.fromkeys((*done, *decided, *promise, *rule.tags)))


def _perform(compiled: Compiled, rule: Done, tags: tuple[str, ...], ids: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    if "severity" in rule.sets:
        found[f"ticket.{SEVERITY_ATTRIBUTE}"] = {"value": rule.sets["severity"]}
    if "priority" in rule.sets:
        name = priority_name(rule.sets["priority"], compiled.severity_levels)
        found["ticket.priority_id"] = {"value": reference(ids, f"priority:{name}")}
    if "group" in rule.sets:
        found["ticket.group_id"] = {"value": reference(ids, f"group:{rule.sets['group']}")}
    if tags:
        found["ticket.tags"] = {"operator": "add", "value": ", ".join(tags)}
    return found


def _priorities(compiled: Compiled) -> Iterator[Request]:
    for level in reversed(compiled.severity_levels):
        name = priority_name(level, compiled.severity_levels)
        body = {"name": name, "active": True, "note": f"Severity {level} of the policy."}
        yield Request(f"priority:{name}", "/api/v1/ticket_priorities", body, "priority", name)


def _groups(compiled: Compiled) -> Iterator[Request]:
    for team in compiled.teams:
        body = {"name": team.name, "active": True, "note": team.about or ""}
        yield Request(f"group:{team.name}", "/api/v1/groups", body, "group", team.name, (team.at,) if team.at else ())


def _calendars(compiled: Compiled, tests: Collection[Test], words: Words) -> tuple[Calendar, ...]:
    """The calendars that a trigger asks about or an SLA counts on."""
    sla = compiled.table("sla").rules
    used = {one.calendar for rule in sla if promised(rule) for one in counted_on(words, rule)}
    used |= {test.words[0] for test in tests if test.home == "hours"}
    found = [one for one in compiled.calendars if one.name in used]
    if DAY_AND_NIGHT in used:
        found.append(Calendar(DAY_AND_NIGHT, "weekly", compiled.timezone or "Etc/UTC", (((0, _DAY),),) * 7))
    return tuple(found)


def _calendar(calendar: Calendar) -> Request:
    hours = {
        # A day must have hours even where they do not count.
        day: {"active": bool(spans), "timeframes": [[_wall(a), _wall(b)] for a, b in spans] or [["09:00", "17:00"]]}
        for day, spans in zip(DAYS, calendar.week, strict=True)
    }
    holidays = {
        date: {"active": True, "summary": day.name or "Closed"}
        for date, day in sorted(calendar.dates.items())
        if not day.open
    }
    title = f"Policy {calendar.name}"
    body = {
        "name": title,
        "timezone": calendar.timezone or "Etc/UTC",
        "default": False,
        "ical_url": "",
        "business_hours": hours,
        "public_holidays": holidays,
    }
    at = (calendar.at,) if calendar.at else ()
    return Request(f"calendar:{calendar.name}", "/api/v1/calendars", body, "calendar", title, at)


def _wall(minute: int) -> str:
    """A minute of the day; the end of the day is written as its last minute."""
    minute = LAST_MINUTE if minute == _DAY else minute
    return f"{minute // 60:02d}:{minute % 60:02d}"
