"""PagerDuty's objects for a lowered policy: an escalation policy, a service and a rule of the router for each ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import classes_in
from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.writing import canonical, pretty
from supportpolicy.targets.ids import reference
from supportpolicy.targets.interface import Object, Rendered, Task, Wish
from supportpolicy.targets.pagerduty.conditions import Box, boxes_of
from supportpolicy.targets.pagerduty.dialect import (
    EVENTS,
    LADDER,
    LAST_DELAY,
    MOST_BOXES,
    PAUSES,
    POLICIES,
    ROUTER,
    SERVICES,
    START,
    UNROUTED,
)
from supportpolicy.targets.pagerduty.gaps import ends_early, minutes
from supportpolicy.targets.pagerduty.words import plain_labels
from supportpolicy.targets.paging.contract import Label, Labels, is_emergency, signal_of

Plain = dict[str, Any]


class _Ladder(NamedTuple):
    """A ladder and its names."""

    timeline: Timeline
    key: str
    """What events say of it; stays when the ladder is called otherwise."""
    title: str
    boxes: list[Box]


class _Ids:
    """References that the map file knows as ids, the others as references; remembers which are missing."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        self.ids = ids
        self.missing: set[str] = set()

    def of(self, name: str) -> Any:
        """The id, or what stands for it until it is known."""
        if name not in self.ids:
            self.missing.add(name)
        return reference(self.ids, name)


def render(wish: Wish, compiled: Compiled) -> Rendered:
    """All files. Nothing of the lowered policy that PagerDuty takes is left out."""
    ids = _Ids(wish.ids)
    ladders = _ladders(compiled)
    labels = Labels(compiled)
    asked = [labels.of(key[0], as_sorted=key[1]) for one in ladders for box in one.boxes for key in box]
    details = dict(zip(dict.fromkeys(asked), plain_labels(list(dict.fromkeys(asked))), strict=True))
    by_key = {key: details[labels.of(key[0], as_sorted=key[1])] for one in ladders for box in one.boxes for key in box}
    files = {
        POLICIES: _written([_policy(one, ids) for one in ladders]),
        SERVICES: _written([_service(one, ids) for one in ladders]),
        ROUTER: _written(_router(ladders, by_key, ids)),
        PAUSES: _written([_pause(one, ids) for one in ladders if minutes(one.timeline.steps[0])]),
        EVENTS: _written(_events(compiled, ladders, details)),
    }
    return Rendered(files, tuple(_objects(ladders)), _tasks(compiled, ladders), _NOTES, tuple(sorted(ids.missing)))


def _ladders(compiled: Compiled) -> list[_Ladder]:
    found: list[_Ladder] = []
    keys: set[str] = set()
    for timeline in compiled.timelines:
        boxes = boxes_of(compiled, timeline, MOST_BOXES) or []
        plain = [
            {f"{column} {sorted_}": [list(pair) for pair in ranges] for (column, sorted_), ranges in box.items()}
            for box in boxes
        ]
        # By what starts and ends it and when it holds, not by its name: a ladder that is renamed stays the same object.
        what = canonical([list(timeline.starts_on), list(timeline.stops_on), plain])
        base = key = "emergency" if is_emergency(timeline) else f"ladder_{sha256(what).hexdigest()[:8]}"
        number = 2
        while key in keys:
            key, number = f"{base}_{number}", number + 1
        keys.add(key)
        found.append(_Ladder(timeline, key, f"{compiled.name}: {key.replace('_', ' ')}", boxes))
    return found


def _policy(one: _Ladder, ids: _Ids) -> Plain:
    steps = one.timeline.steps
    delays = [minutes(later) - minutes(step) for step, later in pairwise(steps)]
    return {
        "escalation_policy": {
            "type": "escalation_policy",
            "name": one.title,
            "description": f"The ladder '{one.timeline.name}' of the support policy.",
            "num_loops": 0,
            "on_call_handoff_notifications": "if_has_services",
            "escalation_rules": [
                {
                    "escalation_delay_in_minutes": delay,
                    "targets": [{"id": ids.of(f"schedule:{who}"), "type": "schedule_reference"} for who in step.tell],
                }
                for step, delay in zip(steps, (*delays, LAST_DELAY), strict=True)
            ],
        }
    }


def _service(one: _Ladder, ids: _Ids) -> Plain:
    return {
        "service": {
            "type": "service",
            "name": one.title,
            "description": f"Tickets on the ladder '{one.timeline.name}' of the support policy.",
            "escalation_policy": {
                "id": ids.of(f"escalation_policy:{one.key}"),
                "type": "escalation_policy_reference",
            },
            "alert_creation": "create_alerts_and_incidents",
            "incident_urgency_rule": {"type": "constant", "urgency": "high"},
            "auto_resolve_timeout": 0,
            "acknowledgement_timeout": 0,
        }
    }


def _router(ladders: Sequence[_Ladder], details: Mapping[tuple[str, bool], Label], ids: _Ids) -> Plain:
    rules = [
        {
            "label": one.title,
            "conditions": [{"expression": _expression(one.key, box, details)} for box in one.boxes],
            "actions": {"route_to": ids.of(f"service:{one.key}")},
        }
        for one in ladders
        if one.boxes
    ]
    return {
        "orchestration_path": {
            "type": "router",
            "sets": [{"id": START, "rules": rules}],
            "catch_all": {"actions": {"route_to": UNROUTED}},
        }
    }


def _expression(key: str, box: Box, details: Mapping[tuple[str, bool], Label]) -> str:
    tests = [_test(LADDER, [key])]
    tests += [
        _test(details[column].name, [details[column].words[one] for one in classes_in(ranges)])
        for column, ranges in box.items()
    ]
    return " and ".join(tests)


def _test(name: str, words: Sequence[str]) -> str:
    field = f"event.custom_details.{name} matches"
    return f"{field} '{words[0]}'" if len(words) == 1 else f"{field} regex '^({'|'.join(words)})$'"


def _pause(one: _Ladder, ids: _Ids) -> Plain:
    """The first step comes at once; where it must not, the alert is held back by the service's own rules."""
    seconds = 60 * minutes(one.timeline.steps[0])
    return {
        "service": ids.of(f"service:{one.key}"),
        "orchestration_path": {
            "type": "service",
            "sets": [{"id": START, "rules": [{"label": one.title, "conditions": [], "actions": {"suspend": seconds}}]}],
            "catch_all": {"actions": {}},
        },
    }


def _events(compiled: Compiled, ladders: Sequence[_Ladder], details: Mapping[Label, Label]) -> Plain:
    return {
        "policy": compiled.name,
        "ladders": [
            {
                LADDER: one.key,
                "about": one.timeline.name,
                "starts_on": list(signal_of(one.timeline, one.timeline.steps[0]).starts_on),
                "stops_on": list(one.timeline.stops_on),
                "unless": list(ends_early(one.timeline)),
                "calls": [list(step.tell) for step in one.timeline.steps],
            }
            for one in ladders
        ],
        "details": [
            {
                "detail": one.name,
                "fact": one.fact,
                "column": one.column,
                "kind": one.kind,
                "words": [[when, word] for when, word in zip(_when(label), one.words, strict=True)],
                **({"before_adjusting": True} if one.as_sorted else {}),
                "about": one.about,
            }
            for label, one in details.items()
        ],
    }


def _when(label: Label) -> tuple[str, ...]:
    """The answers for which the words of a detail are written, as the policy calls them."""
    named = label.words[2:] if label.kind == "values" else label.words[1:]
    return ("missing", "anything else", *named) if label.kind == "values" else ("missing", *named)


def _written(plain: Any) -> str:
    return pretty(plain) + "\n"


def _objects(ladders: Sequence[_Ladder]) -> Sequence[Object]:
    found: list[Object] = []
    for one in ladders:
        at = tuple(dict.fromkeys((one.timeline.at, *(step.at for step in one.timeline.steps))))
        found += [
            Object(POLICIES, one.title, at, "escalation policy"),
            Object(SERVICES, one.title, (one.timeline.at,), "service"),
            Object(ROUTER, one.title, (one.timeline.at,), "rule of the router"),
        ]
        if minutes(one.timeline.steps[0]):
            found.append(Object(PAUSES, one.title, (one.timeline.steps[0].at,), "service orchestration"))
    return found


def _tasks(compiled: Compiled, ladders: Sequence[_Ladder]) -> tuple[Task, ...]:
    people: dict[str, list[str]] = {}
    for one in ladders:
        for step in one.timeline.steps:
            for who in step.tell:
                people.setdefault(who, []).append(step.at)
    if not people:
        return ()
    hours = {
        **{team.name: team.coverage for team in compiled.teams},
        **{role.name: role.coverage for role in compiled.roles},
    }
    schedules = tuple(
        f"{who}: a schedule with the hours of '{hours[who]}'." if hours.get(who) else f"{who}: a schedule."
        for who in people
    )
    return (
        Task(
            "Make a schedule for everybody who is called",
            (*schedules, "Leave no gap in these hours: where nobody is on call, a step calls nobody."),
            tuple(dict.fromkeys(at for found in people.values() for at in found)),
            "The escalation policies refer to schedules, and who is on call this week stands nowhere in the policy.",
        ),
        Task(
            "Ask people how they are reached",
            ("Compare the notification rules of each person with the ways that the policy names.",),
            why="PagerDuty calls each person in the way that this person has set.",
        ),
        Task(
            "Send events about tickets",
            (
                f"For each ladder in {EVENTS}, send a trigger event when one of its `starts_on` comes, with the details listed "
                "there and a dedup_key made of the ticket and the ladder.",
                "Send a resolve event with the same key when one of `stops_on` or `unless` comes.",
                "When a fact changes, resolve and trigger anew.",
            ),
            why="PagerDuty knows nothing of tickets; it calls people for events that it is sent.",
        ),
    )


_NOTES = (
    "Incidents in flight keep the escalation policy that they began with, as it is at each step.",
    "To hold the first step back takes service orchestrations with the action to pause notifications (`suspend`); not every "
    "plan of PagerDuty has it.",
    "PUT of a router replaces all its rules: rules that were made by hand there are lost.",
)
