"""Days and hours as people write them: `mon-fri`, `09:00-17:30`, `2026-12-24..2026-12-26`, `12-24`."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from supportpolicy.diagnostics import Span, closest
from supportpolicy.language.malformed import Malformed

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60

TIME_PATTERN = r"^([01]?\d|2[0-4]):[0-5]\d$"
SPAN_PATTERN = r"^([01]?\d|2[0-4]):[0-5]\d ?- ?([01]?\d|2[0-4]):[0-5]\d$"
DAYS_PATTERN = r"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?(, ?(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?)*$"
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
DATES_PATTERN = r"^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?$"
YEARLY_PATTERN = r"^\d{2}-\d{2}$"
WEEK_SPAN_PATTERN = r"^(mon|tue|wed|thu|fri|sat|sun) \d{1,2}:\d{2}( [A-Za-z_/+-]+[0-9]*)? - (mon|tue|wed|thu|fri|sat|sun) \d{1,2}:\d{2}( [A-Za-z_/+-]+[0-9]*)?$"

_TIME = re.compile(r"(\d{1,2}):(\d{2})\Z", re.ASCII)
_LOOSE_TIME = re.compile(r"(\d{1,2})(?:[:.h]?([0-5]\d))?\s*(am|pm|a\.m\.|p\.m\.|h|uhr)?\Z", re.IGNORECASE | re.ASCII)
_WEEK_END = re.compile(r"(?P<day>[A-Za-z]+) (?P<time>\d{1,2}:\d{2})(?: (?P<zone>[A-Za-z][\w/+-]*))?\Z", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


class DaySpan(NamedTuple):
    """Open minutes of a local day, half-open; `end` past 1440 means the next day."""

    start: int
    end: int
    text: str
    span: Span


class WeekEnd(NamedTuple):
    """One end of a span over days: weekday (0 is Monday), minute of the local day, zone (None: the coverage's)."""

    weekday: int
    minute: int
    zone: str | None


class WeekSpan(NamedTuple):
    """`sun 14:00 America/Los_Angeles - fri 17:00 America/Los_Angeles`: open without a break from one end to the other."""

    start: WeekEnd
    end: WeekEnd
    text: str
    span: Span


class Dates(NamedTuple):
    """Dates from first to last, both included."""

    first: dt.date
    last: dt.date
    text: str
    span: Span


def parse_time(text: str, *, may_be_24: bool = False) -> int:
    """Minutes since midnight of `09:00`; `24:00` only where a day may end. Raises Malformed."""
    match = _TIME.match(text)
    if not match:
        raise Malformed(f"'{text}' is not a time of day", _time_help(text))
    minutes = int(match[1]) * 60 + int(match[2])
    if int(match[2]) > 59 or minutes > DAY_MINUTES:
        raise Malformed(f"there is no {text} in a day", "times run from 00:00 to 24:00")
    if minutes == DAY_MINUTES and not may_be_24:
        raise Malformed("24:00 is the end of a day, not a beginning", "write 00:00 for the start of the day")
    return minutes


def parse_span(text: str, span: Span) -> DaySpan:
    """`09:00-17:30`; `22:00-06:00` passes midnight; `00:00-24:00` is the whole day. Raises Malformed."""
    parts = text.split("-")
    if len(parts) != 2:
        raise Malformed(f"'{text}' is not a span of hours", _span_help(text))
    first, last = parts[0].strip(), parts[1].strip()
    if not _TIME.match(first) or not _TIME.match(last):
        raise Malformed(f"'{text}' is not a span of hours", _span_help(text))
    start = parse_time(first)
    end = parse_time(last, may_be_24=True)
    if start == end:
        raise Malformed(f"'{text}' is no time at all", "write 00:00-24:00 for the whole day, or leave the day out")
    return DaySpan(start, end if end > start else end + DAY_MINUTES, text, span)


def parse_days(text: str) -> tuple[int, ...]:
    """Weekdays (0 is Monday) of `mon`, `mon-fri`, `sat-mon` or `mon, wed`. Raises Malformed."""
    days: list[int] = []
    for part in text.split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or not all(ends):
            raise Malformed(f"'{text}' names no days", "write mon-fri, or mon, wed, fri")
        first, last = _weekday(ends[0], text), _weekday(ends[-1], text)
        count = (last - first) % 7 + 1
        days.extend((first + step) % 7 for step in range(count))
    if len(set(days)) != len(days):
        raise Malformed(f"'{text}' names a day twice", "name each day once")
    return tuple(days)


def parse_week_span(text: str, span: Span) -> WeekSpan:
    """`sun 14:00 America/Los_Angeles - fri 17:00 America/Los_Angeles`. Raises Malformed."""
    general = "write day, time and perhaps a time zone on both sides: sun 14:00 - fri 17:00"
    ends = text.split(" - ")
    if len(ends) != 2:
        if _whole_days(text):
            raise Malformed(
                f"'{text}' is not a span over days", "XX"
            )
        raise Malformed(f"'{text}' is not a span over days", general)
    start, end = (_week_end(part.strip(), general) for part in ends)
    if start == end:
        raise Malformed(f"'{text}' is no time at all", "the built-in coverage 'always' is open day and night")
    return WeekSpan(start, end, text, span)


def parse_dates(text: str, span: Span) -> Dates:
    """`2026-12-24` or `2026-12-24..2026-12-26`, both days included. Raises Malformed."""
    ends = text.split("..")
    if len(ends) > 2:
        raise Malformed(f"'{text}' is not a range of dates", "write 2026-12-24..2026-12-26")
    first, last = parse_date(ends[0]), parse_date(ends[-1])
    if last < first:
        raise Malformed(f"'{text}' ends before it begins", "write the earlier date first")
    return Dates(first, last, text, span)


def parse_date(text: str) -> dt.date:
    """`2026-12-24`. Raises Malformed."""
    if _ISO_DATE.match(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Malformed(f"there is no day {text}", "write a date that exists, as year-month-day") from None
    raise Malformed(f"'{text}' is not a date", _date_help(text))


def parse_yearly(text: str) -> tuple[int, int]:
    """Month and day of `12-24`. Raises Malformed."""
    if re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
        month, day = int(text[:2]), int(text[3:])
        try:
            dt.date(2024, month, day)  # a leap year, so that 02-29 is a day
        except ValueError:
            raise Malformed(f"there is no day {text} in any year", "write month-day, for example 12-24") from None
        return month, day
    raise Malformed(f"'{text}' is not a day of the year", "write month-day, for example 12-24")


def _weekday(word: str, whole: str) -> int:
    if word in WEEKDAYS:
        return WEEKDAYS.index(word)
    start = whole.find(word)
    short = word.lower()[:3]
    if short in WEEKDAYS:
        raise Malformed(
            f"days are written in three small letters, and this is '{word}'", f"write {short}", start, len(word)
        )
    if word.lower() in ("weekday", "weekdays", "workdays"):
        raise Malformed(f"'{word}' is not a day", "write mon-fri", start, len(word))
    if word.lower() in ("weekend", "weekends"):
        raise Malformed(f"'{word}' is not a day", "write sat-sun", start, len(word))
    near = closest(word, WEEKDAYS)
    advice = f"did you mean '{near}'?" if near else "the days are mon, tue, wed, thu, fri, sat, sun"
    raise Malformed(f"'{word}' is not a day", advice, start, len(word))


def _week_end(text: str, general: str) -> WeekEnd:
    match = _WEEK_END.match(text)
    if not match:
        raise Malformed(f"'{text}' is not a day with a time", general)
    return WeekEnd(_weekday(match["day"], text), parse_time(match["time"], may_be_24=True), match["zone"])


def _whole_days(text: str) -> bool:
    return bool(re.match(r"(?i)(mon|tue|wed|thu|fri|sat|sun|daily|weekdays)", text))


def _time_help(text: str) -> str:
    loose = _as_time(text)
    return f"write {loose}" if loose else "write hours and minutes, for example 09:00 or 17:30"


def _span_help(text: str) -> str:
    parts = [part.strip() for part in re.split(r"\s*(?:-|–|—|\bto\b|\bbis\b)\s*", text.strip()) if part.strip()]
    if len(parts) == 2:
        first, last = _as_time(parts[0]), _as_time(parts[1])
        if first and last:
            return f"write {first}-{last}"
    if text.lower() in ("24h", "24x7", "24/7", "always", "all day", "allday"):
        return "write 00:00-24:00"
    return "write the first and the last time, for example 09:00-17:30; 'closed' for a day without hours"


def _as_time(text: str) -> str | None:
    match = _LOOSE_TIME.match(text.strip())
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour <= 24 and hour * 60 + minute <= DAY_MINUTES else None


def _date_help(text: str) -> str:
    match = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text.strip(), re.ASCII)
    if match:
        return f"write year-month-day, for example {match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    return "write year-month-day, for example 2026-12-24"
