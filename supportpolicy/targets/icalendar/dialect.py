"""iCalendar (RFC 5545) as data: names, forms of dates and times, and what calendar programs take of a policy."""

from __future__ import annotations

import datetime as dt

from supportpolicy.clock.instants import from_epoch
from supportpolicy.targets.capabilities import Capability

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Weekdays of BYDAY, Monday first as in the policy."""
PRODUCT = "-//supportpolicy//opening hours//EN"
UTC = "Etc/UTC"
RFC = "RFC 5545"


def date_text(day: dt.date) -> str:
    """A DATE: 20261225."""
    return day.strftime("%Y%m%d") if day.year >= 1000 else f"{day.year:04}{day:%m%d}"


def local_text(day: dt.date, second: int) -> str:
    """A DATE-TIME on local walls: seconds of a local day; the end of a day is the beginning of the next."""
    days, within = divmod(second, 86_400)
    hours, rest = divmod(within, 3600)
    return f"{date_text(day + dt.timedelta(days))}T{hours:02}{rest // 60:02}{rest % 60:02}"


def utc_text(instant: int) -> str:
    """A DATE-TIME in UTC, of seconds since 1970."""
    at = from_epoch(instant)
    return f"{date_text(at.date())}T{at:%H%M%S}Z"


def offset_text(seconds: int) -> str:
    """A UTC-OFFSET: +0100, or with seconds where an old zone has them."""
    sign, size = "-" if seconds < 0 else "+", abs(seconds)
    hours, rest = divmod(size, 3600)
    return f"{sign}{hours:02}{rest // 60:02}" + (f"{rest % 60:02}" if rest % 60 else "")


_NOT = "A calendar program shows hours and decides nothing."

CAPABILITIES = (
    Capability("teams", "with a note", "One calendar for each team that has hours of its own.", f"{RFC}, 3.6.1"),
    Capability(
        "opening hours",
        "whole",
        "One calendar for each coverage, to the minute, with the time zones it uses; busy time is opening time.",
        f"{RFC}, 3.6.1, 3.6.5 and 3.8.5",
    ),
    Capability(
        "public holidays", "whole", "Days of their own that leave the time free, by date.", f"{RFC}, 3.6.1 and 3.8.2.7"
    ),
    Capability("short days", "whole", "The hours of that date, with how many people are wanted.", f"{RFC}, 3.8.5.1"),
    Capability("tiers", "not", _NOT, RFC),
    Capability("severities", "not", _NOT, RFC),
    Capability("languages", "not", "Only their hours are shown.", RFC),
    Capability("channels", "not", "Only their hours are shown.", RFC),
    Capability("emergencies", "not", _NOT, RFC),
    Capability("routing", "not", _NOT, RFC),
    Capability("promises", "not", _NOT, RFC),
    Capability("pauses", "not", _NOT, RFC),
    Capability("escalation", "not", _NOT, RFC),
    Capability("lifecycle", "not", _NOT, RFC),
    Capability("messages", "not", _NOT, RFC),
    Capability("refunds and requests", "not", _NOT, RFC),
    Capability("identity checks", "not", _NOT, RFC),
    Capability("voice and style", "not", _NOT, RFC),
)
