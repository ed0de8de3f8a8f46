"""Asking a table where missing facts are unknown: an answer only if every possible value leads to it.

Masks that may hold and masks that must hold are the quick first look. Where they leave several rules, one unknown fact that
still matters is tried with a value of each of its classes, known to be absent among them, and the question is put again;
through the sorting stages too. So the answer is exact, but for `MOST_LOOKS`, past which it is undecided, which is safe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.clock import BeyondHorizon
from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.partition import FLAG_NO, FLAG_YES
from supportpolicy.compiled.tables import Part, Rule
from supportpolicy.engine.candidates import TooMany, candidates, hours_of
from supportpolicy.engine.kin import is_unknown, kin_of, unknown_behind
from supportpolicy.engine.lookups import NO_RULE, Lookup
from supportpolicy.engine.prepared import SEVERITY_RULE, SORTING, Engine
from supportpolicy.engine.questions import Scene
from supportpolicy.engine.sorting import classes_of, completed
from supportpolicy.engine.values import Facts, Value

MOST_LOOKS = 2_000
"""How often a table is asked for one answer. Past it the answer is undecided."""

Key = Callable[[int], Hashable]
"""Rule, by its place (NO_RULE for none) -> what its answer says; answers with equal keys are the same."""

_DECIDED_BY = {
    "tier": ("tier",),
    "reply_language": ("language",),
    "language_level": ("language",),
    "emergency": ("emergency",),
    "claimed": ("emergency.claimed",),
    "channel_support": ("channel",),
    "redirect": ("channel",),
    "severity": ("severity", "adjust.proof", "adjust.raise", "adjust.lower"),
    SEVERITY_RULE: ("severity",),
    "team": ("routing",),
    "queue": ("routing",),
    "sla": ("sla",),
}
"""Attribute -> the tables from which it comes."""


class Verdict(NamedTuple):
    """What a table says."""

    rule: int | None
    """The rule that wins whatever the unknown facts are; of several that say the same, the first found. None: undecided."""
    ask: tuple[str, ...] = ()
    """Of an undecided table: the facts that matter, in the order in which they come up."""


class Question(NamedTuple):
    """A table and what is known."""

    engine: Engine
    table: Lookup
    sorted_at: int
    """When the stages ran last, in seconds since 1970."""
    at: int
    held: str | None
    """The team that an assignment holds."""


def ask(question: Question, given: Facts, key: Key) -> Verdict:
    """Ask a table. `given` are the ticket's own facts; what is neither there nor has a default is unknown."""
    return _Search(question, key).run(dict(given))


class _Look(NamedTuple):
    """A table seen with some facts unknown."""

    possible: Sequence[int]
    """For each column a mask of the classes that it may have."""
    rules: tuple[int, ...]
    """The rules that may win, in order; NO_RULE last where none may."""


class _Search:
    def __init__(self, question: Question, key: Key) -> None:
        self.question = question
        self.engine = question.engine
        self.key = key
        self.looks = 0
        self.found: dict[Hashable, int] = {}
        self.gave_up = False

    def run(self, given: dict[str, Value | None]) -> Verdict:
        look = see(self.question, given)
        self._explore(given, look)
        if len(self.found) == 1 and not self.gave_up:
            return Verdict(next(iter(self.found.values())))
        return Verdict(None, tuple(dict.fromkeys(self._open(look, given))))

    @property
    def _settled(self) -> bool:
        """Whether nothing more can make it decided."""
        return self.gave_up or len(self.found) > 1

    def _explore(self, given: dict[str, Value | None], look: _Look) -> None:
        """Find every answer that is possible from here, or two."""
        self.looks += 1
        keys = {self.key(rule): rule for rule in reversed(look.rules)}
        fact = next(iter(self._open(look, given)), None) if len(keys) > 1 else None
        if fact is None or self.looks > MOST_LOOKS:
            self.gave_up |= len(keys) > 1
            for key, rule in keys.items():
                self.found.setdefault(key, rule)
            return
        for value in self._values(fact, given):
            now = {**given, fact: value}
            self._explore(now, see(self.question, now))
            if self._settled:
                return

    def _open(self, look: _Look, given: Facts) -> Iterator[str]:
        """The unknown facts on which it rests which rule wins, in the order in which the rules ask for them."""
        looked: set[str] = set()
        for index in look.rules:
            if index != NO_RULE:
                yield from self._in_rule(self.question.table.rules[index], look.possible, given, looked)

    def _in_rule(self, rule: Rule, possible: Sequence[int], given: Facts, looked: set[str]) -> Iterator[str]:
        """Columns that were looked behind are not looked behind again: stages that read each other would never end."""
        places = self.engine.places
        for part in rule.parts:
            if part_holds(part, possible, places) is not None:
                continue
            for one in part.any:
                if any(not possible[places[column]] & _inside(admitted) for column, admitted in one.items()):
                    continue  # what is known rules this alternative out
                for column, admitted in one.items():
                    if possible[places[column]] & ~_inside(admitted) and column not in looked:
                        looked.add(column)
                        yield from self._behind(column, possible, given, looked)

    def _behind(self, column_id: str, possible: Sequence[int], given: Facts, looked: set[str]) -> Iterator[str]:
        """The unknown facts of the ticket on which a column depends."""
        column = self.engine.compiled.columns[self.engine.places[column_id]]
        tables = _DECIDED_BY.get(column.fact) if column.fact not in self.engine.facts else None
        if tables is None:
            yield from unknown_behind(self.engine, column_id, given)
            return
        for name in tables:
            lookup = self.engine.lookups.get(name)
            if lookup is None:
                continue
            rules = may_win(lookup, possible) if lookup.mode == "first" else range(len(lookup.rules))
            for index in rules:
                if index != NO_RULE:
                    yield from self._in_rule(lookup.rules[index], possible, given, looked)

    def _values(self, fact: str, given: dict[str, Value | None]) -> list[Value | None]:
        """One value for each combination of classes that the fact can give its columns, at both moments that count.

        Where other unknown facts bear on it, no value stands for another yet. But of instants the first, the last and
        one between are enough of each combination, for such facts are only asked which comes first.
        """
        engine, question = self.engine, self.question
        kin = kin_of(engine, fact, lambda name: is_unknown(engine, name, given))
        moments = tuple(dict.fromkeys((question.sorted_at, question.at)))
        tried: dict[Value | None, None] = {}
        try:
            for moment in moments:
                scene = Scene(moment, completed(engine, given, moment), engine.windows)
                tried.update(dict.fromkeys(candidates(engine, engine.facts[fact], scene, kin)))
        except TooMany:
            self.gave_up = True
            return []
        alone = all(engine.facts[name].derived is not None for name in kin)
        if not alone and engine.facts[fact].type != "time":
            return list(tried)
        calendars = () if alone else hours_of(engine, engine.compiled.columns)
        found: dict[Hashable, list[Value | None]] = {}
        for value in tried:
            now = {**given, fact: value}
            classes = [tuple(classes_of(engine, now, completed(engine, now, moment), moment)) for moment in moments]
            hours = tuple(_is_open(engine, name, value) for name in calendars)
            found.setdefault((*classes, hours), []).append(value)
        if alone:
            return [values[0] for values in found.values()]
        return [value for values in found.values() for value in _spread(values)]


def _is_open(engine: Engine, calendar: str, value: Value | None) -> bool | None:
    """Whether somebody is there; None where the calendar knows nothing of the instant."""
    if not isinstance(value, dt.datetime):
        return False
    try:
        return engine.clock(calendar).openings.is_open(to_epoch(value))
    except BeyondHorizon:
        return None


def _spread(values: list[Value | None]) -> list[Value | None]:
    """The first, the last and one between of some instants."""
    instants = sorted(value for value in values if isinstance(value, dt.datetime))
    return list(dict.fromkeys((instants[0], instants[len(instants) // 2], instants[-1]))) if instants else values


def see(question: Question, given: Facts) -> _Look:
    """The quick look: what the masks say where unknown facts may be in any class."""
    engine, table = question.engine, question.table
    sorting = _possible(engine, given, question.sorted_at)
    possible = sorting if question.at == question.sorted_at else _possible(engine, given, question.at)
    _stages(engine, sorting, question.held)
    if possible is not sorting:
        for columns in engine.attributes.values():
            for place, _ in columns:
                possible[place] = sorting[place]
    return _Look(possible, may_win(table, possible))


def _possible(engine: Engine, given: Facts, now: int) -> list[int]:
    facts = completed(engine, given, now)
    possible = [1 << number for number in classes_of(engine, given, facts, now)]
    for place, column in enumerate(engine.compiled.columns):
        if column.fact not in engine.facts:
            continue
        if is_unknown(engine, column.fact, given):
            possible[place] = (1 << column.size) - 1
        elif unknown_behind(engine, column.id, given) and facts.get(column.fact) is not None:
            possible[place] = 1 << FLAG_NO | 1 << FLAG_YES
    return possible


def _stages(engine: Engine, possible: list[int], held: str | None) -> None:
    """What the stages may decide, put in the columns of what they decide."""
    for name in SORTING:
        _decide(engine, name, possible)
        if name == "severity":
            _severity_rules(engine, possible)
    _adjust(engine, possible)
    _decide(engine, "routing", possible)
    if held is not None:
        for place, words in engine.attributes.get("team", ()):
            possible[place] = 1 << words.get(held, 1)
    _decide(engine, "sla", possible)


def _decide(engine: Engine, name: str, possible: list[int]) -> None:
    lookup = engine.lookups.get(name)
    if lookup is None:
        return
    rules = may_win(lookup, possible)
    decided: dict[int, int] = {}
    for attribute, tables in _DECIDED_BY.items():
        if name == tables[0] and attribute != SEVERITY_RULE:
            decided.update((place, 0) for place, _ in engine.attributes.get(attribute, ()))
    for index in rules:
        set_here = dict(lookup.sets[index]) if index != NO_RULE else {}
        for place in decided:
            decided[place] |= 1 << set_here.get(place, 0)
    for place, classes in decided.items():
        possible[place] = classes


def _severity_rules(engine: Engine, possible: list[int]) -> None:
    lookup = engine.lookups.get("severity")
    for place, words in engine.attributes.get(SEVERITY_RULE, ()):
        rules = may_win(lookup, possible) if lookup is not None else (NO_RULE,)
        names = [lookup.rules[index].name for index in rules if index != NO_RULE] if lookup is not None else []
        possible[place] = (1 if NO_RULE in rules else 0) | sum({1 << words.get(name, 1) for name in names})


def _adjust(engine: Engine, possible: list[int]) -> None:
    """Severity after adjusting: exact where nothing about it is open, else any level that may come of it."""
    tables = {name: engine.lookups.get(f"adjust.{name}") for name in ("proof", "raise", "lower")}
    columns = engine.attributes.get("severity", ())
    severity = engine.lookups.get("severity")
    if not any(tables.values()):
        return
    proof, raised, lowered = tables["proof"], tables["raise"], tables["lower"]
    levels: set[str | None] = set()
    for index in may_win(severity, possible) if severity is not None else (NO_RULE,):
        decides = severity.rules[index].outcome.decides if severity is not None and index != NO_RULE else {}
        levels.add(decides.get("severity"))
    if proof is not None:
        rules = may_win(proof, possible)
        shown = {proof.rules[index].outcome.decides.get("severity") for index in rules if index != NO_RULE}
        levels = shown | (levels if NO_RULE in rules else set())
    if raised is not None:
        rules = may_win(raised, possible)
        wanted = [raised.rules[index].outcome.decides["severity"] for index in rules if index != NO_RULE]
        kept = levels if NO_RULE in rules else set()
        levels = kept | {_higher(engine, level, more) for level in levels for more in wanted}
    if lowered is not None:
        may, must = _may_must(lowered, possible)
        for rule, bits in zip(lowered.rules, lowered.rule_bits, strict=True):
            cap = rule.outcome.decides.get("severity")
            if cap is None or not may & bits:
                continue
            capped = {_lower(engine, level, cap) for level in levels}
            levels = capped if must & bits else levels | capped
    for place, words in columns:
        possible[place] = sum({1 << (words.get(level, 1) if level is not None else 0) for level in levels})


def _higher(engine: Engine, level: str | None, other: str) -> str:
    return other if level is None or engine.levels[other] < engine.levels[level] else level


def _lower(engine: Engine, level: str | None, cap: str) -> str | None:
    return cap if level is not None and engine.levels[cap] > engine.levels[level] else level


def may_win(lookup: Lookup, possible: Sequence[int]) -> tuple[int, ...]:
    """The rules that may be the first to hold, in order; NO_RULE last where it may be that none does."""
    may, must = _may_must(lookup, possible)
    found: dict[int, None] = {}
    while may:
        lowest = may & -may
        index = lookup.rule_of[lowest.bit_length() - 1]
        found[index] = None
        if must & lookup.rule_bits[index]:
            return tuple(found)
        may &= ~lookup.rule_bits[index]
    return (*found, NO_RULE)


def _may_must(lookup: Lookup, possible: Sequence[int]) -> tuple[int, int]:
    may = must = lookup.everything
    for place, masks in lookup.masks:
        classes = possible[place]
        if classes & (classes - 1) == 0:
            mask = masks[classes.bit_length() - 1]
            may &= mask
            must &= mask
            continue
        some, every = 0, lookup.everything
        while classes:
            lowest = classes & -classes
            mask = masks[lowest.bit_length() - 1]
            some |= mask
            every &= mask
            classes ^= lowest
        may &= some
        must &= every
    return may, must


def part_holds(part: Part, possible: Sequence[int], places: Mapping[str, int]) -> bool | None:
    """Whether a part of a condition holds; None where that is open."""
    open_ = False
    for one in part.any:
        verdict: bool | None = True
        for column, admitted in one.items():
            classes = possible[places[column]]
            inside = _inside(admitted)
            if not classes & inside:
                verdict = False
                break
            if classes & ~inside:
                verdict = None
        if verdict:
            return True
        open_ |= verdict is None
    return None if open_ else False


def _inside(admitted: Admitted) -> int:
    """Admitted classes as a mask."""
    return sum(((1 << high - low + 1) - 1) << low for low, high in admitted)
