"""The words, units and limits of Freshdesk, as data; what the renderer and the model of the tool both go by.

Sources: Freshdesk's help centre and API reference (v2), and where these are silent public programs that use the API.
See docs/targets/freshdesk.notes.md, which says what is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from supportpolicy.targets.desks.asking import Desk
from supportpolicy.targets.desks.tags import PREFIX, short_hash

PRIORITIES: Final = ("urgent", "high", "medium", "low")
"""Highest first. In the API they are numbers, and the lowest is 1."""
NUMBER_OF: Final[Mapping[str, int]] = {"low": 1, "medium": 2, "high": 3, "urgent": 4}
DEFAULT_PRIORITY: Final = 1

METRICS: Final[Mapping[str, str]] = {
    "first_response": "respond_within",
    "next_response": "next_respond_within",
    "resolve": "resolve_within",
}
"""Metric of a policy -> time of an SLA policy, in seconds."""
FILLER_MINUTES: Final = 90 * 1440
"""What stands for a time to resolve that nobody promised, since an SLA policy must have one."""

SOURCES: Final[Mapping[str, tuple[str, ...]]] = {"email": ("1",), "phone": ("3",), "chat": ("7",), "widget": ("9",)}
"""Channel of a policy, by its usual name -> number of the source of a ticket. 2 is the portal, and whatever a program makes."""
DESK: Final = Desk(SOURCES, "2", hours=False, tags=False)

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RESOURCE_OF: Final[Mapping[str, str]] = {"ticket": "ticket", "customer": "company", "requester": "contact"}
"""Where a fact lives -> resource of a condition."""
STAGE_FIELD: Final = f"cf_{PREFIX}_stage"
"""The field that says which stage was done last."""
SEVERITY_FIELD: Final = f"cf_{PREFIX}_severity"
TEAM_FIELD: Final = f"cf_{PREFIX}_team"
DAY_AND_NIGHT: Final = "day and night"
"""The business hours that never end."""
_PLAIN: Final = re.compile(r"[a-z0-9_]+")


def decided_field(attribute: str) -> str:
    """The field of what a stage decided."""
    return f"cf_{PREFIX}_{_key(attribute)}"


def fact_field(fact: str) -> str:
    """The field of a fact: Freshdesk makes its name of the label, with `cf_` in front."""
    name = f"cf_{_key(re.sub(r'^(customer|requester)[.]', '', fact))}"
    return f"{name}_fact" if name.startswith(f"cf_{PREFIX}_") else name


def class_field(name: str) -> str:
    """The field in which an integration says the class of a fact, where rules cannot test it."""
    return f"cf_{PREFIX}_fact_{_key(name)}"


def _key(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:30]
    return f"{plain}_{short_hash(text)[:4]}"


def label_of(field: str) -> str:
    """The label by which Freshdesk makes a field of this name."""
    return field.removeprefix("cf_").replace("_", " ")
