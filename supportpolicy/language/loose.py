"""Days and dates as people write them elsewhere, read only to say how a policy writes them."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

_SETS = {
    "weekday": "mon-fri",
    "weekdays": "mon-fri",
    "workday": "mon-fri",
    "workdays": "mon-fri",
    "working days": "mon-fri",
    "business days": "mon-fri",
    "weekend": "sat-sun",
    "weekends": "sat-sun",
    "daily": "mon-sun",
    "everyday": "mon-sun",
    "every day": "mon-sun",
    "all days": "mon-sun",
    "all week": "mon-sun",
}
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = tuple(day[:3] for day in _LONG_DAYS)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = "january february march april may june july august september october november december".split()
_TO = r"\s*(?:-|–|—|\.\.|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bbis\b)\s*"
_AND = r"\s*(?:,|;|/|&|\+|\band\b)\s*"


def days_as_written_here(text: str) -> str | None:
    """`Monday to Friday` as `mon-fri`; None where it is not plain which days are meant."""
    words = " ".join(text.lower().replace(".", "").split())
    if words in _SETS:
        return _SETS[words]
    parts: list[str] = []
    for part in re.split(_AND, words):
        ends = [_day(word) for word in re.split(_TO, part)]
        if len(ends) > 2 or None in ends:
            return None
        parts.append("-".join(str(end) for end in ends))
    return ", ".join(parts)


def is_set_of_days(text: str) -> bool:
    """Whether days are called by a word such as `weekdays`, which means other days in other countries."""
    return " ".join(text.lower().replace(".", "").split()) in _SETS


def date_as_written_here(text: str) -> str | None:
    """Advice for `24.12.2026`, `12/24/2026` or `24 December 2026`: the date, or both where day and month may be swapped."""
    text = " ".join(text.lower().replace(",", " ").split())
    match = re.match(r"(\d{4}-\d{2}-\d{2})[t ]\d", text, re.ASCII)
    if match and _is_date(match[1]):
        return f"{match[1]}, without the time"
    match = re.fullmatch(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})", text, re.ASCII)
    if match:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 if year < 100 else 0
        day_first, month_first = _date(year, second, first), _date(year, first, second)
        if match[2] == "." or not month_first:
            return day_first
        if day_first and day_first != month_first:
            return f"{day_first} or {month_first}, whichever day is meant"
        return month_first
    match = re.fullmatch(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", text, re.ASCII)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    month_day = _month_and_day(re.sub(r"\b(\d{4})$", "", text).strip())
    year_at_end = re.search(r"\b(\d{4})$", text, re.ASCII)
    if month_day and year_at_end:
        return _date(int(year_at_end[1]), *month_day)
    return None


def range_as_written_here(text: str) -> str | None:
    """`2026-12-24 to 2026-12-26` or `2026-2028` as two dates with two dots."""
    years = re.fullmatch(r"(\d{4})(?:\s*(?:-|–|\.\.|to)\s*(\d{4}))?", text.strip(), re.ASCII)
    if years:
        return f"{years[1]}-01-01..{years[2] or years[1]}-12-31"
    month = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip(), re.ASCII)
    if month and 1 <= int(month[2]) <= 12:
        last = monthrange(int(month[1]), int(month[2]))[1]
        return f"{month[1]}-{int(month[2]):02}-01..{month[1]}-{int(month[2]):02}-{last}"
    ends = re.split(r"\s+(?:-|–|—|to|until|till|bis)\s+|\s*(?:–|—|\.{2,3}|/(?=\d{4}))\s*", text.strip())
    if len(ends) == 2:
        dates = [end if _is_date(end) else date_as_written_here(end) for end in ends]
        if all(date is not None and _is_date(date) for date in dates):
            return "..".join(str(date) for date in dates)
    return None


def yearly_as_written_here(text: str) -> str | None:
    """`24.12.` or `24 December` as `12-24`."""
    match = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?", text.strip(), re.ASCII)
    month_day = (int(match[2]), int(match[1])) if match else _month_and_day(text.strip().lower())
    match = re.fullmatch(r"(\d{1,2})([-/])(\d{1,2})", text.strip(), re.ASCII)
    if match and (match[2] == "-" or int(match[3]) > 12):
        month_day = int(match[1]), int(match[3])
    if month_day and _date(2024, *month_day):
        return f"{month_day[0]:02}-{month_day[1]:02}"
    return None


def _day(word: str) -> str | None:
    """The day of a name, an abbreviation or a plural, where only one begins so."""
    word = word.strip().removesuffix("s") if len(word.strip()) > 3 else word.strip()
    starts = [short for short, long in zip(_DAYS, _LONG_DAYS, strict=True) if long.startswith(word)]
    return starts[0] if len(starts) == 1 and len(word) > 1 else None


def _month_and_day(text: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?([a-z]+)\.?", text, re.ASCII)
    if match:
        day, word = int(match[1]), match[2]
    else:
        match = re.fullmatch(r"([a-z]+)\.? ?(\d{1,2})(?:st|nd|rd|th)?", text, re.ASCII)
        if not match:
            return None
        day, word = int(match[2]), match[1]
    if word in _LONG_MONTHS:
        return _LONG_MONTHS.index(word) + 1, day
    return (_MONTHS.index(word[:3]) + 1, day) if word[:3] in _MONTHS and len(word) < 5 else None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
