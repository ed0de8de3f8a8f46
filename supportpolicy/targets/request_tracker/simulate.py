"""Request Tracker by its documentation: what it would do with exported files. Reads the files only, never the renderer."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Container, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine, Money
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.interface import Ask, Aspects, Files
from supportpolicy.targets.request_tracker.dialect import (
    INITIAL_DATA,
    KNOWN_ABSENT,
    POLICY_FILE,
    SORTING_FILE,
    fact_field,
    question_field,
)
from supportpolicy.targets.request_tracker.perl_reading import options_of
from supportpolicy.targets.request_tracker.scrip import CALL, PERL
from supportpolicy.targets.request_tracker.simulate_clock import Levels
from supportpolicy.targets.request_tracker.simulate_sorting import RtTicket, Sorter

KINDS = {"first_response": "Response", "resolve": "Resolve"}
"""Metrics that start with the ticket, and what RT::SLA calls them."""
_SECTIONS = frozenset({"Groups", "Queues", "CustomFields", "Scrips"})
_LONGEST_LEVEL = 64


class _Field(NamedTuple):
    multiple: bool
    pattern: str | None
    queues: frozenset[str]


class _Instance(NamedTuple):
    """An instance of RT into which the files were loaded."""

    sorter: Sorter
    levels: Levels
    disabled: Mapping[str, bool]
    """Queue -> whether service levels are switched off in it."""
    fields: Mapping[str, _Field]
    sorts: frozenset[str]
    """The queues in which the scrip runs."""


def read(files: Files, engine: Engine) -> Ask:
    """Answers tickets as RT would sort and time them. Raises ValueError where it could not load the files."""
    return Desk(files, engine).aspects


class Treated(NamedTuple):
    """What became of a new ticket."""

    queue: str
    level: str | None
    priority: int | None
    tags: tuple[str, ...]
    answers: Mapping[str, str]
    """Attribute -> what its custom field says."""


class Desk:
    """An instance of RT into which the files were loaded, with the integration that creates tickets."""

    def __init__(self, files: Files, engine: Engine) -> None:
        self.instance = _instance(files)
        self.intake = str(self.instance.sorter.option["intake"])
        self.fields = {name: one for name, one in self.instance.fields.items() if self.intake in one.queues}
        self.integration = Integration(engine, self.fields)

    def ticket(self, facts: Facts) -> RtTicket:
        """A ticket as it is created."""
        opened = facts[OPENED]
        assert isinstance(opened, dt.datetime)
        written: dict[str, tuple[str, ...]] = {}
        for name, values in self.integration.written(facts).items():
            field = self.fields[name]
            kept = tuple(one for one in values if field.pattern is None or re.search(field.pattern, one))
            written[name] = kept if field.multiple else kept[-1:]
        subject, body = (facts.get(name) for name in ("subject", "body"))
        return RtTicket(to_epoch(opened), _text(subject), _text(body), written)

    def treated(self, ticket: RtTicket) -> Treated:
        """What the scrip makes of it. In a queue where levels are switched off there is none."""
        one = self.instance
        if self.intake not in one.sorts:
            return Treated(self.intake, None, None, (), {})
        sorting = one.sorter.sort(ticket)
        option = one.sorter.option
        queue = sorting.queue if sorting.queue is not None and sorting.queue in one.disabled else self.intake
        answers = {
            name: sorting.decided[name]
            for name, field in option["answers"].items()
            if name in sorting.decided and field in one.fields and queue in one.fields[field].queues
        }
        tags = one.fields.get(option["tags"] or "")
        return Treated(
            queue,
            None if one.disabled[queue] else sorting.level,
            option["priorities"].get(sorting.decided.get("severity")),
            sorting.tags if tags is not None and tags.multiple and queue in tags.queues else (),
            answers,
        )

    def due(self, treated: Treated, created: int) -> dict[str, int | None]:
        """Metric -> when it is due."""
        levels = self.instance.levels
        return {metric: levels.due(treated.level, kind, created, treated.queue) for metric, kind in KINDS.items()}

    def aspects(self, facts: Facts) -> Aspects:
        """What is compared."""
        ticket = self.ticket(facts)
        treated = self.treated(ticket)
        return {
            **dict.fromkeys(self.instance.sorter.option["answers"]),
            **treated.answers,
            "queue": treated.queue if treated.queue != self.intake else None,
            "priority": treated.priority,
            "tags": ", ".join(sorted(treated.tags)) or None,
            **{f"due {metric}": at for metric, at in self.due(treated, ticket.created).items()},
        }


class Integration:
    """Whoever creates tickets: puts facts into their custom fields and answers questions, by the checklist. Times in UTC."""

    def __init__(self, engine: Engine, fields: Container[str]) -> None:
        """`fields` are the names of the custom fields that a new ticket has."""
        self.engine = engine
        self._facts = {
            fact.name: (fact_field(fact.name), fact.default is not None)
            for fact in engine.compiled.facts
            if fact_field(fact.name) in fields
        }
        self._questions = [
            (question_field(column), place)
            for column, place in engine.places.items()
            if question_field(column) in fields and engine.compiled.columns[place].fact in engine.facts
        ]

    def written(self, facts: Facts) -> dict[str, tuple[str, ...]]:
        """Custom field -> its values."""
        found = {
            field: _values(facts[name], has_default)
            for name, (field, has_default) in self._facts.items()
            if name in facts
        }
        if self._questions:
            opened = facts[OPENED]
            assert isinstance(opened, dt.datetime)
            now = to_epoch(opened)
            classes = classes_of(self.engine, facts, completed(self.engine, facts, now), now)
            for field, place in self._questions:
                found[field] = {1: ("no",), 2: ("yes",)}.get(classes[place], ())
        return found


def _instance(files: Files) -> _Instance:
    for name in (POLICY_FILE, SORTING_FILE, INITIAL_DATA):
        if name not in files:
            raise ValueError(f"the file {name} is missing")
    options = options_of(files[POLICY_FILE])
    for name in ("ServiceBusinessHours", "ServiceAgreements", "SupportPolicy"):
        if name not in options:
            raise ValueError(f"the configuration does not set %{name}")
    if files[SORTING_FILE] != PERL:
        raise ValueError(f"{SORTING_FILE} was changed; what it does now is not known")
    try:
        data = json.loads(files[INITIAL_DATA])
    except json.JSONDecodeError as bad:
        raise ValueError(f"{INITIAL_DATA} is no JSON: {bad}") from None
    _check(data, options)
    try:
        sorter = Sorter(options["SupportPolicy"])
    except KeyError as missing:
        raise ValueError(f"%SupportPolicy has no {missing}") from None
    return _Instance(
        sorter,
        Levels(options["ServiceBusinessHours"], options["ServiceAgreements"], "UTC"),
        {queue["Name"]: bool(queue.get("SLADisabled", 1)) for queue in data["Queues"]},
        {
            field["Name"]: _Field(
                field["Type"].endswith("Multiple"), field.get("Pattern"), frozenset(field.get("ApplyTo") or ())
            )
            for field in data["CustomFields"]
        },
        frozenset(
            queue
            for scrip in data["Scrips"]
            if scrip.get("ScripCondition") == "On Create"
            and scrip.get("ScripAction") == "User Defined"
            and scrip.get("CustomCommitCode") == CALL
            for queue in scrip.get("Queue") or ()
        ),
    )


def _check(data: Mapping[str, Any], options: Mapping[str, Mapping[str, Any]]) -> None:
    """What RT would log as an error while loading, or would pass over without a word."""
    unknown = sorted(set(data) - _SECTIONS)
    if unknown:
        raise ValueError(f"initial data has a part '{unknown[0]}', which nothing reads")
    for section in sorted(_SECTIONS):
        names = [str(one.get("Name", one.get("Description"))).casefold() for one in data.get(section, ())]
        if len(set(names)) < len(names):
            raise ValueError(f"initial data has something twice in {section}")
    queues = {queue["Name"] for queue in data.get("Queues", ())}
    for one in (*data.get("CustomFields", ()), *data.get("Scrips", ())):
        for queue in one.get("ApplyTo") or one.get("Queue") or ():
            if queue not in queues:
                raise ValueError(f"initial data speaks of a queue '{queue}' that it does not make")
    for level, agreed in (options["ServiceAgreements"].get("Levels") or {}).items():
        hours = agreed.get("BusinessHours")
        if hours is not None and hours not in options["ServiceBusinessHours"]:
            raise ValueError(f"the level '{level}' counts hours '{hours}' that are not set")
        if len(level) > _LONGEST_LEVEL:
            raise ValueError(f"the level '{level}' has a longer name than RT keeps")


def _values(value: Value | None, has_default: bool) -> tuple[str, ...]:
    match value:
        case None:
            return (KNOWN_ABSENT,) if has_default else ()
        case bool():
            return ("true" if value else "false",)
        case Decimal():
            return (f"{value:f}",)
        case Money():
            return (f"{value.amount:f} {value.currency}",)
        case dt.timedelta():
            return (f"{Decimal(value // dt.timedelta(microseconds=1)).scaleb(-6):f}",)
        case dt.datetime():
            return (f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}",)
        case frozenset():
            return tuple(sorted(value))
        case _:
            return (value,) if value else ()


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
