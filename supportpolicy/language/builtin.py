"""What every policy may refer to without declaring it: facts, decided attributes, events, statuses, metrics.

The page `docs/built-in.md` is generated from here.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

FactType: TypeAlias = Literal["choice", "boolean", "number", "text", "money", "time", "duration", "tags"]


class BuiltinFact(NamedTuple):
    """A fact that helpdesks know of every ticket."""

    name: str
    type: FactType
    about: str
    values: tuple[str, ...] = ()
    """Of a choice: all its values; none means any word, unless the policy lists them in `fields`."""
    default: str | None = None


class Attribute(NamedTuple):
    """Something that an earlier stage decided and a later `when` may read."""

    name: str
    stage: str
    about: str
    type: FactType = "choice"
    values: tuple[str, ...] = ()
    """Fixed values; none where the policy's own names are the values."""


class BuiltinEvent(NamedTuple):
    """Something that happens to a ticket at an instant."""

    name: str
    about: str
    argument: Literal["", "status", "field"] = ""
    """What follows the colon in `entered:STATUS` and `changed:FIELD`."""


class BuiltinStatus(NamedTuple):
    """A state of a ticket, and who has to act next."""

    name: str
    about: str
    waiting_on: Literal["us", "customer", "third-party", "nobody"]


class BuiltinMetric(NamedTuple):
    """A clock that runs from an event to an event."""

    name: str
    about: str
    starts_on: tuple[str, ...]
    met_by: tuple[str, ...]
    again: bool = False
    """Whether it runs anew after it was met."""


FACTS: tuple[BuiltinFact, ...] = (
    BuiltinFact("channel", "choice", "The channel by which the ticket came; the values are the names in `channels`."),
    BuiltinFact("language", "choice", "The language the customer writes in, as a code such as en or pt-BR."),
    BuiltinFact("subject", "text", "The subject line."),
    BuiltinFact("body", "text", "The customer's first message."),
    BuiltinFact("tags", "tags", "Labels on the ticket."),
    BuiltinFact(
        "status", "choice", "The ticket's status; the values are the built-in statuses and those in `statuses`."
    ),
    BuiltinFact("opened", "time", "When the ticket was opened."),
    BuiltinFact("now", "time", "The instant for which a decision is asked."),
    BuiltinFact("request", "choice", "What the customer asks for, such as refund; missing where nothing is asked for."),
    BuiltinFact("wanted_severity", "choice", "How urgent the customer says it is, in the customer's own words."),
    BuiltinFact("requester.name", "text", "The requester's whole name."),
    BuiltinFact("requester.first_name", "text", "The requester's first name."),
    BuiltinFact("requester.email", "text", "The requester's e-mail address."),
    BuiltinFact("requester.role", "choice", "The requester's role at the customer, such as owner or member."),
    BuiltinFact("requester.named_contact", "boolean", "Whether the requester may open tickets for the customer."),
    BuiltinFact(
        "requester.verified", "boolean", "Whether the requester's identity has been checked in this conversation."
    ),
    BuiltinFact("customer.name", "text", "The customer (organisation or person)."),
    BuiltinFact("customer.region", "choice", "The part of the world the customer is served from."),
    BuiltinFact("customer.country", "choice", "The customer's country, ISO 3166 code."),
    BuiltinFact("customer.timezone", "choice", "The customer's own time zone, IANA name."),
    BuiltinFact("customer.since", "time", "Since when they are a customer."),
    BuiltinFact("customer.vip", "boolean", "Whether the customer is on the list of very important ones."),
    BuiltinFact("asks_for_human", "boolean", "Whether the customer has asked for a person."),
    BuiltinFact("bot_turns", "number", "Replies that a bot has given in this conversation."),
    BuiltinFact("sentiment", "number", "The mood of the conversation, from -1 (angry) to 1 (happy)."),
    BuiltinFact("replies", "number", "Public replies by agents so far."),
    BuiltinFact("reopened_count", "number", "How often the ticket was reopened."),
)

STAGES: tuple[str, ...] = (
    "facts",
    "tier",
    "severity",
    "language",
    "emergency",
    "channel",
    "adjust",
    "routing",
    "sla",
)
"""The order in which a ticket is sorted. A `when` reads facts and earlier stages only."""

ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("tier", "tier", "The customer's tier."),
    Attribute("severity", "severity", "How grave the problem is; from routing on, after caps and emergencies."),
    Attribute("reply_language", "language", "The language of our answer."),
    Attribute("language_level", "language", "How well the customer's language is served."),
    Attribute("emergency", "emergency", "Whether the ticket is an emergency.", "boolean", ("true", "false")),
    Attribute("claimed", "emergency", "Whether the customer called it an emergency.", "boolean", ("true", "false")),
    Attribute(
        "channel_support",
        "channel",
        "Whether the channel serves this customer now: yes, closed, not_for_you or none.",
        "choice",
        ("yes", "closed", "not_for_you", "none"),
    ),
    Attribute("team", "routing", "The team that has the ticket."),
    Attribute("sla", "sla", "The promise (rule of `sla`) the ticket is under."),
)

EVENTS: tuple[BuiltinEvent, ...] = (
    BuiltinEvent("opened", "The ticket was opened."),
    BuiltinEvent("customer_reply", "The customer wrote again."),
    BuiltinEvent("agent_reply", "A person of the team wrote publicly to the customer."),
    BuiltinEvent("bot_reply", "A bot wrote to the customer; meets no promise unless the policy says so."),
    BuiltinEvent("internal_note", "Somebody of the team wrote a note that the customer does not see."),
    BuiltinEvent("acknowledged", "Somebody of the team took notice, for example of a page."),
    BuiltinEvent("assigned", "A team or person was put in charge by hand."),
    BuiltinEvent("entered", "The ticket took this status.", "status"),
    BuiltinEvent("changed", "This fact took another value.", "field"),
    BuiltinEvent("solved", "The problem was solved; entering the status `solved` says the same."),
    BuiltinEvent("closed", "The ticket was closed for good; where it was not solved before, that solves it."),
    BuiltinEvent("reopened", "A solved ticket was opened again."),
)

EMERGENCY_EVENT = "emergency"
"""The moment a ticket becomes an emergency: what the emergency's own timeline starts on."""

STATUSES: tuple[BuiltinStatus, ...] = (
    BuiltinStatus("new", "Nobody has answered yet.", "us"),
    BuiltinStatus("open", "The team works on it.", "us"),
    BuiltinStatus("waiting-on-customer", "The customer was asked something.", "customer"),
    BuiltinStatus("waiting-on-third-party", "Somebody else has to act first.", "third-party"),
    BuiltinStatus("on-hold", "Put aside by the team.", "us"),
    BuiltinStatus("solved", "Solved; a reply reopens it.", "nobody"),
    BuiltinStatus("closed", "Closed for good.", "nobody"),
)

METRICS: tuple[BuiltinMetric, ...] = (
    BuiltinMetric("first_response", "Time to the first public reply.", ("opened",), ("agent_reply",)),
    BuiltinMetric(
        "next_response",
        "Time to the reply to the first unanswered message after the first reply.",
        ("customer_reply",),
        ("agent_reply",),
        again=True,
    ),
    BuiltinMetric(
        "update_every",
        "Time between public replies until the ticket is solved.",
        ("agent_reply",),
        ("agent_reply",),
        again=True,
    ),
    BuiltinMetric("resolve", "Time until the problem is solved; reopening runs it on.", ("opened",), ("solved",)),
)

MEASURES: tuple[tuple[str, str], ...] = (
    ("csat", "Share of customers who rate the help as good."),
    ("nps", "Net promoter score."),
    ("ces", "Customer effort score."),
    ("qa_score", "Average of the scorecard."),
    ("reopen_rate", "Share of solved tickets that are reopened."),
    ("one_touch", "Share of tickets solved with one reply."),
    ("self_service_rate", "Share of questions answered without an agent."),
)
"""What `quality.goals` may measure beside the metrics."""

PEOPLE: tuple[tuple[str, str], ...] = (
    ("agent", "Whoever has the ticket."),
    ("team", "The team that has the ticket."),
    ("team-lead", "The lead of the team that has the ticket."),
    ("requester", "The customer who opened the ticket."),
    ("second-person", "Any colleague other than the one who handles the ticket."),
)
"""Whom a step may tell and who may approve, beside the policy's own roles and teams."""

ALWAYS_OPEN = "always"
"""The built-in coverage: day and night, every day."""

TEAM_CLOCK = "team"
"""The clock of the team that had the ticket when the target started."""
