"""Where a helpdesk's export has what the policy asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Unit = Literal["seconds", "minutes", "hours"]


class FactSource(NamedTuple):
    """Where one fact stands in an export."""

    path: str
    """Keys joined by dots; a number counts the items of a list from 0."""
    key: str | None = None
    """Of a list of pairs: the key of each pair that tells them apart."""
    named: str | None = None
    """Of a list of pairs: what stands under `key` in the pair that is meant."""
    value: str | None = None
    """Of a list of pairs: the key under which the value stands."""
    currency: str | None = None
    """Of a sum that comes as a bare number: its currency."""
    unit: Unit | None = None
    """Of a duration that comes as a bare number: its unit."""


class EventSource(NamedTuple):
    """Where an export has what happened to a ticket, and what it calls the parts of an event."""

    path: str = "events"
    event: str = "event"
    at: str = "at"
    status: str = "status"
    field: str = "field"
    value: str = "value"
    team: str = "team"
    names: Mapping[str, str] = {}
    """The export's name of an event -> ours, such as `solved` or `entered:waiting-on-customer`."""


class FieldMapping(NamedTuple):
    """How an export is read. Facts that are not named are looked for under their own name, and that of `from`."""

    id: str = "id"
    facts: Mapping[str, FactSource] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    """Fact -> the export's word -> ours. `team` stands for the teams of `assigned` events."""
    timezone: str | None = None
    """The zone of wall times without an offset. Without it they are refused."""
    events: EventSource = EventSource()
    unknown: Literal["refuse", "ignore"] = "refuse"
    """What is done with fields, and kinds of events, that nothing here speaks of."""


OWN_FORM = FieldMapping()
"""Tickets as the published schema has them, and flat mappings of facts."""
