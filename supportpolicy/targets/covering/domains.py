"""Facts that bear on each other, taken together: every combination of classes that they can have, with values for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import Column
from supportpolicy.engine import Engine, EngineError
from supportpolicy.engine.prepared import NOW, OPENED
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.covering.values import is_relative, values_of

Vector = tuple[int, ...]
"""Classes of the columns of one domain, in the order of their places."""

MOST_OPTIONS = 2_000
"""Combinations of the values of facts that bear on each other; of more, these many are tried."""
_KEPT = 3
"""Options that are kept of one vector: its first, one between, and its last."""


class Option(NamedTuple):
    """One way to fill in the facts of a domain; a fact that is not named is not given."""

    vector: Vector
    values: Facts


class Domain(NamedTuple):
    """Facts that are told apart together."""

    facts: tuple[str, ...]
    places: tuple[int, ...]
    """Columns that are asked of them."""
    options: tuple[Option, ...]
    """The first is that of a ticket of which nothing special is said."""
    relative: tuple[str, ...] = ()
    """Times that are asked how far they lie from the opening: they move with it."""


def domains_of(
    engine: Engine,
    used: Iterable[int],
    choosing: Iterable[str],
    openings: Sequence[int],
    together: set[frozenset[int]],
) -> tuple[Domain, ...]:
    """The domains of all facts that matter.

    `used` are the places of the columns that tables ask about, `choosing` facts that choose hours, and `openings` instants
    of every kind that the policy tells apart, an ordinary one first.
    """
    columns = engine.compiled.columns
    places = [place for place in used if columns[place].fact in engine.facts or columns[place].fact == NOW]
    groups = _groups(engine, places, choosing)
    return tuple(_domain(engine, group, places, openings, together) for group in groups)


def _groups(engine: Engine, places: Sequence[int], choosing: Iterable[str]) -> list[list[str]]:
    """Facts by what bears on what, each group in the order of the policy's facts."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    find(OPENED)
    for name in choosing:
        find(name)
    for place in places:
        first = find(OPENED if engine.compiled.columns[place].fact == NOW else engine.compiled.columns[place].fact)
        for other in _beside(engine, engine.compiled.columns[place]):
            root[find(other)] = first
            first = find(first)
    for derived in engine.derived:
        if derived.name in root:
            for part in derived.of:
                root[find(part)] = find(derived.name)
    found: dict[str, list[str]] = {}
    order = {name: number for number, name in enumerate(engine.facts)}
    for name in sorted(root, key=lambda one: order.get(one, -1)):
        found.setdefault(find(name), []).append(name)
    return list(found.values())


def _beside(engine: Engine, column: Column) -> tuple[str, ...]:
    """Other facts that a column's answer rests on."""
    if column.probe is None:
        return ()
    operator, operand = column.probe
    if operator == "during":
        return engine.clocks.depends_on(operand)
    if operator in ("within", "in_next", "older_than", "has", "mentions", "present"):
        return ()
    return (OPENED if operand == NOW else operand,) if operand in engine.facts or operand == NOW else ()


def _domain(
    engine: Engine, group: list[str], used: Sequence[int], openings: Sequence[int], together: set[frozenset[int]]
) -> Domain:
    columns = engine.compiled.columns
    asked = {*group, NOW} if OPENED in group else set(group)
    places = tuple(place for place in used if columns[place].fact in asked)
    given = [engine.facts[name] for name in group if name in engine.facts and engine.facts[name].derived is None]
    relative = tuple(
        fact.name
        for fact in given
        if fact.type == "time"
        and fact.name != OPENED
        and is_relative(column for column in columns if column.fact in (fact.name, *_made_of(engine, fact.name)))
    )
    kin = tuple(group)
    choices: list[list[Mapping[str, Value | None]]] = []
    for fact in sorted(given, key=lambda one: one.name != OPENED):
        if fact.name == OPENED:
            choices.append([{OPENED: from_epoch(at)} for at in openings])
        else:
            choices.append(_filled(fact, values_of(engine, fact, openings[0], kin, together)))
    if OPENED in group and not any(fact.name == OPENED for fact in given):
        choices.insert(0, [{OPENED: from_epoch(at)} for at in openings])
    found = _told_apart(engine, places, _combined(choices), openings[0])
    return Domain(tuple(group), places, found, relative)


def _made_of(engine: Engine, name: str) -> Iterator[str]:
    """Facts that are worked out from one."""
    return (whole.name for whole in engine.derived if name in whole.of)


def _filled(fact: Fact, values: Iterable[Value]) -> list[Mapping[str, Value | None]]:
    """Not given; each value; known to be absent."""
    return [{}, *({fact.name: value} for value in values), {fact.name: None}]


def _combined(choices: list[list[Mapping[str, Value | None]]]) -> Iterator[Mapping[str, Value | None]]:
    """The combinations of what can be said of each fact: all, or each choice beside a few of the others."""
    count = 1
    for choice in choices:
        count *= len(choice)
    if count <= MOST_OPTIONS or len(choices) < 2:
        for chosen in product(*choices):
            yield {name: value for one in chosen for name, value in one.items()}
        return
    # Too many: every pair of neighbours is still tried at every distance, so that equal, below and above all come.
    longest = max(len(choice) for choice in choices)
    rounds = -(-MOST_OPTIONS // longest)
    for turn in range(rounds):
        for number in range(longest):
            yield {
                name: value
                for place, choice in enumerate(choices)
                for name, value in choice[(number + turn * place) % len(choice)].items()
            }


def _told_apart(
    engine: Engine, places: tuple[int, ...], filled: Iterable[Mapping[str, Value | None]], base: int
) -> tuple[Option, ...]:
    """A few options for each vector, in the order in which they came; the first of all stays first."""
    ordinary = from_epoch(base)
    by_vector: dict[Vector, list[Option]] = {}
    kept: list[Option] = []
    for values in islice(filled, 4 * MOST_OPTIONS):
        facts = values if OPENED in values else {**values, OPENED: ordinary}
        opened = facts[OPENED]
        assert isinstance(opened, dt.datetime)
        try:
            vector = vector_at(engine, places, facts, opened)
        except (EngineError, ClockError):
            continue  # where the policy's dates do not reach
        option = Option(vector, values)
        mine = by_vector.setdefault(vector, [])
        most = _KEPT if OPENED not in values else 40
        if len(mine) < most or not places:
            mine.append(option)
            kept.append(option)
        else:  # the last one of a class lies nearest to its upper end
            kept[kept.index(mine[-1])] = option
            mine[-1] = option
    return tuple(kept)


def vector_at(engine: Engine, places: tuple[int, ...], facts: Facts, opened: dt.datetime) -> Vector:
    """The classes that a ticket's facts give to some columns. Raises EngineError, ClockError."""
    now = int((opened - _EPOCH).total_seconds())
    classes = classes_of(engine, facts, completed(engine, facts, now), now)
    return tuple(classes[place] for place in places)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
