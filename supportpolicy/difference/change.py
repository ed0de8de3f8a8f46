"""What a comparison of two policies finds: plain frozen data, which renderers make text, JSON or Markdown of."""

from __future__ import annotations

from typing import Literal, NamedTuple

Label = Literal["contractual", "routing", "money", "wording", "internal"]
LABELS: tuple[Label, ...] = ("contractual", "routing", "money", "wording", "internal")
"""What a change touches, gravest first: what customers were promised, who gets which ticket, sums and who approves
them, words, and what only colleagues see."""

Direction = Literal["better", "worse", "different"]
"""For the customer."""


class Example(NamedTuple):
    """A ticket that both engines treat differently."""

    ticket: str
    """On one line, as a policy test writes it."""
    at: str | None
    """When it is looked at, where that is not its opening; wall time in the policy's zone."""
    old: str
    """What it was answered, in words."""
    new: str
    old_at: str
    """`file:line` of the rule that decided; empty where none did."""
    new_at: str


class Change(NamedTuple):
    """One thing that is different."""

    section: str
    """tickets, calendars, timelines, messages, guidance, people, prices, facts or policy."""
    what: str
    """What of it: a decided attribute such as `team`, or the name of a calendar, timeline, message …"""
    label: Label
    old: str
    """Before, in words; empty where there was nothing."""
    new: str
    """Now, in words; empty where there is nothing any more."""
    where: tuple[str, ...] = ()
    """Of tickets: the tests that all of them pass, in words; none: every ticket."""
    some: bool = False
    """Of tickets: whether only some of those that pass the tests change so; `details` names kinds of them."""
    direction: Direction | None = None
    since: str | None = None
    """The local date from which it holds; None: from the first moment."""
    details: tuple[str, ...] = ()
    """Line by line, where `old` and `new` do not say everything."""
    example: Example | None = None
    who: tuple[str, ...] = ()
    """Teams and roles that it concerns."""
    opaque: bool = False
    """Whether it rests on free text or on a comparison of two facts, of which every answer was thought possible."""
    old_at: str = ""
    new_at: str = ""


class Difference(NamedTuple):
    """Everything that is different between two policies."""

    old_name: str
    new_name: str
    changes: tuple[Change, ...]
    unfinished: tuple[str, ...] = ()
    """Attributes of which there are more changes than are listed, or which could not be settled."""

    @property
    def tickets(self) -> tuple[Change, ...]:
        """The changes in how tickets are treated."""
        return tuple(change for change in self.changes if change.section == "tickets")

    def count(self, label: Label) -> int:
        """How many changes carry a label."""
        return sum(change.label == label for change in self.changes)
