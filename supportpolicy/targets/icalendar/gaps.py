"""What a calendar program cannot say: which customer is looking. Everything else about hours it can."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Kind
from supportpolicy.targets.icalendar.dialect import CAPABILITIES
from supportpolicy.targets.in_use import coverages_in_use, parts_of
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.kind_examples import Example, policy
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import lowered_by
from supportpolicy.targets.lowerings import left_out
from supportpolicy.targets.telling import told, unchanged

_TWO = (
    "  dublin: {open: {mon-fri: 09:00-17:00}}\n  sydney: {timezone: Australia/Sydney, open: {mon-fri: 09:00-17:00}}\n"
)
_CHOSEN = "  office: {choose_by: customer.region, emea: dublin, apac: sydney, otherwise: dublin}\n"

BY_CASE = Kind(
    "SP985",
    "calendar-for-each-case",
    "info",
    "Hours that depend on the customer become one calendar for each case.",
    "A calendar program does not know which customer is meant. Whoever subscribes picks the calendar, and a wrong pick shows "
    "wrong hours; the checklist says which is which.",
    policy(Example(hours=_TWO + _CHOSEN, target="icalendar")),
    policy(Example(target="icalendar")),
)

KINDS = (BY_CASE,)

_NOTHING_FOR = tuple(one.topic for one in CAPABILITIES if one.carried == "not")


def lower(wish: Wish) -> tuple[Change, ...]:
    """The changes that calendars need: none changes what is open when."""
    return lowered_by(wish, (_chosen_hours, told(left_out(_NOTHING_FOR))))


def _chosen_hours(_: Wish, compiled: Compiled) -> Iterator[Change]:
    for calendar in coverages_in_use(compiled):
        if calendar.kind == "choose":
            yield Change(
                Loss(
                    BY_CASE,
                    calendar.name,
                    calendar.at,
                    f"it does not know the {calendar.by} of a customer",
                    f"there is a calendar for each case: {', '.join(parts_of(calendar))}",
                ),
                unchanged,
            )
