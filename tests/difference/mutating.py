"""The reference policy with one thing changed at a time, and tickets to see what that does; by text alone.

Nothing here knows the partition: values come from the words and numbers that stand in the files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from supportpolicy.checks.verdict import judge
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, EngineError, Money, Ticket, TicketEvent, Value, decide
from supportpolicy.source.files import read_files_as_policy

POLICY = Path(__file__).resolve().parents[2] / "policies"
Texts = Mapping[str, str]


class Mutant(NamedTuple):
    """The reference policy with one thing changed."""

    kind: str
    file: str
    line: str
    """What was changed, for messages."""
    compiled: Compiled


@cache
def reference() -> dict[str, str]:
    """The files of the reference policy."""
    names = (path.relative_to(POLICY).as_posix() for path in POLICY.rglob("*.yaml"))
    return {name: (POLICY / name).read_text("utf-8") for name in sorted(names) if not name.startswith("tests/")}


def compiled(texts: Texts) -> Compiled | None:
    """The policy, compiled; None where it has an error."""
    verdict = judge(read_files_as_policy({name: text.encode() for name, text in texts.items()}, "p"), dt.date.min)
    return None if verdict.blocking else compile_policy(verdict.policy)


def mutant(seed: int) -> Mutant:
    """One mutant without errors."""
    random = Random(seed)
    while True:
        kind = random.choice(list(KINDS))
        files, change = KINDS[kind]
        name = random.choice([name for name in reference() if re.match(files, name)])
        text, line = change(random, reference()[name])
        if text == reference()[name]:
            continue
        found = compiled({**reference(), name: text})
        if found is not None:
            return Mutant(kind, name, line, found)


Change = Callable[[Random, str], tuple[str, str]]


def _swap(random: Random, text: str) -> tuple[str, str]:
    """Two neighbouring rules."""
    parts = re.split(r"(?m)^(?=  (?:  )?- name: )", text)
    if len(parts) < 3:
        return text, ""
    place = random.randrange(1, len(parts) - 1)
    first, second = (part if part.endswith("\n") else f"{part}\n" for part in parts[place : place + 2])
    return "".join([*parts[:place], second, first, *parts[place + 2 :]]), f"{second.splitlines()[0]} first"


def _drop(random: Random, text: str) -> tuple[str, str]:
    """A test of a condition."""
    lines = text.splitlines(keepends=True)
    tests: list[int] = []
    indent = -1
    for number, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if indent >= 0 and depth <= indent:
            indent = -1
        if indent >= 0 and re.match(r"\s+[a-z.\-]+: \S", line):
            tests.append(number)
        if line.strip() in ("when:", "except:"):
            indent = depth
    if not tests:
        return text, ""
    place = random.choice(tests)
    return "".join([*lines[:place], *lines[place + 1 :]]), lines[place].strip()


def _replaced(pattern: str, other: Callable[[Random, re.Match[str]], str]) -> Change:
    def change(random: Random, text: str) -> tuple[str, str]:
        found = [
            one
            for one in re.finditer(pattern, text)
            if "#" not in text[text.rfind("\n", 0, one.start()) + 1 : one.start()]
        ]
        if not found:
            return text, ""
        match = random.choice(found)
        new = other(random, match)
        return text[: match.start()] + new + text[match.end() :], f"{match.group()} -> {new}"

    return change


def _number(random: Random, match: re.Match[str]) -> str:
    number = int(match["number"])
    return match.group().replace(match["number"], str(max(1, random.choice((number + 1, number * 2, number - 1)))), 1)


def _number_or_more(random: Random, match: re.Match[str]) -> str:
    return _number(random, match) if match["number"] else str(int(match["again"]) + 1)


def _topic(random: Random, match: re.Match[str]) -> str:
    return random.choice(("billing", "shipping", "damaged", "password", "how-to", "privacy", "security-breach"))


def _hour(random: Random, match: re.Match[str]) -> str:
    return f"{match['hour']}:{random.choice(('00', '15', '30', '45'))}"


def _later(random: Random, match: re.Match[str]) -> str:
    return f"{match['month']}-{random.randint(1, 28):02d}"


def _word(random: Random, match: re.Match[str]) -> str:
    return f"{match.group()} really"


_THRESHOLD = r"(?P<number>\d+)(?= EUR|d\b|%)|(?<=at_least: )(?P<again>\d+)"
_RULES = r"(routing/.*|refunds|requests|identity|sla|tiers|severities)\.yaml$"
KINDS: Mapping[str, tuple[str, Change]] = {
    "swap": (_RULES, _swap),
    "drop": (_RULES.replace("sla", "sla|escalation|emergency|contact|lifecycle"), _drop),
    "value": (_RULES, _replaced(r"(?<=[\[ ])(billing|shipping|damaged|password|how-to|privacy|security-breach)(?=[,\]\n])", _topic)),
    "threshold": (r"(refunds|requests|identity|facts|severities|vocabulary)\.yaml$", _replaced(_THRESHOLD, _number_or_more)),
    "target": (r"sla\.yaml$", _replaced(r"(?<=: )(?P<number>\d+)(?=m\b|h\b|bd\b|d\b)", _number)),
    "hour": (r"coverage/.*", _replaced(r"(?P<hour>\b\d\d):\d\d\b", _hour)),
    "holiday": (r"(holidays\.lock|coverage/offices)\.yaml$", _replaced(r"(?P<month>202[67]-\d\d)-\d\d", _later)),
    "step": (r"(escalation|emergency|lifecycle)\.yaml$", _replaced(r"(?<=after: )(?P<number>\d+)(?=m|h|d|bd)", _number)),
    "message": (r"messages/.*", _replaced(r"(?<=[a-z]) (?:the|we|you|your|it|is|to)\b(?=[^\n]*\n)", _word)),
}  # fmt: skip
SECTIONS: Mapping[str, frozenset[str]] = {
    "message": frozenset({"messages"}),
    "step": frozenset({"timelines"}),
    "hour": frozenset({"calendars"}),
    "holiday": frozenset({"calendars"}),
    "target": frozenset({"tickets", "guidance", "policy"}),
}
"""Where a change of a kind must be told; the others may be told anywhere."""


# Tickets ----------------------------------------------------------------------------------------------------------


def tickets(policy: Compiled, count: int, seed: int = 0) -> list[tuple[Ticket, dt.datetime]]:
    """Random tickets with facts from the words and numbers of the files, each with the moment to ask about it."""
    random = Random(seed)
    text = "\n".join(reference().values())
    amounts = sorted({int(number) for number in re.findall(r"(\d+) EUR", text)})
    days = sorted({int(number) for number in re.findall(r"\b(\d+)d\b", text)})
    phrases = [word.strip(" \"'") for words in re.findall(r"mentions: \[([^\]]*)\]", text) for word in words.split(",")]
    dates = re.findall(r"\b(202[67]-\d\d-\d\d)\b", text)
    found: list[tuple[Ticket, dt.datetime]] = []
    for _ in range(count):
        day = (
            dt.date.fromisoformat(random.choice(dates))
            if random.random() < 0.5
            else dt.date(2026, 1, 5) + dt.timedelta(random.randrange(650))
        )
        opened = dt.datetime(
            day.year, day.month, day.day, random.randrange(24), random.choice((0, 20, 40)), tzinfo=dt.UTC
        )
        facts: dict[str, Value | None] = {"opened": opened}
        for fact in policy.facts:
            if fact.derived or fact.name == "opened" or random.random() < 0.45:
                continue
            match fact.type:
                case "choice":
                    facts[fact.name] = (
                        random.choice(fact.values) if fact.values else random.choice(("en", "ja", "de", "fr", "x"))
                    )
                case "boolean":
                    facts[fact.name] = random.random() < 0.5
                case "number":
                    facts[fact.name] = Decimal(random.randrange(6))
                case "money":
                    facts[fact.name] = Money(Decimal(random.choice(amounts) + random.choice((-1, 0, 1))), "EUR")
                case "time":
                    facts[fact.name] = opened - dt.timedelta(
                        random.choice(days) + random.choice((-1, 0, 1)), random.choice((0, 3600))
                    )
                case "text":
                    facts[fact.name] = random.choice(phrases) if phrases else "hello"
        for name in ("plan", "channel", "request", "impact"):
            if name not in facts:
                fact = next((one for one in policy.facts if one.name == name and one.values), None)
                if fact is not None and random.random() < 0.7:
                    facts[name] = random.choice(fact.values)
        at = opened + dt.timedelta(hours=random.choice((0, 0, 1, 30, 200)))
        events = (TicketEvent("internal_note", at),) if at != opened else ()
        found.append((Ticket(facts, events), at))
    return found


_PLACES = ("at", "place", "rule", "why", "reasons", "policy", "behaviour", "ask")


def answered(engine: Engine, ticket: Ticket, at: dt.datetime) -> object:
    """Everything that a policy answers, without places, and names that are no answers."""
    try:
        answer = decide(engine, ticket, at)
    except EngineError as problem:
        return type(problem).__name__
    return _bare(answer._replace(at=None, policy="", behaviour="", reasons=()))  # type: ignore[arg-type]


def _bare(value: Any) -> Any:
    fields = getattr(value, "_fields", None)
    if fields is not None:
        return tuple(_bare(part) for name, part in zip(fields, value, strict=True) if not _is_place(name, part))
    if isinstance(value, Mapping):
        return tuple((key, _bare(part)) for key, part in value.items() if key != "sla")
    return tuple(_bare(part) for part in value) if isinstance(value, tuple | list) else value


def _is_place(name: str, part: Any) -> bool:
    return name in _PLACES and not isinstance(part, dt.datetime)
