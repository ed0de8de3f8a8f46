"""Changes between two policies in the words that every rendering uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supportpolicy.difference import LABELS, Change, Difference
from supportpolicy.reporting.report import counted

NOTHING = "No ticket is treated differently."
SECTIONS = {
    "calendars": "Hours",
    "timelines": "What happens as time passes",
    "prices": "Prices",
    "people": "People and ways to reach them",
    "facts": "Facts",
    "messages": "Messages",
    "guidance": "Guidance",
    "policy": "The policy as a whole",
}
"""Sections apart from tickets, in their order, as titles."""
_DIRECTIONS = {"better": "better for the customer", "worse": "worse for the customer", "different": ""}


class Group(NamedTuple):
    """Tickets that several parts of the answer change for."""

    heading: str
    changes: tuple[Change, ...]


def summary(difference: Difference) -> str:
    """How many changes of each label there are; that there is nothing."""
    if not difference.changes:
        return NOTHING
    counts = [f"{number} {label}" for label in LABELS if (number := difference.count(label))]
    return f"{counted(len(difference.changes), 'change')}: {', '.join(counts)}"


def groups(changes: Iterable[Change]) -> Iterator[Group]:
    """Changes of tickets, those for the same tickets together."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(heading(change), []).append(change)
    return (Group(words, tuple(group)) for words, group in found.items())


def heading(change: Change) -> str:
    """Which tickets."""
    if not change.where:
        return "some tickets" if change.some else "every ticket"
    return f"{'some tickets' if change.some else 'tickets'} where {' and '.join(change.where)}"


def what_changes(change: Change) -> str:
    """The change in one line."""
    kind, _, name = change.what.partition(" ")
    if change.section == "tickets" and kind in ("say", "do", "tag", "timeline") and name:
        now = change.new == "yes"
        words = {
            "say": f"{'are' if now else 'are no longer'} told the message '{name}'",
            "do": f"action '{name}' {'is done' if now else 'is no longer done'}",
            "tag": f"{'get' if now else 'no longer get'} the tag '{name}'",
            "timeline": f"timeline '{name}' {'runs' if now else 'no longer runs'}",
        }
        return words[kind]
    what = change.what.replace("_", " ") if change.section == "tickets" else change.what
    if change.what == "promise" and change.details and not change.some:
        return "promise"
    if not change.old and not change.new:
        return what
    return f"{what}: {change.old or 'nothing'} -> {change.new or 'nothing'}"


def aside(change: Change) -> str:
    """The label, the direction and the date, in one pair of brackets."""
    words: list[str] = [change.label]
    if change.direction is not None and _DIRECTIONS[change.direction]:
        words.append(_DIRECTIONS[change.direction])
    if change.since is not None:
        words.append(f"from {change.since}")
    return ", ".join(words)


def places(old: str, new: str) -> str:
    """The lines before and now."""
    if not old and not new:
        return ""
    return old if old == new else f"{old or 'no rule'} -> {new or 'no rule'}"
