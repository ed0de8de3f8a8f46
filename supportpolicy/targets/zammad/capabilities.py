"""What Zammad takes of a policy, topic by topic."""

from __future__ import annotations

from typing import Final

from supportpolicy.targets.capabilities import Capability

_ADMIN = "Zammad admin documentation"
_API = "Zammad system documentation, REST API"
_SOURCE = "Zammad source"

CAPABILITIES: Final = (
    Capability("teams", "whole", "A group for each team. Who is in it is set in Zammad.", f"{_API}: Group"),
    Capability(
        "opening hours",
        "with a note",
        "A calendar: several spans a day, to the minute, in IANA zones. A span until 23:59 lasts until midnight. A union of hours "
        "over several zones becomes a week of one zone.",
        f"{_ADMIN}: Calendars; {_SOURCE}: calendar.rb",
    ),
    Capability("public holidays", "whole", "Whole days of a calendar, in any year.", f"{_ADMIN}: Calendars"),
    Capability("short days", "not", "A holiday is a whole day. A short day counts in full.", f"{_ADMIN}: Calendars"),
    Capability("tiers", "whole", "Triggers that set a tag.", f"{_ADMIN}: Trigger"),
    Capability(
        "severities",
        "whole",
        "An attribute with the level's own name, and a priority for each level: Zammad takes any number of them.",
        f"{_API}: Ticket priorities",
    ),
    Capability(
        "languages",
        "with a note",
        "The customer's language as an attribute that a form or an integration fills; level and language of the answer as tags.",
        f"{_API}: Object",
    ),
    Capability(
        "channels",
        "whole",
        "The type of the first article of a ticket, else a tag; whether a channel serves the customer, as a tag.",
        f"{_SOURCE}: db/seeds/ticket_article_types.rb",
    ),
    Capability(
        "emergencies",
        "with a note",
        "What counts as one, as a tag and priority. Nobody is paged.",
        f"{_ADMIN}: Trigger",
    ),
    Capability(
        "routing",
        "with a note",
        "Triggers in the order of their names that set the group, the first that fits only; when a ticket is made, and not when "
        "it changes. Conditions nest. Tests that they cannot make become tags that an integration sets.",
        f"{_ADMIN}: Trigger, How do they work",
    ),
    Capability(
        "promises",
        "with a note",
        "SLAs in whole minutes, each on one calendar: around the clock is a calendar of its own. Business days become minutes. A "
        "time for the next response or one between updates, not both.",
        f"{_ADMIN}: SLAs, How do they work; {_SOURCE}: sla.rb",
    ),
    Capability(
        "pauses",
        "with a note",
        "While a ticket is pending, always and for every time; in no other status.",
        f"{_ADMIN}: SLAs, How do they work",
    ),
    Capability(
        "escalation",
        "not",
        "Jobs look at all tickets at fixed times of the day and know no clock of a policy; agents are told shortly before and when "
        "a time of an SLA is reached.",
        f"{_ADMIN}: Scheduler",
    ),
    Capability(
        "lifecycle", "not", "As with escalation: nothing happens so long after an event.", f"{_ADMIN}: Scheduler"
    ),
    Capability(
        "messages",
        "with a note",
        "A text module for each message and language; triggers say which by a tag.",
        f"{_ADMIN}: Text modules",
    ),
    Capability(
        "refunds and requests", "by hand", "The rules in words, as a text module for agents.", f"{_ADMIN}: Text modules"
    ),
    Capability(
        "identity checks", "by hand", "The rules in words, as a text module for agents.", f"{_ADMIN}: Text modules"
    ),
    Capability("voice and style", "not", "Nothing of the kind; see the target agent-guidance.", _ADMIN),
)
