"""What a tool can take of a policy, as data: what `supportpolicy targets` prints and the pages of docs/targets show."""

from __future__ import annotations

from typing import Literal, NamedTuple

Carried = Literal["whole", "with a note", "by hand", "not"]
"""whole: the tool does exactly this. with a note: it does something near, and each difference is a reported loss.
by hand: a person sets it from the checklist. not: the tool has nothing of the kind."""

TOPICS = (
    "teams",
    "opening hours",
    "public holidays",
    "short days",
    "tiers",
    "severities",
    "languages",
    "channels",
    "emergencies",
    "routing",
    "promises",
    "pauses",
    "escalation",
    "lifecycle",
    "messages",
    "refunds and requests",
    "identity checks",
    "voice and style",
)
"""The rows of the table, in its order."""


class Capability(NamedTuple):
    """How a tool takes one topic."""

    topic: str
    """One of TOPICS."""
    carried: Carried
    how: str
    """As what, and with which limits: numbers and units of the tool."""
    source: str
    """Where the tool's maker says so: name of the page or schema."""
