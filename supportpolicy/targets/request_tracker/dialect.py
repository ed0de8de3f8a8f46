"""Request Tracker's words, units and limits, as data. Sources are named in docs/targets/request-tracker.md."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Final

from supportpolicy.targets.capabilities import Capability

NAME: Final = "request-tracker"
POLICY_FILE: Final = "conf.d/60-policy.pm"
SORTING_FILE: Final = "conf.d/61-policy-sorting.pm"
INITIAL_DATA: Final = "initialdata.json"

INTAKE: Final = "Support intake"
"""The queue in which tickets arrive, where the configuration names no other."""
OPTIONS: Final = ("intake",)

METRICS: Final = {
    "first_response": "Response",
    "next_response": "Response",
    "update_every": "KeepInLoop",
    "resolve": "Resolve",
}
"""Metric -> the key of a service level that counts it. `Response` runs anew from every message of a customer that waits."""

FARTHEST: Final = 29 * 86_400
"""Seconds of elapsed time that Business::Hours 0.13 looks ahead; a business second further away is never found."""
LEVEL_NAME: Final = 64
"""Characters of the column SLA of the table Tickets (etc/schema.Pg)."""
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HIGHEST_PRIORITY: Final = 100
STALLED: Final = "stalled"
"""The status of RT's default lifecycle in which a ticket waits for its requestor."""

BY_SECONDS: Final = "86,401 seconds"
"""What lowering says of the cover of a holiday that RT takes by seconds and not by the date."""

KNOWN_ABSENT: Final = "(known to be absent)"
"""What a custom field says of a fact that has a default and is known not to be there."""


def fact_field(fact: str) -> str:
    """The custom field of a fact."""
    return f"fact: {fact}"


def question_field(column: str) -> str:
    """The custom field of a question that an integration answers with yes or no."""
    return f"question: {column}"


def answer_field(attribute: str) -> str:
    """The custom field of what the policy decided."""
    return f"policy: {attribute}"


TAGS_FIELD: Final = answer_field("tags")


def queue_names(pairs: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str | None], str]:
    """Names of queues for teams and their queues. RT compares names without case and takes whole numbers for ids."""
    taken: set[str] = set()
    found: dict[tuple[str, str | None], str] = {}
    for team, queue in pairs:
        found[team, queue] = _free(team if queue is None else f"{team} / {queue}", taken)
        taken.add(found[team, queue].casefold())
    return found


def group_names(teams: Iterable[str]) -> dict[str, str]:
    """Names of groups for teams, by the same rules."""
    return {team: name for (team, _), name in queue_names((team, None) for team in teams).items()}


def intake_name(wanted: str, queues: Iterable[str]) -> str:
    """The name of the queue in which tickets arrive: no team's own."""
    return _free(wanted, {name.casefold() for name in queues})


def _free(wanted: str, taken: Container[str]) -> str:
    wanted = f"team {wanted}" if wanted.isdigit() else wanted
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} ({number})", number + 1
    return name


def priorities(levels: tuple[str, ...]) -> dict[str, int]:
    """Severity -> RT's priority, spread evenly from 100 for the highest to 0 for the lowest."""
    steps = max(len(levels) - 1, 1)
    return {level: HIGHEST_PRIORITY * (steps - rank) // steps for rank, level in enumerate(levels)}


_SLA_DOCS: Final = "RT_Config, section Service Agreements"
_RUN: Final = "read in RT::SLA 5.0.3 and Business::Hours 0.13, and compared with a running server"

CAPABILITIES: Final = (
    Capability(
        "teams",
        "whole",
        "A queue and a group for each team, and a queue for each queue of a team.",
        "RT_Config; initialdata",
    ),
    Capability(
        "opening hours",
        "with a note",
        "ServiceBusinessHours: one span a day with breaks, to the minute; a time zone for each service level. "
        "Hours put together from several time zones become a week in one.",
        _SLA_DOCS,
    ),
    Capability(
        "public holidays",
        "with a note",
        "Whole local days by date. Where hours go through midnight, the day after a holiday opens one second late.",
        _RUN,
    ),
    Capability("short days", "with a note", "As usual days: a date is open as its weekday is, or closed.", _SLA_DOCS),
    Capability(
        "tiers", "whole", "A table in the configuration, read by a scrip when a ticket is created.", "RT::Scrip"
    ),
    Capability("severities", "whole", "Likewise; sets a custom field and the priority from 0 to 100.", "RT::Scrip"),
    Capability("languages", "whole", "Likewise; the language to reply in is a custom field.", "RT::Scrip"),
    Capability(
        "channels", "whole", "Likewise; an integration fills in the channel by which a ticket came.", "RT::Scrip"
    ),
    Capability("emergencies", "with a note", "Recognised when a ticket is created; nobody is called.", "RT::Scrip"),
    Capability(
        "routing",
        "with a note",
        "Likewise; the scrip moves the ticket into the queue. Later changes re-sort nothing.",
        "RT::Scrip",
    ),
    Capability(
        "promises",
        "with a note",
        "Service levels with Response, Resolve and KeepInLoop, to the minute, in hours or day and night, one calendar each. "
        "Open time must run out within 29 days.",
        _RUN,
    ),
    Capability(
        "pauses", "not", "A level can be ignored while a ticket is stalled, and that moves no other promise.", _SLA_DOCS
    ),
    Capability("escalation", "not", "rt-crontool can act on due dates, but counts no ladder.", "rt-crontool"),
    Capability("lifecycle", "by hand", "Lifecycles and rt-crontool.", "RT_Config, section Lifecycles"),
    Capability("messages", "by hand", "Templates and articles.", "RT::Template"),
    Capability("refunds and requests", "not", "Nothing of the kind.", ""),
    Capability("identity checks", "not", "Nothing of the kind.", ""),
    Capability("voice and style", "not", "Nothing of the kind.", ""),
)
