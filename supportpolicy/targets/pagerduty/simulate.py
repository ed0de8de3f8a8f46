"""PagerDuty by its documentation: whom it calls, and when, for the events about one ticket.

Each rule with its source is in docs/targets/pagerduty.notes.md. Reads the exported files and nothing of the renderer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from supportpolicy.engine import Engine
from supportpolicy.engine.values import Facts
from supportpolicy.targets.ids import IDS
from supportpolicy.targets.interface import Ask, Aspects, Files
from supportpolicy.targets.pagerduty.dialect import (
    ACKNOWLEDGED,
    EVENTS,
    EXPRESSION,
    LADDER,
    MOST_TARGETS,
    PAUSES,
    POLICIES,
    ROUTER,
    SERVICES,
    START,
    UNROUTED,
)
from supportpolicy.targets.paging.contract import SIGNAL, Label, Signal
from supportpolicy.targets.paging.telling import Call, told_aspects
from supportpolicy.targets.paging.words import alerts_of


class _Rule(NamedTuple):
    """A rule of the router: any of its conditions, each of tests that must all hold."""

    conditions: tuple[tuple[tuple[str, frozenset[str]], ...], ...]
    service: str

    def holds(self, details: Mapping[str, str]) -> bool:
        """Whether an event with these details matches. A rule without conditions matches always."""
        return not self.conditions or any(
            all(details.get(name) in words for name, words in tests) for tests in self.conditions
        )


class _Step(NamedTuple):
    """An escalation rule: after how many seconds it is reached, and whom it calls."""

    after: int
    who: tuple[str, ...]


class _Names(NamedTuple):
    """What the ids of an account are about."""

    by_id: Mapping[str, tuple[str, ...]]

    def of(self, value: Any, kind: str, wanted: str = "") -> str:
        """What an id or a reference is about; of several things with one id, the wanted one. Raises ValueError."""
        references = (value["id_of"],) if isinstance(value, Mapping) else self.by_id.get(value, ())
        found = [one.removeprefix(f"{kind}:") for one in references if one.startswith(f"{kind}:")]
        if not found:
            raise ValueError(f"nothing is known of the {kind} {value}")
        return wanted if wanted in found else found[0]


class _Tool(NamedTuple):
    """PagerDuty with these files, and whoever sends it events by the contract."""

    engine: Engine
    rules: tuple[_Rule, ...]
    steps: Mapping[str, tuple[_Step, ...]]
    """Of the escalation policy of each service; held back as long as the service's alerts are."""
    details: tuple[Label, ...]
    ladders: Mapping[str, Signal]
    routed: dict[frozenset[tuple[str, str]], _Rule | None]
    """The rule that takes events with some details, as far as they were asked."""

    def ask(self, facts: Facts) -> Aspects:
        """Who is called when."""
        calls: dict[str, list[Call]] = {}
        for alert in alerts_of(self.engine, self.details, self.ladders.values(), facts):
            ladder = self.ladders[alert.labels[SIGNAL]]
            details = {LADDER: ladder.name, **alert.labels}
            known = frozenset(details.items())
            if known not in self.routed:
                self.routed[known] = next((rule for rule in self.rules if rule.holds(details)), None)
            rule = self.routed[known]
            for place, step in enumerate(self.steps[rule.service] if rule is not None else ()):
                if alert.over and step.after:
                    break
                ends = set(ladder.stops_on)
                if step.after:
                    ends.update(ladder.unless)
                if place:
                    ends.add(ACKNOWLEDGED)
                for who in step.who:
                    calls.setdefault(who, []).append(Call(alert.starts_at + step.after, None, tuple(sorted(ends))))
        return told_aspects(calls)


def read(files: Files, engine: Engine) -> Ask:
    """Reads the files. Raises ValueError with a sentence where PagerDuty would refuse them."""
    try:
        found = {name: json.loads(files[name]) for name in (POLICIES, SERVICES, ROUTER, PAUSES, EVENTS)}
        found[IDS] = json.loads(files.get(IDS, "{}"))
        return _tool(found, engine).ask
    except KeyError as missing:
        raise ValueError(f"{missing} is missing") from None
    except (TypeError, AttributeError, json.JSONDecodeError) as bad:
        raise ValueError(f"the files have another form than they must: {bad}") from None


def _tool(found: Mapping[str, Any], engine: Engine) -> _Tool:
    path = found[ROUTER]["orchestration_path"]
    if [one["id"] for one in path["sets"]] != [START]:
        raise ValueError("a router has exactly one set of rules, called start")
    if path["catch_all"]["actions"]["route_to"] != UNROUTED:
        raise ValueError("events that no rule takes go to a service")
    by_id: dict[str, list[str]] = {}
    for reference, id_ in found[IDS].items():
        by_id.setdefault(id_, []).append(reference)
    names = _Names({id_: tuple(references) for id_, references in by_id.items()})
    return _Tool(
        engine,
        tuple(
            _Rule(
                tuple(_tests(one["expression"]) for one in rule.get("conditions", ())),
                names.of(rule["actions"]["route_to"], "service"),
            )
            for rule in path["sets"][0]["rules"]
        ),
        _by_service(found, names),
        tuple(_detail(one, engine) for one in found[EVENTS]["details"]),
        {
            one[LADDER]: Signal(one[LADDER], tuple(one["starts_on"]), tuple(one["stops_on"]), tuple(one["unless"]))
            for one in found[EVENTS]["ladders"]
        },
        {},
    )


def _by_service(found: Mapping[str, Any], names: _Names) -> dict[str, tuple[_Step, ...]]:
    """Services and escalation policies stand in the same order, and a reference names its object by the ladder's key."""
    titles = {one["escalation_policy"]["name"]: one["escalation_policy"] for one in found[POLICIES]}
    held: dict[str, int] = {}
    for one in found[PAUSES]:
        seconds = [rule["actions"].get("suspend", 0) for rule in one["orchestration_path"]["sets"][0]["rules"]]
        held[names.of(one["service"], "service")] = seconds[0] if seconds else 0
    calls = {one[LADDER]: one["calls"] for one in found[EVENTS]["ladders"]}
    steps: dict[str, tuple[_Step, ...]] = {}
    for one in found[SERVICES]:
        service = one["service"]
        key = names.of(service["escalation_policy"]["id"], "escalation_policy")
        steps[key] = _steps(titles[service["name"]], held.get(key, 0), calls.get(key, ()), names)
    return steps


def _steps(policy: Mapping[str, Any], held: int, calls: Sequence[Sequence[str]], names: _Names) -> tuple[_Step, ...]:
    """The escalation rules. `calls` says whom the policy means, where two people have one schedule."""
    steps: list[_Step] = []
    after = held
    if policy["num_loops"] != 0:
        raise ValueError("an escalation policy begins anew")
    for rule, wanted in zip_longest(policy["escalation_rules"], calls, fillvalue=()):
        if not rule:
            break
        delay, targets = rule["escalation_delay_in_minutes"], rule["targets"]
        if not isinstance(delay, int) or delay < 1 or not 1 <= len(targets) <= MOST_TARGETS:
            raise ValueError("an escalation rule has a delay of whole minutes and 1 to 10 people")
        steps.append(
            _Step(
                after,
                tuple(
                    names.of(one["id"], "schedule", who or "")
                    for one, who in zip_longest(targets, wanted[: len(targets)])
                ),
            )
        )
        after += 60 * delay
    return tuple(steps)


def _tests(expression: str) -> tuple[tuple[str, frozenset[str]], ...]:
    found: list[tuple[str, frozenset[str]]] = []
    for test in expression.split(" and "):
        match = EXPRESSION.fullmatch(test)
        if match is None:
            raise ValueError(f"'{test}' is not a condition")
        words = match["any"].split("|") if match["any"] else [match["one"]]
        found.append((match["name"], frozenset(words)))
    return tuple(found)


def _detail(plain: Mapping[str, Any], engine: Engine) -> Label:
    words = tuple(word for _, word in plain["words"])
    if len(words) != engine.compiled.column(plain["column"]).size:
        raise ValueError(f"the detail '{plain['detail']}' has another number of words than there are answers")
    return Label(
        plain["detail"], plain["column"], plain["fact"], plain["kind"], words, plain.get("before_adjusting", False)
    )
