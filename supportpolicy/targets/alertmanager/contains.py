"""Whether an instant lies in a time interval, as Alertmanager decides it.

Sources: configuration.md of 0.25, <time_interval_spec>: every field that is there must match, any element of it suffices,
times end just before `end_time`, weekdays, days, months and years include both ends, without a location it is UTC. And
timeinterval.go, daysInMonth, for what the page does not say: a month's days are its hours divided by 24, so that the last
day of a month in which clocks go forward has a number that is too high. A day counts here only where both readings agree.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.clock.zones import load_zone

_WEEK = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_TIME = re.compile(r"(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))\Z", re.ASCII)
_FIELDS = {"times", "weekdays", "days_of_month", "months", "years", "location"}

_DAY = 86_400

Range = tuple[int, int]
"""Both ends included."""


class Spec(NamedTuple):
    """One part of a time interval; a field that is None matches always."""

    times: tuple[Range, ...] | None
    """Minutes of a local day; here the end is not included."""
    weekdays: tuple[Range, ...] | None
    days: tuple[Range, ...] | None
    months: tuple[Range, ...] | None
    years: tuple[Range, ...] | None
    zone: dt.tzinfo

    def contains(self, instant: int) -> bool:
        """Whether an instant, in seconds since 1970, lies in it."""
        local = _local(instant, self.zone)
        return self.on(local) and (self.times is None or any(low <= local.minute < high for low, high in self.times))

    def on(self, local: _Local) -> bool:
        """Whether it holds at any time of a date, by all but the times."""
        return (
            _within(self.years, local.year)
            and _within(self.months, local.month)
            and _within(self.weekdays, local.weekday)
            and (self.days is None or all(self._day(local.day, length) for length in local.lengths))
        )

    def _day(self, day: int, length: int) -> bool:
        """Whether the day of the month is among those listed, in a month of this length."""
        for low, high in self.days or ():
            begin = low if low > 0 else length + low + 1
            end = min(high if high > 0 else length + high + 1, length)
            if begin <= length and begin <= day <= end:
                return True
        return False


class Interval:
    """A time interval: any of its parts. Which of them bear on a month is worked out once."""

    __slots__ = ("_by_month", "parts")

    def __init__(self, parts: Iterable[Spec]) -> None:
        self.parts = tuple(parts)
        self._by_month: dict[tuple[int, int], tuple[Spec, ...]] = {}

    def contains(self, instant: int) -> bool:
        """Whether an instant, in seconds since 1970, lies in it."""
        # A month of UTC touches three months elsewhere; what bears on none of them cannot hold.
        at = from_epoch(instant)
        return any(part.contains(instant) for part in self._near(at.year, at.month))

    def _near(self, year: int, month: int) -> tuple[Spec, ...]:
        """The parts that bear on a month or on one beside it."""
        found = self._by_month.get((year, month))
        if found is None:
            near = [divmod(year * 12 + month - 1 + shift, 12) for shift in (-1, 0, 1)]
            found = self._by_month[year, month] = tuple(
                part
                for part in self.parts
                if any(_within(part.years, one) and _within(part.months, place + 1) for one, place in near)
            )
        return found

    def pieces(self, low: int, high: int) -> list[tuple[int, int]]:
        """The intervals between two instants in which it holds; those that touch may be apart, or overlap."""
        found: list[tuple[int, int]] = []
        for zone in dict.fromkeys(part.zone for part in self.parts):
            day = from_epoch(low - _DAY).date()
            start = _midnight(day, zone)
            while start < high:
                parts = [part for part in self._near(day.year, day.month) if part.zone == zone]
                day += dt.timedelta(days=1)
                end = _midnight(day, zone)
                found += _in_day(parts, start, end)
                start = end
        clipped = ((max(start, low), min(end, high)) for start, end in found)
        return sorted((start, end) for start, end in clipped if start < end)


def _midnight(day: dt.date, zone: dt.tzinfo) -> int:
    return to_epoch(dt.datetime(day.year, day.month, day.day, tzinfo=zone))


def _in_day(parts: list[Spec], start: int, end: int) -> Iterator[tuple[int, int]]:
    """When parts of one zone hold in one of its days; where clocks change in it, each quarter of an hour is asked."""
    if end - start == _DAY:
        for part in parts:
            if part.on(_local(start, part.zone)):
                yield from ((start + 60 * low, start + 60 * high) for low, high in part.times or ((0, _DAY // 60),))
        return
    steps = sorted({minute % 15 for part in parts for span in part.times or () for minute in span} | {0})
    edges = [at for quarter in range(start, end, 900) for step in steps if (at := quarter + 60 * step) < end]
    for edge, following in pairwise([*edges, end]):
        if any(part.contains(edge) for part in parts):
            yield edge, following


class _Local(NamedTuple):
    """An instant on local walls."""

    year: int
    month: int
    day: int
    weekday: int
    """0 is Sunday."""
    minute: int
    lengths: tuple[int, int]
    """How many days the month has: by the calendar, and by its hours divided by 24."""


@lru_cache(maxsize=4096)
def _local(instant: int, zone: dt.tzinfo) -> _Local:
    local = from_epoch(instant).astimezone(zone)
    year, month = local.year, local.month
    start = dt.datetime(year, month, 1, tzinfo=zone)
    end = dt.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    lengths = monthrange(year, month)[1], (to_epoch(end) - to_epoch(start)) // 86_400
    return _Local(year, month, local.day, local.isoweekday() % 7, local.hour * 60 + local.minute, lengths)


def spec_of(plain: Mapping[str, Any]) -> Spec:
    """One part as it is written. Raises ValueError for what Alertmanager refuses."""
    if not isinstance(plain, Mapping) or not set(plain) <= _FIELDS:
        raise ValueError("a time interval has a field that there is not")
    return Spec(
        _each(plain, "times", _times),
        _each(plain, "weekdays", lambda text: _range(text, _WEEK, 0, 0, 6)),
        _each(plain, "days_of_month", _days),
        _each(plain, "months", lambda text: _range(text, _MONTHS, 1, 1, 12)),
        _each(plain, "years", lambda text: _range(text, (), 0, 0, 10**9)),
        _zone(plain.get("location", "UTC")),
    )


def _each(plain: Mapping[str, Any], field: str, read: Any) -> tuple[Range, ...] | None:
    if field not in plain:
        return None
    return tuple(read(one) for one in plain[field])


def _times(plain: Mapping[str, str]) -> Range:
    start, end = (_minute(plain.get(name, "")) for name in ("start_time", "end_time"))
    if start >= end:
        raise ValueError(f"the time range {plain} ends before it begins")
    return start, end


def _minute(text: str) -> int:
    found = _TIME.match(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"'{text}' is not a time")
    return 60 * int(found[1] or found[3]) + int(found[2] or found[4])


def _range(text: str, names: tuple[str, ...], first: int, least: int, most: int) -> Range:
    """`low:high` or a single element, by name or number."""
    ends = str(text).lower().split(":")
    found = [names.index(end) + first if end in names else _number(end, text) for end in ends]
    low, high = found[0], found[-1]
    if len(ends) > 2 or low > high or not least <= low <= high <= most:
        raise ValueError(f"'{text}' is not a range of a time interval")
    return low, high


def _days(text: str) -> Range:
    found = [_number(end, text) for end in str(text).split(":")]
    low, high = found[0], found[-1]
    bad = len(found) > 2 or 0 in found or max(map(abs, found)) > 31 or (low < 0 < high)
    if bad or (low % 29 if low < 0 else low) > (high % 29 if high < 0 else high):
        raise ValueError(f"'{text}' is not a range of days")
    return low, high


def _number(end: str, text: str) -> int:
    try:
        return int(end)
    except ValueError:
        raise ValueError(f"'{text}' is not a range of a time interval") from None


def _zone(name: str) -> dt.tzinfo:
    try:
        return load_zone("Etc/UTC" if name == "UTC" else name).info
    except Exception as unknown:
        raise ValueError(f"there is no location '{name}'") from unknown


def _within(ranges: tuple[Range, ...] | None, number: int) -> bool:
    if ranges is None:
        return True
    # Asked most of all; a generator would take three times as long.
    for low, high in ranges:  # noqa: SIM110
        if low <= number <= high:
            return True
    return False
