"""One product area of a made-up company: what it knows, who works for it, what it promises and pays."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import count, cycle
from typing import Any, NamedTuple

from benchmarks.emit import document
from benchmarks.words import sentences

FILE_BYTES = 2_800
"""A file is full with the entry that passes this, so files have about three thousand bytes."""
LANGUAGES = ("en", "de", "fr", "ja")
REQUESTS = ("replacement", "change-address", "cancel-subscription", "export-data", "callback", "other")
TOPICS = ("billing", "shipping", "damaged", "password", "how-to", "privacy", "security-breach", "other")
_ZONES = (
    ("Europe/Dublin", "IE"),
    ("America/Denver", "US"),
    ("Asia/Tokyo", "JP"),
    ("Europe/Berlin", "DE"),
    ("Europe/Paris", "FR"),
)
_LEVELS = ("critical", "high", "normal", "low")

Item = tuple[str, Any]
"""The name of an entry and what it says."""


class File(NamedTuple):
    """A file of the policy: its name under the folder, and its text."""

    name: str
    text: str


class _Area:
    def __init__(self, number: int, seed: int) -> None:
        self.name = f"area-{number:03}"
        self.chance = random.Random(f"{seed}/{number}")
        self.names: dict[str, list[str]] = {}
        self._turns: dict[str, Iterator[str]] = {}

    def next(self, section: str) -> str:
        """The names of a section in turns, so that each is used."""
        if section not in self._turns:
            self._turns[section] = cycle(self.names[section])
        return next(self._turns[section])

    def any_of(self, values: tuple[str, ...], most: int = 3) -> Any:
        found = self.chance.sample(values, self.chance.randint(1, most))
        return found[0] if len(found) == 1 else found

    def said(self, words: int) -> str:
        return sentences(self.chance, "en", words)

    # --- what is known ------------------------------------------------------------------------------------------------
    def fields(self) -> Iterator[Item]:
        for number in count(1):
            name = f"{self.name}.fact-{number}"
            kind = ("choice", "boolean", "number", "money", "choice")[number % 5]
            field: dict[str, Any] = {"type": kind}
            if kind == "choice":
                field["values"] = [f"v{number}-{letter}" for letter in "abcdef"]
            yield name, {**field, "ask": self.said(8)[:-1] + "?", "about": self.said(10)}

    def test(self, field: str) -> Any:
        number = int(field.rsplit("-", 1)[1])
        kind = ("choice", "boolean", "number", "money", "choice")[number % 5]
        if kind == "choice":
            values = tuple(f"v{number}-{letter}" for letter in "abcdef")
            return {"not": self.chance.choice(values)} if self.chance.random() < 0.2 else self.any_of(values)
        if kind == "boolean":
            return self.chance.random() < 0.5
        limit = self.chance.choice((3, 5, 10, 20))
        return {"above": f"{limit * 10} EUR" if kind == "money" else limit}

    def conditions(self) -> Iterator[Item]:
        for number in count(1):
            one, two, three = (self.next("fields") for _ in range(3))
            yield (
                f"{self.name}-case-{number}",
                {
                    one: self.test(one),
                    "any_of": [{two: self.test(two), "topic": self.any_of(TOPICS)}, {three: self.test(three)}],
                },
            )

    # --- who is there -------------------------------------------------------------------------------------------------
    def coverage(self) -> Iterator[Item]:
        for number in count(1):
            zone, country = self.chance.choice(_ZONES)
            opens = self.chance.choice(("08:00", "09:00"))
            yield (
                f"{self.name}-hours-{number}",
                {
                    "timezone": zone,
                    "open": {"mon-thu": f"{opens}-17:30", "fri": [f"{opens}-12:30", "13:30-16:00"]},
                    "people": {"at_least": self.chance.randint(2, 9)},
                    "holidays": [{"country": country}, {"every_year": ["12-24", "12-31"], "name": "Ours"}],
                    "exceptions": [
                        {"dates": "2026-12-23", "open": "09:00-13:00", "why": self.said(6)},
                        {
                            "dates": "2026-12-28..2026-12-30",
                            "open": "10:00-14:00",
                            "cover": "skeleton",
                            "people": {"at_least": "15%"},
                        },
                    ],
                },
            )

    def roles(self) -> Iterator[Item]:
        for number in count(1):
            contact = ["phone", "chat"] if number % 2 else ["page", "phone", "email"]
            yield (
                f"{self.name}-lead-{number}",
                {
                    "coverage": self.next("coverage"),
                    "contact": contact,
                    "people": self.chance.randint(1, 6),
                    "about": self.said(9),
                },
            )

    def teams(self) -> Iterator[Item]:
        for number in count(1):
            yield (
                "",
                {
                    "name": f"{self.name}-team-{number}",
                    "coverage": self.next("coverage"),
                    "languages": list(LANGUAGES[: 1 + number % 4]),
                    "lead": self.next("roles"),
                    "contact": ["chat", "email"],
                    "people": self.chance.randint(3, 20),
                    "about": self.said(8),
                },
            )

    # --- what is said -------------------------------------------------------------------------------------------------
    def messages(self, file: int) -> Callable[[], Iterator[Item]]:
        def written() -> Iterator[Item]:
            for number in count(1):
                texts = {
                    language: "{requester.first_name}: " + sentences(self.chance, language, self.chance.randint(18, 34))
                    for language in LANGUAGES
                }
                yield f"{self.name}-say-{file}-{number}", texts

        return written

    # --- what is decided ----------------------------------------------------------------------------------------------
    def routing(self, file: int) -> Callable[[], Iterator[Item]]:
        return lambda: (("", self._route(file, number)) for number in count(1))

    def _route(self, file: int, number: int) -> dict[str, Any]:
        field = self.next("fields")
        when: dict[str, Any] = {field: self.test(field)}
        if number % 2:
            when["topic"] = self.any_of(TOPICS)
        if number % 3 == 0:
            when["is"] = self.next("conditions")
        if number % 5 == 0:
            when["opened"] = {"outside": self.next("coverage")}
        if number % 4 == 0:
            when["severity"] = self.any_of(_LEVELS, 2)
        rule: dict[str, Any] = {
            "name": f"{self.name} route {file}-{number}",
            "when": when,
            "team": self.next("teams"),
        }
        if number % 3:
            rule["say"] = self.next("messages")
        if number % 4 == 1:
            rule["why"] = self.said(10)
        return rule

    def sla(self, file: int) -> Callable[[], Iterator[Item]]:
        def promised() -> Iterator[Item]:
            for number in count(1):
                team = self.next("teams")
                clock = self.next("coverage")
                rule: dict[str, Any] = {
                    "name": f"{self.name} promise {file}-{number}",
                    "when": {"team": team, "tier": self.chance.choice(("enterprise", "standard"))},
                    "rows": "severity",
                    "clock": clock,
                    "pause_while": "waiting-on-customer",
                    "targets": {
                        "critical": {"clock": "always", "first_response": "30m", "update_every": "1h", "resolve": "8h"},
                        "high": {"first_response": {"at_most": "4h", "usually": "1h"}, "resolve": {"at_most": "3bd"}},
                        "normal": {"first_response": "1bd", "next_response": "8h"},
                        "low": {"first_response": {"by": "end of next business day"}},
                    },
                }
                yield "", rule

        return promised

    def escalation(self, file: int) -> Callable[[], Iterator[Item]]:
        def told() -> Iterator[Item]:
            for number in count(1):
                rule: dict[str, Any] = {
                    "name": f"{self.name} waits {file}-{number}",
                    "when": {
                        "team": self.next("teams"),
                        "severity": self.any_of(_LEVELS, 2),
                        "is": self.next("conditions"),
                    },
                    "starts_on": "opened",
                    "stops_on": "first_response",
                    "clock": "team",
                    "steps": [
                        {"at": "50%", "of": "first_response", "tell": "team", "via": "chat"},
                        {"at": "75%", "of": "first_response", "tell": self.next("roles"), "via": "phone"},
                        {
                            "at": "100%",
                            "of": "first_response",
                            "tell": self.next("roles"),
                            "via": "phone",
                            "note": self.said(7),
                        },
                    ],
                }
                yield "", rule

        return told

    def refunds(self, file: int) -> Callable[[], Iterator[Item]]:
        def paid() -> Iterator[Item]:
            for number in count(1):
                field = self.next("fields")
                rule: dict[str, Any] = {
                    "name": f"{self.name} refund {file}-{number}",
                    "when": {
                        field: self.test(field),
                        "order.delivered_at": {"within": self.chance.choice(("14d", "30d", "60d"))},
                    },
                    "decision": "approve",
                    "amount": {
                        "of": "order.total",
                        "less": "order.shipping",
                        "share": self.chance.choice(("50%", "80%", "100%")),
                    },
                    "to": "original-payment",
                    "paid_within": "5bd",
                    "say": self.next("messages"),
                }
                yield "", rule

        return paid

    def requests(self) -> Iterator[Item]:
        for number in count(1):
            field = self.next("fields")
            yield (
                "",
                {
                    "name": f"{self.name} request {number}",
                    "when": {"request": self.any_of(REQUESTS), field: self.test(field)},
                    "decision": "review",
                    "approver": self.next("roles"),
                    "say": self.next("messages"),
                    "why": self.said(9),
                },
            )


_MESSAGE_FILES, _ROUTING_FILES = 9, 4
FILES_OF_AREA = 2 + 1 + 2 + _MESSAGE_FILES + _ROUTING_FILES + 2 + 2 + 2 + 1


def area_files(number: int, seed: int, more: int = 0) -> Iterator[File]:
    """The files of one area, and so many more of its routing rules; every name in them is used."""
    area = _Area(number, seed)

    def file(name: str, section: str, items: Callable[[], Iterator[Item]], *, applied: bool = False) -> File:
        head: dict[str, Any] = {"applies": {"when": {"product": area.name}}} if applied else {}
        found: list[Item] = []
        size = 200
        for item in items():
            found.append(item)
            size += len(document({item[0] or "x": item[1]}).encode()) + 24
            if size > FILE_BYTES:
                break
        if found[0][0]:
            area.names.setdefault(section, []).extend(name for name, _ in found)
            body: Any = dict(found)
        else:
            area.names.setdefault(section, []).extend(value["name"] for _, value in found)
            body = [value for _, value in found]
        text = document(
            {**head, section: body}, f"{name.replace('-', ' ')} of {area.name}.\nOwner: the leads of {area.name}."
        )
        return File(f"areas/{area.name}/{name}.yaml", text)

    yield file("facts", "fields", area.fields)
    yield file("cases", "conditions", area.conditions)
    yield file("hours", "coverage", area.coverage)
    yield file("leads", "roles", area.roles)
    yield file("teams", "teams", area.teams)
    for index in range(_MESSAGE_FILES):
        yield file(f"messages-{index}", "messages", area.messages(index))
    for index in range(_ROUTING_FILES + more):
        yield file(f"routing-{index}", "routing", area.routing(index), applied=True)
    for index in range(2):
        yield file(f"sla-{index}", "sla", area.sla(index), applied=True)
        yield file(f"escalation-{index}", "escalation", area.escalation(index), applied=True)
        yield file(f"refunds-{index}", "refunds", area.refunds(index), applied=True)
    yield file("requests", "requests", area.requests, applied=True)
