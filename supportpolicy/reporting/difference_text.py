"""What is different between two policies, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.difference import Change, Difference
from supportpolicy.reporting.difference_words import SECTIONS, aside, groups, places, summary, what_changes
from supportpolicy.reporting.plain import one_line

_OPAQUE = "rests on free text or on a comparison of two facts"


def as_text(difference: Difference, old: str, new: str) -> str:
    """All changes, section by section. `old` and `new` are what the policies were asked for as."""
    return "\n".join(_shown(line) for line in _lines(difference, old, new)) + "\n"


def _shown(line: str) -> str:
    """A line without anything that a terminal would obey; its indent is kept."""
    bare = line.lstrip(" ")
    return " " * (len(line) - len(bare)) + one_line(bare)


def _lines(difference: Difference, old: str, new: str) -> Iterator[str]:
    yield f"{old} -> {new}"
    yield summary(difference)
    if difference.tickets:
        yield ""
        yield "Tickets"
        for group in groups(difference.tickets):
            yield f"  {group.heading}"
            for change in group.changes:
                yield f"    {what_changes(change)}  [{aside(change)}]"
                yield from (f"      {line}" for line in change.details)
                yield from _example(change)
    for section, title in SECTIONS.items():
        found = [change for change in difference.changes if change.section == section]
        if found:
            yield ""
            yield title
        for change in found:
            yield f"  {what_changes(change)}  [{aside(change)}]"
            yield from (f"    {line}" for line in change.details)
            if change.who and section == "calendars":
                yield f"    used by {', '.join(change.who)}"
            if place := places(change.old_at, change.new_at):
                yield f"    {place}"
    if difference.unfinished:
        yield ""
        yield "Not settled"
        yield from (f"  {line}" for line in difference.unfinished)


def _example(change: Change) -> Iterator[str]:
    example = change.example
    if example is None:
        return
    when = f", asked at {example.at}" if example.at else ""
    yield f"      such as {example.ticket}{when}"
    if place := places(example.old_at, example.new_at):
        yield f"      {place}"
    if change.opaque:
        yield f"      {_OPAQUE}"
