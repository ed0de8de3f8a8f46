"""The names of one policy that its tests may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.document import Fact
from supportpolicy.language import builtin

LEFT_TO_PROOFS = ("guarantees", "guarantees.hold", "guarantees.others")
"""Tables that no answer asks: what they say is proved of all tickets at once."""

NEVER_GIVEN: Mapping[str, str] = {"now": "write 'at' beside the ticket: the moment for which the answer is asked"}
ATTRIBUTES = (
    "tier",
    "severity",
    "reply_language",
    "language_level",
    "emergency",
    "claimed",
    "channel_support",
    "redirect",
    "team",
    "queue",
    "sla",
)
"""What the sorting stages answer."""

FLAGS = ("emergency", "claimed")
TABLE_OF: Mapping[str, str] = {
    "tier": "tier",
    "severity": "severity",
    "reply_language": "language",
    "language_level": "language",
    "emergency": "emergency",
    "claimed": "emergency.claimed",
    "channel_support": "channel",
    "redirect": "channel",
    "team": "routing",
    "queue": "routing",
    "sla": "sla",
}
"""Attribute -> the table that decides it."""


class Vocabulary(NamedTuple):
    """Names, each kind by what a message calls it."""

    zone: str | None
    """The policy's time zone."""
    facts: Mapping[str, Fact]
    calendars: Mapping[str, Calendar]
    events: Mapping[str, str]
    """The policy's own events, and the time fact that tells each."""
    rules: Mapping[str, frozenset[str]]
    """Table -> names of its rules, and of the promises and grids that they are rows and cells of."""
    attributes: Mapping[str, frozenset[str]]
    """Attribute -> what rules can decide; empty where any word may come."""
    names: Mapping[str, frozenset[str]]
    """Everything else: metric, timeline, message, team, status, action, tag, channel, person, clock."""


def vocabulary_of(compiled: Compiled) -> Vocabulary:
    """All names of a policy."""
    written = written_names(compiled)
    teams = frozenset(team.name for team in compiled.teams)
    people = frozenset((*teams, *(role.name for role in compiled.roles), *(name for name, _ in builtin.PEOPLE)))
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    outcomes = [rule.outcome for table in compiled.tables for rule in table.rules]
    steps = [step for timeline in compiled.timelines for step in timeline.steps]
    actions = _all((action.name for action in compiled.actions), *(outcome.do for outcome in outcomes))
    return Vocabulary(
        compiled.timezone,
        {fact.name: fact for fact in compiled.facts},
        calendars,
        {event.name: event.fact for event in compiled.events},
        {
            table.name: _all(
                (rule.name for rule in table.rules),
                (written.get((table.name, rule.name), rule.name) for rule in table.rules),
            )
            for table in compiled.tables
        },
        {name: _decided(compiled, name, teams) for name in ATTRIBUTES},
        {
            "metric": _all(metric.name for metric in compiled.metrics),
            "timeline": _all(timeline.name for timeline in compiled.timelines),
            "message": _all(compiled.messages),
            "team": teams,
            "status": _all(status.name for status in compiled.statuses),
            "action": _all(actions, *(step.do for step in steps)),
            "tag": _all(*(outcome.tag for outcome in outcomes), *(step.tag for step in steps)),
            "channel": _all(channel.name for channel in compiled.channels),
            "person": people,
            "clock": _all(calendars),
        },
    )


def written_names(compiled: Compiled) -> dict[tuple[str, str], str]:
    """(table, rule) -> the name that its author wrote, for rows of promises and cells of grids."""
    found: dict[tuple[str, str], str] = {}
    for table in compiled.tables:
        together: dict[str, list[str]] = {}
        for rule in table.rules:
            if table.name == "sla" and "sla" in rule.outcome.decides:
                found[table.name, rule.name] = rule.outcome.decides["sla"]
            else:
                together.setdefault(rule.at, []).append(rule.name)
        for names in together.values():
            heads = {name.partition(": ")[0] for name in names}
            if len(names) > 1 and len(heads) == 1:
                found.update(dict.fromkeys(((table.name, name) for name in names), heads.pop()))
    return found


def _decided(compiled: Compiled, attribute: str, teams: frozenset[str]) -> frozenset[str]:
    found = {rule.outcome.decides.get(attribute) for table in compiled.tables for rule in table.rules}
    if attribute == "severity":
        found |= set(compiled.severity_levels)
    if attribute == "team":
        found |= teams
    if attribute == "channel_support":
        found |= {"yes", "closed", "not_for_you", "none"}
    if attribute == "redirect":
        found |= {channel.name for channel in compiled.channels}
    return frozenset(name for name in found if name is not None)


def _all(*names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for some in names for name in some)
