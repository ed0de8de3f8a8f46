"""The sorting tables of a policy as the option %SupportPolicy, which one scrip reads when a ticket is created."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from supportpolicy.clock.zones import load_zone, zone_offsets
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Part, Rule, Table
from supportpolicy.engine.calendars import ALWAYS_OPEN, Clocks
from supportpolicy.engine.prepared import NOW, OPENED, SEVERITY_RULE, SORTING, parsed
from supportpolicy.engine.windows import parse_duration
from supportpolicy.targets.request_tracker.dialect import (
    KNOWN_ABSENT,
    TAGS_FIELD,
    answer_field,
    fact_field,
    priorities,
    question_field,
)
from supportpolicy.targets.request_tracker.levels import Choice, LevelOf, level_of
from supportpolicy.targets.request_tracker.perl_writing import PerlValue

TABLES = (*SORTING, "adjust.proof", "adjust.raise", "adjust.lower", "routing", "sla")
ANSWERS = (
    "tier",
    "severity",
    "reply_language",
    "language_level",
    "emergency",
    "claimed",
    "channel_support",
    "redirect",
    "team",
    "sla",
)
"""What the policy decides and a custom field shows; the queue shows itself."""
_FROM, _UNTIL = -2_208_988_800, 4_102_444_800  # 1900 to 2100: every date that a ticket can speak of in earnest
_IN_TICKET = {"subject": "subject", "body": "body", OPENED: "created", NOW: "created"}
"""Facts that RT itself knows when it sorts: a new ticket is sorted at the moment it is created."""
_KINDS = {"number": "number", "duration": "duration", "money": "money"}


class Sorting(NamedTuple):
    """What the tables need: shared by the configuration, the custom fields and the checklist."""

    columns: tuple[Column, ...]
    """Columns that some rule of the tables tests."""
    facts: tuple[Fact, ...]
    """Facts that RT or an integration must know, those that others are worked out from among them."""
    asked: tuple[Column, ...]
    """Questions that RT cannot answer and an integration does."""
    answers: tuple[str, ...]
    """Attributes that are decided."""
    tags: bool
    """Whether any rule tags."""


def sorting_of(compiled: Compiled) -> Sorting:
    """Which facts and questions the exported tables need."""
    tables = [table for table in compiled.tables if table.name in TABLES]
    used = {
        column for table in tables for rule in table.rules for part in rule.parts for way in part.any for column in way
    }
    facts = {fact.name: fact for fact in compiled.facts}
    columns = tuple(column for column in compiled.columns if column.id in used)
    asked = tuple(column for column in columns if column.fact in facts and not _answerable(column, facts))
    needed = {column.fact for column in columns if column.fact in facts and column not in asked}
    needed |= {name for name in _choosing(compiled, columns) if name in facts}
    for name in tuple(needed):
        needed.update(facts[name].of)
    rules = [rule for table in tables for rule in table.rules]
    decided = {name for rule in rules for name in rule.outcome.decides}
    return Sorting(
        columns,
        tuple(fact for fact in compiled.facts if fact.name in needed),
        asked,
        tuple(name for name in ANSWERS if name in decided),
        any(rule.outcome.tag for rule in rules),
    )


def options(compiled: Compiled, intake: str, queues: Mapping[tuple[str, str | None], str]) -> dict[str, PerlValue]:
    """The option %SupportPolicy."""
    sorting = sorting_of(compiled)
    asked = {column.id for column in sorting.asked}
    openings = _openings(compiled, sorting.columns)
    return {
        "format": 1,
        "intake": intake,
        "known absent": KNOWN_ABSENT,
        "facts": {fact.name: _fact(compiled, fact) for fact in sorting.facts},
        "columns": {column.id: _column(column, column.id in asked, compiled) for column in sorting.columns},
        "tables": [
            {"name": table.name, "rules": [_rule(compiled, table, rule, queues) for rule in table.rules]}
            for name in TABLES
            for table in compiled.tables
            if table.name == name and table.rules
        ],
        "levels": list(compiled.severity_levels),
        "priorities": dict(priorities(compiled.severity_levels)),
        "answers": {name: answer_field(name) for name in sorting.answers},
        "tags": TAGS_FIELD if sorting.tags else None,
        "offsets": _offsets(compiled),
        "chosen": _chosen(compiled, sorting.columns),
        "openings": openings,
    }


def is_native(fact: Fact) -> bool:
    """Whether RT knows a fact by itself."""
    return fact.name in _IN_TICKET


def _answerable(column: Column, facts: Mapping[str, Fact]) -> bool:
    """Whether the scrip can tell the class of a column from the fact itself."""
    fact = facts[column.fact]
    if fact.derived == "sum_of":
        return False
    if column.probe is None:
        return column.kind in {"values", "ranges"}
    match column.probe.operator:
        case "has" | "mentions" | "during":
            return True
        case "present":
            # An empty text and no text are one thing in a custom field.
            return fact.type not in {"text", "tags"}
        case "within" | "in_next" | "older_than":
            return parse_duration(column.probe.operand).business_days is None
        case _:
            return False


def _choosing(compiled: Compiled, columns: Sequence[Column]) -> Iterator[str]:
    """The facts by which hours and service levels are chosen."""
    clocks = Clocks(compiled)
    for column in columns:
        if column.probe is not None and column.probe.operator == "during":
            yield from clocks.depends_on(column.probe.operand)
    for rule in compiled.table("sla").rules:
        yield from _facts_of(level_of(compiled, rule))


def _facts_of(chosen: LevelOf) -> Iterator[str]:
    if isinstance(chosen, Choice):
        if not chosen.decided:
            yield chosen.by
        for case in (*chosen.cases.values(), chosen.otherwise):
            yield from _facts_of(case)


def _fact(compiled: Compiled, fact: Fact) -> dict[str, PerlValue]:
    found: dict[str, PerlValue] = {"type": fact.type}
    if fact.derived is not None:
        return {**found, "made": fact.derived, "of": list(fact.of)}
    if fact.name in _IN_TICKET:
        found["ticket"] = _IN_TICKET[fact.name]
    else:
        found["field"] = fact_field(fact.name)
    if fact.default is not None:
        found["default"] = _default(compiled, fact, fact.default)
    return found


def _default(compiled: Compiled, fact: Fact, text: str) -> str:
    """A default in the form of its custom field: durations in seconds, times in UTC."""
    value = parsed(fact, text, load_zone(compiled.timezone or "Etc/UTC").info)
    if isinstance(value, dt.timedelta):
        return str(value // dt.timedelta(seconds=1))
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"
    return text


def _column(column: Column, asked: bool, compiled: Compiled) -> dict[str, PerlValue]:
    """How a value becomes a class; 0 is always a fact that is not there."""
    if asked:
        return {"ask": "question", "field": question_field(column.id)}
    base: dict[str, PerlValue] = {"fact": column.fact}
    known = {fact.name for fact in compiled.facts}
    if column.kind == "values":
        words: dict[str, PerlValue] = {word: number for number, word in enumerate(column.values, 2)}
        return {**({"decided": column.fact} if column.fact not in known else base), "ask": "word", "words": words}
    if column.probe is not None:
        operator, operand = column.probe
        if operator in {"within", "in_next", "older_than"}:
            limit = parse_duration(operand)
            unit = ("days", limit.days) if limit.days is not None else ("minutes", limit.minutes)
            return {**base, "ask": operator, unit[0]: unit[1]}
        return {**base, "ask": operator, **({} if operator == "present" else {"of": operand})}
    scale = 60 if column.type == "duration" else 1  # of minutes, as cuts have them; a custom field has seconds
    cuts: list[PerlValue] = [
        [cut.value if scale == 1 else str(scale * Decimal(cut.value)), int(cut.after)] for cut in column.cuts
    ]
    kind = "date" if column.type == "time" else _KINDS[column.type]
    found: dict[str, PerlValue] = {**base, "ask": kind, "cuts": cuts}
    if column.currency is not None:
        found["currency"] = column.currency
    return found


def _rule(
    compiled: Compiled, table: Table, rule: Rule, queues: Mapping[tuple[str, str | None], str]
) -> dict[str, PerlValue]:
    decides = dict(rule.outcome.decides)
    found: dict[str, PerlValue] = {"when": [_part(part) for part in rule.parts]}
    if table.name == "routing" and "team" in decides:
        found["queue"] = queues[decides["team"], decides.get("queue")]
    if table.name == "severity" and any(column.fact == SEVERITY_RULE for column in compiled.columns):
        decides[SEVERITY_RULE] = rule.name
    found["set"] = decides
    if rule.outcome.tag:
        found["tags"] = list(rule.outcome.tag)
    if table.name == "sla":
        found["level"] = _level(level_of(compiled, rule))
    return found


def _part(part: Part) -> list[PerlValue]:
    """One of these must hold: for each column the ranges of classes that are admitted."""
    return [{column: [list(pair) for pair in admitted] for column, admitted in way.items()} for way in part.any]


def _level(chosen: LevelOf) -> PerlValue:
    if chosen is None:
        return None
    if isinstance(chosen, Choice):
        return {
            ("decided" if chosen.decided else "fact"): chosen.by,
            "cases": {word: _level(case) for word, case in chosen.cases.items()},
            "otherwise": _level(chosen.otherwise),
        }
    return chosen.name


def _offsets(compiled: Compiled) -> list[PerlValue]:
    """From when on the policy's zone is how many seconds ahead of UTC: start, offset, start, offset."""
    offsets = zone_offsets(compiled.timezone or "Etc/UTC", _FROM, _UNTIL)
    return [number for pair in zip(offsets.starts, offsets.ahead, strict=True) for number in pair]


def _asked_hours(compiled: Compiled, columns: Sequence[Column]) -> dict[str, None]:
    """The hours that conditions ask about, with those among which they are chosen."""
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    wanted = [one.probe.operand for one in columns if one.probe is not None and one.probe.operator == "during"]
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop(0)
        found[name] = None
        calendar = calendars.get(name)
        if calendar is not None and calendar.kind == "choose":
            wanted += [*calendar.cases.values(), *((calendar.otherwise,) if calendar.otherwise else ())]
    return found


def _chosen(compiled: Compiled, columns: Sequence[Column]) -> dict[str, PerlValue]:
    asked = _asked_hours(compiled, columns)
    return {
        calendar.name: {"fact": calendar.by, "cases": dict(calendar.cases), "otherwise": calendar.otherwise}
        for calendar in compiled.calendars
        if calendar.name in asked and calendar.kind == "choose"
    }


def _openings(compiled: Compiled, columns: Sequence[Column]) -> dict[str, PerlValue]:
    """Openings and closings in seconds since 1970, for the hours that conditions ask about."""
    clocks = Clocks(compiled)
    kinds = {calendar.name: calendar.kind for calendar in compiled.calendars}
    found: dict[str, PerlValue] = {}
    for name in _asked_hours(compiled, columns):
        if name == ALWAYS_OPEN or kinds.get(name) != "choose":
            openings = clocks.clock(name).openings
            found[name] = [edge for piece in openings.pieces() for edge in piece]
    return found
