"""Tables as data: which there are, what each says, and what spreadsheets take."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.targets.capabilities import Capability

MOST_CELL = 32_767
"""Characters that one cell of the usual spreadsheet program holds."""
_RFC = "RFC 4180 and Microsoft's page Excel specifications and limits"
_WHOLE = "Every rule with its condition in words, in order."

CAPABILITIES = (
    Capability("teams", "whole", "A row for each team, and one for each role.", _RFC),
    Capability("opening hours", "whole", "The hours of each date of the horizon, for each coverage.", _RFC),
    Capability("public holidays", "whole", "A row for each date.", _RFC),
    Capability("short days", "whole", "A row for each date, with its hours and the people wanted.", _RFC),
    Capability("tiers", "whole", _WHOLE, _RFC),
    Capability("severities", "whole", _WHOLE, _RFC),
    Capability("languages", "whole", "A row for each.", _RFC),
    Capability("channels", "whole", "A row for each, with whom it is for.", _RFC),
    Capability("emergencies", "whole", _WHOLE, _RFC),
    Capability("routing", "whole", _WHOLE, _RFC),
    Capability("promises", "whole", "A row for each metric of each rule and row.", _RFC),
    Capability("pauses", "whole", "A column of the promises.", _RFC),
    Capability("escalation", "whole", "A row for each step.", _RFC),
    Capability("lifecycle", "whole", "A row for each step.", _RFC),
    Capability("messages", "whole", "A row for each message and language.", _RFC),
    Capability("refunds and requests", "whole", _WHOLE, _RFC),
    Capability("identity checks", "whole", _WHOLE, _RFC),
    Capability("voice and style", "whole", "A row for each piece of guidance.", _RFC),
)


class RuleRow(NamedTuple):
    """One rule of a table that decides attributes."""

    table: str
    order: int
    name: str
    when: str
    decides: str
    say: tuple[str, ...]
    tags: tuple[str, ...]
    do: tuple[str, ...]
    start: str
    until: str
    why: str
    at: str


class DecisionRow(NamedTuple):
    """One rule of requests, refunds or identity."""

    order: int
    name: str
    when: str
    decision: str
    amount: str
    to: tuple[str, ...]
    paid_within: str
    approver: tuple[str, ...]
    confirm: str
    proof: str
    attempts: str
    never_reveal: str
    wait: str
    team: str
    redirect: str
    say: tuple[str, ...]
    do: tuple[str, ...]
    tags: tuple[str, ...]
    customer_reason: str
    start: str
    until: str
    why: str
    source: str
    owner: str
    at: str


class PeopleRow(NamedTuple):
    """A team or a role."""

    kind: str
    name: str
    coverage: str
    people: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    lead: str
    contact: tuple[str, ...]
    about: str
    at: str


class HoursRow(NamedTuple):
    """The hours of one coverage on one local date."""

    coverage: str
    date: str
    weekday: str
    hours: str
    timezone: str
    kind: str
    """Nothing for a usual day; holiday, exception."""
    cover: str
    people: str
    about: str


class DayRow(NamedTuple):
    """A date that differs."""

    coverage: str
    date: str
    weekday: str
    kind: str
    hours: str
    cover: str
    people: str
    name: str
    at: str


class StepRow(NamedTuple):
    """One step of a timeline."""

    section: str
    name: str
    when: str
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    clock: str
    order: int
    step: str
    at: str


class MessageRow(NamedTuple):
    """The words of a message in one language."""

    name: str
    language: str
    text: str


class LanguageRow(NamedTuple):
    """A language customers write in."""

    language: str
    level: str
    coverage: str
    reply_in: str
    say: tuple[str, ...]
    about: str
    at: str


class ChannelRow(NamedTuple):
    """A way to reach the company."""

    channel: str
    support: str
    for_whom: str
    coverage: str
    redirect: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    about: str
    at: str


class FactRow(NamedTuple):
    """A fact that rules may ask for."""

    fact: str
    type: str
    values: tuple[str, ...]
    default: str
    ask: str
    source: str
    about: str
    at: str


class GuidanceRow(NamedTuple):
    """One piece of guidance."""

    section: str
    what: str
    when: str
    text: str


class CoverageRow(NamedTuple):
    """A coverage in brief."""

    coverage: str
    hours: str
    business_day: str
    people: str
    about: str
    at: str
