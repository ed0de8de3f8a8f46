"""Requests against our own lists of what Zendesk knows: its published schema takes any word for a field, operator or metric.

A request that fails is a mistake of the exporter, so this raises and nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from supportpolicy.targets.zendesk.dialect import (
    GRID,
    LEAST_SPAN,
    METRICS,
    MOST_AUTOMATIONS,
    MOST_BYTES,
    MOST_TRIGGERS,
    PAUSED_METRICS,
    PRIORITIES,
    WEEK_MINUTES,
)
from supportpolicy.targets.zendesk.requests import Request
from supportpolicy.targets.zendesk.zones import IANA_OF

OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "update_type": ("is",),
    "current_tags": ("includes", "not_includes"),
    "via_id": ("is", "is_not"),
    "locale_id": ("is", "is_not"),
    "within_schedule": ("is",),
    "subject_includes_word": ("is", "is_not", "includes", "not_includes"),
    "comment_includes_word": ("is", "is_not", "includes", "not_includes"),
    "priority": ("is", "is_not", "less_than", "greater_than"),
    "status": ("is", "is_not", "less_than", "greater_than"),
    "NEW": ("is", "less_than", "greater_than"),
    "PENDING": ("is", "less_than", "greater_than"),
    "SOLVED": ("is", "less_than", "greater_than"),
    "field": ("is", "is_not"),
    "organization_field": ("is", "is_not"),
    "user_field": ("is", "is_not"),
}
"""Field of a condition, or kind of a referenced one -> its operators."""
ACTIONS: Final = frozenset(
    {
        "current_tags",
        "remove_tags",
        "group_id",
        "priority",
        "status",
        "set_schedule",
        "comment_value",
        "comment_mode_is_public",
    }
)
SLA_FIELDS: Final = frozenset({"current_tags"})
SLA_METRICS: Final = frozenset({*METRICS.values(), *PAUSED_METRICS.values()})
FIELD_PREFIXES: Final = {
    "custom_fields_": "field",
    "organization.custom_fields.": "organization_field",
    "requester.custom_fields.": "user_field",
}


class NotZendesk(ValueError):
    """A request has something that Zendesk does not know."""


def check(requests: Iterable[Request]) -> None:
    """Raise NotZendesk for the first request that Zendesk would refuse, or would take and never carry out."""
    triggers = automations = 0
    for request in requests:
        triggers += request.kind == "trigger"
        automations += request.kind == "automation"
        try:
            _check(request.body)
        except NotZendesk as error:
            raise NotZendesk(f"{request.reference}: {error}") from None
    if triggers > MOST_TRIGGERS or automations > MOST_AUTOMATIONS:
        raise NotZendesk(f"{triggers} triggers and {automations} automations are too many")


def _check(body: Mapping[str, Any]) -> None:
    for kind, inner in body.items():
        match kind:
            case "trigger" | "automation":
                _conditions(inner["conditions"])
                _actions(inner["actions"])
                _size(inner)
            case "macro":
                _actions(inner["actions"])
                _size(inner)
            case "sla_policy":
                _conditions(inner["filter"])
                if any(one["field"] not in SLA_FIELDS for part in inner["filter"].values() for one in part):
                    raise NotZendesk("an SLA policy cannot ask this")
                _metrics(inner["policy_metrics"])
            case "workweek":
                _intervals(inner["intervals"])
            case "schedule":
                _known(inner["time_zone"], IANA_OF, "time zone")


def _known(word: object, words: Container[object], what: str) -> None:
    if word not in words:
        raise NotZendesk(f"there is no {what} {word!r}")


def kind_of(field: object) -> str:
    """A field of a condition, or the kind of one with an id."""
    if isinstance(field, dict):
        return str(field["id_of"]).split(":", 1)[0]
    text = str(field)
    return next((kind for prefix, kind in FIELD_PREFIXES.items() if text.startswith(prefix)), text)


def _conditions(conditions: Mapping[str, Any]) -> None:
    if set(conditions) != {"all", "any"}:
        raise NotZendesk("conditions are two lists, all and any")
    for one in (*conditions["all"], *conditions["any"]):
        field = kind_of(one["field"])
        _known(field, OPERATORS, "field")
        _known(one["operator"], OPERATORS[field], f"operator of {field}")
        _string(one["value"])
        if field == "priority":
            _known(one["value"], PRIORITIES, "priority")
        if field == "update_type":
            _known(one["value"], ("Create", "Change"), "kind of update")


def _actions(actions: Iterable[Mapping[str, Any]]) -> None:
    for one in actions:
        _known(one["field"], ACTIONS, "action")
        _string(one["value"])
        if one["field"] == "priority":
            _known(one["value"], PRIORITIES, "priority")


def _string(value: object) -> None:
    reference = isinstance(value, dict) and isinstance(value.get("id_of"), str)
    if not reference and (not isinstance(value, str) or not value):
        raise NotZendesk(f"{value!r} is no string")


def _metrics(metrics: Iterable[Mapping[str, Any]]) -> None:
    seen = set()
    for one in metrics:
        _known(one["metric"], SLA_METRICS, "metric")
        _known(one["priority"], PRIORITIES, "priority")
        target, hours = one["target"], one["business_hours"]
        if type(target) is not int or target < 1 or type(hours) is not bool:
            raise NotZendesk("a target is a whole number of minutes, in business hours or not")
        if (one["priority"], one["metric"]) in seen:
            raise NotZendesk(f"two targets for {one['metric']} of priority {one['priority']}")
        seen.add((one["priority"], one["metric"]))


def _intervals(intervals: Iterable[Mapping[str, Any]]) -> None:
    for one in intervals:
        start, end = one["start_time"], one["end_time"]
        within = 0 <= start < end <= WEEK_MINUTES and start // 1440 == (end - 1) // 1440
        if not within or start % GRID or end % GRID or end - start < LEAST_SPAN:
            raise NotZendesk(f"minutes {start} to {end} are no interval of a week")


def _size(inner: Mapping[str, Any]) -> None:
    if len(json.dumps(inner, ensure_ascii=False).encode()) >= MOST_BYTES:
        raise NotZendesk("a rule is too large")
