"""What Zendesk takes of a policy, topic by topic."""

from __future__ import annotations

from typing import Final

from supportpolicy.targets.capabilities import Capability

_API = "Zendesk developer documentation"
_HELP = "Zendesk help centre"

CAPABILITIES: Final = (
    Capability("teams", "whole", "A group for each team. Who is in it is set in Zendesk.", f"{_API}: Groups"),
    Capability(
        "opening hours",
        "with a note",
        "A schedule: spans within one date, on quarters of an hour, at least one hour long, in zones that Rails has a name for. "
        "A union of hours over several zones becomes a week of one zone.",
        f"{_API}: Schedules",
    ),
    Capability(
        "public holidays",
        "with a note",
        "Whole days of a schedule, within two years of the day of the export.",
        f"{_API}: Schedules",
    ),
    Capability("short days", "not", "A holiday is a whole day. A short day counts in full.", f"{_API}: Schedules"),
    Capability("tiers", "whole", "Triggers that set a tag.", f"{_HELP}: Ticket trigger conditions and actions"),
    Capability(
        "severities",
        "with a note",
        "The four priorities, and a tag with the level's own name. More than four levels are joined.",
        f"{_HELP}: Ticket trigger conditions and actions",
    ),
    Capability(
        "languages",
        "whole",
        "The requester's locale as a condition; level and language of the answer as tags.",
        f"{_API}: Conditions reference",
    ),
    Capability(
        "channels",
        "whole",
        "The ids of the channels that Zendesk knows, else a tag; whether a channel serves the customer, as a tag.",
        f"{_API}: Via types",
    ),
    Capability(
        "emergencies",
        "with a note",
        "What counts as one, as a tag and priority. Nobody is paged: steps of less than an hour are left to a paging tool.",
        f"{_HELP}: About automations and how they work",
    ),
    Capability(
        "routing",
        "with a note",
        "Triggers that set the group, the first that fits only; when a ticket is made, and not when it changes. Tests that a "
        "trigger cannot make become tags that an integration sets.",
        f"{_HELP}: About triggers and how they work",
    ),
    Capability(
        "promises",
        "with a note",
        "SLA policies in whole minutes, on one schedule of the ticket or around the clock. Business days become hours.",
        f"{_API}: SLA Policies",
    ),
    Capability(
        "pauses",
        "with a note",
        "Pending, and pending with on-hold, for the time to solve; pending for updates. Replies are not paused.",
        f"{_HELP}: Defining SLA policies",
    ),
    Capability(
        "escalation",
        "not",
        "Automations run once an hour and see no replies; at most a group, status or tag after whole hours.",
        f"{_HELP}: About automations and how they work",
    ),
    Capability(
        "lifecycle",
        "with a note",
        "Automations for a status, group or tag whole hours after a ticket was made, set to pending or solved.",
        f"{_HELP}: About automations and how they work",
    ),
    Capability(
        "messages",
        "with a note",
        "A macro for each message and language; triggers say which by a tag.",
        f"{_API}: Macros",
    ),
    Capability(
        "refunds and requests",
        "by hand",
        "The rules in words, as a macro with an internal note for agents.",
        f"{_API}: Macros",
    ),
    Capability(
        "identity checks",
        "by hand",
        "The rules in words, as a macro with an internal note for agents.",
        f"{_API}: Macros",
    ),
    Capability("voice and style", "not", "Nothing of the kind; see the target agent-guidance.", _HELP),
)
