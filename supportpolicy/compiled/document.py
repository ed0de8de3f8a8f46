"""The compiled policy as one document."""

from __future__ import annotations

from typing import Any, NamedTuple

from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Duration, Sum, Table

FORMAT = 1
"""Version of this document's form. A reader refuses a newer one."""


class Data(NamedTuple):
    """Editions of the data that went into the policy."""

    holidays: str | None = None
    tzdata: str | None = None


class Hashes(NamedTuple):
    """SHA-256 of the canonical JSON: of everything, and of what changes answers (without places and words)."""

    behaviour: str = ""
    document: str = ""


class Fact(NamedTuple):
    """A fact that a ticket may bring along, or that is worked out from others."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    ranked: bool = False
    built_in: bool = False
    default: str | None = None
    derived: str | None = None
    """latest_of, earliest_of or sum_of."""
    of: tuple[str, ...] = ()
    ask: str | None = None
    source: str | None = None
    about: str | None = None
    sensitive: bool = False
    at: str = ""


class Step(NamedTuple):
    """Something done at a moment of a timeline."""

    after: Duration | None = None
    share: str | None = None
    """In percent, of the target `of`."""
    of: str | None = None
    every: Duration | None = None
    unless: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    assign: str | None = None
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    status: str | None = None
    note: str | None = None
    at: str = ""


class Timeline(NamedTuple):
    """What happens as time passes. Runs where the rule of the same name in the table `timelines` holds."""

    name: str
    section: str
    starts_on: tuple[str, ...] = ()
    stops_on: tuple[str, ...] = ()
    clock: str = "always"
    replaces: str | None = None
    """A metric that does not run while this timeline does."""
    steps: tuple[Step, ...] = ()
    at: str = ""


class Metric(NamedTuple):
    """A clock from an event to an event."""

    name: str
    starts_on: tuple[str, ...]
    met_by: tuple[str, ...]
    again: bool = False
    built_in: bool = False
    about: str | None = None
    at: str = ""


class Event(NamedTuple):
    """An event of the policy's own: the instant that a time fact holds."""

    name: str
    fact: str
    about: str | None = None
    at: str = ""


class Status(NamedTuple):
    """A status and who has to act next."""

    name: str
    waiting_on: str
    built_in: bool = False
    about: str | None = None
    at: str = ""


class Action(NamedTuple):
    """Something to be done, in words."""

    name: str
    does: str
    by: tuple[str, ...] = ()
    at: str = ""


class Team(NamedTuple):
    """People who answer tickets."""

    name: str
    coverage: str | None = None
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    lead: str | None = None
    contact: tuple[str, ...] = ()
    people: int | None = None
    about: str | None = None
    at: str = ""


class Role(NamedTuple):
    """A person by office."""

    name: str
    coverage: str | None = None
    contact: tuple[str, ...] = ()
    people: int | None = None
    about: str | None = None
    at: str = ""


class Language(NamedTuple):
    """A language customers write in."""

    name: str
    level: str
    coverage: str | None = None
    reply_in: str | None = None
    say: tuple[str, ...] = ()
    about: str | None = None
    at: str = ""


class Channel(NamedTuple):
    """A way to reach the company."""

    name: str
    coverage: str | None = None
    support: str = "full"
    for_whom: str | None = None
    """In words; the rule is in the table `channel`."""
    redirect: str | None = None
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    about: str | None = None
    at: str = ""


class Price(NamedTuple):
    """A price from a local date on."""

    price: Sum
    start: str | None = None


class NamedPrices(NamedTuple):
    """A price with a name, by date."""

    name: str
    prices: tuple[Price, ...]
    at: str = ""


class Guarantee(NamedTuple):
    """What must always hold where the rule of the same name in the table `guarantees` does."""

    name: str
    reach: tuple[str, ...] = ()
    within: Duration | None = None
    at_any_hour: bool = False
    holds: bool = False
    """Whether the rule of the same name in the table `guarantees.hold` must hold too."""
    not_slower: bool = False
    """Whether targets must not be slower than those of tickets of the table `guarantees.others`."""
    metrics: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    """Whoever of these must agree to what is approved."""
    above: Sum | None = None
    """Only to what pays more than this."""
    at: str = ""


class Compiled(NamedTuple):
    """A policy as everything downstream reads it."""

    format: int = FORMAT
    language: int = 1
    name: str = ""
    description: str | None = None
    timezone: str | None = None
    currency: str | None = None
    horizon: tuple[str, str] | None = None
    main_language: str = "en"
    business_day_calendar: str | None = None
    data: Data = Data()
    hashes: Hashes = Hashes()
    facts: tuple[Fact, ...] = ()
    columns: tuple[Column, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    severity_levels: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    metrics: tuple[Metric, ...] = ()
    events: tuple[Event, ...] = ()
    statuses: tuple[Status, ...] = ()
    actions: tuple[Action, ...] = ()
    teams: tuple[Team, ...] = ()
    roles: tuple[Role, ...] = ()
    languages: tuple[Language, ...] = ()
    channels: tuple[Channel, ...] = ()
    prices: tuple[NamedPrices, ...] = ()
    messages: dict[str, dict[str, str]] = {}
    guidance: dict[str, Any] = {}
    guarantees: tuple[Guarantee, ...] = ()

    def table(self, name: str) -> Table:
        """The table of this name; an empty one where the policy has none."""
        return next((table for table in self.tables if table.name == name), Table(name, name, "first"))

    def column(self, id_: str) -> Column:
        """The column of this id. Raises KeyError where there is none."""
        for column in self.columns:
            if column.id == id_:
                return column
        raise KeyError(id_)
