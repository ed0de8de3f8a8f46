"""Intercom as data: its API of office hours, and what of a policy it takes through it.

Source of everything here: Intercom's own description of its API, version 2.16 (github.com/intercom/Intercom-OpenAPI,
`descriptions/2.16/api.intercom.io.yaml`), and where `help` is said, Intercom's help pages.
"""

from __future__ import annotations

from supportpolicy.targets.capabilities import Capability
from supportpolicy.targets.lowerings.using import PEOPLE, TABLES

VERSION = "2.16"
"""Of the API; goes into the header `Intercom-Version`."""
SCHEDULES = "/office_hours_schedules"
EXCEPTIONS = "/office_hours_exceptions"
"""Below one schedule."""
GRID = 15
"""Minutes: intervals begin and end on such a boundary."""
DAY, WEEK = 1440, 10_080
"""Minutes. A week begins on Monday at 0:00, as in the policy; a day of an exception at its own midnight."""
CLOSED, CUSTOM = "closed", "custom_hours"
METRICS = ("first_response", "next_response", "resolve")
"""What its service levels measure: first reply, next reply, and the end of a conversation."""
HOURS_OF = (*TABLES, "channel", PEOPLE)
"""The tables, and the people, whose hours become office hours."""

_API = f"Intercom API {VERSION}"
_HAND = "Not in the API: the checklist has every value to type."

CAPABILITIES = (
    Capability("teams", "by hand", f"{_HAND} Teams can be read only.", _API),
    Capability(
        "opening hours",
        "with a note",
        "Office hours: a week in one zone, in steps of 15 minutes. Hours by customer are a schedule for each case.",
        f"{_API}, create_office_hours_schedule_request",
    ),
    Capability(
        "public holidays",
        "whole",
        "An exception for each date; none comes again by itself, because dates are exact.",
        f"{_API}, create_office_hours_exception_request",
    ),
    Capability(
        "short days", "whole", "An exception with hours of its own.", f"{_API}, create_office_hours_exception_request"
    ),
    Capability("tiers", "by hand", _HAND, _API),
    Capability("severities", "by hand", _HAND, _API),
    Capability("languages", "by hand", "As tests of the routing, on the checklist.", _API),
    Capability("channels", "by hand", "As tests of the routing, on the checklist.", _API),
    Capability("emergencies", "by hand", _HAND, _API),
    Capability(
        "routing", "by hand", "A workflow with a branch for each rule, in order. Workflows can only be read.", _API
    ),
    Capability(
        "promises",
        "by hand",
        "First reply, next reply and solving, each on office hours; a day there is 24 office hours.",
        f"{_API} (SLAs can only be read) and Intercom's help",
    ),
    Capability("pauses", "not", "What stops a clock is not in the API.", _API),
    Capability("escalation", "by hand", _HAND, _API),
    Capability("lifecycle", "by hand", _HAND, _API),
    Capability("messages", "by hand", "Macros, one for each language. Macros can only be read.", _API),
    Capability("refunds and requests", "not", "See the target agent-guidance.", _API),
    Capability("identity checks", "not", "See the target agent-guidance.", _API),
    Capability("voice and style", "not", "See the target agent-guidance.", _API),
)
NOTHING_FOR = tuple(one.topic for one in CAPABILITIES if one.carried == "not")
