"""A raw ticket to a typed one: found by a mapping, made by Cerberus, checked as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from supportpolicy.clock.zones import load_zone
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact
from supportpolicy.engine.intake.cerberus_schema import Normaliser
from supportpolicy.engine.intake.coercion import Coercer, coercer_of
from supportpolicy.engine.intake.events import OPENED, event_reader
from supportpolicy.engine.intake.mapping import OWN_FORM, FactSource, FieldMapping
from supportpolicy.engine.intake.picking import NOTHING, Paths, at_path, each_of, unasked
from supportpolicy.engine.intake.problems import BadTicket, Problem, Unfit, one_of, short, shown
from supportpolicy.engine.intake.typed import typed_problems
from supportpolicy.engine.intake.words import as_text, renamed
from supportpolicy.engine.values import Ticket, TicketEvent, Value
from supportpolicy.language.builtin import ATTRIBUTES

NOW = "now"
_OWN_KEYS = frozenset({"id", "facts", "events"})
_LONGEST_ID = 200
_STRANGER = "the field "
"""Stands before fields that nobody asked for, which may have the name of a fact that the mapping has elsewhere."""


class Intake:
    """How tickets are read under one policy and one mapping; made once, used for every ticket."""

    def __init__(self, compiled: Compiled, mapping: FieldMapping = OWN_FORM) -> None:
        self._mapping = mapping
        zone = load_zone(mapping.timezone).info if mapping.timezone is not None else None
        self._facts = {fact.name: fact for fact in compiled.facts if fact.derived is None and fact.name != NOW}
        self._derived = {fact.name: fact.of for fact in compiled.facts if fact.derived is not None}
        self._sources = {name: _sources(fact, mapping.facts.get(name)) for name, fact in self._facts.items()}
        coercers = _coercers(compiled, self._facts, mapping, zone)
        self._normaliser = Normaliser(coercers)
        paths = [source.path for sources in self._sources.values() for source in sources]
        self.maps_facts = any(path == "facts" or path.startswith("facts.") for path in paths)
        """Whether `facts` is a part of an export, and not the part of our own form that has all of them."""
        self._in_facts = Paths(paths)
        self._in_flat = Paths([*paths, mapping.id, mapping.events.path])
        ignore = mapping.unknown == "ignore"
        self._events = event_reader(compiled, mapping.events, zone, coercers, mapping.values, ignore_unknown=ignore)

    def ticket(self, raw: Any, where: str = "") -> Ticket:
        """One ticket. Raises BadTicket with everything that is wrong with it."""
        if not isinstance(raw, Mapping):
            problem = Problem(where or "ticket", "it", shown(raw), "a mapping of facts, or of id, facts and events")
            raise BadTicket([problem])
        return _Reading(self, raw, where).ticket()

    def check(self, ticket: Ticket) -> Ticket:
        """A ticket that was made with typed facts, itself. Raises BadTicket with everything that is wrong with it."""
        problems = tuple(typed_problems(ticket, self._facts, self._events, self.known))
        if problems:
            raise BadTicket(problems)
        return ticket

    def known(self, name: str) -> str:
        """What is expected instead of a field that nobody asked for."""
        if name == NOW:
            return "no 'now': the moment is asked for, the ticket does not say it"
        if name in self._derived:
            return f"it left out: it is worked out from {' and '.join(self._derived[name])}"
        if any(attribute.name == name for attribute in ATTRIBUTES):
            return "it left out: the policy decides it"
        mapped = self._mapping.facts.get(name)
        if mapped is not None:
            return (
                f"it under '{mapped.path}', where the field mapping reads {name}: rename it, or take {name} out of "
                "the mapping"
            )
        return one_of(name, list(self._facts), "a fact of the policy")


def read_ticket(raw: Any, compiled: Compiled, mapping: FieldMapping = OWN_FORM, where: str = "") -> Ticket:
    """One ticket; for many, make an Intake once. Raises BadTicket with everything that is wrong with it."""
    return Intake(compiled, mapping).ticket(raw, where)


class _Reading:
    """One ticket being read: its problems are gathered, and raised together at the end."""

    def __init__(self, intake: Intake, raw: Mapping[str, Any], where: str) -> None:
        self.intake = intake
        self.raw = _named(raw)
        self.problems: list[Problem] = []
        self.name = where or "ticket"
        self.id = self._id()
        if self.id is not None:
            self.name = f"{where}, ticket {self.id}" if where else f"ticket {self.id}"
            self.problems = [problem._replace(ticket=self.name) for problem in self.problems]

    def ticket(self) -> Ticket:
        inner = self.raw.get("facts")
        facts: dict[str, Value | None] = {}
        if isinstance(inner, Mapping) and not self.intake.maps_facts:
            facts = self._facts(_named(inner), self.intake._in_facts)
            if self.intake._mapping.unknown == "refuse":
                for key in self.raw.keys() - _OWN_KEYS - {self.intake._mapping.id}:
                    self.report(key, shown(self.raw[key]), "id, facts or events")
        elif "facts" in self.raw and not self.intake.maps_facts and self.intake._mapping.unknown == "refuse":
            self.report("facts", shown(inner), 'facts by their names, such as {"opened": "2026-06-05T14:00:00Z"}')
        else:
            facts = self._facts(self.raw, self.intake._in_flat)
        told = at_path(self.raw, self.intake._mapping.events.path)
        events: list[TicketEvent] = []
        if told is not NOTHING and told is not None:
            events = self._with_facts(self.intake._events.events(told, self.report), facts)
        if self.problems:
            raise BadTicket(self.problems)
        return Ticket(facts, tuple(events), self.id, told is not NOTHING and told is not None)

    def report(self, field: str, value: str, expected: str) -> None:
        """Something is wrong."""
        self.problems.append(Problem(self.name, short(field), value, expected))

    def _id(self) -> str | None:
        path = self.intake._mapping.id
        raw = at_path(self.raw, path)
        if raw is NOTHING or raw is None or raw == "":
            return None
        try:
            text = as_text(raw)
            if isinstance(raw, bool) or not text.isprintable() or not 0 < len(text) <= _LONGEST_ID:
                raise Unfit("")
        except Unfit:
            self.report(
                path, shown(raw), f"the number or name of the ticket, on one line of at most {_LONGEST_ID} characters"
            )
            return None
        return text

    def _facts(self, raw: Mapping[str, Any], paths: Paths) -> dict[str, Value | None]:
        intake = self.intake
        picked: dict[str, Any] = {}
        for name, sources in intake._sources.items():
            found = [value for source in sources for value in each_of(raw, source)]
            if not found:
                continue
            if any(other is not found[0] and not _same(other, found[0]) for other in found[1:]):
                self.report(
                    name,
                    f"given more than once, as {' and '.join(self._shown(name, one) for one in found[:3])}",
                    "one value",
                )
                continue
            names = intake._mapping.values.get(name)
            picked[name] = renamed(found[0], names) if names else found[0]
        strangers: dict[str, Any] = {}
        if intake._mapping.unknown == "refuse":
            strangers = {f"{_STRANGER}{path}": value for path, value in unasked(raw, paths)}
        facts, misfits = intake._normaliser.facts({**strangers, **picked})
        for misfit in misfits:
            if misfit.expected is not None:
                self.report(misfit.field, self._shown(misfit.field, picked[misfit.field]), misfit.expected)
            else:
                name = misfit.field.removeprefix(_STRANGER)
                self.report(name, shown(strangers[misfit.field]), intake.known(name))
        return facts

    def _shown(self, name: str, value: Any) -> str:
        return "not shown" if self.intake._facts[name].sensitive else shown(value)

    def _with_facts(self, events: list[TicketEvent], facts: dict[str, Value | None]) -> list[TicketEvent]:
        """The events, without those that only say what a fact says: the opening, and events of the policy's own."""
        own = {**self.intake._events.own, OPENED: OPENED}
        kept: list[TicketEvent] = []
        for event in events:
            fact = own.get(event.name)
            if fact is None:
                kept.append(event)
            elif facts.get(fact) is None:
                facts[fact] = event.at
            elif facts[fact] != event.at:
                self.report(
                    f"the event {event.name}", _at(event.at), f"the instant of the fact {fact}, {_at(facts[fact])}"
                )
        opened = facts.get(OPENED)
        if isinstance(opened, dt.datetime):
            for event in kept:
                if event.at < opened:
                    wanted = f"a moment not before the ticket was opened, {_at(opened)}"
                    self.report(f"the time of the event {event.name}", _at(event.at), wanted)
        return kept


def _sources(fact: Fact, mapped: FactSource | None) -> tuple[FactSource, ...]:
    """Where a fact is looked for: where the mapping says, else under its own name and that of the helpdesk's field."""
    if mapped is not None:
        return (mapped,)
    names = dict.fromkeys((fact.name, fact.source) if fact.source else (fact.name,))
    return tuple(FactSource(name) for name in names)


def _coercers(
    compiled: Compiled, facts: Mapping[str, Fact], mapping: FieldMapping, zone: ZoneInfo | None
) -> dict[str, Coercer]:
    named: dict[str, dict[str, None]] = {}
    for column in compiled.columns:
        if column.kind == "values":
            named.setdefault(column.fact, {}).update(dict.fromkeys(column.values))
    languages: Iterable[str] = (language.name for language in compiled.languages if language.name != "otherwise")
    named.setdefault("language", {}).update(dict.fromkeys(languages))
    return {
        name: coercer_of(fact, list(named.get(name, ())), mapping.facts.get(name), zone) for name, fact in facts.items()
    }


def _named(raw: Mapping[Any, Any]) -> dict[str, Any]:
    return {key if isinstance(key, str) else shown(key): value for key, value in raw.items()}


def _same(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except (ArithmeticError, RecursionError):  # a signalling NaN, or something nested without end
        return False


def _at(value: Value | None) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, dt.datetime) else "missing"
