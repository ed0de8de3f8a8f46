"""Instants as people say them: the wall time of the policy's zone with its weekday."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.hours_in_words import WEEKDAYS


class WallTimes(NamedTuple):
    """How instants are written beside each other: in one zone, with an offset only where it is not the usual one."""

    zone: ZoneInfo | dt.timezone
    name: str
    """The zone's name, such as Europe/Dublin."""
    usual: dt.timedelta
    """The offset that need not be said: that of the instant which the page is about."""

    def say(self, instant: dt.datetime) -> str:
        """`Fri 2026-06-05 14:30`; seconds and the offset only where they tell something."""
        local = instant.astimezone(self.zone)
        seconds = f":{local.second:02}" if local.second else ""
        ahead = _ahead(local)
        offset = "" if ahead == self.usual else f" {offset_text(ahead)}"
        return f"{WEEKDAYS[local.weekday()]} {local.date()} {local.hour:02}:{local.minute:02}{seconds}{offset}"

    def say_with_zone(self, instant: dt.datetime) -> str:
        """`Fri 2026-06-05 14:30 Europe/Dublin (UTC+01:00)`."""
        return f"{self._replace(usual=_ahead(instant.astimezone(self.zone))).say(instant)} {self._where(instant)}"

    def _where(self, instant: dt.datetime) -> str:
        offset = offset_text(_ahead(instant.astimezone(self.zone)))
        return "UTC" if self.name == "UTC" else f"{self.name} ({offset})"


def wall_times(compiled: Compiled, about: dt.datetime) -> WallTimes:
    """Wall times of the policy's zone (UTC where it names none), on a page about an instant."""
    from supportpolicy.clock.zones import load_zone

    if compiled.timezone is None:
        return WallTimes(dt.UTC, "UTC", dt.timedelta())
    zone = load_zone(compiled.timezone).info
    return WallTimes(zone, compiled.timezone, _ahead(about.astimezone(zone)))


def offset_text(ahead: dt.timedelta) -> str:
    """An offset from UTC: `UTC+01:00`, and `UTC` for none."""
    minutes = ahead.days * 1440 + ahead.seconds // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"


def _ahead(local: dt.datetime) -> dt.timedelta:
    ahead = local.utcoffset()
    assert ahead is not None, "an aware instant has an offset"
    return ahead
