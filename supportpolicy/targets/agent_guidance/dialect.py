"""Where guidance for AI agents goes: how long one item may be and how many there may be, by each maker's own pages.

Lengths are in characters. Where a maker names no length for one item, it is not here: a limit that nobody has published
cannot be kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from supportpolicy.targets.capabilities import Capability


class Vendor(NamedTuple):
    """One place that guidance can be put into."""

    title: str
    characters: int
    """Of one item, at most."""
    items: int | None
    """How many there may be; None where its maker names no number."""
    source: str


VENDORS: Mapping[str, Vendor] = {
    "intercom-fin": Vendor(
        "Guidance of Intercom's Fin", 2500, 250, "Intercom help, article 10210126 (Provide Fin AI Agent with guidance)"
    ),
    "copilot-studio": Vendor(
        "Instructions of an agent in Microsoft Copilot Studio",
        8000,
        None,
        "Microsoft Learn, Quotas and limits for Copilot Studio (Agent Builder instructions)",
    ),
    "zendesk-procedures": Vendor(
        "Procedures of custom agents in Zendesk", 10_000, 100, "Zendesk help, article 10724438136858 (custom agents)"
    ),
}
DEFAULT = "intercom-fin"
"""The shortest of them: what fits there fits everywhere."""
VENDOR, LONGEST = "vendor", "characters"
"""Keys of the configuration: one of VENDORS, or a length of one's own."""
LEAST_CHARACTERS = 400
"""A shorter limit would be spent on what an item says of itself."""

_ASK = "Words, in order; what must be exact is asked of the engine."

CAPABILITIES = (
    Capability("teams", "with a note", "Named where a rule hands over to them.", VENDORS[DEFAULT].source),
    Capability("opening hours", "with a note", "In words; whether it is open now is asked.", VENDORS[DEFAULT].source),
    Capability("public holidays", "not", "Dates are for the engine.", VENDORS[DEFAULT].source),
    Capability("short days", "not", "Dates are for the engine.", VENDORS[DEFAULT].source),
    Capability("tiers", "with a note", _ASK, VENDORS[DEFAULT].source),
    Capability("severities", "with a note", _ASK, VENDORS[DEFAULT].source),
    Capability(
        "languages", "whole", "Which are answered, in what, and the words for the others.", VENDORS[DEFAULT].source
    ),
    Capability("channels", "whole", "What each is for, and where others are sent.", VENDORS[DEFAULT].source),
    Capability(
        "emergencies",
        "with a note",
        "What counts as one, and what is said; telling people is for the desk.",
        VENDORS[DEFAULT].source,
    ),
    Capability("routing", "not", "An AI agent hands over; the helpdesk routes.", VENDORS[DEFAULT].source),
    Capability(
        "promises",
        "with a note",
        "In words, so that nothing else is promised; due times are asked.",
        VENDORS[DEFAULT].source,
    ),
    Capability("pauses", "not", "Clocks are for the engine.", VENDORS[DEFAULT].source),
    Capability("escalation", "not", "Told by the helpdesk, not by an AI agent.", VENDORS[DEFAULT].source),
    Capability("lifecycle", "not", "Reminding, solving and closing are done by the helpdesk.", VENDORS[DEFAULT].source),
    Capability("messages", "whole", "Every message, in each of its languages.", VENDORS[DEFAULT].source),
    Capability("refunds and requests", "with a note", f"Every rule once. {_ASK}", VENDORS[DEFAULT].source),
    Capability("identity checks", "with a note", f"Every rule once. {_ASK}", VENDORS[DEFAULT].source),
    Capability("voice and style", "whole", "Every piece of guidance once.", VENDORS[DEFAULT].source),
)
