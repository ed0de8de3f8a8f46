"""The hours of a calendar date by date, and what changed of them: regular weeks said as such, single dates listed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from supportpolicy.clock.instants import date_of, from_epoch
from supportpolicy.clock.walls import Piece
from supportpolicy.clock.zones import load_zone

Spans = tuple[tuple[int, int], ...]
"""Half-open spans in minutes of the local day."""
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
MOST_DATES = 60
"""Single dates that are listed; of more, how many there are."""
_REGULAR = 4
"""So many dates with one change make a regular one."""


class Line(NamedTuple):
    """A change of hours, in words, and the first date of it."""

    words: str
    first: dt.date


def by_date(pieces: Sequence[Piece], zone: str) -> dict[int, Spans]:
    """The spans of each local date with any opening; dates as days since 1970."""
    info = load_zone(zone).info
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in pieces:
        first, last = from_epoch(start).astimezone(info), from_epoch(end).astimezone(info)
        day, begin = _number(first.date()), 60 * first.hour + first.minute
        until, close = _number(last.date()), 60 * last.hour + last.minute
        while day < until:
            found[day].append((begin, 1440))
            day, begin = day + 1, 0
        if begin < close:
            found[day].append((begin, close))
    return {day: tuple(_touching(sorted(spans))) for day, spans in found.items()}


def changes(
    old: Mapping[int, Spans], new: Mapping[int, Spans], first: int, last: int, names: Mapping[str, str]
) -> Iterator[Line]:
    """What changed between two calendars on the dates from `first` to `last`. `names` are those of special dates."""
    changed = [
        (day, old.get(day, ()), new.get(day, ()))
        for day in range(first, last + 1)
        if old.get(day, ()) != new.get(day, ())
    ]
    regular: dict[tuple[Spans, Spans], dict[int, list[int]]] = defaultdict(dict)
    single: list[tuple[int, Spans, Spans]] = []
    ordered = sorted(changed, key=lambda one: ((one[0] + 3) % 7, one[1], one[2], one[0]))
    for (weekday, before, after), group in groupby(ordered, key=lambda one: ((one[0] + 3) % 7, one[1], one[2])):
        days = [day for day, _, _ in group]
        if len(days) >= _REGULAR and 2 * len(days) > (days[-1] - days[0]) // 7 + 1:
            regular[before, after][weekday] = days
        else:
            single += [(day, before, after) for day in days]
    for (before, after), weekdays in regular.items():
        yield _regular(before, after, weekdays, first, last)
    yield from _singles(sorted(single), names)


def _regular(before: Spans, after: Spans, weekdays: Mapping[int, list[int]], first: int, last: int) -> Line:
    begin = min(days[0] for days in weekdays.values())
    end = max(days[-1] for days in weekdays.values())
    words = f"{_of_weekdays(weekdays)} {_instead(before, after, many=True)}"
    words += f", from {date_of(begin)}"
    words += f" until {date_of(end)}" if end + 14 < last else ""
    return Line(words, date_of(begin))


def _singles(single: list[tuple[int, Spans, Spans]], names: Mapping[str, str]) -> Iterator[Line]:
    runs: list[list[tuple[int, Spans, Spans]]] = []
    for one in single:
        last = runs[-1][-1] if runs else None
        same = last is not None and one[0] == last[0] + 1 and one[1:] == last[1:]
        if same and _name(names, one[0]) == _name(names, runs[-1][0][0]):
            runs[-1].append(one)
        else:
            runs.append([one])
    for run in runs[:MOST_DATES]:
        start, end = date_of(run[0][0]), date_of(run[-1][0])
        when = f"{start:%a} {start}" if start == end else f"{start} to {end}"
        name = _name(names, run[0][0])
        called = f" ({name})" if name else ""
        yield Line(f"{when}{called}: {_instead(run[0][1], run[0][2], many=False)}", start)
    if len(runs) > MOST_DATES:
        yield Line(f"and {len(runs) - MOST_DATES} more dates", date_of(runs[MOST_DATES][0][0]))


def _name(names: Mapping[str, str], day: int) -> str:
    return names.get(str(date_of(day)), "")


def _instead(before: Spans, after: Spans, *, many: bool) -> str:
    if before and after and before[:-1] == after[:-1] and before[-1][0] == after[-1][0]:
        return f"close{'' if many else 's'} at {_time(after[-1][1])} instead of {_time(before[-1][1])}"
    if before and after and before[1:] == after[1:] and before[0][1] == after[0][1]:
        return f"open{'' if many else 's'} at {_time(after[0][0])} instead of {_time(before[0][0])}"
    verb = "are " if many else ""
    return f"{verb}{hours_in_words(after)} instead of {hours_in_words(before)}"


def hours_in_words(spans: Spans) -> str:
    """`open 09:00-12:30 and 13:30-17:00`, `closed`."""
    if not spans:
        return "closed"
    return "open " + " and ".join(f"{_time(start)}-{_time(end)}" for start, end in spans)


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _of_weekdays(weekdays: Iterable[int]) -> str:
    found = sorted(weekdays)
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"{DAYS[found[0]]} to {DAYS[found[-1]]}"
    return " and ".join(DAYS[day] for day in found)


def _touching(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for span in spans:
        if last is not None and span[0] <= last[1]:
            last = last[0], max(last[1], span[1])
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _number(date: dt.date) -> int:
    return (date - dt.date(1970, 1, 1)).days
