"""What a policy promises to whom, by channel and hours: the end of a check that a support lead likes to read."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.compiled.document import Channel, Compiled
from supportpolicy.compiled.hours_in_words import hours_in_words
from supportpolicy.compiled.tables import Rule
from supportpolicy.compiled.views import promise_in_words, when_in_words

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
