"""Alertmanager by its documentation: whom it calls, and when, for the alerts of one ticket.

Each rule with its source is in docs/targets/alertmanager.notes.md. Reads the exported files and nothing of the renderer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from supportpolicy.engine import Engine
from supportpolicy.engine.values import Facts
from supportpolicy.targets.alertmanager.contains import Interval, spec_of
from supportpolicy.targets.alertmanager.dialect import CONFIG, CONTRACT, LABEL_NAME, NEVER_AGAIN, seconds_of
from supportpolicy.targets.alertmanager.matching import Matcher, parsed
from supportpolicy.targets.interface import Ask, Aspects, Files
from supportpolicy.targets.paging.contract import SIGNAL, TICKET, Label, Signal
from supportpolicy.targets.paging.telling import HOURS, NO, ON_DUTY, YES, Call, hours_in_short, told_aspects, window_of
from supportpolicy.targets.paging.words import Alert, alerts_of

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEFAULTS = {"group_wait": "30s", "group_interval": "5m", "repeat_interval": "4h"}
_FIELDS = {
    "receiver",
    "group_by",
    "continue",
    "matchers",
    *_DEFAULTS,
    "mute_time_intervals",
    "active_time_intervals",
    "routes",
}


class Route(NamedTuple):
    """A node of the tree, with what it has from the nodes above."""

    key: tuple[str, ...]
    """The matchers on the way to it: by this and the receiver it is remembered what was sent."""
    matchers: tuple[Matcher, ...]
    receiver: str
    goes_on: bool
    wait: int
    interval: int
    repeat: int
    active: tuple[str, ...]
    mute: tuple[str, ...]
    routes: tuple[Route, ...]

    def matching(self, labels: Mapping[str, str]) -> Iterator[Route]:
        """The nodes that handle an alert: the children that match, up to the first that does not go on; else itself."""
        found = False
        for child in self.routes:
            if all(matcher.holds(labels) for matcher in child.matchers):
                found = True
                yield from child.matching(labels)
                if not child.goes_on:
                    break
        if not found:
            yield self

    @property
    def again(self) -> int | None:
        """After how many seconds a call comes again: the first multiple of the interval by which the repeat is over."""
        period = (self.repeat // self.interval + 1) * self.interval
        return None if period > seconds_of(NEVER_AGAIN) else period


class _Person(NamedTuple):
    who: str
    hours: str | None
    always: bool
    only_on_duty: bool


class Tool(NamedTuple):
    """Alertmanager with these files, and whoever sends it alerts by the contract."""

    engine: Engine
    root: Route
    intervals: Mapping[str, Interval]
    labels: tuple[Label, ...]
    signals: tuple[Signal, ...]
    by_name: Mapping[str, Signal]
    receivers: Mapping[str, str]
    """Receiver -> whom it reaches; those of the contract, and not the one that reaches nobody."""
    people: Mapping[str, _Person]
    whole_hours: Mapping[str, str]
    """The hours of everybody over the whole horizon, in short."""
    seen: dict[tuple[str, int], bool]
    """Time intervals that were asked about an instant: many tickets are opened at the same one."""
    routes: dict[frozenset[tuple[str, str]], tuple[Route, ...]]
    """Nodes that handle alerts with some labels, as far as they were asked."""

    def ask(self, facts: Facts) -> Aspects:
        """Who is called when, and who is on duty as the ticket is opened."""
        calls: dict[str, list[Call]] = {}
        opened = 0
        for alert in alerts_of(self.engine, self.labels, self.signals, facts):
            opened = alert.starts_at
            if alert.over:  # an alert that has ended is not sent
                continue
            for receiver, call in self._calls(alert):
                calls.setdefault(receiver, []).append(call)
        aspects = told_aspects(calls)
        aspects.update(self.whole_hours)
        for person in self.people.values() if opened else ():
            if person.always:
                aspects[f"{ON_DUTY}{person.who}"] = YES
            elif person.hours is not None:
                there = self._within((person.hours,), opened)
                aspects[f"{ON_DUTY}{person.who}"] = YES if there else NO
        return aspects

    def _calls(self, alert: Alert) -> Iterator[tuple[str, Call]]:
        signal = self.by_name[alert.labels[SIGNAL]]
        ends = tuple(sorted({*signal.stops_on, *signal.unless}))
        sent: dict[tuple[tuple[str, ...], str], tuple[str, Call]] = {}
        labels = frozenset(alert.labels.items())
        if labels not in self.routes:
            self.routes[labels] = tuple(self.root.matching(alert.labels))
        for route in self.routes[labels]:
            who = self.receivers.get(route.receiver)
            if who is None:
                continue
            at = alert.starts_at + route.wait
            held_back = route.active and not self.people[who].only_on_duty and not self._within(route.active, at)
            if held_back or self._within(route.mute, at):
                continue
            key = route.key, route.receiver
            if key not in sent or at < sent[key][1].at:
                sent[key] = route.receiver, Call(at, route.again, ends)
        yield from sent.values()

    def _within(self, names: tuple[str, ...], at: int) -> bool:
        for name in names:
            found = self.seen.get((name, at))
            if found is None:
                found = self.seen[name, at] = self.intervals[name].contains(at)
            if found:
                return True
        return False


def read(files: Files, engine: Engine) -> Ask:
    """Reads the files. Raises ValueError with a sentence where Alertmanager would refuse them."""
    return tool_of(files, engine).ask


def tool_of(files: Files, engine: Engine) -> Tool:
    """Alertmanager with these files. Raises ValueError as `read` does."""
    try:
        config = yaml.load(files[CONFIG], Loader=_LOADER)
        contract = json.loads(files[CONTRACT])
        return _tool(config, contract, engine)
    except KeyError as missing:
        raise ValueError(f"{missing} is missing") from None
    except (TypeError, AttributeError, yaml.YAMLError) as bad:
        raise ValueError(f"the files have another form than they must: {bad}") from None


def _tool(config: Mapping[str, Any], contract: Mapping[str, Any], engine: Engine) -> Tool:
    names = [one["name"] for one in config["receivers"]]
    if len(names) != len(set(names)):
        raise ValueError("a receiver is there twice")
    intervals = {
        one["name"]: Interval(spec_of(part) for part in one["time_intervals"])
        for one in config.get("time_intervals", ())
    }
    if len(intervals) != len(config.get("time_intervals", ())):
        raise ValueError("a time interval is there twice")
    if "matchers" in config["route"] or "continue" in config["route"]:
        raise ValueError("the first route must match every alert")
    people = {
        one["who"]: _Person(one["who"], one["hours"], one["always"], one["only_on_duty"]) for one in contract["people"]
    }
    receivers = {one["receiver"]: one["who"] for one in contract["receivers"]}
    window = window_of(engine)
    signals = tuple(
        Signal(one["signal"], tuple(one["starts_on"]), tuple(one["stops_on"]), tuple(one["unless"]))
        for one in contract["signals"]
    )
    tool = Tool(
        engine,
        _route(config["route"], _DEFAULTS, (), frozenset(names)),
        intervals,
        tuple(_label(one, engine) for one in contract["labels"]),
        signals,
        {one.name: one for one in signals},
        receivers,
        people,
        {
            f"{HOURS}{name}": hours_in_short(intervals[name].pieces(*window), window)
            for name in dict.fromkeys(one.hours for one in people.values() if one.hours is not None and not one.always)
        },
        {},
        {},
    )
    _check(tool, tool.root)
    return tool


def _route(plain: Mapping[str, Any], above: Mapping[str, Any], key: tuple[str, ...], names: frozenset[str]) -> Route:
    """A node; what it does not say is as above it, but for times of being active or muted."""
    if not set(plain) <= _FIELDS:
        raise ValueError(f"a route has a field that there is not: {', '.join(sorted(set(plain) - _FIELDS))}")
    inherited = {**above, **{name: plain[name] for name in (*_DEFAULTS, "receiver", "group_by") if name in plain}}
    if inherited["receiver"] not in names:
        raise ValueError(f"there is no receiver '{inherited['receiver']}'")
    matchers = tuple(matcher for text in plain.get("matchers", ()) for matcher in parsed(text))
    key = (*key, ",".join(sorted(matcher.text for matcher in matchers)))
    wait, interval, repeat = (seconds_of(inherited[name]) for name in _DEFAULTS)
    if not interval or not repeat:
        raise ValueError("an interval of a route is nothing")
    return Route(
        (*key, ",".join(inherited.get("group_by", ()))),
        matchers,
        inherited["receiver"],
        plain.get("continue", False),
        wait,
        interval,
        repeat,
        tuple(plain.get("active_time_intervals", ())),
        tuple(plain.get("mute_time_intervals", ())),
        tuple(_route(one, inherited, key, names) for one in plain.get("routes", ())),
    )


def _label(plain: Mapping[str, Any], engine: Engine) -> Label:
    column = plain.get("column", "")
    words = ("", *plain.get("words", ()))
    if not LABEL_NAME.match(plain["label"]):
        raise ValueError(f"'{plain['label']}' cannot be the name of a label")
    if column and len(words) != engine.compiled.column(column).size:
        raise ValueError(f"the label '{plain['label']}' has another number of words than there are answers")
    return Label(
        plain["label"], column, plain["fact"], plain.get("kind", "values"), words, plain.get("before_adjusting", False)
    )


def _check(tool: Tool, route: Route) -> None:
    """What Alertmanager would not find wrong, but whoever wrote the contract did not mean."""
    for name in (*route.active, *route.mute):
        if name not in tool.intervals:
            raise ValueError(f"there is no time interval '{name}'")
    who = tool.receivers.get(route.receiver)
    if who is not None:
        person = tool.people[who]
        if person.only_on_duty and route.active != (person.hours,):
            raise ValueError(f"'{route.receiver}' is to be told on duty only, and a route has other hours")
        if not {TICKET, SIGNAL} <= set(route.key[-1].split(",")):
            raise ValueError("several tickets would be joined in one call")
    for child in route.routes:
        _check(tool, child)
