"""Alertmanager's words and limits as data, as in its documentation of version 0.25."""

from __future__ import annotations

import re

from supportpolicy.targets.capabilities import Capability

NAME = "alertmanager"
TITLE = "Prometheus Alertmanager"
CONFIG, CONTRACT, CONTRACT_PAGE = "alertmanager.yml", "labels.json", "labels.md"

NOBODY = "nobody"
"""The receiver without any configuration: it is told, and nothing is sent."""

LABEL_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z", re.ASCII)
"""configuration.md, <labelname>."""
DURATION = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?\Z", re.ASCII)
"""configuration.md, <duration>."""
SECONDS = (31_536_000, 604_800, 86_400, 3600, 60, 1)
"""Of each unit of a duration: a year has 365 days and a day 24 hours."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Monday first, as in the policy. Alertmanager's own week begins on Sunday, so ranges of weekdays are never written."""
LAST_YEAR = 9999

GROUP_INTERVAL = "1m"
"""How soon a changed or a solved ticket is noticed."""
NEVER_AGAIN = "8760h"
"""The repeat interval of a step that comes once: a year, in which no ticket stays open."""

ONLY_ON_DUTY, URL_FILES = "only-on-duty", "url-files"
OPTIONS = (ONLY_ON_DUTY, URL_FILES)

LEFT_OUT = ("promises", "pauses", "messages", "refunds and requests", "identity checks", "voice and style")
"""Topics that nothing is made of."""

_ROUTE = "Configuration, <route>"
_INTERVAL = "Configuration, <time_interval>"
_NOT = "Alertmanager decides who is called, and nothing else."
CAPABILITIES = (
    Capability("teams", "with a note", "Receivers for those whom a ladder tells.", "Configuration, <receiver>"),
    Capability(
        "opening hours",
        "whole",
        "Time intervals with a location, to the minute, for everybody who may be called; routes use them only where the "
        "option only-on-duty asks for it.",
        _INTERVAL,
    ),
    Capability("public holidays", "whole", "By date, up to the end of the horizon.", _INTERVAL),
    Capability("short days", "whole", "By date, with the hours of that date.", _INTERVAL),
    Capability("tiers", "by hand", "A label on the alert, where a ladder asks for it.", "Configuration, <matcher>"),
    Capability(
        "severities", "by hand", "A label on the alert, where a ladder asks for it.", "Configuration, <matcher>"
    ),
    Capability("languages", "by hand", "A label on the alert, where a ladder asks for it.", "Configuration, <matcher>"),
    Capability("channels", "by hand", "A label on the alert, where a ladder asks for it.", "Configuration, <matcher>"),
    Capability("emergencies", "whole", "Routes: exceptions first, the first that matches decides.", _ROUTE),
    Capability("routing", "not", _NOT, _ROUTE),
    Capability("promises", "not", _NOT, _ROUTE),
    Capability("pauses", "not", _NOT, _ROUTE),
    Capability(
        "escalation",
        "with a note",
        "A route for each step: group_wait is its delay, repeat_interval its `every`. Delays run around the clock.",
        _ROUTE,
    ),
    Capability("lifecycle", "not", _NOT, _ROUTE),
    Capability("messages", "not", _NOT, _ROUTE),
    Capability("refunds and requests", "not", _NOT, _ROUTE),
    Capability("identity checks", "not", _NOT, _ROUTE),
    Capability("voice and style", "not", _NOT, _ROUTE),
)


def duration(seconds: int) -> str:
    """An amount of time as Alertmanager reads it: `1h30m`, and `0s` for none."""
    found = ""
    for unit, size in (("h", 3600), ("m", 60), ("s", 1)):
        number, seconds = divmod(seconds, size)
        found += f"{number}{unit}" if number else ""
    return found or "0s"


def seconds_of(text: str) -> int:
    """A duration in seconds. Raises ValueError for what Alertmanager refuses, and for parts of a second."""
    if text == "0":
        return 0
    found = DURATION.match(text)
    if not text or found is None or found[7] is not None:
        raise ValueError(f"'{text}' is not a duration")
    return sum(size * int(number) for size, number in zip(SECONDS, found.groups()[:6], strict=True) if number)


def quoted(value: str) -> str:
    """A value of a matcher in quotes; backslash, quote and line break are the only characters that are escaped."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
