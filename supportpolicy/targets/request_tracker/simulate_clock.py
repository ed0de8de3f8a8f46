"""Due times as RT::SLA 5.0.3 and Business::Hours 0.13 work them out, written from their documentation and behaviour.

Business::Hours lists the business seconds from a start on and takes the one with the wanted number. Its days are those of the
week, each one span less its breaks, on local dates; a holiday takes the 86,401 seconds from its local midnight on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from supportpolicy.clock import UnknownZone
from supportpolicy.clock.zones import load_zone

_DAY = 86_400
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TIME = re.compile(r"(\d+)\D(\d+)", re.ASCII)
_HOLIDAY = re.compile(r"(?:(\d{4})\D)?(\d\d)\D(\d\d)", re.ASCII)
_LOOKS_AHEAD = 29
"""Days: the thirtieth is never looked at."""
_BUILT_IN = {str(day): {"Start": "9:00", "End": "18:00"} for day in range(1, 6)}
"""What Business::Hours takes where a level names no hours that there are: Monday to Friday, 9 to 18."""

Run = tuple[int, int]
"""Business seconds from the first to the last, both included."""


class BusinessHours:
    """One entry of ServiceBusinessHours in one time zone. Weeks are kept once they are worked out."""

    def __init__(self, hours: Mapping[str, Any] | None, zone: str) -> None:
        entry = _BUILT_IN if hours is None else hours
        self.zone: dt.tzinfo = _zone(zone)
        self.days = {place: day for place in range(7) if (day := _day(entry.get(str(place)))) is not None}
        self.holidays = [match.groups() for one in entry.get("holidays") or () if (match := _HOLIDAY.fullmatch(one))]
        self._weeks: dict[dt.date, tuple[int, list[Run]]] = {}

    def add_seconds(self, start: int, number: int) -> int:
        """The business second with this number from a start on, counted from 0; -1 where it lies too far away."""
        last = start + _LOOKS_AHEAD * _DAY
        for first, end in self._from(start, last):
            size = min(end, last) - max(first, start) + 1
            if number < size:
                return max(first, start) + number
            number -= size
        return -1

    def first_after(self, start: int) -> int:
        """The first business second from a start on; -1 where it lies too far away."""
        return self.add_seconds(start, 0)

    def _from(self, start: int, last: int) -> Iterator[Run]:
        local = dt.datetime.fromtimestamp(start, self.zone).date()
        sunday = local - dt.timedelta(days=local.isoweekday() % 7)
        while True:
            begins, runs = self._week(sunday)
            if begins > last:
                return
            for run in runs:
                if run[1] >= start and run[0] <= last:
                    yield run
            sunday += dt.timedelta(days=7)

    def _week(self, sunday: dt.date) -> tuple[int, list[Run]]:
        """When a week begins, and its business seconds."""
        found = self._weeks.get(sunday)
        if found is None:
            runs = []
            for place, (span, breaks) in self.days.items():
                date = sunday + dt.timedelta(days=place)
                day = [self._run(date, span)]
                for one in breaks:
                    day = _less(day, self._run(date, one))
                runs += day
            for year, month, date_ in self.holidays:
                for each in {int(year)} if year else {sunday.year, (sunday + dt.timedelta(days=7)).year}:
                    midnight = self._instant(dt.date(each, int(month), int(date_)), 0)
                    runs = _less(runs, (midnight, midnight + _DAY))
            found = self._weeks[sunday] = self._instant(sunday, 0), runs
        return found

    def _run(self, date: dt.date, span: Run) -> Run:
        return self._instant(date, span[0]), self._instant(date, span[1]) - 1

    def _instant(self, date: dt.date, minute: int) -> int:
        """The instant of a local time, as timelocal gives it: of a time that comes twice the first; a time that the clocks
        jump over is reckoned by the offset before the jump."""
        days, minute = divmod(minute, 1440)
        midnight = dt.datetime.combine(date + dt.timedelta(days=days), dt.time(), tzinfo=self.zone)
        wall = midnight.replace(hour=minute // 60, minute=minute % 60, fold=0)
        since = wall.astimezone(dt.UTC) - _EPOCH
        return since.days * _DAY + since.seconds


class Levels:
    """The options ServiceBusinessHours and ServiceAgreements."""

    def __init__(self, hours: Mapping[str, Any], agreements: Mapping[str, Any], site_zone: str) -> None:
        self.hours = hours
        self.levels: Mapping[str, Any] = agreements.get("Levels") or {}
        self.queues: Mapping[str, Any] = agreements.get("QueueDefault") or {}
        self.site_zone = site_zone
        self._made: dict[tuple[str, str], BusinessHours] = {}

    def due(self, level: str | None, kind: str, start: int, queue: str) -> int | None:
        """RT::SLA->Due: None where the level counts nothing of the kind, is not known, or the due time lies too far away."""
        agreed = self.levels.get(level or "")
        wanted = agreed.get(kind) if agreed is not None else None
        if wanted is None or agreed is None:
            return None
        minutes = {"BusinessMinutes": wanted} if isinstance(wanted, (int, str)) else wanted
        of_queue = self.queues.get(queue)
        zone = (of_queue.get("Timezone") if isinstance(of_queue, dict) else None) or agreed.get("Timezone")
        at: float = start
        business, real = minutes.get("BusinessMinutes"), minutes.get("RealMinutes")
        if business is not None:
            counting = self._business(agreed.get("BusinessHours") or "Default", zone or self.site_zone)
            # Perl cuts the number of an element of a list down to a whole one.
            seconds = int(60 * float(business))
            at = counting.add_seconds(start, seconds) if float(business) else counting.first_after(start)
        if real is not None:
            at += 60 * float(real)
        return int(at) if at > 0 else None

    def _business(self, name: str, zone: str) -> BusinessHours:
        made = self._made.get((name, zone))
        if made is None:
            made = self._made[name, zone] = BusinessHours(self.hours.get(name), zone)
        return made


def _zone(name: str) -> dt.tzinfo:
    """A zone that the system does not know is UTC, and nobody is told."""
    try:
        return load_zone(name).info
    except UnknownZone:
        return ZoneInfo("UTC")


def _day(entry: Any) -> tuple[Run, list[Run]] | None:
    """The span of a day and its breaks, in minutes; None where the day is closed or cannot be read."""
    span = _span(entry)
    if span is None:
        return None
    return span, [found for one in entry.get("Breaks") or () if (found := _span(one)) is not None]


def _span(entry: Any) -> Run | None:
    if not isinstance(entry, dict):
        return None
    start, end = (_TIME.fullmatch(str(entry.get(key) or "")) for key in ("Start", "End"))
    if start is None or end is None:
        return None
    opens, closes = (60 * int(one[1]) + int(one[2]) for one in (start, end))
    return opens, closes + 1440 if closes <= opens else closes


def _less(runs: Sequence[Run], taken: Run) -> list[Run]:
    found: list[Run] = []
    for first, last in runs:
        if taken[1] < first or taken[0] > last:
            found.append((first, last))
            continue
        if first < taken[0]:
            found.append((first, taken[0] - 1))
        if last > taken[1]:
            found.append((taken[1] + 1, last))
    return found
