"""Exported files as the account that they make: what the model of Zendesk works with.

Everything is read as Zendesk documents it; what Zendesk would refuse raises ValueError. A thing goes by its reference, whether
the file has the reference itself or the id that `ids.json` gives it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from supportpolicy.clock import Horizon, weekly_calendar, weekly_clock
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.targets.ids import IDS
from supportpolicy.targets.zendesk.dialect import (
    GRID,
    LEAST_SPAN,
    METRICS,
    PAUSED_METRICS,
    PRIORITIES,
    WEEK_MINUTES,
)
from supportpolicy.targets.zendesk.matching import Query, Rule
from supportpolicy.targets.zendesk.zones import IANA_OF

_DAY = 1440
_PATHS = {
    "groups.json": "/api/v2/groups",
    "trigger_categories.json": "/api/v2/trigger_categories",
    "triggers.json": "/api/v2/triggers",
    "sla_policies.json": "/api/v2/slas/policies",
}
_SCHEDULES = "/api/v2/business_hours/schedules"
_FIELD_FORMS = {
    "custom_fields_": "field:",
    "organization.custom_fields.": "organization_field:",
    "requester.custom_fields.": "user_field:",
}
_VALUE_KINDS = {
    "group_id": "group",
    "set_schedule": "schedule",
    "within_schedule": "schedule",
    "locale_id": "locale",
    "category_id": "trigger_category",
}
_PLAIN_FIELDS = frozenset(
    {
        "update_type",
        "current_tags",
        "via_id",
        "locale_id",
        "within_schedule",
        "subject_includes_word",
        "comment_includes_word",
        "priority",
        "status",
        "group_id",
    }
)


class Fired(NamedTuple):
    """What a trigger does to a ticket."""

    fields: tuple[tuple[str, str], ...]
    added: frozenset[str]
    removed: frozenset[str]


class SlaTarget(NamedTuple):
    """A target of an SLA policy for one priority."""

    metric: str
    minutes: int
    business_hours: bool


class Account(NamedTuple):
    """What an account has after the requests."""

    triggers: tuple[tuple[Rule, Fired], ...]
    """The active ones, in the order in which they run."""
    policies: tuple[tuple[Rule, Mapping[str, tuple[SlaTarget, ...]]], ...]
    """SLA policies by position: filter, and targets by priority."""
    schedules: Mapping[str, OpenIntervals]
    """Reference -> hours."""
    default_schedule: str | None
    tags: frozenset[str]
    """Tags that some condition asks about."""
    asked_schedules: tuple[str, ...]


def account_of(files: Mapping[str, Any], horizon: Horizon) -> Account:
    """The account that exported files make. `horizon` is for how long hours are worked out."""
    names = _Names(files.get(IDS, {}))
    groups = {one["reference"] for one in _requests(files, "groups.json")}
    positions = {
        one["reference"]: _whole(one["body"]["trigger_category"]["position"])
        for one in _requests(files, "trigger_categories.json")
    }
    schedules = dict(_schedules(names, files.get("schedules.json", []), horizon))
    triggers = []
    for number, one in enumerate(_requests(files, "triggers.json")):
        body = one["body"]["trigger"]
        if body["active"] is not True:
            continue
        category = names.value("category_id", body["category_id"])
        if category not in positions:
            raise ValueError(f"there is no trigger category {category}")
        fired = _fired(names, body["actions"])
        for field, value in fired.fields:
            if (field == "group_id" and value not in groups) or (field == "schedule" and value not in schedules):
                raise ValueError(f"there is no {value}")
        order = positions[category], _whole(body["position"]), number
        triggers.append((order, _rule(names, body["conditions"]), fired))
    policies = []
    for number, one in enumerate(_requests(files, "sla_policies.json")):
        body = one["body"]["sla_policy"]
        order = _whole(body["position"]), number, 0
        policies.append((order, _rule(names, body["filter"]), _targets(body["policy_metrics"])))
    rules = [rule for _, rule, _ in triggers] + [rule for _, rule, _ in policies]
    tests = [test for rule in rules for test in (*rule.every, *rule.some)]
    return Account(
        tuple((rule, fired) for _, rule, fired in sorted(triggers, key=lambda one: one[0])),
        tuple((rule, targets) for _, rule, targets in sorted(policies, key=lambda one: one[0])),
        schedules,
        next(iter(schedules), None),
        frozenset(tag for test in tests if test.field == "current_tags" for tag in test.value.split()),
        tuple(dict.fromkeys(test.value for test in tests if test.field == "within_schedule")),
    )


class _Names:
    """Ids back to references."""

    def __init__(self, references: Mapping[str, Any]) -> None:
        self._by_id = {(name.split(":", 1)[0], str(id_)): name for name, id_ in references.items() if id_ is not None}

    def field(self, field: object) -> str:
        """What a condition asks about: a plain field, or the reference of one with an id."""
        if isinstance(field, dict):
            name = str(field["id_of"])
            form, kind = field["as"], name.split(":", 1)[0] + ":"
            if not any(form == prefix + "{id}" and kind == known for prefix, known in _FIELD_FORMS.items()):
                raise ValueError(f"{form} is no field")
            return name
        if not isinstance(field, str):
            raise ValueError(f"{field!r} is no field")
        for prefix, kind in _FIELD_FORMS.items():
            if field.startswith(prefix):
                return self._known(kind[:-1], field.removeprefix(prefix))
        if field not in _PLAIN_FIELDS:
            raise ValueError(f"there is no field {field}")
        return field

    def value(self, field: str, value: object) -> str:
        """A value; what has an id goes by its reference."""
        kind = _VALUE_KINDS.get(field)
        if isinstance(value, dict):
            name = str(value["id_of"])
            if kind is None or not name.startswith(kind + ":"):
                raise ValueError(f"{field} cannot be {name}")
            return name
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is no string")
        return self._known(kind, value) if kind is not None else value

    def path(self, path: object) -> str:
        """A path with the reference of a schedule in it instead of its id."""
        if isinstance(path, dict):
            return str(path["as"]).replace("{id}", str(path["id_of"]))
        if not isinstance(path, str):
            raise ValueError(f"{path!r} is no path")
        start, slash, rest = path.removeprefix(_SCHEDULES + "/").partition("/")
        return (
            f"{_SCHEDULES}/{self._known('schedule', start)}/{rest}"
            if slash and path.startswith(_SCHEDULES + "/")
            else path
        )

    def _known(self, kind: str, id_: str) -> str:
        try:
            return self._by_id[kind, id_]
        except KeyError:
            raise ValueError(f"there is no {kind} with the id {id_}") from None


def _requests(files: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    for one in files.get(name, []):
        if one["method"] != "POST" or one["path"] != _PATHS[name]:
            raise ValueError(f"{one['method']} {one['path']} makes nothing")
        yield one


def _whole(number: object) -> int:
    if type(number) is not int:
        raise ValueError(f"{number!r} is no whole number")
    return number


def _rule(names: _Names, conditions: Mapping[str, Any]) -> Rule:
    def tests(part: str) -> tuple[Query, ...]:
        found = []
        for one in conditions[part]:
            field = names.field(one["field"])
            found.append(Query(field, str(one["operator"]), names.value(field, one["value"])))
        return tuple(found)

    return Rule(tests("all"), tests("any"))


def _fired(names: _Names, actions: list[Mapping[str, Any]]) -> Fired:
    fields: dict[str, str] = {}
    added: set[str] = set()
    removed: set[str] = set()
    for one in actions:
        field = one["field"]
        value = names.value(field, one["value"])
        match field:
            case "current_tags":
                added |= set(value.split())
                removed -= set(value.split())
            case "remove_tags":
                removed |= set(value.split())
                added -= set(value.split())
            case "priority":
                if value not in PRIORITIES:
                    raise ValueError(f"there is no priority {value}")
                fields["priority"] = value
            case "group_id":
                fields["group_id"] = value
            case "set_schedule":
                fields["schedule"] = value
            case _:
                raise ValueError(f"there is no action {field}")
    return Fired(tuple(fields.items()), frozenset(added), frozenset(removed))


def _targets(metrics: list[Mapping[str, Any]]) -> dict[str, tuple[SlaTarget, ...]]:
    known = {*METRICS.values(), *PAUSED_METRICS.values()}
    found: dict[str, tuple[SlaTarget, ...]] = {}
    for one in metrics:
        if one["metric"] not in known or one["priority"] not in PRIORITIES or type(one["business_hours"]) is not bool:
            raise ValueError(f"{one} is no target")
        minutes = _whole(one["target"])
        if minutes < 1:
            raise ValueError("a target is at least a minute")
        target = SlaTarget(one["metric"], minutes, one["business_hours"])
        found[one["priority"]] = (*found.get(one["priority"], ()), target)
    return found


def _schedules(
    names: _Names, requests: list[Mapping[str, Any]], horizon: Horizon
) -> Iterator[tuple[str, OpenIntervals]]:
    zones: dict[str, str] = {}
    weeks: dict[str, list[list[tuple[int, int]]]] = {}
    dates: dict[str, dict[dt.date, tuple[()]]] = {}
    for one in requests:
        body = one["body"]
        path = names.path(one["path"])
        name, what = (str(one["reference"]), "") if path == _SCHEDULES else _part_of(path)
        if one["method"] == "POST" and path == _SCHEDULES:
            zone = body["schedule"]["time_zone"]
            if zone not in IANA_OF:
                raise ValueError(f"there is no time zone {zone}")
            zones[name] = IANA_OF[zone]
        elif one["method"] == "PUT" and what == "workweek" and name in zones:
            weeks[name] = _week(body["workweek"]["intervals"])
        elif one["method"] == "POST" and what == "holidays" and name in zones:
            dates.setdefault(name, {}).update(dict.fromkeys(_days(body["holiday"], horizon), ()))
        else:
            raise ValueError(f"{one['method']} {path} makes no schedule")
    for name, zone in zones.items():
        calendar = weekly_calendar(zone, weeks.get(name, [[]] * 7), dates.get(name, {}))
        yield name, weekly_clock(calendar, horizon).openings


def _part_of(path: str) -> tuple[str, str]:
    """The reference of the schedule in a path, and what of it the path is."""
    if not path.startswith(_SCHEDULES + "/"):
        raise ValueError(f"{path} makes no schedule")
    name, _, what = path.removeprefix(_SCHEDULES + "/").rpartition("/")
    return name, what


def _week(intervals: list[Mapping[str, Any]]) -> list[list[tuple[int, int]]]:
    """Minutes since Sunday 00:00 as spans of the days from Monday to Sunday."""
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for one in intervals:
        start, end = _whole(one["start_time"]), _whole(one["end_time"])
        if not 0 <= start < end <= WEEK_MINUTES or start // _DAY != (end - 1) // _DAY:
            raise ValueError(f"minutes {start} to {end} do not lie within one day of the week")
        if start % GRID or end % GRID or end - start < LEAST_SPAN:
            raise ValueError(f"minutes {start} to {end} are not on quarters of an hour, or less than an hour")
        sunday_first = start // _DAY
        days[(sunday_first + 6) % 7].append((start - sunday_first * _DAY, end - sunday_first * _DAY))
    return days


def _days(holiday: Mapping[str, str], horizon: Horizon) -> Iterator[dt.date]:
    first, last = (dt.date.fromisoformat(holiday[name]) for name in ("start_date", "end_date"))
    if last < first:
        raise ValueError(f"the holiday {holiday['name']} ends before it begins")
    day = max(first, horizon.first - dt.timedelta(7))
    while day <= min(last, horizon.last + dt.timedelta(7)):
        yield day
        day += dt.timedelta(1)
