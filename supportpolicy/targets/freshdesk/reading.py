"""Exported files as the account that they make: what the model of Freshdesk works with.

Everything is read as Freshdesk documents it; what Freshdesk would refuse raises ValueError.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from supportpolicy.clock import ALWAYS, ClockError, Horizon, weekly_calendar, weekly_clock
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.targets.desks.reading import Account, text_of, whole
from supportpolicy.targets.freshdesk.dialect import DAYS, METRICS, NUMBER_OF, RESOURCE_OF
from supportpolicy.targets.interface import Files

_WALL = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")


class Ticket(NamedTuple):
    """A ticket among the rules."""

    fields: dict[tuple[str, str], str]
    """Resource and field -> value; group, type, priority and source among those of the ticket."""
    texts: Mapping[str, str]
    """`subject` and `description`, in small letters."""


Question: TypeAlias = "Callable[[Ticket], bool]"


class Rule(NamedTuple):
    """An active rule on ticket creation."""

    conditions: tuple[Question, ...]
    every: bool
    """Whether all conditions must hold, or any."""
    sets: Mapping[tuple[str, str], str]

    def fits(self, ticket: Ticket) -> bool:
        """Whether it runs."""
        for condition in self.conditions:
            if condition(ticket) != self.every:
                return not self.every
        return self.every


class SlaPolicy(NamedTuple):
    """An active SLA policy."""

    types: frozenset[str]
    targets: Mapping[int, Mapping[str, int]]
    """Priority -> times in seconds."""
    business_hours: Mapping[int, bool]


class Desk(NamedTuple):
    """What an account has after the requests."""

    rules: tuple[Rule, ...]
    policies: tuple[SlaPolicy, ...]
    hours_of: Mapping[str, OpenIntervals | None]
    """Group -> its business hours; None where it has the default ones."""
    default: OpenIntervals | None
    asked: frozenset[str]
    """Fields of the ticket that some condition asks about."""


def desk_of(files: Files, horizon: Horizon) -> Desk:
    """The account that exported files make. `horizon` is for how long hours are worked out."""
    account = Account(files)
    hours, default = _business_hours(json.loads(files.get("business_hours.json", "[]")), horizon)
    groups: dict[str, OpenIntervals | None] = {}
    for reference, body in account.requests("groups.json", "/api/v2/groups"):
        if "business_hour_id" not in body:
            groups[reference.split(":", 1)[1]] = None
            continue
        name = account.named("business_hours", body["business_hour_id"])
        if name not in hours:
            raise ValueError(f"there are no business hours {name}")
        groups[reference.split(":", 1)[1]] = hours[name]
    fields = {
        name.split(":", 1)[1] for name, _ in account.requests("ticket_fields.json", "/api/v2/admin/ticket_fields")
    }
    rules = sorted(
        (body for _, body in account.requests("automation_rules.json", "/api/v2/automations/1/rules")),
        key=lambda body: whole(body["position"], 1),
    )
    policies = sorted(
        (body for _, body in account.requests("sla_policies.json", "/api/v2/sla_policies")),
        key=lambda body: whole(body["position"], 1),
    )
    names = [text_of(body["name"]) for body in (*rules, *policies)]
    if len(set(names)) != len(names):
        raise ValueError("two rules or SLA policies have the same name")
    asked: set[str] = set()
    return Desk(
        tuple(_rule(account, groups, fields, asked, body) for body in rules if body["active"] is True),
        tuple(_policy(body) for body in policies if body["active"] is True),
        groups,
        hours.get(default) if default is not None else None,
        frozenset(asked),
    )


def _rule(
    account: Account, groups: Collection[str], fields: Collection[str], asked: set[str], body: Mapping[str, Any]
) -> Rule:
    sets = body["conditions"]
    if len(sets) != 1 or sets[0]["name"] != "condition_set_1" or sets[0]["match_type"] not in ("all", "any"):
        raise ValueError(f"{body['name']} has not one set of conditions")
    conditions = tuple(_question(fields, asked, one) for one in sets[0]["properties"])
    changed: dict[tuple[str, str], str] = {}
    for action in body["actions"]:
        name, value = action["field_name"], action["value"]
        match name:
            case "group_id":
                value = account.named("group", value)
                if value not in groups:
                    raise ValueError(f"there is no group {value}")
            case "priority":
                if type(value) is not int or value not in NUMBER_OF.values():
                    raise ValueError(f"there is no priority {value!r}")
            case "add_tag":
                if not value or not all(isinstance(tag, str) for tag in value):
                    raise ValueError(f"{value!r} are no tags")
                continue
            case "ticket_type":
                text_of(value)
            case _ if name in fields:
                text_of(value)
            case _:
                raise ValueError(f"there is no field {name}")
        changed["ticket", name] = str(value)
    if not body["actions"] or not conditions:
        raise ValueError(f"{body['name']} asks or does nothing")
    return Rule(conditions, sets[0]["match_type"] == "all", changed)


def _question(fields: Collection[str], asked: set[str], one: Mapping[str, Any]) -> Question:
    resource, name, operator, values = one["resource_type"], one["field_name"], one["operator"], one["value"]
    if resource not in RESOURCE_OF.values() or not isinstance(values, list) or not values:
        raise ValueError(f"{resource} has no condition on {values!r}")
    if (resource, name) in (("ticket", "subject"), ("ticket", "description")):
        return _contains(name, operator, [text_of(value).casefold() for value in values])
    if (resource, name) == ("ticket", "source"):
        words = frozenset(str(whole(value, 1)) for value in values)
    else:
        words = frozenset(text_of(value) for value in values)
        if resource == "ticket":
            if name not in fields:
                raise ValueError(f"there is no field {name}")
            asked.add(name)
    if operator not in ("in", "not_in"):
        raise ValueError(f"there is no operator {operator!r} for {name}")
    key, yes = (resource, name), operator == "in"
    return lambda ticket: (ticket.fields.get(key) in words) == yes


def _contains(name: str, operator: object, phrases: list[str]) -> Question:
    if operator not in ("contains", "does_not_contain"):
        raise ValueError(f"there is no operator {operator!r} for {name}")
    yes = operator == "contains"
    return lambda ticket: any(phrase in ticket.texts[name] for phrase in phrases) == yes


def _policy(body: Mapping[str, Any]) -> SlaPolicy:
    applicable = body["applicable_to"]
    if set(applicable) != {"ticket_types"} or not applicable["ticket_types"]:
        raise ValueError(f"{body['name']} asks for no type of tickets")
    targets: dict[int, dict[str, int]] = {}
    business: dict[int, bool] = {}
    for name, number in (("priority_1", 1), ("priority_2", 2), ("priority_3", 3), ("priority_4", 4)):
        one = body["sla_target"][name]
        targets[number] = {key: whole(one[key], 1) for key in METRICS.values() if key in one}
        if not {"respond_within", "resolve_within"} <= set(targets[number]):
            raise ValueError(f"{body['name']} lacks a time for {name}")
        if type(one["business_hours"]) is not bool:
            raise ValueError(f"{body['name']} counts in business hours or not")
        business[number] = one["business_hours"]
    return SlaPolicy(frozenset(text_of(one) for one in applicable["ticket_types"]), targets, business)


def _business_hours(plain: list[Mapping[str, Any]], horizon: Horizon) -> tuple[dict[str, OpenIntervals], str | None]:
    found: dict[str, OpenIntervals] = {}
    default = None
    for one in plain:
        unknown = set(one["business_hours"]) - set(DAYS)
        if unknown:
            raise ValueError(f"there is no day {sorted(unknown)[0]}")
        week = [list(_spans(one["business_hours"].get(day))) for day in DAYS]
        closed = [dt.date.fromisoformat(holiday["date"]) for holiday in one["holidays"]]
        if not closed and all(spans == [(0, 1440)] for spans in week):
            found[one["name"]] = ALWAYS.openings
        else:
            try:
                calendar = weekly_calendar(one["time_zone"], week, dict.fromkeys(closed, ()))
                found[one["name"]] = weekly_clock(calendar, horizon).openings
            except ClockError as error:
                raise ValueError(str(error)) from error
        default = one["name"] if one["default"] is True else default
    return found, default


def _spans(day: Mapping[str, str] | None) -> Iterator[tuple[int, int]]:
    if day is not None:
        start, end = _minute(day["start_time"]), _minute(day["end_time"])
        if start >= end:
            raise ValueError(f"{day['start_time']} to {day['end_time']} is no span of a day")
        yield start, end


def _minute(wall: str) -> int:
    match = _WALL.fullmatch(wall)
    minute = 60 * int(match[1]) + int(match[2]) if match else 1441
    if minute > 1440:
        raise ValueError(f"{wall} is no time of day")
    return minute
