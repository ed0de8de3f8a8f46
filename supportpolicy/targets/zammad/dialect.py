"""The words, units and limits of Zammad, as data; what the renderer and the model of the tool both go by.

Sources: Zammad's documentation for administrators and for its API, and where these are silent its published source (lib/selector,
app/models/sla.rb, trigger.rb, calendar.rb, ticket.rb; AGPL, facts only). See docs/targets/zammad.notes.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from supportpolicy.targets.desks.asking import Desk
from supportpolicy.targets.desks.tags import PREFIX, short_hash

METRICS: Final[Mapping[str, str]] = {
    "first_response": "first_response_time",
    "next_response": "response_time",
    "update_every": "update_time",
    "resolve": "solution_time",
}
"""Metric of a policy -> time of an SLA, in minutes."""

CUSTOMER_STATUS: Final = "waiting-on-customer"
"""The status of a policy that is a pending state, in which no SLA counts."""

ARTICLE_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("email",),
    "phone": ("phone",),
    "web": ("web",),
    "chat": ("chat",),
    "sms": ("sms",),
    "fax": ("fax",),
    "twitter": ("twitter status", "twitter direct-message"),
    "facebook": ("facebook feed post", "facebook feed comment"),
    "telegram": ("telegram personal-message",),
    "whatsapp": ("whatsapp message",),
}
"""Channel of a policy, by its usual name -> types of the first article of a ticket."""
DESK: Final = Desk(ARTICLE_TYPES, "note", hours=True)

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST_MINUTE: Final = 1439
"""23:59, the end of a span that lasts until midnight."""
NOTE_LENGTH: Final = 250
"""Characters of the note of a trigger."""
SEVERITY_ATTRIBUTE: Final = f"{PREFIX}_severity"
OBJECT_OF: Final[Mapping[str, tuple[str, str]]] = {
    "ticket": ("Ticket", "ticket"),
    "customer": ("Organization", "organization"),
    "requester": ("User", "customer"),
}
"""Where a fact lives -> object that has the attribute, and what conditions call it."""
_NAME: Final = re.compile(r"[a-z0-9_]+")


def attribute_name(fact: str) -> str:
    """The name of the attribute for a fact: small letters, digits and underscores, and not like that of a reference."""
    key = re.sub(r"^(customer|requester)\.", "", fact)
    plain = re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_")
    name = f"{PREFIX}_{plain}" if _NAME.fullmatch(key) else f"{PREFIX}_{plain}_{short_hash(key)[:4]}"
    return f"{name}_value" if name.endswith(("_id", "_ids")) or name == SEVERITY_ATTRIBUTE else name


def priority_name(level: str, levels: tuple[str, ...]) -> str:
    """The name of the priority for a severity: the lowest is number 1, as in Zammad's own."""
    return f"{len(levels) - levels.index(level)} {level}"
