"""Days and hours as people write them: `mon-fri`, `09:00-17:30`, `2026-12-24..2026-12-26`, `12-24`."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from supportpolicy.diagnostics import Span, closest, meant, remedied, write
from supportpolicy.language.loose import (
    date_as_written_here,
    days_as_written_here,
    is_set_of_days,
    range_as_written_here,
    yearly_as_written_here,
)
from supportpolicy.language.malformed import Malformed, not_too_long

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
_HALF_OF_DAY = re.compile(r"\d\s*(?:am|pm|a\.m\.|p\.m\.)", re.IGNORECASE)
_FULL_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_FIRST = ", the month first"
_BETWEEN = r"\s*(?:-|–|—|\bto\b|\buntil\b|\bbis\b)\s*"
_ALL_DAY = ("24h", "24x7", "24/7", "always", "all day", "allday", "around the clock")
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
    not_too_long(text, "a span of hours", "the first and the last time, for example 09:00-17:30")
    parts = text.split("-")
    if len(parts) != 2:
        raise Malformed(f"'{text}' is not a span of hours", _span_help(text))
    first, last = parts[0].strip(), parts[1].strip()
    if not _TIME.match(first) or not _TIME.match(last):
        raise Malformed(f"'{text}' is not a span of hours", _span_help(text))
    if first == "24:00":
        advice = remedied("write 00:00 for the start of the day", f"00:00-{last}", text, sure=False)
        raise Malformed("24:00 is the end of a day, not a beginning", advice)
    start = parse_time(first)
    end = parse_time(last, may_be_24=True)
    if start == end:
        raise Malformed(f"'{text}' is no time at all", "write 00:00-24:00 for the whole day, or leave the day out")
    return DaySpan(start, end if end > start else end + DAY_MINUTES, text, span)


def parse_days(text: str) -> tuple[int, ...]:
    """Weekdays (0 is Monday) of `mon`, `mon-fri`, `sat-mon` or `mon, wed`. Raises Malformed."""
    not_too_long(text, "days of the week", "mon-fri, or mon, wed, fri")
    days: list[int] = []
    for part in text.split(","):
        ends = [end.strip() for end in part.split("-")]
        days_meant = None if all(end in WEEKDAYS for end in ends) else days_as_written_here(text)
        if days_meant is not None:
            advice = write(days_meant, text, sure=not is_set_of_days(text))
            raise Malformed(f"days are written in three small letters, not as '{text}'", advice)
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
    general = "write a day and a time on both sides: sun 14:00 - fri 17:00"
    not_too_long(text, "a span over days", "a day and a time on both sides: sun 14:00 - fri 17:00")
    ends = text.split(" - ")
    if len(ends) != 2:
        raise Malformed(f"'{text}' is not a span over days", _week_span_help(text) or general)
    start, end = (_week_end(part.strip(), general) for part in ends)
    if start == end:
        raise Malformed(f"'{text}' is no time at all", "the built-in coverage 'always' is open day and night")
    return WeekSpan(start, end, text, span)


def parse_dates(text: str, span: Span) -> Dates:
    """`2026-12-24` or `2026-12-24..2026-12-26`, both days included. Raises Malformed."""
    not_too_long(text, "a date", "year-month-day, for example 2026-12-24")
    ends = text.split("..")
    dates = None if all(_ISO_DATE.match(end) for end in ends) else range_as_written_here(text)
    if dates is not None or len(ends) > 2:
        advice: str = "write two dates with two dots between them: 2026-12-24..2026-12-26"
        if dates is not None:
            advice = write(dates, text, sure=len(_FULL_YEAR.findall(text)) == 2 and len(text) > 10)
        raise Malformed(f"'{text}' is not a range of dates", advice)
    if not all(ends) and text:
        raise Malformed(f"one of the two dates is missing in '{text}'", "write both: 2026-12-24..2026-12-26")
    first, last = parse_date(ends[0]), parse_date(ends[-1])
    if last < first:
        raise Malformed(f"'{text}' ends before it begins", "write the earlier date first")
    return Dates(first, last, text, span)


def parse_date(text: str) -> dt.date:
    """`2026-12-24`. Raises Malformed."""
    not_too_long(text, "a date", "year-month-day, for example 2026-12-24")
    if _ISO_DATE.match(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Malformed(f"there is no day {text}", "write a date that exists, as year-month-day") from None
    raise Malformed(f"'{text}' is not a date", _date_help(text))


def parse_yearly(text: str) -> tuple[int, int]:
    """Month and day of `12-24`. Raises Malformed."""
    not_too_long(text, "a day of the year", "month-day, for example 12-24")
    if re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
        month, day = int(text[:2]), int(text[3:])
        try:
            dt.date(2024, month, day)  # a leap year, so that 02-29 is a day
        except ValueError:
            raise Malformed(f"there is no day {text} in any year", "write month-day, for example 12-24") from None
        return month, day
    yearly = yearly_as_written_here(text)
    advice = "write month-day, for example 12-24"
    if yearly:
        advice = write(yearly, text, sure=re.search(r"[a-z]{3}|\.\Z", text, re.IGNORECASE) is not None, also=_FIRST)
    if _ISO_DATE.match(text):
        advice = remedied(f"leave the year out: {text[5:]}", text[5:], text, sure=False)
    raise Malformed(f"'{text}' is not a day of the year", advice)


def _weekday(word: str, whole: str) -> int:
    if word in WEEKDAYS:
        return WEEKDAYS.index(word)
    day = days_as_written_here(word)
    near = day if day in WEEKDAYS else closest(word, WEEKDAYS)
    sure = day is not None and day == near
    advice = meant(word, near, sure=sure) if near else "the days are mon, tue, wed, thu, fri, sat, sun"
    raise Malformed(f"'{word}' is not a day", advice, whole.find(word), len(word))


def _week_end(text: str, general: str) -> WeekEnd:
    match = _WEEK_END.match(text)
    if not match:
        raise Malformed(f"'{text}' is not a day with a time", general)
    return WeekEnd(_weekday(match["day"], text), parse_time(match["time"], may_be_24=True), match["zone"])


def _week_span_help(text: str) -> str | None:
    """Hours without days, or days and hours without the colon between them."""
    if text.lower() in _ALL_DAY:
        return "write {mon-sun: 00:00-24:00}, or use the coverage 'always', which is built in"
    ends = re.split(r"\s*[-–—]\s*", text.strip())
    if len(ends) == 2 and all(_WEEK_END.match(end) for end in ends):
        return remedied(f"put spaces around the dash: {ends[0]} - {ends[1]}", f"{ends[0]} - {ends[1]}", text)
    match = re.match(r"(?P<days>(?:[^\d]*[^\d\s:,])?)[\s:,]*(?P<hours>\d.*)\Z", text.strip())
    if match is None:
        return None
    span = _loose_span(match["hours"])
    if span is None:
        return None
    if not match["days"]:
        return f"say on which days, too: {{mon-fri: {span}}}"
    days = days_as_written_here(match["days"])
    return f"write a colon between days and hours, in braces: {{{days}: {span}}}" if days else None


def _time_help(text: str) -> str:
    loose = _as_time(text)
    return write(loose, text, sure=False) if loose else "write hours and minutes, for example 09:00 or 17:30"


def _span_help(text: str) -> str:
    several = [part.strip() for part in re.split(r"[,;&+]|\band\b", text) if part.strip()]
    if len(several) > 1:
        spans = [_loose_span(part) for part in several]
        if None not in spans:
            listed = f"[{', '.join(str(span) for span in spans)}]"
            sure = all(_is_clear(part, str(span)) for part, span in zip(several, spans, strict=True))
            return write(listed, text, sure=sure, how="yaml")
    span = _loose_span(text)
    if span is not None:
        afternoon = _by_day(text, span)
        if afternoon is not None:
            return write(afternoon, text, sure=False, also=f", or {span} if it passes midnight")
        return write(span, text, sure=_is_clear(text, span))
    if text.lower() in _ALL_DAY:
        return write("00:00-24:00", text)
    return "write the first and the last time, for example 09:00-17:30; 'closed' for a day without hours"


def _loose_span(text: str) -> str | None:
    times = [_as_time(part.strip()) for part in re.split(_BETWEEN, text.strip()) if part.strip()]
    return f"{times[0]}-{times[1]}" if len(times) == 2 and None not in times else None


def _by_day(text: str, span: str) -> str | None:
    """`9-5` as a working day: hours that seem to pass midnight, said by a clock with twelve hours."""
    first, last = span.split("-")
    hour, minute = int(last[:2]), last[2:]
    if len(_HALF_OF_DAY.findall(text)) == 2 or not 0 < hour < int(first[:2]) <= 12:
        return None
    return f"{first}-{hour + 12:02}{minute}"


def _is_clear(text: str, span: str) -> bool:
    """Whether hours can be read in one way: as here, with am and pm, or the second half of the day with its own numbers."""
    if all(_TIME.match(end.strip()) for end in text.split("-")):
        return True
    first, last = (int(end.partition(":")[0]) for end in span.split("-"))
    halves = len(_HALF_OF_DAY.findall(text))
    return halves == 2 or (halves == 0 and (first > 12 or last > 12) and (first < last or first > 12))


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
    date = date_as_written_here(text)
    if date is not None:
        if not _ISO_DATE.match(date):
            return f"write {date}"
        return write(date, text, sure=_FULL_YEAR.search(text) is not None)
    if re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII) or yearly_as_written_here(text) is not None:
        return f"write the year too, for example 2026-{yearly_as_written_here(text) or text}"
    return "write year-month-day, for example 2026-12-24"
