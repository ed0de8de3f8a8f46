"""What is written on an alert about a ticket, so that a tool that knows nothing of tickets can tell whom to call.

One alert stands for one ticket and one signal. A signal is from which event to which a ladder's steps wait: several steps
share one if the same events start and end them. Labels carry what the conditions of the ladders ask, column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact, Step, Timeline
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.views import duration_in_words

TICKET, SIGNAL, STEP, TEAM = "ticket", "signal", "step", "team"
"""Labels that are no facts. No alert ever has `step`: a route asks that it is not some word, which always holds."""
ALERT_NAME = "alertname"
RESERVED = (ALERT_NAME, TICKET, SIGNAL, STEP, TEAM)
EMERGENCY = "emergency"

OTHER = "(other)"
"""Written for a value that the policy does not name, where the value itself should not be shown."""

_NOT_ALLOWED = re.compile(r"[^a-zA-Z0-9_]+")


class Label(NamedTuple):
    """One label of an alert: the answer to one question about a ticket."""

    name: str
    column: str
    """The column of the compiled policy that asks it; empty for the team."""
    fact: str
    kind: str
    words: tuple[str, ...]
    """What is written for each class of the column; empty where the fact is missing, and then the label is left out."""
    as_sorted: bool = False
    """Whether it is severity as its own stage decided it, before emergencies raise it and caps lower it."""
    about: str = ""


class Signal(NamedTuple):
    """From when to when an alert fires."""

    name: str
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    """Ends it; it does not begin where one of these has come since it would have begun."""
    unless: tuple[str, ...]
    """Ends it too, if it comes after the beginning."""


def signal_of(timeline: Timeline, step: Step) -> Signal:
    """The signal that a step of a timeline waits on. That of an emergency starts with the ticket: its condition is asked."""
    starts = ("opened",) if is_emergency(timeline) else timeline.starts_on
    name = " or ".join(starts)
    if timeline.stops_on:
        name += f" until {' or '.join(timeline.stops_on)}"
    if step.unless:
        name += f" unless {' or '.join(step.unless)}"
    return Signal(name, starts, timeline.stops_on, step.unless)


def is_emergency(timeline: Timeline) -> bool:
    """Whether it runs where the table `emergency` says so, and not where rules of its own hold."""
    return timeline.section == EMERGENCY and timeline.starts_on == (EMERGENCY,)


def signals_of(compiled: Compiled) -> tuple[Signal, ...]:
    """The signals of all steps, in the order of the policy."""
    found = (signal_of(timeline, step) for timeline in compiled.timelines for step in timeline.steps)
    return tuple(dict.fromkeys(found))


class Labels:
    """The labels for columns, each named when it is first asked for. Names are kept apart and in the form of Prometheus."""

    def __init__(self, compiled: Compiled) -> None:
        self._facts = {fact.name: fact for fact in compiled.facts}
        self._columns = {column.id: column for column in compiled.columns}
        self._severities = {column.id for column in compiled.columns if column.fact == "severity"}
        self._made: dict[tuple[str, bool], Label] = {}
        self._names = set(RESERVED)

    def of(self, column: str, *, as_sorted: bool = False) -> Label:
        """The label for a column. `as_sorted`: as the stages before adjust see it."""
        key = column, as_sorted and column in self._severities
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(*key)
        return made

    @property
    def all(self) -> tuple[Label, ...]:
        """Every label that was asked for, in this order."""
        return tuple(self._made.values())

    def _make(self, id_: str, as_sorted: bool) -> Label:
        column = self._columns[id_]
        words = words_of(column)
        about = _about(column, self._facts.get(column.fact))
        name = self._name(f"{id_} as sorted" if as_sorted else id_, column)
        return Label(name, id_, column.fact, column.kind, words, as_sorted, about)

    def _name(self, wanted: str, column: Column) -> str:
        """A name that Prometheus takes; where little of the policy's own word is left, the kind of the fact goes before it."""
        plain = _NOT_ALLOWED.sub("_", wanted).strip("_")
        if not plain or plain[0].isdigit():
            plain = f"{column.type}_{plain}".rstrip("_")
        if column.fact == TEAM and plain == TEAM and column.kind == "values":
            return TEAM  # the team's own label says the same
        name, number = plain, 2
        while name in self._names:
            name, number = f"{plain}_{number}", number + 1
        self._names.add(name)
        return name


def words_of(column: Column) -> tuple[str, ...]:
    """What is written for each class of a column."""
    if column.kind == "values":
        other = OTHER
        while other in column.values:
            other = f"({other})"
        return ("", other, *column.values)
    return ("", *(column.label(number) for number in range(1, column.size)))


def labels_by_name(labels: Iterable[Label]) -> Mapping[str, Label]:
    """Labels by their names."""
    return {label.name: label for label in labels}


def _about(column: Column, fact: Fact | None) -> str:
    """What to write, in a sentence."""
    what = fact.about if fact is not None and fact.about else ""
    match column.kind:
        case "values":
            how = f"{column.fact}, as the policy writes it"
        case "ranges":
            how = f"which of these {column.fact} is"
        case _:
            probe = column.probe
            how = f"whether {column.fact} {probe.operator} {probe.operand}".rstrip() if probe else column.fact
    return f"{how}. {what}" if what else f"{how}."


def step_words(timeline: Timeline, place: int) -> str:
    """A step as a person finds it in the policy: its timeline, its number and its time."""
    step = timeline.steps[place]
    when = f"every {duration_in_words(step.every)}" if step.every else f"after {duration_in_words(step.after)}"
    return f"{timeline.name}, step {place + 1}, {when}"
