"""The words, units and limits of Zendesk Support, as data; what the renderer and the model of the tool both go by.

Sources: Zendesk's developer documentation (Support API; "Conditions reference"; "Schedules") and help centre, and the field
lists that a live account returned, as published in test data of the Salto adapter. See docs/targets/zendesk.notes.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

PRIORITIES: Final = ("urgent", "high", "normal", "low")
"""Highest first. There are no others, and a ticket without one gets no target of any SLA policy."""
FALLBACK_PRIORITY: Final = "normal"
"""What a ticket without a severity gets, since without a priority nothing would be promised to it."""

METRICS: Final[Mapping[str, str]] = {
    "first_response": "first_reply_time",
    "next_response": "next_reply_time",
    "update_every": "periodic_update_time",
    "resolve": "total_resolution_time",
}
"""Metric of a policy -> metric of an SLA policy, where nothing pauses it."""

CUSTOMER_STATUS: Final = "waiting-on-customer"
PENDING, ON_HOLD = "pending", "hold"
PAUSED_METRICS: Final[Mapping[tuple[str, frozenset[str]], str]] = {
    ("resolve", frozenset({PENDING})): "requester_wait_time",
    ("resolve", frozenset({PENDING, ON_HOLD})): "agent_work_time",
    ("update_every", frozenset({PENDING})): "pausable_update_time",
}
"""Metric of a policy and the states that pause it -> metric of an SLA policy that stands still in exactly these."""

STATE_OF: Final[Mapping[str, str]] = {
    "new": "new",
    "open": "open",
    CUSTOMER_STATUS: PENDING,
    "waiting-on-third-party": ON_HOLD,
    "on-hold": ON_HOLD,
    "solved": "solved",
    "closed": "closed",
}
"""Built-in status of a policy -> status of a ticket."""

VIA: Final[Mapping[str, tuple[str, ...]]] = {
    "web": ("0",),
    "web-form": ("0",),
    "email": ("4",),
    "api": ("5",),
    "chat": ("29",),
    "twitter": ("30",),
    "voicemail": ("33",),
    "phone": ("33", "34"),
    "facebook": ("38",),
    "widget": ("48",),
    "app": ("49",),
    "sms": ("57",),
    "whatsapp": ("74",),
}
"""Channel of a policy, by its usual name -> ids of the channel by which a ticket was created ("Via types")."""
NO_VIA: Final = "5"
"""The channel of a ticket that a program made (web service): where the policy's channel has no id of its own."""

WEEK_MINUTES: Final = 7 * 1440
GRID: Final = 15
"""Intervals of a schedule begin and end on a multiple of so many minutes."""
LEAST_SPAN: Final = 60
"""An interval of a schedule is at least so many minutes long."""
HOLIDAY_YEARS: Final = 2
"""Holidays must begin and end within so many years of today, to both sides."""

MOST_TRIGGERS: Final = 7000
MOST_AUTOMATIONS: Final = 500
MOST_BYTES: Final = 65_000
"""How large one business rule may be."""

NO_TEAM: Final = "none"
"""What a policy routes to where nobody gets the ticket: no group."""

PREFIX: Final = "policy"
FACT_TAGS: Final = f"{PREFIX}_fact_"
"""How the tags begin that an integration sets, and nobody else."""
TAG_WORD: Final = re.compile(r"[a-z0-9-]+")
LEGAL_TAG: Final = re.compile(r"[a-z0-9_/-]+")
"""Tags that are sure to be taken as they are: Zendesk lowers capitals and splits at spaces."""


def slug(text: str) -> str:
    """A name as part of a tag. Different names give different words: what is not plain gets a short hash."""
    if TAG_WORD.fullmatch(text):
        return text
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
    return f"{words}_{short_hash(text)}" if words else short_hash(text)


def short_hash(text: str) -> str:
    """Eight characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def decided_tag(attribute: str, value: str) -> str:
    """The tag that says what a stage decided, such as `policy_tier_enterprise`."""
    return f"{PREFIX}_{attribute}_{slug(value)}"


def done_tag(stage: str) -> str:
    """The tag that says that a stage has decided, so that no later trigger of it fires."""
    return f"{PREFIX}_done_{stage}"


def during_tag(calendar: str) -> str:
    """The tag of a ticket that was created during the hours of a calendar."""
    return f"{PREFIX}_during_{slug(calendar)}"


def option_tag(fact: str, value: str) -> str:
    """The tag of an option of a drop-down field. Options of all fields of an account share one name space."""
    return f"{slug(fact.replace('.', '-'))}_{slug(value)}"


def class_tag(column: str, label: str) -> str:
    """The tag by which an integration says in which class of values a fact lies, where triggers cannot test it."""
    return f"{PREFIX}_fact_{slug(column.replace('.', '-').replace(' ', '-'))}_{slug(label)}"


def priorities_of(levels: Sequence[str]) -> dict[str, str]:
    """Severity level -> priority, for at most four levels, the highest first.

    Order is kept; among the ways to do so, the one with the most levels that are priorities by name.
    """
    usual = {1: ("normal",), 2: ("high", "normal"), 3: ("high", "normal", "low")}.get(len(levels), PRIORITIES)
    ways = [usual, *combinations(PRIORITIES, len(levels))]
    best = max(ways, key=lambda way: sum(level == priority for level, priority in zip(levels, way, strict=False)))
    return dict(zip(levels, best, strict=False))
