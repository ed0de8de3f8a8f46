"""Opening hours in brief, for people."""

from __future__ import annotations

import datetime as dt

from supportpolicy.compiled.calendars import Calendar

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = 24 * 60


def hours_in_words(calendar: Calendar) -> str:
    """Opening hours in brief: `Mon-Thu 09:00-17:30, Fri 09:00-16:00 Europe/Dublin, 31 other days`."""
    if calendar.kind == "union":
        return "when any of " + ", ".join(calendar.union) + " is open"
    if calendar.kind == "choose":
        cases = ", ".join(dict.fromkeys(calendar.cases.values()))
        return f"by {calendar.by}: {cases}"
    if all(day == ((0, 1440),) for day in calendar.week) and not calendar.dates:
        return "day and night"
    pieces: list[str] = []
    week = _past_midnight(calendar.week)
    start = 0
    while start < 7:
        end = start
        while end + 1 < 7 and week[end + 1] == week[start]:
            end += 1
        if week[start]:
            days = WEEKDAYS[start] if end == start else f"{WEEKDAYS[start]}-{WEEKDAYS[end]}"
            pieces.append(f"{days} " + " and ".join(f"{wall_clock(a)}-{wall_clock(b)}" for a, b in week[start]))
        start = end + 1
    for stretch in calendar.stretches:
        pieces.append(
            f"{WEEKDAYS[stretch.start_day]} {wall_clock(stretch.start_minute)} {stretch.start_zone} - "
            f"{WEEKDAYS[stretch.end_day]} {wall_clock(stretch.end_minute)} {stretch.end_zone}"
        )
    words = ", ".join(pieces) + (f" {calendar.timezone}" if not calendar.stretches else "")
    # A holiday at the weekend closes nothing.
    closed = sum(
        1
        for date, day in calendar.dates.items()
        if not day.open and calendar.week[dt.date.fromisoformat(date).weekday()]
    )
    other = sum(1 for day in calendar.dates.values() if day.open)
    extra = [f"{closed} {'day' if closed == 1 else 'days'} closed"] if closed else []
    extra += [f"{other} {'day' if other == 1 else 'days'} with other hours"] if other else []
    return words + (f" ({', '.join(extra)})" if extra else "")


def _past_midnight(week: tuple[tuple[tuple[int, int], ...], ...]) -> list[list[tuple[int, int]]]:
    """A week as people say it: what runs on after midnight belongs to the evening it began in."""
    days = [list(spans) for spans in week]
    if all(spans == [(0, _DAY)] for spans in days):
        return days
    for day in range(7):
        evening, morning = days[day], days[(day + 1) % 7]
        if (
            evening
            and morning
            and evening[-1][1] == _DAY
            and morning[0][0] == 0
            and morning[0][1] <= evening[-1][0] < _DAY
        ):
            tail = morning.pop(0)
            evening[-1] = (evening[-1][0], _DAY + tail[1])
    return days


def wall_clock(minute: int) -> str:
    """A local time; past midnight it is the next day's."""
    minute = minute if minute <= _DAY else minute - _DAY
    return f"{minute // 60:02}:{minute % 60:02}"
