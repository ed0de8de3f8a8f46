"""Seeded faults in exported files, and the judge of them: does `verify` find every one that changes what the tool does?

How a target's test uses it::

    files = TARGET.render(wish, lowered).files
    engine = prepare(lowered)
    report = judged(TARGET.model, files, engine, seed=1, count=200, operators=("is", "is_not", "less_than", "greater_than"))
    assert not report.missed, report.missed
    assert report.found > 100           # and not all of them harmless

`operators` are the words of the tool that may be mistaken for each other. A file that ends in `.json`, `.yaml` or `.yml` is
changed as data, every other file line by line; `only` names the files that the model reads, where there are others.

A fault changes behaviour if the model cannot read the files any more, or answers one of many random tickets differently than
before. These are made of what the policy declares and of words and numbers that stand in the files, at random minutes, by
code that shares nothing with the cover nor with the partition.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import yaml

from supportpolicy.clock import ClockError
from supportpolicy.clock.zones import zone_keys
from supportpolicy.compiled.document import Fact
from supportpolicy.engine import Engine, EngineError
from supportpolicy.engine.values import Facts, Money, Value
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.interface import Ask, Aspects, Files, Model
from supportpolicy.targets.verify import verify

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"(?<![\w.-])\d+(?![\w.-])")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]*")
_WEEK = 10_080
_OTHER_ZONES = ("America/New_York", "Europe/Berlin", "Asia/Tokyo", "Etc/UTC")


class Fault(NamedTuple):
    """One thing wrong in exported files."""

    kind: str
    about: str
    files: Files


class Report(NamedTuple):
    """What came of many faults."""

    found: int
    """Faults that `verify` finds."""
    harmless: int
    """Faults of which neither it nor the random tickets show anything."""
    missed: tuple[str, ...]
    """Faults that change what the tool does, and that `verify` does not find."""


def judged(
    model: Model,
    files: Files,
    engine: Engine,
    seed: int,
    count: int = 200,
    operators: Collection[str] = (),
    only: Collection[str] | None = None,
    tickets: int = 20_000,
) -> Report:
    """Seed faults, and let `verify` and the random tickets judge each."""
    cover = cover_of(engine)
    remembered = _remembered(model, engine, cover)
    sound = verify(remembered, files, engine, cover)
    assert sound.agrees, [str(one) for one in sound.disagreements[:3]]
    drawn: list[Facts] = []
    answers: list[Aspects] = []
    found = harmless = 0
    missed: list[str] = []
    for fault in faults(files, seed, count, operators, only):
        if not verify(remembered, fault.files, engine, cover, enough=1).agrees:
            found += 1
            continue
        if not drawn:
            drawn, answers = _answered(model.read(files, engine), random_tickets(engine, files, seed, tickets))
        if _changed(model.read(fault.files, engine), drawn, answers):
            missed.append(f"{fault.kind}: {fault.about}")
        else:
            harmless += 1
    return Report(found, harmless, tuple(missed))


def _remembered(model: Model, engine: Engine, cover: Sequence[Facts]) -> Model:
    """The model, with what the engine says of the cover worked out once."""
    ask = model.expected(engine)
    known = {id(facts): ask(facts) for facts in cover}
    return model._replace(expected=lambda _: lambda facts: known.get(id(facts)) or ask(facts))


def _answered(ask: Ask, tickets: Iterator[Facts]) -> tuple[list[Facts], list[Aspects]]:
    drawn: list[Facts] = []
    answers: list[Aspects] = []
    for facts in tickets:
        try:
            answers.append(ask(facts))
            drawn.append(facts)
        except (ValueError, EngineError, ClockError):
            continue  # beyond what the policy knows
    return drawn, answers


def _changed(ask: Ask, tickets: Sequence[Facts], answers: Sequence[Aspects]) -> bool:
    for facts, answer in zip(tickets, answers, strict=True):
        try:
            if ask(facts) != answer:
                return True
        except ValueError:
            return True
    return False


# Faults ---------------------------------------------------------------------------------------------------------------

Place = tuple[str | int, ...]
Change = Callable[[Any], None]


class _Site(NamedTuple):
    """Something that can be done to a file."""

    kind: str
    about: str
    file: str
    change: Change
    """Changes the file's data in place."""


def faults(
    files: Files,
    seed: int,
    count: int = 200,
    operators: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Iterator[Fault]:
    """So many different faults, each kind as often as it can be: a description and all files with that one thing wrong."""
    chance = Random(seed)
    data = {name: _read(name, text) for name, text in sorted(files.items()) if only is None or name in only}
    by_kind: dict[str, list[_Site]] = {}
    for name, content in data.items():
        for site in _sites(name, content, sorted(operators), chance):
            by_kind.setdefault(site.kind, []).append(site)
    for sites in by_kind.values():
        chance.shuffle(sites)
    given = 0
    while given < count and any(by_kind.values()):
        for kind in sorted(by_kind):
            if by_kind[kind] and given < count:
                site = by_kind[kind].pop()
                changed = copy.deepcopy(data[site.file])
                site.change(changed)
                if changed != data[site.file]:
                    given += 1
                    yield Fault(kind, f"{site.file}: {site.about}", {**files, site.file: _write(site.file, changed)})


def _read(name: str, text: str) -> Any:
    if name.endswith(".json"):
        return json.loads(text)
    if name.endswith((".yaml", ".yml")):
        return yaml.safe_load(text)
    return text.split("\n")


def _write(name: str, data: Any) -> str:
    if name.endswith(".json"):
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if name.endswith((".yaml", ".yml")):
        return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
    return "\n".join(data)


def _sites(name: str, data: Any, operators: Sequence[str], chance: Random) -> Iterator[_Site]:
    values: dict[str, list[Any]] = {}
    for place, value in _walk(data):
        if not isinstance(value, dict | list):
            values.setdefault(_key(place), []).append(value)
    for place, value in _walk(data):
        where = "/".join(map(str, place))
        for kind, about, change in _changes(place, value, values, operators, chance):
            yield _Site(kind, f"{where}: {about}", name, change)
    yield from _week_origins(name, data, values)


def _walk(data: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    yield place, data
    items: Sequence[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        items = list(data.items())
    elif isinstance(data, list):
        items = list(enumerate(data))
    for key, value in items:
        yield from _walk(value, (*place, key))


def _key(place: Place) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), "")


def _changes(
    place: Place, value: Any, values: Mapping[str, list[Any]], operators: Sequence[str], chance: Random
) -> Iterator[tuple[str, str, Change]]:
    if isinstance(value, list) and value:
        yield from _in_list(place, value, chance)
    elif isinstance(value, bool):
        yield "flip", f"{value} turned", _put(place, not value)
    elif isinstance(value, int):
        yield from _in_number(place, value)
    elif isinstance(value, str):
        yield from _in_text(place, value, operators, chance)
    if not isinstance(value, dict | list):
        others = [other for other in values[_key(place)] if other != value and type(other) is type(value)]
        if others:
            other = chance.choice(others)
            yield "another value", f"{value!r} -> {other!r}", _put(place, other)


def _in_list(place: Place, value: list[Any], chance: Random) -> Iterator[tuple[str, str, Change]]:
    last = len(value) - 1
    dropped = chance.randrange(len(value))
    yield "drop", f"item {dropped} is missing", lambda data: _at(data, place).pop(dropped)
    if last < 1:
        return
    here = chance.randrange(last)
    yield "swap neighbours", f"items {here} and {here + 1}", _swap(place, here, here + 1)
    one, other = sorted(chance.sample(range(last + 1), 2))
    yield "swap", f"items {one} and {other}", _swap(place, one, other)
    first, second = value[one], value[other]
    if isinstance(first, dict) and isinstance(second, dict):
        common = sorted(key for key in first.keys() & second.keys() if first[key] != second[key])
        if common:
            key = chance.choice(common)
            yield "swap a value", f"{key} of items {one} and {other}", _swap_key(place, one, other, key)


def _in_number(place: Place, value: int) -> Iterator[tuple[str, str, Change]]:
    for by in (-1, 1):
        yield "off by one", f"{value} -> {value + by}", _put(place, value + by)
    for factor in (60, 1_000):
        yield "unit", f"{value} -> {value * factor}", _put(place, value * factor)
    if value % 60 == 0 and value:
        yield "unit", f"{value} -> {value // 60}", _put(place, value // 60)


def _in_text(place: Place, value: str, operators: Sequence[str], chance: Random) -> Iterator[tuple[str, str, Change]]:
    for operator in operators:
        if re.search(rf"(?<![\w-]){re.escape(operator)}(?![\w-])", value):
            other = chance.choice([one for one in operators if one != operator] or [operator])
            yield "operator", f"{operator} -> {other}", _put(place, value.replace(operator, other, 1))
    for found in _DATE.finditer(value):
        try:
            day = dt.date.fromisoformat(found.group())
        except ValueError:
            continue
        for by in (-1, 1):
            moved = f"{value[: found.start()]}{day + dt.timedelta(by)}{value[found.end() :]}"
            yield "date", f"{value} -> {moved}", _put(place, moved)
    if not _DATE.search(value):
        for found in list(_NUMBER.finditer(value))[:8]:
            for changed in (int(found.group()) + 1, int(found.group()) - 1, int(found.group()) * 60):
                text = f"{value[: found.start()]}{changed}{value[found.end() :]}"
                yield "number in a text", f"{value} -> {text}", _put(place, text)
    for zone in re.findall(r"[A-Z][A-Za-z]+(?:/[A-Za-z_+-]+)+", value):
        if zone in zone_keys():
            other = chance.choice([one for one in _OTHER_ZONES if one != zone])
            yield "zone", f"{zone} -> {other}", _put(place, value.replace(zone, other))
    for word, opposite in (("true", "false"), ("false", "true")):
        if value == word:
            yield "flip", f"{word} turned", _put(place, opposite)


def _week_origins(name: str, data: Any, values: Mapping[str, list[Any]]) -> Iterator[_Site]:
    """All minutes of a week of one key, counted from the day before or after."""
    for key, found in sorted(values.items()):
        minutes = [one for one in found if isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= _WEEK]
        if len(minutes) < 2 or len(minutes) < len(found) or max(minutes) <= 1_440:
            continue
        for by in (-1_440, 1_440):
            places = [place for place, value in _walk(data) if _key(place) == key and isinstance(value, int)]
            yield _Site("week origin", f"all {key} by {by}", name, _shift(places, by))


def _shift(places: Sequence[Place], by: int) -> Change:
    def change(data: Any) -> None:
        for place in places:
            holder = _at(data, place[:-1])
            holder[place[-1]] = (holder[place[-1]] + by) % _WEEK

    return change


def _at(data: Any, place: Place) -> Any:
    for part in place:
        data = data[part]
    return data


def _put(place: Place, value: Any) -> Change:
    def change(data: Any) -> None:
        _at(data, place[:-1])[place[-1]] = value

    return change


def _swap(place: Place, one: int, other: int) -> Change:
    def change(data: Any) -> None:
        items = _at(data, place)
        items[one], items[other] = items[other], items[one]

    return change


def _swap_key(place: Place, one: int, other: int, key: str) -> Change:
    def change(data: Any) -> None:
        items = _at(data, place)
        items[one][key], items[other][key] = items[other][key], items[one][key]

    return change


# Tickets that know nothing of the cover -------------------------------------------------------------------------------


def random_tickets(engine: Engine, files: Files, seed: int, count: int) -> Iterator[Facts]:
    """Tickets of random raw values over the facts that a policy declares, opened at random minutes within its horizon."""
    chance = Random(seed)
    compiled = engine.compiled
    low, high = (dt.date.fromisoformat(day) for day in compiled.horizon or ("2026-01-01", "2027-12-31"))
    start = dt.datetime.combine(low, dt.time(), dt.UTC) + dt.timedelta(days=2)
    minutes = max(1, ((high - low).days - 40) * 1_440)
    text = "\n".join(files[name] for name in sorted(files))
    words = sorted(set(_WORD.findall(text)))
    numbers = sorted({int(one) for one in re.findall(r"\d{1,6}", text)})
    named = {
        fact.name: [*fact.values] or [word for word in words if word.islower()][:400] or ["other"]
        for fact in compiled.facts
    }
    facts = [fact for fact in compiled.facts if fact.derived is None and fact.name != "opened"]
    near = [fact for fact in facts if re.search(rf"(?<![\w.]){re.escape(fact.name)}(?![\w.])", text)] or facts
    for _ in range(count):
        opened = start + dt.timedelta(minutes=chance.randrange(minutes))
        found: dict[str, Value | None] = {"opened": opened}
        for fact in near if chance.random() < 0.8 else facts:
            if chance.random() < 0.75:
                found[fact.name] = _value(fact, named[fact.name], numbers, opened, chance)
        yield found


def _value(fact: Fact, words: list[str], numbers: list[int], opened: dt.datetime, chance: Random) -> Value | None:
    if chance.random() < 0.05:
        return None
    number = chance.choice(numbers) + chance.choice((-1, 0, 0, 1)) if numbers and chance.random() < 0.7 else None
    match fact.type:
        case "boolean":
            return chance.random() < 0.5
        case "number":
            return Decimal(chance.randrange(1_000) if number is None else number)
        case "money":
            return Money(Decimal(chance.randrange(1_000) if number is None else number), "EUR")
        case "duration":
            return dt.timedelta(minutes=chance.randrange(5_000) if number is None else max(number, 0))
        case "time":
            return opened - dt.timedelta(minutes=chance.randrange(-20_000, 100_000))
        case "tags":
            return frozenset(chance.sample(words, min(len(words), chance.randrange(4))))
        case "text":
            return " ".join(chance.sample(words, min(len(words), chance.randrange(1, 5))))
        case _:
            return chance.choice(words) if chance.random() < 0.95 else "something-else"
