"""What happened to a ticket: names, instants and their parts, checked against the policy and put in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from supportpolicy.compiled import Compiled
from supportpolicy.engine.intake.coercion import Blank, Coercer
from supportpolicy.engine.intake.mapping import EventSource
from supportpolicy.engine.intake.picking import NOTHING, at_path
from supportpolicy.engine.intake.problems import Unfit, one_of, shown
from supportpolicy.engine.intake.times import instant
from supportpolicy.engine.intake.words import Words, as_text, renamed, words_of
from supportpolicy.engine.values import TicketEvent, Value
from supportpolicy.language.builtin import EVENTS

OPENED = "opened"
_ARGUMENTS = {event.name: event.argument for event in EVENTS}
_BELONGS = {"entered": ("status",), "changed": ("field", "value"), "assigned": ("team",)}
"""The parts of an event, beside its name and instant."""

Report = Callable[[str, str, str], None]
"""Takes a field, a value as shown, and what was expected."""


class EventReader(NamedTuple):
    """How events are read, made once for a policy and a mapping."""

    source: EventSource
    zone: ZoneInfo | None
    ignore_unknown: bool
    strict: bool
    """Whether an event has our own keys and no others."""
    own: Mapping[str, str]
    """Events of the policy's own -> the fact that holds their instant."""
    statuses: Words
    teams: Words
    coercers: Mapping[str, Coercer]
    sensitive: frozenset[str]
    values: Mapping[str, Mapping[str, str]]

    def events(self, raw: Any, report: Report) -> list[TicketEvent]:
        """The events of a ticket in the order of time; of two at one instant the first comes first."""
        if not isinstance(raw, list):
            report(self.source.path, shown(raw), "a list of events")
            return []
        found: list[TicketEvent] = []
        for number, item in enumerate(raw):
            place = f"{self.source.path}[{number}]"
            if not isinstance(item, dict):
                report(place, shown(item), "an event with its name and its instant")
                continue
            event = self._event(item, place, report)
            if event is not None:
                found.append(event)
        return sorted(found, key=lambda event: event.at)

    def _event(self, item: Mapping[str, Any], place: str, report: Report) -> TicketEvent | None:
        named = self._name(item, place, report)
        if named is None:
            return None
        name, argument = named
        at = self._at(item, place, report)
        parts = {part: at_path(item, getattr(self.source, part)) for part in ("status", "field", "value", "team")}
        if self.strict:
            self._strictly(item, parts, name, place, report)
        status = field = team = None
        value: Value | None = None
        match name:
            case "entered":
                status = self._word("status", argument or parts["status"], self.statuses, place, report)
            case "changed":
                field = self._field(argument or parts["field"], place, report)
                value = self._value(field, parts["value"], place, report) if field is not None else None
            case "assigned" if parts["team"] not in (NOTHING, None):
                team = self._word("team", parts["team"], self.teams, place, report)
        return None if at is None else TicketEvent(name, at, status, field, value, team)

    def _name(self, item: Mapping[str, Any], place: str, report: Report) -> tuple[str, str] | None:
        """The event's name and its argument; None where it is none of ours."""
        raw = at_path(item, self.source.event)
        place = f"{place}.{self.source.event}"
        if raw is NOTHING:
            report(place, "missing", "the name of an event, such as agent_reply")
            return None
        try:
            text = as_text(renamed(raw, self.source.names))
        except Unfit:
            report(place, shown(raw), "the name of an event, such as agent_reply")
            return None
        name, colon, argument = text.partition(":")
        if name in self.own or (name in _ARGUMENTS and (not colon or (_ARGUMENTS[name] and argument))):
            return name, argument
        if not self.ignore_unknown:
            report(place, shown(raw), one_of(text, [*_ARGUMENTS, *self.own]))
        return None

    def _at(self, item: Mapping[str, Any], place: str, report: Report) -> dt.datetime | None:
        raw = at_path(item, self.source.at)
        try:
            if raw is not NOTHING:
                return instant(raw.strip() if isinstance(raw, str) else raw, self.zone)
            report(f"{place}.{self.source.at}", "missing", "the instant at which it happened")
        except Unfit as problem:
            report(f"{place}.{self.source.at}", shown(raw), str(problem))
        return None

    def _word(self, part: str, raw: Any, words: Words, place: str, report: Report) -> str | None:
        place = f"{place}.{getattr(self.source, part)}"
        if raw is NOTHING or raw is None:
            report(place, "missing", f"one of {', '.join(words.listed[:12])}")
            return None
        try:
            return words.word(renamed(raw, self.values.get(part, {})))
        except Unfit as problem:
            report(place, shown(raw), str(problem))
            return None

    def _field(self, raw: Any, place: str, report: Report) -> str | None:
        place = f"{place}.{self.source.field}"
        if raw is NOTHING:
            report(place, "missing", "the fact that changed")
        elif raw == OPENED:
            report(place, shown(raw), "another fact: when a ticket was opened does not change")
        elif isinstance(raw, str) and raw in self.coercers:
            return raw
        else:
            report(place, shown(raw), one_of(raw, list(self.coercers), "a fact") if isinstance(raw, str) else "a fact")
        return None

    def _value(self, field: str, raw: Any, place: str, report: Report) -> Value | None:
        place = f"{place}.{self.source.value}"
        if raw is NOTHING:
            report(place, "missing", f"the new value of {field}, or null for none")
            return None
        if raw is None:
            return None
        try:
            return self.coercers[field](renamed(raw, self.values.get(field, {})))
        except Unfit as problem:
            report(place, "not shown" if field in self.sensitive else shown(raw), str(problem))
        except Blank:
            report(place, '""', f"the new value of {field}, or null for none")
        return None

    def _strictly(
        self, item: Mapping[str, Any], parts: Mapping[str, Any], name: str, place: str, report: Report
    ) -> None:
        for key, value in item.items():
            if key not in ("event", "at", *parts):
                report(f"{place}.{key}", shown(value), one_of(str(key), ["event", "at", *parts], "a part of an event"))
            elif key in parts and value is not None and key not in _BELONGS.get(name, ()):
                report(f"{place}.{key}", shown(value), f"no {key} of the event {name}")


def event_reader(
    compiled: Compiled,
    source: EventSource,
    zone: ZoneInfo | None,
    coercers: Mapping[str, Coercer],
    values: Mapping[str, Mapping[str, str]],
    *,
    ignore_unknown: bool,
) -> EventReader:
    """How the events of a policy's tickets are read."""
    return EventReader(
        source,
        zone,
        ignore_unknown,
        source == EventSource(),
        {event.name: event.fact for event in compiled.events},
        words_of([status.name for status in compiled.statuses], closed=True),
        words_of([team.name for team in compiled.teams], closed=True),
        coercers,
        frozenset(fact.name for fact in compiled.facts if fact.sensitive),
        values,
    )
