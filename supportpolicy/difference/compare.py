"""Two compiled policies compared, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.difference.calendars import calendar_changes
from supportpolicy.difference.change import Change, Difference
from supportpolicy.difference.common import NothingInCommon
from supportpolicy.difference.joint import Joint
from supportpolicy.difference.people import fact_changes, head_changes, named_changes, price_changes
from supportpolicy.difference.tickets import Tickets
from supportpolicy.difference.timelines import timeline_changes
from supportpolicy.difference.words import guidance_changes, message_changes
from supportpolicy.engine import prepare

_SECTIONS: tuple[Callable[[Joint], Iterator[Change]], ...] = (
    calendar_changes,
    timeline_changes,
    price_changes,
    named_changes,
    fact_changes,
    message_changes,
    guidance_changes,
    head_changes,
)


def compare(old: Compiled, new: Compiled) -> Difference:
    """What is treated differently. Raises NoSolver, NothingInCommon; ClockError for a calendar that cannot be worked out."""
    if old.hashes.document and old.hashes.document == new.hashes.document:
        return Difference(old.name, new.name, ())
    joint = Joint(prepare(old), prepare(new))
    try:
        tickets = Tickets(joint)
        changes = [*tickets.changes(), *(change for section in _SECTIONS for change in section(joint))]
        return Difference(old.name, new.name, tuple(changes), tuple(tickets.unfinished))
    finally:
        joint.solver.close()


__all__ = ["NothingInCommon", "compare"]
