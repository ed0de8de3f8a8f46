"""Each promise at each edge of the calendars that it counts on; likewise timelines, and rules that ask for the hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.tables import Target
from supportpolicy.engine import Engine, EngineError
from supportpolicy.engine.due import TEAM, counting_on, target_due
from supportpolicy.engine.prepared import NOW, OPENED
from supportpolicy.engine.values import Facts, Value
from supportpolicy.engine.walk import promises
from supportpolicy.targets.covering.instants import Span, edges_of, plain_calendars
from supportpolicy.targets.covering.search import Found, Search
from supportpolicy.targets.covering.tables import Held, Wanted, below, join


class Case(NamedTuple):
    """A way to get something that counts on a calendar."""

    table: str
    rule: int
    way: Wanted
    forbidden: Mapping[str, int]
    chosen: Mapping[str, Value | None]
    """Facts that choose the calendar."""
    last: int
    """The last opening from which its due times can be known."""


class Crossing:
    """Puts cases to the edges of calendars."""

    def __init__(self, search: Search, span: Span, lasts: Sequence[int]) -> None:
        self.search, self.span, self.lasts = search, span, lasts
        self.latest = latest_of(span, lasts)
        self.engine: Engine = search.engine
        columns = self.engine.compiled.columns
        self._opened = tuple(
            place for place in search.domains[search.opening].places if columns[place].fact in (OPENED, NOW)
        )
        self._found: dict[tuple[int, tuple[int, ...]], Found | None] = {}
        self._at_any_time: dict[int, Found | None] = {}

    def of_promises(self) -> dict[str, list[Case]]:
        """Calendar -> ways to get each promise that counts on it."""
        found: dict[str, list[Case]] = {}
        held = self.search.tables.get("sla")
        if held is None:
            return found
        for rule, one in enumerate(held.lookup.rules):
            for clock in dict.fromkeys(target.clock for target in one.outcome.targets if promises(target)):
                for calendar, case in self._cases(held, rule, clock):
                    found.setdefault(calendar, []).append(case._replace(last=self.lasts[rule]))
        return found

    def of_timelines(self) -> dict[str, list[Case]]:
        """Calendar -> ways to have each timeline that starts at the opening run on it."""
        found: dict[str, list[Case]] = {}
        held = self.search.tables.get("timelines")
        if held is None:
            return found
        clocks = {run.timeline.name: run.timeline.clock for run in self.engine.runs if OPENED in run.starts_on}
        for rule, one in enumerate(held.lookup.rules):
            if one.name in clocks:
                for calendar, case in self._cases(held, rule, clocks[one.name]):
                    found.setdefault(calendar, []).append(case)
        return found

    def of_tests(self, tables: Iterable[Held]) -> dict[str, list[Case]]:
        """Calendar -> rules that ask whether it is open."""
        found: dict[str, list[Case]] = {}
        columns = self.engine.compiled.columns
        for held in tables:
            for rule, ways in enumerate(held.ways):
                forbidden = {held.name: below(held, rule)} if held.lookup.mode == "first" else {}
                for way in ways:
                    for place in way:
                        probe = columns[place % self.search.count].probe
                        if probe is None or probe.operator != "during":
                            continue
                        rest = {one: admitted for one, admitted in way.items() if one not in self._opened}
                        for calendar, chosen in self._choices(probe.operand):
                            case = Case(held.name, rule, rest, forbidden, chosen, self.latest)
                            found.setdefault(calendar, []).append(case)
        return found

    def tickets(self, cases: Mapping[str, Sequence[Case]], most: int, passed: Collection[str] = ()) -> Iterator[Facts]:
        """Each case at each edge of its calendar, as far as `most` reaches; each edge comes at least once.

        Of calendars that were `passed` already, edges are taken at even distances where there is no room for all.
        """
        share = max(1, most // max(1, len(cases)))
        for calendar in sorted(cases):
            mine = cases[calendar]
            last = max(case.last for case in mine)
            try:
                edges = edges_of(self.engine, calendar, Span(self.span.first, max(self.span.first, last)))
            except ClockError:
                continue
            yield from self._rounds(mine, edges[:: 1 + len(edges) // share] if calendar in passed else edges, share)

    def _rounds(self, cases: Sequence[Case], edges: Sequence[int], most: int) -> Iterator[Facts]:
        """Cases one after another, edge by edge; where one cannot be had at an edge, the next is tried there."""
        each = min(len(cases), max(1, most // max(1, len(edges))))
        turn = 0
        for at in edges:
            got = tried = 0
            while got < each and tried < min(len(cases), each + 4):
                case = cases[turn % len(cases)]
                turn += 1
                tried += 1
                facts = self.at(case, at) if at <= case.last else None
                if facts is not None:
                    got += 1
                    yield facts

    def at(self, case: Case, at: int) -> Facts | None:
        """The ticket of a case opened at an instant; None where the rule cannot win then."""
        opened = from_epoch(at)
        kind = self._kind(at)
        key = id(case), kind
        if key not in self._found:
            self._found[key] = self._search(case, kind)
        found = self._found[key]
        if found is None:
            return None
        facts = self.search.facts(found, opened)
        return None if facts is None else {**facts, **case.chosen}

    def _search(self, case: Case, kind: tuple[int, ...]) -> Found | None:
        opened: Wanted = {place: ((number, number),) for place, number in zip(self._opened, kind, strict=True)}
        joined = join(case.way, opened)
        if joined is None:
            return None
        if id(case) not in self._at_any_time:
            self._at_any_time[id(case)] = self.search.find(case.way, dict(case.forbidden), tries=60)
        before = self._at_any_time[id(case)]
        if before is not None and (again := self.search.again(before, joined, case.forbidden)) is not None:
            return again
        # What was not found at any time will hardly be at one: only what is simple is tried.
        return self.search.find(joined, dict(case.forbidden), tries=20 if before is not None else 0)

    def _kind(self, at: int) -> tuple[int, ...]:
        if not self._opened:
            return ()
        try:
            return self.search.kind_of(self._opened, at)
        except (EngineError, ClockError):
            return ()

    def _cases(self, held: Held, rule: int, clock: str | None) -> Iterator[tuple[str, Case]]:
        """The calendars that a clock can be under one rule, with what it takes."""
        forbidden = {held.name: below(held, rule)} if held.lookup.mode == "first" else {}
        for way in held.ways[rule]:
            if clock != TEAM:
                for calendar, chosen in self._choices(clock):
                    yield calendar, Case(held.name, rule, way, forbidden, chosen, self.latest)
                continue
            for coverage, more, wanted in self._teams():
                joined = join(way, wanted)
                if joined is not None:
                    for calendar, chosen in self._choices(coverage):
                        yield calendar, Case(held.name, rule, joined, {**forbidden, **more}, chosen, self.latest)

    def _teams(self) -> Iterator[tuple[str | None, Mapping[str, int], Wanted]]:
        """A way to be routed to people of each calendar."""
        held = self.search.tables.get("routing")
        if held is None:
            return
        seen: set[tuple[str | None, str]] = set()
        for rule, one in enumerate(held.lookup.rules):
            name = one.outcome.decides.get("team", "")
            team = self.engine.teams.get(name)
            key = team.coverage if team is not None else None, name
            if key in seen:
                continue
            seen.add(key)
            for way in held.ways[rule]:
                yield key[0], {"routing": below(held, rule)}, way

    def _choices(self, clock: str | None) -> Iterator[tuple[str, Mapping[str, Value | None]]]:
        """Calendars that a clock can be, with the facts that choose each."""
        if clock is None or not self.engine.clocks.depends_on(clock):
            yield from ((name, {}) for name in plain_calendars(self.engine, clock))
            return
        seen: set[str] = set()
        for facts in self._choosers(self.engine.clocks.depends_on(clock)):
            calendar = self.engine.clocks.chosen(clock, facts.get) or plain_calendars(self.engine, None)[0]
            if calendar not in seen:
                seen.add(calendar)
                yield calendar, facts

    def _choosers(self, names: tuple[str, ...]) -> Iterator[Mapping[str, Value | None]]:
        number = next((place for place, one in enumerate(self.search.domains) if set(names) <= set(one.facts)), None)
        if number is None:  # several facts, each by itself
            for domain in self.search.domains:
                if set(names) & set(domain.facts):
                    yield from (_only(option.values, names) for option in domain.options)
            return
        yield from (_only(option.values, names) for option in self.search.domains[number].options)


def _only(values: Facts, names: Iterable[str]) -> dict[str, Value | None]:
    return {name: values[name] for name in names if name in values}


def last_opening(engine: Engine, span: Span, calendar: str, target: Target) -> int:
    """The last opening from which a promise is due within the horizon; the first of the span where there is none."""
    counting = counting_on(engine, calendar, None, {})
    low, high = span
    if target_due(target, counting, high).at is not None:
        return high
    while high - low > _HOUR:
        middle = (low + high) // 2
        if target_due(target, counting, middle).at is None:
            high = middle
        else:
            low = middle
    return low


def last_of(engine: Engine, span: Span, targets: Iterable[Target]) -> int:
    """The last opening from which some promises are due within the horizon, whatever team or fact chooses their clocks."""
    found = span.last
    for target in targets:
        if promises(target):
            coverages = [team.coverage for team in engine.teams.values()] if target.clock == TEAM else [target.clock]
            for name in {one for clock in coverages for one in plain_calendars(engine, clock)}:
                found = min(found, last_opening(engine, span, name, target))
    return found


def last_openings(engine: Engine, span: Span) -> tuple[int, ...]:
    """For each rule of `sla` the last opening from which all that it promises is due within the horizon."""
    sla = engine.lookups.get("sla")
    return tuple(last_of(engine, span, rule.outcome.targets) for rule in sla.rules) if sla is not None else ()


def latest_of(span: Span, lasts: Sequence[int]) -> int:
    """The last opening that will do for every promise, but for those that take half of the horizon and more."""
    return min((at for at in lasts if at > (span.first + span.last) // 2), default=span.last)


_HOUR = 3_600
