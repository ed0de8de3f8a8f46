"""Guarantees of the form `not_slower_than`: of two tickets that differ in what is named alone, one is never due later.

The two agree in every fact but those by which the named attributes are decided, and in all that is decided before these; a
promise of no time is slower than any. Nobody answers and nothing is paused. Amounts are compared at every instant, as
straight pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from supportpolicy.analysis.circumstances import Circumstances, seconds_of
from supportpolicy.analysis.guaranteed import OTHERS, WHEN, Guaranteed
from supportpolicy.analysis.proof import Proved
from supportpolicy.analysis.space import DECIDED_BY, Space
from supportpolicy.analysis.straight import NotStraight
from supportpolicy.analysis.twins import Twin, TwinSeasons, decided_first, facts_behind, facts_read
from supportpolicy.analysis.two_tickets import Pair, TwoTickets
from supportpolicy.analysis.wording import wall
from supportpolicy.clock.pieces import common
from supportpolicy.clock.walls import Piece
from supportpolicy.compiled.tables import Target
from supportpolicy.diagnostics import Related
from supportpolicy.engine import Engine, Value
from supportpolicy.engine.due import TEAM, Counting, counting_on, target_due
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.sorting import Sorted, outcome_of
from supportpolicy.engine.walk import promises

MOST_STARTS = 3
"""Instants that are put to the engine for a pair of promises."""
MOST_TRIED = 12
"""Pairs of promises that are put to the engine in vain before nothing is claimed."""


class Promise(NamedTuple):
    """A promise of one of the two tickets, with the team and the facts that its clock depends on."""

    target: Target | None
    team: str | None
    facts: Mapping[str, Value | None]
    literals: tuple[int, ...]
    clock: str | None


class Slower:
    """One guarantee of this form."""

    def __init__(self, its: Guaranteed) -> None:
        self.its = its
        space = its.proving.space
        self.engine: Engine = space.engine
        named = facts_read(self.engine, (its.rule_in(WHEN), its.rule_in(OTHERS)))
        self.free = facts_behind(self.engine, named)
        self.same = decided_first(named)
        self.twin = Twin(space, self.free)
        self.one = its.paces.circumstances
        self.seasons = self.one.seasons
        self.other = Circumstances(TwinSeasons(self.seasons, self.twin))
        others = self.twin.table(OTHERS).holds[its.place_in(OTHERS)]
        self.base = (its.when, others, *self._agreeing())

    def found(self) -> Proved | None:
        """The finding against it; None where it is proved."""
        tried = 0
        for metric in self.its.guarantee.metrics or tuple(self.engine.metrics):
            at_once = OPENED in self.engine.metrics[metric].starts_on if metric in self.engine.metrics else True
            for one, other in self._pairs(metric):
                literals = (*self.base, *one.literals, *other.literals)
                if not self.its.proving.space.possible(literals):
                    continue
                try:
                    when = self._slower(one, other)
                except NotStraight:
                    return self.its.undecided("two amounts of time could not be compared")
                pieces = (
                    (self.seasons.at_opening(literals) if at_once else self.seasons.later(literals)) if when else []
                )
                starts = self._worst(common(when, pieces), one, other)
                if not starts:
                    continue
                pair = self._shown(metric, literals, starts, one, other, at_once=at_once)
                if pair is not None:
                    return self._broken(metric, pair)
                tried += 1
                if tried >= MOST_TRIED:
                    return self.its.undecided("too many tickets were tried in vain")
        return None if not tried else self.its.undecided("no two tickets could be made that show it")

    def _agreeing(self) -> Iterator[int]:
        """That the two tickets agree in what is decided before the attributes that the guarantee is about."""
        space, solver = self.its.proving.space, self.its.proving.space.solver
        for name in self.same:
            first, second = by_value(space, name), by_value(self.twin, name)
            yield solver.any_of([solver.all_of([first[value], second[value]]) for value in first if value in second])

    # Promises ----------------------------------------------------------------------------------------------------

    def _pairs(self, metric: str) -> Iterator[tuple[Promise, Promise]]:
        others = [one for one in self._promises(self.other, self.twin, metric) if one.target is not None]
        for one in self._promises(self.one, self.its.proving.space, metric):
            for other in others:
                if one.target is not None and _key(one) == _key(other):
                    continue
                if any(
                    one.facts[name] != other.facts[name] for name in (one.facts.keys() & other.facts.keys()) - self.free
                ):
                    continue
                yield one, other

    def _promises(self, circumstances: Circumstances, space: Space, metric: str) -> Iterator[Promise]:
        form = space.table("sla")
        by_target: dict[Target | None, list[int]] = {None: [form.none]}
        for rule, wins in zip(form.table.rules, form.wins, strict=True):
            target = next((one for one in rule.outcome.targets if one.metric == metric and promises(one)), None)
            key = None if target is None else _bare(target)
            by_target.setdefault(key, []).append(wins)
        for target, literals in by_target.items():
            literal = space.solver.any_of(literals)
            if target is None:
                yield Promise(None, None, {}, (literal,), None)
                continue
            by_clock: dict[tuple[str | None, tuple[tuple[str, Value | None], ...]], list[tuple[int, ...]]] = {}
            for team, known in self._teams(circumstances, target, literal):
                for facts, having in circumstances.choices((circumstances.clock_of(target.clock, team),)):
                    name = counting_on(self.engine, target.clock, team, facts).name
                    by_clock.setdefault((name, tuple(facts.items())), []).append((*known, *having))
            for (clock, given), ways in by_clock.items():
                solver = space.solver
                either = solver.any_of([solver.all_of(way) for way in ways])
                yield Promise(target, None, dict(given), (either,), clock)

    def _teams(
        self, circumstances: Circumstances, target: Target, literal: int
    ) -> Iterator[tuple[str | None, tuple[int, ...]]]:
        if target.clock == TEAM:
            yield from circumstances.possible_teams((literal,))
        else:
            yield None, (literal,)

    def _slower(self, one: Promise, other: Promise) -> list[Piece]:
        if one.target is None or other.target is None:
            return [self.seasons.within]
        if _never_slower(one, other):
            return []
        return self.its.paces.slower(one.target, self._on(one), other.target, self._on(other))

    def _worst(self, pieces: list[Piece], one: Promise, other: Promise) -> list[int]:
        """Starts of these ranges, in whole minutes if they have one; those with the longest wait come first."""
        starts = [start for low, high in pieces for start in _minutes(low, high)]
        if one.target is None or other.target is None:
            return starts
        late, due = self.one.due(one.target, self._on(one)), self.one.due(other.target, self._on(other))
        waits = {start: (late.moment(start) or start) - (due.moment(start) or start) for start in starts}
        return sorted(starts, key=lambda start: (-waits[start], start))

    def _on(self, promise: Promise) -> Counting:
        return counting_on(self.engine, promise.clock, None, {})

    # The tickets that show it ------------------------------------------------------------------------------------

    def _shown(
        self, metric: str, literals: tuple[int, ...], starts: list[int], one: Promise, other: Promise, *, at_once: bool
    ) -> Pair | None:
        tickets = TwoTickets(self.seasons, self.twin)
        facts = dict(one.facts), dict(other.facts)
        for start in starts[:MOST_STARTS]:
            found = tickets.find(literals, start, facts, lambda a, b: self._shows(metric, a, b), at_once=at_once)
            if found is not None:
                return found
        return None

    def _shows(self, metric: str, one: Sorted, other: Sorted) -> bool:
        """Whether the engine says that the guarantee is about these two tickets, and that it is broken."""
        if not (self.its.is_meant(one, WHEN) and self.its.is_meant(other, OTHERS)):
            return False
        if any(one.decided.get(name) != other.decided.get(name) for name in self.same):
            return False
        due = _due(self.engine, other, metric)
        late = _due(self.engine, one, metric)
        if due is None or due.at is None:
            return False
        return late is None or (late.at is not None and late.at > due.at)

    def _broken(self, metric: str, pair: Pair) -> Proved:
        engine = self.engine
        late, due = _due(engine, pair.one, metric), _due(engine, pair.other, metric)
        assert due is not None and due.at is not None
        its = "no time is promised" if late is None or late.at is None else f"it is due {wall(engine, late.at)}"
        what = (
            f"of {metric} from {wall(engine, pair.at)}, {its}; for the other ticket, "
            f"{pair.other_in_words(engine)}, it is due {wall(engine, due.at)}"
        )
        related = [
            Related(self.its.proving.place(target.at), words)
            for target, words in (
                (_target(engine, pair.one, metric), "this is promised to the slower one"),
                (_target(engine, pair.other, metric), "this is promised to the other"),
            )
            if target is not None
        ]
        advice = "promise the one more, or the other less; or name the metrics that must not be slower"
        return self.its.broken(what, advice, pair.witness, tuple(related))


class DueAt(NamedTuple):
    """A promise that is made; `at` is None where its end is not known."""

    at: int | None


def slower_broken(its: Guaranteed) -> Proved | None:
    """The finding that `not_slower_than` is not true; None where it is proved."""
    return Slower(its).found()


def by_value(space: Space, attribute: str) -> dict[str | None, int]:
    """For each value that an attribute may be given, a literal."""
    if attribute == "severity":
        return space.levels("after")
    form = space.table(DECIDED_BY[attribute])
    found: dict[str | None, list[int]] = {None: [form.none]}
    for rule, wins in zip(form.table.rules, form.wins, strict=True):
        found.setdefault(rule.outcome.decides.get(attribute), []).append(wins)
    return {value: space.solver.any_of(literals) for value, literals in found.items()}


def _target(engine: Engine, sorted_: Sorted, metric: str) -> Target | None:
    targets = outcome_of(engine, sorted_, "sla").targets
    return next((one for one in targets if one.metric == metric and promises(one)), None)


def _due(engine: Engine, sorted_: Sorted, metric: str) -> DueAt | None:
    target = _target(engine, sorted_, metric)
    if target is None:
        return None
    counting = counting_on(engine, target.clock, sorted_.decided.get("team"), sorted_.facts)
    return DueAt(target_due(target, counting, sorted_.now).at)


def _bare(target: Target) -> Target:
    return target._replace(at="", usually=None, pause_while=(), on_change="keep")


def _key(promise: Promise) -> tuple[object, ...]:
    target = promise.target
    return () if target is None else (target.at_most, target.by, promise.clock)


def _never_slower(one: Promise, other: Promise) -> bool:
    """Whether the same clock and unit say so at once."""
    assert one.target is not None and other.target is not None
    if one.clock != other.clock or one.target.by is not None or other.target.by is not None:
        return False
    first, second = one.target.at_most, other.target.at_most
    if first is None or second is None:
        return False
    if first.business_days is not None and second.business_days is not None:
        return first.business_days <= second.business_days
    seconds = seconds_of(first), seconds_of(second)
    return seconds[0] is not None and seconds[1] is not None and seconds[0] <= seconds[1]


def _minutes(low: int, high: int) -> Iterator[int]:
    """The first and the last whole minute of a range; its first second where it has none."""
    first, last = -(-low // 60) * 60, (high - 1) // 60 * 60
    yield first if first < high else low
    if last > first:
        yield last
