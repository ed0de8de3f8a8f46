"""A desk made for tests: rules in order, promises by position, calendars that count from Sunday. One JSON file, and a model of it.

It says all of a policy that tests words, numbers and hours, whose severities nothing adjusts and whose promises count minutes.
"""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, admits
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.compiled.partition import Column
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine
from supportpolicy.engine.values import Facts
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from supportpolicy.targets.expected import opening
from supportpolicy.targets.interface import Ask, Aspects, Files, Model

FILE = "desk.json"
OPERATORS = ("is_any", "is_none", "at_least", "above", "at_most", "below", "open", "closed")
POLICY = """\
supportpolicy: 1
name: desk
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
fields:
  plan: {type: choice, values: [free, team, enterprise], default: free}
  topic: {type: choice, values: [billing, refund, outage, other]}
  vip: {type: boolean}
  seats: {type: number}
coverage:
  dublin:
    timezone: Europe/Dublin
    open: {mon-thu: 09:00-17:30, fri: [09:00-12:30, 13:30-16:00]}
    exceptions:
      - {dates: 2026-03-17, open: closed}
      - {dates: 2026-12-25..2026-12-26, open: closed}
      - {dates: 2027-05-03, open: closed}
  denver: {timezone: America/Denver, open: {mon-fri: 08:00-16:00}, exceptions: [{dates: 2026-07-03, open: closed}]}
teams:
  - {name: front, coverage: dublin}
  - {name: money, coverage: dublin}
  - {name: west, coverage: denver}
tiers:
  - {name: gold, when: {plan: enterprise}}
  - {name: silver, when: {any_of: [{plan: team}, {seats: {at_least: 50}}]}}
  - {name: basic}
severities:
  levels: [high, normal, low]
  rules:
    - {name: outage, level: high, when: {topic: outage, plan: {not: free}}}
    - {name: vip, level: high, when: {vip: true, tier: [gold, silver]}}
    - {name: small, level: low, when: {seats: {below: 5}}}
    - {name: else, level: normal}
routing:
  - {name: night, when: {opened: {outside: dublin}, severity: high}, team: west}
  - {name: money, when: {topic: [billing, refund]}, team: money}
  - {name: large, when: {seats: {above: 500}}, team: west}
  - {name: rest, team: front}
sla:
  - name: gold
    when: {tier: gold}
    rows: severity
    targets:
      high: {first_response: 30m, resolve: 8h, clock: dublin}
      normal: {first_response: 4h, clock: dublin}
      low: {first_response: 12h, clock: denver}
  - {name: silver, when: {tier: silver}, targets: {first_response: 10h, clock: denver}}
  - {name: none, targets: none}
"""


def compiled_desk(text: str = POLICY) -> Compiled:
    """A policy that the desk can say."""
    loaded = load(read_bytes_as_policy(text.encode(), "policy.yaml"))
    assert not loaded.findings, loaded.findings
    return compile_policy(loaded.policy)


def render(compiled: Compiled) -> Files:
    """The desk's one file."""
    columns = {column.id: column for column in compiled.columns}

    def rules(table: str, outcome: Callable[[Any], Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                "when": [
                    [_test(columns[id_], admitted) for id_, admitted in way.items()] for way in alternatives_of(rule)
                ],
                **outcome(rule.outcome),
            }
            for rule in compiled.table(table).rules
        ]

    data = {
        "defaults": {fact.name: fact.default for fact in compiled.facts if fact.default is not None},
        "sorting": [rules(name, lambda outcome: {"set": outcome.decides}) for name in ("tier", "severity", "routing")],
        "promises": rules(
            "sla",
            lambda outcome: {
                "targets": [
                    {"metric": one.metric, "minutes": one.at_most.minutes, "calendar": one.clock}
                    for one in outcome.targets
                    if one.at_most is not None
                ]
            },
        ),
        "calendars": [
            {
                "name": one.name,
                "zone": one.timezone,
                "week": sorted(
                    [(day + 1) % 7 * 1440 + low, (day + 1) % 7 * 1440 + high]
                    for day, spans in enumerate(one.week)
                    for low, high in spans
                ),
                "holidays": sorted(one.dates),
            }
            for one in compiled.calendars
        ],
    }
    return {FILE: json.dumps(data, indent=2) + "\n"}


def _test(column: Column, admitted: Admitted) -> dict[str, Any]:
    if column.probe is not None:
        assert column.probe.operator == "during"
        return {"op": "open" if admits(admitted, 2) else "closed", "calendar": column.probe.operand}
    if column.kind == "values":
        no = admits(admitted, 1)
        named = [value for number, value in enumerate(column.values, 2) if admits(admitted, number) != no]
        none = ["(none)"] if admits(admitted, 0) != no else []
        return {"field": column.fact, "op": "is_none" if no else "is_any", "words": none + named}
    ranges = []
    for low, high in admitted:
        if high == 0:
            ranges.append([{"op": "is_none"}])
            continue
        assert low > 0 and high > 0, "of numbers absence is never beside a range here"
        limits = []
        if low > 1:
            cut = column.cuts[low - 2]
            limits.append({"op": "above" if cut.after else "at_least", "value": cut.value})
        if high <= len(column.cuts):
            cut = column.cuts[high - 1]
            limits.append({"op": "at_most" if cut.after else "below", "value": cut.value})
        ranges.append(limits)
    return {"field": column.fact, "op": "in", "ranges": ranges}


# The model ------------------------------------------------------------------------------------------------------------


def _read(files: Files, engine: Engine) -> Ask:
    try:
        data = json.loads(files[FILE])
        calendars = {
            one["name"]: _openings(one["zone"], tuple(map(tuple, one["week"])), frozenset(one["holidays"]))
            for one in data["calendars"]
        }
        _demand(data, calendars)
    except (KeyError, TypeError, IndexError, ZoneInfoNotFoundError, AttributeError) as bad:
        raise ValueError(f"the desk does not understand its file: {bad}") from None
    return lambda facts: _asked(data, calendars, facts)


def _demand(data: Any, calendars: Mapping[str, Any]) -> None:
    for rule in [*(rule for rules in data["sorting"] for rule in rules), *data["promises"]]:
        for way in rule["when"]:
            for test in way:
                limits = [limit for each in test.get("ranges", ()) for limit in each]
                if any(one["op"] not in (*OPERATORS, "in") for one in (test, *limits)):
                    raise ValueError("an operator that the desk does not know")
                if test["op"] in ("open", "closed"):
                    calendars[test["calendar"]]
    for rule in data["promises"]:
        for target in rule["targets"]:
            calendars[target["calendar"]]


def _asked(data: Any, calendars: Mapping[str, Any], facts: Facts) -> Aspects:
    try:
        return _answer(data, calendars, facts)
    except (KeyError, TypeError, IndexError, ArithmeticError) as bad:
        raise ValueError(f"the desk stumbles: {bad}") from None


def _answer(data: Any, calendars: Mapping[str, Any], facts: Facts) -> Aspects:
    opened = facts["opened"]
    assert isinstance(opened, dt.datetime)
    fields: dict[str, Any] = {**data["defaults"], **facts}
    for rules in data["sorting"]:
        won = next((rule for rule in rules if _holds(rule, fields, calendars, to_epoch(opened))), None)
        fields.update(won["set"] if won is not None else {})
    found: dict[str, str | int | None] = {"team": fields.get("team"), "severity": fields.get("severity")}
    found.update({"due first_response": None, "due resolve": None})
    won = next((rule for rule in data["promises"] if _holds(rule, fields, calendars, to_epoch(opened))), None)
    for target in won["targets"] if won is not None else ():
        found[f"due {target['metric']}"] = _due(calendars[target["calendar"]], to_epoch(opened), 60 * target["minutes"])
    return found


def _holds(rule: Any, fields: Mapping[str, Any], calendars: Mapping[str, Any], opened: int) -> bool:
    return any(all(_agrees(test, fields, calendars, opened) for test in way) for way in rule["when"])


def _agrees(test: Any, fields: Mapping[str, Any], calendars: Mapping[str, Any], opened: int) -> bool:
    if test["op"] in ("open", "closed"):
        starts, ends = calendars[test["calendar"]]
        place = bisect_right(starts, opened) - 1
        return bool((place >= 0 and opened < ends[place]) == (test["op"] == "open"))
    value = fields.get(test["field"])
    if test["op"] == "in":
        return any(all(_within(value, limit) for limit in limits) for limits in test["ranges"])
    word = "(none)" if value is None else str(value).lower() if isinstance(value, bool) else value
    return bool((word in test["words"]) == (test["op"] == "is_any"))


def _within(value: Any, limit: Any) -> bool:
    if limit["op"] == "is_none" or value is None:
        return bool(limit["op"] == "is_none" and value is None)
    number, other = Decimal(value), Decimal(limit["value"])
    match limit["op"]:
        case "above":
            return number > other
        case "at_least":
            return number >= other
        case "below":
            return number < other
        case _:
            return number <= other


@lru_cache(maxsize=64)
def _openings(key: str, week: tuple[tuple[int, int], ...], holidays: frozenset[str]) -> tuple[list[int], list[int]]:
    zone = ZoneInfo(key)
    pieces: list[tuple[int, int]] = []
    for number in range(370 * 2):
        day = dt.date(2025, 12, 30) + dt.timedelta(number)
        if day.isoformat() in holidays:
            continue
        minutes = (day.weekday() + 1) % 7 * 1440
        for low, high in week:
            if minutes <= low < minutes + 1440:
                midnight = dt.datetime.combine(day, dt.time())
                start, end = (midnight + dt.timedelta(minutes=one - minutes) for one in (low, high))
                pieces.append((to_epoch(start.replace(tzinfo=zone)), to_epoch(end.replace(tzinfo=zone))))
    pieces = sorted(piece for piece in pieces if piece[0] < piece[1])
    return [low for low, _ in pieces], [high for _, high in pieces]


def _due(openings: tuple[list[int], list[int]], start: int, seconds: int) -> int | None:
    starts, ends = openings
    for place in range(max(bisect_right(starts, start) - 1, 0), len(starts)):
        low = max(start, starts[place])
        if low >= ends[place]:
            continue
        if ends[place] - low >= seconds:
            return low + seconds
        seconds -= ends[place] - low
    return None


DESK = Model(_read, opening)
