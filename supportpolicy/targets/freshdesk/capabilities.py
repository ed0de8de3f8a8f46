"""What Freshdesk takes of a policy, topic by topic."""

from __future__ import annotations

from typing import Final

from supportpolicy.targets.capabilities import Capability

_API = "Freshdesk API reference v2"
_HELP = "Freshdesk help centre"

CAPABILITIES: Final = (
    Capability("teams", "whole", "A group for each team. Who is in it is set in Freshdesk.", f"{_API}: Groups"),
    Capability(
        "opening hours",
        "by hand",
        "Business hours of a group, one span a day: the API reads them and does not write them. A file has what to type.",
        f"{_API}: Business hours",
    ),
    Capability("public holidays", "by hand", "Whole days, typed with the business hours.", f"{_API}: Business hours"),
    Capability("short days", "not", "A holiday is a whole day. A short day counts in full.", f"{_API}: Business hours"),
    Capability("tiers", "whole", "Rules on ticket creation that set a field.", f"{_HELP}: Automation rules"),
    Capability(
        "severities",
        "with a note",
        "The four priorities, and a field with the level's own name. More than four levels are joined.",
        f"{_HELP}: Automation rules",
    ),
    Capability(
        "languages",
        "with a note",
        "The customer's language as a field that a form or an integration fills; the language of the answer as a field.",
        f"{_HELP}: Automation rules",
    ),
    Capability(
        "channels",
        "with a note",
        "The source of a ticket for email, phone, chat and widget, else a field that an integration sets.",
        f"{_API}: Tickets, source",
    ),
    Capability("emergencies", "with a note", "What counts as one, as a field and priority. Nobody is paged.", _HELP),
    Capability(
        "routing",
        "with a note",
        "Rules on ticket creation in their order, the first that fits only; “execute all matching rules” must be set. Whether somebody "
        "is there when a ticket comes, and what is no choice, becomes a field that an integration sets.",
        f"{_HELP}: Automation rules that run on ticket creation",
    ),
    Capability(
        "promises",
        "with a note",
        "SLA policies in seconds, found by the type of the ticket, in the hours of its group or around the clock. Always a time for "
        "the first response and one to resolve; no time between updates.",
        f"{_API}: SLA policies; {_HELP}: Understanding SLA policies",
    ),
    Capability(
        "pauses",
        "by hand",
        "A switch of each status, for all promises: those in which every promise stands still.",
        f"{_HELP}: When a ticket is created, does the timer start right away",
    ),
    Capability(
        "escalation",
        "not",
        "Rules over time run once an hour; SLA policies tell agents, not roles, and after a time has passed.",
        f"{_HELP}: Automation rules, hourly triggers",
    ),
    Capability("lifecycle", "not", "As with escalation.", f"{_HELP}: Automation rules, hourly triggers"),
    Capability(
        "messages",
        "with a note",
        "A canned response for each message and language; rules say which by a tag.",
        f"{_API}: Canned responses",
    ),
    Capability("refunds and requests", "by hand", "The rules in words, as a canned response for agents.", _API),
    Capability("identity checks", "by hand", "The rules in words, as a canned response for agents.", _API),
    Capability("voice and style", "not", "Nothing of the kind; see the target agent-guidance.", _HELP),
)
