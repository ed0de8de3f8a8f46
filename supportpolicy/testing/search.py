"""A ticket that reaches a rule: guessed from the rule's condition, put to the engine, and mended by what it answers.

The engine has the last word. Where an earlier rule wins, one of its tests is made to fail; where something that an earlier
stage decides is not as wanted, a rule of that stage is wanted too; where a fact is missing, it is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice, product
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, admits, all_but, both
from supportpolicy.compiled.partition import Column, class_of_value
from supportpolicy.compiled.tables import Rule, Table
from supportpolicy.engine import Answer, Engine, EngineError, Ticket, decide
from supportpolicy.engine.sorting import completed
from supportpolicy.engine.values import Money, Value
from supportpolicy.testing.candidates import moment_fits, moments_around, value_in
from supportpolicy.testing.vocabulary import TABLE_OF

MOST_TRIES = 300
"""Answers that are asked for one rule."""
_MOST_BRANCHES = 64
_ASKED = ("requests", "refunds", "identity")
_PROVIDERS: Mapping[str, str] = {**TABLE_OF, "severity_rule": "severity"}
_ADJUSTING = ("adjust.proof", "adjust.raise", "adjust.lower")


class Found(NamedTuple):
    """A ticket and what the policy answers to it."""

    ticket: Ticket
    at: dt.datetime
    answer: Answer


class _State(NamedTuple):
    """What is wanted of the ticket so far."""

    classes: Mapping[str, Admitted]
    """Column -> classes that will do."""
    goals: Mapping[str, int]
    """Table -> the rule that should win, by its place."""
    known: frozenset[str] = frozenset()
    """Facts that must not be missing; null will do."""


class Searcher:
    """Looks for tickets under one policy."""

    def __init__(self, compiled: Compiled, engine: Engine) -> None:
        self.engine = engine
        self.columns: dict[str, Column] = {column.id: column for column in compiled.columns}
        self.facts = {fact.name: fact for fact in compiled.facts}
        self.tables: dict[str, Table] = {table.name: table for table in compiled.tables}
        self.places = {
            table.name: {rule.name: place for place, rule in enumerate(table.rules)} for table in compiled.tables
        }
        self.base = _ordinary_day(engine)
        self.asking: Engine = engine
        """Asks only the table that is looked at: what is unknown to the others takes time and does not matter."""
        self.tries = 0

    def ticket_for(self, table: str, rule: str) -> Found | None:
        """A ticket by which a rule wins (in tables where all count: holds), or None where none was found."""
        self.tries = 0
        others = {name for name in _ASKED if name != table}
        lookups = {name: lookup for name, lookup in self.engine.lookups.items() if name not in others}
        self.asking = self.engine._replace(lookups=lookups)
        place = self.places[table][rule]
        wanted = self.tables[table].rules[place]
        for classes in self._ways(wanted, {}):
            found = self._search(_State(classes, {table: place}), table, wanted, set())
            if found is not None:
                return found._replace(answer=decide(self.engine, found.ticket, found.at))
            if self.tries >= MOST_TRIES:
                return None
        return None

    def _search(self, state: _State, table: str, rule: Rule, seen: set[object]) -> Found | None:
        mark = (tuple(sorted(state.classes.items())), tuple(sorted(state.goals.items())), state.known)
        if mark in seen or self.tries >= MOST_TRIES:
            return None
        seen.add(mark)
        found = self._ask(state, table)
        if found is None:
            return None
        won = _winners(found.answer)
        if rule.name in won.get(table, ()):
            return found
        for number, better in enumerate(self._mended(state, table, found.answer, won)):
            if number >= _MOST_BRANCHES:
                return None
            deeper = self._search(better, table, rule, seen)
            if deeper is not None:
                return deeper
        return None

    def _mended(
        self, state: _State, table: str, answer: Answer, won: Mapping[str, tuple[str, ...]]
    ) -> Iterator[_State]:
        """What to want beside, seeing an answer in which the rule was not reached."""
        unmet = [
            column
            for id_, admitted in state.classes.items()
            if (column := self.columns[id_]).fact not in self.facts
            and not admits(admitted, self._decided(column, answer, won))
        ]
        for column in unmet:
            if _PROVIDERS.get(column.fact) not in state.goals:
                yield from self._provided(state, column, won)
                return
        for name, goal in state.goals.items():
            winner = self.places[name].get(won[name][0], goal) if won.get(name) else goal
            if self.tables[name].mode == "first" and winner < goal:
                yield from self._blocked(state, self.tables[name].rules[winner])
                return
        if any(column.fact == "severity" for column in unmet):
            for adjusting in _ADJUSTING:
                for rule in won.get(adjusting, ()):
                    yield from self._blocked(state, self.tables[adjusting].rules[self.places[adjusting][rule]])
            return
        if table in _ASKED:
            decision = getattr(answer, table)
            asked = frozenset(question.fact for question in decision.ask) if decision is not None else frozenset()
            asked = frozenset(self._parts(asked))
            if asked - state.known:
                yield state._replace(known=state.known | asked)

    def _parts(self, names: frozenset[str]) -> Iterator[str]:
        """Facts that a ticket brings along; of one that is worked out, those it is made of."""
        for name in names:
            fact = self.facts.get(name)
            yield from (fact.of if fact is not None and fact.derived is not None else (name,))

    def _provided(self, state: _State, column: Column, won: Mapping[str, tuple[str, ...]]) -> Iterator[_State]:
        """Ways to have something decided as wanted: another rule of the table that decides it, or none."""
        name = _PROVIDERS.get(column.fact)
        if name is None or name not in self.tables:
            return
        admitted, rules = state.classes[column.id], self.tables[name].rules
        for place, rule in enumerate(rules):
            value = rule.name if column.fact == "severity_rule" else rule.outcome.decides.get(column.fact)
            if admits(admitted, 0 if value is None else class_of_value(column, value)):
                for classes in self._ways(rule, state.classes):
                    yield state._replace(classes=classes, goals={**state.goals, name: place})
        if admits(admitted, 0) and won.get(name):
            yield from self._blocked(state, rules[self.places[name][won[name][0]]])

    def _decided(self, column: Column, answer: Answer, won: Mapping[str, tuple[str, ...]]) -> int:
        """The class of something decided."""
        if column.fact == "severity_rule":
            rules = won.get("severity", ())
            return class_of_value(column, rules[0]) if rules else 0
        value = answer.stages.get(column.fact)
        word = ("true" if value else "false") if isinstance(value, bool) else value
        return 0 if word is None else class_of_value(column, word)

    def _ways(self, rule: Rule, classes: Mapping[str, Admitted]) -> Iterator[dict[str, Admitted]]:
        """Every way in which a rule's condition can hold beside what is wanted already."""
        for number, chosen in enumerate(product(*(part.any for part in rule.parts))):
            if number >= _MOST_BRANCHES:
                return
            joined = dict(classes)
            for alternative in chosen:
                for id_, admitted in alternative.items():
                    joined[id_] = both(joined[id_], admitted) if id_ in joined else admitted
            if all(joined.values()):
                yield joined

    def _blocked(self, state: _State, rule: Rule) -> Iterator[_State]:
        """Every way in which one test of a rule can fail."""
        for part in rule.parts:
            for classes in islice(self._failing(part.any, dict(state.classes)), _MOST_BRANCHES):
                yield state._replace(classes=classes)

    def _failing(
        self, alternatives: tuple[dict[str, Admitted], ...], classes: dict[str, Admitted]
    ) -> Iterator[dict[str, Admitted]]:
        """Every way in which none of some alternatives holds."""
        if not alternatives:
            yield classes
            return
        first, rest = alternatives[0], alternatives[1:]
        if any(id_ in classes and not both(classes[id_], admitted) for id_, admitted in first.items()):
            yield from self._failing(rest, classes)  # it fails already
            return
        for id_, admitted in first.items():
            left = all_but(admitted, self.columns[id_].size)
            left = both(classes[id_], left) if id_ in classes else left
            if left:
                yield from self._failing(rest, {**classes, id_: left})

    def _ask(self, state: _State, table: str) -> Found | None:
        """The answer to a ticket that is as wanted; None where there is no such ticket, or no answer to it."""
        self.tries += 1
        wanted: dict[str, dict[str, Admitted]] = {}
        for id_, admitted in state.classes.items():
            column = self.columns[id_]
            if column.fact in self.facts:
                wanted.setdefault(column.fact, {})[id_] = admitted
        times = self._times(wanted.pop("opened", {}), wanted.pop("now", {}), later=table in _ASKED)
        if times is None:
            return None
        opened, at = times
        facts: dict[str, Value | None] = {"opened": opened}
        if table == "refunds":
            facts["request"] = "refund"
        if table in _ASKED:
            self._ask_for_something(wanted)
        compared = self._compared(wanted)
        for name in sorted(wanted, key=lambda name: (name not in compared, self.facts[name].derived is None)):
            if name not in facts and not self._give(name, wanted[name], facts, at, state.known):
                return None
        for name in sorted(state.known - facts.keys()):
            facts[name] = None
        try:
            ticket = Ticket(facts)
            return Found(ticket, at, decide(self.asking, ticket, at))
        except (EngineError, ClockError):
            return None

    def _compared(self, wanted: dict[str, dict[str, Admitted]]) -> frozenset[str]:
        """Facts that must have a value, for another is wanted to be equal to them, above them or the like."""
        found: set[str] = set()
        for columns in tuple(wanted.values()):
            for id_, admitted in tuple(columns.items()):
                probe = self.columns[id_].probe
                if probe is not None and probe.operand in self.facts and not admits(admitted, 0):
                    found.add(probe.operand)
                    own = wanted.setdefault(probe.operand, {})
                    own.update({one: both(own[one], ((1, self.columns[one].size - 1),)) for one in own})
        return frozenset(found)

    def _ask_for_something(self, wanted: dict[str, dict[str, Admitted]]) -> None:
        """The three tables are put only to tickets that ask for something."""
        own = wanted.setdefault("request", {})
        for id_, column in self.columns.items():
            if column.fact == "request":
                there: Admitted = ((1, column.size - 1),)
                own[id_] = both(own[id_], there) if id_ in own else there

    def _give(
        self,
        name: str,
        wanted: Mapping[str, Admitted],
        facts: dict[str, Value | None],
        at: dt.datetime,
        known: frozenset[str],
    ) -> bool:
        """Give a ticket one fact of wanted classes; whether there is one."""
        fact = self.facts[name]
        parts = fact.of if fact.derived is not None else (name,)
        may_lack = bool(wanted) and all(admits(admitted, 0) for admitted in wanted.values())
        if may_lack and (fact.default is None or name in known):
            if fact.derived is not None or name in known:
                facts.update({part: None for part in parts if part not in facts})
            return True
        there = {id_: both(admitted, ((1, self.columns[id_].size - 1),)) for id_, admitted in wanted.items()}
        scene = completed(self.engine, facts, to_epoch(at))
        value = value_in(self.engine, fact, there, scene, at) if all(there.values()) else None
        if value is None:
            if may_lack:
                facts[name] = None
            return may_lack
        facts[parts[0]] = value
        for part in parts[1:]:
            facts.setdefault(part, _zero(value) if fact.derived == "sum_of" else None)
        return True

    def _times(
        self, opened: Mapping[str, Admitted], now: Mapping[str, Admitted], *, later: bool
    ) -> tuple[dt.datetime, dt.datetime] | None:
        """When the ticket is opened, and when the answer is asked for: the same, for sorting looks at the opening;
        `later` for what is asked as of the moment itself."""
        zone = self.engine.windows.zone.info
        looked = [self.columns[id_] for id_ in (*opened, *now)]
        for begin in moments_around(self.base, looked, zone):
            if not moment_fits(self.engine, "opened", begin, opened, {}):
                continue
            if moment_fits(self.engine, "now", begin, now, {}):
                return begin, begin
            for at in moments_around(begin, looked, zone) if later else ():
                if at >= begin and moment_fits(self.engine, "now", at, now, {}):
                    return begin, at
        return None


def _zero(value: Value) -> Value:
    """Nothing, of the same kind as a value: what a sum may have beside its first part."""
    if isinstance(value, Money):
        return Money(Decimal(0), value.currency)
    return dt.timedelta(0) if isinstance(value, dt.timedelta) else Decimal(0)


def _winners(answer: Answer) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for reason in answer.reasons:
        if reason.rule is not None:
            found[reason.table] = (*found.get(reason.table, ()), reason.rule)
    return found


def _ordinary_day(engine: Engine) -> dt.datetime:
    """Ten in the morning of a Wednesday inside the horizon, with months before it and after it where there is room."""
    first, last = engine.clocks.horizon
    day = first + min(dt.timedelta(days=155), (last - first) / 2)
    day += dt.timedelta(days=(2 - day.weekday()) % 7)
    local = dt.datetime.combine(min(day, last), dt.time(10), tzinfo=engine.windows.zone.info)
    return local.astimezone(dt.UTC)
