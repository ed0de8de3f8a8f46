"""PagerDuty's words and limits as data, from its REST API schema (api-schema, reference/REST, 2026-08-14) and its help pages."""

from __future__ import annotations

import re

from supportpolicy.targets.capabilities import Capability

NAME = "pagerduty"
TITLE = "PagerDuty"

POLICIES, SERVICES, ROUTER, PAUSES, EVENTS = (
    "escalation_policies.json",
    "services.json",
    "event_orchestration_router.json",
    "service_orchestrations.json",
    "events.json",
)
"""Bodies of POST /escalation_policies and /services, of PUT /event_orchestrations/ID/router and
/event_orchestrations/services/ID; and the contract with whoever sends events."""

MOST_TARGETS = 10
"""Of one escalation rule (schema EscalationRule, targets)."""
LAST_DELAY = 30
"""Minutes before an escalation policy would begin anew; it never does, with num_loops 0."""
START = "start"
"""The first set of rules; a router has no other (schema OrchestrationRouter, sets)."""
UNROUTED = "unrouted"
ACKNOWLEDGED = "acknowledged"
"""The event of the policy that PagerDuty knows itself: an acknowledged incident escalates no further."""

LADDER = "ladder"
"""The detail of an event that says which ladder it is about."""
MOST_BOXES = 500
"""Conditions of one ladder that are still read by people; more are left out as a whole."""

LEFT_OUT = ("promises", "pauses", "messages", "refunds and requests", "identity checks", "voice and style")
"""Topics that nothing is made of."""

EXPRESSION = re.compile(
    r"event\.custom_details\.(?P<name>[a-z0-9_]+) matches (?:regex '\^\((?P<any>[a-z0-9_|]+)\)\$'|'(?P<one>[a-z0-9_]+)')",
    re.ASCII,
)
"""The tests that are written, of those that PagerDuty's condition language (PCL) has; joined by ` and `."""

_SCHEMA = "REST API schema"
_NOT = "PagerDuty decides who is called, and nothing else."
CAPABILITIES = (
    Capability("teams", "by hand", "Schedules, by reference, for those whom a ladder tells.", f"{_SCHEMA}, Schedule"),
    Capability(
        "opening hours",
        "not",
        "Whoever is on call is in PagerDuty's schedules. Support hours only change how loud an incident is.",
        f"{_SCHEMA}, SupportHours",
    ),
    Capability("public holidays", "not", "Overrides in the schedules, by hand.", f"{_SCHEMA}, Schedule"),
    Capability("short days", "not", "Overrides in the schedules, by hand.", f"{_SCHEMA}, Schedule"),
    Capability(
        "tiers", "by hand", "A detail of the event, where a ladder asks for it.", f"{_SCHEMA}, OrchestrationRouter"
    ),
    Capability(
        "severities", "by hand", "A detail of the event, where a ladder asks for it.", f"{_SCHEMA}, OrchestrationRouter"
    ),
    Capability(
        "languages", "by hand", "A detail of the event, where a ladder asks for it.", f"{_SCHEMA}, OrchestrationRouter"
    ),
    Capability(
        "channels", "by hand", "A detail of the event, where a ladder asks for it.", f"{_SCHEMA}, OrchestrationRouter"
    ),
    Capability(
        "emergencies",
        "with a note",
        "A rule of the router to a service with an escalation policy; exceptions are taken out of its conditions.",
        f"{_SCHEMA}, OrchestrationRouter",
    ),
    Capability("routing", "not", _NOT, _SCHEMA),
    Capability("promises", "not", _NOT, _SCHEMA),
    Capability("pauses", "not", _NOT, _SCHEMA),
    Capability(
        "escalation",
        "with a note",
        "An escalation policy for each ladder, in whole minutes and at most 10 people a step; whoever acknowledges ends it. "
        "How people are reached is each person's own setting.",
        f"{_SCHEMA}, EscalationRule",
    ),
    Capability("lifecycle", "not", _NOT, _SCHEMA),
    Capability("messages", "not", _NOT, _SCHEMA),
    Capability("refunds and requests", "not", _NOT, _SCHEMA),
    Capability("identity checks", "not", _NOT, _SCHEMA),
    Capability("voice and style", "not", _NOT, _SCHEMA),
)


def slug(word: str) -> str:
    """A word of letters, digits and underscores that needs no quoting anywhere; `x` where nothing would be left."""
    return re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_") or "x"
