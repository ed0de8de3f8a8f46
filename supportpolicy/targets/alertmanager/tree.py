"""The routing tree: for each ladder a branch that tells whether it holds, and in it a route for each step and person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, admits, all_but, classes_in
from supportpolicy.compiled.document import Step, Timeline
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.compiled.partition import ABSENT
from supportpolicy.compiled.tables import Rule
from supportpolicy.compiled.views import duration_in_words
from supportpolicy.targets.alertmanager.dialect import GROUP_INTERVAL, NEVER_AGAIN, NOBODY, duration, quoted
from supportpolicy.targets.paging.contract import (
    EMERGENCY,
    SIGNAL,
    STEP,
    TEAM,
    TICKET,
    Label,
    Labels,
    Signal,
    is_emergency,
    signal_of,
    step_words,
)
from supportpolicy.targets.paging.telling import Telling, tellings

Route = dict[str, Any]
Alternative = Mapping[str, Admitted]

_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$])")
"""What RE2 takes for more than itself."""


class Placed(NamedTuple):
    """A route that tells somebody, for the manifest."""

    name: str
    receiver: str
    at: str


class Tree(NamedTuple):
    """The tree and what goes with it."""

    route: Route
    placed: tuple[Placed, ...]


def tree_of(compiled: Compiled, labels: Labels, active: Mapping[str, str]) -> Tree:
    """The routing tree of a policy. `active`: the time interval in which somebody may be told, by their name."""
    growing = _Growing(compiled, labels, active)
    routes: list[Route] = []
    for timeline in compiled.timelines:
        routes += growing.branches(timeline)
    root = {
        "receiver": NOBODY,
        "group_by": [TICKET, SIGNAL],
        "group_wait": "0s",
        "group_interval": GROUP_INTERVAL,
        "repeat_interval": NEVER_AGAIN,
        "routes": routes,
    }
    return Tree(
        root if routes else {key: value for key, value in root.items() if key != "routes"}, tuple(growing.placed)
    )


class _Growing:
    """A tree in the making: the labels that it asks for, and the routes that tell somebody."""

    def __init__(self, compiled: Compiled, labels: Labels, active: Mapping[str, str]) -> None:
        self.compiled = compiled
        self.labels = labels
        self.active = active
        self.sizes = {column.id: column.size for column in compiled.columns}
        self.rules = {rule.name: rule for rule in compiled.table("timelines").rules}
        self.placed: list[Placed] = []
        self.keys: set[tuple[str, ...]] = set()

    def branches(self, timeline: Timeline) -> Iterator[Route]:
        """A branch for each signal of a ladder; others are asked after it, whether or not it matches."""
        rule = self.rules.get(timeline.name)
        if rule is None:
            return
        by_signal: dict[Signal, list[int]] = {}
        for place, step in enumerate(timeline.steps):
            by_signal.setdefault(signal_of(timeline, step), []).append(place)
        for signal, places in by_signal.items():
            here = [f"{SIGNAL}={quoted(signal.name)}"]
            routes = list(self._gates(timeline, rule, places, here))
            if routes:
                yield {"matchers": here, "receiver": NOBODY, "continue": True, "routes": routes}

    def _gates(self, timeline: Timeline, rule: Rule, places: Sequence[int], path: list[str]) -> Iterator[Route]:
        """The ways in which a ladder can hold. The first that matches is taken, so that nobody is told twice."""
        ways = alternatives_of(rule)
        if not is_emergency(timeline):
            yield from self._ways(timeline, ways, places, path)
            return
        ways = [{column: admitted for column, admitted in way.items() if column != EMERGENCY} for way in ways]
        for one in self.compiled.table(EMERGENCY).rules:
            declared = one.outcome.decides.get(EMERGENCY) == "true"
            for alternative in alternatives_of(one):
                matchers = self.matchers(alternative, as_sorted=True)
                within = list(self._ways(timeline, ways, places, [*path, *matchers])) if declared else []
                yield _gate(matchers, within)

    def _ways(
        self, timeline: Timeline, ways: Sequence[Alternative], places: Sequence[int], path: list[str]
    ) -> Iterator[Route]:
        if len(ways) == 1 and not ways[0]:
            yield from self._steps(timeline, places, path)
            return
        for way in ways:
            matchers = self.matchers(way)
            yield _gate(matchers, list(self._steps(timeline, places, [*path, *matchers])))

    def _steps(self, timeline: Timeline, places: Sequence[int], path: list[str]) -> Iterator[Route]:
        for place in places:
            step = timeline.steps[place]
            for one in tellings(self.compiled, step):
                yield self._told(timeline, place, one, path)

    def _told(self, timeline: Timeline, place: int, one: Telling, path: list[str]) -> Route:
        step = timeline.steps[place]
        teams = [_matcher(TEAM, "!~" if one.others else "=~", one.teams)] if one.teams else []
        # Alertmanager remembers what it sent by receiver and by the matchers on the way, not by route. Two routes that agree
        # in both would be taken for one, and the second would never be sent. So each asks for something that always holds.
        word, number = _when(step), 2
        while (*path, *teams, word, one.name) in self.keys:
            word, number = f"{_when(step)} ({number})", number + 1
        self.keys.add((*path, *teams, word, one.name))
        self.placed.append(Placed(f"{step_words(timeline, place)}: {one.name}", one.name, step.at))
        route: Route = {
            "matchers": [*teams, f"{STEP}!={quoted(word)}"],
            "receiver": one.name,
            "continue": True,
            **_timing(step),
        }
        if one.who in self.active:
            route["active_time_intervals"] = [self.active[one.who]]
        return route

    def matchers(self, alternative: Alternative, *, as_sorted: bool = False) -> list[str]:
        """An alternative as matchers that must all hold."""
        return [
            matcher
            for column, admitted in alternative.items()
            for matcher in matchers_of(self.labels.of(column, as_sorted=as_sorted), admitted, self.sizes[column])
        ]


def matchers_of(label: Label, admitted: Admitted, size: int) -> Iterator[str]:
    """The classes that are admitted, as matchers. A label that is not there is an empty word, and that is absence.

    Where every word that the policy does not name is admitted, those that are not are ruled out instead.
    """
    if label.kind == "values" and admits(admitted, 1):
        ruled_out = [label.words[number] for number in classes_in(all_but(admitted, size)) if number != ABSENT]
        if ruled_out:
            yield _matcher(label.name, "!~", ruled_out)
        if not admits(admitted, ABSENT):
            yield f'{label.name}!=""'
        return
    yield _matcher(label.name, "=~", [label.words[number] for number in classes_in(admitted)])


def _matcher(name: str, operator: str, words: Sequence[str]) -> str:
    """Any, or none, of some words: literally where it is one, else as an expression that Alertmanager anchors."""
    if len(words) == 1:
        return f"{name}{'=' if operator == '=~' else '!='}{quoted(words[0])}"
    pattern = "|".join(_SPECIAL.sub(r"\\\1", word) for word in words)
    return f"{name}{operator}{quoted(pattern)}"


def _gate(matchers: list[str], routes: list[Route]) -> Route:
    """A route that leads to others, and tells nobody itself."""
    gate: Route = {"matchers": matchers} if matchers else {}
    gate["receiver"] = NOBODY
    if routes:
        gate["routes"] = routes
    return gate


def _when(step: Step) -> str:
    return f"every {duration_in_words(step.every)}" if step.every else f"after {duration_in_words(step.after)}"


def _timing(step: Step) -> Route:
    """When a step's route sends: once after its delay, or again and again."""
    amount = step.every or step.after
    minutes = 0 if amount is None else (amount.minutes or 0) + 1440 * (amount.days or 0)
    timing: Route = {"group_wait": duration(60 * minutes)}
    if step.every:
        # It looks again at each group_interval whether the repeat_interval is over: with both alike, a moment too little has
        # passed, and every second time would be left out. Half of it is over for certain.
        timing |= {"group_interval": duration(60 * minutes), "repeat_interval": duration(30 * minutes)}
    return timing
