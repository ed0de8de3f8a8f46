"""Attributes of tickets, customers and organisations for the facts that conditions ask about."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.targets.desks.asking import Test
from supportpolicy.targets.desks.requests import Request
from supportpolicy.targets.zammad.dialect import OBJECT_OF, SEVERITY_ATTRIBUTE, attribute_name
from supportpolicy.targets.zendesk.chosen import chosen_columns

_PATH = "/api/v1/object_manager_attributes"
_FIRST = 1500
"""Where the attributes begin in forms, behind Zammad's own."""


def attribute_requests(compiled: Compiled, tests: Collection[Test]) -> Iterator[Request]:
    """A choice for each fact that is asked for, and one for the severity. What has no value stays empty."""
    asked = {test.name: test.home for test in tests if test.home in OBJECT_OF}
    place = 0
    for fact in compiled.facts:
        home = asked.get(fact.name)
        if home is not None:
            place += 1
            thing = OBJECT_OF[home][0]
            name = attribute_name(fact.name)
            words = (*(("true", "false") if fact.type == "boolean" else fact.values), *_named(compiled, fact.name))
            at = (fact.at,) if fact.at else ()
            yield _request(thing, name, fact.name, tuple(dict.fromkeys(words)), _FIRST + place, at)
    if compiled.severity_levels:
        yield _request("Ticket", SEVERITY_ATTRIBUTE, "severity", compiled.severity_levels, _FIRST, ())


def _named(compiled: Compiled, fact: str) -> Iterator[str]:
    columns = (*compiled.columns, *chosen_columns(compiled))
    yield from (word for column in columns if column.fact == fact for word in column.values)


def _request(thing: str, name: str, display: str, words: tuple[str, ...], place: int, at: tuple[str, ...]) -> Request:
    shown = {"ticket.agent": {"shown": True, "required": False}}
    body = {
        "object": thing,
        "name": name,
        "display": display,
        "active": True,
        "position": place,
        "data_type": "select",
        "data_option": {
            "options": {word: word for word in words},
            "default": "",
            "nulloption": True,
            "null": True,
            "multiple": False,
            "maxlength": 255,
        },
        "screens": {"create_middle": shown, "edit": shown} if thing == "Ticket" else {},
    }
    reference = f"attribute:{thing} {name}"
    return Request(reference, _PATH, body, "object attribute", f"{thing} {name}", at)
