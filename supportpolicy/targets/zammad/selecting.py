"""Conditions of Zammad as questions to a ticket, by what its selectors do.

A condition is a list of tests, or nested ones joined by AND, OR or NOT (none of all its parts together). `is` is one of several
values; `is not` also holds for an attribute without a value. Texts are compared whatever the case of their letters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeAlias

from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.targets.desks.reading import Account, text_of

_TEXTS = {"ticket.title": "subject", "article.body": "body"}
_TYPE = "ticket.create_article_type_id"
_ABSENT = ("ticket.tags", "contains one not")


class Ticket(NamedTuple):
    """A ticket among the triggers."""

    fields: dict[str, str]
    """Attributes by the names that conditions have for them, article type, group and priority among them."""
    texts: Mapping[str, str]
    """`subject` and `body`, in small letters."""
    tags: set[str]
    start: int
    """When it was made, in seconds since 1970."""


Question: TypeAlias = "Callable[[Ticket], bool]"


class Known(NamedTuple):
    """What conditions may ask about."""

    account: Account
    attributes: Collection[str]
    calendars: Mapping[str, OpenIntervals]
    asked: set[str]
    """Tags that some condition asks about, as they are found."""


def question(known: Known, condition: Mapping[str, Any], *, trigger: bool) -> Question:
    """A condition made ready. Raises ValueError for one that Zammad would refuse. `trigger`: the time may be asked."""
    if "conditions" in condition:
        parts = [question(known, one, trigger=trigger) for one in condition["conditions"]]
        if not parts:
            raise ValueError("a part of a condition is empty")
        return _joined(condition["operator"], parts)
    name, operator, value = condition["name"], condition["operator"], condition["value"]
    if name == "ticket.action":
        return _action(operator, value, trigger=trigger)
    if name == "ticket.tags":
        return _tags(known, operator, value)
    if name in _TEXTS:
        return _contains(_TEXTS[name], operator, text_of(value))
    if name == "execution_time.calendar_id":
        return _working(known, operator, value, trigger=trigger)
    return _among(name, operator, _values(known, name, value))


def ruled_out_by(condition: Mapping[str, Any]) -> frozenset[str]:
    """Tags with any of which a condition cannot hold: those that its outermost AND wants absent. A quick first look."""
    if condition.get("operator") != "AND":
        return frozenset()
    absent = (one for one in condition["conditions"] if (one.get("name"), one["operator"]) == _ABSENT)
    return frozenset(tag.strip() for one in absent for tag in one["value"].split(","))


def _joined(operator: object, parts: list[Question]) -> Question:
    # Asked for every ticket and trigger: plain loops, which are faster than all() and any().
    def every(ticket: Ticket) -> bool:
        for part in parts:  # noqa: SIM110
            if not part(ticket):
                return False
        return True

    def some(ticket: Ticket) -> bool:
        for part in parts:  # noqa: SIM110
            if part(ticket):
                return True
        return False

    match operator:
        case "AND":
            return every
        case "OR":
            return some
        case "NOT":
            return lambda ticket: not every(ticket)
        case _:
            raise ValueError(f"conditions are not joined by {operator!r}")


def _one_of(operator: object, yes: str, no: str) -> bool:
    if operator not in (yes, no):
        raise ValueError(f"there is no operator {operator!r} here")
    return operator == yes


def _action(operator: object, value: object, *, trigger: bool) -> Question:
    if not trigger or value not in ("create", "update"):
        raise ValueError("only a trigger can ask whether a ticket is made or updated")
    answer = _one_of(operator, "is", "is not") == (value == "create")
    return lambda ticket: answer


def _tags(known: Known, operator: object, value: object) -> Question:
    tags = frozenset(tag.strip() for tag in text_of(value).split(","))
    known.asked.update(tags)
    match operator:
        case "contains one":
            return lambda ticket: not tags.isdisjoint(ticket.tags)
        case "contains one not":
            return lambda ticket: tags.isdisjoint(ticket.tags)
        case "contains all":
            return lambda ticket: tags <= ticket.tags
        case "contains all not":
            return lambda ticket: not tags <= ticket.tags
        case _:
            raise ValueError(f"tags have no operator {operator!r}")


def _contains(name: str, operator: object, phrase: str) -> Question:
    small, yes = phrase.casefold(), _one_of(operator, "contains", "contains not")
    return lambda ticket: (small in ticket.texts[name]) == yes


def _working(known: Known, operator: object, value: object, *, trigger: bool) -> Question:
    if not trigger:
        raise ValueError("only a trigger can ask for working time")
    yes = _one_of(operator, "is in working time", "is not in working time")
    name = known.account.named("calendar", value)
    if name not in known.calendars:
        raise ValueError(f"there is no calendar {name}")
    hours = known.calendars[name]
    return lambda ticket: hours.is_open(ticket.start) == yes


def _values(known: Known, name: str, value: object) -> frozenset[str]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"{value!r} is no list of values")
    if name == _TYPE:
        return frozenset(known.account.named("article_type", one) for one in value)
    if name not in known.attributes:
        raise ValueError(f"there is no attribute {name}")
    return frozenset(text_of(one) for one in value)


def _among(name: str, operator: object, values: frozenset[str]) -> Question:
    yes = _one_of(operator, "is", "is not")
    return lambda ticket: (ticket.fields.get(name) in values) == yes
