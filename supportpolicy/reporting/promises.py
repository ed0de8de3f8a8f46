"""What a policy promises to whom, by channel and hours: the end of a check that a support lead likes to read."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from supportpolicy.compiled.calendars import Calendar
from supportpolicy.compiled.document import Channel, Compiled
from supportpolicy.compiled.tables import Rule
from supportpolicy.compiled.views import promise_in_words, when_in_words

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = 24 * 60
METRIC_WORDS = {
    "first_response": "first reply",
    "next_response": "next reply",
    "update_every": "update every",
    "resolve": "solved",
}


class PromiseLine(NamedTuple):
    """One row of a promise: the level it is for, and its targets in words."""

    row: str
    targets: tuple[tuple[str, str], ...]
    """Metric and promise with its clock; empty where no time is promised."""


class PromiseGroup(NamedTuple):
    """One rule of `sla`."""

    name: str
    whom: str
    lines: tuple[PromiseLine, ...]


class Summary(NamedTuple):
    """The policy in brief."""

    title: str
    counts: str
    promises: tuple[PromiseGroup, ...]
    channels: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    hours: tuple[tuple[str, str], ...]


def summary_of(compiled: Compiled) -> Summary:
    """What is promised to whom, the channels, the languages, and the hours they speak of."""
    clocks: dict[str, None] = {}
    groups: dict[str, list[Rule]] = {}
    for rule in compiled.table("sla").rules:
        groups.setdefault(rule.outcome.decides.get("sla", rule.name), []).append(rule)
        for target in rule.outcome.targets:
            if target.clock and (target.at_most or target.by):
                clocks.setdefault(target.clock)
    for channel in compiled.channels:
        if channel.coverage:
            clocks.setdefault(channel.coverage)
    for language in compiled.languages:
        if language.coverage:
            clocks.setdefault(language.coverage)
    calendars = {calendar.name: calendar for calendar in compiled.calendars}
    hours = [(name, hours_in_words(calendars[name])) for name in clocks if name in calendars and name != "always"]
    return Summary(
        compiled.name or "policy",
        _counts(compiled),
        tuple(_group(name, rules) for name, rules in groups.items()),
        tuple((channel.name, _channel(channel)) for channel in compiled.channels),
        tuple(
            (language.name, _level(language.level, language.coverage, language.reply_in))
            for language in compiled.languages
        ),
        tuple(hours),
    )


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
            pieces.append(f"{days} " + " and ".join(f"{_clock(a)}-{_clock(b)}" for a, b in week[start]))
        start = end + 1
    for stretch in calendar.stretches:
        pieces.append(
            f"{WEEKDAYS[stretch.start_day]} {_clock(stretch.start_minute)} {stretch.start_zone} - "
            f"{WEEKDAYS[stretch.end_day]} {_clock(stretch.end_minute)} {stretch.end_zone}"
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


def plain_summary(summary: Summary) -> str:
    """The summary as plain text, for files and pipes."""
    lines = [f"{summary.title}: {summary.counts}"]
    if summary.promises:
        lines += ["", "Promised"]
        for group in summary.promises:
            lines.append(f"  {group.name} - {group.whom}")
            width = max((len(line.row) for line in group.lines), default=0)
            for line in group.lines:
                said = "; ".join(f"{metric} {promise}" for metric, promise in line.targets) or "no time promised"
                lines.append(f"    {line.row.ljust(width)}  {said}".rstrip() if width else f"    {said}")
    for heading, rows in (("Channels", summary.channels), ("Languages", summary.languages), ("Hours", summary.hours)):
        if rows:
            width = max(len(name) for name, _ in rows)
            lines += ["", heading, *(f"  {name.ljust(width)}  {words}" for name, words in rows)]
    return "\n".join(lines) + "\n"


def _counts(compiled: Compiled) -> str:
    tables = {table.name: len(table.rules) for table in compiled.tables}
    targets = sum(len(rule.outcome.targets) for rule in compiled.table("sla").rules)
    found = [
        (tables.get("routing", 0), "routing rule"),
        (targets, "SLA target"),
        (len(compiled.timelines), "timeline"),
        (len(compiled.calendars) - 1, "calendar"),
        (len(compiled.messages), "message"),
    ]
    return (
        ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in found if number) or "nothing yet"
    )


def _hours_of(clock: str | None) -> str:
    return {"always": "24x7", "team": "the team's hours"}.get(clock or "always", clock or "")


def _group(name: str, rules: list[Rule]) -> PromiseGroup:
    lines: list[PromiseLine] = []
    for rule in rules:
        if rule.row == "otherwise" and not rule.outcome.targets:
            continue
        targets = tuple(
            (METRIC_WORDS.get(target.metric, target.metric), f"{promise_in_words(target)} ({_hours_of(target.clock)})")
            for target in rule.outcome.targets
            if target.at_most or target.by
        )
        lines.append(PromiseLine(rule.row or "", targets))
    whom = when_in_words(rules[0], without_row=True)
    return PromiseGroup(name, "everybody else" if whom == "always" else whom, tuple(lines))


def _channel(channel: Channel) -> str:
    if channel.support == "none":
        return "no support" + (f", sent on to {channel.redirect}" if channel.redirect else "")
    hours = "day and night" if channel.coverage in (None, "always") else str(channel.coverage)
    return hours + (f", where {channel.for_whom}" if channel.for_whom else "")


def _level(level: str, coverage: str | None, reply_in: str | None) -> str:
    if level == "none":
        return f"answered in {reply_in}" if reply_in else "not served"
    hours = "" if coverage is None else ", day and night" if coverage == "always" else f", {coverage}"
    return level + hours + (f", answered in {reply_in}" if reply_in else "")


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


def _clock(minute: int) -> str:
    """A local time; past midnight it is the next day's."""
    minute = minute if minute <= _DAY else minute - _DAY
    return f"{minute // 60:02}:{minute % 60:02}"
